"""What every act that may free or take seats does before it ends, and what it then tells."""

from flask import flash
from sqlalchemy.orm import Session

from dialogues.events.models import Event
from dialogues.registration import balance_page, offering, seat_queries


def told_of_seats(session: Session, event: Event) -> list[tuple[str, str]]:
    """Offer what became free; what is to be said of it, and of people beyond the seats there are."""
    session.flush()  # the seats are counted in the database
    offered = offering.made_words(offering.pass_on(session, event))
    over = balance_page.over_words(seat_queries.count_room(session, event.id))
    return [(words, category) for words, category in ((offered, "message"), (over, "warning")) if words is not None]


def tell(told: list[tuple[str, str]]) -> None:
    """Say it on the next page."""
    for words, category in told:
        flash(words, category)
