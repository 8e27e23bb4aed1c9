"""From the cells of a table to what is said about people: tidied, and refused where it cannot be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from dialogues.core.errors import DomainError
from dialogues.core.folding import clean, clean_line, fold, search_key
from dialogues.core.spreadsheets import Row
from dialogues.imports import rules, words
from dialogues.imports.columns import NAMES, Field
from dialogues.imports.decisions import NOTHING_SAID, Words
from dialogues.imports.heading import Heading, cell_text
from dialogues.people.contact import Phones, phone_text, read_email, read_phones
from dialogues.people.facts import PersonFacts
from dialogues.people.rules import LENGTHS_MAX, RefusedFact, require_length, require_name, sector_of
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.kinds import EventRole
from dialogues.registration.rules import NOTES_LENGTH_MAX

_ROUNDED = 10**6  # a telephone number that ends in so many noughts was rounded by a spreadsheet
_FRACTION = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")  # the same in a text: 2.33E+11
GROUP = "group:"  # before the id of a stakeholder group, where a word of the sectors stands for one
_SHORT = 12  # letters; a longer text says something
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
    field: Field | None = None  # what the column holds, where another cell would help


@dataclass(frozen=True)
class Question:
    """A word of the file that is none of ours: asked once, whatever number of rows it stands in."""

    field: Field
    word: str
    rows: tuple[int, ...]


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
    texts: Mapping[Field, str] = field(default_factory=dict)  # cells that something is told about, as they stand

    def refused(self, sentence: Sentence) -> "Said":
        """The same row with one more reason to refuse it."""
        return replace(self, refusals=(*self.refusals, sentence))

    def remarked(self, sentence: Sentence) -> "Said":
        """The same row with one more remark."""
        return replace(self, remarks=(*self.remarks, sentence))


class Reader:
    """Reads the rows of one table for one event."""

    def __init__(
        self,
        heading: Heading,
        *,
        unread: frozenset[tuple[int, int]],
        groups: Mapping[str, Group],
        country: str | None,
        cells: Mapping[int, Mapping[Field, str]] = NOTHING_SAID.cells,
        answers: Words = NOTHING_SAID.words,
    ) -> None:
        self._heading = heading
        self._columns = {what: at for at, what in heading.mapping.items()}
        self._unread = unread
        self._groups = groups
        self._groups_by_id = {str(group.id): group for group in groups.values()}
        self._country = country
        self._cells = cells
        self._answers = answers
        self._asked: dict[tuple[Field, str], tuple[str, list[int]]] = {}

    @property
    def questions(self) -> tuple[Question, ...]:
        """The words of the rows read so far that are none of ours and were not explained."""
        return tuple(Question(field, word, tuple(rows)) for (field, _key), (word, rows) in self._asked.items())

    def read(self, row: Row) -> Said:
        """What the row says."""
        found = _Found(self._heading, self._columns, row, self._unread, self._cells.get(row.number, {}))
        sector, group = self._sector(found)
        phones = self._phones(found)
        facts = PersonFacts(
            full_name=_name(found),
            sector=sector,
            stakeholder_group_id=group,
            honorific=found.text(Field.HONORIFIC),
            organisation=_organisation(found),
            position=found.text(Field.POSITION),
            gender=self._word(found, Field.GENDER, words.gender_of, rules.UnknownGender) or Gender.NOT_STATED,
            age_group=self._word(found, Field.AGE_GROUP, words.age_group_of, rules.UnknownAge),
            phone=" / ".join(phone for phone in (phones.first, phones.second) if phone) or None,
            email=found.attempt(lambda: read_email(found.text(Field.EMAIL))),
            place=found.text(Field.PLACE),
            language=_language(found),
        )
        found.attempt(lambda: require_name(facts.full_name))
        found.attempt(lambda: _require_lengths(facts))
        notes = found.text(Field.NOTES, lines=True)
        found.attempt(lambda: require_length("notes", notes, limit=NOTES_LENGTH_MAX))
        role = self._word(found, Field.ROLE, words.role_of, rules.UnknownRole)
        return Said(
            number=row.number,
            facts=facts,
            given=frozenset(found.given),  # asked last: every cell that was read has its field in it
            role=role,
            notes=notes,
            phones=phones,
            refusals=tuple(found.refusals),
            remarks=tuple(found.remarks),
            texts={
                one.field: clean(cell_text(found.cell(one.field)))
                for one in (*found.refusals, *found.remarks)
                if one.field
            },
        )

    def _sector(self, found: "_Found") -> tuple[Sector | None, int | None]:
        """Sector and group; a group's name in the column of sectors says both."""
        word, group_word = found.text(Field.SECTOR), found.text(Field.STAKEHOLDER_GROUP)
        group = self._group(group_word)
        if group_word and group is None:
            answer = self._answer(Field.STAKEHOLDER_GROUP, group_word)
            group = self._groups_by_id.get((answer or "").removeprefix(GROUP))
            if answer is None:
                self._ask(Field.STAKEHOLDER_GROUP, group_word, found)
                found.remark(Field.STAKEHOLDER_GROUP, rules.GroupLeftOut(word=group_word))
            elif group is None:
                found.given.discard(Field.STAKEHOLDER_GROUP)
        sector = words.sector_of(word) if word else None
        if word and sector is None:
            answer = self._answer(Field.SECTOR, word)
            named = self._groups_by_id.get((answer or "").removeprefix(GROUP)) or self._group(word)
            if answer in words.SECTOR_CODES:
                sector = Sector(answer)
            elif named is not None:
                group, sector = group or named, named.sector
            else:
                self._ask(Field.SECTOR, word, found)
                found.refuse(rules.UnknownSector(word=word))
                return None, None
        found.attempt(
            lambda: sector_of(sector, group=group.name if group else None, group_sector=group.sector if group else None)
        )
        if group is not None:
            found.given |= {Field.STAKEHOLDER_GROUP, Field.SECTOR}
        return sector or (group.sector if group else None), group.id if group else None

    def _word(self, found: "_Found", what: Field, meaning: Callable[[str], Any], refusal: type[RefusedFact]) -> Any:
        """What a word of the cell stands for by itself or by what was answered; refused where nobody knows."""
        text = found.text(what)
        if text is None:
            return None
        meant = meaning(text)
        if meant is not None:
            return meant
        answer = self._answer(what, text)
        if answer == "":
            found.given.discard(what)
            return None
        if answer is not None and answer in words.CODES[what]:
            return words.CODES[what][answer]
        self._ask(what, text, found)
        found.refuse(refusal(word=text))
        return None

    def _answer(self, what: Field, word: str) -> str | None:
        return self._answers.get(what, {}).get(fold(word))

    def _ask(self, what: Field, word: str, found: "_Found") -> None:
        """Note that nobody knows the word, unless somebody mended this very cell: then the row alone is wrong."""
        if fold(word) and not found.is_mended(what):
            self._asked.setdefault((what, fold(word)), (word, []))[1].append(found.number)

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
            found.refuse(rules.RoundedPhone(number=cell_text(cell)))
            return Phones(None, None, ())
        text = found.text(Field.PHONE)
        phones = read_phones(text, country=self._country)
        if text and _FRACTION.fullmatch(text) and phones.unread:
            found.refuse(rules.RoundedPhone(number=text))
            return Phones(None, None, ())
        if phones.unread:
            found.remark(Field.PHONE, rules.PhoneUnread(number=" / ".join(phones.unread)))
        elif isinstance(cell, int | float) and phones.first:
            found.remark(Field.PHONE, rules.PhoneFromNumber(number=phone_text(phones.first)))
        return phones


