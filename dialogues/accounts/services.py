"""What can happen to accounts.

A password reaches a service only as passwords.PasswordHash, which is made where its rules are checked and outside the
transaction: hashing takes 40 ms, and nobody else can write while one does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.accounts import queries, rules
from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken, SetupCode, SignIn, User
from dialogues.accounts.passwords import PasswordHash
from dialogues.audit.services import Actor, assign, record
from dialogues.core.errors import NotFoundHere
from dialogues.core.folding import clean
from dialogues.core.tokens import digest, new_secret, new_setup_code


def start_sign_in(
    session: Session, *, user: User, device: str, now: datetime, lasts: timedelta, browser: str | None = None
) -> str:
    """Begin a sign-in of `user` and return the secret its cookie will carry; only the digest is kept.

    `browser` is what the long-lived cookie of the browser holds; it is known to belong to the account from now on.
    """
    secret = new_secret()
    session.add(
        SignIn(
            secret_digest=digest(secret),
            user_id=user.id,
            started_at=now,
            ends_at=now + lasts,
            ended_at=None,
            device=device[:120],
            browser_digest=digest(browser) if browser else None,
        )
    )
    return secret


def end_sign_in(session: Session, *, sign_in_id: int, now: datetime) -> None:
    """End one sign-in: its cookie is dead wherever it was copied to."""
    session.execute(sa.update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=now))


def end_own_sign_in(session: Session, *, sign_in_id: int, user_id: int, now: datetime) -> None:
    """End one sign-in of this user. Raises NotFoundHere for somebody else's or one that is not there."""
    found = session.get(SignIn, sign_in_id)
    if found is None or found.user_id != user_id:
        raise NotFoundHere
    end_sign_in(session, sign_in_id=sign_in_id, now=now)


def end_all_sign_ins(session: Session, *, user_id: int, now: datetime, but: int | None = None) -> int:
    """End every open sign-in of a user, or all but one, and return how many there were."""
    open_ones = sa.update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.ends_at > now)
    if but is not None:
        open_ones = open_ones.where(SignIn.id != but)
    return int(session.execute(open_ones.values(ended_at=now)).rowcount)  # type: ignore[attr-defined] # an UPDATE counts


def end_sessions(session: Session, *, user: User, actor: Actor, at: datetime) -> int:
    """End every sign-in of `user` at somebody's wish, noted in the journal, and return how many there were."""
    number = end_all_sign_ins(session, user_id=user.id, now=at)
    record(session, "user.sessions_ended", actor=actor, at=at, subject=user, subject_name=user.name)
    return number


def add_user(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role | None,
    password_hash: PasswordHash,
    actor: Actor,
    at: datetime,
    is_first_password: bool = False,
) -> User:
    """An account that can sign in. A first password, made for somebody else, lets in only to choose an own one.

    Raises BadEmail, NameMissing or EmailTaken.
    """
    email, name = clean(email), clean(name)
    rules.require_email(email)
    rules.require_name(name)
    if queries.find_user(session, email=email) is not None:
        raise rules.EmailTaken(email=email)
    user = User(
        email=email,
        email_key=queries.email_key(email),
        name=name,
        password_hash=password_hash,
        role=role,
        language=None,
        is_active=True,
        first_password_ends_at=at + rules.FIRST_PASSWORD_LASTS if is_first_password else None,
        created_at=at,
    )
    session.add(user)
    session.flush()  # the journal names its id
    changes = {"email": (None, email), "role": (None, role)}
    record(session, "user.added", actor=actor, at=at, subject=user, subject_name=name, changes=changes)
    return user


def edit_profile(session: Session, *, user: User, name: str, language: str | None, actor: Actor, at: datetime) -> None:
    """The name under which a user acts, and the language pages come in; None follows the browser."""
    name = clean(name)
    rules.require_name(name)
    changes = assign(user, {"name": name, "language": language})
    if changes:
        record(session, "user.changed", actor=actor, at=at, subject=user, subject_name=name, changes=changes)


def change_role(session: Session, *, user: User, role: Role | None, actor: Actor, at: datetime) -> None:
    """The role a user holds for everything. Every sign-in of the user ends, so none keeps old rights.

    Raises OwnAccount or LastAdministrator.
    """
    rules.require_somebody_else(actor_id=actor.user_id, user_id=user.id)
    if role is not Role.ADMINISTRATOR:
        _require_other_administrator(session, user)
    changes = assign(user, {"role": role})
    if changes:
        end_all_sign_ins(session, user_id=user.id, now=at)
        record(session, "user.role_changed", actor=actor, at=at, subject=user, subject_name=user.name, changes=changes)


