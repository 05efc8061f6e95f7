// A document under review: keeps what is typed by itself, sends buttons in the background and puts the new form in place of the
// old one, links the text with its tasks both ways, and answers to keys. Without it every button is an ordinary form.

const form = () => document.getElementById("review");
const pieces = () => [...document.querySelectorAll("[data-piece]")];
const live = () => pieces().filter((piece) => !piece.matches(".is-dropped"));
const pieceOf = (key) => document.getElementById(key);
const isTyping = (target) => target.closest("textarea, select, input:not([type=checkbox])");
const button = (piece, name) => piece?.querySelector(`button[name=act][value^="${name}:"]`);
let current = "";
let edits = 0; // how often something was typed since the page was opened
let waiting = Promise.resolve(); // one request after the other
let timer = 0;

// --- Keeping and sending --------------------------------------------------------------------------------------------

function status(words) {
  const place = form().querySelector("[data-status]");
  if (place) place.textContent = words;
}

function post(act, quiet) {
  const body = new URLSearchParams(new FormData(form()));
  if (act) body.set("act", act);
  return fetch(form().getAttribute("action"), { method: "POST", body, headers: quiet ? { "X-Quiet": "1" } : {} });
}

function keepSoon() {
  clearTimeout(timer);
  timer = setTimeout(keep, 700);
}

function keep() {
  clearTimeout(timer);
  waiting = waiting.then(async () => {
    const answer = await post("save", true);
    status(answer.status === 204 ? form().dataset.saved : form().dataset.unsaved);
  }).catch(() => status(form().dataset.unsaved));
}

function send(act, after = current) {
  clearTimeout(timer);
  waiting = waiting.then(async () => {
    const before = edits;
    const known = new Set(pieces().map((piece) => piece.dataset.piece));
    const answer = await post(act, false);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const made = page.getElementById("review");
    if (!made) return status(form().dataset.unsaved);
    if (act === "save" && edits !== before) return keepSoon(); // typed on meanwhile: what came back is old already
    put(made);
    for (const note of page.querySelectorAll("main .flash")) document.getElementById("toasts").replaceChildren(note);
    if (act === "save") return status(form().dataset.saved);
    const added = act === "add" && pieces().find((piece) => !known.has(piece.dataset.piece))?.dataset.piece;
    focusPiece(added || after, act === "add" ? "content" : "");
  }).catch(() => status(form().dataset.unsaved));
  return waiting;
}

function put(made) {
  const { id, name, value, selectionStart } = document.activeElement;
  const pane = document.querySelector(".review-text");
  const [top, shows] = [pane.scrollTop, document.querySelector(".review-panes").dataset.shows];
  const open = [...document.querySelectorAll(".unit-group[open]")].map((group) => group.querySelector("input").name);
  form().replaceWith(made);
  document.querySelector(".review-text").scrollTop = top;
  for (const group of document.querySelectorAll(".unit-group")) group.open = open.includes(group.querySelector("input").name);
  show(shows);
  const again = (id && document.getElementById(id)) || (name && [...form().elements].find((field) => field.name === name && field.value === value));
  again?.focus({ preventScroll: true });
  if (again?.matches("textarea, input:not([type=checkbox])") && selectionStart !== undefined) again.setSelectionRange(selectionStart, selectionStart);
  mark(current);
}

document.addEventListener("submit", (event) => {
  if (event.target !== form() || "ends" in (event.submitter?.dataset ?? {})) return;
  event.preventDefault();
  press(event.submitter);
}, true);

function press(pressed) {
  const [act, key] = (pressed?.value || "save").split(":");
  const place = live().findIndex((piece) => piece.dataset.piece === key);
  const near = { drop: live()[place + 1] ?? live()[place - 1], merge: live()[place - 1] }[act];
  form().elements.at.value = act === "split" ? pieceOf(key).querySelector("textarea[name$=-content]").selectionStart : "";
  return send(pressed?.value || "save", near?.dataset.piece ?? (key || current));
}

document.addEventListener("input", ({ target }) => {
  if (target.form !== form()) return;
  edits += 1;
  keepSoon();
});

document.addEventListener("change", ({ target }) => {
  if (target.form !== form()) return;
  const decides = "decides" in target.dataset || target.matches("select[name$=-limit]") || (target.name.endsWith("-due") && target.value);
  if (decides || ("unit" in target.dataset && target.value)) send("save");
});

addEventListener("visibilitychange", () => document.hidden && timer && keep());

// --- The text and its tasks -----------------------------------------------------------------------------------------

const marksOf = (key) => [...document.querySelectorAll(`.review-text [data-of="${CSS.escape(key)}"]`)];

function mark(key) {
  current = key;
  for (const old of document.querySelectorAll(".review .is-current")) old.classList.remove("is-current");
  if (!key) return;
  pieceOf(key)?.classList.add("is-current");
  for (const words of marksOf(key)) words.classList.add("is-current");
}

