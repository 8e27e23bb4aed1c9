"""What the tests of seats share: a plan in a word."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from dialogues.audit.services import Actor
from dialogues.events.models import Event
from dialogues.people.sectors import Sector
from dialogues.registration import seat_queries, seat_services
from dialogues.registration.seat_rules import Giving, Plan

KWABENA = Actor(name="Kwabena Osei")
APRIL = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)  # the events of the tests begin in June


def plan(
    session: Session, event: Event, *, capacity: int | None = None, giving: str = "automatic", **more: Any
) -> None:
    """The seats of `event`; a sector's own seats by its code: `MIN=3`."""
    sectors = {Sector(code): more.pop(code) for code in list(more) if code in Sector.__members__}
    version = seat_queries.find_plan(session, event.id).version
    wanted = Plan(capacity=capacity, sectors=sectors, giving=Giving(giving), version=version, **more)
    seat_services.plan_seats(session, event, wanted, actor=KWABENA, at=APRIL)
    session.flush()
