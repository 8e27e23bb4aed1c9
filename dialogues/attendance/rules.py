"""When may somebody be marked, and what do the marks add up to?

A mark is one recorded fact. What is known of a person on a day is a function of the *set* of marks: devices without a
network hand theirs in hours later and more than once, so neither order of arrival nor repeats may matter.
"""

import re
import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

# Marks an undo adds are named after the mark they take back: however often it is sent, it acts once.
_UNDO = uuid.UUID("5a3f5e0e-6f0b-4d4c-9d3e-2f6c3b1a7d10")
CLOCK_DRIFT = timedelta(minutes=5)  # how far a device's clock may run ahead of ours, its known offset taken away
LONG_BEFORE = timedelta(days=8)  # a week, and a day for whatever zone the venue is in
AFTERNOON_FROM = time(12, 30)  # by the clock at the venue: from then on the desk offers the afternoon first
_BADGE = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_SHORT_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")  # with its hyphen, so that a name is seldom taken for one
_READ_ALIKE = str.maketrans("OIL", "011")  # badge codes have no O, I or L: whoever types one means the digit


class Part(StrEnum):
    """Which part of a day a mark speaks of."""

    WHOLE = "whole_day"
    MORNING = "morning"
    AFTERNOON = "afternoon"


class MarkStatus(StrEnum):
    """What a mark says. A withdrawn mark takes back what was said about that part."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"


class MarkSource(StrEnum):
    """How a mark came about."""

    DESK = "desk"
    QR = "qr"
    PHONE = "phone"
    PAPER = "paper"
    CORRECTION = "correction"
    IMPORT = "import"


class HalfState(StrEnum):
    """What is known of somebody for half a day. Not recorded is not absent."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOT_RECORDED = "not_recorded"


HALVES = {
    Part.WHOLE: (Part.MORNING, Part.AFTERNOON),
    Part.MORNING: (Part.MORNING,),
    Part.AFTERNOON: (Part.AFTERNOON,),
}
# Who arrives is noted with these; the same people may take it back as long as the day is open.
ARRIVALS = frozenset({MarkSource.DESK, MarkSource.QR, MarkSource.PHONE})
_SAYS = {
    MarkStatus.PRESENT: HalfState.PRESENT,
    MarkStatus.EXCUSED: HalfState.EXCUSED,
    MarkStatus.ABSENT: HalfState.ABSENT,
    MarkStatus.WITHDRAWN: HalfState.NOT_RECORDED,
}
_AGAIN = {state: status for status, state in _SAYS.items()}


class SeenInFuture(DomainError):
    """The corrected time of a mark lies further ahead than clocks drift."""

    message = N_("That time has not come yet. Check the clock of the device.")


class SeenLongBefore(DomainError):
    """The corrected time of a mark lies far before the day it speaks of."""

    message = N_("By its clock this was seen more than a week before %(day)s. Check the clock of the device.")


class DayNotOfEvent(DomainError):
    """The event has no such day."""

    message = N_("The event has no day %(day)s.")


class UnknownPerson(DomainError):
    """No registration of the event has this badge code or number."""

    message = N_("Nobody on the list of this event has this badge or number.")


class NotABadge(DomainError):
    """What was sent as a badge code can be none: too short, too long, or with signs that codes do not have."""

    message = N_("This is not a badge code: those have 26 letters and digits. Look the person up by name.")


class BadgeOfOtherEvent(DomainError):
    """The badge was printed for another event, and nobody on this list wore it there."""

    message = N_("This badge was printed for another event. Look the person up by name.")


class BadgeOfEarlierEvent(DomainError):
    """The badge was printed for another event; who wore it there is on this list under another badge."""

    message = N_("This badge was printed for another event. %(name)s is on this list too: look them up by name.")


class RegistrationCancelled(DomainError):
    """A cancelled person cannot be marked."""

    message = N_("The registration of %(name)s is cancelled. An organiser can restore it.")


class NotConfirmed(DomainError):
    """Invited, applied, waiting or declined: on the list, but not expected."""

    message = N_("%(name)s is on the list but not confirmed. An organiser can confirm the registration.")


