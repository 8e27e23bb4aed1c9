"""Who was in an agenda session: read from its marks, for one session at a time."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.grid_queries import Filter, GridRow, list_grid
from dialogues.attendance.models import HalfState, SessionMark
from dialogues.attendance.queries import Day
from dialogues.attendance.rules import Part, Said, state_of
from dialogues.core.paging import Page


class SessionRow(NamedTuple):
    """Somebody expected on the day of a session, and whether they were in it."""

    person: GridRow
    state: HalfState


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
    said = list_said(session, agenda_session_id=agenda_session_id, registration_ids=ids)
    rows = [SessionRow(row, state_of(said.get(row.registration_id, ())).morning) for row in people.rows]
    return Page(rows=rows, number=people.number, size=people.size, total=people.total)
