"""Pages of seats: how many there are and whom the convenor wants, who waits, and the offers staff make by hand."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.conflict import stored_instead
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.people.contact import phone_text
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words
from dialogues.registration import (
    balance_page,
    balance_queries,
    balance_services,
    offer_services,
    offer_wording,
    offering,
    queries,
    seat_queries,
    seat_rules,
    seat_services,
)
from dialogues.registration.models import Registration
from dialogues.registration.seat_forms import form_values, seats_form


@for_event(Permission.EDIT_EVENT)
def plan_seats(event: Event) -> ResponseReturnValue:
    """How many seats there are, how free ones are given on, and the balance that is wanted."""
    form = seats_form()(data=_stored(event))
    stored: list[tuple[str, str]] = []
    if form.validate_on_submit():
        actor, now = current_viewer().actor, clock.now()
        try:
            with act(form) as session:
                seat_services.plan_seats(session, event, form.plan(), actor=actor, at=now)
                balance_services.set_targets(session, event, form.targets(), actor=actor, at=now)
                words = offering.made_words(offering.pass_on(session, event))
                slug = event.slug
        except seat_rules.SeatsChanged as error:
            show_error(form.version, error)
            values = _stored(event)
            form.version.data = values.pop("version")
            stored = stored_instead(form, values)
        else:
            flash(_("Seats and targets are saved."))
            if words:
                flash(words)
            return back_to(".plan_seats", slug=slug)
    page = render_template(
        "registration/plan_seats.html",
        event=event,
        form=form,
        stored=stored,
        sectors=in_words(SECTOR_NAMES),
        panel=balance_page.balance_panel(db.session(), event),
    )
    return page, 422 if form.errors else 200


def _stored(event: Event) -> dict[str, Any]:
    return form_values(
        seat_queries.find_plan(db.session(), event.id), balance_queries.find_targets(db.session(), event.id)
    )


@for_event(Permission.EDIT_PARTICIPANTS)
def list_waiting(event: Event) -> ResponseReturnValue:
    """Who waits, by sector in the order of the line, and what each was offered."""
    session, now = db.session(), clock.now()
    plan = seat_queries.find_plan(session, event.id)
    room = seat_queries.count_room(session, event.id, plan=plan)
    waiting = seat_queries.list_waiting(session, event.id)
    site = offering.site()
    return render_template(
        "registration/list_waiting.html",
        event=event,
        groups=[
            {"sector": sector.value, "free": room.free(sector), "rows": rows}
            for sector in Sector
            if (rows := [one for one in waiting if one.sector is sector])
        ],
        total=len(waiting),
        seats=balance_page.seats_words(room),
        over=balance_page.over_words(room),
        is_by_program=seat_rules.is_given_by_program(plan, starts_on=event.starts_on, zone=event.zone, at=now),
        addresses={one.id: offer_wording.offer_address(site, one.token) for one in waiting if one.token and site},
        now=now,
        sectors=in_words(SECTOR_NAMES),
        phone_text=phone_text,
        may_plan=may_in(current_viewer(), Permission.EDIT_EVENT, event),
    )


@for_event(Permission.EDIT_PARTICIPANTS)
def offer_seat(event: Event, registration_id: int) -> ResponseReturnValue:
    """Offer a seat to somebody who waits, whoever stands before them."""

    def do(session: Session, registration: Registration) -> str:
        offer = offer_services.offer_seat(
            session, event, registration, actor=current_viewer().actor, at=clock.now(), site=offering.site()
        )
        name = registration.full_name
        if offer.by_mail:
            return str(_("A seat is offered to %(name)s by mail.", name=name))
        return str(_("A seat is held for %(name)s, who has no e-mail address: phone.", name=name))

    return _do(event, registration_id, do)


@for_event(Permission.EDIT_PARTICIPANTS)
def withdraw_offer(event: Event, registration_id: int) -> ResponseReturnValue:
    """Hold the seat for somebody no longer; they wait on at their place."""

    def do(session: Session, registration: Registration) -> str:
        offer_services.withdraw_offer(session, registration, actor=current_viewer().actor, at=clock.now())
        return str(_("The offer to %(name)s is withdrawn.", name=registration.full_name))

    return _do(event, registration_id, do)


def _do(event: Event, registration_id: int, act_: Callable[[Session, Registration], str]) -> ResponseReturnValue:
    try:
        with unit_of_work() as session:
            slug = event.slug
            registration = queries.find_registration_to_change(session, event.id, registration_id)
            if registration is None:
                raise NotFoundHere
            words = act_(session, registration)
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        flash(words)
    return back_to(".list_waiting", slug=slug)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of registrations."""
    bp.add_url_rule("/events/<slug>/seats", view_func=plan_seats, methods=["GET", "POST"])
    bp.add_url_rule("/events/<slug>/waiting-list", view_func=list_waiting)
    one = "/events/<slug>/participants/<int:registration_id>"
    bp.add_url_rule(f"{one}/offer", view_func=offer_seat, methods=["POST"])
    bp.add_url_rule(f"{one}/withdraw-offer", view_func=withdraw_offer, methods=["POST"])
