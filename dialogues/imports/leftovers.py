"""The rows that did not come in, as a file like the one they are from: the same columns, and one that says why."""

from collections.abc import Sequence

from dialogues.core.folding import clean_line
from dialogues.core.i18n import _, translated
from dialogues.core.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Row, Sheet, write_text, write_xlsx
from dialogues.imports.columns import NAMES, Field
from dialogues.imports.decisions import Decisions
from dialogues.imports.heading import Heading
from dialogues.imports.matching import Fate, Line, Plan

SHEET_NAME_MAX = 31  # letters a spreadsheet program takes
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def leftover_file(plan: Plan, said: Decisions) -> tuple[bytes, str, str]:
    """The file, the end of its name and its media type: text as text, every spreadsheet as .xlsx.

    Cells that were mended stand as they were mended.
    """
    rows = leftover_rows(plan, said)
    if plan.table.kind == "text":
        return write_text(rows, separator=plan.table.separator or ","), ".csv", CSV_TYPE
    name = clean_line(plan.table.sheet or "").translate(_NOT_IN_A_NAME).strip(" '")[:SHEET_NAME_MAX] or "Sheet1"
    return write_xlsx([Sheet(name, rows)]), ".xlsx", XLSX_TYPE


def leftover_rows(plan: Plan, said: Decisions) -> list[Sequence[Cell]]:
    """The heading and every row that is refused or left out, each with its reasons behind it."""
    heading = plan.heading
    added = _columns_added(heading, said, plan)
    names = [*heading.words, *(field.value for field in added), _("Why it is not imported")]
    by_number = {row.number: row for row in plan.table.rows}
    return [
        names,
        *(
            _row(line, by_number[line.said.number], heading, added, said)
            for line in plan.lines
            if line.fate in (Fate.REFUSED, Fate.SKIPPED)
        ),
    ]


def _columns_added(heading: Heading, said: Decisions, plan: Plan) -> list[Field]:
    """What was written for rows that stay out and has no column in the file."""
    out = {line.said.number for line in plan.lines if line.fate in (Fate.REFUSED, Fate.SKIPPED)}
    written = {field for row, texts in said.cells.items() if row in out for field in texts}
    has_name = NAMES & set(heading.mapping.values())
    return [
        field
        for field in Field
        if field in written and field not in heading.mapping.values() and not (field in NAMES and has_name)
    ]


def _row(line: Line, row: Row, heading: Heading, added: Sequence[Field], said: Decisions) -> Sequence[Cell]:
    mended = said.cells.get(row.number, {})
    cells: list[Cell] = [
        mended.get(heading.mapping[at], row.at(at)) if at in heading.mapping else row.at(at)
        for at in range(len(heading.words))
    ]
    reasons = [f"{one.column}: {translated(one.error)}" for one in line.said.refusals]
    if line.fate is Fate.SKIPPED:
        reasons.insert(0, _("Left out by whoever imported the file."))
    return [*cells, *(mended.get(field, "") for field in added), " ".join(reasons)]
