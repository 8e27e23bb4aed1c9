"""From the cells of a table to what is said about people: tidied, and refused where it cannot be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dialogues.core.errors import DomainError
from dialogues.core.folding import clean, clean_line, fold, search_key
from dialogues.core.spreadsheets import Row, Table
from dialogues.imports import columns, rules, words
from dialogues.imports.columns import NAMES, Field
from dialogues.people.contact import Phones, phone_text, read_email, read_phones
from dialogues.people.facts import PersonFacts
from dialogues.people.rules import LENGTHS_MAX, RefusedFact, require_length, require_name, sector_of
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.kinds import EventRole
from dialogues.registration.rules import NOTES_LENGTH_MAX

_ROUNDED = 10**6  # a telephone number that ends in so many noughts was rounded by a spreadsheet
_NOTHING_SAID = frozenset({"", "n a", "na", "none", "nil", "nan", "null", "neant", "hakuna", "tsy misy"})


@dataclass(frozen=True)
class Group:
    """A stakeholder group of the list."""

    id: int
    name: str
    sector: Sector


@dataclass(frozen=True)
class Sentence:
    """Something to tell about a cell: the heading of its column, and a refusal or remark with its facts."""

    column: str
    error: DomainError


@dataclass(frozen=True)
class Heading:
    """The row that names the columns: its number, its words, and what each column holds."""

    number: int
    words: tuple[str, ...]
    mapping: Mapping[int, Field]

    def word_of(self, what: str) -> str:
        """The heading over what a refusal names by its field; the field itself where no column holds it."""
        wanted = (what, Field.GIVEN_NAME, Field.FAMILY_NAME) if what == Field.FULL_NAME else (what,)
        found = {field: self.words[at] for at, field in self.mapping.items()}
        return next((found[Field(one)] for one in wanted if one in found), what)

    @property
    def unread(self) -> tuple[str, ...]:
        """Headings of columns that are not read."""
        return tuple(word for at, word in enumerate(self.words) if word and at not in self.mapping)


@dataclass(frozen=True)
class Said:
    """What one row says, as far as it could be read. `given` are the fields that are not empty."""

    number: int
    facts: PersonFacts
    given: frozenset[Field]
    role: EventRole | None = None
    notes: str | None = None
    phones: Phones = field(default_factory=lambda: Phones(None, None, ()))
    refusals: tuple[Sentence, ...] = ()
    remarks: tuple[Sentence, ...] = ()

    def refused(self, sentence: Sentence) -> "Said":
        """The same row with one more reason to refuse it."""
        return replace(self, refusals=(*self.refusals, sentence))

    def remarked(self, sentence: Sentence) -> "Said":
        """The same row with one more remark."""
        return replace(self, remarks=(*self.remarks, sentence))


def read_heading(table: Table, chosen: Mapping[int, Field] | None = None) -> tuple[Heading, Sequence[Row]]:
    """The heading and the rows under it. `chosen` is what the columns hold if a person said so.

    Raises NoHeading or NoRows.
    """
    texts = [[_text(cell) for cell in row.cells] for row in table.rows[: columns.HEADING_ROWS]]
    at = columns.find_heading(texts)
    if at is None:
        if chosen is None or not NAMES & set(chosen.values()):
            raise rules.NoHeading
        at = 0
    mapping = columns.map_columns(texts[at]) if chosen is None else dict(chosen)
    if not NAMES & set(mapping.values()):
        raise rules.NoHeading
    rows = table.rows[at + 1 :]
    if not rows:
        raise rules.NoRows
    return Heading(table.rows[at].number, tuple(texts[at]), mapping), rows


class Reader:
    """Reads the rows of one table for one event."""

    def __init__(
        self, heading: Heading, *, unread: frozenset[tuple[int, int]], groups: Mapping[str, Group], country: str | None
    ) -> None:
        self._heading = heading
        self._columns = {what: at for at, what in heading.mapping.items()}
        self._unread = unread
        self._groups = groups
        self._country = country

    def read(self, row: Row) -> Said:
        """What the row says."""
        found = _Found(self._heading, self._columns, row, self._unread)
        sector, group = self._sector(found)
        phones = self._phones(found)
        facts = PersonFacts(
            full_name=_name(found),
            sector=sector,
            stakeholder_group_id=group,
            honorific=found.text(Field.HONORIFIC),
            organisation=_organisation(found),
            position=found.text(Field.POSITION),
            gender=found.word(Field.GENDER, words.gender_of, rules.UnknownGender) or Gender.NOT_STATED,
            age_group=found.word(Field.AGE_GROUP, words.age_group_of, rules.UnknownAge),
            phone=" / ".join(phone for phone in (phones.first, phones.second) if phone) or None,
            email=found.attempt(lambda: read_email(found.text(Field.EMAIL))),
            place=found.text(Field.PLACE),
            language=_language(found),
        )
        found.attempt(lambda: require_name(facts.full_name))
        found.attempt(lambda: _require_lengths(facts))
        notes = found.text(Field.NOTES, lines=True)
        found.attempt(lambda: require_length("notes", notes, limit=NOTES_LENGTH_MAX))
        return Said(
            number=row.number,
            facts=facts,
            given=frozenset(found.given),
            role=found.word(Field.ROLE, words.role_of, rules.UnknownRole),
            notes=notes,
            phones=phones,
            refusals=tuple(found.refusals),
            remarks=tuple(found.remarks),
        )

    def _sector(self, found: "_Found") -> tuple[Sector | None, int | None]:
        """Sector and group; a group's name in the column of sectors says both."""
        word, group_word = found.text(Field.SECTOR), found.text(Field.STAKEHOLDER_GROUP)
        group = self._group(group_word)
        if group_word and group is None:
            found.remark(Field.STAKEHOLDER_GROUP, rules.GroupLeftOut(word=group_word))
        sector = words.sector_of(word) if word else None
        if word and sector is None:
            named = self._group(word)
            if named is None:
                found.refuse(rules.UnknownSector(word=word))
                return None, None
            group, sector = group or named, named.sector
        found.attempt(
            lambda: sector_of(sector, group=group.name if group else None, group_sector=group.sector if group else None)
        )
        if group is not None:
            found.given |= {Field.STAKEHOLDER_GROUP, Field.SECTOR}
        return sector or (group.sector if group else None), group.id if group else None

    def _group(self, word: str | None) -> Group | None:
        """The group of this name; also if its name holds all words written and no other group's does."""
        if not word:
            return None
        exact = self._groups.get(search_key(word))
        if exact is not None:
            return exact
        wanted = set(fold(word).split())
        holding = [group for key, group in self._groups.items() if wanted and wanted <= set(key.split())]
        return holding[0] if len(holding) == 1 else None

    def _phones(self, found: "_Found") -> Phones:
        cell = found.cell(Field.PHONE)
        if isinstance(cell, int | float) and cell >= _ROUNDED and cell % _ROUNDED == 0:
            found.refuse(rules.RoundedPhone(number=_text(cell)))
            return Phones(None, None, ())
        phones = read_phones(found.text(Field.PHONE), country=self._country)
        if phones.unread:
            found.remark(Field.PHONE, rules.PhoneUnread(number=" / ".join(phones.unread)))
        elif isinstance(cell, int | float) and phones.first:
            found.remark(Field.PHONE, rules.PhoneFromNumber(number=phone_text(phones.first)))
        return phones


