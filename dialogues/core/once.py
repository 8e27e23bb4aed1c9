"""A form sent twice acts once: each form carries a key, and the act that used it keeps the key."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from dialogues.core.db import Base
from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

KEPT = timedelta(days=2)  # longer than any page stays open in a browser that lost its network


class AlreadySent(DomainError):
    """The same form has acted before; `location` is where that led, if it is known."""

    message = N_("This form was already saved. Nothing was done twice.")


class SentForm(Base):
    """The key of a form that has acted, and the address its sender was led to."""

    __tablename__ = "sent_form"

    key: Mapped[str] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str | None]


def claim(session: Session, key: str, *, at: datetime) -> None:
    """Keep `key` as used, in the same transaction as the act. Raises AlreadySent if it was used before."""
    if session.get(SentForm, key) is not None:
        raise AlreadySent
    session.execute(sa.delete(SentForm).where(SentForm.sent_at < at - KEPT))
    session.add(SentForm(key=key, sent_at=at, location=None))


def find_location(session: Session, key: str) -> str | None:
    """Where the act that used `key` led to, or None if the key is new or its end is not known."""
    return session.scalar(sa.select(SentForm.location).where(SentForm.key == key))


def keep_location(session: Session, key: str, *, location: str) -> None:
    """Remember where the act that used `key` led to."""
    session.execute(sa.update(SentForm).where(SentForm.key == key).values(location=location))
