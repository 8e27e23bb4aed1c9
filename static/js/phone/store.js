// What a phone keeps, in IndexedDB. Nothing is shown as saved before its transaction is on the disk ("strict").
//   events: what is known of each paired event and the phone's token; nothing personal
//   lists:  the names, encrypted; keys: the key they are encrypted with, which cannot be taken out
//   queue:  marks and walk-ins that were not yet answered for. Wiping names never touches it.
//   recent: what was last done here, by numbers; the names beside it come from the list
const NAME = "dialogues-phone";
const VERSION = 1;
export const QUEUE_FORMAT = 1; // an older page's entries carry theirs, and are sent as they are

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      const db = asked.result;
      for (const store of ["events", "lists", "keys"]) db.createObjectStore(store);
      for (const store of ["queue", "recent"]) db.createObjectStore(store, { keyPath: "id" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close(); // a newer page may change the store
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export async function read(store, key) {
  const db = await open();
  const from = db.transaction(store).objectStore(store);
  return settled(key === undefined ? from.getAll() : from.get(key));
}

// All changes or none, and only then the promise is kept. act(stores) puts and deletes; it must not wait for anything.
export async function write(names, act) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const work = db.transaction(names, "readwrite", { durability: "strict" });
    work.oncomplete = resolve;
    work.onabort = work.onerror = () => reject(work.error);
    act(Object.fromEntries(names.map((name) => [name, work.objectStore(name)])), work);
  });
}

export async function changeEvent(slug, facts) {
  const known = (await read("events", slug)) ?? {};
  const now = { ...known, ...facts, slug };
  await write(["events"], ({ events }) => events.put(now, slug));
  return now;
}

export async function waiting(slug) {
  const all = await read("queue");
  return all.filter((one) => one.slug === slug).sort((a, b) => a.counter - b.counter);
}
