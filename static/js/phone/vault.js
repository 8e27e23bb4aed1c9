// The names on the phone. With https they are encrypted under a key that no script can read out; over plain http there
// is no such key (nor an offline page), so they stay in memory for as long as the page is open, and the page says so.
import { read, write } from "./store.js";

const inMemory = new Map();
export const canKeep = () => Boolean(globalThis.crypto?.subtle);

export async function keepList(slug, list) {
  inMemory.set(slug, list);
  if (!canKeep()) return;
  const key =
    (await read("keys", slug)) ??
    (await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(list)));
  await write(["events", "keys", "lists"], ({ events, keys, lists }) => {
    events.get(slug).onsuccess = ({ target }) => {
      if (target.result?.leaves) return; // they were wiped while they were on their way here
      keys.put(key, slug);
      lists.put({ iv, data }, slug);
    };
  });
}

export async function findList(slug) {
  if (inMemory.has(slug)) return inMemory.get(slug);
  const [key, kept] = canKeep() ? await Promise.all([read("keys", slug), read("lists", slug)]) : [];
  if (!key || !kept) return null;
  try {
    const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, key, kept.data);
    const list = JSON.parse(new TextDecoder().decode(data));
    inMemory.set(slug, list);
    return list;
  } catch {
    return null; // written by half: it is fetched again
  }
}

// The key goes with the names: what the disk may still hold of them cannot be read any more.
export async function wipeList(slug) {
  inMemory.delete(slug);
  await write(["keys", "lists"], ({ keys, lists }) => {
    keys.delete(slug);
    lists.delete(slug);
  });
}
