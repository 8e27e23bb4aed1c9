"""Questions about balance: how many are asked and confirmed, by sector and gender, and what the convenor wants."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.people.sectors import Gender, Sector
from dialogues.registration.balance_rules import Balance, Counts, Subject, Target, subject_of
from dialogues.registration.models import EventRole, Registration, Status
from dialogues.registration.seat_models import BalanceTarget

# Who was asked, whatever came of it; an application nobody answered yet, and who waits, were not.
_INVITED = (Status.INVITED, Status.CONFIRMED, Status.DECLINED, Status.CANCELLED)

# Put together once: pages of the list, of invitations and of the event itself ask them.
_KINDS = (Registration.sector, Registration.gender, Registration.status, Registration.role)
_EVERYBODY = sa.select(*_KINDS, sa.func.count()).where(Registration.event_id == sa.bindparam("event")).group_by(*_KINDS)
_TARGETS = (
    sa.select(BalanceTarget.subject, BalanceTarget.number, BalanceTarget.percent)
    .where(BalanceTarget.event_id == sa.bindparam("event"))
    .order_by(BalanceTarget.subject)
)


class Counted(NamedTuple):
    """How many people have all four in common."""

    sector: Sector
    gender: Gender
    status: Status
    role: EventRole
    number: int


def count_everybody(session: Session, event_id: int) -> list[Counted]:
    """How many people of each sector, gender, state and role an event has: what balance and tabs are summed from."""
    return [Counted(*row) for row in session.execute(_EVERYBODY, {"event": event_id})]


def sum_balance(counted: Iterable[Counted]) -> Balance:
    """How many participants of each sector and gender are invited and confirmed; every pair is a key."""
    balance = {(sector, gender): Counts() for sector in Sector for gender in Gender}
    for one in counted:
        if one.role is EventRole.PARTICIPANT:
            before = balance[one.sector, one.gender]
            balance[one.sector, one.gender] = Counts(
                before.invited + one.number * (one.status in _INVITED),
                before.confirmed + one.number * (one.status is Status.CONFIRMED),
            )
    return balance


def find_targets(session: Session, event_id: int) -> Mapping[Subject, Target]:
    """What the convenor wants of an event."""
    chosen = session.execute(_TARGETS, {"event": event_id})
    return {subject_of(code): Target(number, percent) for code, number, percent in chosen}
