"""Questions about the people an act on many is done to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.people.models import Person, StakeholderGroup
from dialogues.people.sectors import Sector
from dialogues.registration.bulk_models import BulkAct, BulkChange
from dialogues.registration.bulk_rules import MOVES, BulkKind, Refusal
from dialogues.registration.kinds import Status
from dialogues.registration.models import Registration


@dataclass(frozen=True)
class Changed:
    """What an act of a kind changes: the column of the registration, and the directory's where that follows."""

    name: str
    column: Any
    person_column: Any = None
    is_number: bool = False

    def typed(self, text: Any) -> Any:
        """A kept text as the column holds it."""
        return sa.cast(text, sa.Integer) if self.is_number else text


_STATUS = Changed("status", Registration.status)
CHANGES: dict[BulkKind, Changed] = {
    **dict.fromkeys(MOVES, _STATUS),
    BulkKind.ROLE: Changed("role", Registration.role),
    BulkKind.LANGUAGE: Changed("language", Registration.language, Person.language),
    BulkKind.GROUP: Changed(
        "stakeholder_group", Registration.stakeholder_group_id, Person.stakeholder_group_id, is_number=True
    ),
}


class Candidate(NamedTuple):
    """One of the chosen, held until the act is done."""

    id: int
    version: int
    full_name: str
    status: Status
    sector: Sector
    group_name: str | None
    value: Any  # of what the act changes
    person_id: int
    person_version: int
    person_name: str
    person_sector: Sector
    person_value: Any


class Touched(NamedTuple):
    """Somebody an act was done to, as they stand now."""

    id: int
    version: int
    full_name: str
    before: str | None
    after: str | None
    version_then: int
    person_id: int
    person_version: int
    person_version_then: int | None


class Left(NamedTuple):
    """Somebody an act was not done to, and why."""

    registration_id: int
    full_name: str
    before: str | None
    refusal: Refusal


def hold_chosen(session: Session, condition: sa.ColumnElement[bool], changed: Changed) -> list[Candidate]:
    """Those for whom `condition` holds, held until the unit of work ends, always in the same order."""
    follows = sa.null() if changed.person_column is None else changed.person_column
    chosen = (
        sa.select(
            Registration.id, Registration.version, Registration.full_name, Registration.status, Registration.sector,
            StakeholderGroup.name, changed.column, Person.id, Person.version, Person.full_name, Person.sector, follows,
        )
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Registration.stakeholder_group_id)
        .where(condition)
        .order_by(Registration.id)
        .with_for_update(of=(Registration, Person))
    )  # fmt: skip
    return [Candidate(*row) for row in session.execute(chosen)]


def list_statuses_before(session: Session, condition: sa.ColumnElement[bool]) -> dict[int, Status]:
    """The state each registration was in before its last change of state, by the journal, for those who do not come."""
    ids = sa.select(sa.cast(Registration.id, sa.Text)).where(
        condition, Registration.status.in_((Status.DECLINED, Status.CANCELLED))
    )
    chosen = (
        sa.select(Entry.subject_id, Entry.changes)
        .where(Entry.subject_kind == Registration.__tablename__, Entry.subject_id.in_(ids))
        .order_by(Entry.id)
    )
    rows = session.execute(chosen)
    found = {int(key): changes["status"][0] for key, changes in rows if "status" in changes}
    return {key: Status(status) for key, status in found.items() if status}


def find_act(session: Session, event_id: int, act_id: int) -> BulkAct | None:
    """One act on many people of this event."""
    return session.scalar(sa.select(BulkAct).where(BulkAct.event_id == event_id, BulkAct.id == act_id))


def find_act_to_take_back(session: Session, event_id: int, act_id: int) -> BulkAct | None:
    """The same, held until the unit of work ends, so that it is taken back once."""
    chosen = sa.select(BulkAct).where(BulkAct.event_id == event_id, BulkAct.id == act_id)
    return session.scalar(chosen.with_for_update().execution_options(populate_existing=True))


def hold_touched(session: Session, act_id: int) -> list[Touched]:
    """Those an act was done to, held until the unit of work ends."""
    chosen = (
        sa.select(
            Registration.id, Registration.version, Registration.full_name, BulkChange.before, BulkChange.after,
            BulkChange.version, Person.id, Person.version, BulkChange.person_version,
        )
        .join(BulkChange, BulkChange.registration_id == Registration.id)
        .join(Person, Person.id == Registration.person_id)
        .where(BulkChange.act_id == act_id, BulkChange.version.is_not(None))
        .order_by(Registration.id)
        .with_for_update(of=(Registration, Person))
    )  # fmt: skip
    return [Touched._make(row) for row in session.execute(chosen)]


def count_changes(session: Session, act_id: int) -> tuple[int, int]:
    """To how many an act was done, and to how many it was not."""
    counted = sa.select(sa.func.count(BulkChange.version), sa.func.count(BulkChange.refusal)).where(
        BulkChange.act_id == act_id
    )
    done, left = session.execute(counted).one()
    return done, left


def list_left(session: Session, act_id: int, *, limit: int) -> list[Left]:
    """Those it was not done to, by name."""
    chosen = (
        sa.select(BulkChange.registration_id, Registration.full_name, BulkChange.before, BulkChange.refusal)
        .join(Registration, Registration.id == BulkChange.registration_id)
        .where(BulkChange.act_id == act_id, BulkChange.refusal.is_not(None))
        .order_by(Registration.sort_key, Registration.id)
        .limit(limit)
    )
    return [Left._make(row) for row in session.execute(chosen)]


def group_names(session: Session, ids: set[str]) -> Mapping[str, str]:
    """The names of these stakeholder groups by id, both as texts."""
    chosen = sa.select(StakeholderGroup.id, StakeholderGroup.name).where(StakeholderGroup.id.in_(map(int, ids)))
    return {str(key): name for key, name in session.execute(chosen)} if ids else {}
