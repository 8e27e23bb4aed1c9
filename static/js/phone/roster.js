// The people of an event as the phone finds them: by the start of any word of name or organisation, or by a badge.
import { fold, searchKey } from "./folding.js";

const TAIL = 8; // signs of a badge code that the phone knows
const BADGE = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const READ_ALIKE = { O: "0", I: "1", L: "1" };

const signs = (text) => text.replace(/[-\s]/g, "").toUpperCase().replace(/[OIL]/g, (sign) => READ_ALIKE[sign]);

// The badge code in what was scanned or typed (the bare code, or the address that ends in it), or null.
export function readBadge(text) {
  const code = signs(text.trim().replace(/\/+$/, "").split("/").pop());
  return BADGE.test(code) ? code : null;
}

export class Roster {
  constructor(list) {
    const { people } = list;
    let id = 0;
    this.people = people.names.map((name, at) => {
      id += people.ids[at];
      const organisation = people.named[people.organisations[at]] ?? "";
      return {
        id,
        name,
        organisation,
        sector: people.sector_codes[people.sectors[at]],
        status: people.status_codes[people.statuses[at]],
        badge: people.badges.slice(at * TAIL, (at + 1) * TAIL),
        key: people.keys[at] ?? searchKey(name, organisation),
        folded: fold(name),
      };
    });
    this.byId = new Map(this.people.map((one) => [one.id, one]));
    this.byBadge = new Map(this.people.map((one) => [one.badge, one]));
    this.all = [...this.people].sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : a.id - b.id));
  }

  withBadge(code) {
    return this.byBadge.get(code.slice(-TAIL)) ?? null;
  }

  find(text, most) {
    const words = fold(text).split(" ").filter(Boolean);
    if (!words.length) return [];
    const found = this.all.filter((one) => words.every((word) => one.key.includes(` ${word}`)));
    const byTail = this.byBadge.get(signs(text));
    if (byTail && !found.includes(byTail)) found.unshift(byTail);
    return found.slice(0, most);
  }

  isTwin(person) {
    return this.people.some((one) => one !== person && one.folded === person.folded);
  }
}
