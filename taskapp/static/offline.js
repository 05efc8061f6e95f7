// The page of what this device keeps: shows it at once, then asks the server; writes reports into the queue and shows what
// became of each. The words of a limit ("còn 3 ngày") are those of the day they were told on; later only the day itself is said.

const here = document.getElementById("offline").dataset;
const words = JSON.parse(document.getElementById("offline-words").textContent);
const device = await import(here.device);
const find = (name, place = document) => place.querySelector(`[data-${name}]`);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const made = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const EVERY = 30e3;
const PATIENCE = 30e3;

let store = null; // what is kept
let owner = ""; // whose reports are shown: of what is kept, or of whoever is signed in
let server = { is: "" };
let shown = null; // the task that is open
let knew = 0; // the last report on it that could be read when it was opened
let edited = null; // the report that is being written anew

const toDay = (moment) => {
  const two = (number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
};
const local = (iso) => new Date(iso).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" });

function say(text, kind = "success") {
  const note = document.createElement("p");
  note.className = `flash flash-${kind}`;
  note.textContent = text;
  document.getElementById("toasts").replaceChildren(note);
  setTimeout(() => note.remove(), 8000);
}

/** A state in words, its sign before them. */
function showState(place, kind, text) {
  place.textContent = text;
  if (document.getElementById(`sign-${kind}`)) place.prepend(made(`sign-${kind}`));
}

// --- The tasks --------------------------------------------------------------------------------------------------------

function showDue(place, task) {
  const today = toDay(new Date());
  const isStale = store.today !== today && task.due_on !== "" && task.kind !== "wait";
  const isPassed = isStale && task.due_on < today;
  const kind = isPassed ? "late" : isStale && task.due_on === today ? "soon" : task.kind;
  const text = isPassed ? words.passed : isStale && task.due_on === today ? words.today : isStale ? "" : task.due;
  place.className = kind ? `due is-${kind}` : "due";
  const [first, second] = text ? [text, task.due_note] : [task.due_note, ""];
  showState(place.querySelector("b"), text ? kind : "", first);
  place.querySelector("small").textContent = second;
}

function taskRow(task) {
  const row = made("task-row");
  showDue(row.querySelector(".due"), task);
  const title = row.querySelector("a");
  title.href = `#task-${task.id}`;
  title.textContent = task.content;
  for (const part of task.meta) {
    const span = document.createElement("span");
    span.textContent = part;
    row.querySelector(".meta").append(span);
  }
  return row;
}

function showList() {
  const [list, nothing] = [find("list"), find("nothing")];
  list.hidden = !store || chosen() !== null;
  nothing.hidden = Boolean(store) || ["", "in"].includes(server.is);
  if (!store) return;
  list.querySelector("h2").textContent = `${store.list} `;
  const count = document.createElement("span");
  count.className = "count";
  count.textContent = store.tasks.length;
  list.querySelector("h2").append(count);
  const told = fill(words.asOf, store);
  find("as-of").textContent = store.is_cut ? `${told} ${fill(words.cut, { count: store.tasks.length })}` : told;
  list.querySelector("ul").replaceChildren(...store.tasks.map(taskRow));
}

const number = () => Number(/^#task-(\d+)$/.exec(location.hash)?.[1]);
const kept = () => store?.tasks.find((task) => task.id === number());
// what is open stays open, with whatever is being typed, also when it has left the list meanwhile
const chosen = () => kept() ?? (store && shown?.id === number() ? shown : null);

function remark({ by, at, text }) {
  const row = made("remark");
  row.querySelector("b").textContent = `${by} · ${at}`;
  row.querySelector("p").textContent = text;
  return row;
}

function showOne() {
  const [task, one] = [chosen(), find("one")];
  one.hidden = !task;
  shown = task;
  if (!task) return;
  find("content", one).textContent = task.content;
  showDue(find("due", one), task);
  find("facts", one).replaceChildren(...task.facts.map(([label, value]) => {
    const [row, term, said] = ["div", "dt", "dd"].map((name) => document.createElement(name));
    [term.textContent, said.textContent] = [label, value];
    row.append(term, said);
    return row;
  }));
  for (const [name, lines] of [["last", task.report ? [task.report] : []], ["remarks", task.remarks]]) {
    find(name, one).hidden = !lines.length;
    find(name, one).querySelector("ul").replaceChildren(...lines.map(remark));
  }
  find("open-page", one).hidden = server.is !== "in";
  find("open-page", one).firstElementChild.href = task.href;
  find("may-report", one).hidden = !task.may_report;
  find("no-report", one).hidden = task.may_report;
}

function openOne() {
  const [task, form] = [chosen(), find("report")];
  draw();
  if (!task) return;
  knew = task.seen;
  form.reset();
  complain(form, {});
  form.elements.percent.value = edited?.percent ?? task.percent;
  form.elements.note.value = edited?.note ?? "";
  find("content", find("one")).focus();
  scrollTo(0, 0);
}

// --- The reports ------------------------------------------------------------------------------------------------------

const KINDS = { waiting: "wait", sent: "done", conflict: "soon", refused: "late" };

function reportRow(report) {
  const row = made("report");
  const badge = row.querySelector(".state");
  badge.classList.add(`state-${KINDS[report.is]}`);
  showState(badge, KINDS[report.is], words[report.is]);
  find("content", row).textContent = report.content;
  find("said", row).textContent = fill(words.percent, report);
  find("when", row).textContent = fill(words.written, { at: local(report.writtenAt) });
  const why = find("why", row);
  why.textContent = report.reason ?? "";
  why.hidden = !report.reason;
  const others = find("others", row);
  others.hidden = report.is !== "conflict";
  others.querySelector("ul").replaceChildren(...(report.others ?? []).map(remark));
  const page = find("page", row);
  page.href = report.href;
  page.hidden = server.is !== "in";
  const isOpen = report.is !== "sent";
  const isEdited = isOpen && report.is !== "refused" && Boolean(store?.tasks.some((task) => task.id === report.task));
  const wired = { insist: [report.is === "conflict", insist], edit: [isEdited, edit], copy: [isOpen && !isEdited, copy] };
  for (const [name, [isShown, act]] of Object.entries(wired)) {
    find(name, row).hidden = !isShown;
    find(name, row).addEventListener("click", () => act(report).catch(() => say(words.failed, "danger")));
  }
  find("drop", row).hidden = !isOpen;
  find("drop", row).addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    device.remove(report.key).then(draw);
  });
  return row;
}

