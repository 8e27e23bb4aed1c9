"""An event as a calendar file (RFC 5545), for telephones and mail programs."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialogues.core.folding import clean
from dialogues.events.models import Event

if TYPE_CHECKING:
    import icalendar  # takes two megabytes, and only a calendar needs it

_ONE_DAY = timedelta(days=1)
# Names of our events in calendars; any fixed value would do, but it must never change.
_NAMESPACE = uuid.UUID("0f3a6a52-6b57-4d52-9c6e-5f4f6f0c9a11")


def new_calendar(event: Event) -> "icalendar.Calendar":
    """A calendar that is named after the event and holds nothing yet."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dialogues//Agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plain(event.title))
    return calendar


def new_entry(event: Event, name: str, *, now: datetime) -> "icalendar.Event":
    """An entry that keeps its UID for good: `name` is its name within the event."""
    import icalendar

    entry = icalendar.Event()
    # Two instances count their sessions alike, so the moment the event was made tells them apart.
    entry.add("uid", str(uuid.uuid5(_NAMESPACE, f"{event.created_at.isoformat()}/{event.id}/{name}")))
    entry.add("dtstamp", now)
    return entry


def whole_event(event: Event, *, now: datetime) -> "icalendar.Event":
    """The days of the event as one entry. Days belong to the venue's calendar, so no zone can shift them."""
    entry = new_entry(event, "event", now=now)
    entry.add("sequence", event.version)
    entry.add("summary", plain(event.title))
    entry.add("dtstart", event.starts_on)
    entry.add("dtend", event.ends_on + _ONE_DAY)  # the day after: DTEND is not part of it
    if event.place:
        entry.add("location", plain(event.place))
    return entry


def event_calendar(event: Event, *, now: datetime) -> bytes:
    """A calendar that holds the days of the event and nothing about anybody."""
    calendar = new_calendar(event)
    calendar.add_component(whole_event(event, now=now))
    return bytes(calendar.to_ical())


def plain(text: str) -> str:
    """Text without control signs: the format escapes line breaks, and nothing else may break a line."""
    return clean(text)
