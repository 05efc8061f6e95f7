// The one worker of this site: shows the notifications that the server sends to this browser, and answers with the page
// of what is kept on the device (/offline) where the server cannot be reached. It keeps that page and its files only: no
// page of a person, and nothing that was asked for. SHELL, their list, is put before this text by taskapp/offline/shell.py.

// --- Without a network ------------------------------------------------------------------------------------------------

const KEPT = `shell-${SHELL.version}`;
const OUT_OF_REACH = [502, 504]; // what a server in between says when ours does not answer

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll(SHELL.assets);
  await cache.add(new Request(SHELL.page, { cache: "reload" }));
  await self.skipWaiting();
}

async function take() {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
  await self.clients.claim();
}

const kept = async (address) => (await caches.open(KEPT)).match(address, { ignoreVary: true });

async function page(request) {
  try {
    const answer = await fetch(request);
    return OUT_OF_REACH.includes(answer.status) ? ((await kept(SHELL.page)) ?? answer) : answer;
  } catch (error) {
    const instead = await kept(SHELL.page);
    if (instead) return instead;
    throw error;
  }
}

const asset = async (request) => (await kept(request.url)) ?? fetch(request);

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(take()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (SHELL.assets.includes(pathname + search)) event.respondWith(asset(request));
});

// --- Notifications ----------------------------------------------------------------------------------------------------

async function show(data) {
  let note = {};
  try {
    note = data.json();
  } catch {
    // a browser that is woken has to show something
  }
  const { title = "Giao Việc", body = "", url = "/", tag = "" } = note;
  await self.registration.showNotification(title, { body, tag, renotify: Boolean(tag), lang: "vi", data: url });
}

async function open(url) {
  const { pathname, search } = new URL(url, self.location.origin);
  const here = self.location.origin + pathname + search; // never another site, whatever the message said
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => one.url === here);
  await (page ? page.focus() : self.clients.openWindow(here));
}

self.addEventListener("push", (event) => event.waitUntil(show(event.data)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});
