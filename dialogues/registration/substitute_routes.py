"""The page for somebody who comes in another person's seat."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.queries import list_group_choices
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import SECTOR_NAMES, in_words
from dialogues.registration import coming, queries, services
from dialogues.registration.forms import SubstituteForm
from dialogues.registration.kinds import STATUS_NAMES
from dialogues.registration.recognition import Offer


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
                slug, new_id, name, whose = event.slug, registration.id, registration.full_name, absent.full_name
        except RefusedFact as error:
            coming.show_refusal(form, error)
        else:
            flash(_("%(name)s comes in the seat of %(whose)s.", name=name, whose=whose))
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


def _likely_day(days: Sequence[date], today: date) -> date | None:
    """Today, else the first day to come, else the last one."""
    return next((day for day in days if day >= today), days[-1] if days else None)


def add_pages(bp: Blueprint) -> None:
    """Give the address of this page to the blueprint of registrations."""
    address = "/events/<slug>/participants/<int:registration_id>/substitute"
    bp.add_url_rule(address, view_func=substitute, methods=["GET", "POST"])
