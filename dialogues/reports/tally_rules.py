"""What is kept of an event so that it need not be counted again: its figures and who came. No database, no language.

Kept are the results of the one counting (`rules.count`), as lists of whole numbers in a fixed order, and for each
sector the people who came as it. `FORM` is raised whenever a figure is counted or packed in another way: what was kept
in an earlier form is counted anew.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dialogues.people.sectors import Gender, Sector
from dialogues.reports import rules
from dialogues.reports.programme_rules import Came
from dialogues.reports.rules import (
    Alike,
    Counted,
    DayFigures,
    DayKept,
    FourNumbers,
    GenderFigures,
    SectorFigures,
)

FORM = 1

_SECTORS, _GENDERS = tuple(Sector), tuple(Gender)
_STATES = ("present", "morning", "afternoon", "excused", "absent", "not_recorded", "not_expected")
_RANGE = struct.Struct("<II")  # bytes left out before the first that is set, bytes that follow


@dataclass(frozen=True)
class Tally:
    """One event as one of several: its figures, how many confirmed people do not count, and who came."""

    counted: Counted
    others: int
    came: Came


def count_alone(people: Sequence[Alike], days: Sequence[DayKept], sector: Sector | None) -> Counted:
    """The figures of one event, or of one sector of it; which days were recorded is still said of everybody.

    Stakeholder groups and age groups belong to the report of the event and are left out.
    """
    recorded = rules.recorded_days(people, days)
    some = people if sector is None else [one for one in people if one.sector is sector]
    return replace(rules.count(some, days, recorded=recorded), by_group=(), by_age=())


def of_sector(came: Came, sector: Sector | None) -> Came:
    """Who came, or who came as one sector."""
    return came if sector is None else {sector: came.get(sector, 0)}


def pack(people: Sequence[Alike], days: Sequence[DayKept], sector: Sector | None) -> list[Any]:
    """The figures of an event, or of one sector of it, as JSON keeps them: the days, then what was counted."""
    return [_told(days), _pack_counted(count_alone(people, days, sector))]


def unpack(packed: Sequence[Any], days: Sequence[DayKept]) -> Counted | None:
    """The figures that `pack` packed; None if they were packed over other days than these."""
    told, figures = packed
    return _unpack_counted(figures, days) if told == _told(days) else None


def pack_came(came: Came) -> bytes:
    """Who came, as bytes: for each sector those from the first byte that is set on."""
    parts = []
    for sector in _SECTORS:
        people = came.get(sector, 0)
        skipped = ((people & -people).bit_length() - 1) // 8 if people else 0
        bits = people >> skipped * 8
        content = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
        parts.append(_RANGE.pack(skipped, len(content)) + content)
    return zlib.compress(b"".join(parts), 1)


def unpack_came(content: bytes) -> Came:
    """Who came, from what `pack_came` packed."""
    read, at, came = zlib.decompress(content), 0, {}
    for sector in _SECTORS:
        skipped, length = _RANGE.unpack_from(read, at)
        at += _RANGE.size
        people = int.from_bytes(read[at : at + length], "little") << skipped * 8
        at += length
        if people:
            came[sector] = people
    return came


def _told(days: Sequence[DayKept]) -> list[list[Any]]:
    return [[day.day.isoformat(), day.is_closed] for day in days]


def _pack_counted(counted: Counted) -> list[Any]:
    return [
        _four(counted.numbers),
        [[day.recorded, *(getattr(day, name) for name in _STATES)] for day in counted.days],
        [
            [
                _four(row.numbers),
                [row.by_gender[gender] for gender in _GENDERS],
                [row.registered_by_gender[gender] for gender in _GENDERS],
                [row.by_day[day.day] for day in counted.days],
            ]
            for row in counted.by_sector
        ],
        [_four(row.numbers) for row in counted.by_gender],
        [counted.by_days_present[number] for number in range(len(counted.days) + 1)],
        counted.walk_ins,
    ]


def _unpack_counted(packed: Sequence[Any], days: Sequence[DayKept]) -> Counted:
    numbers, states, sectors, genders, spread, walk_ins = packed
    dates = [day.day for day in days]
    return Counted(
        numbers=FourNumbers(*numbers),
        days=tuple(
            DayFigures(day=day.day, closed=day.is_closed, recorded=recorded, **dict(zip(_STATES, counts, strict=True)))
            for day, (recorded, *counts) in zip(days, states, strict=True)
        ),
        by_sector=tuple(_sector(sector, row, dates) for sector, row in zip(_SECTORS, sectors, strict=True)),
        by_gender=tuple(
            GenderFigures(gender, FourNumbers(*row)) for gender, row in zip(_GENDERS, genders, strict=True)
        ),
        by_group=(),
        by_age=(),
        by_days_present={number: spread[number] for number in range(len(days), -1, -1)},
        walk_ins=walk_ins,
    )


def _sector(sector: Sector, packed: Sequence[Any], dates: Sequence[date]) -> SectorFigures:
    numbers, present, registered, by_day = packed
    return SectorFigures(
        sector=sector,
        numbers=FourNumbers(*numbers),
        by_gender=dict(zip(_GENDERS, present, strict=True)),
        registered_by_gender=dict(zip(_GENDERS, registered, strict=True)),
        by_day=dict(zip(dates, by_day, strict=True)),
    )


def _four(numbers: FourNumbers) -> list[int]:
    return list(vars(numbers).values())
