"""Questions about balance: how many are asked and confirmed, by sector and gender, and what the convenor wants."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.people.sectors import Gender, Sector
from dialogues.registration.balance_rules import Balance, Counts, Subject, Target, subject_of
from dialogues.registration.models import EventRole, Registration, Status
from dialogues.registration.seat_models import BalanceTarget

# Who was asked, whatever came of it; an application nobody answered yet, and who waits, were not.
_INVITED = (Status.INVITED, Status.CONFIRMED, Status.DECLINED, Status.CANCELLED)


def count_balance(session: Session, event_id: int) -> Balance:
    """How many participants of each sector and gender are invited and confirmed; every pair is a key."""
    number = sa.func.count()
    chosen = (
        sa.select(
            Registration.sector,
            Registration.gender,
            number.filter(Registration.status.in_(_INVITED)),
            number.filter(Registration.status == Status.CONFIRMED),
        )
        .where(Registration.event_id == event_id, Registration.role == EventRole.PARTICIPANT)
        .group_by(Registration.sector, Registration.gender)
    )
    counted = {(sector, gender): Counts(*numbers) for sector, gender, *numbers in session.execute(chosen)}
    return {(sector, gender): counted.get((sector, gender), Counts()) for sector in Sector for gender in Gender}


def find_targets(session: Session, event_id: int) -> Mapping[Subject, Target]:
    """What the convenor wants of an event."""
    chosen = (
        sa.select(BalanceTarget.subject, BalanceTarget.number, BalanceTarget.percent)
        .where(BalanceTarget.event_id == event_id)
        .order_by(BalanceTarget.subject)
    )
    return {subject_of(code): Target(number, percent) for code, number, percent in session.execute(chosen)}
