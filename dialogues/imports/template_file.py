"""An empty list to fill in: every column that is read, with lists to choose from, in the reader's language."""

from collections.abc import Sequence

from dialogues.core.i18n import _
from dialogues.core.spreadsheets import Cell, Sheet, write_xlsx
from dialogues.imports.columns import FIELD_NAMES, NAMES, Field
from dialogues.people.sectors import GENDER_NAMES, SECTOR_NAMES, AgeGroup, in_words
from dialogues.registration.kinds import EVENT_ROLE_NAMES

ROWS = 1000  # that offer their lists
_LEFT_OUT = NAMES - {Field.FULL_NAME}
_WIDTHS = {Field.FULL_NAME: 30, Field.ORGANISATION: 30, Field.POSITION: 24, Field.EMAIL: 26, Field.NOTES: 40}


def write_template(groups: Sequence[str], *, rows: Sequence[Sequence[Cell]] = ()) -> bytes:
    """The file, with `rows` under its heading if there are any. `groups`: the stakeholder groups to choose from."""
    fields = [field for field in Field if field not in _LEFT_OUT]
    offered = choices(groups)
    sheet = Sheet(
        _("People"),
        [[_(FIELD_NAMES[field]) for field in fields], *rows],
        widths=[_WIDTHS.get(field, 18) for field in fields],
        choices={at: offered[field] for at, field in enumerate(fields) if field in offered},
        rows_to_fill=ROWS,
    )
    return write_xlsx([sheet])


def choices(groups: Sequence[str]) -> dict[Field, list[str]]:
    """What the cells of a column offer, in words that are read without a question."""
    return {
        Field.SECTOR: [f"{code} {name}" for code, name in in_words(SECTOR_NAMES).items()],
        Field.STAKEHOLDER_GROUP: list(groups),
        Field.GENDER: list(in_words(GENDER_NAMES).values()),
        Field.AGE_GROUP: [group.value for group in AgeGroup],
        Field.ROLE: list(in_words(EVENT_ROLE_NAMES).values()),
    }
