"""What happens to many people at once: a day is filled, and marks are set aside again."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import rules
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import find_day
from dialogues.attendance.rules import Said
from dialogues.attendance.services import NewMark, Outcome, Result, mark_many
from dialogues.audit.services import Actor
from dialogues.events.models import EventDay
from dialogues.registration.models import Registration

_AT_ONCE = 5_000  # ids in one statement: databases take some 32,000 parameters


def fill_day(
    session: Session,
    registration_ids: Sequence[int],
    *,
    event_id: int,
    day: date,
    part: Part,
    status: MarkStatus,
    reason: str | None,
    fill_id: uuid.UUID,
    actor: Actor,
    at: datetime,
) -> list[Result]:
    """The same is recorded of all these people on a day, as corrections with one reason. Sent again, nothing changes.

    Raises ReasonMissing, DayNotOfEvent or DayClosed: a closed day is opened first, whoever is corrected one by one.
    """
    if not reason:
        raise rules.ReasonMissing
    found = find_day(session, event_id, day)
    if found is None:
        raise rules.DayNotOfEvent(day=day)
    if found.is_closed:
        raise rules.DayClosed(day=day)
    wanted = [
        NewMark(mark_of_fill(fill_id, one), day, MarkSource.CORRECTION, one, part=part, status=status, reason=reason)
        for one in registration_ids
    ]
    return mark_many(session, wanted, event_id=event_id, actor=actor, at=at)


def mark_of_fill(fill_id: uuid.UUID, registration_id: int) -> uuid.UUID:
    """The id of the mark that filling a day gave one person."""
    return uuid.uuid5(fill_id, str(registration_id))


def take_back_fill(
    session: Session, fill_id: uuid.UUID, *, event_id: int, actor: Actor, at: datetime, reason: str
) -> int:
    """The day is as if it had not been filled, and how many people that changed. What was corrected since stands."""
    people = session.scalars(sa.select(Registration.id).where(Registration.event_id == event_id))
    ids = [mark_of_fill(fill_id, one) for one in people]
    return set_aside(session, ids, event_id=event_id, actor=actor, at=at, reason=reason)


def set_aside(
    session: Session, mark_ids: Collection[uuid.UUID], *, event_id: int, actor: Actor, at: datetime, reason: str
) -> int:
    """The days are as if these marks had never been made, and how many days of people that changed.

    No mark goes away: others are added that say so. What was recorded after them stands, so twice is once.
    """
    theirs: dict[tuple[int, int], set[uuid.UUID]] = defaultdict(set)
    days: dict[int, date] = {}
    for mark_id, registration_id, day_id, day in _find_marks(session, list(mark_ids), event_id):
        theirs[registration_id, day_id].add(mark_id)
        days[day_id] = day
    said = _hold_and_read(session, theirs)
    wanted = [
        NewMark(uuid.uuid4(), days[key[1]], MarkSource.CORRECTION, key[0], part=part, status=status, reason=reason)
        for key, ids in theirs.items()
        for part, status in rules.setting_aside(said[key], ids)
    ]
    results = mark_many(session, wanted, event_id=event_id, actor=actor, at=at)
    changed = {
        (one.registration_id, one.day)
        for one, result in zip(wanted, results, strict=True)
        if result.outcome is Outcome.RECORDED
    }
    return len(changed)


def _find_marks(
    session: Session, mark_ids: Sequence[uuid.UUID], event_id: int
) -> Iterable[sa.Row[uuid.UUID, int, int, date]]:
    chosen = sa.select(Mark.id, Mark.registration_id, Mark.day_id, EventDay.day).join(
        EventDay, EventDay.id == Mark.day_id
    )
    for start in range(0, len(mark_ids), _AT_ONCE):
        some = mark_ids[start : start + _AT_ONCE]
        yield from session.execute(chosen.where(EventDay.event_id == event_id, Mark.id.in_(some)))


def _hold_and_read(session: Session, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[Said]]:
    """What all marks of these people on these days say; the people are held in the order of their numbers."""
    people, days = sorted({one[0] for one in pairs}), {one[1] for one in pairs}
    said: dict[tuple[int, int], list[Said]] = defaultdict(list)
    columns = (Mark.registration_id, Mark.day_id, Mark.id, Mark.part, Mark.status, Mark.seen_at, Mark.clock_offset_s)
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        held = sa.select(Registration.id).where(Registration.id.in_(some)).order_by(Registration.id)
        session.execute(held.with_for_update(key_share=True)).all()
        chosen = sa.select(*columns).where(Mark.registration_id.in_(some), Mark.day_id.in_(days))
        for row in session.execute(chosen):
            said[row[0], row[1]].append(Said(*row[2:]))
    return said
