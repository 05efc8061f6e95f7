// Help while filling in: one form of Vietnamese letters, lists that filter without diacritics, a calendar for dates,
// the names of chosen files, and drafts that outlive a closed page. Parts that htmx brings later are set up too.

const fold = (text) =>
  text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();

// --- One form of letters: some keyboards send "ế" as two or three characters ----------------------------------------

document.addEventListener("change", ({ target }) => {
  const isText = target.matches("textarea, input:not([type]), input[type=text], input[type=search]");
  if (isText && target.value !== target.value.normalize("NFC")) target.value = target.value.normalize("NFC");
});

// --- Filter boxes: <input data-filter="id of a list or tbody"> ------------------------------------------------------

function filter(box) {
  const list = document.getElementById(box.dataset.filter);
  const words = fold(box.value).split(" ");
  let shown = 0;
  for (const item of list.children) {
    const text = fold(item.textContent);
    const chosen = item.querySelector("input[type=checkbox]:checked") !== null; // what is ticked never goes out of sight
    item.hidden = !chosen && !words.every((word) => text.includes(word));
    shown += !item.hidden;
  }
  const none = list.parentElement.querySelector("[data-filter-none]");
  if (none) none.hidden = shown > 0;
}

document.addEventListener("input", ({ target }) => target.matches("[data-filter]") && filter(target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-filter]")) event.preventDefault(); // filters, does not send
});

function countChecks(group) {
  const count = group.querySelector("[data-checks-count]");
  if (!count) return;
  const number = group.querySelectorAll("input[type=checkbox]:checked").length;
  count.hidden = number === 0;
  count.textContent = number;
}

document.addEventListener("change", ({ target }) => {
  const group = target.closest(".checks");
  if (group) countChecks(group);
});

// --- Dates: the text field stays the truth; the button opens the browser's own calendar -----------------------------

function toIso(text) {
  const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text);
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
}

function addCalendar(box) {
  const text = box.querySelector("input");
  const button = box.querySelector("button");
  const native = document.createElement("input");
  if (box.querySelector(".day-native") || !native.showPicker) return;
  native.type = "date";
  native.className = "day-native";
  native.tabIndex = -1;
  native.setAttribute("aria-hidden", "true");
  native.addEventListener("change", () => {
    if (!native.value) return;
    text.value = native.value.split("-").reverse().join("/");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.dispatchEvent(new Event("change", { bubbles: true }));
    text.focus();
  });
  button.addEventListener("click", () => {
    native.value = toIso(text.value);
    native.showPicker();
  });
  box.append(native);
  button.hidden = false;
}

// --- Files: the browser writes on the field in its own language; here the page's words lie over it ------------------

function nameFiles(box) {
  const input = box.querySelector("input");
  const says = box.querySelector(".file-says");
  const name = says.querySelector("[data-none]");
  const show = () => { name.textContent = [...input.files].map((file) => file.name).join(", ") || name.dataset.none; };
  input.addEventListener("change", show);
  addEventListener("pageshow", show); // a page that comes back may have its files again
  says.hidden = false;
  box.classList.add("is-said"); // by a class: asked with :has(), every change of a page would look at all of it
  show();
}

// --- Drafts: <form data-draft="key"> --------------------------------------------------------------------------------

const PREFIX = "draft:";
const SENT = "sent:";
const LATER = "later:"; // sent while nobody was signed in: the server keeps it, and it may yet be sent from there
const kept = (form) =>
  [...form.elements].filter((field) =>
    field.name && field.matches("textarea, select:not([multiple]), input:is([type=text], [type=search], [type=number], :not([type]))"));

const isFilled = (form) => "filled" in form.dataset; // the server has just filled it in, around what was typed

function isChanged(field) {
  if (isFilled(field.form)) return field.value !== "";
  return field.matches("select") ? !field.selectedOptions[0]?.defaultSelected : field.value !== field.defaultValue;
}

function saveDraft(form) {
  const values = kept(form).filter(isChanged).map((field) => [field.name, field.value]);
  if (values.length) sessionStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(values));
  else sessionStorage.removeItem(PREFIX + form.dataset.draft);
}

