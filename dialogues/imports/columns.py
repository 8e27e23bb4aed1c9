"""Which column of a spreadsheet holds what, by its heading: in English, French, Swahili and Malagasy, however typed."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from dialogues.core.folding import fold
from dialogues.core.i18n import N_


class Field(StrEnum):
    """What a column may hold."""

    FULL_NAME = "full_name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    HONORIFIC = "honorific"
    SECTOR = "sector"
    STAKEHOLDER_GROUP = "stakeholder_group"
    ORGANISATION = "organisation"
    POSITION = "position"
    GENDER = "gender"
    AGE_GROUP = "age_group"
    PHONE = "phone"
    EMAIL = "email"
    PLACE = "place"
    LANGUAGE = "language"
    ROLE = "role"
    NOTES = "notes"


FIELD_NAMES = {
    Field.FULL_NAME: N_("Full name"),
    Field.GIVEN_NAME: N_("Given name"),
    Field.FAMILY_NAME: N_("Family name"),
    Field.HONORIFIC: N_("Title before the name"),
    Field.SECTOR: N_("Sector"),
    Field.STAKEHOLDER_GROUP: N_("Stakeholder group"),
    Field.ORGANISATION: N_("Organisation"),
    Field.POSITION: N_("Position"),
    Field.GENDER: N_("Gender"),
    Field.AGE_GROUP: N_("Age group"),
    Field.PHONE: N_("Phone"),
    Field.EMAIL: N_("E-mail"),
    Field.PLACE: N_("Place"),
    Field.LANGUAGE: N_("Language"),
    Field.ROLE: N_("Role"),
    Field.NOTES: N_("Notes"),
}
NAMES = frozenset({Field.FULL_NAME, Field.GIVEN_NAME, Field.FAMILY_NAME})

HEADING_LENGTH_MAX = 200  # letters; longer cells are no headings
HEADING_ROWS = 25  # the heading is looked for in so many rows: lists often begin with a title and a date

# Words that say nothing about what a column holds. Single letters are left out as well: "N° de téléphone".
_LITTLE_WORDS = frozenset(
    {"the", "of", "and", "or", "in", "at", "for"}
    | {"de", "du", "des", "la", "le", "les", "et", "ou", "dans", "au"}
    | {"ya", "na", "wa", "za", "cha", "katika"}
    | {"ny", "sy", "amin", "sa", "aman"}
)
# Headings that would be known by one of their words, and mean something else: whom somebody stands in for.
_NOT_READ = frozenset({"in place of", "in the place of", "a la place de", "en remplacement de", "badala ya", "solon i"})
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
# A "name" beside a column of given names is the family's.
_FAMILY_BESIDE_GIVEN = frozenset({"name", "nom", "noms", "jina", "anarana", "names"})


def _words(heading: str) -> frozenset[str]:
    return frozenset(word for word in heading.split() if len(word) > 1) - _LITTLE_WORDS


def _variants() -> list[tuple[str, Field]]:
    """Every heading we know, folded, with what it means; the file has them by field and language."""
    known = json.loads(Path(__file__).with_name("headings.json").read_text(encoding="utf-8"))
    return [
        (heading, Field(field))
        for field, languages in known.items()
        for headings in languages.values()
        for heading in headings
    ]


_EXACT: Mapping[str, Field] = dict(reversed(_variants()))
_BY_WORDS: Mapping[frozenset[str], Field] = {
    words: field for variant, field in reversed(_variants()) if (words := _words(variant))
}
# A longer heading is known by two of our words or more; one alone would take "emergency contact" for a phone.
_INSIDE = sorted(((words, field) for words, field in _BY_WORDS.items() if len(words) > 1), key=lambda one: -len(one[0]))


@lru_cache(maxsize=4096)  # the first rows are asked cell by cell, and most cells are in many rows
def field_of(heading: str) -> Field | None:
    """What a column with this heading holds; None if that is not known. Words in brackets may be left out."""
    for form in (heading, _BRACKETS.sub(" ", heading)):
        folded = fold(form)
        if folded in _NOT_READ:
            return None
        found = _EXACT.get(folded) or _BY_WORDS.get(_words(folded))
        if found is not None:
            return found
    wanted = _words(fold(heading)) if len(heading) <= HEADING_LENGTH_MAX else frozenset[str]()
    return next((field for words, field in _INSIDE if words <= wanted), None)


def first_of_each(found: Iterable[tuple[int, Field]]) -> dict[int, Field]:
    """Column: what it holds. Of two columns with one meaning the first is taken."""
    mapping: dict[int, Field] = {}
    for at, field in found:
        if field not in mapping.values():
            mapping[at] = field
    return mapping


def map_columns(headings: Sequence[str]) -> dict[int, Field]:
    """Column (from 0): what it holds. Of two columns with one meaning the first is taken."""
    known = ((at, field_of(heading)) for at, heading in enumerate(headings))
    mapping = first_of_each((at, field) for at, field in known if field is not None)
    taken = {field: at for at, field in mapping.items()}
    name_at = taken.get(Field.FULL_NAME)
    if (
        name_at is not None
        and Field.GIVEN_NAME in taken
        and Field.FAMILY_NAME not in taken
        and fold(headings[name_at]) in _FAMILY_BESIDE_GIVEN
    ):
        mapping[name_at] = Field.FAMILY_NAME
    return mapping


def find_heading(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows names the columns: the first with a name and more that is known, else with a name."""
    named = {
        at: len(fields)
        for at, row in enumerate(rows[:HEADING_ROWS])
        if NAMES & set(fields := list(map_columns(row).values()))
    }
    return next((at for at, known in named.items() if known > 1), next(iter(named), None))
