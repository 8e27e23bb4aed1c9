"""Questions about users, sign-ins and tokens."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken, SignIn, User
from dialogues.core.folding import clean, fold
from dialogues.core.tokens import digest


def email_key(email: str) -> str:
    """The form in which one address is one account: without case or outer spaces."""
    return clean(email).casefold()


def find_user(session: Session, *, email: str) -> User | None:
    """The account of an address, however it is typed."""
    return session.scalar(sa.select(User).where(User.email_key == email_key(email)))


def find_user_by_id(session: Session, *, user_id: int) -> User | None:
    """The account with this number."""
    return session.get(User, user_id)


class Reader(NamedTuple):
    """A sign-in that has not ended, and what is known of its user."""

    id: int  # of the sign-in
    user_id: int
    name: str
    email: str
    role: Role | None
    language: str | None
    has_first_password: bool


# Asked at every request, so it is put together once.
_READER = (
    sa.select(
        SignIn.id,
        User.id,
        User.name,
        User.email,
        User.role,
        User.language,
        User.first_password_ends_at.is_not(None),
    )
    .join(SignIn.user)
    .where(
        SignIn.secret_digest == sa.bindparam("digest"),
        SignIn.ended_at.is_(None),
        SignIn.ends_at > sa.bindparam("now"),
        User.is_active,
    )
)


_TOKEN = sa.select(ApiToken).where(ApiToken.token_digest == sa.bindparam("digest"), ApiToken.ended_at.is_(None))


def find_sign_in(session: Session, *, secret: str, now: datetime) -> Reader | None:
    """The sign-in behind a cookie's secret, with its user, if it has not ended and the user is active."""
    session.flush()  # the statement goes past the session: what it holds must stand before it
    row = session.connection().execute(_READER, {"digest": digest(secret), "now": now}).one_or_none()
    return Reader(*row) if row else None


def list_open_sign_ins(session: Session, *, user_id: int, now: datetime) -> Sequence[SignIn]:
    """The browsers in which a user is signed in, latest first."""
    chosen = sa.select(SignIn).where(SignIn.user_id == user_id, _is_open(now))
    return session.scalars(chosen.order_by(SignIn.started_at.desc(), SignIn.id.desc())).all()


def is_known_browser(session: Session, *, email: str, browser: str) -> bool:
    """Whether the account of this address has signed in before in the browser with this long-lived cookie."""
    found = sa.exists().where(
        SignIn.user_id == User.id, User.email_key == email_key(email), SignIn.browser_digest == digest(browser)
    )
    return bool(session.scalar(sa.select(found)))


def is_known_to_anybody(session: Session, *, browser: str) -> bool:
    """Whether any account has signed in before in the browser with this long-lived cookie."""
    return bool(session.scalar(sa.select(sa.exists().where(SignIn.browser_digest == digest(browser)))))


def find_token(session: Session, *, token: str) -> ApiToken | None:
    """The API token as it was shown once, unless it was ended."""
    return session.scalar(_TOKEN, {"digest": digest(token)})


def find_token_by_name(session: Session, *, name: str) -> ApiToken | None:
    """The open API token of this name."""
    return session.scalar(sa.select(ApiToken).where(ApiToken.name == name, ApiToken.ended_at.is_(None)))


def list_tokens(session: Session) -> Sequence[ApiToken]:
    """The open API tokens by name."""
    return session.scalars(sa.select(ApiToken).where(ApiToken.ended_at.is_(None)).order_by(ApiToken.name)).all()


def list_users(session: Session) -> Sequence[User]:
    """All accounts by name; Ɛsi stands beside Esi."""
    return sorted(session.scalars(sa.select(User)), key=lambda user: (fold(user.name), user.id))


def has_administrator(session: Session) -> bool:
    """Whether somebody can manage this instance already."""
    return bool(session.scalar(sa.select(sa.exists().where(User.role == Role.ADMINISTRATOR, User.is_active))))


def _is_open(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(SignIn.ended_at.is_(None), SignIn.ends_at > now)
