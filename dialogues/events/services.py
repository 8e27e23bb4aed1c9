"""What can happen to events, their days and processes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.events import queries, rules
from dialogues.events.models import DayKind, Event, EventDay, EventKind, Place, Process, Room, TravelTime
from dialogues.events.rules import DayTemplate


@dataclass(frozen=True, kw_only=True)
class EventDetails:
    """All that an organiser says about an event. An empty `zone_name` is that of the country."""

    title: str
    slug: str = ""
    kind: EventKind = EventKind.DIALOGUE
    starts_on: date
    ends_on: date
    zone_name: str = ""
    country: str | None = None
    place: str | None = None
    process_id: int | None = None
    convenor: str | None = None
    summary: str | None = None
    directions: str | None = None
    contact: str | None = None
    accessibility: str | None = None
    languages: str | None = None
    wifi: str | None = None


@dataclass(frozen=True, kw_only=True)
class DayDetails:
    """What an organiser says about one day."""

    kind: DayKind
    title: str | None
    has_halves: bool


# ---------------------------------------------------------------- processes
def add_process(session: Session, *, title: str, country: str | None, actor: Actor, at: datetime) -> Process:
    """Begin a series of events. Raises ProcessTitleTaken."""
    _require_process_title(session, title)
    taken = {one.slug for one in queries.list_processes(session)}
    process = Process(slug=_free(rules.propose_slug(title), taken), title=title, country=country)
    session.add(process)
    session.flush()  # the journal names its id
    record(session, "process.added", actor=actor, at=at, subject=process, subject_name=title)
    return process


def edit_process(
    session: Session, *, process: Process, title: str, country: str | None, actor: Actor, at: datetime
) -> None:
    """Change a process's title or country; its address stays. Raises ProcessTitleTaken."""
    _require_process_title(session, title, besides=process)
    changes = assign(process, {"title": title, "country": country})
    if changes:
        record(session, "process.changed", actor=actor, at=at, subject=process, subject_name=title, changes=changes)


def _require_process_title(session: Session, title: str, *, besides: Process | None = None) -> None:
    known = queries.find_process_by_title(session, title)
    if known is not None and known is not besides:
        raise rules.ProcessTitleTaken(title=title)


# ---------------------------------------------------------------- events
def add_event(session: Session, details: EventDetails, *, template: DayTemplate, actor: Actor, at: datetime) -> Event:
    """Make an event with its days, seen by nobody but those with a role in it.

    Without a slug the title gives one. Raises what the dates, the zone or the address are refused for.
    """
    rules.require_dates(details.starts_on, details.ends_on)
    values = _values(session, details)
    event = Event(**values, is_public=False, created_at=at)
    dates = rules.list_dates(details.starts_on, details.ends_on)
    event.days = [EventDay(day=day, kind=kind) for day, kind in zip(dates, _kinds(template, len(dates)), strict=True)]
    session.add(event)
    session.flush()  # the journal names its id
    record(session, "event.added", actor=actor, at=at, subject=event, subject_name=event.title, event_id=event.id)
    return event


def _kinds(template: DayTemplate, days: int) -> list[DayKind]:
    if template is DayTemplate.ONLINE:
        return [DayKind.ONLINE] * days
    field_days = rules.count_field_days(days) if template is DayTemplate.FIELD_THEN_WORKSHOP else 0
    return [DayKind.FIELD] * field_days + [DayKind.WORKSHOP] * (days - field_days)


def _values(session: Session, details: EventDetails, *, event: Event | None = None) -> dict[str, Any]:
    """The columns of an event as it will be, its zone and address settled."""
    values = asdict(details)
    values["zone_name"] = rules.choose_zone(details.zone_name, details.country)
    own_id = event.id if event else None
    if details.slug:
        rules.require_slug(details.slug)
        if queries.is_slug_taken(session, details.slug, except_id=own_id):
            raise rules.SlugTaken(slug=details.slug)
    elif event is not None:
        values["slug"] = event.slug
    else:
        values["slug"] = _free(rules.propose_slug(details.title), _Taken(session))
    return values


