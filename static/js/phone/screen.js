// The page: what is shown, and what a finger or a keyboard does. Names go into it as text, never as markup.
import { Door } from "./door.js";
import { readBadge } from "./roster.js";
import { startScan } from "./scan.js";
import { APP_VERSION, pair } from "./sender.js";
import { changeEvent, read } from "./store.js";
import { canKeep } from "./vault.js";

const TICK_MS = 30_000;
const RETRY_MS = 2_000; // after a failure, then twice as long each time, at most a tick: not every browser says "online"
const HITS = 8;
const SHOWN = 10;
const PAIRS = /#pair=([0-9A-Za-z-]{10,20})$/;

const at = (name) => document.querySelector(`[data-phone="${name}"]`);
const words = (name, facts = {}) => {
  const said = document.getElementById("phone-words").content.querySelector(`[data-word="${name}"]`).textContent;
  return said.replace(/\{(\w+)\}/g, (_all, key) => facts[key] ?? "");
};
const drawn = (name) => document.getElementById(`phone-${name}`).content.firstElementChild.cloneNode(true);
const put = (node, name, text) => {
  const place = node.matches(`[data-put="${name}"]`) ? node : node.querySelector(`[data-put="${name}"]`);
  place.textContent = text ?? "";
  place.hidden = !text;
  return place;
};
const press = (node, name, act) => {
  const button = node.querySelector(`[data-press="${name}"]`);
  if (act) button.addEventListener("click", act);
  else button.remove();
};

const slug = location.pathname.match(/\/events\/([^/]+)\/phone\/?$/)?.[1] ?? null;
const door = new Door(slug, onTold);
let hits = { text: "", roster: null, found: [] }; // who is shown to be chosen, and what for
let stopScan = null;
let isExpress = false;
let network = navigator.onLine;
let failures = 0; // in a row
let retry = null;

const language = { en: "en-GB" }[document.documentElement.lang] ?? document.documentElement.lang;
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
const clock = (ms) => new Intl.DateTimeFormat(language, { ...TIME, timeZone: door.list?.event.zone }).format(ms);
const dayWords = (day) => new Intl.DateTimeFormat(language, DAY).format(new Date(`${day}T00:00:00Z`)).replace(",", "");

const tabs = "BroadcastChannel" in window ? new BroadcastChannel(`dialogues-${slug}`) : null;
if (tabs) tabs.onmessage = () => door.load().then(show); // another tab has sent what this one still shows

if ("BroadcastChannel" in window) {
  new BroadcastChannel("dialogues-signed-out").onmessage = () => door.wipe("signed_out").then(() => door.load()).then(show);
}

function onTold(news) {
  if (news.kind === "sent") tabs?.postMessage("sent");
  network = news.kind === "sent" || news.status > 0;
  failures = news.kind === "sent" ? 0 : failures + 1;
  if (news.wipe) door.wipe(news.wipe).then(show);
  if (news.left) forget();
  const isPerson = news.settled?.some(({ one, said }) => one.kind === "walk_in" && said.outcome !== "refused");
  if (isPerson) door.refresh().then(show);
  const double = news.settled?.find(({ said }) => said.already_present?.message);
  if (double) say("warning", words("double", { name: nameOf(double.one) }), double.said.already_present.message);
  else if (news.over) say("warning", news.over); // whoever came is in; the hall is what it is
}

// Whom an entry of the queue is about.
function nameOf(one) {
  const note = door.recent.find((item) => item.id === one.id) ?? { walkInId: one.id };
  return door.name(note) ?? words("nameless");
}

function say(kind, title, text = "", act = null) {
  const card = drawn(`say-${kind}`);
  put(card, "title", title);
  put(card, "text", text);
  press(card, "act", act && (() => act()));
  if (act) card.querySelector('[data-press="act"]').textContent = act.words;
  at("answer").replaceChildren(card);
}

async function sync() {
  clearTimeout(retry);
  await door.sync();
  show();
  const waits = door.queue.some((one) => one.state === "waiting");
  if (waits && failures) retry = setTimeout(sync, Math.min(TICK_MS, RETRY_MS * 2 ** (failures - 1)));
}

