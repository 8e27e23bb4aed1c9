"""How somebody likes to see a list: views kept under a name, the one a list opens with, columns and rows of a page."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.core.db import Base

PARTICIPANTS = "participants"  # the list of an event; the name of the page in the tables below
PAGE_SIZES = (25, 50, 100)


class SavedView(Base):
    """A view of a list under a name: what it is filtered and sorted by, and its columns.

    It holds for one event or, without one, for its owner's every event. What `query` asks for is read anew at each use.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        sa.Index("ix_saved_view_event_id_page", "event_id", "page"),
        sa.CheckConstraint("NOT is_shared OR event_id IS NOT NULL", name="shared_has_event"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    name: Mapped[str]
    query: Mapped[str]  # as in an address, without the question mark
    is_shared: Mapped[bool]  # with everybody who may see the list of the event
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]  # kept for a while, so that it can be brought back


class OpeningView(Base):
    """The view somebody wants to find when they open the list of an event."""

    __tablename__ = "opening_view"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    view_id: Mapped[int] = mapped_column(sa.ForeignKey("saved_view.id", ondelete="CASCADE"), index=True)

    view: Mapped[SavedView] = relationship()


class ListHabit(Base):
    """The columns and the length of a page that somebody chose last, for every event."""

    __tablename__ = "list_habit"
    __table_args__ = (
        sa.CheckConstraint(f"page_size IS NULL OR page_size IN {PAGE_SIZES}", name="page_size_is_offered"),
    )

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    page: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[str | None]  # codes in their order, separated by commas
    page_size: Mapped[int | None]
