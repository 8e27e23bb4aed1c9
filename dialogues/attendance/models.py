"""Marks (append-only) and the states kept beside them."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from dialogues.agenda.models import AgendaSession
from dialogues.attendance.rules import HalfState, MarkSource, MarkStatus, Part
from dialogues.core.db import Base, choice
from dialogues.core.i18n import N_
from dialogues.events.models import EventDay
from dialogues.registration.models import Registration

__all__ = [
    "HALF_STATE_NAMES",
    "MARK_SOURCE_NAMES",
    "MARK_STATUS_NAMES",
    "PART_NAMES",
    "DayState",
    "HalfState",
    "Mark",
    "MarkSource",
    "MarkStatus",
    "Part",
    "SessionMark",
]

PART_NAMES = {Part.WHOLE: N_("Whole day"), Part.MORNING: N_("Morning"), Part.AFTERNOON: N_("Afternoon")}

HALF_STATE_NAMES = {
    HalfState.PRESENT: N_("Present"),
    HalfState.EXCUSED: N_("Excused"),
    HalfState.ABSENT: N_("Absent"),
    HalfState.NOT_RECORDED: N_("Not recorded"),
}

MARK_STATUS_NAMES = {
    MarkStatus.PRESENT: N_("Present"),
    MarkStatus.EXCUSED: N_("Excused"),
    MarkStatus.ABSENT: N_("Absent"),
    MarkStatus.WITHDRAWN: N_("Taken back"),
}

MARK_SOURCE_NAMES = {
    MarkSource.DESK: N_("Desk"),
    MarkSource.QR: N_("QR code"),
    MarkSource.PHONE: N_("Phone"),
    MarkSource.PAPER: N_("Paper"),
    MarkSource.CORRECTION: N_("Correction"),
    MarkSource.IMPORT: N_("Spreadsheet"),
}


class Recorded:
    """What every recorded fact about presence carries. The device chooses the id, so a resend is known."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"))
    status: Mapped[MarkStatus] = mapped_column(choice(MarkStatus))
    seen_at: Mapped[datetime]  # by the device's clock
    clock_offset_s: Mapped[int] = mapped_column(default=0)  # seconds the device's clock ran ahead of ours when it sent
    recorded_at: Mapped[datetime]  # by our clock
    marked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    marked_by_name: Mapped[str]
    device: Mapped[str | None]
    source: Mapped[MarkSource] = mapped_column(choice(MarkSource))
    reason: Mapped[str | None]

    @declared_attr
    @classmethod
    def registration(cls) -> Mapped[Registration]:
        """Whom it is about."""
        return relationship()


class Mark(Recorded, Base):
    """One recorded fact about presence on a day. Append-only."""

    __tablename__ = "mark"
    __table_args__ = (
        sa.Index("ix_mark_registration_id_day_id_source", "registration_id", "day_id", "source"),
        sa.Index("ix_mark_day_id_recorded_at", "day_id", "recorded_at"),  # the last ones who came
    )

    day_id: Mapped[int] = mapped_column(sa.ForeignKey("event_day.id"))
    part: Mapped[Part] = mapped_column(choice(Part))
    device_counter: Mapped[int | None]  # the device counts its marks from 1, whatever its clock says

    day: Mapped[EventDay] = relationship()


class SessionMark(Recorded, Base):
    """One recorded fact about presence in an agenda session. Append-only.

    A table of its own: with a nullable session in `mark`, doubles would slip through constraints (NULL equals nothing).
    """

    __tablename__ = "session_mark"
    __table_args__ = (
        sa.Index("ix_session_mark_agenda_session_id", "agenda_session_id", "registration_id"),
        sa.Index("ix_session_mark_registration_id", "registration_id"),
    )

    agenda_session_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_session.id"))

    agenda_session: Mapped[AgendaSession] = relationship()


class DayState(Base):
    """What the marks of one person on one day add up to. Kept in the transaction of each mark, recounted by `check`.

    Holds what the marks say; that a closed day makes the unmarked absent is read from the day, not stored here.
    """

    __tablename__ = "day_state"
    __table_args__ = (
        # Holds the whole state, so that a day is counted without reading the rows.
        sa.Index("ix_day_state_of_day", "day_id", "registration_id", "morning", "afternoon"),
        {"sqlite_with_rowid": False},  # kept in the order of its key: the days of one person lie together
    )

    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), primary_key=True)
    day_id: Mapped[int] = mapped_column(sa.ForeignKey("event_day.id"), primary_key=True)
    morning: Mapped[HalfState] = mapped_column(choice(HalfState, name="morning"))
    afternoon: Mapped[HalfState] = mapped_column(choice(HalfState, name="afternoon"))
    # Each half's deciding mark; None where nothing is recorded.
    morning_mark_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("mark.id"))
    afternoon_mark_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("mark.id"))
    first_seen_at: Mapped[datetime | None]  # corrected time of the first of the present marks that still stand
