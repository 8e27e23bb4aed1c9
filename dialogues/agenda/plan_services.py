"""What can happen to the plan of a day: sessions are moved, pinned, parked, split and merged, and the rest follows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import plan_queries, plan_rules, queries, rules
from dialogues.agenda.models import AgendaSession, SessionPerson
from dialogues.agenda.plan_rules import Block, Moved, Spot, Versions, minutes_of, time_of
from dialogues.agenda.step_services import one_noted_step
from dialogues.audit.services import Actor, assign, record
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import N_
from dialogues.events.models import Event, EventDay
from dialogues.events.queries import count_uses

_TEXTS = ("description", "process_notes", "aim", "steps", "materials")  # joined when two sessions become one
_OWN = ("id", "version", "day_id", "parked_in_id", "starts", "ends", "place_id", "room_id")  # not copied as they are


class BothRecorded(DomainError):
    """Attendance is recorded in both sessions that would become one."""

    message = N_("“%(first)s” and “%(second)s” cannot become one: attendance is recorded in both.")


class NotNeighbours(DomainError):
    """Something lies between the two sessions."""

    message = N_("Only sessions that follow each other, or run beside each other, can become one.")


class TooShortToSplit(DomainError):
    """A part would have no minutes."""

    message = N_("“%(title)s” lasts %(minutes)s minutes; the first part must be shorter than that.")


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who changes the agenda of which event, and what they saw of it when they decided to."""

    event: Event
    seen: Mapping[int, Versions]
    actor: Actor
    at: datetime

    def step(self, session: Session, title: str) -> Any:
        """A step of its own for what is done inside, noted in the journal."""
        return one_noted_step(session, event=self.event, title=title, actor=self.actor, at=self.at)


def move_session(
    session: Session, act: Act, *, block: AgendaSession, day_id: int, spot: Spot, beside_too: Collection[int] = ()
) -> None:
    """Put a session, and those of `beside_too` that run beside it, at a spot of a day; the unpinned ones follow.

    A parked session comes onto the agenda. Raises DayChanged if one of the days is not as it was seen,
    NotOnTheAgenda, PastMidnight, NoSuchTime, NotFoundHere for a day of another event.
    """
    target = find_day(session, act.event, day_id)
    with act.step(session, block.title):
        require_seen(session, act, [day for day in (block.day_id, day_id) if day is not None])
        ids = {block.id, *beside_too}
        there = _blocks(session, day_id)
        if block.day_id == day_id:
            _require_there(there, [*ids, *_named(spot)])
            _retime(session, plan_rules.move([_plan(one) for one in there.values()], ids, spot), target, act.event)
            return
        leaving = _leaving(session, block, ids)
        _require_there(there, _named(spot))
        _close_up(session, block, ids, act.event)
        coming = [_plan(one) for one in leaving]
        for one in leaving:
            one.day_id, one.parked_in_id = day_id, None
        moved = plan_rules.put_in([_plan(one) for one in there.values()], coming, spot)
        _retime(session, moved, target, act.event)
        for one in leaving:
            session.expire(one, ["day"])


def park_session(session: Session, act: Act, *, block: AgendaSession) -> None:
    """Take a session off its day and keep it for later; what follows moves up. Raises DayChanged, SessionRecorded."""
    with act.step(session, block.title):
        if block.day_id is None:
            raise plan_rules.NothingToPark(title=block.title)
        require_seen(session, act, [block.day_id])
        require_unrecorded(session, [block])
        _close_up(session, block, {block.id}, act.event)
        park(block, act.event)


def park(block: AgendaSession, event: Event) -> None:
    """Let a session be on no day of `event`; it keeps its length."""
    block.day_id, block.parked_in_id, block.is_pinned = None, event.id, False


def pin_session(session: Session, act: Act, *, block: AgendaSession) -> None:
    """Let a session hold its time. Doing it again changes nothing."""
    with act.step(session, block.title):
        block.is_pinned = True


def unpin_session(session: Session, act: Act, *, block: AgendaSession) -> None:
    """Let a session move with the others again. Doing it again changes nothing."""
    with act.step(session, block.title):
        block.is_pinned = False


