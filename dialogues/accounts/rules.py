"""What accounts must keep to: passwords, names of accounts, and who may take rights from whom."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from dialogues.accounts.easy_words import ROWS, WORDS
from dialogues.core.errors import DomainError
from dialogues.core.folding import fold
from dialogues.core.i18n import N_

PASSWORD_LENGTH_MIN = 15  # NIST SP 800-63B-4, 3.1.1.2: a password that is the only factor
PASSWORD_LENGTH_MAX = 256  # far above the 64 that must be possible; a longer text is no password but a load
FIRST_PASSWORD_LASTS = timedelta(days=14)  # made by somebody else and passed on by word or paper
SETUP_CODE_LASTS = timedelta(hours=24)

_RUN_MIN = 4  # keys in a row
_DISTINCT_MIN = 5  # different signs that must be left when all that is easy is taken out
_OWN_WORD_MIN = 3  # shorter parts of names are in half of all words
_LOOKALIKES = str.maketrans("01345789", "oieastbg")
_EMAIL = re.compile(r"[^@\s<>(),;:\"]{1,64}@[^@\s<>(),;:\"]{1,189}")


class WrongPassword(DomainError):
    """One sentence for every refused sign-in, so that nobody learns which addresses have an account."""

    message = N_("The e-mail address or the password is wrong.")


class WrongCurrentPassword(DomainError):
    """The password that guards a change was not the present one."""

    message = N_("This is not your present password.")


class FirstPasswordEnded(DomainError):
    """The first password was right, but not used in time. Only told to somebody who knows it."""

    message = N_("This first password has ended. Ask an administrator for a new one.")


class TooManyGuesses(DomainError):
    """Too many refused passwords; `minutes` says when the next may be tried."""

    message = N_("There were too many wrong passwords. Wait %(minutes)s min, then try again.")


class TooBusy(DomainError):
    """More passwords are being checked than the machine can bear."""

    message = N_("Many people are signing in just now. Try again in a few seconds.")


class PasswordTooShort(DomainError):
    """Fewer signs than a password that is the only factor must have."""

    message = N_(
        "The password needs at least %(least)s characters. "
        "Four words that have nothing to do with each other are easy to remember."
    )


class PasswordTooLong(DomainError):
    """More signs than anybody types."""

    message = N_("The password may have at most %(most)s characters.")


class PasswordEasy(DomainError):
    """Long enough, but made of what is guessed first."""

    message = N_(
        "This password is easy to guess: it is made of common words, of your name or of a simple pattern. "
        "Choose other words."
    )


class PasswordUnchanged(DomainError):
    """The new password is the old one."""

    message = N_("This is your present password. Choose another one.")


class BadEmail(DomainError):
    """Not the form of an address."""

    message = N_("An e-mail address looks like name@example.org.")


class EmailTaken(DomainError):
    """One account for each address."""

    message = N_("There is already an account with the address %(email)s.")


class NameMissing(DomainError):
    """Acts are noted under a name."""

    message = N_("Write the person's name.")


class LastAdministrator(DomainError):
    """Without an administrator nobody could give rights again."""

    message = N_("This is the only administrator. Make somebody else an administrator first.")


class OwnAccount(DomainError):
    """People do not shut themselves out by mistake."""

    message = N_("You cannot take rights away from yourself. Ask another administrator or organiser.")


class WrongSetupCode(DomainError):
    """The one-time code was wrong, used or too old."""

    message = N_("This code is not the one in the terminal. Start the program again to get a new code.")


class UnknownUser(DomainError):
    """No account has this address."""

    message = N_("There is no account with the address %(email)s.")


class TokenNameTaken(DomainError):
    """A token is ended by its name, so no two open ones share it."""

    message = N_("There is already a token with the name %(name)s. End it first or choose another name.")


class UnknownToken(DomainError):
    """No open token has this name."""

    message = N_("There is no token with the name %(name)s.")


def normalised(password: str) -> str:
    """`password` in the one form in which it is hashed: NFKC, so that it does not depend on the keyboard.

    Nothing else is changed: no sign is cut off, no space taken away, no case folded.
    """
    return unicodedata.normalize("NFKC", password)


def require_good_password(password: str, *, about: Iterable[str]) -> None:
    """Raise PasswordTooShort, PasswordTooLong or PasswordEasy unless `password` may be used.

    `about` are the name and address of the account. There is no rule about kinds of signs: they make passwords that
    are hard to remember and no harder to guess.
    """
    if len(password) > PASSWORD_LENGTH_MAX:
        raise PasswordTooLong(most=PASSWORD_LENGTH_MAX)
    if len(normalised(password)) < PASSWORD_LENGTH_MIN:
        raise PasswordTooShort(least=PASSWORD_LENGTH_MIN)
    if is_easy(password, about=about):
        raise PasswordEasy


def require_other_password(password: str, *, than: str) -> None:
    """Raise PasswordUnchanged if the new password is the one of before."""
    if normalised(password) == normalised(than):
        raise PasswordUnchanged


def is_easy(password: str, *, about: Iterable[str]) -> bool:
    """Whether hardly anything is left of `password` without common words, own names and runs of keys."""
    own = {word for text in about for word in fold(text).split() if len(word) >= _OWN_WORD_MIN}
    words = sorted(WORDS | own, key=len, reverse=True)  # "administrator" before "admin"
    folded = fold(password).replace(" ", "")
    return any(_left_of(text, words) < _DISTINCT_MIN for text in (folded, folded.translate(_LOOKALIKES)))


def require_email(email: str) -> None:
    """Raise BadEmail unless `email` has the form of an address. It is a name here: nothing is sent to it."""
    if not _EMAIL.fullmatch(email):
        raise BadEmail


def require_name(name: str) -> None:
    """Raise NameMissing for an empty name."""
    if not name:
        raise NameMissing


def require_somebody_else(*, actor_id: int | None, user_id: int) -> None:
    """Raise OwnAccount if people would take rights away from themselves."""
    if actor_id == user_id:
        raise OwnAccount


def setup_code_as_kept(code: str) -> str:
    """A code as it may be typed, in the form whose digest is kept: capitals, no dashes, no letter for a digit."""
    return re.sub(r"[^0-9A-Z]", "", code.upper().replace("O", "0").replace("I", "1").replace("L", "1"))


def _left_of(text: str, words: Iterable[str]) -> int:
    """How many different signs are left of `text` without what is easy."""
    text = _once(text)
    for word in words:
        text = text.replace(word, "")
    return len(set(_without_runs(text)))


def _once(text: str) -> str:
    """The part that `text` repeats, or `text` itself."""
    repeated = re.fullmatch(r"(.+?)\1+", text)
    return repeated[1] if repeated else text


def _without_runs(text: str) -> str:
    """`text` without neighbours on the keyboard or in the alphabet, four or more in a row."""
    rows = [row for one in ROWS for row in (one, one[::-1])]
    is_run = [False] * len(text)
    for start in range(len(text) - _RUN_MIN + 1):
        part = text[start : start + _RUN_MIN]
        if any(part in row for row in rows):
            is_run[start : start + _RUN_MIN] = [True] * _RUN_MIN
    return "".join(sign for sign, run in zip(text, is_run, strict=True) if not run)
