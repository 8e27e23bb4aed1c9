"""The questions of an event, and what people answered."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base, choice
from dialogues.registration.question_kinds import QuestionKind


class Question(Base):
    """Something that an event asks on its registration form. One that was answered is retired, not deleted."""

    __tablename__ = "question"
    __table_args__ = (
        sa.CheckConstraint("(shown_if_id IS NULL) = (shown_if_answer IS NULL)", name="whole_condition"),
        sa.CheckConstraint("shown_if_id IS NULL OR shown_if_id <> id", name="not_its_own_condition"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    position: Mapped[int]  # order on the form; numbers may have gaps
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    label: Mapped[str]
    help_text: Mapped[str | None]
    options: Mapped[list[str]] = mapped_column(sa.JSON)  # what may be chosen, as it is kept in the answers
    # language: {"label", "help_text", "options"}; what is missing is shown as written above.
    translations: Mapped[dict[str, dict[str, Any]]] = mapped_column(sa.JSON)
    is_required: Mapped[bool] = mapped_column(default=False)
    shown_if_id: Mapped[int | None] = mapped_column(sa.ForeignKey("question.id"))  # asked only if this one ...
    shown_if_answer: Mapped[str | None]  # ... was answered so
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    __mapper_args__ = {"version_id_col": version}


class GivenAnswer(Base):
    """What one registered person answered to one question. What was not answered has no row."""

    __tablename__ = "given_answer"
    __table_args__ = (sa.UniqueConstraint("registration_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    words: Mapped[list[str]] = mapped_column(sa.JSON)  # one, or several where several may be chosen
