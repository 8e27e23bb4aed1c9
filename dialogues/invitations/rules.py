"""Who may still answer an invitation and how, who may be reminded, and how a pasted list is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

REMINDERS_MAX = 3  # for one invitation; more would be a nuisance
LINES_MAX = 500  # of a pasted list
REASON_LENGTH_MAX = 2_000  # letters


class Standing(StrEnum):
    """How an invitation stands for who reads the list: an open one whose day has passed has expired."""

    OPEN = "open"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUBSTITUTED = "substituted"
    WITHDRAWN = "withdrawn"


STANDING_NAMES = {
    Standing.OPEN: N_("Not answered"),
    Standing.EXPIRED: N_("Expired"),
    Standing.ACCEPTED: N_("Accepted"),
    Standing.DECLINED: N_("Declined"),
    Standing.SUBSTITUTED: N_("Substitute named"),
    Standing.WITHDRAWN: N_("Withdrawn"),
}


class RefusedAnswer(DomainError):
    """An answer that cannot be given through the personal link."""


class RefusedInvitation(DomainError):
    """People who cannot be invited so."""


class TooLate(RefusedAnswer):
    """The day to answer by has passed."""

    message = N_("The time to answer was over on %(day)s. Please telephone the organisers.")


class IsWithdrawn(RefusedAnswer):
    """The organisers took the invitation back."""

    message = N_("This invitation was withdrawn by the organisers. Please telephone them.")


class NotExpectedAnyMore(RefusedAnswer):
    """The registration was cancelled by the organisers, so the personal link does not bring it back."""

    message = N_("The organisers have changed this registration themselves. Please telephone them.")


class CannotBeNamed(RefusedAnswer):
    """Somebody who cannot be named through the personal link, whatever the reason is."""

    message = N_("This person cannot be named here. Please telephone the organisers.")


class CannotBeWithdrawn(DomainError):
    """Only an invitation that waits for its answer is withdrawn."""

    message = N_("This invitation was answered. Cancel the registration on the list of participants instead.")


class IsNotWithdrawn(DomainError):
    """Only a withdrawn invitation is restored."""

    message = N_("This invitation is not withdrawn.")


class NotToRemind(DomainError):
    """Nobody of those chosen is to be reminded."""

    message = N_("Nobody is to be reminded: all have answered, have no e-mail address or were reminded often enough.")


class IsInvitedAlready(RefusedInvitation):
    """Everybody chosen is on the list already."""

    message = N_("Everybody you chose is on the list of this event already.")


class NobodyChosen(RefusedInvitation):
    """Nobody was ticked."""

    message = N_("Tick at least one person.")


class BadLines(RefusedInvitation):
    """Lines of a pasted list that cannot be taken in."""

    message = N_("Nothing was taken in. Look at: %(lines)s.")


class TooManyLines(RefusedInvitation):
    """A pasted list is longer than one act should be."""

    message = N_("Paste at most %(limit)s lines at once, or use Import for a whole spreadsheet.")


class AnswerByPassed(DomainError):
    """The day to answer by lies in the past or after the event begins."""

    message = N_("Choose a day from today until the first day of the event.")


def standing(answer: str, answer_by: date | None, *, today: date) -> Standing:
    """How an invitation stands on the day `today` of the event's place."""
    if answer == Standing.OPEN and answer_by is not None and answer_by < today:
        return Standing.EXPIRED
    return Standing(answer)


def last_day_to_answer(answer_by: date | None, *, starts_on: date) -> date:
    """Until when an answer may be given or changed: the day that was set, else the first day of the event."""
    return answer_by or starts_on


def require_may_answer(answer: str, answer_by: date | None, *, starts_on: date, today: date) -> None:
    """Raise IsWithdrawn or TooLate unless the person invited may answer, or answer anew, on the day `today`."""
    if answer == Standing.WITHDRAWN:
        raise IsWithdrawn
    last = last_day_to_answer(answer_by, starts_on=starts_on)
    if today > last:
        raise TooLate(day=last)


def require_answer_by(day: date | None, *, starts_on: date, today: date) -> None:
    """Raise AnswerByPassed for a day on which nobody could answer any more, or only after the event has begun."""
    if day is not None and not today <= day <= max(today, starts_on):
        raise AnswerByPassed


# ---------------------------------------------------------------- a pasted list
@dataclass(frozen=True)
class Line:
    """Somebody as a line of a pasted list tells of them."""

    number: int
    name: str
    organisation: str | None = None
    position: str | None = None
    email: str | None = None
    phone: str | None = None


_FIGURES = re.compile(r"[\d\s+()/.-]{6,}")


def read_lines(text: str) -> Iterator[Line]:
    """The people of a pasted list, a line each: name, organisation, position, parted by tabs or semicolons.

    An e-mail address and a telephone number are known by their looks and may stand anywhere. Raises TooManyLines.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > LINES_MAX:
        raise TooManyLines(limit=LINES_MAX)
    for number, line in lines:
        parts = [part.strip() for part in re.split(r"[\t;]", line)]
        emails = [part for part in parts if "@" in part]
        phones = [part for part in parts if _FIGURES.fullmatch(part)]
        told = [part for part in parts if part not in emails and part not in phones]
        yield Line(
            number=number,
            name=told[0] if told else "",
            organisation=(told[1] or None) if len(told) > 1 else None,
            position=(told[2] or None) if len(told) > 2 else None,
            email=emails[0] if emails else None,
            phone=" / ".join(phones) or None,
        )
