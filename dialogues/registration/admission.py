"""Where a registration of the public form comes to stand: the one place that knows of approval and of seats."""

from sqlalchemy.orm import Session

from dialogues.events.models import Event
from dialogues.people.sectors import Sector
from dialogues.registration import seat_queries, seat_services
from dialogues.registration.kinds import Status


def status_for_public(session: Session, event: Event, *, sector: Sector, needs_approval: bool) -> Status:
    """The state somebody comes into who registers on their own, inside the unit of work that writes it down.

    Confirmed while a seat is free for them, else on the waiting list; the last seat is never given twice.
    """
    if needs_approval:
        return Status.APPLIED
    return Status.CONFIRMED if seat_services.has_seat_for(session, event, sector=sector) else Status.WAITING


def is_full(session: Session, event: Event) -> bool:
    """Whether whoever registers now waits for a seat, of whatever sector they are. Nothing is held by asking."""
    room = seat_queries.count_room(session, event.id)
    return room.plan.capacity is not None and room.all_held >= room.plan.capacity
