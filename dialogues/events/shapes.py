"""Events as programs read them: the API and `events --json` give the same objects."""

from collections.abc import Sequence
from typing import Any

from dialogues.events.models import Event, EventDay
from dialogues.events.queries import EventLine


def event_line_object(line: EventLine) -> dict[str, Any]:
    """One event in a list."""
    return {
        "slug": line.slug,
        "title": line.title,
        "kind": line.kind.value,
        "process": line.process_slug,
        "starts_on": line.starts_on.isoformat(),
        "ends_on": line.ends_on.isoformat(),
        "zone": line.zone_name,
        "country": line.country,
        "place": line.place,
        "is_public": line.is_public,
    }


def event_object(event: Event, days: Sequence[EventDay]) -> dict[str, Any]:
    """One event with its days and what is published about it."""
    return {
        "slug": event.slug,
        "title": event.title,
        "kind": event.kind.value,
        "process": event.process.slug if event.process else None,
        "starts_on": event.starts_on.isoformat(),
        "ends_on": event.ends_on.isoformat(),
        "zone": event.zone_name,
        "country": event.country,
        "place": event.place,
        "is_public": event.is_public,
        "convenor": event.convenor,
        "summary": event.summary,
        "languages": event.languages,
        "directions": event.directions,
        "accessibility": event.accessibility,
        "contact": event.contact,
        "days": [
            {
                "day": day.day.isoformat(),
                "kind": day.kind.value,
                "title": day.title,
                "has_halves": day.has_halves,
                "closed": day.closed_at is not None,
            }
            for day in days
        ],
    }
