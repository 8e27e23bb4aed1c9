"""At the desk: somebody else comes for a person who is on the list, in one line, and is in."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import services
from dialogues.attendance.desk_routes import read_desk
from dialogues.attendance.forms import StandInForm
from dialogues.attendance.models import PART_NAMES, MarkSource
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.facts import PersonFacts
from dialogues.people.sectors import Gender
from dialogues.registration import queries as registrations
from dialogues.registration import services as registering
from dialogues.registration import substitute_services as substitutes
from dialogues.registration.recognition import find_recognised


@for_event(Permission.MARK_ATTENDANCE)
def stand_in(event: Event, registration_id: int) -> ResponseReturnValue:
    """Somebody comes in the seat of a person on the list from this day on, and is marked present."""
    here = read_desk(event)
    absent = registrations.find_registration(db.session(), event.id, registration_id)
    if here is None or absent is None or not absent.is_confirmed:
        raise NotFoundHere
    form = StandInForm(organisation=absent.organisation_name)
    form.offer()
    if form.validate_on_submit():
        now, actor, mark_id, event_id = clock.now(), current_viewer().actor, uuid.uuid4(), event.id
        try:
            with act(form) as session:
                held = registrations.find_registration_to_change(session, event_id, registration_id) or absent
                facts = PersonFacts(
                    full_name=form.full_name.data,
                    sector=held.sector,
                    organisation=form.organisation.data or None,
                    gender=Gender(form.gender.data),
                )
                known = find_recognised(session, event_id, full_name=facts.full_name, organisation=facts.organisation)
                came = registering.substitute(
                    session, held, facts=facts, person_id=known, from_day=here.day.day, actor=actor, at=now
                )
                session.flush()  # its number goes into the mark, its version into the undo
                wanted = services.NewMark(mark_id, here.day.day, MarkSource.DESK, came.id, part=here.part)
                services.mark(session, wanted, event_id=event_id, actor=actor, at=now)
                name, whose = came.full_name, held.full_name
                undo = here.url(".take_back_stand_in", registration_id=came.id, mark_id=mark_id, version=came.version)
                back = here.url()
        except DomainError as error:
            show_error(form.full_name, error)
        else:
            flash_undo(_("%(name)s comes for %(whose)s, and is in.", name=name, whose=whose), url=undo, label=_("Undo"))
            return redirect(back, code=303)
    page = render_template(
        "attendance/stand_in.html", here=here, absent=absent, form=form, part_name=_(PART_NAMES[here.part])
    )
    return page, 422 if form.errors else 200


@for_event(Permission.MARK_ATTENDANCE)
def take_back_stand_in(event: Event, registration_id: int, mark_id: uuid.UUID) -> ResponseReturnValue:
    """Nobody came for anybody: the mark and the substitution are taken back together, or neither."""
    here = read_desk(event)
    if here is None:
        raise NotFoundHere
    event_id, back, actor, now = event.id, here.url(), current_viewer().actor, clock.now()
    seen = request.args.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    try:
        with unit_of_work() as session:
            came = registrations.find_registration_to_change(session, event_id, registration_id)
            if came is None:
                raise NotFoundHere
            services.take_back(session, mark_id, event_id=event_id, actor=actor, at=now)
            giver = substitutes.take_back_substitution(session, came, version=version, actor=actor, at=now)
            name = giver.full_name
    except DomainError as error:
        if isinstance(error, NotFoundHere):
            raise
        flash(translated(error), "warning")
    else:
        flash(_("The seat is that of %(name)s again.", name=name))
    return redirect(back, code=303)


def add_pages(bp: Blueprint) -> None:
    """Give these addresses to the blueprint of attendance."""
    base = "/events/<slug>/desk/stand-in/<int:registration_id>"
    bp.add_url_rule(base, view_func=stand_in, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/take-back/<uuid:mark_id>", view_func=take_back_stand_in, methods=["POST"])
