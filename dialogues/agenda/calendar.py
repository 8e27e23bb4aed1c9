"""The agenda as a calendar file (RFC 5545), for telephones and mail programs."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import icalendar

from dialogues.agenda.phrases import Phrases, place_words, reference
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.core.folding import clean
from dialogues.events.models import Event

_ONE_DAY = timedelta(days=1)
# Names of our events in calendars; any fixed value would do, but it must never change.
_NAMESPACE = uuid.UUID("0f3a6a52-6b57-4d52-9c6e-5f4f6f0c9a11")


def agenda_calendar(event: Event, days: Sequence[AgendaDay], *, now: datetime) -> bytes:
    """A calendar of all sessions by the clock of the venue, or of the event's days while nothing is planned.

    A session keeps its UID for good, and its SEQUENCE rises with every change, so that a calendar which is loaded
    again replaces what it has.
    """
    phrases = Phrases()
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dialogues//Agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _plain(event.title))
    for day in days:
        for item in day.items:
            calendar.add_component(_session(event, day, item, phrases, now=now))
    if not any(day.items for day in days):
        calendar.add_component(_whole_event(event, now=now))
    else:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _session(event: Event, day: AgendaDay, item: AgendaItem, phrases: Phrases, *, now: datetime) -> icalendar.Event:
    entry = _entry(event, f"session/{item.id}", now=now)
    entry.add("sequence", event.version + item.version)
    entry.add("summary", _plain(reference(item)))
    entry.add("dtstart", datetime.combine(day.day, item.starts, tzinfo=event.zone))
    entry.add("dtend", datetime.combine(day.day, item.ends, tzinfo=event.zone))
    place = ", ".join(one for one in (place_words(item), event.place) if one)
    if place:
        entry.add("location", _plain(place))
    words = "\n".join(one for one in (*phrases.people(item.people), item.description) if one)
    if words:
        entry.add("description", _plain(words))
    return entry


def _whole_event(event: Event, *, now: datetime) -> icalendar.Event:
    entry = _entry(event, "event", now=now)
    entry.add("sequence", event.version)
    entry.add("summary", _plain(event.title))
    entry.add("dtstart", event.starts_on)
    entry.add("dtend", event.ends_on + _ONE_DAY)  # the day after: DTEND is not part of it
    if event.place:
        entry.add("location", _plain(event.place))
    return entry


def _entry(event: Event, name: str, *, now: datetime) -> icalendar.Event:
    entry = icalendar.Event()
    # Two instances count their sessions alike, so the moment the event was made tells them apart.
    entry.add("uid", str(uuid.uuid5(_NAMESPACE, f"{event.created_at.isoformat()}/{event.id}/{name}")))
    entry.add("dtstamp", now)
    return entry


def _plain(text: str) -> str:
    """Text without control signs: the format escapes line breaks, and nothing else may break a line."""
    return clean(text)
