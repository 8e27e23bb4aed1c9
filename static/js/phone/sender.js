// The one way out of the queue. An entry leaves it only when the server has named its id with a final outcome in JSON;
// whatever else comes back (a portal's page with 200, half an answer, an error, nothing) leaves the queue as it was.
import { changeEvent, read, waiting, write } from "./store.js";

export const APP_VERSION = "1";
const BATCH = 100;
const SINGLES = 25; // sent one by one in a round, once the server has choked on a batch
const TIMEOUT_MS = 20_000;
const PATIENCE_S = 30;
const PATIENCE_MOST_S = 600; // a slip in a header must not keep marks here for the day
const BEAT_MS = 300_000; // with nothing to send: how the server learns that all is well here
const WIPES = new Set(["device_unknown", "device_revoked", "list_expired"]);
const CHOKED = new Set([400, 413, 415, 422]); // something in the batch; the rest must not wait for it
const FINAL = new Set(["recorded", "already_recorded", "refused"]);

let notBefore = 0; // by performance.now(): the server asked to be left alone until then
let batch = BATCH;
let broken = 0; // answers of 500 in a row
let round = Promise.resolve();

export async function ask(path, token, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const answer = await fetch(path, {
      ...options,
      headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...options.headers },
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
      signal: stop.signal,
    });
    const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    const text = await answer.text();
    let body = null;
    try {
      body = isJson ? JSON.parse(text) : null;
    } catch {
      body = null; // half an answer
    }
    return { status: answer.status, body, headers: answer.headers };
  } catch {
    return { status: 0, body: null, headers: new Headers() };
  } finally {
    clearTimeout(timer);
  }
}

const post = (path, token, body) =>
  ask(path, token, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });

export const pair = (slug, body) => post(`/api/v1/events/${slug}/phones`, null, body);

// The code with which the server says that the names must go, or null. An HTML page of a portal says nothing.
export const wipeCode = ({ status, body }) =>
  (status === 401 || status === 410) && WIPES.has(body?.error?.code) ? body.error.code : null;

// One sender for all tabs where the browser knows locks; without them the ids make a second sending harmless.
export function send(slug, told, set) {
  const run = () =>
    navigator.locks
      ? navigator.locks.request(`dialogues-send-${slug}`, { ifAvailable: true }, (lock) => lock && sendAll(slug, told, set))
      : sendAll(slug, told, set);
  round = round.then(run, run);
  return round;
}

async function sendAll(slug, told, set) {
  if (performance.now() < notBefore) return;
  const event = await read("events", slug);
  if (!event?.token) return;
  let answered = false;
  let singles = SINGLES;
  const passed = new Set(); // tried in this round
  for (;;) {
    const all = await waiting(slug); // once in a turn: it may be ten thousand
    const queue = all.filter((one) => one.state === "waiting" && !passed.has(one.id));
    const walkIns = queue.filter((one) => one.kind === "walk_in");
    const unsettled = new Set(all.filter((one) => one.kind === "walk_in").map((one) => one.id));
    const marks = queue.filter((one) => one.kind === "mark" && !unsettled.has(one.body.walk_in_id));
    const next = (walkIns.length ? walkIns : marks).sort((a, b) => a.tries - b.tries || a.counter - b.counter);
    const some = next.slice(0, batch);
    const isDue = !event.beatAt || Date.now() - event.beatAt > BEAT_MS || event.leaves;
    if (!some.length && (answered || !isDue)) return;
    some.forEach((one) => passed.add(one.id));
    const claimed = await claim(some);
    if (some.length && !claimed.length) continue; // taken back in this moment
    const outcome = await sendSome(slug, event, claimed, told, set, all.length - claimed.length);
    answered = true;
    if (outcome === "one by one") some.forEach((one) => passed.delete(one.id));
    else if (outcome === "stop" || !some.length || (some.length === 1 && --singles <= 0)) return;
  }
}