// Everything on the page follows from what the door knows.
function show() {
  const { event, list } = door;
  const isPaired = Boolean(event?.token) && !event.leaves;
  at("events").hidden = Boolean(slug);
  at("pair").hidden = isPaired || !slug;
  at("door").hidden = !isPaired;
  at("bar").hidden = !isPaired;
  const waits = door.queue.filter((one) => one.state === "waiting").length;
  const refused = door.queue.filter((one) => one.state === "refused");
  showState(waits, refused.length);
  put(at("pair"), "why", event?.wiped && !isPaired ? words(event.wiped) : "");
  at("no-list").hidden = !isPaired || Boolean(list);
  put(at("no-list"), "why", isPaired ? words(event.wiped ?? "list_missing") : "");
  at("field").hidden = at("set").hidden = !list;
  at("insecure").hidden = canKeep();
  if (list) showSet();
  if (hits.roster !== door.roster) find(); // other names came: nobody is shown who is not among them
  showLast();
  showRefused(refused);
  showFacts(waits);
}

function showState(waits, refused) {
  const banner = at("banner");
  banner.hidden = network;
  put(banner, "words", words("no_network"));
  put(banner, "waits", waits ? words("waiting", { number: waits }) : "");
  at("lamp-refused").hidden = !refused;
  at("lamp-waits").hidden = Boolean(refused) || !waits;
  at("lamp-sent").hidden = Boolean(refused || waits);
  at("waits").textContent = waits || refused ? words("light", { number: waits + refused }) : words("all_sent");
}

function showSet() {
  const { day, part } = door.set();
  const select = at("day");
  const options = door.list.event.days.map((one) => {
    const option = document.createElement("option");
    option.value = one.day;
    option.textContent = dayWords(one.day);
    option.selected = one.day === day?.day;
    return option;
  });
  select.replaceChildren(...options);
  at("parts").hidden = !day?.has_halves;
  put(at("late"), "late", day?.late);
  for (const button of at("parts").children) {
    const isCurrent = button.value === part;
    button.classList.toggle("segment__option--current", isCurrent);
    button.setAttribute("aria-pressed", isCurrent);
  }
  const told = door.event.door?.day === day?.day ? door.event.door : null;
  put(at("count"), "present", told ? String(told.present) : "");
  put(at("count"), "expected", told ? words("of_expected", { number: told.expected }) : "");
}

function showLast() {
  const undone = new Set(door.recent.map((one) => one.undoes).filter(Boolean));
  const rows = door.recent
    .filter((one) => one.status && !one.isUndo && !undone.has(one.id))
    .slice(0, SHOWN)
    .map((one) => {
      const row = drawn("last");
      const name = door.name(one) ?? words("nameless");
      const entry = door.queue.find((item) => item.id === one.id);
      put(row, "time", clock(one.at - (door.event?.offsetS ?? 0) * 1000));
      put(row, "name", name);
      const state = !entry ? words("sent") : words(entry.state === "refused" ? "is_refused" : "waits_here");
      put(row, "state", one.double ? `${state} · ${one.double}` : state);
      put(row, "who", name);
      press(row, "undo", !one.double && entry?.state !== "refused" && (() => act(() => door.undo(one), words("taken_back", { name }))));
      return row;
    });
  at("last").replaceChildren(...rows);
  at("nobody").hidden = rows.length > 0;
}

function showRefused(refused) {
  const rows = refused.map((one) => {
    const row = drawn("refused");
    const name = nameOf(one);
    put(row, "name", name);
    put(row, "why", one.answer.message);
    put(row, "kept", one.answer.kept ? words("is_kept") : "");
    press(row, "leave", one.answer.kept && (() => act(() => door.settle(one.id), words("left_to_organiser"))));
    press(row, "again", () => act(() => door.tryAgain(one.id)));
    press(row, "discard", !one.answer.kept && (() => act(() => door.settle(one.id), words("discarded", { name }))));
    return row;
  });
  at("refused-list").replaceChildren(...rows);
  at("refused").hidden = rows.length === 0;
}

function showFacts(waits) {
  const { event, list } = door;
  const age = event?.listAt ? clock(event.listAt - (event.offsetS ?? 0) * 1000) : null;
  const facts = {
    device: event?.name,
    event: list?.event.title,
    "list-age": age && list ? words("list_age", { number: list.people.names.length, time: age, day: dayWords(new Date(event.listAt).toISOString().slice(0, 10)) }) : words("list_missing"),
    queue: words("waiting", { number: waits }),
    clock: Math.abs(event?.offsetS ?? 0) > 300 ? words("clock_off", { number: Math.round(Math.abs(event.offsetS) / 60) }) : words("clock_right"),
  };
  for (const [name, text] of Object.entries(facts)) put(at("facts"), name, text);
}

