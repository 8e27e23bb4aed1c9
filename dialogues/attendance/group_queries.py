"""Who has not come yet, and in which groups they would arrive together."""

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.group_models import GroupArrival, GroupMark
from dialogues.attendance.models import DayState, HalfState, Part
from dialogues.attendance.queries import Day, list_away
from dialogues.people.models import StakeholderGroup
from dialogues.people.sectors import Sector
from dialogues.registration.models import EventRole, Registration, Status

LAST = 3  # groups that can be taken back from the desk


class By(StrEnum):
    """What people who arrive together have in common."""

    ORGANISATION = "organisation"
    GROUP = "group"
    PLACE = "place"
    SECTOR = "sector"


class Missing(NamedTuple):
    """Somebody who is expected and of whom nothing is recorded."""

    id: int
    full_name: str
    honorific: str | None
    organisation: str | None
    group: str | None
    place: str | None
    sector: Sector
    phone: str | None

    def of(self, by: By) -> str | None:
        """What they have in common with others."""
        value: str | None = getattr(self, by.value)
        return value


@dataclass(frozen=True)
class Together:
    """People who may arrive together."""

    by: By
    value: str
    number: int


def list_missing(
    session: Session, event_id: int, *, day: Day, part: Part, roles: Collection[EventRole] | None = None
) -> list[Missing]:
    """The expected people of whom nothing is recorded for a part of a day, by name."""
    nothing = HalfState.NOT_RECORDED
    morning, afternoon = DayState.morning != nothing, DayState.afternoon != nothing
    known = {Part.WHOLE: sa.or_(morning, afternoon), Part.MORNING: morning, Part.AFTERNOON: afternoon}[part]
    is_known = sa.exists().where(DayState.registration_id == Registration.id, DayState.day_id == day.id, known)
    chosen = (
        sa.select(
            Registration.id, Registration.full_name, Registration.honorific, Registration.organisation_name,
            StakeholderGroup.name, Registration.place, Registration.sector, Registration.phone,
        )
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Registration.stakeholder_group_id)
        .where(Registration.event_id == event_id, Registration.status == Status.CONFIRMED, ~is_known)
        .order_by(Registration.sort_key, Registration.id)
    )  # fmt: skip
    if roles is not None:
        chosen = chosen.where(Registration.role.in_(roles))
    away = list_away(session, event_id, day)
    return [one for one in (Missing(*row) for row in session.execute(chosen)) if one.id not in away]


def list_together(missing: Collection[Missing], by: By) -> list[Together]:
    """What the missing have in common, the largest group first; who is alone arrives by the field."""
    counts = Counter(value for one in missing if (value := one.of(by)))
    groups = [Together(by, value, number) for value, number in counts.items() if number > 1]
    return sorted(groups, key=lambda one: (-one.number, one.value))


def find_group(session: Session, event_id: int, group_id: uuid.UUID) -> GroupArrival | None:
    """The act that marked many, if it was of this event."""
    chosen = sa.select(GroupArrival).where(GroupArrival.id == group_id, GroupArrival.event_id == event_id)
    return session.scalar(chosen)


def list_group_marks(session: Session, group_id: uuid.UUID) -> list[uuid.UUID]:
    """The marks that an act made."""
    return list(session.scalars(sa.select(GroupMark.mark_id).where(GroupMark.group_id == group_id)))


def list_groups(session: Session, day_id: int) -> list[tuple[GroupArrival, int]]:
    """The last groups that were marked in one act on a day and still stand, newest first, each with how many marks."""
    chosen = (
        sa.select(GroupArrival, sa.func.count(GroupMark.mark_id))
        .join(GroupMark, GroupMark.group_id == GroupArrival.id)
        .where(GroupArrival.day_id == day_id, GroupArrival.taken_back_at.is_(None))
        .group_by(GroupArrival.id)
        .order_by(GroupArrival.made_at.desc(), GroupArrival.id)
        .limit(LAST)
    )
    return [(group, number) for group, number in session.execute(chosen)]
