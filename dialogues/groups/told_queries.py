"""What people may read of published rounds: where they sit, and what their badges carry."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.agenda.models import AgendaSession
from dialogues.events.models import EventDay
from dialogues.groups.models import GroupPlacement, GroupRound, RoundGroup
from dialogues.groups.queries import Slot
from dialogues.registration.models import Registration


@dataclass(frozen=True)
class OwnPlace:
    """What somebody may read of one published round: where they sit, and where they were told before."""

    round_number: int
    group: str
    room: str | None
    topic: str | None
    facilitator: str | None
    slot: Slot | None
    told_group: str | None
    told_room: str | None
    changed_at: datetime | None


def list_own_places(session: Session, registration_id: int) -> list[OwnPlace]:
    """Where somebody sits in each published round, in the order of the rounds."""
    leads = aliased(Registration)
    chosen = (
        sa.select(
            GroupRound.number,
            RoundGroup.name,
            RoundGroup.room,
            RoundGroup.topic,
            leads.full_name.label("facilitator"),
            GroupRound.agenda_session_id,
            AgendaSession.title,
            EventDay.day,
            AgendaSession.starts,
            AgendaSession.ends,
            GroupPlacement.told_group,
            GroupPlacement.told_room,
            sa.func.coalesce(GroupPlacement.moved_at, GroupRound.changed_at).label("changed_at"),
        )
        .join(GroupRound, GroupRound.id == GroupPlacement.round_id)
        .join(RoundGroup, RoundGroup.id == GroupPlacement.group_id)
        .outerjoin(leads, leads.id == RoundGroup.facilitator_id)
        .outerjoin(AgendaSession, AgendaSession.id == GroupRound.agenda_session_id)
        .outerjoin(EventDay, EventDay.id == AgendaSession.day_id)
        .where(
            GroupPlacement.registration_id == registration_id,
            GroupPlacement.closed_at.is_(None),
            GroupRound.published_at.is_not(None),
        )
        .order_by(GroupRound.number)
    )
    return [
        OwnPlace(
            row.number,
            row.name,
            row.room,
            row.topic,
            row.facilitator,
            Slot(row.agenda_session_id, row.title, row.day, row.starts, row.ends) if row.day else None,
            row.told_group,
            row.told_room,
            row.changed_at,
        )
        for row in session.execute(chosen)
    ]


def list_group_names(session: Session, event_id: int) -> Mapping[int, list[str]]:
    """For everybody in a group of a published round, the names of their groups in the order of the rounds."""
    chosen = (
        sa.select(GroupPlacement.registration_id, RoundGroup.name)
        .join(GroupRound, GroupRound.id == GroupPlacement.round_id)
        .join(RoundGroup, RoundGroup.id == GroupPlacement.group_id)
        .where(
            GroupRound.event_id == event_id,
            GroupRound.published_at.is_not(None),
            GroupPlacement.closed_at.is_(None),
        )
        .order_by(GroupRound.number)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for registration_id, name in session.execute(chosen):
        found[registration_id].append(name)
    return found
