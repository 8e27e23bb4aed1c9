"""What an organiser does with marks that were refused and kept: accept, give to somebody, set aside, and undo."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from dialogues.attendance import rules, services, sync_reading, sync_services
from dialogues.attendance.device_models import HeldMark
from dialogues.attendance.device_rules import AlreadySettled, HeldKind, Settlement
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.attendance.services import NewMark
from dialogues.attendance.sync_reading import NewWalkIn, Sender
from dialogues.audit.services import Actor
from dialogues.core.errors import DomainError
from dialogues.events.models import Event


def accept(
    session: Session,
    held: HeldMark,
    *,
    registration_id: int,
    day: date,
    part: Part,
    status: MarkStatus,
    reason: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Record what was held, of whom and for which day the organiser says, as a correction with its reason.

    Raises AlreadySettled, ReasonMissing, or what hinders a correction.
    """
    _require_open(session, held)
    if not reason:
        raise rules.ReasonMissing
    wanted = NewMark(
        id=uuid.uuid4(),
        day=day,
        source=MarkSource.CORRECTION,
        registration_id=registration_id,
        part=part,
        status=status,
        device=held.device,
        reason=reason,
    )
    services.mark(session, wanted, event_id=held.event_id, actor=actor, at=at)
    session.flush()  # the mark must stand before the row that names it
    held.result_mark_id = wanted.id
    sync_services.settle(session, held, Settlement.ACCEPTED, actor=actor, at=at, reason=reason)


def accept_walk_in(
    session: Session, held: HeldMark, event: Event, *, reason: str | None, actor: Actor, at: datetime
) -> int:
    """Put the person whom a phone wrote down on the list, and return the registration. Raises what hinders it."""
    _require_open(session, held)
    if not reason:
        raise rules.ReasonMissing
    read = sync_reading.read_walk_in(held.payload)
    if not isinstance(read, NewWalkIn):
        raise read
    sender = Sender(name=held.device)
    sync_services.settle(session, held, Settlement.ACCEPTED, actor=actor, at=at, reason=reason)
    answer = sync_services.register(session, read, event, sender=sender, actor=actor, at=at)
    if answer.refusal is not None or answer.registration_id is None:
        raise answer.refusal or rules.UnknownPerson
    return answer.registration_id


def discard(session: Session, held: HeldMark, *, reason: str | None, actor: Actor, at: datetime) -> None:
    """Set aside what was held; it stays on record with the reason. Raises AlreadySettled or ReasonMissing."""
    _require_open(session, held)
    if not reason:
        raise rules.ReasonMissing
    sync_services.settle(session, held, Settlement.DISCARDED, actor=actor, at=at, reason=reason)


def reopen(session: Session, held: HeldMark, *, reason: str, actor: Actor, at: datetime) -> None:
    """Undo a settlement: what was held waits again, and a correction it led to is taken back.

    A person who was put on the list stays on it. Raises ChangedSince if the correction no longer stands.
    """
    if held.settled_at is None or held.settlement is Settlement.RECORDED:
        raise rules.ChangedSince
    if held.kind is HeldKind.MARK and held.result_mark_id is not None:
        services.take_back(
            session, held.result_mark_id, event_id=held.event_id, actor=actor, at=at, source=MarkSource.CORRECTION,
            reason=reason,
        )  # fmt: skip
    held.settlement = held.settled_at = held.settled_by_name = held.settle_reason = held.result_mark_id = None
    sync_services.note_settled(session, held, "held.reopened", actor=actor, at=at, reason=None)


def _require_open(session: Session, held: HeldMark) -> None:
    session.refresh(held, with_for_update=True)  # of two organisers who settle it at once, the second is told
    if held.settled_at is not None:
        raise AlreadySettled


def as_read(held: HeldMark) -> NewMark | DomainError:
    """What was held as far as it can be understood."""
    return sync_reading.read_mark(held.payload, Sender(held.device, held.clock_offset_s), now=held.held_at)