function reveal(key) {
  const [words, pane] = [marksOf(key)[0], document.querySelector(".review-text")];
  if (!words || getComputedStyle(pane).position !== "sticky") return;
  const [inner, outer] = [words.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) pane.scrollTop += inner.top - outer.top - outer.height / 3;
}

function focusPiece(key, field = "") {
  const piece = pieceOf(key);
  if (!piece) return;
  show("tasks");
  ((field && document.getElementById(`${key}-${field}`)) || piece).focus({ preventScroll: true });
  piece.scrollIntoView({ block: "nearest" });
}

function show(part) {
  const panes = document.querySelector(".review-panes");
  panes.dataset.shows = part || "tasks";
  const bar = document.querySelector(".review-switch");
  bar.hidden = false;
  for (const choice of bar.children) choice.setAttribute("aria-pressed", String(choice.dataset.show === panes.dataset.shows));
}

document.addEventListener("focusin", ({ target }) => {
  const key = target.closest("[data-piece]")?.dataset.piece;
  if (!key || key === current) return;
  mark(key);
  reveal(key);
});

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-show]");
  if (choice) return show(choice.dataset.show);
  if (event.target.closest("[data-next-doubt]")) {
    event.preventDefault();
    return nextDoubt();
  }
  const number = event.target.closest(".review-piece a.review-number");
  const words = event.target.closest(".review-text [data-of]");
  if (number) {
    event.preventDefault();
    const { piece } = number.closest("[data-piece]").dataset;
    show("text");
    mark(piece);
    reveal(piece);
    if (getComputedStyle(document.querySelector(".review-text")).position !== "sticky") marksOf(piece)[0]?.scrollIntoView({ block: "center" });
  } else if (words && getSelection().isCollapsed) {
    event.preventDefault();
    focusPiece(words.dataset.of);
  }
});

// --- A task from selected words -------------------------------------------------------------------------------------

function selected() {
  const selection = getSelection();
  const pane = document.querySelector(".review-text");
  if (selection.isCollapsed || !selection.rangeCount || !pane.contains(selection.getRangeAt(0).commonAncestorContainer)) return null;
  const range = selection.getRangeAt(0);
  const copy = range.cloneContents();
  for (const number of copy.querySelectorAll(".review-number")) number.remove();
  const line = range.startContainer.parentElement.closest("[data-line]");
  const span = range.startContainer.parentElement.closest("[data-start]");
  const text = copy.textContent.replace(/\s+/g, " ").trim();
  const start = Number(span?.dataset.start ?? 0) + (span ? range.startOffset : 0);
  return text && { text, place: line ? `${line.dataset.line}-${start}-${start + text.length}` : "" };
}

document.addEventListener("selectionchange", () => {
  const take = document.querySelector(".review-take");
  if (take) take.hidden = !selected();
});
document.addEventListener("mousedown", (event) => event.target.closest(".review-take") && event.preventDefault());
document.addEventListener("click", ({ target }) => target.closest(".review-take") && add());

function add() {
  const words = selected();
  if (words) {
    form().elements["add-text"].value = words.text;
    form().elements["add-place"].value = words.place;
    getSelection().removeAllRanges();
  }
  return send("add");
}

// --- Keys -----------------------------------------------------------------------------------------------------------

function step(by) {
  const all = live();
  const at = all.findIndex((piece) => piece.dataset.piece === current);
  const next = at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) focusPiece(next.dataset.piece);
}

function nextDoubt() {
  const doubtful = live().filter((piece) => piece.matches(".is-doubtful"));
  const at = live().findIndex((piece) => piece.dataset.piece === current);
  const next = doubtful.find((piece) => live().indexOf(piece) > at) ?? doubtful[0];
  if (next) focusPiece(next.dataset.piece);
}

const pressOf = (name) => {
  const found = button(pieceOf(current), name);
  if (found) press(found);
};
const KEYS = {
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), n: nextDoubt, a: add,
  x: () => (button(pieceOf(current), "drop") ? pressOf("drop") : pressOf("restore")), m: () => pressOf("merge"), s: () => pressOf("split"),
  v: () => pieceOf(current)?.querySelector("[name$=-seen]:not([type=hidden])")?.click(),
  c: () => focusPiece(current, "lead"), p: () => focusPiece(current, "support"), d: () => focusPiece(current, "due"),
};
for (const place of [1, 2, 3, 4]) KEYS[place] = () => pieceOf(current)?.querySelectorAll(".review-ask button")[place - 1]?.click();
const WHILE_TYPING = new Set(["ArrowDown", "ArrowUp", "x", "m", "s"]);

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.isComposing || !form()) return;
  const typing = isTyping(event.target);
  if (event.key === "Escape" && typing && current) return focusPiece(current);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return form().querySelector("[data-action]").focus();
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const key = event.altKey && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  const allowed = event.altKey ? WHILE_TYPING.has(key) : !typing && !(key.startsWith("Arrow") && event.target.closest(".review-text, summary"));
  if (!allowed || !KEYS[key]) return;
  event.preventDefault();
  KEYS[key]();
});

show("tasks");
