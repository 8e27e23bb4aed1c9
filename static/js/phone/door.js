// What is done at the door, without a word about how it looks: which day it is, whom a mark is about, what is queued.
import { findList, keepList, wipeList } from "./vault.js";
import { Roster } from "./roster.js";
import { ask, send, wipeCode } from "./sender.js";
import { QUEUE_FORMAT, changeEvent, read, waiting, write } from "./store.js";

const RECENT_MOST = 300; // notes of what was done here; older ones are dropped, marks never are

export class Door {
  constructor(slug, told) {
    this.slug = slug;
    this.told = told;
    this.roster = null;
    this.list = null;
  }

  async load() {
    this.event = (await read("events", this.slug)) ?? null;
    this.queue = await waiting(this.slug);
    this.recent = (await read("recent")).filter((one) => one.slug === this.slug).sort((a, b) => b.at - a.at);
    await this.expire();
    const list = this.event?.token && !this.event.leaves ? await findList(this.slug) : null;
    if (list !== this.list) {
      this.list = list;
      this.roster = list && new Roster(list);
    }
  }

  // By the server's clock, as far as it was measured.
  now() {
    return Date.now() - (this.event?.offsetS ?? 0) * 1000;
  }

  today() {
    return new Intl.DateTimeFormat("en-CA", { timeZone: this.list?.event.zone, dateStyle: "short" }).format(this.now());
  }

