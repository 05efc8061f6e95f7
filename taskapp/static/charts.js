// Draws <div data-chart="id of a JSON script">. The JSON:
//   {"kind": "bar" | "line", "labels": ["Q1", …], "percent": false, "stacked": false, "horizontal": false,
//    "series": [{"name": "Đúng hạn", "values": [1, null, …], "role": "plain | late | soon | done | wait | off", "kind"?: …}],
//    "target": {"value": 1, "name": "100 %"}?, "links": ["/tasks?…" | null, …]?, "min": 0.5?}
// A series of role "off" is a pale ground behind the columns: 1 where it stands, null elsewhere (days off).
// Values of a "percent" chart are shares of 0 to 1. Every chart stands beside a table of the same figures.

const COLOURS = { plain: "#0b5cad", late: "#b3261e", soon: "#b87a14", done: "#1c7f4d", wait: "#8fb8e0", off: "#e9edf1" };
const INK = "#16202b";
const MUTED = "#55636f";
const FONT = getComputedStyle(document.body).fontFamily;
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
// never rounded up to 100 % nor down to 0 %, as everywhere in the pages
const percent = (share) => {
  const rounded = Math.round(share * 1000) / 10;
  const shown = share < 1 && rounded >= 100 ? 99.9 : share > 0 && rounded <= 0 ? 0.1 : rounded;
  return `${number.format(shown)} %`;
};

function ground(one) {
  const look = { color: COLOURS.off, decal: { symbol: "none" } };
  return { name: one.name, type: "bar", data: one.values, xAxisIndex: 1, yAxisIndex: 1, barWidth: "98%", itemStyle: look, silent: true, animation: false, z: 0 };
}

function series(spec, one) {
  if (one.role === "off") return ground(one);
  const kind = one.kind ?? spec.kind;
  const colour = COLOURS[one.role ?? "plain"];
  const common = { name: one.name, type: kind, data: one.values, color: colour, animation: false };
  const goal = spec.target && one === spec.series[0] ? { markLine: target(spec) } : {};
  if (kind === "line") return { ...common, ...goal, symbolSize: 7, symbol: "circle", lineStyle: { width: 2.5 }, connectNulls: false };
  return { ...common, ...goal, stack: spec.stacked ? "all" : undefined, barMaxWidth: 34, itemStyle: { borderRadius: spec.stacked ? 0 : 3 } };
}

function target(spec) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: COLOURS.done, type: "dashed" },
    label: { formatter: spec.target.name, position: "insideStartTop", color: "#166b3f", fontFamily: FONT },
    data: [{ [spec.horizontal ? "xAxis" : "yAxis"]: spec.target.value }],
  };
}

// Grounds are only named, and only where they stand.
function tooltip(spec, points, write) {
  const lines = points.map(({ seriesIndex, seriesName, value, marker }) => {
    if (spec.series[seriesIndex].role !== "off") return `${marker} ${seriesName}: ${value == null ? "–" : write(value)}`;
    return value ? `${marker} ${seriesName}` : "";
  });
  return [points[0].name, ...lines.filter(Boolean)].join("\n");
}

function options(spec, label, height) {
  const write = spec.percent ? percent : (value) => number.format(value);
  const axisLabel = { color: MUTED, fontFamily: FONT, fontSize: 12 };
  const names = { type: "category", data: spec.labels, axisLabel: { ...axisLabel, hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: "#c2ccd5" } }, inverse: Boolean(spec.horizontal) };
  const values = { type: "value", min: spec.min ?? 0, ...(spec.percent ? { max: 1, interval: (1 - (spec.min ?? 0)) / (height < 160 ? 2 : 4) } : { minInterval: 1 }), axisLabel: { ...axisLabel, formatter: write }, splitLine: { lineStyle: { color: "#e6ebef" } } };
  const many = spec.series.length > 1;
  const columns = spec.series.filter((one) => one.role !== "off").length;
  return {
    textStyle: { fontFamily: FONT, color: INK },
    aria: { enabled: true, label: { description: label }, decal: { show: columns > 1 } },
    grid: { left: 4, right: 12, top: many ? 38 : spec.target ? 24 : 14, bottom: 4, containLabel: true },
    legend: many ? { top: 0, left: 0, itemWidth: 18, itemHeight: 12, textStyle: { ...axisLabel, color: INK } } : undefined,
    // drawn as SVG text: the HTML form of the tooltip carries inline styles, which the pages forbid
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: spec.kind === "bar" ? "shadow" : "line" }, formatter: (points) => tooltip(spec, points, write), textStyle: { fontFamily: FONT, color: INK, fontSize: 13 }, borderColor: "#c2ccd5" },
    xAxis: spec.horizontal ? values : [names, { type: "category", show: false, data: spec.labels }], // the second pair is for grounds
    yAxis: spec.horizontal ? names : [values, { type: "value", show: false, min: 0, max: 1 }],
    series: spec.series.map((one) => series(spec, one)),
  };
}

function draw(box) {
  const data = document.getElementById(box.dataset.chart);
  if (!data || box.dataset.drawn) return;
  box.dataset.drawn = "yes";
  const spec = JSON.parse(data.textContent);
  const chart = window.echarts.init(box, null, { renderer: "svg" });
  chart.setOption(options(spec, box.getAttribute("aria-label"), box.clientHeight));
  chart.on("click", ({ dataIndex }) => spec.links?.[dataIndex] && location.assign(spec.links[dataIndex]));
  new ResizeObserver(() => {
    chart.resize();
    letScale(box);
  }).observe(box);
}

// On paper the picture is made as narrow as its place there.
function letScale(box) {
  box.querySelector("svg")?.setAttribute("viewBox", `0 0 ${box.clientWidth} ${box.clientHeight}`);
}

const drawAll = (root) => {
  if (root.matches?.("[data-chart]")) draw(root);
  root.querySelectorAll("[data-chart]").forEach(draw);
};
document.fonts.ready.then(() => drawAll(document));
document.addEventListener("htmx:load", ({ target }) => drawAll(target));
