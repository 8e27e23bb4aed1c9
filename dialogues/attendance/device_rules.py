"""How phones are paired, how long they may keep names, and whose clock is believed."""

import uuid
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dialogues.attendance.rules import CLOCK_DRIFT, HALVES, HalfState, MarkSource, Part, corrected, undo_id
from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

TOKEN_PREFIX = "phone-"  # noqa: S105 - tells a phone's token from a program's; the secret follows it
PAIRING_LASTS = timedelta(minutes=10)
LIST_KEPT_AFTER_END = timedelta(hours=48)
NAME_LENGTH_MAX = 60  # signs of what a phone is called
_DAYS_AROUND = timedelta(days=1)  # a mark speaks of the day it is made on, in whatever zone


class HeldKind(StrEnum):
    """What is held: a mark, or somebody a phone put on the list."""

    MARK = "mark"
    WALK_IN = "walk_in"


class Settlement(StrEnum):
    """What became of something that was held."""

    ACCEPTED = "accepted"
    DISCARDED = "discarded"
    RECORDED = "recorded"


class PairingCodeWrong(DomainError):
    """The code was never made, was used, is too old, or belongs to another event."""

    message = N_("This code does not pair a phone: it was used, or it is older than ten minutes. Make a new one.")


class DeviceUnknown(DomainError):
    """The token of a phone names no phone."""

    message = N_("This phone is not paired here. Pair it again; what waits on it stays.")


class DeviceRevoked(DomainError):
    """An organiser took the phone off the event, or its holder did."""

    message = N_("This phone was taken off the event. What it still held is before an organiser.")


class ListExpired(DomainError):
    """The event is over and the names have to leave the phone."""

    message = N_("The event is over. What the phone still held is before an organiser.")


class AlreadySettled(DomainError):
    """Something held can be settled once; undo first."""

    message = N_("This was settled already. Look again.")


class NotAQueueFile(DomainError):
    """A file that no phone of ours saved."""

    message = N_("This is not a file that a phone saved its marks to.")


class OtherEventsFile(DomainError):
    """The file belongs to another event."""

    message = N_("These marks were made for the event “%(event)s”. Hand them in there.")


class Version(NamedTuple):
    """One side of a disagreement about half a day."""

    said: HalfState
    part: Part
    corrected_at: datetime
    by: str
    device: str | None
    source: MarkSource
    mark_id: uuid.UUID


def list_ends_at(ends_on: date, zone: ZoneInfo) -> datetime:
    """When a phone may no longer hold the names of an event that ends on `ends_on`."""
    return datetime.combine(ends_on + timedelta(days=1), time(), zone) + LIST_KEPT_AFTER_END


def believed_offset(seen_at: datetime, day: date, *, at_sending_s: int, when_made_s: int | None, now: datetime) -> int:
    """How far the clock ran ahead when a mark was made, of what was measured before it and when it was sent.

    A clock that somebody put right in between gives two answers. The one that puts the mark on its own day wins, and
    if both or neither do, the one measured when it was sent.
    """
    if when_made_s is None or abs(when_made_s - at_sending_s) <= CLOCK_DRIFT.total_seconds():
        return at_sending_s
    fits = [
        offset
        for offset in (at_sending_s, when_made_s)
        if (at := corrected(seen_at, offset)) <= now + CLOCK_DRIFT and abs(at.date() - day) <= _DAYS_AROUND
    ]
    return fits[0] if fits else at_sending_s


def standing(versions: Collection[Version]) -> list[Version]:
    """The versions without corrections that were taken back: those say nothing any more, nor do the undoings."""
    ids = {one.mark_id for one in versions}
    gone: set[uuid.UUID] = set()
    for one in versions:
        undoings = {undo_id(one.mark_id, half) for half in HALVES[one.part]} & ids
        if undoings and one.source is MarkSource.CORRECTION:
            gone |= {one.mark_id, *undoings}
    return [one for one in versions if one.mark_id not in gone]


def disagree(versions: Collection[Version]) -> bool:
    """Whether people at different places said different things about one half-day, and nobody has put it right."""
    if not versions:
        return False
    last = max(versions, key=lambda one: one.corrected_at)
    if last.source is MarkSource.CORRECTION:
        return False
    said = {(one.device, one.by): one.said for one in sorted(versions, key=lambda one: one.corrected_at)}
    return len(set(said.values())) > 1
