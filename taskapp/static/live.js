// While a page is open and in sight it asks now and then whether the numbers of the menu, or the task on it, have changed.
// It asks in the background, so that nobody stays signed in by it; what is being typed is never touched.

const EVERY = 30000;
const IDLE = 120000; // between two questions, and without a hand on it, of a page that is only left open
const LONGEST = 300000; // between two questions while the server does not answer
const menu = document.querySelector("[data-live]");
let wait = EVERY;
let asked = Date.now();
let touched = Date.now();
let timer = null;
let known = ""; // the ETag of the last answer
let about = ""; // and what it was about
let ended = false;

const task = () => document.querySelector("[data-live-task]");

function address() {
  const open = task();
  return open ? `${menu.dataset.live}?task=${open.dataset.liveTask}&seen=${open.dataset.version}` : menu.dataset.live;
}

function count(link, [text, isAlarm]) {
  let shown = link.querySelector(".count");
  if (!text && shown && shown.matches("i")) shown.remove();
  if (!text) return;
  if (!shown) {
    shown = document.createElement("i");
    link.append(" ", shown);
  }
  if (shown.textContent !== text) shown.textContent = text;
  shown.className = `count${isAlarm ? " is-alarm" : ""}`;
}

function tell(answer) {
  for (const link of document.querySelectorAll("#menu a[href]")) {
    const found = answer.counts[link.getAttribute("href")];
    if (found) count(link, found);
  }
  const open = task();
  if (open && answer.news) open.innerHTML = answer.news;
}

async function ask() {
  asked = Date.now();
  const from = address();
  const headers = { "X-Background": "1", ...(known && about === from ? { "If-None-Match": known } : {}) };
  const answer = await fetch(from, { headers, redirect: "manual", cache: "no-store" });
  if (answer.status === 304) return;
  if (answer.status === 286) {
    ended = true;
    return document.dispatchEvent(new Event("session-ended")); // says so, and that what was typed is not lost
  }
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  const told = await answer.json();
  if (from !== address()) return; // another task has been opened meanwhile
  [known, about] = [answer.headers.get("ETag"), from];
  tell(told);
}

function plan(after) {
  clearTimeout(timer);
  timer = setTimeout(tick, after);
}

const isIdle = () => Date.now() - touched >= IDLE;

async function tick() {
  if (document.hidden) return; // asks again when it comes back into sight
  try {
    await ask();
    wait = isIdle() ? IDLE : EVERY;
  } catch {
    wait = Math.min(wait * 2, LONGEST);
  }
  if (!ended) plan(wait);
}

const catchUp = () => menu && !ended && plan(Math.max(0, asked + EVERY - Date.now()));
function touch() {
  if (isIdle()) catchUp(); // somebody is there again
  touched = Date.now();
}

for (const sign of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(sign, touch, { passive: true });
document.addEventListener("visibilitychange", () => !document.hidden && catchUp());
document.addEventListener("live:now", tick);
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-news-show]")) return;
  if (event.target.closest("#panel")) document.dispatchEvent(new CustomEvent("way:again", { detail: event }));
  else location.assign(task().dataset.livePage); // what was typed is a draft of this browser, and comes back
});
if (menu) plan(EVERY);
