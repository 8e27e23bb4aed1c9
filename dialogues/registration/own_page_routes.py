"""The pages behind a personal link: what is kept of somebody, and what they may do about it. Nothing about others."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.core import clock
from dialogues.core.conflict import version_of
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, current_language, translated
from dialogues.core.web import act, back_to, flash_undo, show_error, unlisted
from dialogues.events.calendar import event_calendar
from dialogues.events.models import Event
from dialogues.people.queries import list_group_choices
from dialogues.people.rules import ChangedMeanwhile, RefusedFact
from dialogues.people.sectors import in_words
from dialogues.registration import (
    offering,
    own_page_data,
    own_page_parts,
    own_page_services,
    public_mail,
    public_page,
    public_rules,
    rules,
)
from dialogues.registration import public_queries as queries
from dialogues.registration import question_queries as questions
from dialogues.registration.kinds import CONSENT_ANSWER_NAMES, ConsentAnswer, Purpose, Status
from dialogues.registration.models import Registration
from dialogues.registration.public_forms import SECTOR_HINTS, OwnDetailsForm, own_values
from dialogues.registration.question_fields import asking, field_values


def registered(link_token: str) -> ResponseReturnValue:
    """Proof that one is on the list: the code, for the desk and for the calendar, and the way to one's own page."""
    registration = _own(link_token)
    status = public_mail.shown_status(db.session(), registration)
    page = render_template(
        "registration/registered.html",
        event=registration.event,
        registration=registration,
        sentence=public_page.status_sentence(status),
        is_coming=status in _COMING,
        code=public_page.code_drawing(registration),
        short_code=public_page.short_code(registration),
        own_address=public_page.own_address(registration),
    )
    return unlisted(page)


_COMING = (Status.CONFIRMED, Status.APPLIED, Status.WAITING, Status.INVITED)


def own_page(link_token: str) -> ResponseReturnValue:
    """What one wrote, how one stands, what one agreed to, and everything one may do about it."""
    session, registration = db.session(), _own(link_token)
    event, status = registration.event, public_mail.shown_status(session, registration)
    is_over = clock.day_in(event.zone, clock.now()) > event.ends_on
    asked = queries.find_erasure_request(session, registration.id)
    page = render_template(
        "registration/own_page.html",
        event=event,
        registration=registration,
        sentence=public_page.status_sentence(status),
        is_coming=status in _COMING,
        may_cancel=rules.may(rules.Act.CANCEL, registration.status) and not is_over,
        may_come_back=registration.status is Status.CANCELLED
        and not is_over
        and queries.find_last_decider(session, registration.id) == own_page_services.OWN_PAGE.name,
        short_code=public_page.short_code(registration),
        parts=own_page_parts.own_parts(session, registration),
        told=public_page.told_by(registration),
        needs=registration.needs,
        answers=public_page.told_answers(
            questions.list_all_questions(session, event.id),
            questions.find_answers(session, registration.id),
            current_language(),
        ),
        consents=_consents(session, registration),
        erasure=asked if asked is not None and asked.answered_at is None else None,
        erasure_due=clock.day_in(event.zone, asked.asked_at + public_rules.ERASURE_DUE) if asked else None,
    )
    return unlisted(page)


def _consents(session: Session, registration: Registration) -> list[dict[str, Any]]:
    """Each purpose that is asked about or was answered: the words, what was said, whether the words are new since."""
    wording = queries.find_wording(session, registration.event_id, current_language())
    given = queries.find_given_consents(session, registration.id)
    shown = []
    for purpose in Purpose:
        one = given.get(purpose)
        if one is None and not (wording and wording.words(purpose)):
            continue
        read = one.wording.words(purpose) if one and one.wording else None
        now = wording.words(purpose) if wording else None
        is_same_language = bool(one and one.wording and wording and one.wording.language == wording.language)
        shown.append(
            {
                "purpose": purpose.value,
                "wording": str(wording.id) if wording else "",
                "words": public_page.purpose_words(wording, purpose),
                "answer": one.answer.value if one else None,
                "answer_words": _(CONSENT_ANSWER_NAMES[one.answer]) if one else _("Not answered"),
                "recorded_at": one.recorded_at if one else None,
                "earlier_words": read if is_same_language and read != now else None,
            }
        )
    return shown


def change_own(link_token: str) -> ResponseReturnValue:
    """Describe oneself anew; what was typed stays where something is refused."""
    session, registration = db.session(), _own(link_token)
    event = registration.event
    asked = questions.list_questions(session, event.id)
    answers = field_values(questions.find_answers(session, registration.id), asked)
    kind: Any = asking(OwnDetailsForm, asked, current_language())
    form: OwnDetailsForm = kind(data=own_values(registration, answers))
    form.offer(list_group_choices(session, chosen_id=registration.stakeholder_group_id), language=registration.language)
    is_sent = request.method == "POST" and request.form.get("step") == "save"
    if is_sent and form.validate():
        try:
            with act(form) as work:
                held = queries.find_own_to_change(work, link_token) or registration
                own_page_services.change_own(
                    work,
                    held,
                    facts=form.facts(),
                    needs=form.needs.data,
                    answers=form.answers(),
                    version=version_of(form.version),
                    at=clock.now(),
                )
        except RefusedFact as error:
            show_error(form[error.field if error.field in form else "full_name"], error)
        except ChangedMeanwhile as error:
            show_error(form.version, error)
            form.version.data = str(_own(link_token).version)
        else:
            flash(_("Your changes are saved."))
            return back_to(".own_page", link_token=link_token)
    page = render_template(
        "registration/change_own.html",
        event=event,
        registration=registration,
        form=form,
        sector_hints=in_words(SECTOR_HINTS),
    )
    return unlisted(page, 422 if form.errors else 200)


