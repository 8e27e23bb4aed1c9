"""The agenda as a calendar file (RFC 5545), for telephones and mail programs."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialogues.agenda.calendar_queries import Cancelled
from dialogues.agenda.phrases import Phrases, place_words
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.events.calendar import new_calendar, new_entry, plain, whole_event
from dialogues.events.models import Event

if TYPE_CHECKING:
    import icalendar

_REFRESH = timedelta(hours=1)  # how often a calendar that follows the address may ask again


def agenda_calendar(
    event: Event,
    days: Sequence[AgendaDay],
    *,
    now: datetime,
    revised: Mapping[int, datetime] | None = None,
    cancelled: Sequence[Cancelled] = (),
) -> bytes:
    """A calendar of all sessions by the clock of the venue, or of the event's days while nothing is planned.

    A session keeps its UID for good, and its SEQUENCE rises with every change, so that a calendar which is loaded
    again replaces what it has. `revised` says when each was changed last; of one it does not know that is `now`.
    Sessions that are `cancelled` stay in it as such, because leaving them out would leave them in the calendars.
    """
    phrases = Phrases()
    calendar = new_calendar(event)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})  # RFC 7986
    calendar.add("x-published-ttl", "PT1H")  # the same for older programs
    known = revised or {}
    for day in days:
        for item in day.items:
            calendar.add_component(_session(event, day, item, phrases, now=known.get(item.id, now)))
    for one in cancelled:
        calendar.add_component(_cancelled(event, one))
    if not any(day.items for day in days):
        calendar.add_component(whole_event(event, now=now))
    else:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _cancelled(event: Event, one: Cancelled) -> "icalendar.Event":
    entry = new_entry(event, f"session/{one.session_id}", now=one.at)
    entry.add("last-modified", one.at)
    entry.add("sequence", event.version + one.version + 1)
    entry.add("status", "CANCELLED")
    entry.add("summary", plain(one.title))
    entry.add("dtstart", datetime.combine(one.day, one.starts, tzinfo=event.zone))
    entry.add("dtend", datetime.combine(one.day, one.ends, tzinfo=event.zone))
    return entry


def _session(event: Event, day: AgendaDay, item: AgendaItem, phrases: Phrases, *, now: datetime) -> "icalendar.Event":
    entry = new_entry(event, f"session/{item.id}", now=now)
    entry.add("last-modified", now)  # without a METHOD, DTSTAMP and this mean the same (RFC 5545, 3.8.7.2)
    entry.add("sequence", event.version + item.version)
    entry.add("summary", plain(f"{item.number} {item.title_in(phrases.language)}".strip()))
    entry.add("dtstart", datetime.combine(day.day, item.starts, tzinfo=event.zone))
    entry.add("dtend", datetime.combine(day.day, item.ends, tzinfo=event.zone))
    place = ", ".join(one for one in (place_words(item), event.place) if one)
    if place:
        entry.add("location", plain(place))
    words = "\n".join(one for one in (*phrases.people(item.people), item.description_in(phrases.language)) if one)
    if words:
        entry.add("description", plain(words))
    return entry
