"""How a file was read, as the page of its columns shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import SelectChoice

from dialogues.core.db import db
from dialogues.core.folding import clean_line
from dialogues.core.i18n import _
from dialogues.core.spreadsheets import ENCODINGS, SEPARATORS, Table
from dialogues.imports import queries, rules
from dialogues.imports.columns import FIELD_NAMES, HEADING_ROWS
from dialogues.imports.forms import TAB, ColumnsForm
from dialogues.imports.heading import Heading, cell_text, find_heading, read_heading
from dialogues.imports.opened import Opened
from dialogues.imports.wording import ENCODING_NAMES, SEPARATOR_NAMES

SAMPLES = 4  # cells of a column that are shown
_SAMPLE_LENGTH = 40  # letters
_ACCENTED = 6  # cells with letters beyond the plain ones


@dataclass(frozen=True)
class Column:
    """One column: its name on the page, the field it was read as, cells of it, and how it was known."""

    heading: str
    field: str
    samples: str
    known_by: str


@dataclass(frozen=True)
class Shown:
    """What the page tells beside its form."""

    columns: tuple[Column, ...]
    accented: tuple[str, ...]  # cells by which a wrong encoding is seen
    has_names: bool
    is_remembered: bool
    is_text: bool
    heading_row: int


def shown(opened: Opened) -> Shown:
    """What was found in the file, with cells of each column."""
    table = opened.table
    heading = find_heading(table, opened.said)
    remembered = queries.find_remembered(db.session(), heading.labels)
    try:
        heading, _rows = read_heading(table, opened.said, remembered)
        has_names = True
    except rules.NoHeading:
        has_names = False
    except rules.NoRows:
        has_names = True
    return Shown(
        columns=tuple(_column(table, heading, at) for at in range(len(heading.words))),
        accented=_accented(table),
        has_names=has_names,
        is_remembered=heading.is_remembered,
        is_text=table.kind == "text",
        heading_row=heading.number,
    )


def reading_of(opened: Opened) -> Mapping[str, Any]:
    """How the file is read now, as the form tells it."""
    table, said = opened.table, opened.said
    return {
        "sheet": table.sheet,
        "encoding": table.encoding,
        "separator": table.separator,
        "heading_row": find_heading(table, said).number,
    }


def offer(form: ColumnsForm, opened: Opened, shown: Shown) -> None:
    """Fill the lists to choose from, and choose what the file was read as where nothing was sent."""
    table, reading = opened.table, reading_of(opened)
    sheets = [table.sheet, *table.other_sheets] if table.sheet else []
    hidden = _("hidden")
    form.sheet.choices = [
        SelectChoice(name, f"{clean_line(name)} ({hidden})" if name in table.hidden_sheets else clean_line(name))
        for name in sheets
        if name
    ] or [SelectChoice("", "–")]
    form.heading_row.choices = [SelectChoice("0", _("None: the first row is a person")), *_rows(table, reading)]
    encodings = dict.fromkeys([*ENCODINGS, *([table.encoding] if table.encoding else [])])
    form.encoding.choices = _named({one: _(ENCODING_NAMES.get(one, one)) for one in encodings}, table.encoding)
    separators = dict.fromkeys([*SEPARATORS, *([table.separator] if table.separator else [])])
    named = {_code(one): _(SEPARATOR_NAMES.get(one, one)) for one in separators}
    form.separator.choices = _named(named, table.separator)
    fields = [SelectChoice("", _("Not read")), *(SelectChoice(one.value, _(name)) for one, name in FIELD_NAMES.items())]
    for at, column in enumerate(shown.columns):
        form[f"c{at}"].choices = fields
        form[f"c{at}"].label.text = column.heading
        if not form.is_submitted():
            form[f"c{at}"].data = column.field
    if not form.is_submitted():
        form.sheet.data = reading["sheet"] or ""
        form.heading_row.data = str(reading["heading_row"])
        form.encoding.data, form.separator.data = table.encoding or "", _code(table.separator or "")


def _code(separator: str) -> str:
    return TAB if separator == "\t" else separator


def _named(names: Mapping[str, str], current: str | None) -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in names.items()] if current else [SelectChoice("", "–")]


def _rows(table: Table, reading: Mapping[str, Any]) -> list[SelectChoice]:
    """The first rows, one of which may name the columns, each with its number and first words."""
    rows = [row for row in table.rows if row.number == reading["heading_row"]]
    rows += [row for row in table.rows[:HEADING_ROWS] if row not in rows]
    return [
        SelectChoice(str(row.number), _("Row %(number)s: %(words)s", number=row.number, words=_sample(row.cells)))
        for row in sorted(rows, key=lambda row: row.number)
    ]


def _column(table: Table, heading: Heading, at: int) -> Column:
    below = (row.at(at) for row in table.rows if row.number > heading.number)
    cells = []
    for cell in below:
        if str(cell).strip():
            cells.append(_cut(cell))
        if len(cells) == SAMPLES:
            break
    word = heading.words[at][:80]
    known_by = _("Known by its cells, not by its heading.") if at in heading.guessed else ""
    return Column(
        heading=word or _("Column %(number)s", number=at + 1),
        field=heading.mapping[at].value if at in heading.mapping else "",
        samples=" · ".join(cells),
        known_by=known_by,
    )


def _accented(table: Table) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in table.rows[:2000]:
        for cell in row.cells:
            if isinstance(cell, str) and not cell.isascii():
                found[_cut(cell)] = None
        if len(found) >= _ACCENTED:
            break
    return tuple(found)[:_ACCENTED]


def _sample(cells: tuple[str | int | float, ...]) -> str:
    return " · ".join(_cut(cell) for cell in cells if str(cell).strip())[:60]


def _cut(cell: str | int | float) -> str:
    text = clean_line(cell_text(cell))
    return text if len(text) <= _SAMPLE_LENGTH else f"{text[:_SAMPLE_LENGTH]}…"
