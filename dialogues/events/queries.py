"""Questions about events, processes, days and places."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dialogues.core.db import Base
from dialogues.core.folding import fold, search_key
from dialogues.events.models import Event, EventDay, EventKind, Place, Process, Room, TravelTime


@dataclass(frozen=True)
class EventLine:
    """One event as a list shows it."""

    id: int
    slug: str
    title: str
    kind: EventKind
    starts_on: date
    ends_on: date
    zone_name: str
    country: str | None
    place: str | None
    is_public: bool
    process_id: int | None
    process_slug: str | None
    process: str | None


def list_events(session: Session, *, visible: sa.ColumnElement[bool]) -> list[EventLine]:
    """The events that meet `visible` (see events.access.visible_to), newest first, in one query."""
    chosen = (
        sa.select(
            Event.id,
            Event.slug,
            Event.title,
            Event.kind,
            Event.starts_on,
            Event.ends_on,
            Event.zone_name,
            Event.country,
            Event.place,
            Event.is_public,
            Event.process_id,
            Process.slug.label("process_slug"),
            Process.title.label("process"),
        )
        .outerjoin(Event.process)
        .where(visible)
        .order_by(Event.starts_on.desc(), Event.id.desc())
    )
    return [EventLine(**row._asdict()) for row in session.execute(chosen)]


def filter_events(
    lines: Iterable[EventLine],
    *,
    text: str = "",
    year: int | None = None,
    country: str | None = None,
    process: str | None = None,
) -> list[EventLine]:
    """Those of `lines` whose title, place or address holds every word of `text`, and that fit the other choices.

    An event over the turn of the year belongs to both years; `process` is the address of one.
    """
    words = fold(text).split()
    return [
        line
        for line in lines
        if all(f" {word}" in _searched(line) for word in words)
        and (year is None or line.starts_on.year <= year <= line.ends_on.year)
        and (not country or line.country == country)
        and (not process or line.process_slug == process)
    ]


def _searched(line: EventLine) -> str:
    return search_key(line.title, line.place, line.slug)


def find_event_by_slug(session: Session, slug: str) -> Event | None:
    """The event at an address, whoever asks: for services and the command line, never for a page."""
    return session.scalar(sa.select(Event).where(Event.slug == slug))


def find_public_event(session: Session, slug: str) -> Event | None:
    """The event at an address if it has a public page."""
    return session.scalar(sa.select(Event).where(Event.slug == slug, Event.is_public))


def list_days(session: Session, event_id: int) -> Sequence[EventDay]:
    """The days of an event in order."""
    return session.scalars(sa.select(EventDay).where(EventDay.event_id == event_id).order_by(EventDay.day)).all()


def is_slug_taken(session: Session, slug: str, *, except_id: int | None = None) -> bool:
    """Whether another event has the address."""
    chosen = sa.select(Event.id).where(Event.slug == slug)
    if except_id is not None:
        chosen = chosen.where(Event.id != except_id)
    return session.scalar(chosen) is not None


# ---------------------------------------------------------------- processes
@dataclass(frozen=True)
class ProcessLine:
    """One process and how many events it has."""

    id: int
    slug: str
    title: str
    country: str | None
    events: int


def list_processes(session: Session) -> list[ProcessLine]:
    """All processes by title."""
    count = sa.select(sa.func.count()).where(Event.process_id == Process.id).correlate(Process).scalar_subquery()
    chosen = sa.select(Process.id, Process.slug, Process.title, Process.country, count)
    return sorted((ProcessLine(*row) for row in session.execute(chosen)), key=lambda one: (fold(one.title), one.id))


def find_process(session: Session, slug: str) -> Process | None:
    """The process at an address."""
    return session.scalar(sa.select(Process).where(Process.slug == slug))


def find_process_by_title(session: Session, title: str) -> Process | None:
    """A process of that title, however it is typed."""
    key = fold(title)
    return next((one for one in session.scalars(sa.select(Process)) if fold(one.title) == key), None)


# ---------------------------------------------------------------- places
def list_places(session: Session, event_id: int) -> Sequence[Place]:
    """The places of an event with their rooms; two queries however many there are."""
    chosen = sa.select(Place).where(Place.event_id == event_id).order_by(Place.id)
    return session.scalars(chosen.options(selectinload(Place.rooms))).all()


def find_place(session: Session, *, event_id: int, place_id: int) -> Place | None:
    """One place of this event."""
    return session.scalar(sa.select(Place).where(Place.id == place_id, Place.event_id == event_id))


def find_room(session: Session, *, event_id: int, room_id: int) -> Room | None:
    """One room of a place of this event."""
    return session.scalar(sa.select(Room).join(Room.place).where(Room.id == room_id, Place.event_id == event_id))


def list_travel(session: Session, *, place_id: int) -> dict[int, int]:
    """How many minutes it takes from a place to each other one, as far as it was said."""
    chosen = sa.select(TravelTime).where(sa.or_(TravelTime.first_id == place_id, TravelTime.second_id == place_id))
    return {way.second_id if way.first_id == place_id else way.first_id: way.minutes for way in session.scalars(chosen)}


def list_ways(session: Session, event_id: int) -> list[TravelTime]:
    """How long the ways between the places of an event take, as far as it was said."""
    chosen = sa.select(TravelTime).join(Place, Place.id == TravelTime.first_id).where(Place.event_id == event_id)
    return list(session.scalars(chosen.order_by(TravelTime.first_id, TravelTime.second_id)))


# ---------------------------------------------------------------- who points here
@dataclass(frozen=True)
class Uses:
    """How many rows of other tables point at one row."""

    planned: int = 0  # what moves along, such as agenda sessions
    recorded: int = 0  # what has happened, such as attendance

    @property
    def total(self) -> int:
        """All of them."""
        return self.planned + self.recorded


def count_uses(
    session: Session, table: type[Base], ids: Collection[int], *, besides: Collection[str] = ()
) -> dict[int, Uses]:
    """For each of `ids`, how many rows of any table point at it, those of the tables `besides` left out.

    Features above this one hang their rows on days, places and rooms; this one must not know them, so the foreign
    keys themselves are asked. A column whose `info` says `planned` holds what is planned, the others what happened;
    one that lets go by itself (SET NULL) holds nothing.
    """
    counted: dict[int, dict[str, int]] = {one: {"planned": 0, "recorded": 0} for one in ids}
    target: Any = table.__table__.c.id
    for pointing in Base.metadata.sorted_tables:
        if pointing.name in besides:
            continue
        for column in pointing.columns:
            if column.info.get("names_only"):
                continue  # what only says how a row is called goes with it
            if not any(key.column is target and key.ondelete != "SET NULL" for key in column.foreign_keys):
                continue
            sort = "planned" if column.info.get("planned") else "recorded"
            chosen = sa.select(column, sa.func.count()).where(column.in_(ids)).group_by(column)
            for one, number in session.execute(chosen):
                counted[one][sort] += number
    return {one: Uses(**numbers) for one, numbers in counted.items()}


def hold_event(session: Session, event_id: int) -> None:
    """Whoever changes the lists of this event waits until the unit of work ends.

    Everybody holds the event first, and registrations, invitations and persons after it: nobody waits in a ring.
    """
    # Not the strongest lock: rows that name the event (marks, agenda) may still be written meanwhile.
    session.execute(sa.select(Event.id).where(Event.id == event_id).with_for_update(key_share=True))
