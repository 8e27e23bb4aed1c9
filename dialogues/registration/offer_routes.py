"""The personal address at which somebody takes or leaves the seat they were offered: whoever has it may answer."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from dialogues.audit.services import Actor
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.web import back_to
from dialogues.registration import offer_services, offering, seat_queries
from dialogues.registration.models import Status
from dialogues.registration.seat_models import SeatOffer
from dialogues.registration.seat_rules import OfferClosed, OfferState


def answer_offer(offer_token: str) -> ResponseReturnValue:
    """What is offered and until when, with the two answers; or what became of it. Looking changes nothing."""
    offer = _find(offer_token)
    registration, now = offer.registration, clock.now()
    is_open = offer.state is OfferState.OPEN and offer.expires_at > now and registration.status is Status.WAITING
    page = make_response(
        render_template(
            "registration/answer_offer.html",
            event=registration.event,
            offer=offer,
            name=registration.full_name,
            is_open=is_open,
            is_seated=registration.status is Status.CONFIRMED,
            has_declined=offer.state is OfferState.DECLINED,
        )
    )
    page.headers["X-Robots-Tag"] = "noindex"  # whoever follows a link that was passed on must not find it by a search
    return page


def accept_offer(offer_token: str) -> ResponseReturnValue:
    """The seat is taken."""
    return _answer(offer_token, offer_services.accept_offer)


def decline_offer(offer_token: str) -> ResponseReturnValue:
    """The seat is left to the next in line, who is offered it at once."""
    return _answer(offer_token, offer_services.decline_offer)


def _answer(offer_token: str, service: Callable[..., Any]) -> ResponseReturnValue:
    offer = _find(offer_token)
    try:
        with unit_of_work() as session:
            actor = Actor(name=offer.registration.full_name)
            service(session, offer, actor=actor, at=clock.now())
            offering.pass_on(session, offer.registration.event)
    except OfferClosed:
        pass  # the page says what became of it
    return back_to(".answer_offer", offer_token=offer_token)


def _find(offer_token: str) -> SeatOffer:
    offer = seat_queries.find_offer_by_token(db.session(), offer_token)
    if offer is None:
        raise NotFoundHere
    return offer


def add_pages(bp: Blueprint) -> None:
    """Give these public addresses to the blueprint of registrations."""
    bp.add_url_rule("/offer/<offer_token>", view_func=answer_offer)
    bp.add_url_rule("/offer/<offer_token>/accept", view_func=accept_offer, methods=["POST"])
    bp.add_url_rule("/offer/<offer_token>/decline", view_func=decline_offer, methods=["POST"])