async function showQueue() {
  const mine = await device.reports(owner);
  find("queue").hidden = !mine.length;
  find("queue").querySelector("ul").replaceChildren(...mine.map(reportRow));
  return mine;
}

async function insist(report) {
  await device.insist(report);
  await touch();
}

async function edit(report) {
  edited = report;
  if (number() === report.task) openOne();
  else location.hash = `#task-${report.task}`;
}

async function copy(report) {
  await navigator.clipboard.writeText(report.note);
  say(words.copied);
}

function complain(form, faults) {
  for (const name of ["percent", "note"]) {
    const told = document.getElementById(`${name}-error`);
    told.textContent = faults[name] ?? "";
    told.hidden = !faults[name];
    told.className = "field-error";
    form.elements[name].classList.toggle("is-invalid", name in faults);
    form.elements[name].setAttribute("aria-invalid", String(name in faults));
  }
  form.elements[Object.keys(faults)[0]]?.focus();
}

async function writeReport(form) {
  const [task, percent, note] = [chosen(), form.elements.percent.value.trim(), form.elements.note.value.normalize("NFC").trim()];
  const faults = {};
  if (!/^\d{1,3}$/.test(percent) || Number(percent) > 100) faults.percent = words.badPercent;
  if (!note) faults.note = words.badNote;
  complain(form, faults);
  if (Object.keys(faults).length) return;
  const seen = Math.max(knew, edited?.now ?? 0);
  const { id, content, href } = task;
  await device.write({ owner, task: id, content, href, percent: Number(percent), note, writtenAt: new Date().toISOString(), seen });
  if (edited) await device.remove(edited.key);
  edited = null;
  say(words.kept);
  location.hash = "#";
  await touch();
}

find("report").addEventListener("submit", (event) => {
  event.preventDefault();
  writeReport(event.target).catch(() => say(words.failed, "danger"));
});

// --- This device, and the server ---------------------------------------------------------------------------------------

function showServer() {
  const told = server.is === "in" ? fill(words.in, server) : words[server.is];
  if (told && find("state").textContent !== told) find("state").textContent = told;
  find("sign-in").hidden = !["ended", "gone"].includes(server.is);
  find("again").hidden = !["away", "in"].includes(server.is);
  find("again").querySelector("span").textContent = server.is === "in" ? words.fresh : words.again;
  const main = find("main");
  if (main) main.hidden = server.is === "away"; // it would lead back here
}

function showHere() {
  const isIn = server.is === "in";
  find("here").hidden = (!store && !isIn) || chosen() !== null;
  find("count").hidden = !store;
  if (store) find("count").textContent = fill(words.count, { count: store.tasks.length, told: store.told });
  find("wipe").hidden = !store;
  find("offer").hidden = Boolean(store) || !isIn || !server.list;
  find("no-list").hidden = !isIn || Boolean(server.list);
}

async function draw() {
  store = await device.kept();
  owner = store?.owner ?? server.owner ?? "";
  for (const show of [showServer, showHere, showList, showOne]) show();
  return showQueue();
}

async function touch(options = {}) {
  server = (await device.touch(options)).told;
  return draw();
}

async function keep() {
  await navigator.serviceWorker.register(here.worker);
  const late = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));
  await Promise.race([navigator.serviceWorker.ready, late]); // only now the page itself is kept
  await touch({ begins: true });
  navigator.storage?.persist?.().catch(() => {}); // so that a browser short of room asks others first
}

find("keep").addEventListener("click", () => keep().catch(() => say(words.failed, "danger")));
find("wipe").addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  device.wipe().then(draw);
});
find("again").addEventListener("click", () => touch().catch(() => say(words.failed, "danger")));
addEventListener("online", () => touch({ isBackground: true }).catch(() => {}));
addEventListener("hashchange", () => {
  if (number() !== edited?.task) edited = null;
  openOne();
});
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  find("here").hidden = find("install").hidden = false;
  find("install").firstElementChild.onclick = () => event.prompt().then(() => { find("install").hidden = true; });
});

// a server that is down tells nobody when it is back: while something waits for it, it is asked now and then
async function again() {
  const waits = document.hidden ? [] : (await device.reports(owner)).filter((report) => report.is === "waiting");
  if (waits.length && server.is !== "ended") await touch({ isBackground: true });
}

async function start() {
  if (!(await device.isAble())) {
    find("here").hidden = find("unable").hidden = false;
    find("state").hidden = true;
    return;
  }
  if (here.owner && (await device.kept())?.owner !== here.owner) await device.wipe(); // of who was here before
  await draw();
  const asked = /^\/tasks\/(\d+)$/.exec(location.pathname)?.[1]; // the page of a task that could not be reached
  if (asked && !location.hash && store?.tasks.some((task) => task.id === Number(asked))) location.hash = `#task-${asked}`;
  else openOne();
  await touch({ isBackground: true });
  setInterval(() => again().catch(() => {}), EVERY);
}

start().catch(() => say(words.failed, "danger"));
