"""Agenda sessions and the roles people have in them."""

from datetime import time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.core.db import Base, choice
from dialogues.core.i18n import N_
from dialogues.events.models import EventDay, Place, Room
from dialogues.registration.models import Registration


class SessionKind(StrEnum):
    """What sort of block it is."""

    PLENARY = "plenary"
    BREAKOUT = "breakout"
    FIELD_VISIT = "field_visit"
    BREAK = "break"
    TRAVEL = "travel"


class SessionRole(StrEnum):
    """What somebody does in a session."""

    LEAD = "lead"
    FACILITATOR = "facilitator"
    RAPPORTEUR = "rapporteur"
    SPEAKER = "speaker"
    INTERPRETER = "interpreter"


KIND_NAMES = {
    SessionKind.PLENARY: N_("Plenary"),
    SessionKind.BREAKOUT: N_("Breakout"),
    SessionKind.FIELD_VISIT: N_("Field visit"),
    SessionKind.BREAK: N_("Break"),
    SessionKind.TRAVEL: N_("Travel"),
}

SESSION_ROLE_NAMES = {
    SessionRole.LEAD: N_("Lead"),
    SessionRole.FACILITATOR: N_("Facilitator"),
    SessionRole.RAPPORTEUR: N_("Rapporteur"),
    SessionRole.SPEAKER: N_("Speaker"),
    SessionRole.INTERPRETER: N_("Interpreter"),
}


class AgendaSession(Base):
    """One block of a day's agenda, by the clock at the venue."""

    __tablename__ = "agenda_session"
    __table_args__ = (
        sa.CheckConstraint("ends > starts", name="ends_after_start"),
        sa.CheckConstraint("(day_id IS NULL) <> (parked_in_id IS NULL)", name="on_a_day_or_parked"),
        sa.CheckConstraint("minutes_min > 0", name="lasts_at_least_a_minute"),
        sa.CheckConstraint("expected > 0", name="expects_somebody"),
        sa.Index("ix_agenda_session_day_id_starts", "day_id", "starts"),
        # A number is never given twice: calendars know a session by it, and a removed one may come back.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Moves with its day. A parked session is on none: whatever asks by day, all paper and calendars, cannot show it.
    day_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event_day.id"), info={"planned": True})
    parked_in_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"), index=True)
    starts: Mapped[time]  # wall clock at the venue; of a parked session only the minutes between the two count
    ends: Mapped[time]
    kind: Mapped[SessionKind] = mapped_column(choice(SessionKind))
    title: Mapped[str]
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room.id"), index=True)
    description: Mapped[str | None]  # printed for participants
    process_notes: Mapped[str | None]  # for facilitators only
    is_pinned: Mapped[bool] = mapped_column(default=False)  # holds its time when others move
    may_skip: Mapped[bool] = mapped_column(default=False)  # left out first when the day runs late
    minutes_min: Mapped[int | None]  # how short it may become when the day runs late; empty: as long as planned
    expected: Mapped[int | None]  # people; empty: everybody at a plenary, unknown elsewhere
    aim: Mapped[str | None]  # what the session is to reach; for facilitators, and on the rapporteur's sheet
    steps: Mapped[str | None]  # a line each, "Ask: what surprised you?"; for facilitators only
    materials: Mapped[str | None]  # a line each
    is_chatham_house: Mapped[bool] = mapped_column(default=False)  # nobody in it is named; see events.chatham_rules
    # Title and description in other languages: {"fr": {"title": "...", "description": "..."}}
    translations: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    day: Mapped[EventDay] = relationship()  # read where the session is on a day: a parked one has none
    place: Mapped[Place | None] = relationship()
    room: Mapped[Room | None] = relationship()
    people: Mapped[list["SessionPerson"]] = relationship(
        back_populates="agenda_session", order_by="SessionPerson.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class SessionPerson(Base):
    """Somebody's role in a session: a registered person, or a name that is not registered (yet)."""

    __tablename__ = "session_person"
    __table_args__ = (
        sa.CheckConstraint("(registration_id IS NULL) <> (name IS NULL)", name="registered_or_named"),
        sa.UniqueConstraint("agenda_session_id", "registration_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agenda_session_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_session.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    name: Mapped[str | None]
    role: Mapped[SessionRole] = mapped_column(choice(SessionRole))

    agenda_session: Mapped[AgendaSession] = relationship(back_populates="people")
    registration: Mapped[Registration | None] = relationship()
