"""The registration form that anybody may fill in: when it is open, what it asks consent for, what came in by it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base, choice, of_the_few
from dialogues.registration.kinds import Purpose, Status


class HoldReason(StrEnum):
    """Why somebody who registered by the form waits for a person to look at it."""

    POSSIBLE_DUPLICATE = "possible_duplicate"  # same name and same telephone number or e-mail address
    SHARED_CONTACT = "shared_contact"  # one number or address, very many names
    SAME_WORDS = "same_words"  # one long text, several names
    LINK_IN_NAME = "link_in_name"
    SURGE = "surge"  # very many within minutes


class PublicForm(Base):
    """How the public form of an event is set. An event without a row has no form."""

    __tablename__ = "public_form"
    __table_args__ = (
        sa.CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at", name="closes_after_opening"
        ),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    is_offered: Mapped[bool]  # whether there is a form at all
    opens_at: Mapped[datetime | None]  # NULL: open at once
    closes_at: Mapped[datetime | None]  # NULL: open until the event is over
    needs_approval: Mapped[bool]  # an organiser says yes or no to each
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    __mapper_args__ = {"version_id_col": version}


class ConsentWording(Base):
    """What an event says where it asks for consent, in one language. Never changed: other words are a new version."""

    __tablename__ = "consent_wording"
    __table_args__ = (sa.UniqueConstraint("event_id", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    language: Mapped[str]
    number: Mapped[int]  # 1, 2, 3 in its language
    # A purpose without words is not asked about.
    list_sharing: Mapped[str | None]
    photo: Mapped[str | None]
    recording: Mapped[str | None]
    contact: Mapped[str | None]
    notice: Mapped[str | None]  # who keeps what for how long, and what rights people have
    made_at: Mapped[datetime]

    def words(self, purpose: Purpose) -> str | None:
        """What is asked about `purpose`; None if it is not."""
        text: str | None = getattr(self, purpose.value)
        return text


class Application(Base):
    """A registration that came in by the public form: in which language, and why it is held back, if it is."""

    __tablename__ = "application"
    __table_args__ = (sa.Index("ix_application_same_as_id", "same_as_id", **of_the_few("same_as_id")),)

    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), primary_key=True)
    language: Mapped[str]  # of the page: mails are written in it
    # What its sender is shown while nobody has decided: the state without the hold, so that it tells nothing of others.
    shown_as: Mapped[Status] = mapped_column(choice(Status))
    hold_reason: Mapped[HoldReason | None] = mapped_column(choice(HoldReason))
    same_as_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"))


class Sending(Base):
    """One sent form, kept two days to tell a hall full of people from a machine. Names nobody: keys are digests."""

    __tablename__ = "sending"
    __table_args__ = (
        sa.Index("ix_sending_event_id_at", "event_id", "at"),
        sa.Index("ix_sending_email_key_at", "email_key", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    at: Mapped[datetime]
    email_key: Mapped[str | None]
    phone_key: Mapped[str | None]
    words_key: Mapped[str | None]  # of what was written at length; NULL where little was
    was_held: Mapped[bool]
    was_mailed: Mapped[bool]


class ErasureRequest(Base):
    """Somebody asked that their data be erased. An organiser answers within a month."""

    __tablename__ = "erasure_request"

    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), primary_key=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
