"""Where a registration of the public form comes to stand: the one place that knows of approval and of seats."""

from sqlalchemy.orm import Session

from dialogues.events.models import Event
from dialogues.people.sectors import Sector
from dialogues.registration.kinds import Status


def status_for_public(
    session: Session,  # noqa: ARG001 - seats are counted in it
    event: Event,  # noqa: ARG001 - whose seats
    *,
    sector: Sector,  # noqa: ARG001 - a sector may have seats of its own
    needs_approval: bool,
) -> Status:
    """The state somebody comes into who registers on their own, inside the unit of work that writes it down."""
    return Status.APPLIED if needs_approval else Status.CONFIRMED


def is_full(session: Session, event: Event) -> bool:  # noqa: ARG001 - seats are counted in them
    """Whether whoever registers now waits for a seat."""
    return False
