"""When a mail is tried again, when it is given up, and why it was not sent."""

from datetime import datetime, timedelta

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

TRIES_MAX = 8  # over about a day and a half
_FIRST_PAUSE = timedelta(minutes=1)
_PAUSE_GROWS_BY = 4
_PAUSE_MAX = timedelta(hours=12)
LEASE = timedelta(minutes=15)  # longer than the senders let one mail take
RETRY_SERVER_AFTER = timedelta(minutes=2)  # while the mail server itself is not to be had

# Why a mail was not sent, in a sentence each. %(detail)s is what the mail server said, or empty.
REASONS = {
    "unreachable": N_("The mail server cannot be reached: %(detail)s"),
    "sign_in_refused": N_("The mail server did not accept our user name and password: %(detail)s"),
    "no_encryption": N_("The mail server offers no encrypted connection: %(detail)s"),
    "sender_refused": N_("The mail server takes no mail from our address: %(detail)s"),
    "address_refused": N_("The mail server says that nobody has this address: %(detail)s"),
    "address_later": N_("The mail server takes no mail for this address at present: %(detail)s"),
    "refused": N_("The mail server refused this mail: %(detail)s"),
    "later": N_("The mail server asks to try again later: %(detail)s"),
    "broken_off": N_("The connection broke while the mail was sent. It may have arrived: %(detail)s"),
    "too_slow": N_("The mail server took too long, so the connection was ended. The mail may have arrived."),
    "bad_address": N_("No mail can be sent to this address. Correct it, then write again."),
    "interrupted": N_("The program stopped while the mail was sent, each time it was tried. It may have arrived."),
    "not_written": N_("The mail could not be written to a file: %(detail)s"),
    "not_wanted_any_more": N_("It was taken back before it was sent, because it had been answered or called off."),
}


class AlreadyLeft(DomainError):
    """A mail that was sent, or is being sent at this moment, cannot be taken back."""

    message = N_("This mail has left already, or is leaving now. It cannot be taken back.")


class NothingToRetry(DomainError):
    """Only a mail that was given up or taken back is put into the queue again."""

    message = N_("This mail is not one that can be sent again.")


def pause_after(tries: int) -> timedelta:
    """How long a mail rests after it was tried in vain for the `tries`-th time: 1, 4, 16, 64 minutes and so on."""
    growth = int(_PAUSE_GROWS_BY ** max(0, min(tries, TRIES_MAX) - 1))
    return min(_FIRST_PAUSE * growth, _PAUSE_MAX)


def is_given_up(tries: int) -> bool:
    """Whether a mail that failed for the `tries`-th time is left for a person to look at."""
    return tries >= TRIES_MAX


def is_leaving(claimed_until: datetime | None, *, now: datetime) -> bool:
    """Whether somebody is sending a mail with this claim at the moment."""
    return claimed_until is not None and claimed_until > now


def reason_text(code: str, detail: str = "") -> str:
    """What is kept of a failure: its code and, on one line, what the mail server said."""
    return f"{code}: {' '.join(detail.split())[:500]}" if detail else code


def reason_parts(kept: str) -> tuple[str, str]:
    """Code and detail of what was kept."""
    code, _, detail = kept.partition(": ")
    return code, detail