class DayClosed(DomainError):
    """A closed day changes only by a correction that gives its reason."""

    message = N_("%(day)s is closed. An organiser can correct it with a reason, or reopen it.")


class DayNotClosed(DomainError):
    """An open day cannot be reopened."""

    message = N_("%(day)s is open already.")


class ReasonMissing(DomainError):
    """A correction says why."""

    message = N_("Say why, so that the change can be understood later.")


class BadMark(DomainError):
    """A device sent a mark that cannot be read."""

    message = N_("The field “%(field)s” of this mark is missing or cannot be read.")


class IdReused(DomainError):
    """The id of a mark names one mark for ever."""

    message = N_("The id of this mark was used before for another one.")


class NeedsCorrection(DomainError):
    """Whoever marks arrivals takes back arrivals; the rest is put right by a correction."""

    message = N_("This was not marked at the door. An organiser can correct it with a reason.")


class ChangedSince(DomainError):
    """A mark that no longer stands cannot be taken back."""

    message = N_("This was changed or taken back already. Look again.")


class Said(NamedTuple):
    """What one mark says, as far as the state of a day hangs on it."""

    id: uuid.UUID
    part: Part
    status: MarkStatus
    seen_at: datetime
    clock_offset_s: int  # seconds the device's clock ran ahead of ours

    @property
    def corrected_at(self) -> datetime:
        """When it was seen by our clock."""
        return corrected(self.seen_at, self.clock_offset_s)


class State(NamedTuple):
    """What the marks of one person on one day add up to, and which mark decided each half (None: not recorded)."""

    morning: HalfState
    afternoon: HalfState
    morning_mark_id: uuid.UUID | None
    afternoon_mark_id: uuid.UUID | None
    first_seen_at: datetime | None

    def of(self, half: Part) -> HalfState:
        """The state of one half."""
        return self.morning if half is Part.MORNING else self.afternoon

    @property
    def stands(self) -> bool:
        """Whether anything is recorded."""
        return self.morning is not HalfState.NOT_RECORDED or self.afternoon is not HalfState.NOT_RECORDED


NOTHING = State(HalfState.NOT_RECORDED, HalfState.NOT_RECORDED, None, None, None)


def corrected(seen_at: datetime, clock_offset_s: int) -> datetime:
    """A device's time by our clock."""
    return seen_at - timedelta(seconds=clock_offset_s)


def state_of(marks: Iterable[Said]) -> State:
    """What the set of `marks` of one person on one day adds up to.

    Of the marks that speak of a half (a whole-day mark speaks of both) the one with the latest corrected time decides
    it; of two at the same instant the one with the greater id. If that one is withdrawn, the half is not recorded.
    `first_seen_at` is when the person was first seen in a row of present marks that still stands.
    """
    ordered = sorted((mark.corrected_at, mark.id, mark) for mark in set(marks))
    morning, morning_mark_id, morning_since = _half_of(ordered, Part.MORNING)
    afternoon, afternoon_mark_id, afternoon_since = _half_of(ordered, Part.AFTERNOON)
    seen = [at for at in (morning_since, afternoon_since) if at is not None]
    return State(morning, afternoon, morning_mark_id, afternoon_mark_id, min(seen, default=None))


def _half_of(
    ordered: list[tuple[datetime, uuid.UUID, Said]], half: Part
) -> tuple[HalfState, uuid.UUID | None, datetime | None]:
    decides: Said | None = None
    since: datetime | None = None
    for corrected_at, _id, mark in ordered:
        if mark.part is Part.WHOLE or mark.part is half:
            decides = mark
            since = (since or corrected_at) if mark.status is MarkStatus.PRESENT else None
    if decides is None or decides.status is MarkStatus.WITHDRAWN:
        return HalfState.NOT_RECORDED, None, None
    return _SAYS[decides.status], decides.id, since


def shown(half: HalfState, *, is_closed: bool) -> HalfState:
    """How a half is shown: on a closed day whoever was not recorded is absent; the marks stay as they are."""
    return HalfState.ABSENT if is_closed and half is HalfState.NOT_RECORDED else half


