"""Marks that devices hand in: recorded, known already, or refused and kept for an organiser. None is ever dropped."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import device_queries, services, sync_reading
from dialogues.attendance.device_models import HeldMark, WalkIn
from dialogues.attendance.device_rules import HeldKind, Settlement
from dialogues.attendance.models import MarkStatus
from dialogues.attendance.rules import is_in
from dialogues.attendance.services import NewMark, Outcome, Result
from dialogues.attendance.sync_reading import NewWalkIn, Sender, fingerprint, read_uuid
from dialogues.audit.services import Actor, record
from dialogues.core.errors import DomainError
from dialogues.core.folding import search_key
from dialogues.events.models import Event
from dialogues.people.rules import RefusedFact
from dialogues.registration import services as registering
from dialogues.registration.models import Registration
from dialogues.registration.rules import AlreadyRegistered

PAYLOAD_LENGTH_MAX = 4_000  # signs of one mark that is kept; ours have 300


class Presence(NamedTuple):
    """Since when somebody is in who was marked again, and on which device; None is the desk."""

    since: datetime
    device: str | None


class SaidBefore(DomainError):
    """A refusal that was given when something was held, with its own code and sentence."""

    def __init__(self, held: HeldMark) -> None:
        self.code, self.message = held.code, held.message  # type: ignore[misc] # what was said then, not a rule
        super().__init__(**{name: _typed(value) for name, value in held.facts.items()})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device is told about one mark."""

    outcome: Outcome
    refusal: DomainError | None = None
    is_kept: bool = False  # refused, and before an organiser
    presence: Presence | None = None


@dataclass(frozen=True, slots=True)
class WalkInAnswer:
    """What a device is told about one walk-in."""

    outcome: Outcome
    registration_id: int | None = None
    refusal: DomainError | None = None
    is_kept: bool = False
    was_known: bool = False
    looks_like: bool = False


def hand_in(
    session: Session,
    sent: Sequence[Any],
    read: Sequence[NewMark | DomainError],
    *,
    event_id: int,
    sender: Sender,
    actor: Actor,
    at: datetime,
    device_id: int | None = None,
    quarantine: DomainError | None = None,
) -> list[Answer]:
    """Record marks as `services.mark_many` does; what is refused and says its own id is kept for an organiser.

    `read` are the marks of `sent` as they were understood. With `quarantine` nothing new is recorded: all is kept for
    the reason it gives. Sent again, each gets the same answer, unless what stood in its way was put right meanwhile.
    """
    ids = {one.id for one in read if isinstance(one, NewMark)}
    unread = [raw for raw, one in zip(sent, read, strict=True) if not isinstance(one, NewMark)]
    held = device_queries.held_of(session, event_id, ids | _own_ids(unread))
    known = device_queries.recorded_ids(session, ids) if quarantine else frozenset()

    def held_at(place: int) -> HeldMark | None:
        return held.get(fingerprint(sent[place])) if held and isinstance(sent[place], dict) else None

    def may_be_judged(place: int) -> bool:
        one, kept = read[place], held_at(place)
        if not isinstance(one, NewMark) or (kept is not None and kept.settled_at is not None):
            return False
        return quarantine is None or one.id in known

    judged = [place for place in range(len(read)) if may_be_judged(place)]
    wanted = [one for place in judged if isinstance(one := read[place], NewMark)]
    results = dict(zip(judged, services.mark_many(session, wanted, event_id=event_id, actor=actor, at=at), strict=True))
    presences = _presences(session, list(results.values()), wanted)
    answers: list[Answer] = []
    for place, one in enumerate(read):
        result, kept = results.get(place), held_at(place)
        if result is not None and result.refusal is None:
            if kept is not None:
                _settle(kept, Settlement.RECORDED, actor=actor, at=at, reason=None)
            answers.append(Answer(result.outcome, presence=presences.get(one.id if isinstance(one, NewMark) else None)))
            continue
        refusal = result.refusal if result else one if isinstance(one, DomainError) else quarantine
        if kept is None and refusal is not None:
            kept = _hold(
                session, HeldKind.MARK, sent[place], refusal, event_id=event_id, sender=sender, actor=actor, at=at,
                device_id=device_id,
            )  # fmt: skip
            if kept is not None:
                held[kept.fingerprint] = kept
        answers.append(
            Answer(Outcome.REFUSED, refusal or (SaidBefore(kept) if kept else None), is_kept=kept is not None)
        )
    return answers


def add_walk_in(
    session: Session,
    sent: Any,
    read: NewWalkIn | DomainError,
    event: Event,
    *,
    sender: Sender,
    actor: Actor,
    at: datetime,
    device_id: int | None = None,
    quarantine: DomainError | None = None,
) -> WalkInAnswer:
    """Put one walk-in on the list, once however often it is sent. Who surely is on it already is not added again."""
    if isinstance(read, DomainError):
        return WalkInAnswer(Outcome.REFUSED, refusal=read)
    known = session.get(WalkIn, read.id)
    if known is not None:
        looks_like = known.looks_like_id is not None
        return WalkInAnswer(
            Outcome.ALREADY_RECORDED, known.registration_id, was_known=known.was_known, looks_like=looks_like
        )
    held = device_queries.held_of(session, event.id, {read.id}).get(fingerprint(sent))
    if held is not None and (quarantine is not None or held.settled_at is not None):
        return WalkInAnswer(Outcome.REFUSED, refusal=SaidBefore(held), is_kept=True)
    if quarantine is not None:
        held = _hold(
            session, HeldKind.WALK_IN, sent, quarantine, event_id=event.id, sender=sender, actor=actor, at=at,
            device_id=device_id,
        )  # fmt: skip
        return WalkInAnswer(Outcome.REFUSED, refusal=quarantine, is_kept=held is not None)
    return register(session, read, event, sender=sender, actor=actor, at=at)


