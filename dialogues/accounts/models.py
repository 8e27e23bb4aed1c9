"""Users, their sign-ins, API tokens."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.accounts.access import Role
from dialogues.audit.services import Actor
from dialogues.core.db import Base, choice


class User(Base):
    """Somebody with an account. `role` is held for everything; roles for one event are grants."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)  # folded: one account for each address
    name: Mapped[str]
    password_hash: Mapped[str]  # argon2id
    role: Mapped[Role | None] = mapped_column(choice(Role))
    language: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    # Until when a password made by somebody else lets in, only to choose an own one; NULL for an own password.
    first_password_ends_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SignIn(Base):
    """One signed-in browser. The cookie holds a random secret, this row its digest; ending the row ends it."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_digest: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str]  # what the browser calls itself, shortened
    # Digest of the long-lived cookie that tells a browser in which this account was before; see guessing.
    browser_digest: Mapped[str | None] = mapped_column(index=True)

    user: Mapped[User] = relationship()


class SignInFailure(Base):
    """One refused password under one count (see guessing). Names no user: the key is a digest."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (sa.Index("ix_sign_in_failure_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class SetupCode(Base):
    """The one-time code, shown in the terminal, that makes the first administrator."""

    __tablename__ = "setup_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """A program's key to the API. Only its digest is kept; the token is shown once."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role | None] = mapped_column(choice(Role))  # for everything; else a grant names the event
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def is_authenticated(self) -> bool:
        """A token that was found is a known reader."""
        return True

    @property
    def actor(self) -> Actor:
        """The name under which its acts are noted."""
        return Actor(name=self.name)
