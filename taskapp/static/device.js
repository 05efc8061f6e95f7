// What this device keeps for its person: tasks to be read without a network, and progress reports that wait to be sent.
// Kept because he asked for it, here alone. Tasks go when he signs out, when somebody else signs in, when the server says
// that the sign-in was ended, and after seven days; a report that was not sent is never taken away but by its author.

const MARK = "offline"; // in localStorage: there is something here, so that pages on other devices need not look
const PLACES = { tasks: "/offline/tasks", reports: "/offline/reports" };
const FRESH = 5 * 60e3;
const KEPT_FOR = 7 * 24 * 3600e3;
const SHOWN_FOR = 24 * 3600e3; // a report that has arrived
const PATIENCE = 20e3;

// --- The store --------------------------------------------------------------------------------------------------------

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened = null;

function base() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("offline", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("tasks", { keyPath: "owner" });
      request.result.createObjectStore("reports", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

const store = async (name, mode = "readonly") => (await base()).transaction(name, mode).objectStore(name);
const put = async (name, value) => done((await store(name, "readwrite")).put(value));
const all = async (name) => done((await store(name)).getAll());

async function mark() {
  const holds = (await all("tasks")).length + (await all("reports")).length;
  if (holds) localStorage.setItem(MARK, "1");
  else localStorage.removeItem(MARK);
}

/** What is kept, with `owner`, `at` (milliseconds) and what the server told; null when there is nothing, or too old. */
export async function kept() {
  const [found] = await all("tasks");
  if (found && Date.now() - found.at > KEPT_FOR) {
    await wipe();
    return null;
  }
  return found ?? null;
}

async function keep(told) {
  const { token, is, ...tasks } = told;
  await put("tasks", { ...tasks, at: Date.now() });
  await mark();
}

/** Take away the tasks, and the reports that have arrived. */
export async function wipe() {
  await done((await store("tasks", "readwrite")).clear());
  for (const report of await all("reports")) if (report.is === "sent") await remove(report.key);
  await mark();
}

/** The reports of one person, oldest first; those that arrived yesterday or earlier are forgotten. */
export async function reports(owner) {
  const mine = (await all("reports")).filter((report) => report.owner === owner);
  const gone = mine.filter((report) => report.is === "sent" && Date.now() - report.sentAt > SHOWN_FOR);
  for (const report of gone) await remove(report.key);
  return mine.filter((report) => !gone.includes(report)).sort((one, other) => one.writtenAt.localeCompare(other.writtenAt));
}

export async function write(report) {
  await put("reports", { ...report, key: crypto.randomUUID(), is: "waiting" });
  await mark();
}

/** Send it although a colleague has reported: the author has seen what. */
export const insist = (report) => put("reports", { ...report, is: "waiting", seen: report.now, others: [] });

export async function remove(key) {
  await done((await store("reports", "readwrite")).delete(key));
  await mark();
}

// --- The server -------------------------------------------------------------------------------------------------------

const AWAY = { is: "away" }; // nobody answers

async function ask(address, options = {}) {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const answer = await fetch(address, { redirect: "manual", cache: "no-store", signal, ...options });
    if (answer.type === "opaqueredirect") return { is: "ended" };
    return await answer.json();
  } catch {
    return AWAY; // no network, no server, or something in between that answers for it
  }
}

/** Note what became of a report, unless its author has thrown it away meanwhile. */
async function settle(key, found) {
  const place = await store("reports", "readwrite");
  const report = await done(place.get(key));
  if (report) await done(place.put({ ...report, ...found }));
}

async function send(told) {
  const counted = { sent: 0, stuck: 0 };
  for (const report of (await reports(told.owner)).filter((one) => one.is === "waiting")) {
    const { task, percent, note, writtenAt, seen } = report;
    const body = JSON.stringify({ task, percent, note, written_at: writtenAt, seen });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": told.token };
    const answer = await ask(PLACES.reports, { method: "POST", headers, body });
    if (answer.is === "later") {
      await settle(report.key, { reason: answer.reason }); // it waits on, and so that nothing hides, says for what
      continue;
    }
    if (!["sent", "conflict", "refused"].includes(answer.is)) break; // nobody is there, or nobody is signed in
    counted[answer.is === "sent" ? "sent" : "stuck"] += 1;
    const found = { is: answer.is, reason: answer.reason ?? "", others: answer.others ?? [], now: answer.seen ?? seen };
    await settle(report.key, { ...found, sentAt: Date.now() });
  }
  return counted;
}

/** Bring up to date what is kept, and send what waits. Gives what the server said, and how many went or could not. */
async function inTouch({ isBackground = false, begins = false } = {}) {
  const headers = isBackground ? { "X-Background": "1" } : {};
  const told = await ask(begins ? `${PLACES.tasks}?begin=1` : PLACES.tasks, { headers });
  const before = await kept();
  if (told.is === "gone" || (told.is === "in" && before && before.owner !== told.owner)) await wipe();
  if (told.is !== "in") return { told, sent: 0, stuck: 0 };
  const counted = await send(told);
  const isMine = begins || before?.owner === told.owner;
  if (!isMine) return { told, ...counted };
  const fresh = counted.sent ? await ask(PLACES.tasks, { headers }) : told;
  await keep(fresh.is === "in" ? fresh : told);
  return { told, ...counted };
}

/** One tab at a time, so that no report goes out of two at once; the server would know it again all the same. */
export const touch = (options) =>
  navigator.locks ? navigator.locks.request("offline", () => inTouch(options)) : inTouch(options);

/** A page of this person was opened on the device. */
export async function visited(owner) {
  const mine = await kept();
  if (mine && mine.owner !== owner) await wipe();
  const waits = (await reports(owner)).some((report) => report.is === "waiting");
  const isOld = mine?.owner === owner && Date.now() - mine.at > FRESH;
  return waits || isOld ? touch({ isBackground: true }) : { sent: 0, stuck: 0 };
}

/** Whether a browser can do all this: not over plain http, nor where the browser forbids pages to keep anything. */
export async function isAble() {
  if (!("serviceWorker" in navigator) || !globalThis.indexedDB || !crypto.randomUUID) return false;
  return base().then(() => true, () => false);
}
