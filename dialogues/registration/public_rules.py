"""When the public form is open, what makes one sent form suspicious, and what a person may do on their own page."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogues.core.clock import day_in
from dialogues.core.errors import DomainError
from dialogues.core.folding import fold
from dialogues.core.i18n import N_
from dialogues.people.rules import RefusedFact
from dialogues.registration.kinds import Status

NEEDS_LENGTH_MAX = 2_000  # letters
WORDING_LENGTH_MAX = 2_000  # letters of one sentence about consent
QUICKEST = timedelta(seconds=3)  # nobody reads and fills in the form faster; a browser that fills it in does not read
STAMP_KEPT = timedelta(days=2)  # as long as the key of a form is remembered (core.once)
ERASURE_DUE = timedelta(days=30)  # one month (GDPR, article 12(3)), counted so that it is never too long

# The limits look at what is said, never at the address it comes from: a hall, a district or a whole telephone
# company may share one.
NAMES_PER_CONTACT = 10  # a secretary writes in her village; more than these wait for a look
SENDINGS_PER_CONTACT = 30  # beyond these nothing is kept
ALIKE_WORDS = 3  # the same long text from different people
LONG_WORDS = 40  # letters: "vegetarian" and "no" are the same from many
SURGE_WITHIN = timedelta(minutes=10)
SURGE = 300  # sent forms within those minutes, or half of all who came before, whichever is more
HELD_MAX = 500  # held back within a day; beyond these nothing is kept
MAILS_PER_DAY = 3  # to one address, over all events

_LINK = re.compile(r"https?:|www\.|://|\[url|<a\s", re.IGNORECASE)


class Window(StrEnum):
    """Whether one may register now."""

    NONE = "none"  # there is no form
    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"  # the event is


def window(
    *,
    is_offered: bool,
    opens_at: datetime | None,
    closes_at: datetime | None,
    ends_on: date,
    zone: ZoneInfo,
    now: datetime,
) -> Window:
    """Whether a form with these times is open. Without a closing time it stays open through the event's last day."""
    if not is_offered:
        return Window.NONE
    if day_in(zone, now) > ends_on:
        return Window.OVER
    if opens_at is not None and now < opens_at:
        return Window.NOT_YET
    return Window.CLOSED if closes_at is not None and now >= closes_at else Window.OPEN


class NotOpen(DomainError):
    """The form closed while it was being filled in, or was never open."""

    message = N_("Registration for this event is not open now.")


class NoContact(RefusedFact):
    """Without a number or an address nobody can be told anything."""

    message = N_("Give a telephone number or an e-mail address. One of the two is enough.")
    field = "phone"


class TooQuick(DomainError):
    """A form was sent faster than anybody can fill it in."""

    message = N_("That went faster than anybody can read. Look over your answers, then send them once more.")


class StaleStamp(DomainError):
    """The page the form stood on was not made for it, or is days old."""

    message = N_("This page was open for a very long time. Your answers are still here; send them once more.")


class FilledTrap(DomainError):
    """The field that only programs fill in was filled in."""

    message = N_("The field “Website” must stay empty. It is emptied now; send your answers once more.")


class TooManyOfOne(DomainError):
    """One telephone number or address was used for more registrations than a village has."""

    message = N_(
        "Very many registrations came with this telephone number or e-mail address, so this one was not kept. "
        "Please ask the organisers to write you in."
    )


class TooManyAtOnce(DomainError):
    """More doubtful forms came in than anybody can look at."""

    message = N_(
        "Very many registrations came in at once, so this one was not kept. Your answers are still here: "
        "try again later, or ask the organisers to write you in."
    )


class ClosesBeforeOpening(DomainError):
    """The form would never be open."""

    message = N_("Registration would close before it opens. Choose a later closing time.")


class NoSuchHour(DomainError):
    """The clocks are put forward over this hour."""

    message = N_("At the venue the clocks are put forward then: there is no %(time)s on %(day)s. Choose another hour.")


class FormChanged(DomainError):
    """Somebody saved the form's settings after the page was opened."""

    message = N_("Somebody else changed this while you were writing. Look at it below, then save again.")


class NotYoursToUndo(DomainError):
    """What an organiser decided is not taken back by the person."""

    message = N_("The organisers closed this registration. Ask them if you want to come after all.")


class EventIsOver(DomainError):
    """Nothing can be changed about coming to what has been."""

    message = N_("The event is over.")


def require_contact(phone: str | None, email: str | None) -> None:
    """Raise NoContact unless somebody can be reached."""
    if not any(sign.isalnum() for sign in phone or "") and not email:
        raise NoContact


def require_not_over(ends_on: date, *, zone: ZoneInfo, now: datetime) -> None:
    """Raise EventIsOver after the event's last day at its venue."""
    if day_in(zone, now) > ends_on:
        raise EventIsOver


def require_order(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Raise ClosesBeforeOpening unless there is a time in between."""
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise ClosesBeforeOpening


def instant_at(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks of `zone` show `local`; the first of two, where they are put back.

    Raises NoSuchHour where they are put forward over it.
    """
    instant = local.replace(tzinfo=zone, fold=0)
    if instant.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != local:
        raise NoSuchHour(time=local.time(), day=local.date())
    return instant.astimezone(ZoneInfo("UTC"))


def has_link(*texts: str | None) -> bool:
    """Whether a text that holds a name holds an address of the web, as only advertisements do."""
    return any(_LINK.search(text or "") for text in texts)


def words_to_compare(texts: Collection[str | None]) -> str | None:
    """What was written at length, folded, so that the same said by many is noticed; None where little was written."""
    folded = " ".join(fold(text) for text in texts if text)
    return folded if len(folded) >= LONG_WORDS else None


def surge_limit(registered: int) -> int:
    """How many forms may come in within SURGE_WITHIN before they wait for a look: more, the larger the event is."""
    return max(SURGE, registered // 2)


def email_key(address: str | None) -> str | None:
    """An address as its mailbox: capitals, and what comes after a plus, do not make another one."""
    if not address:
        return None
    local, _at, domain = address.rpartition("@")
    local, domain = local.partition("+")[0].casefold(), domain.casefold()
    if domain in ("gmail.com", "googlemail.com"):
        local = local.replace(".", "")
    return f"{local}@{domain}"


def status_shown(status: Status, *, shown_as: Status | None) -> Status:
    """The state a person is told on their own page.

    While a registration waits for a look, they are told what they would be told without the look: whether somebody of
    the same name and number is on the list is nobody's business.
    """
    return shown_as if status is Status.APPLIED and shown_as is not None else status
