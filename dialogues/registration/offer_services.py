"""Passing seats on: whoever is next in line is offered what became free; an offer nobody answers goes to the next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.events.models import Event
from dialogues.outbox.services import post
from dialogues.registration import offer_wording, seat_queries, seat_rules, seat_services
from dialogues.registration.models import Registration, Status
from dialogues.registration.seat_models import SeatOffer
from dialogues.registration.seat_rules import OfferState, Plan

WAITING_LIST = Actor(name="waiting list")  # who acts where nobody does: an offer that lapses, a seat passed on


def pass_on(session: Session, event: Event, *, at: datetime, site: str = "") -> list[SeatOffer]:
    """Offers whose time is over have lapsed, and whoever is next in line is offered each seat that is free.

    Returns the offers that were made. Doing it again changes nothing until a seat becomes free or an offer lapses.
    Seats are only offered where the plan lets the program give them and the event is far enough ahead. `site` is the
    address the letters lead to; without one they ask for an answer by telephone.
    """
    seat_services.hold_seats(session, event.id)
    for offer in seat_queries.list_overdue(session, event.id, at=at):
        _lapse(session, offer, at=at)
    session.flush()  # whoever let an offer lapse stands behind the others from now on
    plan = seat_queries.find_plan(session, event.id)
    if not seat_rules.is_given_by_program(plan, starts_on=event.starts_on, zone=event.zone, at=at):
        return []
    line = [
        one
        for one in seat_queries.list_waiting(session, event.id)
        if one.offer_id is None and not one.has_lapsed and plan.limits(one.sector)
    ]
    if not line:
        return []
    room = seat_queries.count_room(session, event.id, plan=plan)
    chosen = seat_rules.next_in_line(room, [one.sector for one in line])
    made = []
    for place in chosen:
        registration = session.get_one(Registration, line[place].id)
        made.append(_offer(session, event, registration, plan, actor=WAITING_LIST, at=at, site=site))
    return made


def offer_seat(
    session: Session, event: Event, registration: Registration, *, actor: Actor, at: datetime, site: str = ""
) -> SeatOffer:
    """Somebody who waits is offered a seat by hand, whoever stands before them and whether or not one is free.

    An offer that stands already is returned unchanged. Raises NotWaiting.
    """
    seat_services.hold_seats(session, event.id)
    if registration.status is not Status.WAITING:
        raise seat_rules.NotWaiting(name=registration.full_name)
    standing = seat_queries.find_open_offer(session, registration.id)
    if standing is not None and standing.expires_at > at:
        return standing
    if standing is not None:
        _lapse(session, standing, at=at)
        session.flush()  # one open offer a person: the old one must be closed first
    plan = seat_queries.find_plan(session, event.id)
    return _offer(session, event, registration, plan, actor=actor, at=at, site=site)


def accept_offer(session: Session, offer: SeatOffer, *, actor: Actor, at: datetime) -> None:
    """The seat that was held is taken. Accepting twice is once. Raises OfferClosed if the offer no longer stands."""
    registration = _held(session, offer)
    if offer.state is OfferState.ACCEPTED and registration.status is Status.CONFIRMED:
        return
    _require_open(offer, registration, at=at)
    changes = seat_services.set_status(session, registration, Status.CONFIRMED, at=at)
    _note(session, registration, "registration.offer_accepted", actor=actor, at=at, changes=changes)


def decline_offer(session: Session, offer: SeatOffer, *, actor: Actor, at: datetime) -> None:
    """Whoever was offered the seat does not come, and it is free again. Twice is once. Raises OfferClosed."""
    registration = _held(session, offer)
    if offer.state is OfferState.DECLINED and registration.status is Status.DECLINED:
        return
    _require_open(offer, registration, at=at)
    changes = seat_services.set_status(session, registration, Status.DECLINED, at=at)
    _note(session, registration, "registration.offer_declined", actor=actor, at=at, changes=changes)


def withdraw_offer(session: Session, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The seat is no longer held for somebody, who waits on at the same place. Raises OfferClosed if none stood."""
    seat_services.hold_seats(session, registration.event_id)
    offer = seat_queries.find_open_offer(session, registration.id)
    if offer is None:
        raise seat_rules.OfferClosed
    _close(offer, OfferState.WITHDRAWN, at=at)
    _note(session, registration, "registration.offer_withdrawn", actor=actor, at=at)


def _held(session: Session, offer: SeatOffer) -> Registration:
    """The one the offer was made to, both read anew under the lock: it may have lapsed a moment ago."""
    seat_services.hold_seats(session, offer.event_id)
    session.refresh(offer)
    session.refresh(offer.registration)
    return offer.registration


def _require_open(offer: SeatOffer, registration: Registration, *, at: datetime) -> None:
    if offer.state is not OfferState.OPEN or offer.expires_at <= at or registration.status is not Status.WAITING:
        raise seat_rules.OfferClosed


def _offer(
    session: Session,
    event: Event,
    registration: Registration,
    plan: Plan,
    *,
    actor: Actor,
    at: datetime,
    site: str,
) -> SeatOffer:
    if registration.queue_number is None:
        seat_services.stand_in_line(session, registration)
    until = seat_rules.expires_at(plan, starts_on=event.starts_on, ends_on=event.ends_on, zone=event.zone, at=at)
    offer = SeatOffer(
        event_id=event.id,
        registration_id=registration.id,
        queue_number=registration.queue_number,
        state=OfferState.OPEN,
        offered_at=at,
        expires_at=until,
        by_mail=bool(registration.email),
    )
    session.add(offer)
    session.flush()  # the letter leads to its address
    if registration.email:
        letter = offer_wording.letter(event, registration, offer, site=site)
        post(
            session,
            kind="seat.offered",
            to_address=registration.email,
            to_name=registration.full_name,
            subject=letter.subject,
            text=letter.text,
            language=letter.language,
            at=at,
            event_id=event.id,
            registration_id=registration.id,
        )
    changes: dict[str, tuple[Any, Any]] = {
        "offered_until": (None, until.astimezone(event.zone).strftime("%Y-%m-%d %H:%M"))
    }
    _note(session, registration, "registration.seat_offered", actor=actor, at=at, changes=changes)
    return offer


def _lapse(session: Session, offer: SeatOffer, *, at: datetime) -> None:
    _close(offer, OfferState.EXPIRED, at=at)
    _note(session, offer.registration, "registration.offer_lapsed", actor=WAITING_LIST, at=at)


def _close(offer: SeatOffer, state: OfferState, *, at: datetime) -> None:
    offer.state, offer.answered_at = state, at


def _note(
    session: Session,
    registration: Registration,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    record(
        session, action, actor=actor, at=at, subject=registration, subject_name=registration.full_name,
        event_id=registration.event_id, changes=changes,
    )  # fmt: skip


def count_made(offers: Sequence[SeatOffer]) -> tuple[int, int]:
    """How many of these offers left by mail, and how many wait for somebody to phone."""
    by_mail = sum(offer.by_mail for offer in offers)
    return by_mail, len(offers) - by_mail
