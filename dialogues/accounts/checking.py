"""Looking at a password: counted first, then hashed outside any transaction, so that others can write meanwhile."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from dialogues.accounts import guessing, passwords, rules
from dialogues.core.db import db, unit_of_work


def secret_key() -> str:
    """The instance's secret, under which counts are kept."""
    return str(current_app.secret_key)


def look_at(
    typed: str,
    *,
    kept: Callable[[Session], str | None],
    counts: Callable[[Session], Sequence[guessing.Count]],
    now: datetime,
) -> tuple[guessing.Attempt, str] | None:
    """The counted attempt and the hash to keep from now on if `typed` is right, else None.

    `kept` finds the hash of the account, None if there is none; the answer takes as long either way. The caller
    forgets the attempt in the transaction of what the right password opened.
    Raises TooManyGuesses without looking, or TooBusy, which is not counted.
    """
    with unit_of_work() as session:
        attempt = guessing.begin_attempt(session, counts=counts(session), now=now)
    hash_kept = kept(db.session())
    try:
        if not passwords.is_right(hash_kept, typed) or hash_kept is None:
            return None
        return attempt, passwords.rehashed(hash_kept, typed)
    except rules.TooBusy:
        with unit_of_work() as session:
            guessing.forget_attempt(session, attempt)
        raise