def split_session(session: Session, act: Act, *, block: AgendaSession, minutes: int, title: str) -> AgendaSession:
    """Cut a session after so many minutes; what is recorded stays with the first part. Raises TooShortToSplit."""
    with act.step(session, block.title):
        _require_unchanged(session, act, block)
        length = rules.minutes_between(block.starts, block.ends)
        if not 0 < minutes < length:
            raise TooShortToSplit(title=block.title, minutes=length)
        cut = time_of(minutes_of(block.starts) + minutes)
        second = copy_of(block, day_id=block.day_id, parked_in_id=block.parked_in_id)
        second.place_id, second.room_id = block.place_id, block.room_id
        second.title, second.starts, second.ends = title, cut, block.ends
        second.is_pinned = False
        second.translations = _joined_descriptions(block)  # not the title, which is another one
        second.people = [
            SessionPerson(role=one.role, registration_id=one.registration_id, name=one.name) for one in block.people
        ]
        block.ends = cut
        session.add(second)
    return second


def merge_sessions(
    session: Session, act: Act, *, block: AgendaSession, other: AgendaSession, title: str
) -> AgendaSession:
    """Make one session of two that follow or run beside each other; the one with attendance in it stays.

    Raises BothRecorded, NotNeighbours, DayChanged.
    """
    with act.step(session, title):
        if block.day_id is None or block.day_id != other.day_id:
            raise NotNeighbours
        require_seen(session, act, [block.day_id])
        if other.id not in list_neighbours(session, block):
            raise NotNeighbours
        recorded = _recorded(session, [block.id, other.id])
        if len(recorded) > 1:
            raise BothRecorded(first=block.title, second=other.title)
        kept, gone = (other, block) if other.id in recorded else (block, other)
        first, second = sorted((kept, gone), key=lambda one: (one.starts, one.ends, one.id))
        for name in _TEXTS:
            texts = dict.fromkeys(text for text in (getattr(first, name), getattr(second, name)) if text)
            setattr(kept, name, "\n".join(texts) or None)
        kept.title, kept.starts, kept.ends = title, first.starts, max(first.ends, second.ends)
        kept.is_pinned = kept.is_pinned or gone.is_pinned
        kept.is_chatham_house = kept.is_chatham_house or gone.is_chatham_house
        kept.translations = _joined_descriptions(first, second)
        roles = {(one.role, one.registration_id, one.name) for one in kept.people}
        kept.people += [
            SessionPerson(role=one.role, registration_id=one.registration_id, name=one.name)
            for one in gone.people
            if (one.role, one.registration_id, one.name) not in roles
        ]
        session.delete(gone)
    return kept


def set_hours(session: Session, act: Act, *, day: EventDay, opens: Any, closes: Any) -> None:
    """Say from when to when a day lasts, or that it is not said. Raises EndsBeforeStart, NoSuchTime."""
    if opens and closes:
        rules.require_session_times(opens, closes, day=day.day, zone=act.event.zone)
    with act.step(session, day.day.isoformat()):
        changes = assign(day, {"opens": opens, "closes": closes})
    if changes:
        record(session, "event_day.changed", actor=act.actor, at=act.at, subject=day, subject_name=day.day.isoformat(),
               event_id=act.event.id, changes=changes)  # fmt: skip


# ---------------------------------------------------------------- what several acts need
def find_day(session: Session, event: Event, day_id: int) -> EventDay:
    """A day of this event. Raises NotFoundHere."""
    day = session.scalar(sa.select(EventDay).where(EventDay.id == day_id, EventDay.event_id == event.id))
    if day is None:
        raise NotFoundHere
    return day


def require_seen(session: Session, act: Act, day_ids: Collection[int]) -> None:
    """Raise DayChanged unless the days are as they were when the page was made."""
    stored = plan_queries.list_versions(session, day_ids=set(day_ids))
    changed = {one for day, versions in stored.items() for one in plan_rules.changed_since(act.seen.get(day), versions)}
    if changed:
        titles = plan_queries.list_titles(session, changed, event_id=act.event.id)
        raise plan_rules.DayChanged(titles=", ".join(f"“{title}”" for title in titles) or "–")


