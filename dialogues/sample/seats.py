"""Seats of the dialogue that is under way: none is left for miners; one is held for somebody to phone."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from dialogues.events.models import Event
from dialogues.people.sectors import Gender, Sector
from dialogues.registration import balance_services, offer_services, seat_queries, seat_services
from dialogues.registration.balance_rules import Subject, Target
from dialogues.registration.models import Registration, Source, Status
from dialogues.registration.seat_rules import Giving, Plan
from dialogues.sample import ACTOR
from dialogues.sample.people import Somebody

WAITING = {Sector.MIN: 3}
_SEATS_LEFT = 20  # of the hall, for people of the other sectors
_TARGETS = {
    Subject(Sector.GOV): Target(number=14),
    Subject(Sector.CSO): Target(number=12),
    Subject(Sector.ACA): Target(number=5),
    Subject(Sector.IND): Target(number=11),
    Subject(Sector.MIN): Target(number=16),
    Subject(Sector.OTH): Target(number=6),
    Subject(Sector.MIN, Gender.WOMAN): Target(percent=50),
    Subject(gender=Gender.WOMAN): Target(percent=45),
}


def add_seats(
    session: Session,
    event: Event,
    waiting: Sequence[Somebody],
    register: Callable[..., Registration],
    random: Random,
    *,
    prepared_at: datetime,
    now: datetime,
) -> None:
    """Miners have one seat more than they take; it is held for the first of those who wait, who has no mail address."""
    rows = [
        register(event, one, status=Status.WAITING, source=Source.INVITATION, at=prepared_at + timedelta(days=number))
        for number, one in enumerate(waiting, 2)
    ]
    session.flush()  # the seats are counted in the database
    balance_services.set_targets(session, event, _TARGETS, actor=ACTOR, at=prepared_at)
    limit = Plan(capacity=10_000)
    room = seat_queries.count_room(session, event.id, plan=limit)
    of_miners = room.taken.get(Sector.MIN, 0) + 1
    plan = Plan(capacity=room.all_taken + _SEATS_LEFT, sectors={Sector.MIN: of_miners}, giving=Giving.BY_HAND)
    seat_services.plan_seats(session, event, plan, actor=ACTOR, at=prepared_at)
    session.flush()
    rows[0].email = None
    offer = offer_services.offer_seat(session, event, rows[0], actor=ACTOR, at=now - timedelta(minutes=40))
    # By the builder's own dice, so that a day's sample is the same on every computer.
    offer.token = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=43))
