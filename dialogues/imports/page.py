"""The rows of an import as its page shows them, before anything is written; and the imports that were done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from dialogues.core import formats
from dialogues.core.folding import clean_line
from dialogues.core.i18n import _, _n, current_language, name_in_words, translated
from dialogues.core.paging import Page
from dialogues.events.models import Event
from dialogues.imports.columns import FIELD_NAMES, Field
from dialogues.imports.comparing import field_words
from dialogues.imports.decisions import NEW
from dialogues.imports.likeness import WHY_WORDS, Candidate
from dialogues.imports.matching import Fate, Line, Plan
from dialogues.imports.models import ImportBatch
from dialogues.imports.opened import Opened
from dialogues.imports.reading import GROUP
from dialogues.imports.rules import TwiceInFile
from dialogues.imports.wording import ENCODING_NAMES, SEPARATOR_NAMES
from dialogues.people.contact import phone_text
from dialogues.people.queries import GroupChoice
from dialogues.people.sectors import AGE_GROUP_NAMES, GENDER_NAMES, SECTOR_NAMES
from dialogues.registration.kinds import EVENT_ROLE_NAMES

KINDS = ("refused", "duplicates", "new", "updated", "unchanged", "skipped")
PAGE_SIZE = 50  # rows of one kind
REFUSALS_SHOWN = 8  # sentences above the rows; each stands at its row too
QUESTIONS_SHOWN = 30
_WORDS: dict[Field, dict[Any, str]] = {
    Field.SECTOR: dict(SECTOR_NAMES),
    Field.GENDER: dict(GENDER_NAMES),
    Field.AGE_GROUP: dict(AGE_GROUP_NAMES),
    Field.ROLE: dict(EVENT_ROLE_NAMES),
}
_MUST_BE_SAID = frozenset({Field.SECTOR})


@dataclass(frozen=True)
class Cell:
    """A cell that something is told about, to be written anew. Without choices it is a text."""

    name: str
    label: str
    value: str
    said: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()
    is_refused: bool = True


@dataclass(frozen=True)
class RowShown:
    """One row as the page shows it."""

    number: int
    name: str
    organisation: str
    sector: str | None
    sector_name: str
    phone: str
    said: list[str]  # what is worth knowing, what changes
    cells: dict[str, Cell] = field(default_factory=dict)  # by field: cells to write anew
    same: tuple[tuple[str, str], ...] = ()  # who it may be
    chosen: str = ""  # of those
    may_be_another: bool = False  # twice in the file, unless somebody says it is not


@dataclass(frozen=True)
class Asked:
    """A word that nobody knows, and what it may stand for."""

    at: int
    label: str
    word: str
    rows: str
    choices: tuple[tuple[str, str], ...]


def steps(opened: Opened, current: str) -> list[dict[str, Any]]:
    """The way through an import, for the head of its pages."""
    where: dict[str, Any] = {"slug": opened.event.slug, "token": opened.token}
    known = (
        ("file", _("File"), url_for("imports.upload", slug=opened.event.slug)),
        ("columns", _("Columns"), url_for("imports.choose_columns", **where)),
        ("rows", _("Rows"), url_for("imports.look", **where)),
    )
    return [{"label": label, "url": url, "is_current": name == current} for name, label, url in known]


def told(plan: Plan) -> list[str]:
    """Which sheet was read, or in which encoding and with which separator the text was; and what is easily missed."""
    table, heading = plan.table, plan.heading
    if table.sheet is not None:
        said = [_("Sheet “%(sheet)s”.", sheet=clean_line(table.sheet))]
        if table.other_sheets:
            said.append(_("Not read: %(sheets)s.", sheets=", ".join(map(clean_line, table.other_sheets))))
    else:
        separator = SEPARATOR_NAMES.get(table.separator or "")
        encoding = table.encoding or ""
        said = [
            _(
                "Text in %(encoding)s, separated by %(separator)s.",
                encoding=_(ENCODING_NAMES.get(encoding, encoding)),
                separator=_(separator) if separator else table.separator,
            )
        ]
    said.append(
        _("Row %(row)s names the columns.", row=heading.number)
        if heading.number
        else _("No row names the columns; they are known by their cells.")
    )
    if heading.is_remembered:
        said.append(_("The columns are read as you chose for the last file with the same headings."))
    unread = [word[:60] for word in heading.unread]
    if unread:
        said.append(_("Columns not read: %(columns)s.", columns=", ".join(unread)))
    if table.hidden_rows:
        numbers = ", ".join(map(str, table.hidden_rows[:20])) + ("…" if len(table.hidden_rows) > 20 else "")
        said.append(_("Rows that are hidden in the file are read too: %(rows)s.", rows=numbers))
    if table.merged:
        cells = ", ".join(f"{first}–{last}" for first, last, _column in table.merged[:10])
        said.append(_("Where cells are merged, each of their rows says the same: rows %(rows)s.", rows=cells))
    return said


def tabs(plan: Plan, url: Callable[[str], str], current: str) -> list[dict[str, object]]:
    """The kinds of rows with their numbers."""
    names = (_("Refused"), _("Possible duplicates"), _("New"), _("Updated"), _("Unchanged"), _("Left out"))
    open_ = {"refused": len(plan.of(Fate.REFUSED))}
    open_["duplicates"] = sum(line.decision is None for line in plan.possible_duplicates)
    return [
        {
            "label": label,
            "url": url(name),
            "is_current": name == current,
            "count": len(lines_of(plan, name)),
            "alert": bool(open_.get(name)),
        }
        for name, label in zip(KINDS, names, strict=True)
    ]


def first_kind(plan: Plan) -> str:
    """The kind of rows that most wants to be looked at."""
    if plan.of(Fate.REFUSED):
        return "refused"
    if any(line.decision is None for line in plan.possible_duplicates):
        return "duplicates"
    return next((fate.value for fate in (Fate.NEW, Fate.UPDATED, Fate.UNCHANGED) if plan.of(fate)), "new")


def lines_of(plan: Plan, kind: str) -> list[Line]:
    """The rows of one kind."""
    return plan.possible_duplicates if kind == "duplicates" else plan.of(Fate(kind))


def rows(plan: Plan, kind: str, number: int) -> Page[RowShown]:
    """One page of the rows of one kind."""
    lines = lines_of(plan, kind)
    last = max(1, -(-len(lines) // PAGE_SIZE))
    number = min(number, last)
    some = lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(rows=[_row(line, kind) for line in some], number=number, size=PAGE_SIZE, total=len(lines))


def _row(line: Line, kind: str) -> RowShown:
    facts = line.said.facts
    is_refused = line.fate is Fate.REFUSED
    about = line.said.refusals if is_refused else line.said.remarks
    is_twice = any(isinstance(one.error, TwiceInFile) for one in line.said.refusals)
    cells: dict[str, Cell] = {}
    loose = []
    for one in () if line.fate is Fate.SKIPPED else about:
        is_mendable = one.field in line.said.texts or (one.field is Field.SECTOR and is_refused)
        if one.field is None or not is_mendable:
            loose.append(translated(one.error))
        elif one.field in cells:
            before = cells[one.field]
            cells[one.field] = Cell(**{**vars(before), "said": (*before.said, translated(one.error))})
        else:
            cells[one.field] = _cell(line, one.field, translated(one.error), is_refused=is_refused)
    if line.changed:
        loose.append(_("Changes: %(fields)s.", fields=", ".join(_(word) for word in field_words(line.changed))))
    return RowShown(
        number=line.said.number,
        name=facts.full_name or "–",
        organisation=facts.organisation or "",
        sector=facts.sector.value if facts.sector else None,
        sector_name=_(SECTOR_NAMES[facts.sector]) if facts.sector else "–",
        phone=phone_text(line.said.phones.first),
        said=loose,
        cells=cells,
        same=_same(line.candidates) if kind == "duplicates" else (),
        chosen="" if line.decision is None else str(line.decision),
        may_be_another=is_twice,
    )


def _cell(line: Line, what: Field, said: str, *, is_refused: bool) -> Cell:
    value = line.said.texts.get(what, "")
    return Cell(
        name=f"cell-{line.said.number}-{what}",
        label=_("%(column)s, row %(row)s", column=_(FIELD_NAMES[what]), row=line.said.number),
        value=value,
        said=(said,),
        choices=((value, value or _("Choose")), *_codes(what)) if what in _WORDS else (),
        is_refused=is_refused,
    )


def _codes(what: Field) -> list[tuple[str, str]]:
    """The codes of a field with their words."""
    is_sector = what is Field.SECTOR
    return [(code.value, f"{code.value} {_(name)}" if is_sector else _(name)) for code, name in _WORDS[what].items()]


def _same(candidates: Sequence[Candidate]) -> tuple[tuple[str, str], ...]:
    return (
        ("", _("Not decided: comes in as somebody new")),
        *(
            (
                str(one.known.person_id),
                _("The same as %(name)s. %(why)s", name=described(one), why=_(WHY_WORDS[one.why])),
            )
            for one in candidates
        ),
        (str(NEW), _("Somebody new")),
    )


def described(candidate: Candidate) -> str:
    """Somebody known, with the organisation that tells two of a name apart."""
    known = candidate.known
    return f"{known.full_name} ({known.organisation_name})" if known.organisation_name else known.full_name


def questions(plan: Plan, groups: Sequence[GroupChoice]) -> list[Asked]:
    """The words that nobody knows, those of most rows first."""
    asked = sorted(enumerate(plan.questions), key=lambda one: -len(one[1].rows))
    shown = []
    for at, question in asked[:QUESTIONS_SHOWN]:
        what = question.field
        choices = [("?", _("Choose")), *(_codes(what) if what in _WORDS else [])]
        if what in (Field.SECTOR, Field.STAKEHOLDER_GROUP):
            choices += [
                (f"{GROUP}{group.id}", _("%(sector)s: %(group)s", sector=group.sector, group=name_in_words(group.name)))
                for group in groups
            ]
        if what not in _MUST_BE_SAID:
            choices.append(("", _("Leave it empty")))
        count = len(question.rows)
        label = _n(
            "“%(word)s” stands in one row. What is it, as %(field)s?",
            "“%(word)s” stands in %(num)d rows. What is it, as %(field)s?",
            count,
            word=question.word[:80],
            field=_(FIELD_NAMES[what]).lower(),
        )
        numbers = ", ".join(map(str, sorted(question.rows)[:10])) + ("…" if count > 10 else "")
        shown.append(
            Asked(at, label, question.word, _n("Row %(rows)s", "Rows %(rows)s", count, rows=numbers), tuple(choices))
        )
    return shown


def refusal_lines(plan: Plan) -> list[dict[str, str]]:
    """A sentence for each refused cell, with the row's own number; the first of them, and how many more there are."""
    lines = [
        {
            "row": str(row),
            "words": _(
                "Row %(row)s, %(column)s: %(sentence)s", row=str(row), column=one.column, sentence=translated(one.error)
            ),
        }
        for row, one in plan.refusals[:REFUSALS_SHOWN]
    ]
    rest = len(plan.refusals) - len(lines)
    return [*lines, *([{"row": "", "words": _n("And one more.", "And %(num)d more.", rest)}] if rest else [])]


def batches(found: Sequence[ImportBatch], event: Event) -> list[dict[str, Any]]:
    """Imports that were done, as their list shows them."""
    language = current_language()
    return [
        {
            "name": one.file_name or _("Pasted cells"),
            "url": url_for("imports.batch", slug=event.slug, batch_id=one.id),
            "undo_url": None if one.undone_at else url_for("imports.undo_import", slug=event.slug, batch_id=one.id),
            "when": formats.instant_text(one.imported_at, event.zone, locale=language),
            "by": one.imported_by_name,
            "new": one.new_count,
            "updated": one.updated_count,
            "unchanged": one.unchanged_count,
            "left_out": one.left_out_count,
            "undone": _(
                "Taken back %(when)s by %(name)s.",
                when=formats.instant_text(one.undone_at, event.zone, locale=language),
                name=one.undone_by_name,
            )
            if one.undone_at
            else "",
        }
        for one in found
    ]