def day_state(morning: HalfState, afternoon: HalfState) -> HalfState:
    """Both halves in one word: present if present in at least one, then excused, then absent, else not recorded."""
    for state in (HalfState.PRESENT, HalfState.EXCUSED, HalfState.ABSENT):
        if state in (morning, afternoon):
            return state
    return HalfState.NOT_RECORDED


def is_in(state: State, part: Part) -> bool:
    """Whether the person is present already in all that `part` speaks of."""
    return all(state.of(half) is HalfState.PRESENT for half in HALVES[part])


def require_not_future(seen_at: datetime, clock_offset_s: int, *, now: datetime) -> None:
    """Raise SeenInFuture if the corrected time lies further ahead of `now` than clocks drift."""
    if corrected(seen_at, clock_offset_s) > now + CLOCK_DRIFT:
        raise SeenInFuture


def require_not_long_before(seen_at: datetime, clock_offset_s: int, *, day: date) -> None:
    """Raise SeenLongBefore if the corrected time lies more than a week before the day that the mark speaks of."""
    if corrected(seen_at, clock_offset_s).date() < day - LONG_BEFORE:
        raise SeenLongBefore(day=day)


def moment_after(marks: Iterable[Said], now: datetime) -> datetime:
    """A time for a mark that speaks of all `marks`: now, or just after the latest if a fast clock made it later."""
    latest = max((mark.corrected_at for mark in marks), default=now)
    return max(now, latest + timedelta(microseconds=1))


def taking_back(marks: Iterable[Said], mark_id: uuid.UUID) -> list[tuple[Part, MarkStatus]]:
    """What has to be said so that the day is again as it was before the mark `mark_id`.

    Nothing recorded before: that part is withdrawn. Raises ChangedSince unless that mark decides all it speaks of.
    """
    known = set(marks)
    target = next((mark for mark in known if mark.id == mark_id), None)
    now = state_of(known)
    decided = {Part.MORNING: now.morning_mark_id, Part.AFTERNOON: now.afternoon_mark_id}
    if target is None or any(decided[half] != mark_id for half in HALVES[target.part]):
        raise ChangedSince
    before = state_of(known - {target})
    again = {half: _AGAIN[before.of(half)] for half in HALVES[target.part]}
    if len(set(again.values())) == 1:
        return [(target.part, again.popitem()[1])]
    return list(again.items())


def undo_id(mark_id: uuid.UUID, half: Part) -> uuid.UUID:
    """The id of the mark that takes back `mark_id`: the same every time, so an undo sent twice acts once."""
    return uuid.uuid5(_UNDO, f"{mark_id} {half}")


def setting_aside(marks: Iterable[Said], ids: Collection[uuid.UUID]) -> list[tuple[Part, MarkStatus]]:
    """What has to be said so that the day is as if the marks with these `ids` had never been made.

    What was said after them stands, so there may be nothing to say.
    """
    known = set(marks)
    now, without = state_of(known), state_of(mark for mark in known if mark.id not in ids)
    again = {half: _AGAIN[without.of(half)] for half in HALVES[Part.WHOLE] if now.of(half) is not without.of(half)}
    if len(again) == 2 and len(set(again.values())) == 1:
        return [(Part.WHOLE, again[Part.MORNING])]
    return list(again.items())


def offered_part(now: datetime, *, day: date, zone: ZoneInfo, has_halves: bool) -> Part:
    """The part the desk marks unless told: on the day itself the half that the venue's clock says, else the whole."""
    local = now.astimezone(zone)
    if not has_halves or local.date() != day:
        return Part.WHOLE
    return half_at(local.time())


def half_at(at: time) -> Part:
    """The half of a day that this time at the venue lies in."""
    return Part.AFTERNOON if at >= AFTERNOON_FROM else Part.MORNING


def read_short_code(text: str) -> str | None:
    """The short code in what was typed, as people are given it with their registration, or None: `7K2M-9QXA`."""
    code = text.strip().upper()
    return code if _SHORT_CODE.fullmatch(code) else None


def read_badge(text: str) -> str | None:
    """The badge code in what was scanned or typed (the bare code, or the address that ends in it), or None."""
    code = text.strip().rstrip("/").rpartition("/")[2].replace("-", "").replace(" ", "").upper().translate(_READ_ALIKE)
    return code if _BADGE.fullmatch(code) else None
