"""Questions about phones: which one speaks, what they hold, where they disagree, and what waits for an organiser."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from dialogues.attendance.device_models import Device, HeldMark, WalkIn
from dialogues.attendance.device_rules import Version, disagree, standing
from dialogues.attendance.models import Mark, MarkStatus, Part
from dialogues.attendance.rules import HALVES, HalfState, corrected
from dialogues.core.tokens import digest
from dialogues.events.models import Event, EventDay
from dialogues.registration.models import Registration

SHOWN_MAX = 200  # lines of one list on the page; an event rarely has ten

SAYS = {
    MarkStatus.PRESENT: HalfState.PRESENT,
    MarkStatus.EXCUSED: HalfState.EXCUSED,
    MarkStatus.ABSENT: HalfState.ABSENT,
    MarkStatus.WITHDRAWN: HalfState.NOT_RECORDED,
}


class Door(NamedTuple):
    """How the phones of an event stand, for the light on the desk."""

    phones: int
    waiting: int
    held: int


class Conflict(NamedTuple):
    """One day, or half of it, of which different people said different things."""

    registration_id: int
    full_name: str
    organisation_name: str | None
    day: date
    part: Part
    versions: list[Version]  # latest first: the first one stands


# Asked for each mark of a phone, so they are put together once.
_AT_TOKEN = sa.select(Device).where(Device.token_digest == sa.bindparam("digest")).options(joinedload(Device.event))
_HELD = sa.select(HeldMark).where(
    HeldMark.event_id == sa.bindparam("event_id"), HeldMark.mark_id.in_(sa.bindparam("mark_ids", expanding=True))
)


def find_device(session: Session, *, token: str) -> Device | None:
    """The phone that a token belongs to, ended or not."""
    return session.scalar(_AT_TOKEN, {"digest": digest(token)})


def find_device_by_id(session: Session, event_id: int, device_id: int) -> Device | None:
    """A phone of an event."""
    return session.scalar(sa.select(Device).where(Device.id == device_id, Device.event_id == event_id))


def list_devices(session: Session, event_id: int) -> Sequence[Device]:
    """The phones of an event, those still paired first, then the last that spoke."""
    chosen = sa.select(Device).where(Device.event_id == event_id)
    order = (Device.ended_at.is_not(None), sa.func.coalesce(Device.last_seen_at, Device.paired_at).desc(), Device.id)
    return session.scalars(chosen.order_by(*order)).all()


def find_door(session: Session, event_id: int) -> Door:
    """How many phones are paired, how much they hold, and how much waits for an organiser; in one question."""
    devices = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Device.waiting), 0)).where(
        Device.event_id == event_id, Device.ended_at.is_(None)
    )
    held = sa.select(sa.func.count()).where(HeldMark.event_id == event_id, HeldMark.settled_at.is_(None))
    together = sa.select(*devices.subquery().columns, held.scalar_subquery())
    row = session.execute(together).one()
    return Door(phones=row[0], waiting=row[1], held=row[2])


def list_held(session: Session, event_id: int) -> Sequence[HeldMark]:
    """What waits for an organiser, oldest first, and after it what was settled last."""
    chosen = sa.select(HeldMark).where(HeldMark.event_id == event_id)
    order = (HeldMark.settled_at.is_not(None), HeldMark.settled_at.desc(), HeldMark.held_at, HeldMark.id)
    return session.scalars(chosen.order_by(*order).limit(SHOWN_MAX)).all()


def find_held(session: Session, event_id: int, held_id: int) -> HeldMark | None:
    """One thing that is or was held for an event."""
    return session.scalar(sa.select(HeldMark).where(HeldMark.id == held_id, HeldMark.event_id == event_id))


def held_of(session: Session, event_id: int, mark_ids: Collection[uuid.UUID]) -> dict[str, HeldMark]:
    """What is or was held under these ids, by its fingerprint."""
    if not mark_ids:
        return {}
    found = session.scalars(_HELD, {"event_id": event_id, "mark_ids": mark_ids})
    return {one.fingerprint: one for one in found}


def recorded_ids(session: Session, mark_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which of these ids name a mark that is recorded."""
    return frozenset(session.scalars(sa.select(Mark.id).where(Mark.id.in_(mark_ids)))) if mark_ids else frozenset()


