"""Steps: what each act on an agenda changed, kept so that it can be taken back."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base


class AgendaStep(Base):
    """One act on the agenda of an event with what it changed, and whether it is taken back."""

    __tablename__ = "agenda_step"
    __table_args__ = (sa.Index("ix_agenda_step_event_id_made_by_id", "event_id", "made_by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    title: Mapped[str]  # of the session, or the day, that it was about
    # "session" or "day", the number, the columns that changed before and after; None where there was no row
    changes: Mapped[list[Any]] = mapped_column(sa.JSON)
    undone_at: Mapped[datetime | None]
