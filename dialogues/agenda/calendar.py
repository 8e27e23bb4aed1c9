"""The agenda as a calendar file (RFC 5545), for telephones and mail programs."""

from collections.abc import Sequence
from datetime import datetime

import icalendar

from dialogues.agenda.phrases import Phrases, place_words, reference
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.events.calendar import new_calendar, new_entry, plain, whole_event
from dialogues.events.models import Event


def agenda_calendar(event: Event, days: Sequence[AgendaDay], *, now: datetime) -> bytes:
    """A calendar of all sessions by the clock of the venue, or of the event's days while nothing is planned.

    A session keeps its UID for good, and its SEQUENCE rises with every change, so that a calendar which is loaded
    again replaces what it has.
    """
    phrases = Phrases()
    calendar = new_calendar(event)
    for day in days:
        for item in day.items:
            calendar.add_component(_session(event, day, item, phrases, now=now))
    if not any(day.items for day in days):
        calendar.add_component(whole_event(event, now=now))
    else:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _session(event: Event, day: AgendaDay, item: AgendaItem, phrases: Phrases, *, now: datetime) -> icalendar.Event:
    entry = new_entry(event, f"session/{item.id}", now=now)
    entry.add("sequence", event.version + item.version)
    entry.add("summary", plain(reference(item)))
    entry.add("dtstart", datetime.combine(day.day, item.starts, tzinfo=event.zone))
    entry.add("dtend", datetime.combine(day.day, item.ends, tzinfo=event.zone))
    place = ", ".join(one for one in (place_words(item), event.place) if one)
    if place:
        entry.add("location", plain(place))
    words = "\n".join(one for one in (*phrases.people(item.people), item.description) if one)
    if words:
        entry.add("description", plain(words))
    return entry
