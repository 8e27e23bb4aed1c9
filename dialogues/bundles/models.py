"""What an installation remembers of the events it exchanges: names that hold everywhere, and what was last heard."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.bundles.rules import Side
from dialogues.core.db import Base, choice
from dialogues.events.models import Event


def _names(table: str) -> Mapped[int | None]:
    # A row that goes takes its name along: the next one with the same number must not inherit it.
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return mapped_column(key, unique=True, info={"names_only": True})


class Installation(Base):
    """This installation among those that exchange events: its own name, and how many files it packed."""

    __tablename__ = "installation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    packed: Mapped[int] = mapped_column(default=0)


class SharedName(Base):
    """What one row is called in every installation that holds it; numbers of rows differ from one to the next."""

    __tablename__ = "shared_name"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = _names("event")
    person_id: Mapped[int | None] = _names("person")
    place_id: Mapped[int | None] = _names("place")
    room_id: Mapped[int | None] = _names("room")
    question_id: Mapped[int | None] = _names("question")
    registration_id: Mapped[int | None] = _names("registration")
    invitation_id: Mapped[int | None] = _names("invitation")
    agenda_session_id: Mapped[int | None] = _names("agenda_session")
    session_person_id: Mapped[int | None] = _names("session_person")


class Exchange(Base):
    """The last file of another installation that was brought in, of one event."""

    __tablename__ = "exchange"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True, autoincrement=False)
    other: Mapped[uuid.UUID] = mapped_column(primary_key=True)  # the installation that packed it
    number: Mapped[int]  # they count their files
    bundle: Mapped[uuid.UUID]
    heard_of_us: Mapped[int]  # the last of our files that they had brought in by then; 0 for none
    packed: Mapped[int]  # how many files we had packed by then
    made_at: Mapped[datetime]  # by their clock
    brought_at: Mapped[datetime]
    brought_by_name: Mapped[str]
    marks: Mapped[int]  # that were new here

    event: Mapped[Event] = relationship()


class HeardRow(Base):
    """What one row was at the last exchange with another installation, as digests of its facts."""

    __tablename__ = "heard_row"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True, autoincrement=False)
    other: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # table name
    key: Mapped[str] = mapped_column(primary_key=True)
    theirs: Mapped[dict[str, str]] = mapped_column(sa.JSON)  # as their file said it
    # As it was here once the file was in; NULL: the same. Empty: it was not here.
    ours: Mapped[dict[str, str] | None] = mapped_column(sa.JSON(none_as_null=True))


class BundleConflict(Base):
    """A fact that both sides changed since they last knew of each other. Ours stands until somebody decides."""

    __tablename__ = "bundle_conflict"
    __table_args__ = (
        sa.Index("ix_bundle_conflict_event_id_settled_at", "event_id", "settled_at"),
        sa.CheckConstraint("(settled_at IS NULL) = (taken IS NULL)", name="settled_somehow"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    kind: Mapped[str]  # table name
    key: Mapped[str]
    unit: Mapped[str]  # the column, or the first of those that change together
    subject_name: Mapped[str]
    theirs: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # column: value, as in the file
    found_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_name: Mapped[str | None]
    taken: Mapped[Side | None] = mapped_column(choice(Side))
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))  # ours, where theirs was taken
