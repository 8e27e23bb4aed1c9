"""Sessions that come from elsewhere: another day, another event, a pattern. Each of these acts is one step."""

import re
from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import plan_rules, queries
from dialogues.agenda.models import AgendaSession, SessionPerson
from dialogues.agenda.patterns import Pattern, PatternBlock
from dialogues.agenda.plan_rules import minutes_of
from dialogues.agenda.plan_services import Act, copy_of, find_day
from dialogues.agenda.rules import parse_time
from dialogues.core.errors import DomainError
from dialogues.core.folding import fold
from dialogues.core.i18n import N_
from dialogues.events.models import Event, EventDay, Place, Room

_NEXT_WORD = re.compile(r"(?<=[.?!]) (?=\w+: )")


class SameDay(DomainError):
    """A day would be copied onto itself."""

    message = N_("Choose another day: a day is not copied onto itself.")


class NothingToCopy(DomainError):
    """No session was chosen, or the day has none."""

    message = N_("There is nothing to copy. Choose at least one session and a day for it.")


class TooFewDays(DomainError):
    """The pattern has more days than the event from the chosen day on."""

    message = N_(
        "This takes %(needed)s days; from the day you chose on the event has %(there)s. Choose an earlier day, or "
        "another pattern."
    )


def copy_day(session: Session, act: Act, *, source: EventDay, target_id: int) -> int:
    """Copy all sessions of a day with their people to another day of the event, beside what is there; how many."""
    target = find_day(session, act.event, target_id)
    with act.step(session, target.day.isoformat()):
        if target.id == source.id:
            raise SameDay
        olds = queries.list_day_sessions(session, day_id=source.id)
        if not olds:
            raise NothingToCopy
        for old in olds:
            _require_times(old, target, act.event)
            copy = copy_of(old, day_id=target.id, place_id=old.place_id, room_id=old.room_id)
            copy.people = [
                SessionPerson(role=one.role, registration_id=one.registration_id, name=one.name) for one in old.people
            ]
            session.add(copy)
    return len(olds)


def copy_sessions(
    session: Session, act: Act, *, source: Event, targets: Mapping[int, int | None], with_notes: bool
) -> int:
    """Copy sessions of another event: `targets` gives for each its day here, or None to park it; how many.

    Places and rooms of the same name are found again, other ones are left out; nobody has a role in the copies, and
    process notes come along for those only who may read them there.
    """
    chosen = sa.select(AgendaSession).join(AgendaSession.day).where(EventDay.event_id == source.id)
    olds = session.scalars(chosen.where(AgendaSession.id.in_(targets)).order_by(AgendaSession.id)).all()
    if not olds:
        raise NothingToCopy
    days = {one: find_day(session, act.event, one) for one in {day_id for day_id in targets.values() if day_id}}
    with act.step(session, source.title):
        places, rooms = _places_by_name(act.event)
        for old in olds:
            day_id = targets[old.id]
            if day_id:
                _require_times(old, days[day_id], act.event)
            place = places.get(fold(old.place.name)) if old.place else None
            room = rooms.get((place.id, fold(old.room.name))) if old.room and place else None
            copy = copy_of(
                old,
                day_id=day_id,
                parked_in_id=None if day_id else act.event.id,
                place_id=place.id if place else None,
                room_id=room.id if room else None,
            )
            if not with_notes:
                copy.process_notes = copy.aim = copy.steps = copy.materials = None
            session.add(copy)
    return len(olds)


def use_pattern(session: Session, act: Act, *, pattern: Pattern, first: EventDay, say: Callable[[str], str]) -> int:
    """Put the sessions of a pattern on the days from `first` on, beside what is there; `say` translates; how many.

    Raises TooFewDays, NoSuchTime.
    """
    days = [day for day in act.event.days if day.day >= first.day]
    if len(days) < len(pattern.days):
        raise TooFewDays(needed=len(pattern.days), there=len(days))
    made = [
        _from_pattern(block, day, act.event, say)
        for day, blocks in zip(days, pattern.days, strict=False)
        for block in blocks
    ]
    with act.step(session, say(pattern.name)):
        session.add_all(made)
    return len(made)


def _from_pattern(block: PatternBlock, day: EventDay, event: Event, say: Callable[[str], str]) -> AgendaSession:
    title = say(block.title)
    begins = minutes_of(parse_time(block.starts))
    starts, ends = plan_rules.require_on_day(begins, begins + block.minutes, title=title, day=day.day, zone=event.zone)
    return AgendaSession(
        day_id=day.id,
        starts=starts,
        ends=ends,
        kind=block.kind,
        title=title,
        aim=say(block.aim) if block.aim else None,
        steps=_a_line_each(say(block.notes)) if block.notes else None,
        is_pinned=block.is_pinned,
        may_skip=block.may_skip,
    )


def _a_line_each(notes: str) -> str:
    """`Do: greet. Ask: who?` with each of the words that stand out on the run-sheet on a line of its own."""
    return _NEXT_WORD.sub("\n", notes)


def _require_times(old: AgendaSession, day: EventDay, event: Event) -> None:
    plan_rules.require_on_day(
        minutes_of(old.starts), minutes_of(old.ends), title=old.title, day=day.day, zone=event.zone
    )


def _places_by_name(event: Event) -> tuple[dict[str, Place], dict[tuple[int, str], Room]]:
    places: Sequence[Place] = event.places
    return (
        {fold(place.name): place for place in places},
        {(place.id, fold(room.name)): room for place in places for room in place.rooms},
    )
