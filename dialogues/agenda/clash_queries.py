"""What the sessions of an agenda are held against: how many come, how many seats, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.clash_rules import DayFacts, Finding, Lead, Seen, list_findings
from dialogues.agenda.models import SessionKind, SessionRole
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.events.models import Place, Room
from dialogues.events.queries import list_ways
from dialogues.registration.models import EventRole, Registration, Status


@dataclass(frozen=True)
class Held:
    """What all days of an event share."""

    registered: int
    seats: dict[int, int]
    travel: dict[tuple[int, int], int]


def find_held(session: Session, event_id: int) -> Held:
    """How many are confirmed, the seats of each room, the minutes between places; three queries."""
    confirmed = sa.select(sa.func.count()).where(
        Registration.event_id == event_id,
        Registration.status == Status.CONFIRMED,
        Registration.role == EventRole.PARTICIPANT,
    )
    rooms = sa.select(Room.id, Room.seats).join(Room.place).where(Place.event_id == event_id, Room.seats.is_not(None))
    return Held(
        registered=session.scalars(confirmed).one(),
        seats={row.id: row.seats for row in session.execute(rooms) if row.seats is not None},
        travel={(way.first_id, way.second_id): way.minutes for way in list_ways(session, event_id)},
    )


def findings_of(day: AgendaDay, held: Held) -> list[Finding]:
    """All that gets in the way of something on one day."""
    facts = DayFacts(opens=day.opens, closes=day.closes, registered=held.registered, travel=held.travel)
    return list_findings(_seen(day.items, held), facts)


def list_findings_by_day(session: Session, event_id: int, days: Sequence[AgendaDay]) -> dict[int, list[Finding]]:
    """All that gets in the way of something, by day, for whoever tells or counts it; three queries."""
    held = find_held(session, event_id)
    return {day.id: findings_of(day, held) for day in days}


def _seen(items: Sequence[AgendaItem], held: Held) -> list[Seen]:
    return [
        Seen(
            id=item.id,
            starts=item.starts,
            ends=item.ends,
            is_break=item.kind is SessionKind.BREAK,
            is_travel=item.kind is SessionKind.TRAVEL,
            is_plenary=item.kind is SessionKind.PLENARY,
            place_id=item.place_id,
            room_id=item.room_id,
            room=item.room or "",
            seats=held.seats.get(item.room_id) if item.room_id else None,
            expected=item.expected,
            people=item.slot.people,
            leads=tuple(
                Lead(person.name, is_registered=person.is_registered, is_gone=person.is_cancelled)
                for person in item.people
                if person.role is SessionRole.LEAD
            ),
        )
        for item in items
    ]
