"""What a programme is counted from: who came to which events, and how long the days were."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.hours_rules import Span, working_minutes
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.queries import QUIET_KINDS
from dialogues.attendance.models import DayState, HalfState
from dialogues.events.models import EventDay
from dialogues.people.sectors import Sector
from dialogues.registration.models import EventRole, Registration
from dialogues.reports.programme_rules import Came, people_set


def list_came(session: Session, *, event_ids: Collection[int], roles: Collection[EventRole]) -> dict[int, Came]:
    """Who came to each of the events, as which sector.

    A person is one row of the directory: who was found to be known twice and merged is one, who was erased still is.
    """
    came = (
        sa.select(DayState.registration_id)
        .join(EventDay, EventDay.id == DayState.day_id)
        .where(
            EventDay.event_id.in_(event_ids),
            sa.or_(DayState.morning == HalfState.PRESENT, DayState.afternoon == HalfState.PRESENT),
        )
    )
    # As one text for each sector, because a hundred thousand rows take longer to hand over than to find.
    ids = sa.func.aggregate_strings(sa.cast(Registration.person_id, sa.Text), ",")
    chosen = (
        sa.select(Registration.event_id, Registration.sector, ids)
        .where(Registration.id.in_(came), Registration.event_id.in_(event_ids), Registration.role.in_(roles))
        .group_by(Registration.event_id, Registration.sector)
    )
    found: dict[int, dict[Sector, int]] = {event_id: {} for event_id in event_ids}
    for event_id, sector, people in session.execute(chosen):
        found[event_id][sector] = people_set(map(int, people.split(",")))
    return dict(found)


def list_working_minutes(session: Session, *, event_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Minutes of the working sessions of each day's morning and afternoon; a day without such a session is left out."""
    chosen = (
        sa.select(EventDay.id, AgendaSession.starts, AgendaSession.ends)
        .select_from(AgendaSession)
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(EventDay.event_id.in_(event_ids), AgendaSession.kind.not_in(QUIET_KINDS))
    )
    spans: dict[int, list[Span]] = {}
    for day_id, starts, ends in session.execute(chosen):
        spans.setdefault(day_id, []).append((starts, ends))
    return {day_id: working_minutes(one) for day_id, one in spans.items()}
