"""Invitations and the texts of their letters."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.core.db import Base, choice
from dialogues.core.tokens import new_secret
from dialogues.events.models import Event
from dialogues.people.sectors import Sector
from dialogues.registration.models import Registration


class Answer(StrEnum):
    """How an invitation stands. Expired is no state of its own: it is open, and its day has passed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUBSTITUTED = "substituted"  # somebody else comes: `named` is that registration
    WITHDRAWN = "withdrawn"  # by us


class Invitation(Base):
    """Somebody was asked to come: a person on the list, or an institution that fills a seat with whom it will.

    Of a person, name and contact are those of the registration. Of a seat they are the institution's, and
    `registration` stays empty until somebody is named.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        sa.CheckConstraint("is_seat OR registration_id IS NOT NULL", name="person_or_seat"),
        sa.CheckConstraint("NOT is_seat OR organisation_name IS NOT NULL", name="seat_has_organisation"),
        sa.CheckConstraint("(answer IN ('open', 'withdrawn')) OR answered_at IS NOT NULL", name="answer_has_time"),
        sa.Index("ix_invitation_event_id_answer", "event_id", "answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    registration_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"), unique=True)
    named_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    is_seat: Mapped[bool]
    token: Mapped[str] = mapped_column(unique=True, default=new_secret)  # behind /invitation/<token>
    organisation_name: Mapped[str | None]  # of a seat
    position: Mapped[str | None]  # of a seat: what is asked for, not who
    contact_name: Mapped[str | None]  # of a seat: whom the letter is addressed to
    email: Mapped[str | None]  # of a seat
    phone: Mapped[str | None]  # of a seat
    sector: Mapped[Sector] = mapped_column(choice(Sector))
    language: Mapped[str | None]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    answer_by: Mapped[date | None]  # the last day, by the calendar of the event's place
    answered_at: Mapped[datetime | None]
    reason: Mapped[str | None]  # why not, as they wrote it
    invited_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship(foreign_keys=registration_id)
    named: Mapped[Registration | None] = relationship(foreign_keys=named_id)

    __mapper_args__ = {"version_id_col": version}


class InvitationLetter(Base):
    """The letter of an event in one language, where somebody changed what the program proposes."""

    __tablename__ = "invitation_letter"
    __table_args__ = (sa.UniqueConstraint("event_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    signed_by: Mapped[str | None]
    signed_as: Mapped[str | None]  # the position under the name
