"""What can happen to the questions of an event and to the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.core.folding import clean, clean_line
from dialogues.events.models import Event
from dialogues.people.rules import require_version
from dialogues.registration import question_queries as queries
from dialogues.registration import question_rules as rules
from dialogues.registration.models import Registration
from dialogues.registration.question_kinds import QuestionKind
from dialogues.registration.question_models import GivenAnswer, Question


@dataclass(frozen=True, kw_only=True)
class QuestionDetails:
    """All that an organiser says about a question. `shown_if` is the question it hangs on and the answer to it."""

    kind: QuestionKind
    label: str
    help_text: str | None = None
    options: Sequence[str] = ()
    is_required: bool = False
    shown_if: tuple[int, str] | None = None
    # language: label, help and answers; what is empty is left out.
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def add_question(session: Session, event: Event, details: QuestionDetails, *, actor: Actor, at: datetime) -> Question:
    """Ask one thing more, after the questions there are. Raises a RefusedQuestion."""
    questions = queries.list_questions(session, event.id)
    if len(questions) >= rules.QUESTIONS_MAX:
        raise rules.TooManyQuestions(most=rules.QUESTIONS_MAX)
    values = _values(details, before=questions)
    position = max((one.position for one in queries.list_all_questions(session, event.id)), default=0) + 1
    question = Question(event_id=event.id, position=position, **values)
    session.add(question)
    session.flush()  # the journal needs the id
    _note(session, question, "question.added", actor=actor, at=at)
    return question


def edit_question(
    session: Session, question: Question, details: QuestionDetails, *, version: int, actor: Actor, at: datetime
) -> None:
    """Ask it in other words. Answers that were given stay as they were said.

    Raises ChangedMeanwhile or a RefusedQuestion.
    """
    require_version(question.version, seen=version)
    questions = queries.list_questions(session, question.event_id)
    values = _values(details, before=[one for one in questions if one.position < question.position])
    possible = rules.answers_of(details.kind, details.options)
    for other in questions:
        if other.shown_if_id == question.id and other.shown_if_answer not in possible:
            raise rules.OptionInUse(question=other.label, option=other.shown_if_answer)
    changes = assign(question, values)
    shown = {name: change for name, change in changes.items() if name in ("label", "help_text", "is_required")}
    if changes:
        _note(session, question, "question.changed", actor=actor, at=at, changes=shown)


def move_question_up(session: Session, question: Question, *, actor: Actor, at: datetime) -> None:
    """Ask it one place earlier; the first one stays. Raises AskedAfterwards."""
    questions = list(queries.list_questions(session, question.event_id))
    place = questions.index(question)
    if place:
        _swap(session, questions[place - 1], question, actor=actor, at=at)


def move_question_down(session: Session, question: Question, *, actor: Actor, at: datetime) -> None:
    """Ask it one place later; the last one stays. Raises AskedAfterwards."""
    questions = list(queries.list_questions(session, question.event_id))
    place = questions.index(question)
    if place + 1 < len(questions):
        _swap(session, question, questions[place + 1], actor=actor, at=at)


def retire_question(session: Session, question: Question, *, actor: Actor, at: datetime) -> None:
    """Ask it no more; what was answered stays. Raises HangsOnIt."""
    for other in queries.list_questions(session, question.event_id):
        if other.shown_if_id == question.id:
            raise rules.HangsOnIt(question=other.label)
    if assign(question, {"retired_at": at if question.retired_at is None else question.retired_at}):
        _note(session, question, "question.retired", actor=actor, at=at)


def restore_question(session: Session, question: Question, *, actor: Actor, at: datetime) -> None:
    """Ask a retired question again. Raises ConditionAfter if what it hangs on is not asked any more."""
    if question.shown_if_id is not None:
        asked = {one.id for one in queries.list_questions(session, question.event_id)}
        if question.shown_if_id not in asked:
            raise rules.ConditionAfter
    if assign(question, {"retired_at": None}):
        _note(session, question, "question.restored", actor=actor, at=at)


def save_answers(
    session: Session,
    registration: Registration,
    answers: Mapping[int, Sequence[str]],
    *,
    needs: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """One person's answers and needs are these; answers to questions that are not in `answers` stay.

    An empty answer takes the earlier one away. The journal tells of needs only that they changed: they may be about
    somebody's health.
    """
    kept = {
        row.question_id: row
        for row in session.scalars(sa.select(GivenAnswer).where(GivenAnswer.registration_id == registration.id))
    }
    labels = {one.id: one.label for one in queries.list_all_questions(session, registration.event_id)}
    changes: dict[str, tuple[Any, Any]] = {}
    for question_id, words in answers.items():
        if question_id not in labels:
            continue
        row, new = kept.get(question_id), [clean(one) for one in words if clean(one)]
        old = row.words if row else []
        if new == old:
            continue
        changes[labels[question_id]] = (", ".join(old) or None, ", ".join(new) or None)
        if row is None:
            session.add(GivenAnswer(registration_id=registration.id, question_id=question_id, words=new))
        elif new:
            row.words = new
        else:
            session.delete(row)
    wanted = clean(needs or "") or None
    has_new_needs = bool(assign(registration, {"needs": wanted}))
    if changes or has_new_needs:
        action = "registration.answered" if changes else "registration.needs_changed"
        record(
            session, action, actor=actor, at=at, subject=registration, subject_name=registration.full_name,
            event_id=registration.event_id, changes=changes,
        )  # fmt: skip


def _values(details: QuestionDetails, *, before: Sequence[Question]) -> dict[str, Any]:
    """The columns of a question as it will be; `before` are those asked before it."""
    label, options = clean_line(details.label), [clean_line(one) for one in details.options]
    rules.require_label(label)
    rules.require_options(details.kind, options)
    answers = rules.answers_of(details.kind, options)
    translations: dict[str, dict[str, Any]] = {}
    for language, told in details.translations.items():
        lines = [clean_line(one) for one in told.get("options", ())] if answers and options else []
        rules.require_translated_options(f"{language}_options", lines, options)
        words = {"label": clean_line(told.get("label") or ""), "help_text": clean(told.get("help_text") or "")}
        found = {name: value for name, value in {**words, "options": lines}.items() if value}
        if found:
            translations[language] = found
    shown_if_id, shown_if_answer = details.shown_if or (None, None)
    if shown_if_id is not None:
        hangs_on = next((one for one in before if one.id == shown_if_id), None)
        if hangs_on is None or shown_if_answer not in rules.answers_of(hangs_on.kind, hangs_on.options):
            raise rules.ConditionAfter
    return {
        "kind": details.kind,
        "label": label,
        "help_text": clean(details.help_text or "") or None,
        "options": options if answers and options else [],
        "translations": translations,
        "is_required": details.is_required,
        "shown_if_id": shown_if_id,
        "shown_if_answer": shown_if_answer,
    }


def _swap(session: Session, first: Question, second: Question, *, actor: Actor, at: datetime) -> None:
    """The second is asked before the first."""
    if second.shown_if_id == first.id:
        raise rules.AskedAfterwards(question=second.label, other=first.label)
    first.position, second.position = second.position, first.position
    _note(session, second, "question.moved", actor=actor, at=at)


def _note(session: Session, question: Question, action: str, *, actor: Actor, at: datetime, **more: Any) -> None:
    record(
        session, action, actor=actor, at=at, subject=question, subject_name=question.label,
        event_id=question.event_id, **more,
    )  # fmt: skip
