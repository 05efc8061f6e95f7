// Draws <div data-chart="id of a JSON script">. The JSON:
//   {"kind": "bar" | "line", "labels": ["Q1", …], "percent": false, "stacked": false, "horizontal": false,
//    "series": [{"name": "Đúng hạn", "values": [1, null, …], "role": "plain | late | soon | done | wait | off", "kind"?: …}],
//    "target": {"value": 1, "name": "100 %"}?, "links": ["/tasks?…" | null, …]?, "min": 0.5?}
// A series of role "off" is a pale ground behind the columns: 1 where it stands, null elsewhere (days off).
// Values of a "percent" chart are shares of 0 to 1. Every chart stands beside a table of the same figures.

// Colours are those of static/tokens.css, read when a chart is drawn: it is drawn again when the look changes, and in light for paper.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const FONT = getComputedStyle(document.body).fontFamily;
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
// never rounded up to 100 % nor down to 0 %, as everywhere in the pages
const percent = (share) => {
  const rounded = Math.round(share * 1000) / 10;
  const shown = share < 1 && rounded >= 100 ? 99.9 : share > 0 && rounded <= 0 ? 0.1 : rounded;
  return `${number.format(shown)} %`;
};

function ground(one) {
  const look = { color: colour("chart-off"), decal: { symbol: "none" } };
  return { name: one.name, type: "bar", data: one.values, xAxisIndex: 1, yAxisIndex: 1, barWidth: "98%", itemStyle: look, silent: true, animation: false, z: 0 };
}

function series(spec, one) {
  if (one.role === "off") return ground(one);
  const kind = one.kind ?? spec.kind;
  const common = { name: one.name, type: kind, data: one.values, color: colour(`chart-${one.role ?? "plain"}`), animation: false };
  const goal = spec.target && one === spec.series[0] ? { markLine: target(spec) } : {};
  if (kind === "line") return { ...common, ...goal, symbolSize: 7, symbol: "circle", lineStyle: { width: 2.5 }, connectNulls: false };
  return { ...common, ...goal, stack: spec.stacked ? "all" : undefined, barMaxWidth: 34, itemStyle: { borderRadius: spec.stacked ? 0 : 3 } };
}

function target(spec) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: colour("chart-done"), type: "dashed" },
    label: { formatter: spec.target.name, position: "insideStartTop", color: colour("green"), fontFamily: FONT },
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
  const ink = colour("ink");
  const line = colour("line-strong");
  const axisLabel = { color: colour("muted"), fontFamily: FONT, fontSize: 12 };
  const names = { type: "category", data: spec.labels, axisLabel: { ...axisLabel, hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, inverse: Boolean(spec.horizontal) };
  const values = { type: "value", min: spec.min ?? 0, ...(spec.percent ? { max: 1, interval: (1 - (spec.min ?? 0)) / (height < 160 ? 2 : 4) } : { minInterval: 1 }), axisLabel: { ...axisLabel, formatter: write }, splitLine: { lineStyle: { color: colour("chart-grid") } } };
  const many = spec.series.length > 1;
  const columns = spec.series.filter((one) => one.role !== "off").length;
  return {
    textStyle: { fontFamily: FONT, color: ink },
    aria: { enabled: true, label: { description: label }, decal: { show: columns > 1 } },
    grid: { left: 4, right: 12, top: many ? 38 : spec.target ? 24 : 14, bottom: 4, containLabel: true },
    legend: many ? { top: 0, left: 0, itemWidth: 18, itemHeight: 12, textStyle: { ...axisLabel, color: ink } } : undefined,
    // drawn as SVG text: the HTML form of the tooltip carries inline styles, which the pages forbid
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: spec.kind === "bar" ? "shadow" : "line" }, formatter: (points) => tooltip(spec, points, write), textStyle: { fontFamily: FONT, color: ink, fontSize: 13 }, backgroundColor: colour("raised"), borderColor: line },
    xAxis: spec.horizontal ? values : [names, { type: "category", show: false, data: spec.labels }], // the second pair is for grounds
    yAxis: spec.horizontal ? names : [values, { type: "value", show: false, min: 0, max: 1 }],
    series: spec.series.map((one) => series(spec, one)),
  };
}

const drawn = new Map(); // box -> what paints its chart

function draw(box) {
  const data = document.getElementById(box.dataset.chart);
  if (!data || drawn.has(box)) return;
  const spec = JSON.parse(data.textContent);
  const chart = window.echarts.init(box, null, { renderer: "svg" });
  drawn.set(box, () => chart.setOption(options(spec, box.getAttribute("aria-label"), box.clientHeight), true));
  drawn.get(box)();
  chart.on("click", ({ dataIndex }) => spec.links?.[dataIndex] && location.assign(spec.links[dataIndex]));
  new ResizeObserver(() => {
    chart.resize();
    letScale(box);
  }).observe(box);
}

const drawAgain = () => drawn.forEach((paint, box) => (box.isConnected ? paint() : drawn.delete(box)));
for (const asked of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) matchMedia(asked).addEventListener("change", drawAgain);

const { theme } = document.documentElement.dataset;
const inTheme = (name) => {
  document.documentElement.dataset.theme = name;
  drawAgain();
};
addEventListener("beforeprint", () => inTheme("light"));
addEventListener("afterprint", () => inTheme(theme));

// On paper the picture is made as narrow as its place there.
function letScale(box) {
  box.querySelector("svg")?.setAttribute("viewBox", `0 0 ${box.clientWidth} ${box.clientHeight}`);
}

const drawAll = (root) => {
  if (root.matches?.("[data-chart]")) draw(root);
  root.querySelectorAll("[data-chart]").forEach(draw);
};
// The library is large: it is fetched once the page can be read and used.
const soon = window.requestIdleCallback ?? setTimeout;
const library = new Promise((done) => {
  const script = document.createElement("script");
  script.src = document.getElementById("charts").dataset.library;
  script.onload = done;
  soon(() => document.head.append(script));
});
Promise.all([library, document.fonts.ready]).then(() => drawAll(document));
document.addEventListener("htmx:load", ({ target }) => library.then(() => drawAll(target)));