@lru_cache(maxsize=4096)
def _says_nothing(text: str) -> bool:
    return fold(text) in _NOTHING_SAID and not any(map(str.isdigit, text))


class _Found:
    """The cells of one row by what they hold, and what is to be told about them."""

    def __init__(
        self,
        heading: Heading,
        columns: Mapping[Field, int],
        row: Row,
        unread: frozenset[tuple[int, int]],
        mended: Mapping[Field, str],
    ) -> None:
        self._heading = heading
        self._columns = columns
        self._row = row
        self._mended = mended
        self.given: set[Field] = set()
        self.refusals: list[Sentence] = []
        self.remarks: list[Sentence] = []
        for at, what in heading.mapping.items() if unread else ():
            if (row.number, at) in unread and what not in mended:
                refusal = rules.FormulaWithoutResult()
                refusal.field = what.value
                self.refuse(refusal)

    @property
    def number(self) -> int:
        """The row's number in the file."""
        return self._row.number

    def is_mended(self, what: Field) -> bool:
        """Whether somebody wrote this cell anew."""
        return what in self._mended

    def cell(self, what: Field) -> str | int | float:
        """The cell as the file holds it, or as somebody wrote it anew."""
        if self._mended and what in self._mended:
            return self._mended[what]
        at = self._columns.get(what)
        return "" if at is None else self._row.at(at)

    def text(self, what: Field, *, lines: bool = False) -> str | None:
        """The cell as a tidied text; None where nothing is said, a dash included."""
        if what not in self._columns and what not in self._mended:
            return None
        cell = self.cell(what)
        if cell == "":
            return None
        text = (clean if lines else clean_line)(cell_text(cell))
        if not text or (what not in NAMES and len(text) <= _SHORT and _says_nothing(text)):
            return None
        self.given.add(what)
        return text

    def attempt(self, reading: Callable[[], Any]) -> Any:
        """What `reading` gives; a refused fact is noted, and None given."""
        try:
            return reading()
        except RefusedFact as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: RefusedFact) -> None:
        """Note why the row cannot be taken."""
        self.refusals.append(Sentence(self._heading.word_of(refusal.field), refusal, Field(refusal.field)))

    def remark(self, what: Field, remark: rules.Remark) -> None:
        """Note what is worth knowing about the row."""
        self.remarks.append(Sentence(self._heading.word_of(what), remark, what))


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
