// Shows a notification that the server sent to this browser, and opens its page when it is touched. It touches no
// request and keeps nothing. It is served from the root, so that every page is within its scope.

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
