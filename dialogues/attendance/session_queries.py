"""Who was in an agenda session: read from its marks, for one session at a time."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.grid_queries import Deciding, Filter, GridRow, list_grid
from dialogues.attendance.models import DayState, HalfState, SessionMark
from dialogues.attendance.queries import Day
from dialogues.attendance.rules import Part, Said, state_of
from dialogues.core.paging import Page
from dialogues.registration.models import Registration, Status


class SessionRow(NamedTuple):
    """Somebody expected on the day of a session, whether they were in it, and the mark that says so."""

    person: GridRow
    state: HalfState
    mark: Deciding | None


class Known(NamedTuple):
    """What the marks of one person in one session add up to, and the mark that decides it."""

    state: HalfState
    mark: Deciding | None


NOBODY_SAW = Known(HalfState.NOT_RECORDED, None)


def list_said(
    session: Session, *, agenda_session_id: int, registration_ids: Collection[int] | None = None
) -> dict[int, list[Said]]:
    """What the marks of a session say, person by person; of some people, or of all."""
    chosen = sa.select(
        SessionMark.registration_id,
        SessionMark.id,
        SessionMark.status,
        SessionMark.seen_at,
        SessionMark.clock_offset_s,
    ).where(SessionMark.agenda_session_id == agenda_session_id)
    if registration_ids is not None:
        chosen = chosen.where(SessionMark.registration_id.in_(registration_ids))
    said: dict[int, list[Said]] = defaultdict(list)
    for registration_id, mark_id, status, seen_at, offset_s in session.execute(chosen):
        said[registration_id].append(Said(mark_id, Part.WHOLE, status, seen_at, offset_s))
    return said


def count_states(session: Session, *, agenda_session_id: int) -> Counter[HalfState]:
    """How many people were marked as what in a session."""
    return Counter(state_of(said).morning for said in list_said(session, agenda_session_id=agenda_session_id).values())


def list_session_people(
    session: Session, event_id: int, *, agenda_session_id: int, day: Day, wanted: Filter, page: int
) -> Page[SessionRow]:
    """One page of the people of an event, by name, with what they are marked as in a session."""
    people = list_grid(session, event_id, days=[day], wanted=wanted, page=page)
    ids = [row.registration_id for row in people.rows]
    known = list_known(session, [agenda_session_id], registration_ids=ids)
    rows = [SessionRow(row, *known.get((row.registration_id, agenda_session_id), NOBODY_SAW)) for row in people.rows]
    return Page(rows=rows, number=people.number, size=people.size, total=people.total)


def list_known(
    session: Session, agenda_session_ids: Collection[int], *, registration_ids: Collection[int]
) -> dict[tuple[int, int], Known]:
    """What is known of some people in some sessions, by person and session."""
    chosen = sa.select(SessionMark).where(
        SessionMark.agenda_session_id.in_(agenda_session_ids), SessionMark.registration_id.in_(registration_ids)
    )
    marks: dict[tuple[int, int], list[SessionMark]] = defaultdict(list)
    for mark in session.scalars(chosen) if agenda_session_ids and registration_ids else ():
        marks[mark.registration_id, mark.agenda_session_id].append(mark)
    return {key: _known(some) for key, some in marks.items()}


def _known(marks: Sequence[SessionMark]) -> Known:
    state = state_of(_said(one) for one in marks)
    decides = next((one for one in marks if one.id == state.morning_mark_id), None)
    told = Deciding(decides.source, decides.recorded_at, decides.marked_by_name) if decides else None
    return Known(state.morning, told)


def _said(mark: SessionMark) -> Said:
    return Said(mark.id, Part.WHOLE, mark.status, mark.seen_at, mark.clock_offset_s)


def count_sessions(session: Session, agenda_session_ids: Collection[int]) -> dict[int, Counter[HalfState]]:
    """How many people were marked as what in each of some sessions."""
    chosen = sa.select(
        SessionMark.agenda_session_id,
        SessionMark.registration_id,
        SessionMark.id,
        SessionMark.status,
        SessionMark.seen_at,
        SessionMark.clock_offset_s,
    ).where(SessionMark.agenda_session_id.in_(agenda_session_ids))
    said: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for block, person, mark_id, status, seen_at, offset_s in session.execute(chosen):
        said[block, person].append(Said(mark_id, Part.WHOLE, status, seen_at, offset_s))
    counts: dict[int, Counter[HalfState]] = {one: Counter() for one in agenda_session_ids}
    for (block, _person), marks in said.items():
        counts[block][state_of(marks).morning] += 1
    return counts


def list_unseen(session: Session, event_id: int, *, agenda_session_id: int, day: Day, half: Part) -> list[int]:
    """Whoever is in on that half of the day and of whom nothing is recorded in the session, by number.

    A day without halves is in both of them.
    """
    column = DayState.afternoon if half is Part.AFTERNOON else DayState.morning
    chosen = (
        sa.select(Registration.id)
        .join(DayState, DayState.registration_id == Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.status == Status.CONFIRMED,
            DayState.day_id == day.id,
            column == HalfState.PRESENT,
        )
        .order_by(Registration.id)
    )
    said = list_said(session, agenda_session_id=agenda_session_id)
    seen = {one for one, marks in said.items() if state_of(marks).morning is not HalfState.NOT_RECORDED}
    return [one for one in session.scalars(chosen) if one not in seen]


def list_session_history(
    session: Session, *, agenda_session_id: int, registration_id: int
) -> list[tuple[SessionMark, HalfState, HalfState]]:
    """Every mark of one person in a session, the last that became known first, with what it changed then."""
    chosen = sa.select(SessionMark).where(
        SessionMark.agenda_session_id == agenda_session_id, SessionMark.registration_id == registration_id
    )
    lines: list[tuple[SessionMark, HalfState, HalfState]] = []
    known: list[Said] = []
    for mark in session.scalars(chosen.order_by(SessionMark.recorded_at, SessionMark.seen_at, SessionMark.id)):
        before = state_of(known).morning
        known.append(_said(mark))
        lines.append((mark, before, state_of(known).morning))
    return lines[::-1]
