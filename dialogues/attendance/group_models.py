"""People who arrived together and were marked in one act, so that it can be told and taken back as one."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.attendance.rules import Part
from dialogues.core.db import Base, choice


class GroupArrival(Base):
    """One act that marked many. The form chooses the id, so a second press finds the first."""

    __tablename__ = "group_arrival"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    day_id: Mapped[int] = mapped_column(sa.ForeignKey("event_day.id"), index=True)
    part: Mapped[Part] = mapped_column(choice(Part))
    label: Mapped[str]  # who they were: an organisation, a stakeholder group, a place
    made_at: Mapped[datetime]
    made_by_name: Mapped[str]
    taken_back_at: Mapped[datetime | None]


class GroupMark(Base):
    """A mark that was made with many others: whoever reads it later sees that nobody looked at each face."""

    __tablename__ = "group_mark"

    mark_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("mark.id"), primary_key=True)
    group_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("group_arrival.id"), index=True)
