"""What every page that may free a seat does before it ends: whoever is next in line is offered it."""

from flask import current_app
from sqlalchemy.orm import Session

from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.i18n import _n
from dialogues.events.models import Event
from dialogues.registration import offer_services, seat_queries
from dialogues.registration.seat_models import SeatOffer


def site() -> str:
    """The address that letters lead to. Only as it is set: one that a request names could be forged."""
    return str(current_app.config["DIALOGUES"].BASE_URL)


def pass_on(session: Session, event: Event) -> list[SeatOffer]:
    """Let overdue offers lapse and offer what is free, in the unit of work of the act that may have freed it."""
    return offer_services.pass_on(session, event, at=clock.now(), site=site())


def pass_on_everywhere() -> int:
    """Do so in every event where it may change anything, each in a unit of work of its own; how many offers were made.

    For the clock of the server and for the command `offers pass-on`. Doing it again changes nothing.
    """
    ids = [event.id for event in seat_queries.list_events_to_pass_on(db.session(), at=clock.now())]
    made = 0
    for event_id in ids:
        with unit_of_work() as session:
            made += len(pass_on(session, session.get_one(Event, event_id)))
    return made


def made_words(offers: list[SeatOffer]) -> str | None:
    """How many seats were offered, in a sentence; None if none was."""
    by_mail, by_phone = offer_services.count_made(offers)
    if by_mail and by_phone:
        letters = _n("One seat is offered by mail.", "%(num)d seats are offered by mail.", by_mail)
        calls = _n("Phone one person on the waiting list.", "Phone %(num)d people on the waiting list.", by_phone)
        return f"{letters} {calls}"
    if by_mail:
        return str(_n("One seat is offered by mail.", "%(num)d seats are offered by mail.", by_mail))
    if by_phone:
        return str(
            _n(
                "A seat is free: phone the next person on the waiting list.",
                "Seats are free: phone %(num)d people on the waiting list.",
                by_phone,
            )
        )
    return None
