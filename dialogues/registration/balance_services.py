"""Setting the balance that is wanted."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.events.models import Event
from dialogues.registration.balance_queries import find_targets
from dialogues.registration.balance_rules import Subject, Target
from dialogues.registration.seat_models import BalanceTarget
from dialogues.registration.seat_services import hold_seats


def set_targets(
    session: Session, event: Event, targets: Mapping[Subject, Target], *, actor: Actor, at: datetime
) -> None:
    """The convenor wants these of `event`, and nothing else. The same again changes nothing."""
    hold_seats(session, event.id)  # two who save at once do not mix their targets
    before = find_targets(session, event.id)
    if dict(before) == dict(targets):
        return
    session.execute(sa.delete(BalanceTarget).where(BalanceTarget.event_id == event.id))
    session.add_all(
        BalanceTarget(event_id=event.id, subject=subject.code, number=target.number, percent=target.percent)
        for subject, target in targets.items()
    )
    changes = {
        f"wanted_{subject.code}": (_text(before.get(subject)), _text(targets.get(subject)))
        for subject in sorted({*before, *targets}, key=lambda one: one.code)
        if before.get(subject) != targets.get(subject)
    }
    record(
        session, "event.targets_set", actor=actor, at=at, subject=event, subject_name=event.title,
        event_id=event.id, changes=changes,
    )  # fmt: skip


def _text(target: Target | None) -> str | None:
    return str(target) if target is not None else None