def cancel_own(link_token: str) -> ResponseReturnValue:
    """One does not come; that can be taken back at once, or later."""
    with unit_of_work() as session:
        refusal = _try(lambda held: _give_up(session, held), session, link_token)
    if refusal is not None:
        flash(translated(refusal), "warning")
    else:
        undo = url_for(".come_back", link_token=link_token)
        flash_undo(_("Your registration is cancelled."), url=undo, label=_("Undo"))
    return back_to(".own_page", link_token=link_token)


def _give_up(session: Session, registration: Registration) -> None:
    own_page_services.cancel_own(session, registration, at=clock.now())
    session.flush()  # the seats are counted in the database
    offering.pass_on(session, registration.event)


def come_back(link_token: str) -> ResponseReturnValue:
    """One comes after all, if there is still a seat."""
    with unit_of_work() as session:
        refusal = _try(lambda held: own_page_services.come_back(session, held, at=clock.now()), session, link_token)
    if refusal is not None:
        flash(translated(refusal), "warning")
    else:
        flash(_("Your registration is back."))
    return back_to(".own_page", link_token=link_token)


def consent_own(link_token: str) -> ResponseReturnValue:
    """One says yes or no to one purpose; taking a yes back is the same press as giving it."""
    purpose = next((one for one in Purpose if one.value == request.form.get("purpose")), None)
    answer = next((one for one in ConsentAnswer if one.value == request.form.get("answer")), None)
    if purpose is None or answer is None:
        raise NotFoundHere
    wording = request.form.get("wording", "")
    wording_id = int(wording) if wording.isascii() and wording.isdigit() and len(wording) < 10 else None
    with unit_of_work() as session:
        own_page_services.record_own_consent(
            session,
            _held(session, link_token),
            purpose=purpose,
            answer=answer,
            wording_id=wording_id,
            at=clock.now(),
        )
    flash(_("Your answer is kept."))
    return back_to(".own_page", link_token=link_token, _anchor="consent")


def ask_erasure(link_token: str) -> ResponseReturnValue:
    """One asks that everything personal be erased; an organiser answers."""
    with unit_of_work() as session:
        own_page_services.ask_erasure(session, _held(session, link_token), at=clock.now())
    undo = url_for(".withdraw_erasure", link_token=link_token)
    flash_undo(_("The organisers see that you want to be erased."), url=undo, label=_("Undo"))
    return back_to(".own_page", link_token=link_token, _anchor="data")


def withdraw_erasure(link_token: str) -> ResponseReturnValue:
    """One takes that back."""
    with unit_of_work() as session:
        own_page_services.withdraw_erasure(session, _held(session, link_token), at=clock.now())
    flash(_("Your wish to be erased is taken back."))
    return back_to(".own_page", link_token=link_token, _anchor="data")


def own_data(link_token: str) -> ResponseReturnValue:
    """Everything that is kept, to read."""
    registration = _own(link_token)
    parts = own_page_data.own_data(db.session(), registration)
    return unlisted(
        render_template("registration/own_data.html", event=registration.event, registration=registration, parts=parts)
    )


def own_data_file(link_token: str) -> ResponseReturnValue:
    """Everything that is kept, to take away."""
    registration = _own(link_token)
    response = jsonify(own_page_data.own_object(db.session(), registration, at=clock.now()))
    response.headers["Content-Disposition"] = f'attachment; filename="{registration.event.slug}-my-data.json"'
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def own_calendar(link_token: str) -> ResponseReturnValue:
    """The days of the event for one's calendar; the link is not in it, because calendars are shared."""
    event: Event = _own(link_token).event
    response = Response(event_calendar(event, now=clock.now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'  # a slug needs no quoting
    return response


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of registrations."""
    base = "/my/<link_token>"
    bp.add_url_rule(base, view_func=own_page)
    bp.add_url_rule(f"{base}/registered", view_func=registered)
    bp.add_url_rule(f"{base}/change", view_func=change_own, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/data", view_func=own_data)
    bp.add_url_rule(f"{base}/data.json", view_func=own_data_file)
    bp.add_url_rule(f"{base}/event.ics", view_func=own_calendar)
    for path, view in (
        ("cancel", cancel_own), ("come-back", come_back), ("consent", consent_own), ("erasure", ask_erasure),
        ("erasure/withdraw", withdraw_erasure),
    ):  # fmt: skip
        bp.add_url_rule(f"{base}/{path}", view_func=view, methods=["POST"])


def _own(link_token: str) -> Registration:
    registration = queries.find_own(db.session(), link_token)
    if registration is None:
        raise NotFoundHere
    return registration


def _held(session: Session, link_token: str) -> Registration:
    registration = queries.find_own_to_change(session, link_token)
    if registration is None:
        raise NotFoundHere
    return registration


def _try(doing: Callable[[Registration], Any], session: Session, link_token: str) -> DomainError | None:
    """Do it, or return why not; nothing was changed then."""
    try:
        doing(_held(session, link_token))
    except NotFoundHere:
        raise
    except DomainError as error:
        return error
    return None
