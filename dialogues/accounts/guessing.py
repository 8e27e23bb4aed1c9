"""How often a password may be tried.

Each attempt is counted before the password is looked at, so that many at once cannot slip through, and is forgotten
when it was right. Three counts are kept for an attempt from an unknown browser:

- the account as seen from one network: 10 in 15 minutes and 30 in a day, which stops a guesser at the first hurdle;
- the network: 100 in 15 minutes, generous because a whole hall shares one address;
- the account from everywhere: 100 in a day, against guesses spread over many networks.

A browser in which this account has signed in before is counted by itself alone (10 in 15 minutes, 30 in a day). So
nobody can lock the owner out by guessing: a guesser fills counts that the owner's browser does not look at.
Refused attempts are not counted again; who waits as told gets in.

Counts are in the database: they survive a restart and hold for all web workers. They name nobody: a key is a digest
under the instance's secret, since people type a password into the field for the address now and then.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.accounts import queries
from dialogues.accounts.models import SignInFailure
from dialogues.accounts.rules import TooManyGuesses

_KEPT = timedelta(days=1)  # the longest window
_IPV6_SITE_BITS = 64  # what one household or phone is given


@dataclass(frozen=True)
class Limit:
    """At most `failures` refused passwords `within` any such time."""

    failures: int
    within: timedelta


_SHORT = Limit(10, timedelta(minutes=15))
_LONG = Limit(30, timedelta(days=1))
_NETWORK = Limit(100, timedelta(minutes=15))
_EVERYWHERE = Limit(100, timedelta(days=1))


@dataclass(frozen=True)
class Count:
    """One thing that is counted: under which key, and how far."""

    key: str
    limits: tuple[Limit, ...]
    is_forgotten_when_right: bool = True


@dataclass(frozen=True)
class Attempt:
    """A password about to be looked at: the rows that count it, and the counts a right one clears."""

    rows: Sequence[int]
    cleared: Sequence[str]


def counts_for_sign_in(
    session: Session, *, email: str, network: str, browser: str | None, secret_key: str
) -> tuple[Count, ...]:
    """What an attempt to sign in is counted under. `browser` is what its long-lived cookie holds, if anything."""
    account = queries.email_key(email)
    if browser and queries.is_known_browser(session, email=email, browser=browser):
        return (Count(_key(secret_key, "browser", account, browser), (_SHORT, _LONG)),)
    return (
        Count(_key(secret_key, "pair", account, _site(network)), (_SHORT, _LONG)),
        Count(_key(secret_key, "network", _site(network)), (_NETWORK,), is_forgotten_when_right=False),
        Count(_key(secret_key, "account", account), (_EVERYWHERE,), is_forgotten_when_right=False),
    )


def counts_for_set_up(*, network: str, secret_key: str) -> tuple[Count, ...]:
    """What a try of the one-time code is counted under."""
    return (Count(_key(secret_key, "set-up", _site(network)), (_SHORT, _LONG)),)


def counts_for_own_password(*, user_id: int, secret_key: str) -> tuple[Count, ...]:
    """What asking somebody signed in for the present password is counted under."""
    return (Count(_key(secret_key, "own", str(user_id)), (_SHORT, _LONG)),)


def begin_attempt(session: Session, *, counts: Sequence[Count], now: datetime) -> Attempt:
    """Count an attempt before it is judged. Raises TooManyGuesses, counting nothing, if it must wait."""
    session.execute(sa.delete(SignInFailure).where(SignInFailure.at <= now - _KEPT))
    waits = [_wait(session, count.key, limit, now) for count in counts for limit in count.limits]
    longest = max(waits)
    if longest > timedelta():
        raise TooManyGuesses(minutes=-(-longest // timedelta(minutes=1)))
    rows = [SignInFailure(key=count.key, at=now) for count in counts]
    session.add_all(rows)
    session.flush()  # for the ids
    return Attempt(rows=[row.id for row in rows], cleared=[one.key for one in counts if one.is_forgotten_when_right])


def forget_attempt(session: Session, attempt: Attempt) -> None:
    """Take back what was counted for an attempt that was right, and the misspellings before it."""
    gone = sa.or_(SignInFailure.id.in_(attempt.rows), SignInFailure.key.in_(attempt.cleared))
    session.execute(sa.delete(SignInFailure).where(gone))


def _wait(session: Session, key: str, limit: Limit, now: datetime) -> timedelta:
    """How long until one more attempt fits under `limit`."""
    fills_it = session.scalar(
        sa.select(SignInFailure.at)
        .where(SignInFailure.key == key, SignInFailure.at > now - limit.within)
        .order_by(SignInFailure.at.desc(), SignInFailure.id.desc())
        .offset(limit.failures - 1)
        .limit(1)
    )
    return timedelta() if fills_it is None else fills_it + limit.within - now


def _key(secret_key: str, *parts: str) -> str:
    return hmac.new(secret_key.encode(), "\0".join(parts).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _site(network: str) -> str:
    """The address an attempt came from; of IPv6 the part that one household shares."""
    try:
        address = ipaddress.ip_address(network)
    except ValueError:
        return network
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _IPV6_SITE_BITS), strict=False))
    return str(address)
