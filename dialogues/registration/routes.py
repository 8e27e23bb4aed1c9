"""Pages of an event's list of participants."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, page_number
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.people.queries import list_group_choices
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import SECTOR_NAMES, in_words
from dialogues.registration import (
    balance_page,
    bulk_routes,
    chosen_page,
    coming,
    list_page,
    list_routes,
    offer_routes,
    own_page_routes,
    participant_routes,
    people_routes,
    public_form_routes,
    public_routes,
    question_routes,
    seat_routes,
    seat_services,
    services,
    status_routes,
    substitute_routes,
    view_routes,
    wording,
)
from dialogues.registration.forms import NewRegistrationForm
from dialogues.registration.kinds import STATUS_NAMES, Status
from dialogues.registration.recognition import Offer
from dialogues.registration.seat_rules import EventFull, SectorFull

bp = Blueprint("registration", __name__)
wording.teach_journal()
for part in (
    list_routes, view_routes, bulk_routes, participant_routes, status_routes, substitute_routes, people_routes,
    seat_routes, offer_routes, public_routes, own_page_routes, public_form_routes, question_routes,
):  # fmt: skip
    part.add_pages(bp)


@bp.get("/events/<slug>/participants")
@for_event(Permission.SEE_NAMES)
def list_participants(event: Event) -> ResponseReturnValue:
    """Who is on the list, by state, with what they were searched and filtered by, in the columns that were chosen."""
    reading = list_page.read(event)
    page = list_page.facts(reading, page_number())
    return render_template("registration/list_participants.html", **page, **chosen_page.facts(reading, page["groups"]))


@bp.route("/events/<slug>/participants/new", methods=["GET", "POST"])
@for_event(Permission.EDIT_PARTICIPANTS)
def add_participant(event: Event) -> ResponseReturnValue:
    """Put somebody on the list. If the directory may know them already, the form comes back and asks."""
    form = NewRegistrationForm()
    form.offer(list_group_choices(db.session()))
    offers: list[Offer] = []
    full: str | None = None
    if form.validate_on_submit():
        offers = coming.offers_for(form, event)
        try:
            person_id = form.chosen_person({offer.person_id for offer in offers})
            with act(form) as session:
                registration = services.register(
                    session,
                    event,
                    facts=form.facts(),
                    person_id=person_id,
                    role=form.chosen_role(),
                    status=_status(form),
                    notes=form.notes.data,
                    consents=form.consents(),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                if "when_full" not in request.form:
                    seat_services.require_free(session, registration)  # or nothing of this is kept
                slug, registration_id, name = event.slug, registration.id, registration.full_name
        except RefusedFact as error:
            full = translated(error) if isinstance(error, EventFull | SectorFull) else None
            coming.show_refusal(form, error)
        else:
            flash(_("%(name)s is on the list.", name=name))
            coming.warn_about_phones(form, event)
            if request.form.get("then") == "another":
                return back_to(".add_participant", slug=slug)
            return back_to(".participant", slug=slug, registration_id=registration_id)
    coming.remember_asked(form, offers)
    page = render_template(
        "registration/add_participant.html",
        event=event,
        form=form,
        offers=offers,
        urls=coming.addresses(offers, event),
        organisations=coming.known_organisations(),
        statuses=in_words(STATUS_NAMES),
        sectors=in_words(SECTOR_NAMES),
        full=full,
        panel=balance_page.balance_panel(db.session(), event),
        may_plan=may_in(current_viewer(), Permission.EDIT_EVENT, event),
    )
    return page, 422 if form.errors else 200


def _status(form: NewRegistrationForm) -> Status:
    """The state that was chosen; who was told that all seats are taken may have chosen the waiting list since."""
    return Status.WAITING if request.form.get("when_full") == "wait" else form.chosen_status()
