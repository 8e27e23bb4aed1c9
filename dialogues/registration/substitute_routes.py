"""The page for somebody who comes in another person's seat, and the undo of it."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, flash_undo
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.queries import list_group_choices
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import SECTOR_NAMES, in_words
from dialogues.registration import coming, offering, queries, services, substitute_services
from dialogues.registration.forms import SubstituteForm
from dialogues.registration.kinds import STATUS_NAMES
from dialogues.registration.recognition import Offer
from dialogues.registration.rules import NothingToTakeBack


@for_event(Permission.EDIT_PARTICIPANTS)
def substitute(event: Event, registration_id: int) -> ResponseReturnValue:
    """Somebody else comes: the seat's organisation, sector and position are filled in, the rest is asked."""
    absent = queries.find_registration(db.session(), event.id, registration_id)
    if absent is None:
        raise NotFoundHere
    form = SubstituteForm(
        data={
            "organisation": absent.organisation_name,
            "position": absent.position,
            "sector": absent.sector.value,
            "stakeholder_group": absent.stakeholder_group_id,
            "role": absent.role.value,
            "from_day": _likely_day([day.day for day in event.days], clock.day_in(event.zone, clock.now())),
        }
    )
    form.offer(list_group_choices(db.session(), chosen_id=absent.stakeholder_group_id))
    form.offer_days([day.day for day in event.days])
    offers: list[Offer] = []
    if form.validate_on_submit():
        offers = [one for one in coming.offers_for(form, event) if one.registration_id != registration_id]
        try:
            person_id = form.chosen_person({offer.person_id for offer in offers})
            with act(form) as session:
                registration = services.substitute(
                    session,
                    queries.find_registration_to_change(session, event.id, registration_id) or absent,
                    facts=form.facts(),
                    from_day=form.from_day.data,
                    person_id=person_id,
                    role=form.chosen_role(),
                    notes=form.notes.data,
                    consents=form.consents(),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                session.flush()  # the button to take it back carries the version after the act
                offering.pass_on(session, event)
                slug, new_id, name, whose = event.slug, registration.id, registration.full_name, absent.full_name
                undo = url_for(
                    ".take_back_substitution", slug=slug, registration_id=new_id, version=registration.version
                )
        except RefusedFact as error:
            coming.show_refusal(form, error)
        else:
            flash_undo(_("%(name)s comes in the seat of %(whose)s.", name=name, whose=whose), url=undo, label=_("Undo"))
            coming.warn_about_phones(form, event)
            return back_to(".participant", slug=slug, registration_id=new_id)
    coming.remember_asked(form, offers)
    page = render_template(
        "registration/substitute.html",
        event=event,
        absent=absent,
        form=form,
        offers=offers,
        urls=coming.addresses(offers, event),
        organisations=coming.known_organisations(),
        statuses=in_words(STATUS_NAMES),
        sectors=in_words(SECTOR_NAMES),
    )
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_PARTICIPANTS)
def take_back_substitution(event: Event, registration_id: int) -> ResponseReturnValue:
    """The seat is again that of whoever gave it, unless something was changed since."""
    seen = request.args.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    slug, shown = event.slug, registration_id
    try:
        with unit_of_work() as session:
            came = queries.find_registration_to_change(session, event.id, registration_id)
            if came is None:
                raise NotFoundHere
            giver = substitute_services.take_back_substitution(
                session, came, version=version, actor=current_viewer().actor, at=clock.now()
            )
            session.flush()  # the seats are counted in the database
            offering.pass_on(session, event)
            words, shown = _("The seat is that of %(name)s again.", name=giver.full_name), giver.id
    except NothingToTakeBack as error:
        flash(translated(error), "warning")
    else:
        flash(words)
    return back_to(".participant", slug=slug, registration_id=shown)


def _likely_day(days: Sequence[date], today: date) -> date | None:
    """Today, else the first day to come, else the last one."""
    return next((day for day in days if day >= today), days[-1] if days else None)


def add_pages(bp: Blueprint) -> None:
    """Give the address of this page to the blueprint of registrations."""
    address = "/events/<slug>/participants/<int:registration_id>/substitute"
    bp.add_url_rule(address, view_func=substitute, methods=["GET", "POST"])
    undo = "/events/<slug>/participants/<int:registration_id>/take-back-substitution"
    bp.add_url_rule(undo, view_func=take_back_substitution, methods=["POST"])