// What a person did: it is done when it is on the disk; then it is said, and sent.
async function act(doing, title = null) {
  at("answer").replaceChildren(); // what was said of the one before is not said of this one
  try {
    await doing();
    navigator.vibrate?.(60);
    if (title) say("good", title);
  } catch {
    say("danger", words("not_saved"));
  }
  show();
  sync();
}

function markNow(person, who = person) {
  const already = door.markedHere(person);
  if (already) {
    say("warning", words("marked_before", { name: person.name, time: clock(already.at - (door.event.offsetS ?? 0) * 1000) }));
    return;
  }
  act(() => door.mark(who), words("is_in", { name: person.name }));
  clearField();
}

function review(person, who) {
  const card = drawn("review");
  put(card, "name", person.name);
  put(card, "organisation", person.organisation);
  card.querySelector("[data-sector]").replaceChildren(drawn(`sector-${person.sector}`));
  put(card, "trouble", person.status === "confirmed" ? "" : words(`status_${person.status}`));
  press(card, "mark", () => markNow(person, who));
  at("answer").replaceChildren(card);
  card.querySelector('[data-press="mark"]').focus();
}

function scanned(text) {
  const code = readBadge(text);
  if (PAIRS.test(text)) return say("warning", words("is_pairing_code"));
  if (!code) return say("warning", words("no_badge"));
  const person = door.roster?.withBadge(code);
  if (!person) {
    const record = () => act(() => door.mark({ badge_code: code }), words("kept_unknown"));
    record.words = words("record_anyway");
    return say("warning", words("unknown_badge"), words("unknown_badge_more"), record);
  }
  const who = { ...person, badge_code: code };
  return isExpress && person.status === "confirmed" ? markNow(person, who) : review(person, who);
}

function find() {
  const text = at("q").value;
  const found = door.roster?.find(text, HITS) ?? [];
  hits = { text, roster: door.roster, found };
  const rows = found.map((person) => {
    const row = drawn("hit");
    put(row, "name", person.name);
    put(row, "organisation", person.organisation);
    row.querySelector("[data-sector]").replaceChildren(drawn(`sector-${person.sector}`));
    put(row, "state", door.markedHere(person) ? words("in_here") : "");
    put(row, "trouble", person.status === "confirmed" ? "" : words(`status_${person.status}`));
    row.querySelector("button").addEventListener("click", () => (person.status === "confirmed" ? markNow(person) : review(person, person)));
    return row;
  });
  at("hits").replaceChildren(...rows);
  at("twins").hidden = !found.some((one) => door.roster.isTwin(one));
  at("none-found").hidden = !text.trim() || rows.length > 0;
}

function clearField() {
  at("q").value = "";
  find();
}

async function toggleScan() {
  if (stopScan) {
    stopScan();
    stopScan = null;
    at("scanner").hidden = true;
    return;
  }
  at("scanner").hidden = false;
  at("scanner").scrollIntoView({ block: "center" });
  try {
    stopScan = await startScan(at("video"), new URL(at("video").dataset.decoder, location.href).href, scanned);
  } catch {
    at("scanner").hidden = true;
    say("warning", words("no_camera"));
  }
}

async function connect(event) {
  event.preventDefault();
  const body = { code: at("code").value, name: at("name").value, app_version: APP_VERSION, sent_at: new Date().toISOString() };
  const answer = await pair(slug, body);
  if (answer.status !== 201 || !answer.body?.token) {
    put(at("pair"), "error", answer.body?.error?.message ?? words("not_reached"));
    return;
  }
  const { token, device } = answer.body;
  const facts = { token, name: device.name, offsetS: device.clock_offset_s, leaves: false, wiped: null, etag: null, day: null };
  await changeEvent(slug, facts);
  history.replaceState(null, "", location.pathname);
  await navigator.storage?.persist?.();
  await door.load();
  await door.refresh();
  show();
  showStorage();
  sync();
}

async function forget() {
  await changeEvent(slug, { token: null, leaves: false });
  await door.load();
  show();
}

