// Along the tasks of a list: in a wide window a click opens the task beside it, or the report on it (data-beside); j and k
// go to the next and the one before, Escape closes; a task's own page knows the list from which one came. Without this
// file, links lead to pages.

const WIDE = matchMedia("(min-width: 1200px)");
const CAME_FROM = "way"; // in sessionStorage: the list that was looked at last, and the tasks on it
const panel = document.getElementById("panel");
const idOf = (link) => new URL(link.href).pathname;
const links = () => [...document.querySelectorAll("[data-list] a[data-open]")];
const isTyping = (event) =>
  event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog, [contenteditable], [role=listbox]") ||
  event.ctrlKey || event.metaKey || event.altKey;

// --- A list and its panel -------------------------------------------------------------------------------------------

let opened = null; // path of the task in the panel
let sheet = null; // what of it: its page, or the report on it
let place = 0; // of its row, kept for when the row leaves the list

function remember() {
  const list = { address: addressWith(null), tasks: links().map(idOf) };
  sessionStorage.setItem(CAME_FROM, JSON.stringify(list));
}

function addressWith(path) {
  const address = new URL(location);
  if (path) address.searchParams.set("task", path.split("/").pop());
  else address.searchParams.delete("task");
  return address.pathname + address.search;
}

function mark() {
  for (const link of links()) link.closest("[data-row], li, tr").classList.toggle("is-open", idOf(link) === opened);
  const now = links().findIndex((link) => idOf(link) === opened);
  if (now >= 0) place = now;
}

async function show(path, event, part = path) {
  [opened, sheet] = [path, part];
  mark();
  await htmx.ajax("GET", part, { target: "#panel", swap: "innerHTML", event });
  if (sheet !== part) return; // somebody was faster with the keys
  panel.hidden = false;
  document.body.classList.add("has-panel");
  panel.scrollTop = 0;
  (panel.querySelector("[autofocus]") ?? panel.querySelector(".panel-title"))?.focus({ preventScroll: true });
  links().find((link) => idOf(link) === path)?.scrollIntoView({ block: "nearest" });
}

function open(path, event, part) {
  const isNew = opened === null;
  history[isNew ? "pushState" : "replaceState"]({ panel: isNew || history.state?.panel }, "", addressWith(path));
  return show(path, event, part);
}

function hide() {
  const path = opened;
  opened = sheet = null;
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("has-panel");
  mark();
  (links().find((link) => idOf(link) === path) ?? links()[Math.min(place, links().length - 1)])?.focus();
}

function close() {
  if (history.state?.panel) return history.back(); // which hides it
  history.replaceState(null, "", addressWith(null));
  hide();
}

function step(by, event) {
  const all = links();
  const isThere = opened ? all.some((link) => idOf(link) === opened) : all.includes(document.activeElement);
  const from = opened ? place : all.indexOf(document.activeElement);
  // where the row has left the list, the next one stands in its place
  const next = all[from + (isThere || by < 0 || !opened ? by : 0)];
  if (!next) return;
  if (opened) open(idOf(next), event);
  else next.focus();
}

// What was done in the panel may have changed the list: it is drawn again around the open task.
async function refresh() {
  const chosen = new Set([...document.querySelectorAll("[data-list] [name=chosen]:checked")].map((tick) => tick.value));
  await htmx.ajax("GET", addressWith(null), { target: "#list", select: "#list", swap: "outerHTML" });
  for (const tick of document.querySelectorAll("[data-list] [name=chosen]")) tick.checked = chosen.has(tick.value);
  mark();
  remember();
  document.dispatchEvent(new Event("live:now")); // the numbers of the menu
}

function setUpList() {
  remember();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-list] a:is([data-open], [data-beside]), #panel a[data-beside]");
    if (!link || !WIDE.matches || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(idOf(link).replace(/(\/tasks\/\d+).*/, "$1"), event, idOf(link));
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-panel-close]")) close();
    const button = event.target.closest("[data-panel-step]");
    if (button) step(Number(button.dataset.panelStep), event);
  });
  addEventListener("popstate", (event) => {
    const number = new URL(location).searchParams.get("task");
    if (number && WIDE.matches) show(`/tasks/${number}`, event);
    else if (opened) hide();
  });
  // forms of the panel are sent from it, and answered in it
  document.addEventListener("htmx:beforeProcessNode", ({ target }) => {
    if (!target.matches?.("#panel form[method=post]")) return;
    target.setAttribute("hx-post", target.getAttribute("action"));
    target.setAttribute("hx-target", "#panel");
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target !== panel || detail.xhr.status >= 400 || !/<html/i.test(detail.xhr.responseText)) return;
    detail.shouldSwap = false; // another page: it does not fit beside a list
    location.assign(detail.xhr.responseURL);
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target !== panel || detail.requestConfig.verb === "get") return;
    panel.scrollTop = 0;
    (panel.querySelector(".error-summary") ?? panel.querySelector(".panel-title"))?.focus({ preventScroll: true });
    if (detail.xhr.status >= 400) return;
    sheet = opened; // the answer is the task's page, whatever was sent
    refresh();
  });
  document.addEventListener("way:again", (event) => opened && show(opened, event.detail, sheet).then(refresh));
  const number = new URL(location).searchParams.get("task");
  if (/^\d+$/.test(number ?? "") && WIDE.matches) addEventListener("load", () => show(`/tasks/${number}`));
}

function listKeys(event) {
  const onRow = document.activeElement?.matches?.("[data-list] a[data-open]");
  const along = { j: 1, k: -1, ...(onRow ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[event.key];
  if (along) {
    event.preventDefault();
    step(along, event);
  }
  if (event.key === "Escape" && opened) close();
}

// --- The page of one task -------------------------------------------------------------------------------------------

function setUpTask(way) {
  const list = JSON.parse(sessionStorage.getItem(CAME_FROM) ?? "null");
  const now = list?.tasks.indexOf(way.dataset.way) ?? -1;
  if (now < 0) return () => {};
  const lead = (name, path) => {
    const link = way.querySelector(`[data-way-${name}]`);
    if (path) link.href = path;
    link.hidden = !path;
  };
  lead("list", list.address);
  lead("prev", list.tasks[now - 1]);
  lead("next", list.tasks[now + 1]);
  way.querySelector("[data-way-place]").textContent = `${now + 1} / ${list.tasks.length}`;
  way.hidden = false;
  return (event) => {
    const name = { j: "next", k: "prev" }[event.key];
    if (name) way.querySelector(`[data-way-${name}]:not([hidden])`)?.click();
  };
}

let keys = null;
const way = document.querySelector("[data-way]");
if (panel) {
  setUpList();
  keys = listKeys;
} else if (way) keys = setUpTask(way);
document.addEventListener("keydown", (event) => !event.defaultPrevented && !isTyping(event) && keys?.(event));
