// The way out of a broken worker: it drops every copy of the page, takes itself away and loads the page anew. Marks that
// wait lie in IndexedDB, which it does not touch.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.map((one) => caches.delete(one)));
  const reload = (windows) => Promise.all(windows.map((one) => one.navigate(one.url)));
  event.waitUntil(
    caches
      .keys()
      .then(drop)
      .then(() => self.registration.unregister())
      .then(() => self.clients.matchAll({ type: "window" }))
      .then(reload),
  );
});
