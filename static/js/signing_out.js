// Whoever signs out leaves no names on this phone: the check-in page's lists go, with their keys, before the form is
// sent. Marks that wait stay, and are handed in by the phone's own token, which then ends.
const STORE = "dialogues-phone"; // as js/phone/store.js lays it out
const PATIENCE_MS = 3_000; // a store that does not answer must keep nobody signed in

function wipe() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(STORE);
    asked.onupgradeneeded = () => asked.transaction.abort(); // this phone never checked anybody in
    asked.onerror = reject;
    asked.onsuccess = () => {
      const work = asked.result.transaction(["events", "lists", "keys"], "readwrite", { durability: "strict" });
      work.objectStore("lists").clear();
      work.objectStore("keys").clear();
      work.objectStore("events").openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        const known = cursor.value;
        if (known.token) cursor.update({ ...known, listAt: null, etag: null, seenAt: null, wiped: "signed_out", leaves: true });
        cursor.continue();
      };
      work.oncomplete = resolve;
      work.onabort = reject;
    };
  }).then(() => new BroadcastChannel("dialogues-signed-out").postMessage("wiped")); // pages that are open hold names too
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-signs-out]");
  if (!form) return;
  event.preventDefault();
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  Promise.race([wipe(), waited]).catch(() => {}).then(() => form.submit());
});