  // The day and the part that a mark speaks of: as chosen here today, else today or the nearest day.
  set() {
    const days = this.list?.event.days ?? [];
    const chosen = days.find((one) => one.day === this.event.day && this.event.dayChosenOn === this.today());
    const day = chosen ?? days.find((one) => one.day >= this.today()) ?? days.at(-1) ?? null;
    if (!day?.has_halves) return { day, part: "whole_day" };
    if (chosen && this.event.part) return { day, part: this.event.part };
    if (day.day !== this.today()) return { day, part: "whole_day" };
    const clock = { timeZone: this.list.event.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const isLate = new Intl.DateTimeFormat("en-GB", clock).format(this.now()) >= "12:30";
    return { day, part: isLate ? "afternoon" : "morning" };
  }

  async choose(day, part) {
    this.event = await changeEvent(this.slug, { day, part, dayChosenOn: this.today() });
  }

  // Names leave the phone when the event is over, or when nobody has told it for hours that it may keep them.
  async expire() {
    const { endsAt, seenAt, staleHours } = this.event ?? {};
    const isOver = endsAt && this.now() >= Date.parse(endsAt);
    const isStale = seenAt && staleHours && Date.now() - seenAt > staleHours * 3_600_000;
    if (isOver || isStale) await this.wipe(isOver ? "list_expired" : "list_stale");
  }

  async wipe(why) {
    await wipeList(this.slug);
    this.list = this.roster = null;
    if (this.event) this.event = await changeEvent(this.slug, { listAt: null, etag: null, seenAt: null, wiped: why });
  }

  async refresh() {
    if (!this.event?.token || this.event.leaves) return "no token";
    const headers = this.event.etag && this.list ? { "If-None-Match": this.event.etag } : {};
    const answer = await ask(`/api/v1/events/${this.slug}/offline-list`, this.event.token, { headers });
    const code = wipeCode(answer);
    if (code) await this.wipe(code);
    const isNew = answer.status === 200 && Array.isArray(answer.body?.people?.names);
    if (!isNew && !(answer.status === 304 && this.list)) return code ?? "failed";
    const at = Date.now();
    const said = Date.parse(answer.headers.get("Date") ?? "");
    const facts = { listAt: at, seenAt: at, wiped: null };
    if (said && this.event.offsetS === undefined) facts.offsetS = Math.round((at - said) / 1000);
    if (isNew) {
      await keepList(this.slug, answer.body);
      const { ends_at: endsAt, stale_after_hours: staleHours } = answer.body;
      Object.assign(facts, { endsAt, staleHours, etag: answer.headers.get("ETag") });
    }
    this.event = await changeEvent(this.slug, facts);
    await this.load();
    return "fresh";
  }

  name(one) {
    const person = this.roster?.byId.get(one.registrationId);
    if (person) return person.name;
    const walkIn = this.queue.find((item) => item.id === one.walkInId) ?? null;
    if (walkIn) return walkIn.body.full_name;
    const known = this.recent.find((item) => item.id === one.walkInId && item.isPerson);
    return this.roster?.byId.get(known?.registrationId)?.name ?? null;
  }

  // When this phone marked somebody for what it is set to now, or null.
  markedHere(person) {
    const { day, part } = this.set();
    const same = this.recent.find(
      (one) => one.registrationId === person.id && one.day === day?.day && one.status && !one.isUndo
        && (one.part === part || one.part === "whole_day"),
    );
    return same && !this.recent.some((one) => one.undoes === same.id) ? same : null;
  }

  // Put a mark into the queue. When the promise is kept it is on the disk.
  mark(who, { status = "present", undoes = null, part = null, day = null } = {}) {
    const set = this.set();
    const facts = { day: day ?? set.day.day, part: part ?? set.part, status };
    const about = who.badge_code
      ? { badge_code: who.badge_code }
      : who.walk_in_id
        ? { walk_in_id: who.walk_in_id }
        : { registration_id: who.id };
    const seen = { registrationId: who.id, walkInId: who.walk_in_id, badge: who.badge_code };
    const note = { ...seen, undoes, isUndo: Boolean(undoes), ...facts };
    return this.enqueue([{ kind: "mark", body: { ...about, ...facts }, note }]);
  }

  // Somebody who came without being on the list, and that they are in: both are kept, or neither.
  walkIn(facts) {
    const id = newId();
    const { day, part } = this.set();
    const set = { day: day.day, part, status: "present" };
    return this.enqueue([
      { id, kind: "walk_in", body: facts },
      { kind: "mark", body: { walk_in_id: id, ...set }, note: { walkInId: id, ...set } },
    ]);
  }

  async enqueue(entries) {
    const at = Date.now();
    const offset = this.event.offsetS === undefined ? {} : { clock_offset_s: this.event.offsetS };
    const added = [];
    await write(["events", "queue", "recent"], ({ events, queue, recent }) => {
      const asked = events.get(this.slug);
      asked.onsuccess = () => {
        let counter = asked.result?.counter ?? 0;
        for (const { id = newId(), kind, body, note } of entries) {
          counter += 1;
          const timed = kind === "mark" ? { seen_at: new Date(at).toISOString(), counter, ...offset } : {};
          const entry = { id, slug: this.slug, format: QUEUE_FORMAT, kind, counter, tries: 0, state: "waiting", at };
          queue.add({ ...entry, body: { id, ...body, ...timed } });
          if (note) recent.put({ id, slug: this.slug, at, ...note });
          added.push(id);
        }
        events.put({ ...asked.result, slug: this.slug, counter }, this.slug);
        this.recent.slice(RECENT_MOST).forEach((old) => old.isPerson || recent.delete(old.id));
      };
    });
    await this.load().catch(() => {}); // it is saved, whatever else cannot be read now
    return added;
  }

  // Take back: what was never sent is taken out of the queue by the one who put it there, the rest by a mark that says so.
  async undo(note) {
    let wasSent = true;
    await write(["queue", "recent"], ({ queue, recent }) => {
      const asked = queue.get(note.id);
      asked.onsuccess = () => {
        wasSent = !asked.result || asked.result.tries > 0 || asked.result.state !== "waiting";
        if (wasSent) return;
        queue.delete(note.id);
        recent.delete(note.id);
      };
    });
    if (!wasSent) return this.load();
    const who = { id: note.registrationId, walk_in_id: note.walkInId, badge_code: note.badge };
    return this.mark(who, { status: "withdrawn", undoes: note.id, part: note.part, day: note.day });
  }

  // A refused entry leaves this phone only when a person says so.
  async settle(id) {
    await write(["queue"], ({ queue }) => queue.delete(id));
    await this.load();
  }

  async tryAgain(id) {
    const entry = this.queue.find((one) => one.id === id);
    await write(["queue"], ({ queue }) => queue.put({ ...entry, state: "waiting", answer: null }));
    await this.load();
  }

  async sync() {
    const { day, part } = this.event?.token ? this.set() : {};
    await send(this.slug, this.told, day ? { day: day.day, part } : {});
    await this.load();
  }

  // The names go at once; the token stays until all that waits is handed in.
  async leave() {
    await this.wipe("left");
    this.event = await changeEvent(this.slug, { leaves: true });
  }

  file() {
    const of = (kind) => this.queue.filter((one) => one.kind === kind).map((one) => one.body);
    return {
      format: "dialogues-queue", version: QUEUE_FORMAT, event: this.slug, device: this.event?.name ?? null,
      saved_at: new Date().toISOString(), clock_offset_s: this.event?.offsetS ?? 0,
      walk_ins: of("walk_in"), marks: of("mark"),
    };
  }
}

// A random id; crypto.randomUUID is there only with https.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
