"""Mails that wait, were sent, or could not be."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base, choice


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # given up: a person must look at it
    WITHDRAWN = "withdrawn"  # taken back before it was sent


class Mail(Base):
    """One mail to one address. Written in the transaction of the act it tells of; sending happens later."""

    __tablename__ = "mail"
    __table_args__ = (
        sa.Index("ix_mail_state_next_try_at", "state", "next_try_at"),
        sa.Index("ix_mail_event_id_created_at", "event_id", "created_at"),
        sa.CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claim_has_end"),
    )

    # Ours, not the server's: it becomes the Message-ID, so a mail sent twice after a crash is known as one.
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    kind: Mapped[str]  # which letter it is: "registration.confirmed", as actions of the journal are named
    to_address: Mapped[str]
    to_name: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))
    registration_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    state: Mapped[MailState] = mapped_column(choice(MailState))
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]  # not before this
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]  # a code of rules.REASONS, and after a colon what the mail server said
    sent_at: Mapped[datetime | None]
    about: Mapped[str | None] = mapped_column(index=True)  # what it belongs to: "invitation:12" is withdrawn together
    batch: Mapped[uuid.UUID | None] = mapped_column(index=True)  # the act that wrote many, taken back as one
    # Whoever sends it, and until when nobody else may: a sender that dies leaves a claim that runs out.
    claimed_by: Mapped[uuid.UUID | None]
    claimed_until: Mapped[datetime | None]