async function leave() {
  await door.leave();
  show();
  await sync();
}

function saveFile() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(door.file())], { type: "application/json" }));
  link.download = `marks-${slug}-${new Date().toISOString().slice(0, 16).replace(":", "")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), TICK_MS);
}

async function showStorage() {
  const isKept = await navigator.storage?.persisted?.();
  put(at("facts"), "storage", words(isKept ? "storage_kept" : "storage_may_go"));
}

async function showEvents() {
  const events = (await read("events")).filter((one) => one.token);
  const rows = events.map((one) => {
    const row = drawn("event");
    const link = row.querySelector("a");
    link.href = `${location.pathname.replace(/\/phone\/?$/, "")}/events/${one.slug}/phone`;
    link.textContent = one.slug;
    return row;
  });
  at("event-list").replaceChildren(...rows);
}

function listen() {
  at("pair-form").addEventListener("submit", connect);
  at("day").addEventListener("change", async () => {
    await door.choose(at("day").value, null);
    show();
    find();
  });
  for (const button of at("parts").children) {
    button.addEventListener("click", async () => {
      await door.choose(door.set().day.day, button.value);
      show();
      find();
    });
  }
  for (const button of at("modes").children) {
    button.addEventListener("click", () => {
      isExpress = button.value === "express";
      for (const one of at("modes").children) {
        one.classList.toggle("segment__option--current", one === button);
        one.setAttribute("aria-pressed", one === button);
      }
    });
  }
  at("q").addEventListener("input", find);
  at("q").addEventListener("keydown", (event) => {
    if (event.key === "Escape") clearField();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const text = at("q").value;
    if (hits.text !== text || hits.roster !== door.roster) find(); // Enter takes the first one that is shown
    const { found } = hits;
    if (readBadge(text)) {
      clearField();
      scanned(text);
    } else if (found.length === 1 || (found.length && !door.roster.isTwin(found[0]))) {
      at("hits").querySelector("button").click();
    }
  });
  // Typing anywhere lands in the field: so does a scanner that types like a keyboard.
  document.addEventListener("keydown", (event) => {
    const isSign = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isSign && event.target === document.body && !at("door").hidden) at("q").focus();
  });
  at("scan").addEventListener("click", toggleScan);
  at("walk-in").addEventListener("click", () => {
    at("walk-in-box").hidden = !at("walk-in-box").hidden;
    if (at("walk-in-box").hidden) return;
    at("walk-in-name").value ||= at("q").value;
    at("walk-in-name").focus();
  });
  at("walk-in-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const [name, sector] = [at("walk-in-name").value.trim(), at("walk-in-sector").value];
    put(at("walk-in-box"), "error", name && sector ? "" : words("walk_in_lacks"));
    if (!name || !sector || !door.set().day) return;
    const organisation = at("walk-in-organisation").value.trim();
    act(() => door.walkIn({ full_name: name, sector, organisation }), words("walk_in_is_in", { name }));
    event.target.reset();
    at("walk-in-box").hidden = true;
    clearField();
  });
  at("refresh").addEventListener("click", async () => {
    const outcome = await door.refresh();
    if (outcome === "failed") say("warning", words("not_reached"));
    show();
    sync();
  });
  at("save-file").addEventListener("click", saveFile);
  at("leave").addEventListener("click", leave);
  addEventListener("online", () => {
    failures = 0;
    sync();
  });
  addEventListener("offline", () => {
    network = false;
    show();
  });
  document.addEventListener("visibilitychange", () => document.hidden || sync());
  setInterval(tick, TICK_MS);
}

async function tick() {
  await door.load();
  await sync();
  const isOld = !door.event?.listAt || Date.now() - door.event.listAt > 10 * TICK_MS;
  if (network && isOld && !door.event?.wiped && (await door.refresh()) === "fresh") show();
}

export async function start() {
  const code = location.hash.match(PAIRS)?.[1];
  if (code) at("code").value = code;
  at("scan-words").hidden = false;
  listen();
  if (!slug) {
    show0();
    return;
  }
  await door.load();
  show();
  showStorage();
  if (code && door.event?.token) at("pair").hidden = false;
  await sync();
  if (door.event?.token) await door.refresh();
  show();
}

async function show0() {
  at("pair").hidden = at("door").hidden = at("bar").hidden = true;
  at("events").hidden = false;
  await showEvents();
}