def walked_in(session: Session, event_id: int, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The registrations that phones made under these ids."""
    if not ids:
        return {}
    chosen = sa.select(WalkIn.id, WalkIn.registration_id).where(WalkIn.event_id == event_id, WalkIn.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(chosen)}


def list_doubtful_walk_ins(session: Session, event_id: int) -> list[tuple[WalkIn, Registration]]:
    """Walk-ins beside the one of the same name who stood on the list already."""
    chosen = (
        sa.select(WalkIn, Registration)
        .join(Registration, Registration.id == WalkIn.looks_like_id)
        .where(WalkIn.event_id == event_id, WalkIn.looks_like_id != WalkIn.registration_id)  # not merged since
        .options(joinedload(WalkIn.registration))
        .order_by(WalkIn.recorded_at)
        .limit(SHOWN_MAX)
    )
    return [(row[0], row[1]) for row in session.execute(chosen)]


def devices_of_marks(session: Session, mark_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str | None]:
    """On which device each of these marks was made; None is the desk."""
    ids = set(mark_ids)
    if not ids:
        return {}
    return {row[0]: row[1] for row in session.execute(sa.select(Mark.id, Mark.device).where(Mark.id.in_(ids)))}


def list_conflicts(session: Session, event_id: int, *, registration_id: int | None = None) -> list[Conflict]:
    """Everything of which different people or phones said different things, until a correction settles it.

    Where the same marks are at odds about both halves, that is one conflict about the whole day.
    """
    other = aliased(Mark)
    says_otherwise = sa.exists().where(
        other.registration_id == Mark.registration_id, other.day_id == Mark.day_id, other.status != Mark.status
    )
    # Of two who say different things one says something else than present, as few do.
    suspected = (
        sa.select(Mark.registration_id, Mark.day_id)
        .join(EventDay, EventDay.id == Mark.day_id)
        .where(EventDay.event_id == event_id, Mark.status != MarkStatus.PRESENT, says_otherwise)
        .distinct()
        .subquery()
    )
    chosen = (
        sa.select(Mark, Registration.full_name, Registration.organisation_name, EventDay.day)
        .join(
            suspected,
            sa.and_(suspected.c.registration_id == Mark.registration_id, suspected.c.day_id == Mark.day_id),
        )
        .join(Registration, Registration.id == Mark.registration_id)
        .join(EventDay, EventDay.id == Mark.day_id)
        .order_by(EventDay.day, Registration.sort_key, Registration.id)
    )
    if registration_id is not None:
        chosen = chosen.where(Mark.registration_id == registration_id)
    people: dict[int, tuple[str, str | None]] = {}
    found: dict[tuple[date, int, Part], list[Version]] = defaultdict(list)
    for mark, full_name, organisation_name, day in session.execute(chosen):
        people[mark.registration_id] = (full_name, organisation_name)
        for half in HALVES[mark.part]:
            found[day, mark.registration_id, half].append(_version(mark))
    at_odds: dict[tuple[date, int, Part], list[Version]] = {}
    for (day, person, half), said in found.items():
        versions = standing(said)
        if not disagree(versions):
            continue
        versions.sort(key=lambda one: (one.corrected_at, one.mark_id), reverse=True)
        if at_odds.get((day, person, Part.MORNING)) == versions:
            del at_odds[day, person, Part.MORNING]
            at_odds[day, person, Part.WHOLE] = versions
        else:
            at_odds[day, person, half] = versions
    conflicts = [Conflict(person, *people[person], day, part, said) for (day, person, part), said in at_odds.items()]
    return conflicts[:SHOWN_MAX]


def _version(mark: Mark) -> Version:
    at: datetime = corrected(mark.seen_at, mark.clock_offset_s)
    return Version(SAYS[mark.status], mark.part, at, mark.marked_by_name, mark.device, mark.source, mark.id)


def find_open_event(session: Session, slug: str) -> Event | None:
    """The event at `slug`, whoever asks: for codes and tokens that say themselves what they open."""
    return session.scalar(sa.select(Event).where(Event.slug == slug))
