"""What an import would do with each row: put somebody new on the list, change somebody, leave them, or refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dialogues.core.folding import search_key
from dialogues.core.spreadsheets import Table
from dialogues.imports import rules
from dialogues.imports.columns import FIELD_NAMES, NAMES, Field
from dialogues.imports.queries import KnownAlready, Registered
from dialogues.imports.reading import Heading, Reader, Said, Sentence, read_heading
from dialogues.people.contact import phones_text
from dialogues.people.facts import PersonFacts
from dialogues.people.queries import Known
from dialogues.people.rules import NoSector, name_words
from dialogues.people.sectors import Sector
from dialogues.registration.kinds import Status
from dialogues.registration.recognition import recognised

_COMPARED = (Field.HONORIFIC, Field.POSITION, Field.PLACE, Field.LANGUAGE, Field.AGE_GROUP)


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One row and what becomes of it."""

    said: Said
    fate: Fate
    person_id: int | None = None  # somebody the directory knows; None: somebody new to it
    registered: Registered | None = None  # on the list of the event already
    facts: PersonFacts | None = None  # of an updated one: what is true after the import
    changed: frozenset[Field] = frozenset()
    maybe_same: str | None = None  # somebody of the same name in the directory, of whom it is not sure

    @property
    def notes(self) -> str | None:
        """The notes after the import: what was noted before stays."""
        before = self.registered.notes if self.registered else None
        if not self.said.notes or (before and self.said.notes in before):
            return before
        return f"{before}\n{self.said.notes}" if before else self.said.notes


@dataclass(frozen=True)
class Plan:
    """What an import would do, row by row."""

    table: Table
    heading: Heading
    lines: tuple[Line, ...]

    def of(self, fate: Fate) -> list[Line]:
        """The rows with this fate."""
        return [line for line in self.lines if line.fate is fate]

    @property
    def possible_duplicates(self) -> list[Line]:
        """New people of whom somebody of the same name is known."""
        return [line for line in self.lines if line.maybe_same is not None]

    @property
    def refusals(self) -> list[tuple[int, Sentence]]:
        """Every reason for which a row is refused, with its number in the file."""
        return [(line.said.number, one) for line in self.lines for one in line.said.refusals]

    @property
    def remarks(self) -> list[tuple[int, Sentence]]:
        """Everything worth knowing about rows that are taken."""
        taken = (line for line in self.lines if line.fate is not Fate.REFUSED)
        return [(line.said.number, one) for line in taken for one in line.said.remarks]


def make_plan(
    table: Table, known: KnownAlready, *, country: str | None, chosen: Mapping[int, Field] | None = None
) -> Plan:
    """Read `table` and compare it with what is `known`. Writes nothing.

    `chosen` is what its columns hold, if a person said so. Raises NoHeading or NoRows.
    """
    heading, rows = read_heading(table, chosen)
    reader = Reader(heading, unread=table.unread, groups=known.groups, country=country)
    matcher = _Matcher(known, heading)
    return Plan(table, heading, tuple(matcher.match(reader.read(row)) for row in rows))


