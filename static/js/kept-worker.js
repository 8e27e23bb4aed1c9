// Keeps pages that anybody may read, as they were last read here, for when there is no network: the pages that KEEPS
// names and the files that they need, never a form and never a page of somebody signed in. With a network the page is
// always asked for; only when nothing comes is the copy shown, and it says that it is one. Where there is no copy either,
// a page says so: no answer of this worker fails. The program puts VERSION, KEEPS, FILES and NO_COPY before these lines.
const CACHE = `kept-${VERSION}`;
const PATIENCE_MS = 8_000; // a network that says nothing for so long is none
const PAGES_MOST = 20; // what was read longest ago goes first
const HIDDEN = "data-kept hidden>"; // the sentence that a page is a copy, as the page carries it; no hotspot's page does
const keeps = new RegExp(KEEPS);
const ANY = { ignoreVary: true, ignoreSearch: true }; // whose cookies there were then is no matter
let saving = Promise.resolve(); // one copy after the other

self.addEventListener("install", (event) => {
  const added = caches.open(CACHE).then((cache) => cache.addAll(FILES));
  event.waitUntil(added.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((one) => one.startsWith("kept-") && one !== CACHE).map((one) => caches.delete(one)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

// A page asks to be kept: whoever opened it before there was a worker has no copy yet. It is told once copy and files lie here.
self.addEventListener("message", (event) => {
  const { pathname } = new URL(event.source.url);
  if (event.data !== "keep" || !keeps.test(pathname)) return;
  const keep = async () => {
    await saving;
    const cache = await caches.open(CACHE);
    if (!(await cache.match(pathname, ANY))) await save(pathname, await fetch(pathname));
    const found = await Promise.all([pathname, ...FILES].map((one) => cache.match(one, ANY)));
    if (found.every(Boolean)) event.source.postMessage("kept");
  };
  event.waitUntil(keep().catch(() => {})); // without a network, or on a full disk, nothing is promised
});

// Keeps an answer that is a page of ours, whole. A page that is gone takes its copy along.
async function save(pathname, answer) {
  const cache = await caches.open(CACHE);
  if (answer.status === 404 && answer.headers.has("Content-Security-Policy")) await cache.delete(pathname, ANY);
  if (!answer.ok || answer.redirected) return;
  const text = await answer.text();
  if (!text.includes(HIDDEN)) return;
  await cache.delete(pathname, ANY); // so that it comes last
  await cache.put(pathname, made(text, answer));
  const pages = (await cache.keys()).filter((one) => keeps.test(new URL(one.url).pathname));
  await Promise.all(pages.slice(0, Math.max(0, pages.length - PAGES_MOST)).map((one) => cache.delete(one, ANY)));
}

function made(text, { headers, status }) {
  const wanted = ["Content-Type", "Content-Security-Policy", "Referrer-Policy"]; // a length would be that of before
  return new Response(text, { status, headers: wanted.filter((one) => headers.has(one)).map((one) => [one, headers.get(one)]) });
}

async function copyOf(pathname) {
  const copy = await caches.open(CACHE).then((cache) => cache.match(pathname, ANY));
  return copy && made((await copy.text()).replace(HIDDEN, "data-kept>"), copy);
}

function noCopy() {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'" };
  return new Response(NO_COPY, { status: 503, headers });
}

async function page(event, pathname) {
  const asked = fetch(event.request);
  const kept = asked.then((answer) => {
    const copy = answer.clone(); // before the page itself is read
    saving = saving.then(() => save(pathname, copy)).catch(() => {}); // a full disk takes nothing from the page
    return saving;
  });
  event.waitUntil(kept.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(() => copyOf(pathname));
  const first = await Promise.race([asked, late]).catch(() => null);
  return first ?? (await asked.catch(() => copyOf(pathname))) ?? noCopy();
}

async function file(request, pathname) {
  return (await caches.match(pathname, ANY).catch(() => null)) ?? fetch(request).catch(() => Response.error());
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && keeps.test(pathname)) event.respondWith(page(event, pathname).catch(noCopy));
  else if (FILES.includes(pathname)) event.respondWith(file(request, pathname));
});
