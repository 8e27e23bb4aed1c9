"""Who came back: the people of an event beside those of the earlier events of its process."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.models import DayState, HalfState
from dialogues.events.models import Event
from dialogues.people.sectors import Sector
from dialogues.registration.models import EventRole, Registration
from dialogues.reports.rules import Continuity, SectorContinuity


class _Earlier(NamedTuple):
    id: int
    starts_on: date


def find_continuity(session: Session, event: Event, *, roles: Collection[EventRole]) -> Continuity | None:
    """Who of those present came before, and who did not come back; None where nobody came to an earlier event."""
    earlier = _list_earlier(session, event, roles=roles)
    if not earlier:
        return None
    before = _visits([one.id for one in earlier], roles).subquery("before")
    last = _visits([earlier[0].id], roles).subquery("last")
    here = _visits([event.id], roles).subquery("here")
    came_before = here.c.person_id.in_(sa.select(before.c.person_id))
    present = session.execute(
        sa.select(here.c.sector, sa.func.count(), sa.func.sum(sa.case((came_before, 1), else_=0))).group_by(
            here.c.sector
        )
    )
    came = {sector: (number, int(returning)) for sector, number, returning in present}
    gone = session.execute(
        sa.select(last.c.sector, sa.func.count())
        .where(last.c.person_id.not_in(sa.select(here.c.person_id)))
        .group_by(last.c.sector)
    )
    lost: dict[Sector, int] = dict(gone.all())
    rows = []
    for sector in Sector:
        number, returning = came.get(sector, (0, 0))
        rows.append(SectorContinuity(sector, returning, number - returning, lost.get(sector, 0)))
    return Continuity(events=len(earlier), last_began=earlier[0].starts_on, by_sector=tuple(rows))


def _list_earlier(session: Session, event: Event, *, roles: Collection[EventRole]) -> Sequence[_Earlier]:
    """The earlier events of the process that somebody came to, the latest first."""
    if event.process_id is None:
        return []
    is_earlier = sa.or_(
        Event.starts_on < event.starts_on, sa.and_(Event.starts_on == event.starts_on, Event.id < event.id)
    )
    came = sa.exists().where(Registration.event_id == Event.id, Registration.role.in_(roles), _was_there())
    chosen = sa.select(Event.id, Event.starts_on).where(Event.process_id == event.process_id, is_earlier, came)
    return [_Earlier(*row) for row in session.execute(chosen.order_by(Event.starts_on.desc(), Event.id.desc()))]


def _visits(event_ids: Collection[int], roles: Collection[EventRole]) -> sa.Select[int, Sector]:
    return sa.select(Registration.person_id, Registration.sector).where(
        Registration.event_id.in_(event_ids), Registration.role.in_(roles), _was_there()
    )


def _was_there() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        DayState.registration_id == Registration.id,
        sa.or_(DayState.morning == HalfState.PRESENT, DayState.afternoon == HalfState.PRESENT),
    )
