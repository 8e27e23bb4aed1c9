"""What may be brought in, and which side a changed fact is taken from.

Two installations that hold the same event exchange files. Of each fact both sides remember what the other one had when
they last heard of it; whoever alone changed it since is right, and where both did a person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

FORMAT = "dialogues-event"
VERSION = 1  # of the file's form; raised when an older program would misread it
PASSPHRASE_LENGTH_MIN = 12
Digests = Mapping[str, str]


class NotABundle(DomainError):
    """The file is something else, or only a part of one arrived."""

    message = N_("This is not a file in which an event was taken along, or only a part of it arrived.")


class NewerBundle(DomainError):
    """A newer program packed it."""

    message = N_("This file was packed by a newer program. Install that program here first; nothing was changed.")


class StrangePart(DomainError):
    """There is something in the file that does not belong into it."""

    message = N_("This file holds “%(part)s”, which no packed event holds. Nothing was changed.")


class BundleChanged(DomainError):
    """A part is not what was packed."""

    message = N_("The part “%(part)s” of this file is missing or was changed on the way. Pack the event again.")


class BundleTooLarge(DomainError):
    """Unpacked it would fill the memory."""

    message = N_("Unpacked, this file would be larger than any event. Nothing was changed.")


class UnreadableRow(DomainError):
    """A line does not say what it should."""

    message = N_("Line %(line)s of the part “%(part)s” cannot be read. Nothing was changed.")


class DanglingRow(DomainError):
    """A line speaks of something that is neither in the file nor here."""

    message = N_("A line of the part “%(part)s” speaks of something that the file does not hold. Nothing was changed.")


class OtherEvent(DomainError):
    """An event that has nothing to do with this one has the same address."""

    message = N_("Another event is at the address %(slug)s here. Change the address of one of them first.")


class NotThisEvent(DomainError):
    """It was brought to the page of another event."""

    message = N_("This file holds the event “%(title)s”. Bring it in on the page of that event.")


class OwnBundle(DomainError):
    """It comes from this very installation."""

    message = N_("This file was packed here. Bring it in on the other computer; nothing was changed.")


class OlderBundle(DomainError):
    """A later file of the same installation is in already."""

    message = N_("A later file from the same computer was brought in already, and holds all that is in this one.")


class DoesNotFit(DomainError):
    """The database refused what the file says."""

    message = N_("What the file says does not go together with what is here, or with the rules. Nothing was changed.")


class PassphraseNeeded(DomainError):
    """It is sealed."""

    message = N_("This file is sealed. Write the passphrase with which it was packed.")


class PassphraseWrong(DomainError):
    """It does not open."""

    message = N_("The file does not open with this passphrase, or it was changed on the way.")


class PassphraseShort(DomainError):
    """Whoever finds the file would guess it."""

    message = N_("Write a passphrase of at least %(least)s signs.")


class AlreadySettled(DomainError):
    """A conflict is settled once; undo first."""

    message = N_("This was settled already. Look again.")


class RowGone(DomainError):
    """What the conflict is about was removed."""

    message = N_("What this is about is no longer here, so the other version cannot be taken.")


class Side(StrEnum):
    """Which side a fact is taken from."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH_CHANGED = "both_changed"


@dataclass(frozen=True, slots=True)
class Memory:
    """What one side remembers of a row from the last file of the other that it brought in, as digests."""

    took: Digests  # what that file said
    after: Digests  # what the row was here once the file was in; empty: it was not here


@dataclass(frozen=True, slots=True)
class Meeting:
    """What both sides remember of a row; newer is who brought a file in after the other last heard of them."""

    ours: Memory | None = None
    theirs: Memory | None = None
    are_ours_newer: bool = False
    are_theirs_newer: bool = False

    @property
    def is_first(self) -> bool:
        """Whether neither side ever heard of the row from the other."""
        return self.ours is None and self.theirs is None

    def have_we_news(self, unit: str, now: str) -> bool:
        """Whether we changed a fact since they last heard of it."""
        return _has_news(unit, now, own=self.ours, other=self.theirs, is_newer=self.are_ours_newer)

    def have_they_news(self, unit: str, now: str) -> bool:
        """Whether they changed a fact since we last heard of it."""
        return _has_news(unit, now, own=self.theirs, other=self.ours, is_newer=self.are_theirs_newer)


def _has_news(unit: str, now: str, *, own: Memory | None, other: Memory | None, is_newer: bool) -> bool:
    """Whether a side that says `now` says something of its own that the other one did not hear."""
    told = other.took.get(unit) if other else None
    if own is None:
        return now != told
    after = own.after.get(unit)
    if now != after:
        return is_newer or now != told
    return after != own.took.get(unit) and now != told  # what was taken from the other is no news to it


def decide(unit: str, *, ours: str, theirs: str, meeting: Meeting) -> Side:
    """From which side one fact is taken, by digests of what it is here and in the file."""
    if ours == theirs or not meeting.have_they_news(unit, theirs):
        return Side.OURS
    return Side.BOTH_CHANGED if meeting.have_we_news(unit, ours) else Side.THEIRS


def without_meeting(ours: Any, theirs: Any) -> Side:
    """From which side a fact is taken of a row that both have but never exchanged: what is said beats what is not."""
    if theirs in (None, "", []):
        return Side.OURS
    return Side.THEIRS if ours in (None, "", []) else Side.BOTH_CHANGED
