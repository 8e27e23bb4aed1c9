"""Keeping and checking passwords: argon2id, a few at a time.

The cost is OWASP's least (19 MiB, two passes, one lane), about 40 ms on a small laptop: dearer settings would turn the
sign-in page into a way to stop the machine.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from dialogues.accounts import rules

PasswordHash = NewType("PasswordHash", str)  # only made here, so no service can be given an unchecked password

_HASHES_AT_ONCE = 3  # 57 MiB and at most three cores, however many people knock
_WAIT_S = 2.0  # longer waits would hold the threads that the desk needs
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)
_places = BoundedSemaphore(_HASHES_AT_ONCE)

# The hash of random bytes that nobody kept: checked where there is no account, so that both answers take as long.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$A0p0gZ+a4KwqBuDtqDFoNQ$2qiZ/U7rjGyjGC5VhrOfTEvbvc8RQUP0NT+3X3JXvUo"

# Without letters that are read as another one; 20 signs of 31 are 99 bits.
_PLAIN_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def choose(password: str, *, about: Iterable[str]) -> PasswordHash:
    """What is kept of a new password. Raises what rules.require_good_password raises, or TooBusy.

    `about` are the name and address of the account, which the password must not be made of.
    """
    rules.require_good_password(password, about=about)
    with _place():
        return PasswordHash(_hasher.hash(rules.normalised(password).encode("utf-8", "surrogatepass")))


def choose_first() -> tuple[str, PasswordHash]:
    """A password made by us, to be passed on and changed at the first sign-in, and what is kept of it."""
    password = "-".join("".join(secrets.choice(_PLAIN_SIGNS) for _sign in range(5)) for _group in range(4))
    with _place():
        return password, PasswordHash(_hasher.hash(password))


def is_right(kept: str | None, typed: str) -> bool:
    """Whether `typed` is the password behind `kept`; takes as long when there is no account (None).

    Raises TooBusy if too many are being checked.
    """
    if len(typed) > rules.PASSWORD_LENGTH_MAX:
        typed = ""  # no kept password is that long, and normalising a megabyte would be work for nothing
    with _place():
        return _matches(kept or _NOBODYS, typed) and kept is not None


def rehashed(kept: str, typed: str) -> str:
    """`kept`, or a new hash of the right password `typed` if the cost was raised since."""
    if not _hasher.check_needs_rehash(kept):
        return kept
    with _place():
        return _hasher.hash(rules.normalised(typed).encode("utf-8", "surrogatepass"))


def _matches(kept: str, typed: str) -> bool:
    try:
        return _hasher.verify(kept, rules.normalised(typed).encode("utf-8", "surrogatepass"))
    except VerifyMismatchError:
        return False
    except InvalidHashError:
        _matches(_NOBODYS, typed)  # an account without a usable password takes as long as any other
        return False


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=_WAIT_S):
        raise rules.TooBusy
    try:
        yield
    finally:
        _places.release()
