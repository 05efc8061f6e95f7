// What every page does: asks before the irreversible, says that it is sending, speaks for htmx, opens the phone's menu.
// All of it is an improvement on pages that work without it.

const body = document.body;
const say = (text, kind = "danger", stays = false) => {
  const note = document.createElement("p");
  note.className = `flash flash-${kind}`;
  note.textContent = text;
  const toasts = document.getElementById("toasts");
  toasts.replaceChildren(note);
  if (!stays) setTimeout(() => note.remove(), 10000);
};

// --- Forms: ask first, then send once -------------------------------------------------------------------------------

const confirmed = new WeakSet();

function ask(event) {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || confirmed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-text").textContent = question;
  dialog.querySelector("[data-confirm-yes]").textContent = event.submitter?.textContent.trim() || "OK";
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    confirmed.add(form);
    form.requestSubmit(event.submitter);
  };
  dialog.showModal();
}

function markSending(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "stay" in form.dataset) return;
  setTimeout(() => hold(form, event.submitter)); // after the browser has collected the values, the button's included
}

function hold(form, submitter) {
  for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = true;
  if (!submitter || submitter.dataset.label !== undefined) return;
  submitter.dataset.label = submitter.innerHTML;
  submitter.textContent = body.dataset.sending;
}

function release(form) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.disabled = false;
    if (button.dataset.label === undefined) continue;
    button.innerHTML = button.dataset.label;
    delete button.dataset.label;
  }
}

document.addEventListener("submit", ask, true);
document.addEventListener("submit", markSending);
// back from the next page by the browser's own memory: the form must be usable again
addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form").forEach(release));

// --- htmx -----------------------------------------------------------------------------------------------------------

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get") {
    // what the page asks by itself keeps no sign-in alive: only its reader's hand does
    if (!event.detail.triggeringEvent?.isTrusted) event.detail.headers["X-Background"] = "1";
    return;
  }
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});

// A refusal that is a fragment (the form again, with its reasons) is shown in place; a whole page only gives its reason.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const refused = [400, 409, 422].includes(xhr.status);
  if (!refused || /<html/i.test(xhr.responseText)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  say(page.querySelector("[data-reason]")?.textContent.trim() || body.dataset.failed);
});
document.addEventListener("htmx:sendError", () => say(body.dataset.failed));
document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
  if (target.matches?.("form") && detail.requestConfig.verb !== "get") hold(target, detail.requestConfig.triggeringEvent?.submitter);
});
document.addEventListener("htmx:afterRequest", ({ target }) => target.matches?.("form") && release(target));

// --- The sign-in ----------------------------------------------------------------------------------------------------

// Who types for a quarter of an hour without sending is still there; said at most once a minute.
let said = Date.now();
document.addEventListener("input", ({ isTrusted }) => {
  if (!isTrusted || !body.matches(".shell") || Date.now() - said < 60000) return;
  said = Date.now();
  fetch("/account/here", { redirect: "manual" }).catch(() => {});
});

let hasEnded = false;
// A fragment inside a form that is being filled in does not sweep the form away: what is sent from it is kept.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status !== 401 || !event.target.closest("form[method=post]")) return;
  if (event.detail.requestConfig.verb !== "get") return;
  event.preventDefault();
  document.dispatchEvent(new Event("session-ended"));
});
document.addEventListener("session-ended", () => {
  if (!hasEnded) say(body.dataset.ended, "info", true);
  hasEnded = true;
});

// --- Frame ----------------------------------------------------------------------------------------------------------

const menu = document.getElementById("menu");
const more = menu?.querySelector(".menu-more");

function openMenu(open) {
  menu.classList.toggle("is-open", open);
  more.setAttribute("aria-expanded", String(open));
}

more?.addEventListener("click", () => openMenu(!menu.classList.contains("is-open")));

document.addEventListener("click", ({ target }) => {
  if (more && !menu.contains(target)) openMenu(false);
  for (const opened of document.querySelectorAll("details.who[open]")) if (!opened.contains(target)) opened.open = false;
  if (target.closest("[data-back]")) history.back();
  if (target.closest("[data-print]")) print();
  const door = target.closest(".door > summary")?.parentElement; // what it opens comes into sight, on a phone from below
  if (door) requestAnimationFrame(() => door.open && door.scrollIntoView({ block: "nearest" }));
  if (target.closest("[data-share]")) share(target.closest("[data-share]"));
});

// the link alone, never what the task is about: who opens it has to sign in
function share({ dataset }) {
  const url = new URL(dataset.share, location.href).href;
  if (navigator.share) return navigator.share({ title: document.title, url }).catch(() => {}); // thought better of it
  return navigator.clipboard.writeText(url).then(() => say(dataset.copied, "success"));
}

// For who has switched them off, a letter or a sign alone reaches no script; in fields it is typed as ever.
if (body.matches(".no-keys"))
  document.addEventListener("keydown", (event) => {
    const isAlone = event.key?.trim().length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isAlone) event.stopImmediatePropagation();
  }, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (more) openMenu(false);
    for (const opened of document.querySelectorAll("details.who[open]")) opened.open = false;
  }
  const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
  if (event.key !== "/" || typing || !body.matches(".shell") || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById("search");
  event.preventDefault();
  if (!search?.checkVisibility()) return location.assign("/search");
  search.focus();
  search.select();
});

// browsers leave a half hidden choice of a row that scrolls where it is
document.addEventListener("focusin", ({ target }) => target.closest(".chips, .tabs") && target.scrollIntoView({ block: "nearest", inline: "nearest" }));

// what was chosen of such a row is in sight when the page opens
for (const row of document.querySelectorAll(".chips, .tabs")) {
  const chosen = row.querySelector("[aria-current]");
  if (!chosen) continue;
  const [place, seen] = [chosen.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += place.left - seen.left - (seen.width - place.width) / 2;
}

// A table that is wider than its place can be moved with the keys
const letMove = () => {
  for (const wrap of document.querySelectorAll(".table-wrap")) {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    else wrap.removeAttribute("tabindex");
  }
};
letMove();
addEventListener("resize", letMove);
document.addEventListener("htmx:load", letMove);

// Folded parts that stand open where there is room, and on paper
const openWide = (which = "") => document.querySelectorAll(`details[data-open-wide]${which}`).forEach((part) => { part.open = true; });
if (matchMedia("(min-width: 761px)").matches) {
  openWide(":not([hx-get])");
  document.addEventListener("htmx:load", () => openWide(), { once: true }); // it hears of a part that opens only once it has gone through the page
}
addEventListener("beforeprint", () => openWide());

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
for (const button of document.querySelectorAll("[data-share]")) button.hidden = !(navigator.share || navigator.clipboard);
for (const button of document.querySelectorAll("[data-back]")) button.hidden = history.length < 2;
const summary = document.querySelector(".error-summary");
if (!summary?.closest("[data-sample]")) summary?.focus();

// --- A link to a folded part (…#return) opens it --------------------------------------------------------------------

const aimed = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (aimed?.tagName === "DETAILS") {
  for (let part = aimed; part; part = part.parentElement.closest("details")) part.open = true;
  aimed.scrollIntoView({ block: "center" });
}
