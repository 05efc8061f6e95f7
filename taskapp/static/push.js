// The card of the browsers that are notified: asks this browser for its permission when the button is pressed, and never
// before; hands the server what it gave; says which of the listed ones is this one, or why it cannot be.

const card = document.querySelector("[data-push]");
const form = card.querySelector("form[data-push-form]");
const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function show(part) {
  for (const one of card.querySelectorAll("[data-push-if]")) one.hidden = one.dataset.pushIf !== part;
}

function letters(bytes) {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function markOf(subscription) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
  return letters(digest).slice(0, 16);
}

function isOurs(subscription) {
  const key = subscription.options?.applicationServerKey;
  return !key || letters(key) === form.dataset.pushKey;
}

async function subscribed(manager) {
  const before = await manager.getSubscription();
  if (before && isOurs(before)) return before;
  await before?.unsubscribe(); // it was made for another key, and would hear nothing from us
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.pushKey });
}

async function look() {
  if (!isAble) return show("unable");
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  const mark = subscription && isOurs(subscription) && (await markOf(subscription));
  const row = mark && card.querySelector(`[data-push-mark="${CSS.escape(mark)}"]`);
  if (Notification.permission === "denied") return show("denied");
  if (!row) return show("offer");
  row.querySelector("[data-push-here]").hidden = false;
  show("");
}

async function take() {
  show("");
  if ((await Notification.requestPermission()) !== "granted") return show("denied");
  const registration = await navigator.serviceWorker.register(form.dataset.pushWorker);
  await navigator.serviceWorker.ready;
  form.elements.subscription.value = JSON.stringify(await subscribed(registration.pushManager));
  form.submit();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  take().catch(() => show("failed"));
});
look().catch(() => show("failed"));
