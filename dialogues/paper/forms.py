"""What a browser may send about signed sheets."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from dialogues.attendance.models import Part
from dialogues.core.i18n import _, _l
from dialogues.core.web import Form
from dialogues.paper import rules
from dialogues.paper.models import SAYS_NAMES
from dialogues.paper.rules import Row, Says
from dialogues.people.rules import LENGTHS_MAX
from dialogues.people.sectors import GENDER_NAMES, SECTOR_NAMES, Gender, Sector

_SHEET = re.compile(r"[^0-9A-Z]")
_READ_ALIKE = str.maketrans("OIL", "011")  # sheet numbers have no O, I or L: whoever types one means the digit
_COUNT = re.compile(r"[0-9]{1,6}")
ROWS_LENGTH_MAX = 2000  # signs in the line of rows
CHOICE = "row-"  # before the number of a row whose cell is chosen below the line


class SheetForm(Form):
    """The number at the foot of a sheet."""

    sheet = StringField(_l("Sheet number"), [InputRequired(_l("Type the number at the foot of the sheet."))])

    @property
    def sheet_id(self) -> str:
        """The number as it is kept: spaces, hyphens and small letters do not matter."""
        return _SHEET.sub("", (self.sheet.data or "").upper().translate(_READ_ALIKE))


class RowsForm(Form):
    """Rows of a sheet: in one line, or chosen row by row."""

    rows = StringField(_l("Rows"), [Length(max=ROWS_LENGTH_MAX, message=_l("Write at most %(max)d signs."))])
    says = RadioField(_l("What stands in them"), coerce=Says, default=Says.SIGNED)

    def offer(self) -> None:
        """Offer what can stand in a cell in the reader's words."""
        self.says.choices = [(one.value, _(words)) for one, words in SAYS_NAMES.items()]

    def typed(self, sent: Mapping[str, str], *, last: int) -> dict[Row, Says]:
        """What each row says. The line wins over what is chosen below it. Raises UnreadableRows or NoSuchRow."""
        chosen = {name.removeprefix(CHOICE): value for name, value in sent.items() if name.startswith(CHOICE) and value}
        cells: dict[Row, Says] = {}
        for text, value in chosen.items():
            if value in set(Says):
                cells |= dict.fromkeys(rules.read_rows(text, last=last), Says(value))
        cells |= dict.fromkeys(rules.read_rows(self.rows.data or "", last=last), self.says.data)
        if not cells:
            raise rules.NothingTyped
        return cells


class WalkInForm(Form):
    """Who wrote themselves into a blank row."""

    number = StringField(_l("Row"), [InputRequired(_l("Write the number beside the W."))])
    full_name = StringField(
        _l("Full name"),
        [
            InputRequired(_l("Write the full name, as the person writes it.")),
            Length(max=LENGTHS_MAX["full_name"], message=_l("Write at most %(max)d signs.")),
        ],
    )
    sector = SelectField(_l("Sector"), validators=[InputRequired(_l("Choose a sector: everybody is counted in one."))])
    organisation = StringField(
        _l("Organisation"), [Length(max=LENGTHS_MAX["organisation"], message=_l("Write at most %(max)d signs."))]
    )
    gender = SelectField(_l("Gender"), default=Gender.NOT_STATED.value)

    def offer(self) -> None:
        """Offer sectors and genders in the reader's words."""
        self.sector.choices = [("", _("Choose a sector")), *((one.value, _(SECTOR_NAMES[one])) for one in Sector)]
        self.gender.choices = [(one.value, _(GENDER_NAMES[one])) for one in Gender]

    def row(self, *, last: int) -> Row:
        """The blank row: `W3` or only `3`. Raises UnreadableRows or NoSuchRow."""
        text = (self.number.data or "").strip().upper().removeprefix("W")
        found = rules.read_rows(f"W{text}", last=last)
        if len(found) != 1:
            raise rules.UnreadableRows(text=self.number.data)
        return found[0]


class Settlement(NamedTuple):
    """One press: which cell, what is right (None: what is recorded stays), and what was settled of it before."""

    row: Row
    part: Part
    says: Says | None
    seen: int


class SettleForm(Form):
    """One press beside a cell in which the readings differ."""

    settle = HiddenField()

    def wanted(self, *, last: int) -> Settlement | None:
        """What was pressed; None for anything else."""
        parts = str(self.settle.data or "").split(":")
        if len(parts) != 4:
            return None
        text, part, says, seen = parts
        if part not in set(Part) or says not in {*Says, "list"} or not _COUNT.fullmatch(seen):
            return None
        try:
            row, *others = rules.read_rows(text, last=last)
        except (rules.UnreadableRows, rules.NoSuchRow, ValueError):
            return None
        return None if others else Settlement(row, Part(part), None if says == "list" else Says(says), int(seen))
