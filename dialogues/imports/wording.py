"""What an import says: to people in sentences, to programs as an object, in the journal as words."""

from typing import Any

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_
from dialogues.imports.matching import Plan
from dialogues.imports.models import ImportBatch
from dialogues.imports.services import Outcome

SEPARATOR_NAMES = {
    ";": N_("semicolon"), ",": N_("comma"), "\t": N_("tab"), "|": N_("vertical bar"), ":": N_("colon"),
}  # fmt: skip
ENCODING_NAMES = {
    "utf-8": N_("UTF-8"),
    "utf-16": N_("UTF-16"),
    "cp1252": N_("Windows, western Europe (CP1252)"),
    "mac_roman": N_("Old Macintosh (Mac Roman)"),
    "cp1250": N_("Windows, central Europe (CP1250)"),
    "cp850": N_("DOS (CP850)"),
}


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={
            "event.people_imported": N_("People were imported into %(name)s from a spreadsheet"),
            "event.import_undone": N_("An import into %(name)s was taken back"),
            "registration.removed": N_("%(name)s was taken off the list: the import they came with was taken back"),
            "registration.changed_back": N_("%(name)s is as before: the import that changed them was taken back"),
            "person.removed": N_("%(name)s left the directory: the import they came with was taken back"),
            "person.changed_back": N_("%(name)s is as before: the import that changed them was taken back"),
            "organisation.removed": N_("“%(name)s” left the organisations: the import it came with was taken back"),
        },
        fields={
            "new": N_("New"),
            "updated": N_("Updated"),
            "removed": N_("Removed"),
            "restored": N_("Restored"),
            "kept": N_("Kept"),
        },
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


def batch_object(batch: ImportBatch) -> dict[str, Any]:
    """One import that was done, for programs."""
    return {
        "id": batch.id,
        "file": batch.file_name,
        "imported_at": batch.imported_at.isoformat(timespec="seconds"),
        "by": batch.imported_by_name,
        "new": batch.new_count,
        "updated": batch.updated_count,
        "unchanged": batch.unchanged_count,
        "left_out": batch.left_out_count,
        "undone_at": batch.undone_at.isoformat(timespec="seconds") if batch.undone_at else None,
    }


def _rows(number: int) -> str:
    return "one row" if number == 1 else f"{number} rows"


def read_as(plan: Plan) -> list[str]:
    """What was assumed to read the file, as short English lines for a terminal."""
    table, heading = plan.table, plan.heading
    lines = []
    if table.sheet is not None:
        names = [f"{name} (hidden)" if name in table.hidden_sheets else name for name in table.other_sheets]
        others = f"; not read: {', '.join(names)}" if names else ""
        lines.append(f"Sheet {table.sheet}{others}.")
    else:
        separator = SEPARATOR_NAMES.get(table.separator or "", table.separator)
        lines.append(f"Text in {table.encoding}, separated by {separator}.")
    read = ", ".join(
        f"{heading.words[at] or f'column {at + 1}'} = {what.value}{' (by its cells)' if at in heading.guessed else ''}"
        for at, what in sorted(heading.mapping.items())
        if at < len(heading.words)
    )
    remembered = " (as chosen for the last file with the same headings)" if heading.is_remembered else ""
    names_them = f"Row {heading.number} names the columns" if heading.number else "No row names the columns"
    lines.append(f"{names_them}: {read}{remembered}.")
    if heading.unread:
        lines.append(f"Columns not read: {', '.join(heading.unread)}.")
    if table.hidden_rows:
        lines.append(f"Rows hidden in the file, read too: {', '.join(map(str, table.hidden_rows[:20]))}.")
    if table.merged:
        merged = ", ".join(f"{first}-{last}" for first, last, _column in table.merged[:10])
        lines.append(f"Where cells are merged, each of their rows says the same: rows {merged}.")
    lines += [
        f"“{question.word}” is not known as {question.field}; it stands in {_rows(len(question.rows))}."
        for question in plan.questions
    ]
    return lines