class _Found:
    """The cells of one row by what they hold, and what is to be told about them."""

    def __init__(
        self, heading: Heading, columns: Mapping[Field, int], row: Row, unread: frozenset[tuple[int, int]]
    ) -> None:
        self._heading = heading
        self._columns = columns
        self._row = row
        self.given: set[Field] = set()
        self.refusals: list[Sentence] = []
        self.remarks: list[Sentence] = []
        for at, what in heading.mapping.items() if unread else ():
            if (row.number, at) in unread:
                refusal = rules.FormulaWithoutResult()
                refusal.field = what.value
                self.refuse(refusal)

    def cell(self, what: Field) -> str | int | float:
        """The cell as the file holds it."""
        at = self._columns.get(what)
        return "" if at is None else self._row.at(at)

    def text(self, what: Field, *, lines: bool = False) -> str | None:
        """The cell as a tidied text; None where nothing is said, a dash included."""
        cell = self.cell(what)
        if cell == "":
            return None
        text = (clean if lines else clean_line)(_text(cell))
        if not text or (what not in NAMES and fold(text) in _NOTHING_SAID and not any(map(str.isdigit, text))):
            return None
        self.given.add(what)
        return text

    def word(self, what: Field, meaning: Callable[[str], Any], refusal: type[RefusedFact]) -> Any:
        """What a word of the cell stands for; refused where it stands for nothing we know."""
        text = self.text(what)
        if text is None:
            return None
        found = meaning(text)
        if found is None:
            self.refuse(refusal(word=text))
        return found

    def attempt(self, reading: Callable[[], Any]) -> Any:
        """What `reading` gives; a refused fact is noted, and None given."""
        try:
            return reading()
        except RefusedFact as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: RefusedFact) -> None:
        """Note why the row cannot be taken."""
        self.refusals.append(Sentence(self._heading.word_of(refusal.field), refusal))

    def remark(self, what: Field, remark: rules.Remark) -> None:
        """Note what is worth knowing about the row."""
        self.remarks.append(Sentence(self._heading.word_of(what), remark))


def _require_lengths(facts: PersonFacts) -> None:
    for name, limit in LENGTHS_MAX.items():
        require_length(name, getattr(facts, name), limit=limit)


def _name(found: _Found) -> str:
    whole = found.text(Field.FULL_NAME)
    parts = [found.text(Field.GIVEN_NAME), found.text(Field.FAMILY_NAME)]
    return whole or " ".join(part for part in parts if part)


def _organisation(found: _Found) -> str | None:
    text = found.text(Field.ORGANISATION)
    if text is not None and not search_key(text):
        found.given.discard(Field.ORGANISATION)
        return None  # signs that are no word say that there is none
    return text


def _language(found: _Found) -> str | None:
    text = found.text(Field.LANGUAGE)
    if text is None:
        return None
    code = words.language_of(text)
    if code is None:
        found.given.discard(Field.LANGUAGE)
        found.remark(Field.LANGUAGE, rules.LanguageLeftOut(word=text))
    return code


def _text(cell: str | int | float) -> str:
    return cell if isinstance(cell, str) else f"{cell}"