def switch_off(session: Session, *, user: User, actor: Actor, at: datetime) -> None:
    """A user who cannot sign in any more; every sign-in ends, what they did stays under their name.

    Raises OwnAccount or LastAdministrator.
    """
    rules.require_somebody_else(actor_id=actor.user_id, user_id=user.id)
    _require_other_administrator(session, user)
    if assign(user, {"is_active": False}):
        changes = {"can_sign_in": (True, False)}
        end_all_sign_ins(session, user_id=user.id, now=at)
        record(session, "user.switched_off", actor=actor, at=at, subject=user, subject_name=user.name, changes=changes)


def switch_on(session: Session, *, user: User, actor: Actor, at: datetime) -> None:
    """A user who can sign in again, with the password and the roles of before."""
    if assign(user, {"is_active": True}):
        changes = {"can_sign_in": (False, True)}
        record(session, "user.switched_on", actor=actor, at=at, subject=user, subject_name=user.name, changes=changes)


def change_password(session: Session, *, user: User, password_hash: PasswordHash, actor: Actor, at: datetime) -> None:
    """A new password chosen by the user; every sign-in of before ends."""
    assign(user, {"password_hash": password_hash, "first_password_ends_at": None})
    end_all_sign_ins(session, user_id=user.id, now=at)
    record(session, "user.password_changed", actor=actor, at=at, subject=user, subject_name=user.name)


def give_first_password(
    session: Session, *, user: User, password_hash: PasswordHash, actor: Actor, at: datetime
) -> None:
    """A password made for a user who has forgotten theirs; every sign-in ends. Raises OwnAccount."""
    rules.require_somebody_else(actor_id=actor.user_id, user_id=user.id)
    assign(user, {"password_hash": password_hash, "first_password_ends_at": at + rules.FIRST_PASSWORD_LASTS})
    end_all_sign_ins(session, user_id=user.id, now=at)
    record(session, "user.first_password_given", actor=actor, at=at, subject=user, subject_name=user.name)


def make_setup_code(session: Session, now: datetime) -> str | None:
    """A fresh one-time code that makes the first administrator, or None if there is one already.

    Codes shown before stop working: only the one now in the terminal counts.
    """
    if queries.has_administrator(session):
        return None
    session.execute(sa.delete(SetupCode).where(SetupCode.used_at.is_(None)))
    code = new_setup_code()
    session.add(SetupCode(code_digest=digest(rules.setup_code_as_kept(code)), made_at=now, used_at=None))
    return code


def require_setup_code(session: Session, *, code: str, now: datetime) -> Sequence[SetupCode]:
    """The open codes, one of which was typed, locked so that nobody else can use them. Raises WrongSetupCode."""
    chosen = sa.select(SetupCode).where(SetupCode.used_at.is_(None), SetupCode.made_at > now - rules.SETUP_CODE_LASTS)
    open_codes = session.scalars(chosen.order_by(SetupCode.id).with_for_update()).all()
    typed = digest(rules.setup_code_as_kept(code))
    if typed not in {one.code_digest for one in open_codes} or queries.has_administrator(session):
        raise rules.WrongSetupCode
    return open_codes


def set_up(session: Session, *, code: str, email: str, name: str, password_hash: PasswordHash, at: datetime) -> User:
    """The first administrator, once: of two browsers with one code, one gets WrongSetupCode."""
    for one in require_setup_code(session, code=code, now=at):
        one.used_at = at
    role = Role.ADMINISTRATOR
    actor = Actor(name=clean(name))
    return add_user(session, email=email, name=name, role=role, password_hash=password_hash, actor=actor, at=at)


def add_token(session: Session, *, name: str, role: Role | None, actor: Actor, at: datetime) -> tuple[ApiToken, str]:
    """A program's key to the API, and the token to be shown once. Raises NameMissing or TokenNameTaken."""
    name = clean(name)
    rules.require_name(name)
    if queries.find_token_by_name(session, name=name) is not None:
        raise rules.TokenNameTaken(name=name)
    secret = new_secret()
    token = ApiToken(name=name, token_digest=digest(secret), role=role, made_at=at, ended_at=None)
    session.add(token)
    session.flush()  # the journal names its id
    changes = {"role": (None, role)}
    record(session, "token.added", actor=actor, at=at, subject=token, subject_name=name, changes=changes)
    return token, secret


def end_token(session: Session, *, name: str, actor: Actor, at: datetime) -> None:
    """A token that opens nothing any more. Raises UnknownToken."""
    token = queries.find_token_by_name(session, name=clean(name))
    if token is None:
        raise rules.UnknownToken(name=name)
    token.ended_at = at
    record(session, "token.ended", actor=actor, at=at, subject=token, subject_name=token.name)


def _require_other_administrator(session: Session, user: User) -> None:
    """Raise LastAdministrator if `user` is the only one. Locks them all, so two cannot remove each other at once."""
    chosen = sa.select(User.id).where(User.role == Role.ADMINISTRATOR, User.is_active).order_by(User.id)
    administrators = session.scalars(chosen.with_for_update()).all()
    if list(administrators) == [user.id]:
        raise rules.LastAdministrator
