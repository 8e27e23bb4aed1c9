"""What the pages of a signed sheet show, made ready for their templates."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from dialogues.attendance.desk_queries import find_states
from dialogues.attendance.models import HALF_STATE_NAMES, PART_NAMES, HalfState, Part
from dialogues.attendance.queries import Day, find_seats
from dialogues.attendance.rules import HALVES, State
from dialogues.core import formats
from dialogues.core.i18n import _, current_language
from dialogues.core.paging import Page
from dialogues.documents.marks import spoken
from dialogues.documents.queries import list_sheet_people
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.events.models import Event
from dialogues.paper import queries
from dialogues.paper.models import SAYS_NAMES, SheetEntry
from dialogues.paper.queries import Readings, Signer
from dialogues.paper.rules import Reading, Row, Says
from dialogues.people.sectors import SECTOR_NAMES
from dialogues.registration.models import STATUS_NAMES, Status

ROWS_A_PAGE = 24  # two pages of the paper, where no name takes two rows
_KIND = {Says.SIGNED: "good", Says.NOT_SIGNED: "none", Says.EXCUSED: "wait"}
_STATE_KIND = {HalfState.PRESENT: "good", HalfState.EXCUSED: "wait", HalfState.ABSENT: "bad"}


def sheet_lines(session: Session, sheets: Sequence[PrintedSheet]) -> list[dict[str, Any]]:
    """The kept sheets with how far each is read."""
    progress = queries.list_progress(session, [one.id for one in sheets])
    return [
        {
            "sheet": one,
            "name": spoken(one.id),
            "rows": len(one.people),
            "read": [
                _("%(reading)s, %(part)s: %(rows)s", reading=reading_name(step.reading), part=_(PART_NAMES[step.part]),
                  rows=formats.number_text(step.rows, locale=current_language()))
                for step in progress[one.id]
                if step.reading is not Reading.SETTLED
            ],
        }
        for one in sheets
    ]  # fmt: skip


def reading_name(reading: Reading) -> str:
    """A reading in words."""
    return str(_("First reading") if reading is Reading.FIRST else _("Second reading"))


def sheet_page(sheet: PrintedSheet, number: int) -> Page[Row]:
    """The printed rows of one page on the screen."""
    total = len(sheet.people)
    last = max(1, -(-total // ROWS_A_PAGE))
    number = min(number, last)
    first = (number - 1) * ROWS_A_PAGE + 1
    rows = [Row(False, one) for one in range(first, min(first + ROWS_A_PAGE, total + 1))]
    return Page(rows=rows, number=number, size=ROWS_A_PAGE, total=total)


def typing_rows(
    session: Session, event: Event, sheet: PrintedSheet, rows: Sequence[Row], *, part: Part, reading: Reading
) -> list[dict[str, Any]]:
    """The lines of the typing page: who stands in each row, and what was typed of this reading, not of the other."""
    numbers = {row: sheet.people[row.number - 1] for row in rows}
    signers = queries.list_signers(session, numbers.values())
    standing = queries.list_standing(session, sheet.id, rows=rows)
    return [
        {"row": str(row), "typed": _typed(event, standing.get((reading, row, part))), **_who(signers.get(numbers[row]))}
        for row in rows
    ]


def walk_in_rows(
    session: Session, event: Event, sheet: PrintedSheet, *, part: Part, reading: Reading
) -> list[dict[str, Any]]:
    """The blank rows that were typed. Who reads a second time sees only what they typed themselves."""
    people = queries.list_walk_ins(session, sheet.id)
    signers = queries.list_signers(session, people.values())
    walk_ins = [key for key in queries.list_standing(session, sheet.id) if key[1].is_walk_in and key[0] is reading]
    standing = queries.list_standing(session, sheet.id, rows={row for _reading, row, _part in walk_ins})
    rows = sorted({row for _reading, row, _part in walk_ins})
    return [
        {
            "row": str(row),
            "typed": _typed(event, standing.get((reading, row, part))),
            **_who(signers.get(people[row]) if reading is Reading.FIRST and row in people else None),
        }
        for row in rows
    ]


def _who(signer: Signer | None) -> dict[str, Any]:
    if signer is None:
        return {"name": None, "sub": None, "sector": None, "sector_name": None, "trouble": None}
    return {
        "name": signer.name,
        "sub": signer.organisation_name,
        "sector": signer.sector.value,
        "sector_name": _(SECTOR_NAMES[signer.sector]),
        "trouble": None if signer.status is Status.CONFIRMED else _(STATUS_NAMES[signer.status]),
    }


def _typed(event: Event, entry: SheetEntry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    at = formats.instant_text(entry.typed_at, event.zone, locale=current_language())
    return {
        "says": (_(SAYS_NAMES[entry.says]), _KIND[entry.says]),
        "by": _("%(name)s, %(time)s", name=entry.typed_by_name, time=at),
        "is_held": entry.is_held,
    }


class Changes(NamedTuple):
    """What happened to the list since a sheet was printed."""

    joined: int
    left: int
    is_moved: bool  # the same people, in another order

    @property
    def is_none(self) -> bool:
        """Whether a sheet printed now is the same."""
        return not (self.joined or self.left or self.is_moved)


def changes_since(session: Session, event: Event, sheet: PrintedSheet) -> Changes:
    """How the list differs from what the sheet says, printed for its day alone or for all days: whichever is nearer."""
    everybody = [key for key, _person in list_sheet_people(session, event, None)]
    seats = find_seats(session, event.id)
    that_day = [key for key in everybody if seats.is_expected(key, sheet.day)]
    printed = set(sheet.people)
    now = min(everybody, that_day, key=lambda people: len(printed.symmetric_difference(people)))
    joined, left = len(set(now) - printed), len(printed - set(now))
    return Changes(joined, left, is_moved=not joined and not left and now != sheet.people)


def disputes(
    session: Session, event: Event, sheet: PrintedSheet, day: Day | None, readings: Mapping[queries.Cell, Readings]
) -> list[dict[str, Any]]:
    """The cells in which the readings differ or the list says otherwise, those that are open first."""
    cells = {cell: one for cell, one in readings.items() if one.is_in_dispute}
    people = queries.signed_by(sheet, queries.list_walk_ins(session, sheet.id), [row for row, _part in cells])
    signers = queries.list_signers(session, people.values())
    ids = [one.registration_id for one in signers.values()]
    states = find_states(session, day_id=day.id, registration_ids=ids) if day else {}
    lines = []
    for (row, part), one in cells.items():
        signer = signers.get(people.get(row, 0))
        state = states.get(signer.registration_id) if signer else None
        lines.append(
            {
                "row": str(row),
                "part": _(PART_NAMES[part]),
                **_who(signer),
                "first": _typed(event, one.first),
                "second": _typed(event, one.second),
                "list": _state_words(state, part),
                "settled": _typed(event, one.settled),
                "is_open": one.is_open,
                "presses": _presses(row, part, one),
            }
        )
    return sorted(lines, key=lambda line: not line["is_open"])


def _presses(row: Row, part: Part, one: Readings) -> list[tuple[str, str]]:
    """Pairs of words and value: what the cell can be settled as."""
    seen = one.settled.version if one.settled else 0
    says = dict.fromkeys(entry.says for entry in (one.first, one.second) if entry is not None)
    presses = [(str(_(SAYS_NAMES[value])), f"{row}:{part}:{value}:{seen}") for value in says]
    if one.first is not None and one.first.is_held:
        presses.append((str(_("What is recorded")), f"{row}:{part}:list:{seen}"))
    return presses


def _state_words(state: State | None, part: Part) -> list[tuple[str, str]]:
    if state is None:
        return []
    halves = dict.fromkeys(state.of(half) for half in HALVES[part])
    return [(str(_(HALF_STATE_NAMES[half])), _STATE_KIND.get(half, "none")) for half in halves]
