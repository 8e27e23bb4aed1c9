"""What a pack must be: its names, its sizes, and the figures that its own rows add up to."""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dialogues.attendance.rules import HalfState, MarkStatus, Part, Said, state_of
from dialogues.people.sectors import Gender, Sector
from dialogues.reports.rules import BITS_A_DAY, Alike, Counted, DayKept, Half, count
from dialogues.reports.shapes import counted_object

FORMAT = 1  # raised when a pack of today could no longer be read
MANIFEST = "manifest.json"
MEMBERS_MAX = 5_000  # files in a pack; a real one has some dozens
UNPACKED_BYTES_MAX = 2 * 1024**3  # of all files together; 60,000 people over four days take about 100 MiB
MANIFEST_BYTES_MAX = 4 * 1024**2

PEOPLE = (
    "registration_id", "role", "counts", "sector", "gender", "confirmed", "walk_in", "seat_from", "seat_until",
)  # fmt: skip
DAYS = ("day", "closed")
MARKS = (
    "mark_id", "registration_id", "day", "part", "status", "seen_at", "clock_offset_s", "recorded_at", "marked_by",
    "device", "source", "reason",
)  # fmt: skip

# A name in a pack: folders and files of plain letters, so that no program unpacks it outside its folder.
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)*(/[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)*)*")
_HALF = {
    HalfState.PRESENT: Half.PRESENT,
    HalfState.EXCUSED: Half.EXCUSED,
    HalfState.ABSENT: Half.ABSENT,
    HalfState.NOT_RECORDED: Half.NOT_RECORDED,
}

Facts = Mapping[str, str]


def is_safe_name(name: str) -> bool:
    """Whether a file of a pack may be called so: no way out of its folder, nothing a system reads differently."""
    return _NAME.fullmatch(name) is not None


def recount(people: Iterable[Facts], days: Iterable[Facts], marks: Iterable[Facts]) -> Counted:
    """The figures as the rows of a pack give them, from every single mark. Raises ValueError or KeyError if unread."""
    kept = [DayKept(date.fromisoformat(day["day"]), day["closed"] == "yes") for day in days]
    said: defaultdict[tuple[str, str], list[Said]] = defaultdict(list)
    for mark in marks:
        when = datetime.fromisoformat(mark["seen_at"]), int(mark["clock_offset_s"])
        one = Said(uuid.UUID(mark["mark_id"]), Part(mark["part"]), MarkStatus(mark["status"]), *when)
        said[mark["registration_id"], mark["day"]].append(one)
    return count([_alike(one, kept, said) for one in people if one["counts"] == "yes"], kept)


def _alike(one: Facts, days: Sequence[DayKept], said: Mapping[tuple[str, str], list[Said]]) -> Alike:
    code = 0
    for at, day in enumerate(days):
        state = state_of(said.get((one["registration_id"], day.day.isoformat()), ()))
        code |= (_HALF[state.morning] | _HALF[state.afternoon] << 2) << at * BITS_A_DAY
    return Alike(
        sector=Sector(one["sector"]),
        gender=Gender(one["gender"]),
        group=None,
        is_confirmed=one["confirmed"] == "yes",
        is_walk_in=one["walk_in"] == "yes",
        seat_from=_day(one["seat_from"]),
        seat_until=_day(one["seat_until"]),
        days=code,
        people=1,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def differences(counted: Counted, report: Mapping[str, Any]) -> list[str]:
    """A sentence for each figure of the report that the rows do not add up to."""
    found = dict(_flat("", counted_object(counted)))
    said = dict(_flat("", {key: report.get(key) for key in ("numbers", "days", "by_sector")}))
    return [
        f"The report says {said.get(key, 'nothing')} for {key}; its rows add up to {found.get(key, 'nothing')}."
        for key in sorted(found.keys() | said.keys())
        if found.get(key) != said.get(key)
    ]


def _flat(name: str, value: Any) -> Iterable[tuple[str, Any]]:
    """Every single figure with the way to it: `by_sector MIN person_days`."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _flat(f"{name} {key}".strip(), one)
    elif isinstance(value, list):
        for at, one in enumerate(value):
            known = one.get("sector") or one.get("day") if isinstance(one, Mapping) else None
            yield from _flat(f"{name} {known or at + 1}", one)
    else:
        yield name, value
