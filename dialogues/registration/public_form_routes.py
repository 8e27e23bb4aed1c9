"""Pages on which organisers set the public form: when it is open, what it asks consent with, what came in."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.conflict import stored_instead, version_of
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import LANGUAGES, _, current_language
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.rules import RefusedFact
from dialogues.registration import public_form_services as services
from dialogues.registration import public_page, public_rules
from dialogues.registration import public_queries as queries
from dialogues.registration import question_queries as questions
from dialogues.registration.models import Registration
from dialogues.registration.public_form_forms import (
    FormSettingsForm,
    StaffAnswersForm,
    WordingForm,
    wording_values,
)
from dialogues.registration.public_form_services import FormDetails
from dialogues.registration.public_models import PublicForm
from dialogues.registration.queries import find_registration, find_registration_to_change
from dialogues.registration.question_fields import asking, field_values
from dialogues.registration.question_kinds import QUESTION_KIND_NAMES
from dialogues.registration.question_services import save_answers

_FIELD_OF = {
    public_rules.ClosesBeforeOpening: "closes_at",
    public_rules.FormChanged: "version",
}


@for_event(Permission.EDIT_EVENT)
def registration_form(event: Event) -> ResponseReturnValue:
    """Everything about the public form: opening times, approval, wording of consent, questions."""
    row = queries.find_form(db.session(), event.id)
    form = FormSettingsForm(data=_values(event, row))
    stored: list[tuple[str, str]] = []
    if form.validate_on_submit():
        details = _details(form, event)
        if details is not None:
            try:
                with act(form) as session:
                    services.set_public_form(
                        session,
                        event,
                        details,
                        first_wordings=public_page.first_wordings(),
                        version=version_of(form.version),
                        actor=current_viewer().actor,
                        at=clock.now(),
                    )
                    slug = event.slug
            except (public_rules.ClosesBeforeOpening, public_rules.FormChanged) as error:
                show_error(form[_FIELD_OF[type(error)]], error)
                if isinstance(error, public_rules.FormChanged):
                    values = _values(event, queries.find_form(db.session(), event.id))
                    form.version.data = values.pop("version")
                    stored = stored_instead(form, values)
            else:
                flash(_("The registration form is saved."))
                return back_to(".registration_form", slug=slug)
    page = render_template(
        "registration/registration_form.html", event=event, form=form, stored=stored, **_facts(event)
    )
    return page, 422 if form.errors else 200


def _facts(event: Event) -> dict[str, Any]:
    """What stands beside the settings: how the form is now, its questions, its wordings."""
    session = db.session()
    row, wordings = queries.find_form(session, event.id), queries.list_wordings(session, event.id)
    newest = {one.language: one for one in reversed(wordings)}
    counts = questions.count_answers(session, event.id)
    asked = questions.list_all_questions(session, event.id)
    labels = {one.id: one.label for one in asked}
    in_use = [one for one in asked if one.retired_at is None]
    return {
        "offer": public_page.offer(session, event, row, clock.now()),
        "questions": [
            {
                "question": one,
                "kind": _(QUESTION_KIND_NAMES[one.kind]),
                "answers": counts.get(one.id, 0),
                "hangs_on": labels.get(one.shown_if_id or 0),
                "is_first": one is in_use[0],
                "is_last": one is in_use[-1],
            }
            for one in in_use
        ],
        "retired": [{"question": one, "answers": counts.get(one.id, 0)} for one in asked if one.retired_at is not None],
        "wordings": [
            {"language": code, "name": name, "number": newest[code].number if code in newest else None}
            for code, name in LANGUAGES.items()
        ],
        "held": queries.count_held(session, event.id),
        "erasures": [
            {"id": one.registration_id, "name": one.full_name, "due": _due(event, one.asked_at)}
            for one in queries.list_open_erasures(session, event.id)
        ],
    }


def _due(event: Event, asked_at: datetime) -> Any:
    return clock.day_in(event.zone, asked_at + public_rules.ERASURE_DUE)


def _values(event: Event, row: PublicForm | None) -> dict[str, Any]:
    if row is None:
        return {"is_offered": False, "opens_at": None, "closes_at": None, "needs_approval": False, "version": "0"}
    return {
        "is_offered": row.is_offered,
        "opens_at": _local(row.opens_at, event),
        "closes_at": _local(row.closes_at, event),
        "needs_approval": row.needs_approval,
        "version": str(row.version),
    }


def _local(at: datetime | None, event: Event) -> datetime | None:
    return at.astimezone(event.zone).replace(tzinfo=None) if at else None


def _details(form: FormSettingsForm, event: Event) -> FormDetails | None:
    """What was set; None if an hour does not exist at the venue, which is then said at its field."""
    instants: dict[str, datetime | None] = {}
    for name in ("opens_at", "closes_at"):
        local = form[name].data
        try:
            instants[name] = public_rules.instant_at(local, event.zone) if local else None
        except public_rules.NoSuchHour as error:
            show_error(form[name], error)
    if form.errors:
        return None
    return FormDetails(is_offered=form.is_offered.data, needs_approval=form.needs_approval.data, **instants)


@for_event(Permission.EDIT_EVENT)
def consent_wording(event: Event, language: str) -> ResponseReturnValue:
    """The words in one language; changing them makes a new version, and earlier ones stay to be read."""
    if language not in LANGUAGES:
        raise NotFoundHere
    versions = queries.list_wordings(db.session(), event.id, language)
    first = public_page.first_wordings()[language]
    form = WordingForm(data=wording_values(versions[0]) if versions else first)
    if form.validate_on_submit():
        try:
            with act(form) as session:
                wording = services.word_consent(
                    session, event, language, form.words(), actor=current_viewer().actor, at=clock.now()
                )
                slug, number = event.slug, wording.number
        except RefusedFact as error:
            show_error(form[error.field], error)
        else:
            flash(_("This is version %(number)s of the wording.", number=number))
            return back_to(".consent_wording", slug=slug, language=language)
    page = render_template(
        "registration/consent_wording.html",
        event=event,
        form=form,
        versions=versions,
        language_name=LANGUAGES[language],
    )
    return page, 422 if form.errors else 200


# ---------------------------------------------------------------- what came in
def staff_facts(event: Event, registration: Registration) -> dict[str, Any]:
    """What the page of a participant shows because of the public form: needs, answers, doubts, a wish to be erased."""
    session: Session = db.session()
    application = queries.find_application(session, registration.id)
    asked = queries.find_erasure_request(session, registration.id)
    same = None
    if application is not None and application.same_as_id is not None:
        same = find_registration(session, event.id, application.same_as_id)
    asked_questions = questions.list_all_questions(session, event.id)
    answers = questions.find_answers(session, registration.id)
    return {
        "needs": registration.needs,
        "asked": asked_questions,
        "answers": public_page.told_answers(asked_questions, answers, current_language()),
        "hold": public_page.hold_sentence(registration, application),
        "same": same,
        "versions": {
            purpose.value: one.wording
            for purpose, one in queries.find_given_consents(session, registration.id).items()
            if one.wording is not None
        },
        "erasure": asked,
        "erasure_due": _due(event, asked.asked_at) if asked else None,
    }


@for_event(Permission.EDIT_PARTICIPANTS)
def edit_answers(event: Event, registration_id: int) -> ResponseReturnValue:
    """What a person needs and answered, mended or written down by the team."""
    session = db.session()
    registration = find_registration(session, event.id, registration_id)
    if registration is None:
        raise NotFoundHere
    given = questions.find_answers(session, registration_id)
    # A retired question stays to be mended where it was answered.
    asked = [one for one in questions.list_all_questions(session, event.id) if not one.retired_at or one.id in given]
    kind: Any = asking(StaffAnswersForm, asked, current_language())
    form: StaffAnswersForm = kind(data={"needs": registration.needs, **field_values(given, asked)})
    if form.validate_on_submit():
        with act(form) as work:
            held = find_registration_to_change(work, event.id, registration_id) or registration
            save_answers(
                work, held, form.answers(), needs=form.needs.data, actor=current_viewer().actor, at=clock.now()
            )
            slug, name = event.slug, held.full_name
        flash(_("The answers of %(name)s are saved.", name=name))
        return back_to(".participant", slug=slug, registration_id=registration_id)
    page = render_template("registration/edit_answers.html", event=event, registration=registration, form=form)
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_PARTICIPANTS)
def answer_erasure(event: Event, registration_id: int) -> ResponseReturnValue:
    """The wish of this person to be erased was answered."""
    with unit_of_work() as session:
        slug = event.slug
        held = _held(session, event, registration_id)
        services.answer_erasure(session, held, actor=current_viewer().actor, at=clock.now())
        name = held.full_name
    undo = url_for(".reopen_erasure", slug=slug, registration_id=registration_id)
    flash_undo(_("It is noted that %(name)s was answered.", name=name), url=undo, label=_("Undo"))
    return back_to(".participant", slug=slug, registration_id=registration_id)


@for_event(Permission.EDIT_PARTICIPANTS)
def reopen_erasure(event: Event, registration_id: int) -> ResponseReturnValue:
    """It was not answered after all."""
    with unit_of_work() as session:
        slug = event.slug
        held = _held(session, event, registration_id)
        services.reopen_erasure(session, held, actor=current_viewer().actor, at=clock.now())
    flash(_("The wish is open again."))
    return back_to(".participant", slug=slug, registration_id=registration_id)


def _held(session: Session, event: Event, registration_id: int) -> Registration:
    registration = find_registration_to_change(session, event.id, registration_id)
    if registration is None:
        raise NotFoundHere
    return registration


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of registrations."""
    base, person = "/events/<slug>/registration-form", "/events/<slug>/participants/<int:registration_id>"
    bp.add_url_rule(base, view_func=registration_form, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/wording/<language>", view_func=consent_wording, methods=["GET", "POST"])
    bp.add_url_rule(f"{person}/answers", view_func=edit_answers, methods=["GET", "POST"])
    bp.add_url_rule(f"{person}/erasure/answered", view_func=answer_erasure, methods=["POST"])
    bp.add_url_rule(f"{person}/erasure/open", view_func=reopen_erasure, methods=["POST"])
