"""Questions about the questions of an event and what was answered."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.registration.models import Registration
from dialogues.registration.question_models import GivenAnswer, Question


def list_questions(session: Session, event_id: int) -> Sequence[Question]:
    """What an event asks now, in the order of the form."""
    chosen = sa.select(Question).where(Question.event_id == event_id, Question.retired_at.is_(None))
    return session.scalars(chosen.order_by(Question.position, Question.id)).all()


def list_all_questions(session: Session, event_id: int) -> Sequence[Question]:
    """What an event asks and has asked: the questions in use in their order, then the retired ones."""
    chosen = sa.select(Question).where(Question.event_id == event_id)
    is_retired = Question.retired_at.is_not(None)
    return session.scalars(chosen.order_by(is_retired, Question.position, Question.id)).all()


def find_question(session: Session, event_id: int, question_id: int) -> Question | None:
    """One question of this event."""
    return session.scalar(sa.select(Question).where(Question.id == question_id, Question.event_id == event_id))


def count_answers(session: Session, event_id: int) -> dict[int, int]:
    """How many people answered each question of an event, by its id."""
    counted = (
        sa.select(GivenAnswer.question_id, sa.func.count())
        .join(Question, Question.id == GivenAnswer.question_id)
        .where(Question.event_id == event_id)
        .group_by(GivenAnswer.question_id)
    )
    return dict(session.execute(counted).all())


def find_answers(session: Session, registration_id: int) -> dict[int, list[str]]:
    """What one person answered, by the id of the question."""
    chosen = sa.select(GivenAnswer.question_id, GivenAnswer.words).where(GivenAnswer.registration_id == registration_id)
    return dict(session.execute(chosen).all())


def list_answers(session: Session, event_id: int) -> dict[int, dict[int, list[str]]]:
    """What everybody of an event answered: by registration, then by question."""
    chosen = (
        sa.select(GivenAnswer.registration_id, GivenAnswer.question_id, GivenAnswer.words)
        .join(Question, Question.id == GivenAnswer.question_id)
        .where(Question.event_id == event_id)
    )
    answers: dict[int, dict[int, list[str]]] = {}
    for registration_id, question_id, words in session.execute(chosen):
        answers.setdefault(registration_id, {})[question_id] = words
    return answers


def list_needs(session: Session, event_id: int) -> dict[int, str]:
    """What people of an event need in order to take part, by registration; who needs nothing is left out."""
    chosen = sa.select(Registration.id, Registration.needs)
    rows = session.execute(chosen.where(Registration.event_id == event_id, Registration.needs.is_not(None)))
    return {key: needs for key, needs in rows if needs}
