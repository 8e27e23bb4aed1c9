"""The grid of people and days, and one day of it as a list: one question for a page of people, one for their states."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.attendance.models import DayState, HalfState, Mark, MarkSource
from dialogues.attendance.queries import Day, PersonDay, Seats, as_shown, find_seats, stands
from dialogues.core.folding import fold
from dialogues.core.paging import Page
from dialogues.people.queries import has_all_words
from dialogues.people.sectors import Sector
from dialogues.registration.models import EventRole, Registration, Status

PAGE_SIZE = 50


_LINE = sa.select(
    Registration.id,
    Registration.full_name,
    Registration.honorific,
    Registration.organisation_name,
    Registration.sector,
    Registration.role,
    Registration.status,
)


@dataclass(frozen=True)
class Filter:
    """Which people of the grid are wanted. `state` is what is shown of them on `day`."""

    text: str = ""
    sector: Sector | None = None
    state: HalfState | None = None
    day: Day | None = None


class Deciding(NamedTuple):
    """How the mark that decides a half came about: in which way, when it became known, and by whom."""

    source: MarkSource
    recorded_at: datetime
    marked_by_name: str


class Cell(NamedTuple):
    """One day of one person, as it is shown, and how each half came about (None: no mark decides it)."""

    shown: PersonDay
    morning: Deciding | None
    afternoon: Deciding | None


class _State(NamedTuple):
    """What is kept of one person on one day, and the marks that decide it."""

    morning: HalfState
    afternoon: HalfState
    first_seen_at: datetime | None
    morning_mark: Deciding | None
    afternoon_mark: Deciding | None


_NOTHING = _State(HalfState.NOT_RECORDED, HalfState.NOT_RECORDED, None, None, None)


class GridRow(NamedTuple):
    """A line of the grid."""

    registration_id: int
    full_name: str
    honorific: str | None
    organisation_name: str | None
    sector: Sector
    role: EventRole
    status: Status
    cells: list[Cell]

    @property
    def days_present(self) -> int:
        """On how many of the days shown the person was present."""
        return sum(cell.shown.state is HalfState.PRESENT for cell in self.cells)


def list_grid(
    session: Session, event_id: int, *, days: Sequence[Day], wanted: Filter | None = None, page: int = 1
) -> Page[GridRow]:
    """Who is confirmed, and whoever has something recorded, by name, with their state on each of `days`."""
    seats = find_seats(session, event_id)
    condition = _wanted(event_id, wanted or Filter(), seats)
    total = session.scalar(sa.select(sa.func.count()).select_from(Registration).where(condition)) or 0
    chosen = _LINE.where(condition).order_by(Registration.sort_key, Registration.id)
    rows = _rows(session, chosen.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE), days, seats)
    return Page(rows=rows, number=page, size=PAGE_SIZE, total=total)


def find_row(session: Session, event_id: int, *, registration_id: int, day: Day) -> GridRow | None:
    """One person of an event, whatever the state of the registration, with one day."""
    chosen = _LINE.where(Registration.event_id == event_id, Registration.id == registration_id)
    return next(iter(_rows(session, chosen, [day], find_seats(session, event_id))), None)


def _rows(session: Session, chosen: Any, days: Sequence[Day], seats: Seats) -> list[GridRow]:
    people: Sequence[Any] = session.execute(chosen).all()
    states = _states(session, [one.id for one in people], [day.id for day in days])
    rows = []
    for one in people:
        cells = [_cell(day, states.get((one.id, day.id), _NOTHING), one.id, one.status, seats) for day in days]
        rows.append(GridRow._make((*one, cells)))
    return rows


def _cell(day: Day, state: _State, registration_id: int, status: Status, seats: Seats) -> Cell:
    is_expected = status is Status.CONFIRMED and seats.is_expected(registration_id, day.day)
    shown = as_shown(day, state.morning, state.afternoon, state.first_seen_at, is_expected=is_expected)
    return Cell(shown, state.morning_mark, state.afternoon_mark)


def _states(session: Session, people: Collection[int], days: Collection[int]) -> dict[tuple[int, int], _State]:
    if not people:
        return {}
    morning, afternoon = aliased(Mark), aliased(Mark)
    chosen = (
        sa.select(
            DayState.registration_id,
            DayState.day_id,
            DayState.morning,
            DayState.afternoon,
            DayState.first_seen_at,
            morning.source,
            morning.recorded_at,
            morning.marked_by_name,
            afternoon.source,
            afternoon.recorded_at,
            afternoon.marked_by_name,
        )
        .outerjoin(morning, morning.id == DayState.morning_mark_id)
        .outerjoin(afternoon, afternoon.id == DayState.afternoon_mark_id)
        .where(DayState.registration_id.in_(people), DayState.day_id.in_(days))
    )
    return {
        (row[0], row[1]): _State(row[2], row[3], row[4], _deciding(row[5:8]), _deciding(row[8:11]))
        for row in session.execute(chosen)
    }


def _deciding(row: Sequence[Any]) -> Deciding | None:
    return None if row[0] is None else Deciding(*row)


def list_wanted(session: Session, event_id: int, wanted: Filter) -> list[int]:
    """The numbers of all whom a filter of the grid leaves, by name."""
    condition = _wanted(event_id, wanted, find_seats(session, event_id))
    chosen = sa.select(Registration.id).where(condition)
    return list(session.scalars(chosen.order_by(Registration.sort_key, Registration.id)))


def _wanted(event_id: int, wanted: Filter, seats: Seats) -> sa.ColumnElement[bool]:
    recorded = (
        sa.select(DayState.registration_id)
        .join(Registration, Registration.id == DayState.registration_id)
        .where(Registration.event_id == event_id, Registration.status != Status.CONFIRMED, stands(DayState))
    )
    conditions: list[sa.ColumnElement[bool]] = [
        Registration.event_id == event_id,
        sa.or_(Registration.status == Status.CONFIRMED, Registration.id.in_(recorded)),
    ]
    if wanted.text:
        conditions.append(has_all_words(Registration.search_key, wanted.text) if fold(wanted.text) else sa.false())
    if wanted.sector is not None:
        conditions.append(Registration.sector == wanted.sector)
    if wanted.state is not None and wanted.day is not None:
        conditions.append(_is_shown_as(wanted.state, wanted.day, seats))
    return sa.and_(*conditions)


def _is_shown_as(state: HalfState, day: Day, seats: Seats) -> sa.ColumnElement[bool]:
    """The condition that a day is shown in one word as `state`; on a closed day whoever is expected is absent."""
    if state is HalfState.NOT_RECORDED:
        if day.is_closed:
            return sa.false()
        return sa.and_(Registration.id.not_in(_on(day, stands(DayState))), _is_expected(day, seats))
    halves = DayState.morning, DayState.afternoon
    order = list(
        HalfState
    )  # present before excused before absent: the first of them that a half says is the day's word
    stronger = order[: order.index(state)]
    says = sa.and_(sa.or_(*(half == state for half in halves)), *(half.not_in(stronger) for half in halves))
    recorded = Registration.id.in_(_on(day, says))
    if state is not HalfState.ABSENT or not day.is_closed:
        return recorded
    return sa.or_(recorded, sa.and_(Registration.id.not_in(_on(day, stands(DayState))), _is_expected(day, seats)))


def _on(day: Day, condition: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(DayState.registration_id).where(DayState.day_id == day.id, condition)


def _is_expected(day: Day, seats: Seats) -> sa.ColumnElement[bool]:
    away = [one for one in seats.people if not seats.is_expected(one, day.day)]
    return sa.and_(Registration.status == Status.CONFIRMED, Registration.id.not_in(away))
