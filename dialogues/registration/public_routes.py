"""The pages on which anybody registers for a public event: the form, a look at the answers, and done."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, _n, current_language
from dialogues.core.web import act, back_to, show_error, unlisted
from dialogues.events.access import may_in
from dialogues.events.models import Event
from dialogues.events.queries import find_public_event
from dialogues.people.contact import read_phones
from dialogues.people.queries import list_group_choices
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import in_words
from dialogues.registration import public_mail, public_page, public_rules, public_services, public_stamp
from dialogues.registration import public_queries as queries
from dialogues.registration import question_queries as questions
from dialogues.registration.kinds import CONSENT_ANSWER_NAMES
from dialogues.registration.public_forms import SECTOR_HINTS, PublicRegistrationForm
from dialogues.registration.public_models import ConsentWording, PublicForm
from dialogues.registration.question_fields import asking

# What is said about a sent form as a whole, above it: no field of it is wrong.
_ABOUT_THE_WHOLE = (
    public_rules.TooQuick,
    public_rules.StaleStamp,
    public_rules.FilledTrap,
    public_rules.TooManyOfOne,
    public_rules.TooManyAtOnce,
)
_NOT_KEPT = {"step", "csrf_token", "once", "stamp", "wording"}  # of a sent form: hidden fields are drawn anew


def register_publicly(slug: str) -> ResponseReturnValue:
    """The form, then the answers to look over, then the person is on the list. Nothing is kept before the last step."""
    event = find_public_event(db.session(), slug)
    if event is None:
        raise NotFoundHere
    row = queries.find_form(db.session(), event.id)
    if queries.window_of(event, row, clock.now()) is not public_rules.Window.OPEN or row is None:
        return _not_open(event, row)
    form = _form(event)
    step = request.form.get("step") if request.method == "POST" else None
    if step not in ("continue", "send"):
        return _page(event, row, form)
    is_valid = form.validate()
    unseen = _unseen(form)
    if step == "continue" and is_valid and not unseen:
        return _look(event, form)
    if step == "send" and is_valid and not unseen:
        try:
            return _send(event, form)
        except RefusedFact as error:
            show_error(form[error.field if error.field in form else "full_name"], error)
        except public_rules.NotOpen:
            return _not_open(event, row)
        except _ABOUT_THE_WHOLE as error:
            show_error(form.stamp, error)
    return _page(event, row, form, new_questions=0 if form.errors else len(unseen))


def _form(event: Event) -> PublicRegistrationForm:
    """The form of this event in the reader's language, filled with what was sent."""
    session, language = db.session(), current_language()
    kind: Any = asking(PublicRegistrationForm, questions.list_questions(session, event.id), language)
    form: PublicRegistrationForm = kind()
    form.offer(list_group_choices(session))
    form.ask_consent(_wording(event, form.wording.data, language))
    if request.method == "GET":
        form.stamp.data = _stamp(form)
    return form


def _wording(event: Event, shown: str | None, language: str) -> ConsentWording:
    """The words that were shown, as long as the page stays in their language; else the newest ones."""
    session = db.session()
    newest = queries.find_wording(session, event.id, language)
    if newest is None:
        raise NotFoundHere
    if shown and shown.isascii() and shown.isdigit() and len(shown) < 10:
        kept = queries.find_shown_wording(session, event.id, int(shown))
        if kept is not None and kept.language == newest.language:
            return kept
    return newest


def _stamp(form: PublicRegistrationForm) -> str:
    return public_stamp.make_stamp(str(form.once.data), secret_key=_secret_key(), at=clock.now())


def _secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])


def _unseen(form: PublicRegistrationForm) -> set[int]:
    """Questions that follow from the answers and were not on the page; nobody is told off for not answering them."""
    sent = request.form.getlist("seen")
    seen = {int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 10}
    unseen = form.asked() - seen
    for one in form.question_fields():
        if one["id"] in unseen:
            one["field"].errors = []
    return unseen


