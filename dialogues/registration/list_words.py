"""What stands in the cells of a list, in the reader's words; and the same as values for programs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dialogues.core.formats import day_text, language_text
from dialogues.core.i18n import _, current_language, name_in_words
from dialogues.core.spreadsheets import Cell
from dialogues.people.contact import phones_text
from dialogues.people.sectors import GENDER_NAMES, SECTOR_NAMES, in_words
from dialogues.registration.kinds import (
    EVENT_ROLE_NAMES,
    PURPOSE_SHORT_NAMES,
    SOURCE_NAMES,
    STATUS_NAMES,
    Purpose,
)
from dialogues.registration.list_columns import Column
from dialogues.registration.list_queries import Line

Teller = Callable[[Line, Any], Any]

_KINDS: dict[str, Mapping[Any, str]] = {
    "sector": SECTOR_NAMES,
    "gender": GENDER_NAMES,
    "role": EVENT_ROLE_NAMES,
    "status": STATUS_NAMES,
    "source": SOURCE_NAMES,
}


# The API tells the id of the registration whose seat is held under `in_place_of`; a list shows the name.
_KEYS = {"in_place_of": "in_place_of_name"}


def heads(columns: Sequence[Column]) -> list[str]:
    """The columns' names, in the reader's language."""
    return [str(_(column.label)) for column in columns]


def cells(
    lines: Sequence[Line], columns: Sequence[Column], *, zone: ZoneInfo, consents: Mapping[int, Sequence[Purpose]]
) -> list[list[Cell]]:
    """What stands under these columns for each line: texts in the reader's words, and days as days."""
    tellers = [_teller(column.code, zone, consents) for column in columns]
    return [[tell(line, value) for tell, value in zip(tellers, line.values, strict=True)] for line in lines]


def on_screen(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The same with days as people write them."""
    locale = current_language()
    return [[day_text(cell, locale=locale) if isinstance(cell, date) else cell for cell in row] for row in rows]


def objects(
    lines: Sequence[Line], columns: Sequence[Column], *, zone: ZoneInfo, consents: Mapping[int, Sequence[Purpose]]
) -> list[dict[str, Any]]:
    """The lines as JSON values under the API's keys: codes, kept numbers, days as ISO texts."""
    told = []
    for line in lines:
        one: dict[str, Any] = {"id": line.id, "full_name": line.full_name}
        for column, value in zip(columns, line.values, strict=True):
            if column.code == "consents":
                value = [purpose.value for purpose in consents.get(line.id, ())]
            elif column.code == "registered_on":
                value = value.astimezone(zone).date().isoformat()
            one[_KEYS.get(column.code, column.code)] = value
        told.append(one)
    return told


def _teller(code: str, zone: ZoneInfo, consents: Mapping[int, Sequence[Purpose]]) -> Teller:
    """How what a column reads becomes what stands in its cells."""
    if code in _KINDS:
        words = in_words(_KINDS[code])
        return lambda _line, value: words[value] if value else None
    purposes, locale = in_words(PURPOSE_SHORT_NAMES), current_language()
    languages: dict[str, str] = {}

    def language(_line: Line, value: str | None) -> str | None:
        if value and value not in languages:
            languages[value] = language_text(value, locale=locale)
        return languages[value] if value else None

    tellers: dict[str, Teller] = {
        "age_group": lambda _line, value: value.value if value else None,  # "80+": short, and every import reads it
        "phone": lambda line, value: phones_text(value, line.phone_alternative) or None,
        "language": language,
        "stakeholder_group": lambda _line, value: name_in_words(value) if value else None,
        "registered_on": lambda _line, value: value.astimezone(zone).date(),
        "consents": lambda line, _value: ", ".join(purposes[one] for one in consents.get(line.id, ())) or None,
    }
    return tellers.get(code, lambda _line, value: value)
