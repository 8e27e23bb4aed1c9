"""Taking back that somebody comes in another person's seat."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor, record
from dialogues.registration import queries, rules, seat_services
from dialogues.registration.models import Registration, Status
from dialogues.registration.services import GAVE_UP, TAKES_SEAT

Changes = dict[str, tuple[Any, Any]]


def take_back_substitution(
    session: Session, came: Registration, *, version: int | None, actor: Actor, at: datetime
) -> Registration:
    """The seat is again that of whoever gave it, who is returned; the substitute is cancelled, and both stay on record.

    Days on which the substitute was present stay theirs. Raises NothingToTakeBack if anything was changed since
    `version`, or if somebody sits in the substitute's place by now.
    """
    is_seated = came.status in (Status.CONFIRMED, Status.WAITING)
    if came.in_place_of_id is None or not is_seated or version != came.version:
        raise rules.NothingToTakeBack
    if queries.list_substitutes(session, came.id):
        raise rules.NothingToTakeBack
    giver, before = _find_giver(session, came)
    seat: Changes = {"in_place_of": (giver.full_name, None), "in_place_from": (came.in_place_from, None)}
    came.in_place_of_id = came.in_place_from = None
    seat_services.pass_place(session, giver=came, taker=giver)
    changes = seat | seat_services.set_status(session, came, Status.CANCELLED, at=at)
    _note(session, came, "registration.substitution_taken_back", actor=actor, at=at, changes=changes)
    moved = seat_services.set_status(session, giver, before, at=at)
    back: Changes = {"replaced_by": (came.full_name, None)}
    _note(session, giver, "registration.substitution_taken_back", actor=actor, at=at, changes=back | moved)
    return giver


def _find_giver(session: Session, came: Registration) -> tuple[Registration, Status]:
    """Who gave the seat and how they stood, by the journal; by the seat itself where an older program wrote it."""
    changes = session.scalars(
        sa.select(Entry.changes)
        .where(
            Entry.subject_kind == Registration.__tablename__,
            Entry.subject_id == str(came.id),
            Entry.action == TAKES_SEAT,
        )
        .order_by(Entry.id.desc())
    ).first()
    key, status = (changes or {}).get(GAVE_UP, (came.in_place_of_id, None))
    giver = queries.find_registration_to_change(session, came.event_id, key)
    if giver is None:
        raise rules.NothingToTakeBack
    known = Status(status) if status else queries.find_status_before(session, giver.id)
    # Who was moved since by somebody's hand stays where they were put.
    is_as_left = giver.status is Status.CANCELLED and known is not None
    return giver, known if is_as_left and known is not None else giver.status


def _note(
    session: Session, registration: Registration, action: str, *, actor: Actor, at: datetime, changes: Changes
) -> None:
    record(
        session, action, actor=actor, at=at, subject=registration, subject_name=registration.full_name,
        event_id=registration.event_id, changes=changes,
    )  # fmt: skip
