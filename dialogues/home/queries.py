"""Questions of the first page and of search, over several features."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission
from dialogues.attendance.queries import COUNTED, counts_as_registered
from dialogues.core.folding import fold
from dialogues.events.access import visible_to
from dialogues.events.models import Event
from dialogues.people.models import Organisation, Person
from dialogues.people.queries import IS_ORGANISATION, IS_PERSON, is_called
from dialogues.registration.models import Registration

_ONE_DAY = timedelta(days=1)
SEARCH_LIMIT = 20  # of each kind; more means the words were too few


@dataclass(frozen=True)
class EventLine:
    """One event as the first page names it."""

    slug: str
    title: str
    place: str | None
    starts_on: date
    ends_on: date
    registered: int


def list_events(
    session: Session, viewer: Any, *, condition: sa.ColumnElement[bool], newest_first: bool, limit: int
) -> Sequence[EventLine]:
    """Events the viewer may see that meet `condition`, with how many are registered in each, as the report counts."""
    registered = (
        sa.select(sa.func.count())
        .where(Registration.event_id == Event.id, Registration.role.in_(COUNTED), counts_as_registered())
        .correlate(Event)
        .scalar_subquery()
    )
    order = Event.starts_on.desc() if newest_first else Event.starts_on.asc()
    rows = session.execute(
        sa.select(Event.slug, Event.title, Event.place, Event.starts_on, Event.ends_on, registered)
        .where(visible_to(viewer), condition)
        .order_by(order, Event.id)
        .limit(limit)
    )
    return [EventLine(*row) for row in rows]


def list_running(session: Session, viewer: Any, *, today: date) -> Sequence[Event]:
    """Events the viewer may see that may have a day today, whatever their zone.

    `today` is the day in UTC; the calendars of two zones differ by one day at most, so the caller keeps those whose
    own calendar agrees.
    """
    near = sa.and_(Event.starts_on <= today + _ONE_DAY, Event.ends_on >= today - _ONE_DAY)
    return session.scalars(sa.select(Event).where(visible_to(viewer), near).order_by(Event.starts_on, Event.id)).all()


def list_public_events(session: Session, *, from_day: date) -> Sequence[EventLine]:
    """Public events that are not over, soonest first."""
    rows = session.execute(
        sa.select(Event.slug, Event.title, Event.place, Event.starts_on, Event.ends_on, sa.literal(0))
        .where(Event.is_public, Event.ends_on >= from_day)
        .order_by(Event.starts_on, Event.id)
        .limit(SEARCH_LIMIT)
    )
    return [EventLine(*row) for row in rows]


@dataclass(frozen=True)
class Found:
    """One thing that search found: what it is called, where it leads, what tells it from its namesakes."""

    kind: str  # "event", "person", "organisation" or "participant"
    name: str
    path: str
    hint: str


def search(session: Session, viewer: Any, text: str, *, sees_directory: bool) -> list[Found]:
    """Events and people the viewer may see whose folded names hold every typed word.

    Who may not see the directory finds people only in the events where they may see names.
    """
    words = fold(text).split()
    if not words:
        return []
    if sees_directory:
        return [*_events(session, viewer, words), *_people(session, words), *_organisations(session, words)]
    return [*_events(session, viewer, words), *_participants(session, viewer, words)]


def _events(session: Session, viewer: Any, words: list[str]) -> list[Found]:
    rows = session.execute(
        sa.select(Event.title, Event.slug, Event.place).where(visible_to(viewer)).order_by(Event.starts_on.desc())
    )
    found = (
        Found("event", row.title, f"/events/{row.slug}", row.place or "")
        for row in rows
        if all(f" {word}" in f" {fold(row.title)} {fold(row.place or '')}" for word in words)
    )
    return list(islice(found, SEARCH_LIMIT))


def _people(session: Session, words: list[str]) -> list[Found]:
    rows = session.execute(
        sa.select(Person.id, Person.full_name, Person.sector, Organisation.name)
        .outerjoin(Person.organisation)
        .where(IS_PERSON, *_has(Person.search_key, words))
        .order_by(Person.sort_key)
        .limit(SEARCH_LIMIT)
    )
    return [Found("person", row.full_name, f"/people/{row.id}", row.name or row.sector.value) for row in rows]


def _organisations(session: Session, words: list[str]) -> list[Found]:
    rows = session.execute(
        sa.select(Organisation.id, Organisation.name, Organisation.country)
        .where(IS_ORGANISATION, is_called(" ".join(words)))
        .order_by(Organisation.search_key)
        .limit(SEARCH_LIMIT)
    )
    return [Found("organisation", row.name, f"/organisations/{row.id}", row.country or "") for row in rows]


def _participants(session: Session, viewer: Any, words: list[str]) -> list[Found]:
    rows = session.execute(
        sa.select(Registration.id, Registration.full_name, Event.slug, Event.title)
        .join(Registration.event)
        .where(visible_to(viewer, Permission.SEE_NAMES), *_has(Registration.search_key, words))
        .order_by(Registration.sort_key)
        .limit(SEARCH_LIMIT)
    )
    return [Found("participant", row.full_name, f"/events/{row.slug}/participants/{row.id}", row.title) for row in rows]


def _has(key: sa.orm.attributes.InstrumentedAttribute[str], words: list[str]) -> list[sa.ColumnElement[bool]]:
    return [key.contains(f" {word}", autoescape=True) for word in words]