def _page(
    event: Event, row: PublicForm, form: PublicRegistrationForm, *, new_questions: int = 0
) -> ResponseReturnValue:
    """The form as it was filled in."""
    form.website.data = ""
    page = render_template(
        "registration/register_publicly.html",
        event=event,
        form=form,
        offer=public_page.offer(db.session(), event, row, clock.now()),
        needs_approval=row.needs_approval,
        notices=_words_of(form.notice),
        sector_hints=in_words(SECTOR_HINTS),
        more=_n("One more question follows from your answers.", "%(num)d more questions follow from your answers.",
                new_questions) if new_questions else None,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _words_of(text: str | None) -> list[str]:
    return [line for line in (text or "").split("\n") if line]


def _look(event: Event, form: PublicRegistrationForm) -> ResponseReturnValue:
    """The answers to look over, with everything in hidden fields; nothing is kept yet."""
    facts, language = form.facts(), current_language()
    groups = {one.id: one.name for one in list_group_choices(db.session())}
    answers = {one: words for one, words in form.answers().items() if one in form.asked()}
    answer_words: Mapping[str, str] = in_words(CONSENT_ANSWER_NAMES)
    given = form.consents()
    return render_template(
        "registration/look_over.html",
        event=event,
        form=form,
        told=public_page.told(
            facts,
            organisation=facts.organisation,
            group=groups.get(facts.stakeholder_group_id or 0),
            phone=facts.phone,
        ),
        needs=_words_of(form.needs.data),
        answers=public_page.told_answers(form.questions, answers, language),
        consents=[
            (form[f"consent_{one.value}"].label.text, answer_words[given[one]] if one in given else _("Not answered"))
            for one in form.asked_purposes
        ],
        unread=read_phones(facts.phone, country=event.country).unread,
        kept=[(name, value) for name in request.form if name not in _NOT_KEPT for value in request.form.getlist(name)],
    )


def _send(event: Event, form: PublicRegistrationForm) -> ResponseReturnValue:
    """The person is on the list, told so by mail where there is an address, and led to the page that says so."""
    now, language = clock.now(), current_language()
    if form.website.data:
        raise public_rules.FilledTrap
    try:
        public_stamp.require_stamp(form.stamp.data or "", str(form.once.data), secret_key=_secret_key(), at=now)
    except public_rules.StaleStamp:
        form.stamp.data = _stamp(form)
        raise
    sent = public_services.SentForm(
        facts=form.facts(),
        language=language,
        needs=form.needs.data or None,
        answers=form.answers(),
        consents=form.consents(),
        wording_id=int(form.wording.data or 0) or None,
    )
    with act(form) as session:
        received = public_services.register_publicly(session, event, sent, secret_key=_secret_key(), at=now)
        registration = received.registration
        if received.may_mail and received.known is not None:
            public_mail.post_known(session, event, received.known, language=language, at=now)
        elif received.may_mail:
            shown_as = received.is_shown_as
            public_mail.post_received(session, registration, shown_as=shown_as, language=language, at=now)
        token = registration.link_token
    return back_to(".registered", link_token=token)


def _not_open(event: Event, row: PublicForm | None) -> ResponseReturnValue:
    """What is said where nobody can register now, and from or until when one can."""
    page = render_template(
        "registration/not_open.html",
        event=event,
        offer=public_page.offer(db.session(), event, row, clock.now()),
        was_sent=request.method == "POST",
    )
    return page, 422 if request.method == "POST" else 200


def badge(badge_code: str) -> ResponseReturnValue:
    """What a stranger's camera finds: that this is a badge, and whom to give it back to. The desk finds its holder."""
    event = queries.find_badge_event(db.session(), badge_code)
    if event is None:
        raise NotFoundHere
    viewer = current_viewer()
    if viewer.is_authenticated and may_in(viewer, Permission.MARK_ATTENDANCE, event):
        return back_to("attendance.desk", slug=event.slug, q=badge_code)
    return unlisted(render_template("registration/badge.html", event=event))


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of registrations."""
    bp.add_url_rule("/e/<slug>/register", view_func=register_publicly, methods=["GET", "POST"])
    bp.add_url_rule("/b/<badge_code>", view_func=badge)
