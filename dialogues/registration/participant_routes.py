"""Pages of one person in an event."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.audit.queries import list_subject_entries
from dialogues.audit.wording import timeline
from dialogues.core import clock
from dialogues.core.conflict import version_of
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.people.contact import phone_text
from dialogues.people.fields import form_values
from dialogues.people.queries import list_group_choices
from dialogues.people.rules import ChangedMeanwhile, RefusedFact
from dialogues.people.sectors import AGE_GROUP_NAMES, GENDER_NAMES, SECTOR_NAMES, in_words
from dialogues.registration import coming, offer_wording, offering, queries, rules, seat_queries, services
from dialogues.registration.former_queries import find_what_it_became
from dialogues.registration.forms import EditRegistrationForm, answers_given
from dialogues.registration.kinds import (
    CONSENT_ANSWER_NAMES,
    EVENT_ROLE_NAMES,
    PURPOSE_SHORT_NAMES,
    SOURCE_NAMES,
    STATUS_NAMES,
)
from dialogues.registration.models import Registration
from dialogues.registration.public_form_routes import staff_facts
from dialogues.registration.seat_rules import OFFER_STATE_NAMES, EventFull, SectorFull, require_free, takes_seat


@for_event(Permission.SEE_PARTICIPANTS)
def participant(event: Event, registration_id: int) -> ResponseReturnValue:
    """Everything known of one person in this event, and what may be done."""
    registration = queries.find_registration(db.session(), event.id, registration_id)
    if registration is None:
        became = find_what_it_became(db.session(), event.id, registration_id)
        if became is None:
            raise NotFoundHere
        return redirect(url_for(".participant", slug=event.slug, registration_id=became))
    return render_template("registration/participant.html", **participant_facts(event, registration))


def participant_facts(event: Event, registration: Registration) -> dict[str, Any]:
    """What the page of a person in an event shows, for the page of a feature above that shows more."""
    session, viewer = db.session(), current_viewer()
    sees_history = may_in(viewer, Permission.SEE_HISTORY, event)
    entries = (
        list_subject_entries(session, kind="registration", subject_id=str(registration.id)) if sees_history else []
    )
    return {
        "event": event,
        "registration": registration,
        "given_up": queries.find_seat_given_up(session, registration),
        "substitutes": queries.list_substitutes(session, registration.id),
        "consents": queries.find_consents(session, registration.id),
        "place": seat_queries.find_places(session, event.id, [registration.id]).get(registration.id),
        "offers": seat_queries.list_offers(session, registration.id),
        "offer_states": in_words(OFFER_STATE_NAMES),
        "offer_site": offering.site(),
        "offer_address": offer_wording.offer_address,
        "full": _full_words(event, registration),
        "history": timeline(entries, event.zone),
        "may": {act.value: rules.may(act, registration.status) for act in rules.Act},
        "may_edit": may_in(viewer, Permission.EDIT_PARTICIPANTS, event),
        "sees_directory": coming.sees_directory(),
        "sees_history": sees_history,
        "sectors": in_words(SECTOR_NAMES),
        "genders": in_words(GENDER_NAMES),
        "age_groups": in_words(AGE_GROUP_NAMES),
        "roles": in_words(EVENT_ROLE_NAMES),
        "statuses": in_words(STATUS_NAMES),
        "sources": in_words(SOURCE_NAMES),
        "purposes": in_words(PURPOSE_SHORT_NAMES),
        "answers": in_words(CONSENT_ANSWER_NAMES),
        "phone_text": phone_text,
        "public": staff_facts(event, registration),
    }


def _full_words(event: Event, registration: Registration) -> str | None:
    """Why there is no seat for somebody who may be confirmed; None if there is one, or an offer holds one for them."""
    if not takes_seat(registration.role) or not rules.may(rules.Act.CONFIRM, registration.status):
        return None
    if seat_queries.find_open_offer(db.session(), registration.id) is not None:
        return None
    try:
        require_free(seat_queries.count_room(db.session(), event.id), registration.sector)
    except (EventFull, SectorFull) as error:
        return translated(error)
    return None


@for_event(Permission.EDIT_PARTICIPANTS)
def edit_participant(event: Event, registration_id: int) -> ResponseReturnValue:
    """Describe somebody on the list anew."""
    registration = _registration(event, registration_id)
    answers = queries.find_consents(db.session(), registration_id)
    form = EditRegistrationForm(data={**_values(registration), **answers_given(answers)})
    form.offer(
        list_group_choices(db.session(), chosen_id=registration.stakeholder_group_id), language=registration.language
    )
    form.keep_answers(answers)
    stored: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            with act(form) as session:
                held = queries.find_registration_to_change(session, event.id, registration_id) or registration
                services.update_registration(
                    session,
                    held,
                    facts=form.facts(),
                    version=version_of(form.version),
                    role=form.chosen_role(),
                    notes=form.notes.data,
                    consents=form.consents(),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                session.flush()  # the seats are counted in the database
                offering.pass_on(session, event)  # another role or sector may have freed one
                slug, name = event.slug, held.full_name
        except RefusedFact as error:
            coming.show_refusal(form, error)
        except ChangedMeanwhile as error:
            show_error(form.version, error)
            stored = form.stored_now(_values(_registration(event, registration_id)))
        else:
            flash(_("%(name)s is saved.", name=name))
            coming.warn_about_phones(form, event)
            return back_to(".participant", slug=slug, registration_id=registration_id)
    page = render_template(
        "registration/edit_participant.html",
        event=event,
        registration=_registration(event, registration_id),
        form=form,
        stored=stored,
        organisations=coming.known_organisations(),
    )
    return page, 422 if form.errors else 200


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of registrations."""
    base = "/events/<slug>/participants/<int:registration_id>"
    bp.add_url_rule(base, view_func=participant)
    bp.add_url_rule(f"{base}/edit", view_func=edit_participant, methods=["GET", "POST"])


def _registration(event: Event, registration_id: int) -> Registration:
    registration = queries.find_registration(db.session(), event.id, registration_id)
    if registration is None:
        raise NotFoundHere
    return registration


def _values(registration: Registration) -> dict[str, Any]:
    return {
        **form_values(registration, organisation=registration.organisation_name),
        "role": registration.role.value,
        "notes": registration.notes,
        "version": str(registration.version),
    }
