"""What an import says: to people in sentences, to programs as an object, in the journal as words."""

from typing import Any

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_
from dialogues.imports.matching import Plan
from dialogues.imports.services import Outcome

SEPARATOR_NAMES = {";": N_("semicolon"), ",": N_("comma"), "\t": N_("tab")}


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={"event.people_imported": N_("People were imported into %(name)s from a spreadsheet")},
        fields={"new": N_("New"), "updated": N_("Updated")},
    )


def outcome_object(outcome: Outcome) -> dict[str, Any]:
    """What an import did or would do, for programs. New, updated, unchanged and refused rows are all rows."""
    plan = outcome.plan
    return {
        "sheet": plan.table.sheet,
        "encoding": plan.table.encoding,
        "separator": plan.table.separator,
        "rows": len(plan.lines),
        "new": outcome.new,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "possible_duplicates": len(plan.possible_duplicates),
        "refused": [{"row": row, "column": one.column, "message": str(one.error)} for row, one in plan.refusals],
        "remarks": [{"row": row, "column": one.column, "message": str(one.error)} for row, one in plan.remarks],
        **({"over_capacity": outcome.over_capacity} if outcome.over_capacity else {}),
    }


def read_as(plan: Plan) -> list[str]:
    """What was assumed to read the file, as short English lines for a terminal."""
    table, heading = plan.table, plan.heading
    lines = []
    if table.sheet is not None:
        others = f"; not read: {', '.join(table.other_sheets)}" if table.other_sheets else ""
        lines.append(f"Sheet {table.sheet}{others}.")
    else:
        separator = SEPARATOR_NAMES.get(table.separator or "", table.separator)
        lines.append(f"Text in {table.encoding}, separated by {separator}.")
    read = ", ".join(f"{heading.words[at]} = {what.value}" for at, what in sorted(heading.mapping.items()))
    lines.append(f"Row {heading.number} names the columns: {read}.")
    if heading.unread:
        lines.append(f"Columns not read: {', '.join(heading.unread)}.")
    return lines