function restoreDraft(form) {
  const values = new Map(JSON.parse(sessionStorage.getItem(PREFIX + form.dataset.draft) ?? "[]"));
  const fields = kept(form).filter((field) => values.has(field.name) && !isChanged(field));
  for (const field of fields) field.value = values.get(field.name);
  for (const field of fields) field.dispatchEvent(new Event("change", { bubbles: true })); // which may send them all
  if (!fields.length) return;
  for (let part = form.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  tellUnsent(form);
}

function tellUnsent(form) {
  const note = document.createElement("p");
  const drop = document.createElement("button");
  note.className = "note unsent";
  note.textContent = `${document.body.dataset.unsent} `;
  drop.type = "reset";
  drop.className = "btn btn-quiet btn-sm";
  drop.textContent = document.body.dataset.drop;
  note.append(drop);
  form.prepend(note);
}

document.addEventListener("reset", ({ target }) => {
  if (!target.dataset.draft) return;
  sessionStorage.removeItem(PREFIX + target.dataset.draft);
  target.querySelector(".unsent")?.remove();
});

// What was sent is forgotten once a page of the signed-in person comes back without complaint: an error page, a sign-in
// page or a form with errors means that it may still be needed.
function forgetSent() {
  const isComplaint = !document.body.matches(".shell") || document.querySelector(".error-summary, .has-error, .flash-danger");
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(SENT))) {
    if (!isComplaint) sessionStorage.removeItem(PREFIX + key.slice(SENT.length));
    else if (!document.body.matches(".shell")) sessionStorage.setItem(LATER + key.slice(SENT.length), "1");
    sessionStorage.removeItem(key);
  }
}

function sendLater() {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(LATER))) {
    sessionStorage.setItem(SENT + key.slice(LATER.length), "1");
    sessionStorage.removeItem(key);
  }
}

document.addEventListener("input", ({ target }) => target.form?.dataset.draft && saveDraft(target.form));
document.addEventListener("change", ({ target }) => target.form?.dataset.draft && saveDraft(target.form));
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.getAttribute("action") === "/sign-out") sessionStorage.clear();
  else if (form.dataset.draft) sessionStorage.setItem(SENT + form.dataset.draft, "1");
  else if ("held" in form.dataset) sendLater();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.requestConfig.elt; // which the answer may have taken off the page
  if (!form.matches("form[data-draft]")) return;
  sessionStorage.removeItem(SENT + form.dataset.draft);
  if (detail.successful && detail.xhr.status < 400) sessionStorage.removeItem(PREFIX + form.dataset.draft);
});

// --- Forms that the server fills in: <div data-fills hx-trigger="…, refill"> asks for the form anew ---------------------

// What is typed while the answer is on its way would go with the form that it replaces, so it is asked for again.
document.addEventListener("input", ({ target }) =>
  target.form?.querySelector("[data-fills].htmx-request")?.dispatchEvent(new Event("refill")));

// --- In view: <div data-in-view> comes up from under the pinned buttons when it answers what somebody types above it ----

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const asker = detail.requestConfig?.elt;
  if ("inView" in detail.target.dataset && asker?.contains(document.activeElement)) detail.target.scrollIntoView({ block: "nearest" });
});

// --- Only when: <div data-only-when="field=one|other"> is shown while the form's field has such a value -------------------

function showOnlyWhen(part) {
  const [name, values] = part.dataset.onlyWhen.split("=");
  const form = part.closest("form");
  const show = () => { part.hidden = !values.split("|").includes(new FormData(form).get(name)); };
  form.addEventListener("change", show);
  show();
}

// --- Setting up -----------------------------------------------------------------------------------------------------

const matching = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

function setUp(root) {
  matching(root, "[data-day]").forEach(addCalendar);
  matching(root, ".checks").forEach(countChecks);
  matching(root, "[data-file-box]").forEach(nameFiles);
  matching(root, "[data-only-when]").forEach(showOnlyWhen);
  if (document.querySelector(".error-summary")) return; // the server gave back what was typed: that is newer
  matching(root, "form[data-draft]").forEach((form) => (isFilled(form) ? saveDraft : restoreDraft)(form));
}

forgetSent();
document.addEventListener("DOMContentLoaded", () => setUp(document)); // after htmx, which hears what a draft brings back
document.addEventListener("htmx:load", ({ target }) => target !== document.body && setUp(target));