class _Taken:
    """The addresses of all events, asked one at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __contains__(self, slug: str) -> bool:
        return queries.is_slug_taken(self._session, slug)


def _free(slug: str, taken: "_Taken | set[str]") -> str:
    """`slug`, or the first of `slug-2`, `slug-3`, ... that nobody has."""
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def edit_event(
    session: Session,
    details: EventDetails,
    *,
    event: Event,
    days: Mapping[int, DayDetails],
    version: int,
    actor: Actor,
    at: datetime,
) -> int:
    """Change an event, and its days by their id; return by how many days the whole event moved.

    When the first and the last day move alike and nothing was recorded yet, every day moves with all that is planned
    on it. Otherwise days inside the new dates stay as they are, new ones come, and one outside goes if it is empty.
    Raises EventChanged if `version` is not the stored one, DayInUse, and what add_event raises.
    """
    if event.version != version:
        raise rules.EventChanged
    rules.require_dates(details.starts_on, details.ends_on)
    values = _values(session, details, event=event)
    for day in event.days:
        if day.id in days:
            _edit_day(session, day, days[day.id], event=event, actor=actor, at=at)
    moved = _change_dates(session, event, details.starts_on, details.ends_on)
    before = event.process
    changes = assign(event, values)
    if changes.pop("process_id", None):
        session.flush()  # the process is the one its new id names
        session.refresh(event, ["process"])
        changes["process"] = (before and before.title, event.process and event.process.title)
    if changes:
        record(session, "event.changed", actor=actor, at=at, subject=event, subject_name=event.title, event_id=event.id,
               changes=changes)  # fmt: skip
    return moved


def _edit_day(
    session: Session, day: EventDay, details: DayDetails, *, event: Event, actor: Actor, at: datetime
) -> None:
    changes = assign(day, asdict(details))
    if changes:
        record(session, "event_day.changed", actor=actor, at=at, subject=day, subject_name=day.day.isoformat(),
               event_id=event.id, changes=changes)  # fmt: skip


def _change_dates(session: Session, event: Event, starts_on: date, ends_on: date) -> int:
    shift = (starts_on - event.starts_on).days
    if not shift and ends_on == event.ends_on:
        return 0
    uses = queries.count_uses(session, EventDay, [day.id for day in event.days])
    untouched = not any(uses[day.id].recorded or day.closed_at for day in event.days)
    if shift and (ends_on - event.ends_on).days == shift and untouched:
        # One at a time from the far end, so that no two days of the event ever have one date.
        for day in sorted(event.days, key=lambda one: one.day, reverse=shift > 0):
            day.day += timedelta(days=shift)
            session.flush()
        return shift
    wanted = rules.list_dates(starts_on, ends_on)
    for day in list(event.days):
        if day.day not in wanted:
            if uses[day.id].total or day.closed_at:
                raise rules.DayInUse(day=day.day)
            event.days.remove(day)
            session.delete(day)
    kept = {day.day: day for day in event.days}
    last_kind = event.days[-1].kind if event.days else _usual_kind(event.kind)
    event.days.extend(EventDay(day=day, kind=last_kind) for day in wanted if day not in kept)
    session.flush()  # days gone before others come in
    session.expire(event, ["days"])
    return 0


def _usual_kind(kind: EventKind) -> DayKind:
    return DayKind.ONLINE if kind is EventKind.DIGITAL_DAY else DayKind.WORKSHOP


def publish_event(session: Session, *, event: Event, actor: Actor, at: datetime) -> None:
    """Give the event a page that anybody may read. Doing it again changes nothing."""
    _set_public(session, event, is_public=True, action="event.published", actor=actor, at=at)


def unpublish_event(session: Session, *, event: Event, actor: Actor, at: datetime) -> None:
    """Take the public page away. Doing it again changes nothing."""
    _set_public(session, event, is_public=False, action="event.unpublished", actor=actor, at=at)


def _set_public(session: Session, event: Event, *, is_public: bool, action: str, actor: Actor, at: datetime) -> None:
    if assign(event, {"is_public": is_public}):
        record(session, action, actor=actor, at=at, subject=event, subject_name=event.title, event_id=event.id)


def apply_chatham_house(session: Session, *, event: Event, actor: Actor, at: datetime) -> None:
    """The whole event is held under the Chatham House Rule: nobody is named outside. Again changes nothing."""
    _set_rule(session, event, is_chatham_house=True, actor=actor, at=at)


def lift_chatham_house(session: Session, *, event: Event, actor: Actor, at: datetime) -> None:
    """Names may be told again, but for sessions with a flag of their own. Doing it again changes nothing."""
    _set_rule(session, event, is_chatham_house=False, actor=actor, at=at)


def _set_rule(session: Session, event: Event, *, is_chatham_house: bool, actor: Actor, at: datetime) -> None:
    changes = assign(event, {"is_chatham_house": is_chatham_house})
    if changes:
        record(session, "event.changed", actor=actor, at=at, subject=event, subject_name=event.title,
               event_id=event.id, changes=changes)  # fmt: skip


# ---------------------------------------------------------------- duplicating
@dataclass(frozen=True)
class EventCopy:
    """A new event, and for each day, place and room of the old one (by id) the one made after it."""

    event: Event
    days: Mapping[int, EventDay]
    places: Mapping[int, Place]
    rooms: Mapping[int, Room]


def duplicate_event(
    session: Session, *, event: Event, title: str, slug: str, starts_on: date, actor: Actor, at: datetime
) -> EventCopy:
    """Make an event like `event` from another first day on: texts, days, hours, places, rooms, ways; nobody in it.

    The agenda is copied by the feature that keeps it. Raises what add_event raises.
    """
    details = EventDetails(**{name: getattr(event, name) for name in EventDetails.__dataclass_fields__})
    length = event.ends_on - event.starts_on
    new = asdict(details) | {"title": title, "slug": slug, "starts_on": starts_on, "ends_on": starts_on + length}
    copy = Event(
        **_values(session, EventDetails(**new)),
        is_public=False,
        is_chatham_house=event.is_chatham_house,
        created_at=at,
    )
    places, rooms = _copy_places(copy, queries.list_places(session, event.id))
    shift = starts_on - event.starts_on
    days = {
        day.id: EventDay(
            event=copy,
            day=day.day + shift,
            kind=day.kind,
            title=day.title,
            has_halves=day.has_halves,
            opens=day.opens,
            closes=day.closes,
        )
        for day in event.days
    }
    session.add_all([copy, *days.values(), *places.values(), *rooms.values()])
    session.flush()  # the journal and the ways name the ids
    session.add_all(_copy_ways(places, queries.list_ways(session, event.id)))
    record(session, "event.duplicated", actor=actor, at=at, subject=copy, subject_name=title, event_id=copy.id,
           changes={"_after": (None, event.title)})  # fmt: skip
    return EventCopy(copy, days, places, rooms)


def _copy_ways(places: Mapping[int, Place], old: Sequence[TravelTime]) -> Iterator[TravelTime]:
    for way in old:
        first_id, second_id = sorted((places[way.first_id].id, places[way.second_id].id))
        yield TravelTime(first_id=first_id, second_id=second_id, minutes=way.minutes)


def _copy_places(copy: Event, old: Sequence[Place]) -> tuple[dict[int, Place], dict[int, Room]]:
    places: dict[int, Place] = {}
    rooms: dict[int, Room] = {}
    for place in old:
        places[place.id] = Place(event=copy, name=place.name, address=place.address, also_spelled=place.also_spelled)
        for room in place.rooms:
            rooms[room.id] = Room(place=places[place.id], name=room.name, seats=room.seats)
    return places, rooms
