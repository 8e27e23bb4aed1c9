"""What was decided about doubles: merges, with all that undoing them takes, and pairs that are not the same."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base, choice


class Kind(StrEnum):
    """What may be known twice."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Merge(Base):
    """Two rows of the directory were found to be one. Kept for good; `undone_at` says that it no longer stands."""

    __tablename__ = "merge"
    __table_args__ = (
        sa.Index("ix_merge_kind_kept_id", "kind", "kept_id"),
        sa.Index("ix_merge_kind_gone_id", "kind", "gone_id"),
        sa.CheckConstraint("kept_id <> gone_id", name="of_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    kept_id: Mapped[int]  # of the table that `kind` names
    gone_id: Mapped[int]
    kept_name: Mapped[str]  # as each was called before
    gone_name: Mapped[str]
    moved: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # see `moving.Moved`
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    made_by_name: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by_name: Mapped[str | None]


class NotSame(Base):
    """Somebody said that two rows of the directory are two. The pair is not proposed again until that is taken back."""

    __tablename__ = "not_same"
    __table_args__ = (
        sa.UniqueConstraint("kind", "first_id", "second_id"),
        sa.CheckConstraint("first_id < second_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    first_id: Mapped[int]  # of the table that `kind` names
    second_id: Mapped[int]
    said_at: Mapped[datetime]
    said_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    said_by_name: Mapped[str]