def require_unrecorded(session: Session, blocks: Sequence[AgendaSession]) -> None:
    """Raise SessionRecorded if attendance, or anything else that has happened, is recorded in one of the sessions."""
    recorded = _recorded(session, [block.id for block in blocks])
    for block in blocks:
        if block.id in recorded:
            raise rules.SessionRecorded(title=block.title)


def list_neighbours(session: Session, block: AgendaSession) -> dict[int, AgendaSession]:
    """The sessions of its day that run beside this one, or come directly before or after it."""
    if block.day_id is None:
        return {}
    there = _blocks(session, block.day_id)
    runs = plan_rules.runs_of(_plan(one) for one in there.values())
    index = next((number for number, run in enumerate(runs) if run.has([block.id])), None)
    if index is None:
        return {}
    near = [one.id for run in runs[max(0, index - 1) : index + 2] for one in run.blocks if one.id != block.id]
    return {one: there[one] for one in near}


def list_beside(session: Session, block: AgendaSession) -> list[AgendaSession]:
    """The sessions that run beside this one."""
    if block.day_id is None:
        return []
    there = _blocks(session, block.day_id)
    for run in plan_rules.runs_of(_plan(one) for one in there.values()):
        if run.has([block.id]):
            return [there[one.id] for one in run.blocks if one.id != block.id]
    return []


def copy_of(block: AgendaSession, **facts: Any) -> AgendaSession:
    """A new session with all that is said about `block` but its day, times, place and people."""
    said = {
        column.name: getattr(block, column.name)
        for column in AgendaSession.__table__.columns
        if column.name not in _OWN
    }
    return AgendaSession(**said | {"starts": block.starts, "ends": block.ends} | facts)


# ---------------------------------------------------------------- inside
def _joined_descriptions(*blocks: AgendaSession) -> dict[str, dict[str, str]]:
    """What is said about the sessions in other languages; their titles are left out, for the new one is not known."""
    joined: dict[str, list[str]] = {}
    for block in blocks:
        for language, texts in block.translations.items():
            if texts.get("description"):
                joined.setdefault(language, []).append(texts["description"])
    return {language: {"description": "\n".join(dict.fromkeys(texts))} for language, texts in joined.items()}


def _recorded(session: Session, ids: Collection[int]) -> set[int]:
    uses = count_uses(session, AgendaSession, ids, besides={SessionPerson.__tablename__})
    return {one for one, used in uses.items() if used.recorded}


def _blocks(session: Session, day_id: int) -> dict[int, AgendaSession]:
    return {one.id: one for one in queries.list_day_sessions(session, day_id=day_id)}


def _plan(block: AgendaSession) -> Block:
    return Block(block.id, minutes_of(block.starts), minutes_of(block.ends), block.is_pinned)


def _named(spot: Spot) -> list[int]:
    return [one for one in (spot.after, spot.beside) if one is not None]


def _require_there(there: Mapping[int, AgendaSession], ids: Collection[int]) -> None:
    if not set(ids) <= set(there):
        raise plan_rules.NotOnTheAgenda


def _leaving(session: Session, block: AgendaSession, ids: Collection[int]) -> list[AgendaSession]:
    if block.day_id is None:
        return [block]
    there = _blocks(session, block.day_id)
    _require_there(there, ids)
    return [there[one] for one in there if one in ids]


def _close_up(session: Session, block: AgendaSession, ids: Collection[int], event: Event) -> None:
    if block.day_id is None:
        return
    there = _blocks(session, block.day_id)
    moved = plan_rules.take_out([_plan(one) for one in there.values()], ids)
    _retime(session, moved, find_day(session, event, block.day_id), event)


def _require_unchanged(session: Session, act: Act, block: AgendaSession) -> None:
    if block.day_id is not None:
        require_seen(session, act, [block.day_id])


def _retime(session: Session, moved: Moved, day: EventDay, event: Event) -> None:
    for one, (starts, ends) in moved.items():
        block = session.get_one(AgendaSession, one)
        block.starts, block.ends = plan_rules.require_on_day(
            starts, ends, title=block.title, day=day.day, zone=event.zone
        )