def register(
    session: Session, read: NewWalkIn, event: Event, *, sender: Sender, actor: Actor, at: datetime
) -> WalkInAnswer:
    """A walk-in is on the list, and it is kept whether somebody of that name stood there before."""
    same = sa.select(Registration.id).where(
        Registration.event_id == event.id,
        sa.or_(
            Registration.search_key == (key := search_key(read.full_name)),
            Registration.search_key.startswith(f"{key} ", autoescape=True),
        ),
    )
    looks_like = session.scalar(same.order_by(Registration.id).limit(1))
    was_known = False
    try:
        somebody = registering.register_walk_in(
            session, event, full_name=read.full_name, sector=read.sector, organisation=read.organisation, actor=actor,
            at=at,
        )  # fmt: skip
        registration_id = somebody.id
    except AlreadyRegistered as error:
        registration_id, was_known, looks_like = error.registration_id, True, None
    except RefusedFact as error:
        return WalkInAnswer(Outcome.REFUSED, refusal=error)
    session.add(
        WalkIn(
            id=read.id, event_id=event.id, registration_id=registration_id, device=sender.name, recorded_at=at,
            was_known=was_known, looks_like_id=looks_like,
        )
    )  # fmt: skip
    session.flush()  # the same walk-in sent at the same moment is noticed here, before anything is answered
    return WalkInAnswer(Outcome.RECORDED, registration_id, was_known=was_known, looks_like=looks_like is not None)


def _own_ids(sent: Sequence[Any]) -> set[uuid.UUID]:
    found = (read_uuid(one.get("id")) for one in sent if isinstance(one, dict))
    return {one for one in found if one is not None}


def _presences(
    session: Session, results: Sequence[Result], wanted: Sequence[NewMark]
) -> Mapping[uuid.UUID | None, Presence]:
    """Of the marks just recorded, those of somebody who was in already."""
    again = {
        one.id: result.before
        for one, result in zip(wanted, results, strict=True)
        if result.outcome is Outcome.RECORDED
        and one.status is MarkStatus.PRESENT
        and is_in(result.before, one.part)
        and result.before.first_seen_at is not None
    }
    deciding = {mark_id: state.morning_mark_id or state.afternoon_mark_id for mark_id, state in again.items()}
    devices = device_queries.devices_of_marks(session, (one for one in deciding.values() if one is not None))
    return {
        mark_id: Presence(state.first_seen_at, devices.get(deciding[mark_id] or mark_id))
        for mark_id, state in again.items()
        if state.first_seen_at is not None
    }


def _hold(
    session: Session,
    kind: HeldKind,
    sent: Any,
    refusal: DomainError,
    *,
    event_id: int,
    sender: Sender,
    actor: Actor,
    at: datetime,
    device_id: int | None,
) -> HeldMark | None:
    """Keep something refused; None for what names no id of its own or is larger than any mark."""
    own_id = read_uuid(sent.get("id")) if isinstance(sent, dict) else None
    if own_id is None or len(repr(sent)) > PAYLOAD_LENGTH_MAX:
        return None
    held = HeldMark(
        event_id=event_id, kind=kind, mark_id=own_id, fingerprint=fingerprint(sent), payload=_storable(sent),
        code=refusal.code, message=refusal.message,
        facts={name: _plain(value) for name, value in refusal.facts.items()}, device=sender.name, device_id=device_id,
        clock_offset_s=sender.clock_offset_s, sent_by_name=actor.name, held_at=at,
    )  # fmt: skip
    session.add(held)
    return held


def _settle(held: HeldMark, settlement: Settlement, *, actor: Actor, at: datetime, reason: str | None) -> None:
    held.settlement, held.settled_at, held.settled_by_name, held.settle_reason = settlement, at, actor.name, reason


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _typed(value: Any) -> Any:
    """A fact of a sentence as it was before it was stored: days are days again."""
    day = sync_reading.read_day(value) if isinstance(value, str) and len(value) == 10 else None
    return day or value


def _storable(value: Any) -> Any:
    """JSON as both databases take it: PostgreSQL stores no NUL and no half of a pair."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {str(_storable(name)): _storable(one) for name, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list) else value


def settle(
    session: Session, held: HeldMark, settlement: Settlement, *, actor: Actor, at: datetime, reason: str | None
) -> None:
    """Something held is settled, with a line in the journal."""
    _settle(held, settlement, actor=actor, at=at, reason=reason)
    note_settled(session, held, f"held.{settlement}", actor=actor, at=at, reason=reason)


def note_settled(
    session: Session, held: HeldMark, action: str, *, actor: Actor, at: datetime, reason: str | None
) -> None:
    """Write into the journal what became of something held."""
    name = held.device or held.sent_by_name
    record(session, action, actor=actor, at=at, subject=held, subject_name=name, event_id=held.event_id, reason=reason)
