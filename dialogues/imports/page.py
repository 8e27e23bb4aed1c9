"""The rows of an import as its page shows them, before anything is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogues.core.i18n import _, _n, translated
from dialogues.core.spreadsheets import Row
from dialogues.imports.columns import FIELD_NAMES, Field
from dialogues.imports.matching import Fate, Line, Plan, field_words
from dialogues.imports.wording import SEPARATOR_NAMES
from dialogues.people.contact import phone_text
from dialogues.people.sectors import SECTOR_NAMES

SHOWN_MAX = 100  # rows of one kind on the page; their number stands beside it


@dataclass(frozen=True)
class RowShown:
    """One row as the page shows it."""

    number: int
    name: str
    organisation: str
    sector: str | None
    sector_name: str
    phone: str
    said: list[str]  # why it is refused, what is worth knowing, what changes


@dataclass(frozen=True)
class Column:
    """One column of the file: its heading, what it is read as, and a cell or two of it."""

    at: int
    heading: str
    value: str
    samples: str


def read_as(plan: Plan) -> str:
    """Which sheet was read, or in which encoding and with which separator the text was."""
    table = plan.table
    if table.sheet is not None:
        said = _("Sheet “%(sheet)s”.", sheet=table.sheet)
        if table.other_sheets:
            said += " " + _("Not read: %(sheets)s.", sheets=", ".join(table.other_sheets))
    else:
        separator = SEPARATOR_NAMES.get(table.separator or "")
        said = _(
            "Text in %(encoding)s, separated by %(separator)s.",
            encoding=(table.encoding or "").upper(),
            separator=_(separator) if separator else table.separator,
        )
    return f"{said} " + _("Row %(row)s names the columns.", row=plan.heading.number)


def tabs(plan: Plan, url: Callable[[str], str], current: str) -> list[dict[str, object]]:
    """The kinds of rows with their numbers."""
    kinds = (
        ("refused", _("Refused"), len(plan.of(Fate.REFUSED))),
        ("duplicates", _("Possible duplicates"), len(plan.possible_duplicates)),
        ("new", _("New"), len(plan.of(Fate.NEW))),
        ("updated", _("Updated"), len(plan.of(Fate.UPDATED))),
        ("unchanged", _("Unchanged"), len(plan.of(Fate.UNCHANGED))),
    )
    return [
        {
            "label": label,
            "url": url(name),
            "is_current": name == current,
            "count": count,
            "alert": bool(count) and name in ("refused", "duplicates"),
        }
        for name, label, count in kinds
    ]


def first_kind(plan: Plan) -> str:
    """The kind of rows that most wants to be looked at."""
    if plan.of(Fate.REFUSED):
        return "refused"
    return "duplicates" if plan.possible_duplicates else "new"


def lines_of(plan: Plan, kind: str) -> list[Line]:
    """The rows of one kind."""
    return plan.possible_duplicates if kind == "duplicates" else plan.of(Fate(kind))


def rows(plan: Plan, kind: str) -> list[RowShown]:
    """The first rows of one kind."""
    return [_row(line) for line in lines_of(plan, kind)[:SHOWN_MAX]]


def _row(line: Line) -> RowShown:
    facts = line.said.facts
    told = line.said.refusals if line.fate is Fate.REFUSED else line.said.remarks
    said = [translated(one.error) for one in told]
    if line.changed:
        said.append(_("Changes: %(fields)s.", fields=", ".join(_(word) for word in field_words(line.changed))))
    return RowShown(
        number=line.said.number,
        name=facts.full_name or "–",
        organisation=facts.organisation or "",
        sector=facts.sector.value if facts.sector else None,
        sector_name=_(SECTOR_NAMES[facts.sector]) if facts.sector else "–",
        phone=phone_text(line.said.phones.first),
        said=said,
    )


def refusal_lines(plan: Plan) -> list[str]:
    """A sentence for each refused cell, with the row's own number; the first of them."""
    shown = plan.refusals[:SHOWN_MAX]
    lines = [
        _("Row %(row)s, %(column)s: %(sentence)s", row=str(row), column=one.column, sentence=translated(one.error))
        for row, one in shown
    ]
    rest = len(plan.refusals) - len(shown)
    return [*lines, *([_n("And one more.", "And %(num)d more.", rest)] if rest else [])]


def columns(plan: Plan) -> list[Column]:
    """Every column of the file with what it is read as."""
    heading = plan.heading
    below: list[Row] = [row for row in plan.table.rows if row.number > heading.number][:3]
    return [
        Column(
            at=at,
            heading=word or _("Column %(number)s", number=at + 1),
            value=heading.mapping[at].value if at in heading.mapping else "",
            samples=" · ".join(str(row.at(at)) for row in below if row.at(at) != "")[:80],
        )
        for at, word in enumerate(heading.words)
    ]


def field_choices() -> list[tuple[str, str]]:
    """What a column may be read as."""
    return [("", _("Not read")), *((field.value, _(name)) for field, name in FIELD_NAMES.items())]


def mapping_text(mapping: Mapping[int, Field]) -> str:
    """What the columns hold as a text for an address: `full_name,,sector`."""
    last = max(mapping, default=-1)
    return ",".join(mapping[at].value if at in mapping else "" for at in range(last + 1))


def mapping_of(text: str) -> dict[int, Field]:
    """The mapping that such a text says; of two columns with one meaning the first is taken. Raises ValueError."""
    mapping: dict[int, Field] = {}
    for at, name in enumerate(text.split(",")):
        if name and Field(name) not in mapping.values():
            mapping[at] = Field(name)
    return mapping