// From here on an entry may be known to the server, so nobody takes it out of the queue; what was tried goes last.
async function claim(some) {
  const claimed = [];
  await write(["queue"], ({ queue }) => {
    for (const { id } of some) {
      const asked = queue.get(id);
      asked.onsuccess = () => {
        if (asked.result) claimed.push({ ...asked.result, tries: asked.result.tries + 1 });
        if (asked.result) queue.put(claimed.at(-1));
      };
    }
  });
  return claimed;
}

async function sendSome(slug, event, some, told, set, left) {
  const isWalkIn = some[0]?.kind === "walk_in";
  const now = Date.now();
  const device = {
    id: event.name,
    sent_at: new Date(now).toISOString(),
    app_version: APP_VERSION,
    waiting: left,
    ...(event.listAt ? { list_age_s: Math.max(0, Math.round((now - event.listAt) / 1000)) } : {}),
    ...(event.leaves && left === 0 ? { leaves: true } : {}),
  };
  const bodies = some.map((one) => one.body);
  const sent = isWalkIn ? { device, walk_ins: bodies } : { device, marks: bodies, ...set };
  const answer = await post(`/api/v1/events/${slug}/${isWalkIn ? "walk-ins" : "marks"}`, event.token, sent);
  const results = answer.status === 200 && Array.isArray(answer.body?.results) ? answer.body.results : null;
  if (!results) return failed(answer, some, told);
  broken = 0;
  batch = Math.min(BATCH, batch * 4);
  const settledHere = await settle(slug, some, results, isWalkIn);
  const said = answer.body.device ?? {};
  const facts = { beatAt: Date.now(), offsetS: said.clock_offset_s ?? event.offsetS ?? 0 };
  if (!said.code) facts.seenAt = Date.now();
  if (answer.body.door) facts.door = answer.body.door;
  await changeEvent(slug, facts);
  const over = answer.body.over_capacity ?? null;
  told({ kind: "sent", settled: settledHere, over, wipe: WIPES.has(said.code) ? said.code : null, left: device.leaves });
  return settledHere.length || !some.length ? "go on" : "stop"; // an answer that names none of ours would be asked for ever
}

function failed(answer, some, told) {
  if (answer.status === 429 || answer.status === 503) notBefore = performance.now() + patience(answer.headers);
  broken = answer.status === 500 ? broken + 1 : 0;
  told({ kind: "failed", status: answer.status, wipe: wipeCode(answer) });
  if (!CHOKED.has(answer.status) && broken < 3) return "stop";
  batch = 1;
  return some.length > 1 ? "one by one" : "go on"; // a single one stays, is seen, and holds up nobody
}

// How long the server asked to be left alone, in milliseconds: seconds or a date; where it does not say, a while.
function patience(headers) {
  const said = headers.get("Retry-After");
  if (said === null) return 1000 * PATIENCE_S;
  const wait = /^\d+$/.test(said) ? 1000 * Number(said) : Date.parse(said) - Date.now();
  return Math.max(0, Math.min(wait || 0, 1000 * PATIENCE_MOST_S));
}

// What is answered for leaves the queue or waits for a person; both in one transaction with the note of it.
async function settle(slug, some, results, isWalkIn) {
  const byId = new Map(results.filter((one) => FINAL.has(one?.outcome)).map((one) => [one.id, one]));
  const answered = some.filter((one) => byId.has(one.id));
  const recent = new Map((await read("recent")).map((one) => [one.id, one]));
  await write(["queue", "recent"], (stores) => {
    for (const one of answered) {
      const said = byId.get(one.id);
      if (said.outcome === "refused") {
        const { code, message, kept = false } = said;
        stores.queue.put({ ...one, state: "refused", answer: { code, message, kept } });
        continue;
      }
      stores.queue.delete(one.id);
      const known = recent.get(one.id);
      if (known) {
        const more = isWalkIn ? { registrationId: said.registration_id } : {};
        stores.recent.put({ ...known, ...more, sentAt: Date.now(), double: said.already_present?.message ?? null });
      } else if (isWalkIn) {
        stores.recent.put({ id: one.id, slug, isPerson: true, registrationId: said.registration_id });
      }
    }
  });
  return answered.map((one) => ({ one, said: byId.get(one.id) }));
}
