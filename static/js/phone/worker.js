// Keeps the check-in page for when there is no network: the files named in FILES and nothing else, never a page of
// anybody's, never an answer of the API. The program puts VERSION, SHELL, FILES and PHONES before these lines.
const CACHE = `phone-${VERSION}`;

self.addEventListener("install", (event) => {
  const fetched = (path) => new Request(path, { credentials: "omit", cache: "no-cache" });
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([SHELL, ...FILES].map(fetched)))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((one) => one.startsWith("phone-") && one !== CACHE).map((one) => caches.delete(one)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const isPhone = request.mode === "navigate" && new RegExp(PHONES).test(pathname);
  if (!isPhone && !FILES.includes(pathname)) return;
  const kept = caches.open(CACHE).then((cache) => cache.match(isPhone ? SHELL : pathname));
  event.respondWith(kept.then((answer) => answer ?? fetch(request)));
});
