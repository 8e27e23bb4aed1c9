"""Pages on which organisers write the questions of an event."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.conflict import version_of
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.rules import ChangedMeanwhile
from dialogues.registration import question_queries as queries
from dialogues.registration import question_services as services
from dialogues.registration.public_form_forms import QuestionForm, question_values
from dialogues.registration.question_models import Question
from dialogues.registration.question_rules import RefusedQuestion


@for_event(Permission.EDIT_EVENT)
def add_question(event: Event) -> ResponseReturnValue:
    """One question more, after the others."""
    form = QuestionForm()
    form.offer(queries.list_questions(db.session(), event.id))
    if form.validate_on_submit():
        try:
            with act(form) as session:
                services.add_question(session, event, form.details(), actor=current_viewer().actor, at=clock.now())
                slug = event.slug
        except RefusedQuestion as error:
            _show(form, error)
        else:
            flash(_("The question is on the form."))
            return back_to(".registration_form", slug=slug, _anchor="questions")
    page = render_template("registration/question.html", event=event, form=form, question=None, answers=0)
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_EVENT)
def edit_question(event: Event, question_id: int) -> ResponseReturnValue:
    """The same question in other words."""
    question = _question(db.session(), event, question_id)
    before = _before(event, question)
    form = QuestionForm(data=question_values(question, before))
    form.offer(before)
    if form.validate_on_submit():
        try:
            with act(form) as session:
                services.edit_question(
                    session,
                    question,
                    form.details(),
                    version=version_of(form.version),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                slug = event.slug
        except RefusedQuestion as error:
            _show(form, error)
        except ChangedMeanwhile as error:
            show_error(form.version, error)
            form.version.data = str(_question(db.session(), event, question_id).version)
        else:
            flash(_("The question is saved."))
            return back_to(".registration_form", slug=slug, _anchor="questions")
    answers = queries.count_answers(db.session(), event.id).get(question_id, 0)
    page = render_template("registration/question.html", event=event, form=form, question=question, answers=answers)
    return page, 422 if form.errors else 200


def _before(event: Event, question: Question) -> Sequence[Question]:
    questions = queries.list_questions(db.session(), event.id)
    return [one for one in questions if (one.position, one.id) < (question.position, question.id)]


def _show(form: QuestionForm, error: RefusedQuestion) -> None:
    show_error(form[error.field if error.field in form else "label"], error)


def _question(session: Session, event: Event, question_id: int) -> Question:
    question = queries.find_question(session, event.id, question_id)
    if question is None:
        raise NotFoundHere
    return question


@for_event(Permission.EDIT_EVENT)
def move_question_up(event: Event, question_id: int) -> ResponseReturnValue:
    """Asked one place earlier."""
    return _do(event, question_id, services.move_question_up)


@for_event(Permission.EDIT_EVENT)
def move_question_down(event: Event, question_id: int) -> ResponseReturnValue:
    """Asked one place later."""
    return _do(event, question_id, services.move_question_down)


@for_event(Permission.EDIT_EVENT)
def retire_question(event: Event, question_id: int) -> ResponseReturnValue:
    """Asked no more; what was answered stays."""
    undo = url_for(".restore_question", slug=event.slug, question_id=question_id)

    def tell(label: str) -> None:
        flash_undo(_("“%(question)s” is no longer asked.", question=label), url=undo, label=_("Undo"))

    return _do(event, question_id, services.retire_question, tell)


@for_event(Permission.EDIT_EVENT)
def restore_question(event: Event, question_id: int) -> ResponseReturnValue:
    """Asked again."""

    def tell(label: str) -> None:
        flash(_("“%(question)s” is asked again.", question=label))

    return _do(event, question_id, services.restore_question, tell)


def _do(
    event: Event, question_id: int, service: Callable[..., Any], tell: Callable[[str], None] | None = None
) -> ResponseReturnValue:
    """Do one act, or say why not, and show the form's settings."""
    refusal: RefusedQuestion | None = None
    with unit_of_work() as session:
        slug, question = event.slug, _question(session, event, question_id)
        try:
            service(session, question, actor=current_viewer().actor, at=clock.now())
        except RefusedQuestion as error:
            refusal = error
        label = question.label
    if refusal is not None:
        flash(translated(refusal), "warning")
    elif tell is not None:
        tell(label)
    return back_to(".registration_form", slug=slug, _anchor="questions")


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of registrations."""
    base = "/events/<slug>/registration-form/questions"
    bp.add_url_rule(f"{base}/new", view_func=add_question, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/<int:question_id>", view_func=edit_question, methods=["GET", "POST"])
    for path, view in (
        ("up", move_question_up), ("down", move_question_down), ("retire", retire_question),
        ("restore", restore_question),
    ):  # fmt: skip
        bp.add_url_rule(f"{base}/<int:question_id>/{path}", view_func=view, methods=["POST"])
