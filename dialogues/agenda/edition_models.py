"""Editions of an agenda as they were published, and the links that show it on the wall of a hall."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base


class AgendaEdition(Base):
    """An agenda as it left the building. Written once, never changed: paper refers to it by its number."""

    __tablename__ = "agenda_edition"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "number"),  # of two who publish at once, one looks again
        sa.CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    published_by_name: Mapped[str]  # as it was then; kept when the account is gone
    # Registered people stand in it by their number alone, so that a name that is corrected or erased is so here too.
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class WallLink(Base):
    """A secret address that shows what runs now, for a screen in the hall. It opens until it is ended."""

    __tablename__ = "wall_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    # Kept as it is: whoever sets up the hall reads it off the page again, and it opens nothing but the agenda.
    token: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by_name: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str | None]
