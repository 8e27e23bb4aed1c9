"""What may be typed from a signed sheet, and when do two readings of it disagree?

A sheet is read row by row and half by half. Every reading is kept. The first one is recorded as attendance at once; the
second is typed by somebody else who does not see the first, and changes nothing until somebody settles what differs.
"""

import re
from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import NamedTuple

from dialogues.attendance.rules import HALVES, HalfState, MarkStatus, Part, State
from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

WALK_IN_ROWS_MAX = 200  # blank rows that a sheet can have; no hall holds more people who are not on the list
_SEPARATORS = re.compile(r"[\s,;]+")
_RANGE = re.compile(r"([wW]?)(\d{1,6})(?:[-–]([wW]?)(\d{1,6}))?")
_DASHES = re.compile(r"\s*[-–]\s*")


class Says(StrEnum):
    """What stands in a cell of the sheet."""

    SIGNED = "signed"
    NOT_SIGNED = "not_signed"
    EXCUSED = "excused"


class Reading(IntEnum):
    """Which of the readings of a sheet; what was settled stands above both."""

    FIRST = 1
    SECOND = 2
    SETTLED = 3


# No signature is no mark: whoever is not recorded becomes absent when the day is closed, and not before.
MARK_OF = {Says.SIGNED: MarkStatus.PRESENT, Says.EXCUSED: MarkStatus.EXCUSED}
_STATE_OF = {Says.SIGNED: HalfState.PRESENT, Says.EXCUSED: HalfState.EXCUSED}


class Row(NamedTuple):
    """A row of the paper: 1, 2, 3 for those who were printed, W1, W2 for those who wrote themselves in."""

    is_walk_in: bool
    number: int

    def __str__(self) -> str:
        return f"W{self.number}" if self.is_walk_in else str(self.number)


class UnreadableRows(DomainError):
    """Row numbers that cannot be understood."""

    message = N_("“%(text)s” is no row. Write numbers and ranges as on the paper: 1-12, 14, W1.")


class NoSuchRow(DomainError):
    """The sheet ends before that row."""

    message = N_("This sheet has no row %(row)s: its rows are 1 to %(last)s.")


class NothingTyped(DomainError):
    """An empty form."""

    message = N_("Nothing was typed. Write row numbers, or choose what stands in a row.")


class WalkInNeedsName(DomainError):
    """Who stands in a blank row is not printed there."""

    message = N_("Row %(row)s was blank when it was printed. Write down who signed there, below the list.")


class DayNotBegun(DomainError):
    """Nobody can have signed yet."""

    message = N_("%(day)s has not begun, so nobody can have signed this sheet.")


class TypedByAnother(DomainError):
    """What somebody else typed is not written over."""

    message = N_("Row %(row)s was typed otherwise by %(name)s. That stays; the second reading may differ from it.")


class ReadBySame(DomainError):
    """Two readings by one person are one."""

    message = N_("You typed row %(row)s in the other reading, so somebody else has to read it here.")


class SheetNotKnown(DomainError):
    """A sheet of whose rows nothing is known."""

    message = N_(
        "No sheet of this event has the number %(sheet)s. Look again: it stands at the foot of each page. If it is "
        "right, nobody kept it when it was printed and the list has changed since: mark these people on the list."
    )


class AlreadySettled(DomainError):
    """Somebody else was faster."""

    message = N_("Row %(row)s is settled already, or the readings agree by now.")


def read_rows(text: str, *, last: int) -> list[Row]:
    """The rows that `text` names, each once, in its order: `1-12, 14 W1-W3`.

    Raises UnreadableRows, or NoSuchRow for one beyond the `last` or beyond the blank ones.
    """
    rows: dict[Row, None] = {}
    for word in filter(None, _SEPARATORS.split(_DASHES.sub("-", text))):
        found = _RANGE.fullmatch(word)
        if found is None:
            raise UnreadableRows(text=word)
        is_walk_in, first, until = bool(found[1]), int(found[2]), int(found[4] or found[2])
        if (found[3] and not is_walk_in) or until < first:
            raise UnreadableRows(text=word)
        end = WALK_IN_ROWS_MAX if is_walk_in else last
        for number in (first, until):  # judged before they are counted out: a range may be as long as it likes
            if not 1 <= number <= end:
                raise NoSuchRow(row=str(Row(is_walk_in, number)), last=last)
        rows |= {Row(is_walk_in, number): None for number in range(first, until + 1)}
    return list(rows)


def contradicts(says: Says, state: State, part: Part) -> bool:
    """Whether what stands on the paper contradicts what is recorded already of that part of the day."""
    wanted = _STATE_OF.get(says)
    known = {state.of(half) for half in HALVES[part]} - {HalfState.NOT_RECORDED}
    return wanted is not None and bool(known - {wanted})


def differ(first: Says | None, second: Says | None) -> bool:
    """Whether two readings of one cell disagree. A cell that one of them has not read is not a disagreement."""
    return first is not None and second is not None and first is not second


def listed(rows: Iterable[Row]) -> str:
    """Rows as short as people write them: `1–12, 14, W1`."""
    runs: list[list[Row]] = []
    for row in sorted(rows):
        if runs and runs[-1][-1] == Row(row.is_walk_in, row.number - 1):
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
