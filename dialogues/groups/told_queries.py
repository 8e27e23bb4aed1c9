"""What people may read of published rounds: where they sit, and what their badges carry."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.agenda.models import AgendaSession
from dialogues.events.models import EventDay
from dialogues.groups.models import GroupPlacement, GroupRound, RoundGroup
from dialogues.groups.queries import Group, Slot, list_groups_of
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


@dataclass(frozen=True)
class ToldRound:
    """A round as outsiders may read it: with the session it belongs to, and whether that is under the rule."""

    round: GroupRound
    slot: Slot | None
    is_under_rule: bool


def list_told_rounds(session: Session, event_id: int, *, with_drafts: bool) -> list[ToldRound]:
    """The rounds of an event that are published, or all of them, in their order."""
    chosen = (
        sa.select(
            GroupRound,
            AgendaSession.id,
            AgendaSession.title,
            EventDay.day,
            AgendaSession.starts,
            AgendaSession.ends,
            AgendaSession.is_chatham_house,
        )
        .outerjoin(AgendaSession, AgendaSession.id == GroupRound.agenda_session_id)
        .outerjoin(EventDay, EventDay.id == AgendaSession.day_id)
        .where(GroupRound.event_id == event_id)
        .order_by(GroupRound.number)
    )
    if not with_drafts:
        chosen = chosen.where(GroupRound.published_at.is_not(None))
    return [
        ToldRound(row[0], Slot(*row[1:6]) if row.day else None, is_under_rule=bool(row.is_chatham_house))
        for row in session.execute(chosen)
    ]


def list_told_groups(session: Session, rounds: Sequence[ToldRound]) -> dict[int, list[Group]]:
    """The groups of these rounds, with those who are in them now, by name."""
    return list_groups_of(session, [one.round.id for one in rounds])


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