class _Matcher:
    """Decides row by row, and remembers whom the rows before were."""

    def __init__(self, known: KnownAlready, heading: Heading) -> None:
        self._known = known
        self._heading = heading
        self._row_of_person: dict[int, int] = {}
        self._new: dict[frozenset[str], list[Known]] = {}  # people of this file, numbered from -1 downwards

    def match(self, said: Said) -> Line:
        """What becomes of a row."""
        if said.refusals:
            return Line(said, Fate.REFUSED)
        name = name_words(said.facts.full_name)
        same = self._known.persons.get(name, ())
        person_id = self._recognise(said, [*same, *self._new.get(name, ())])
        if person_id is not None and person_id in self._row_of_person:
            twice = Sentence(self._heading.word_of("full_name"), rules.TwiceInFile(row=self._row_of_person[person_id]))
            return Line(said.refused(twice), Fate.REFUSED)
        if person_id is None:
            return self._somebody_new(said, name, same)
        self._row_of_person[person_id] = said.number
        registered = self._known.registered.get(person_id)
        if registered is None:
            return self._with_sector(said, person_id)
        return _compared(said, registered, self._heading)

    def _recognise(self, said: Said, same: Sequence[Known]) -> int | None:
        if not same:
            return None
        here = {one.person_id for one in same if one.person_id in self._known.registered or one.person_id < 0}
        phones = frozenset(phone for phone in (said.phones.first, said.phones.second) if phone)
        facts = said.facts
        return recognised(same, here, organisation=facts.organisation, phones=phones, email=facts.email)

    def _somebody_new(self, said: Said, name: frozenset[str], same: Sequence[Known]) -> Line:
        line = self._with_sector(said, None)
        if line.fate is Fate.REFUSED:
            return line
        number = -1 - len(self._row_of_person)
        self._row_of_person[number] = said.number
        facts, phones = said.facts, said.phones
        self._new.setdefault(name, []).append(
            Known(number, facts.full_name, facts.sector or Sector.OTH, facts.organisation, facts.position, facts.gender,
                  phones.first, phones.second, facts.email)
        )  # fmt: skip
        if not same:
            return line
        remark = Sentence(self._heading.word_of("full_name"), rules.MaybeSame(name=_described(same[0])))
        return replace(line, said=said.remarked(remark), maybe_same=same[0].full_name)

    def _with_sector(self, said: Said, person_id: int | None) -> Line:
        """Somebody new on the list; who is new to the directory needs a sector."""
        if person_id is None and said.facts.sector is None:
            return Line(said.refused(Sentence(self._heading.word_of("sector"), NoSector())), Fate.REFUSED)
        return Line(said, Fate.NEW, person_id=person_id)


def _described(known: Known) -> str:
    return f"{known.full_name} ({known.organisation_name})" if known.organisation_name else known.full_name


def _compared(said: Said, registered: Registered, heading: Heading) -> Line:
    """Somebody on the list already: only what the row says and what is different changes; the name never does."""
    stays = {Status.CANCELLED: rules.StaysCancelled, Status.DECLINED: rules.StaysDeclined}.get(registered.status)
    if stays is not None:
        said = said.remarked(Sentence(heading.word_of("full_name"), stays()))
    values: dict[str, Any] = {
        "full_name": registered.full_name,
        "honorific": registered.honorific,
        "sector": registered.sector,
        "stakeholder_group_id": registered.stakeholder_group_id,
        "organisation": registered.organisation_name,
        "position": registered.position,
        "gender": registered.gender,
        "age_group": registered.age_group,
        "phone": phones_text(registered.phone, registered.phone_alternative) or None,
        "email": registered.email,
        "place": registered.place,
        "language": registered.language,
    }
    changed = set()
    for what, is_same in _differences(said, registered):
        if what in said.given and not is_same:
            changed.add(what)
            column = "stakeholder_group_id" if what is Field.STAKEHOLDER_GROUP else what.value
            if column in values:
                values[column] = getattr(said.facts, column)
    if Field.SECTOR in changed and Field.STAKEHOLDER_GROUP not in said.given:
        values["stakeholder_group_id"] = None  # the group rolled up to the sector it had
    line = Line(said, Fate.UNCHANGED, registered.person_id, registered)
    if Field.NOTES in said.given and line.notes != registered.notes:
        changed.add(Field.NOTES)
    if not changed:
        return line
    return replace(line, fate=Fate.UPDATED, facts=PersonFacts(**values), changed=frozenset(changed))


def _differences(said: Said, registered: Registered) -> list[tuple[Field, bool]]:
    """Each field and whether the row and the list say the same of it."""
    facts = said.facts
    kept = {registered.phone, registered.phone_alternative} - {None}
    return [
        *((what, getattr(facts, what.value) == getattr(registered, what.value)) for what in _COMPARED),
        (Field.SECTOR, facts.sector is registered.sector),
        (Field.STAKEHOLDER_GROUP, facts.stakeholder_group_id == registered.stakeholder_group_id),
        (Field.GENDER, facts.gender is registered.gender),
        (Field.ORGANISATION, search_key(facts.organisation) == search_key(registered.organisation_name)),
        (Field.PHONE, {said.phones.first, said.phones.second} - {None} <= kept),
        (Field.EMAIL, (facts.email or "").casefold() == (registered.email or "").casefold()),
        (Field.ROLE, said.role is registered.role),
    ]


def field_words(fields: frozenset[Field]) -> list[str]:
    """The names of fields, for showing what changed; parts of a name are one."""
    return [FIELD_NAMES[what] for what in Field if what in fields and what not in NAMES - {Field.FULL_NAME}]
