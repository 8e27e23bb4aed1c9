"""What an import would do with each row: put somebody new on the list, change somebody, leave them, or refuse."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogues.core.folding import fold, search_key
from dialogues.core.spreadsheets import Table
from dialogues.imports import rules
from dialogues.imports.columns import Field
from dialogues.imports.comparing import compare, notes_after
from dialogues.imports.decisions import NEW, NOTHING_SAID, Decisions
from dialogues.imports.heading import Heading, Remembered, read_heading
from dialogues.imports.likeness import Candidate
from dialogues.imports.queries import KnownAlready, Registered
from dialogues.imports.reading import Question, Reader, Said, Sentence
from dialogues.people.facts import PersonFacts
from dialogues.people.queries import Known
from dialogues.people.rules import NoSector, name_words
from dialogues.people.sectors import Sector
from dialogues.registration.kinds import Status
from dialogues.registration.recognition import recognised


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Line:
    """One row and what becomes of it."""

    said: Said
    fate: Fate
    person_id: int | None = None  # somebody the directory knows; None: somebody new to it
    registered: Registered | None = None  # on the list of the event already
    facts: PersonFacts | None = None  # of an updated one: what is true after the import
    changed: frozenset[Field] = frozenset()
    candidates: tuple[Candidate, ...] = ()  # of whom it is not sure, or was not before somebody decided
    decision: int | None = None  # the person somebody said it is, or NEW
    row_key: str = ""

    @property
    def notes(self) -> str | None:
        """The notes after the import: what was noted before stays."""
        return notes_after(self.said, self.registered)


@dataclass(frozen=True)
class Plan:
    """What an import would do, row by row."""

    table: Table
    heading: Heading
    lines: tuple[Line, ...]
    questions: tuple[Question, ...] = ()

    def of(self, fate: Fate) -> list[Line]:
        """The rows with this fate."""
        return [line for line in self.lines if line.fate is fate]

    @property
    def possible_duplicates(self) -> list[Line]:
        """Rows of which it is not sure, or was not before somebody decided, whether they are somebody known."""
        return [line for line in self.lines if line.candidates and line.fate not in (Fate.REFUSED, Fate.SKIPPED)]

    @property
    def refusals(self) -> list[tuple[int, Sentence]]:
        """Every reason for which a row is refused, with its number in the file."""
        return [(line.said.number, one) for line in self.of(Fate.REFUSED) for one in line.said.refusals]

    @property
    def remarks(self) -> list[tuple[int, Sentence]]:
        """Everything worth knowing about rows that are taken."""
        taken = (line for line in self.lines if line.fate not in (Fate.REFUSED, Fate.SKIPPED))
        return [(line.said.number, one) for line in taken for one in line.said.remarks]


def make_plan(
    table: Table,
    known: KnownAlready,
    *,
    country: str | None,
    said: Decisions = NOTHING_SAID,
    remembered: Remembered | None = None,
) -> Plan:
    """Read `table` as it was `said` and compare it with what is `known`. Writes nothing.

    `remembered` is what was chosen for the last file with the same headings. Raises NoHeading or NoRows.
    """
    heading, rows = read_heading(table, said, remembered)
    answers = {
        field: {**(remembered.words.get(field, {}) if remembered else {}), **said.words.get(field, {})}
        for field in Field
    }
    reader = Reader(
        heading, unread=table.unread, groups=known.groups, country=country, cells=said.cells, answers=answers
    )
    matcher = _Matcher(known, heading, said)
    lines = tuple(matcher.match(reader.read(row)) for row in rows)
    skipped = said.skipped
    questions = tuple(replace(one, rows=taken) for one in reader.questions if (taken := tuple(set(one.rows) - skipped)))
    return Plan(table, heading, lines, questions)


class _Matcher:
    """Decides row by row, and remembers whom the rows before were."""

    def __init__(self, known: KnownAlready, heading: Heading, said: Decisions) -> None:
        self._known = known
        self._heading = heading
        self._said = said
        self._row_of_person: dict[int, int] = {}
        self._new: dict[frozenset[str], list[Known]] = {}  # people of this file, numbered from -1 downwards
        self._keys: Counter[str] = Counter()

    def match(self, said: Said) -> Line:
        """What becomes of a row."""
        if said.number in self._said.skipped:
            return Line(said, Fate.SKIPPED)
        if said.refusals:
            return Line(said, Fate.REFUSED)
        return replace(self._matched(said, key := self._key(said)), row_key=key)

    def _matched(self, said: Said, key: str) -> Line:
        name = name_words(said.facts.full_name)
        candidates: tuple[Candidate, ...] = ()
        decision = self._said.same.get(said.number)
        person_id = self._known.rows.get(key)
        if person_id is None and decision != NEW:
            same = self._known.persons.get(name, ())
            person_id = self._recognise(said, [*same, *self._new.get(name, ())])
        if person_id is None or person_id < 0:
            candidates = self._known.likeness.candidates(said.facts.full_name, _phones(said))
            offered = {one.known.person_id for one in candidates}
            if decision in offered:
                person_id = decision
            elif decision != NEW:
                decision = None
        else:
            decision = None
        if person_id is not None and person_id in self._row_of_person:
            refusal = rules.TwiceInFile(row=self._row_of_person[person_id])
            twice = Sentence(self._heading.word_of("full_name"), refusal, Field.FULL_NAME)
            return Line(said.refused(twice), Fate.REFUSED)
        if person_id is None:
            return self._somebody_new(said, name, candidates, decision)
        self._row_of_person[person_id] = said.number
        registered = self._known.registered.get(person_id)
        line = Line(said, Fate.NEW, person_id) if registered is None else self._on_the_list(said, registered)
        return replace(line, candidates=candidates, decision=decision)

    def _key(self, said: Said) -> str:
        """A digest of who the row speaks of; a second such row of the same file has its number behind it."""
        facts = said.facts
        told = (fold(facts.full_name), *sorted(_phones(said)), (facts.email or "").casefold())
        words = "\x1f".join((*told, search_key(facts.organisation)))
        key = hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=12).hexdigest()
        self._keys[key] += 1
        return key if self._keys[key] == 1 else f"{key}-{self._keys[key]}"

    def _recognise(self, said: Said, same: Sequence[Known]) -> int | None:
        if not same:
            return None
        here = {one.person_id for one in same if one.person_id in self._known.registered or one.person_id < 0}
        facts = said.facts
        return recognised(same, here, organisation=facts.organisation, phones=_phones(said), email=facts.email)

    def _somebody_new(
        self, said: Said, name: frozenset[str], candidates: tuple[Candidate, ...], decision: int | None
    ) -> Line:
        if said.facts.sector is None:
            missing = Sentence(self._heading.word_of("sector"), NoSector(), Field.SECTOR)
            return Line(said.refused(missing), Fate.REFUSED)
        number = -1 - len(self._row_of_person)
        self._row_of_person[number] = said.number
        facts, phones = said.facts, said.phones
        self._new.setdefault(name, []).append(
            Known(number, facts.full_name, facts.sector or Sector.OTH, facts.organisation, facts.position, facts.gender,
                  phones.first, phones.second, facts.email)
        )  # fmt: skip
        if candidates and decision is None:
            remark = rules.MaybeSame(name=_described(candidates[0].known))
            said = said.remarked(Sentence(self._heading.word_of("full_name"), remark))
        return Line(said, Fate.NEW, candidates=candidates, decision=decision)

    def _on_the_list(self, said: Said, registered: Registered) -> Line:
        """Somebody who is on the list already: updated, or left as they are."""
        stays = {Status.CANCELLED: rules.StaysCancelled, Status.DECLINED: rules.StaysDeclined}.get(registered.status)
        if stays is not None:
            said = said.remarked(Sentence(self._heading.word_of("full_name"), stays()))
        facts, changed = compare(said, registered)
        if not changed:
            return Line(said, Fate.UNCHANGED, registered.person_id, registered)
        return Line(said, Fate.UPDATED, registered.person_id, registered, facts, changed)


def _phones(said: Said) -> frozenset[str]:
    return frozenset(phone for phone in (said.phones.first, said.phones.second) if phone)


def _described(known: Known) -> str:
    return f"{known.full_name} ({known.organisation_name})" if known.organisation_name else known.full_name
