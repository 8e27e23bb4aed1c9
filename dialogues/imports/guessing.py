"""What a column holds by its cells, where its heading does not tell: a guess that is shown as one."""

import re
from collections.abc import Callable, Mapping, Sequence

from dialogues.core.folding import fold
from dialogues.core.spreadsheets import Row
from dialogues.imports import words
from dialogues.imports.columns import NAMES, Field

LOOKED_AT = 200  # rows
_ENOUGH = 0.8  # of the cells that say anything
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(?:\+|00?)\d{8,13}|\d{9}")  # with its zero or plus, or nine figures that lost them
_NAME = re.compile(r"[^\W\d_][^\d@/:;!?%&=<>]{2,60}")
# Numbers and names under these words are somebody else's, or no telephone's.
_OTHER_THINGS = frozenset(
    {"emergency", "urgence", "dharura", "vonjy", "id", "identity", "identite", "passport", "passeport", "cin", "cni"}
    | {"nida", "account", "compte", "akaunti", "kaonty", "signature", "sahihi", "sonia", "no", "numero", "contact"}
    | {"organisation", "organization", "supervisor", "superieur", "spouse", "conjoint", "next", "kin"}
)


def guess_columns(
    headings: Sequence[str], rows: Sequence[Row], known: Mapping[int, Field], *, width: int
) -> dict[int, Field]:
    """Column (from 0): what its cells look like, for columns and meanings that are not `known` yet."""
    found: dict[int, Field] = {}
    free = [
        at
        for at in range(width)
        if at not in known and not _OTHER_THINGS & set(fold(headings[at] if at < len(headings) else "").split())
    ]
    cells = {at: _said(rows, at) for at in free}
    for field, looks_right in _LOOKS:
        if field in known.values():
            continue
        at = next((at for at in free if at not in found and _mostly(cells[at], looks_right)), None)
        if at is not None:
            found[at] = field
    if not NAMES & {*known.values(), *found.values()}:
        at = next((at for at in free if at not in found and _are_names(cells[at])), None)
        if at is not None:
            found[at] = Field.FULL_NAME
    return found


def has_heading(rows: Sequence[Row]) -> bool:
    """Whether the first row names columns: unless its cells look like those below it, and so like somebody's."""
    first = rows[0]
    width = max(len(row.cells) for row in rows[:LOOKED_AT])
    guessed = guess_columns([], rows[1:], {}, width=width)
    looks = dict(_LOOKS) | {Field.FULL_NAME: lambda text: " " in text}
    above = [(looks[field], text) for at, field in guessed.items() if (text := str(first.at(at)).strip())]
    return not any(looks_right(text) for looks_right, text in above)


def _said(rows: Sequence[Row], at: int) -> list[str]:
    return [text for row in rows[:LOOKED_AT] if (text := str(row.at(at)).strip())]


def _mostly(cells: Sequence[str], looks_right: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(looks_right, cells)) >= _ENOUGH * len(cells)


def _are_names(cells: Sequence[str]) -> bool:
    """Two words or more each, no figures, and hardly one of them twice."""
    return _mostly(cells, lambda text: bool(_NAME.fullmatch(text)) and " " in text) and len(set(cells)) >= 0.9 * len(
        cells
    )


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(re.sub(r"[\s().\-]|\.0+$", "", re.split(r"[/,;]", text)[0])))


# Rarer looks first: a sector's word is no gender's, but a gender's letter could be many things.
_LOOKS: tuple[tuple[Field, Callable[[str], bool]], ...] = (
    (Field.EMAIL, lambda text: bool(_EMAIL.fullmatch(text))),
    (Field.PHONE, _is_phone),
    (Field.SECTOR, lambda text: words.sector_of(text) is not None),
    (Field.GENDER, lambda text: words.gender_of(text) is not None),
    (Field.ROLE, lambda text: words.role_of(text) is not None),
)
