"""The agenda as programs read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dialogues.agenda.clash_rules import Finding
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.events.models import Event


def agenda_object(
    event: Event, days: Sequence[AgendaDay], notes: Mapping[int, str], findings: Mapping[int, Sequence[Finding]]
) -> dict[str, Any]:
    """All days with their sessions; `notes` are the process notes the reader may see, `findings` the clashes by day."""
    return {
        "event": event.slug,
        "zone": event.zone_name,
        "days": [
            {
                "day": day.day.isoformat(),
                "number": day.number,
                "kind": day.kind.value,
                "title": day.title,
                "sessions": [_session_object(item, notes) for item in day.items],
                "clashes": [
                    {"kind": one.trouble.value, "name": one.name, "sessions": list(one.session_ids)}
                    for one in findings.get(day.id, ())
                ],
            }
            for day in days
        ],
    }


def _session_object(item: AgendaItem, notes: Mapping[int, str]) -> dict[str, Any]:
    shown = {
        "id": item.id,
        "number": item.number or None,
        "starts": item.starts.isoformat("minutes"),
        "ends": item.ends.isoformat("minutes"),
        "kind": item.kind.value,
        "title": item.title,
        "place": item.place,
        "room": item.room,
        "description": item.description,
        "people": [
            {"name": person.name, "role": person.role.value, "is_registered": person.is_registered}
            for person in item.people
        ],
    }
    return shown | ({"process_notes": notes[item.id]} if item.id in notes else {})
