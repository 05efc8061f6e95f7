// Makes taskapp/static/vendor from the packages named in package.json, and lists them
// with their checksums in manifest.json. Run by `npm ci && npm run build` in this folder, only when a version changes.
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as sass from "sass";

const here = import.meta.dirname;
const target = join(here, "../../taskapp/static/vendor");
const modules = join(here, "node_modules");
const entries = [];

rmSync(target, { recursive: true, force: true });
await styles();
copy("htmx.org", "htmx", ["dist/htmx.min.js"], "LICENSE");
copy("@fontsource/be-vietnam-pro", "be-vietnam-pro", fonts(), "LICENSE");
icons();
await charts();
entries.sort((a, b) => a.file.localeCompare(b.file));
writeFileSync(join(target, "manifest.json"), JSON.stringify(entries, null, 2) + "\n");

function fonts() {
  return ["400", "600", "700"].flatMap((weight) =>
    ["latin", "vietnamese"].map((subset) => `files/be-vietnam-pro-${subset}-${weight}-normal.woff2`),
  );
}

// Bootstrap writes its prefixes with a tool of its own; esbuild knows those that these browsers still need.
async function styles() {
  const loadPaths = [join(modules, "bootstrap/scss")];
  const { css } = sass.compile(join(here, "bootstrap-entry.scss"), { loadPaths, quietDeps: true, silenceDeprecations: ["import"] });
  const target = ["chrome100", "firefox100", "safari15"];
  const { code } = await transform(css, { loader: "css", minify: true, target });
  copy("bootstrap", "bootstrap", [], "LICENSE");
  put("bootstrap/bootstrap.min.css", code, JSON.parse(readFileSync(join(modules, "bootstrap/package.json"), "utf8")));
}

function copy(name, folder, files, licence) {
  const version = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  for (const file of [...files, licence]) {
    const content = readFileSync(join(modules, name, file));
    put(`${folder}/${basename(file)}`, withoutMap(file, content), version);
  }
}

function withoutMap(file, content) {
  if (!/\.(css|js)$/.test(file)) return content;
  return content.toString().replace(/\n?(\/\*|\/\/)# sourceMappingURL=.*$/m, "").trimEnd() + "\n";
}

function put(file, content, version) {
  const path = join(target, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  entries.push({ name: version.name, version: version.version, licence: version.license, file, sha256 });
}

function icons() {
  const version = JSON.parse(readFileSync(join(modules, "bootstrap-icons/package.json"), "utf8"));
  const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const svg = readFileSync(join(modules, "bootstrap-icons/icons", `${name}.svg`), "utf8");
    const inner = svg.replace(/<svg[^>]*>/, "").replace("</svg>", "").replace(/\s*\n\s*/g, "").trim();
    return `<symbol id="${name}" viewBox="0 0 16 16" fill="currentColor">${inner}</symbol>`;
  });
  put("bootstrap-icons/icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`, version);
  copy("bootstrap-icons", "bootstrap-icons", [], "LICENSE");
}

async function charts() {
  await build({
    entryPoints: [join(here, "charts-entry.mjs")],
    outfile: join(target, "echarts/echarts.min.js"),
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "echarts",
    target: "es2020",
    legalComments: "inline",
  });
  const version = JSON.parse(readFileSync(join(modules, "echarts/package.json"), "utf8"));
  put("echarts/echarts.min.js", readFileSync(join(target, "echarts/echarts.min.js")), version);
  copy("echarts", "echarts", ["NOTICE"], "LICENSE");
  for (const part of ["zrender", "tslib"]) {
    const made = JSON.parse(readFileSync(join(modules, part, "package.json"), "utf8"));
    const licence = part === "tslib" ? "LICENSE.txt" : "LICENSE";
    put(`echarts/LICENSE-${part}`, readFileSync(join(modules, part, licence)), made);
  }
}
