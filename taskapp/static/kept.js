// On every page of a signed-in person: where this device keeps tasks, they are brought up to date now and then, reports
// that wait are sent, and signing out takes the tasks away. Where it keeps nothing, nothing is loaded and nothing asked.

const { owner, device, sent, stuck, see, at } = document.getElementById("kept").dataset;
const LONGEST = 3000; // that signing out waits for what is kept to be gone
const holds = () => {
  try {
    return localStorage.getItem("offline") !== null;
  } catch {
    return false; // a browser that lets pages keep nothing
  }
};

function say(text, kind) {
  const note = document.createElement("p");
  const link = document.createElement("a");
  note.className = `flash flash-${kind}`;
  link.href = at;
  link.textContent = see;
  note.append(`${text} `, link);
  document.getElementById("toasts").replaceChildren(note);
}

async function visit() {
  const { visited } = await import(device);
  const told = await visited(owner);
  if (told.stuck) say(stuck, "warning");
  else if (told.sent) say(sent, "success");
}

if (holds()) {
  visit().catch(() => {});
  addEventListener("online", () => visit().catch(() => {}));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("action") !== "/sign-out" || !holds()) return;
  event.preventDefault();
  const gone = import(device).then(({ wipe }) => wipe());
  Promise.race([gone, new Promise((resolve) => setTimeout(resolve, LONGEST))]).finally(() => form.submit());
});
