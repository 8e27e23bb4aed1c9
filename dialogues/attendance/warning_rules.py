"""What makes a record look doubtful. A warning blocks nothing: it says where somebody should look."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dialogues.attendance.rules import corrected

LATE_AFTER = timedelta(hours=24)  # after somebody was seen, or after the day was over
BULK_MARKS = 15  # marks of one person on one device ...
BULK_WITHIN = timedelta(seconds=30)  # ... seen within this: nobody looks fifteen people in the face so fast


class Warned(StrEnum):
    """What a warning is about."""

    SAME_PERSON = "same_person"  # present at two events on one day
    SAME_CONTACT = "same_contact"  # one telephone number, two people present
    SAME_DEVICE = "same_device"  # marked at two events on one day
    LATE = "late"
    BULK = "bulk"


class Seen(NamedTuple):
    """When a mark was seen by our clock, in seconds; which mark."""

    at_s: int
    mark_id: uuid.UUID


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The midnight at the venue that ends a day."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def delay(recorded_at: datetime, seen_at: datetime, clock_offset_s: int, *, day: date, zone: ZoneInfo) -> timedelta:
    """How long after somebody was seen it was recorded; what was entered after the day is measured from its end."""
    return recorded_at - min(corrected(seen_at, clock_offset_s), end_of_day(day, zone))


def is_late(after: timedelta, recorded_at: datetime, closed_at: datetime | None) -> bool:
    """Whether an entry looks late: long after it was seen, or after the day was closed."""
    return after > LATE_AFTER or (closed_at is not None and recorded_at > closed_at)


def bulk_spans(seconds: Sequence[int]) -> list[slice]:
    """Of the sorted times of one person's marks on one device, the runs that look as if nobody was looked at.

    In a run each mark is one of BULK_MARKS within BULK_WITHIN.
    """
    reach, within_s = BULK_MARKS - 1, BULK_WITHIN.total_seconds()
    starts = [at for at, last in enumerate(seconds[reach:]) if last - seconds[at] <= within_s]
    spans: list[slice] = []
    first = before = None
    for start in starts:
        if first is None or before is None:
            first = start
        elif start > before + reach:  # shares no mark with the run before
            spans.append(slice(first, before + BULK_MARKS))
            first = start
        before = start
    if first is not None and before is not None:
        spans.append(slice(first, before + BULK_MARKS))
    return spans


def bulk_runs(seen: Iterable[Seen]) -> list[list[Seen]]:
    """The marks of each run of `bulk_spans`."""
    ordered = sorted(seen)
    return [ordered[span] for span in bulk_spans([one.at_s for one in ordered])]
