"""What two reports of one event say otherwise: every figure that changed, with where it stands. No words.

Of figures to publish only those are compared that both tell; so what is said here follows from the two reports.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dialogues.people.sectors import Gender
from dialogues.reports.figures import CONTINUITY_HEADS
from dialogues.reports.small_solving import Key
from dialogues.reports.small_tables import ALL, age_key, group_key, sector_key
from dialogues.reports.version_content import EventReport

NOT_STATED = "not_stated"
NO_GROUP = ""

Value = int | str | None
_Place = tuple[str, str]  # of what, and which figure of it


class _NotTold:
    """Stands for a figure that is not told outside; it is not compared."""


_NOT_TOLD = _NotTold()
_Told = Value | _NotTold


class Part(StrEnum):
    """The parts of the report, in their order."""

    EVENT = "event"
    NUMBERS = "numbers"
    SECTORS = "sectors"
    GENDERS = "genders"
    TARGETS = "targets"
    DAYS = "days"
    DAYS_BY_SECTOR = "days_by_sector"
    DAYS_PRESENT = "days_present"
    GROUPS = "stakeholder_groups"
    AGES = "age_groups"
    CONTINUITY = "continuity"
    METHOD = "method"
    SOURCES = "sources"


# Where a row that is missing says nought: nobody of that group, no mark that came that way.
_COUNTED_ROWS = {Part.DAYS_PRESENT, Part.GROUPS, Part.AGES, Part.SOURCES}


class DayState(StrEnum):
    """What a report says of a day beside its figures."""

    NOT_RECORDED = "not_recorded"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Change:
    """One figure that changed. None: one of the reports does not have it, as on a day that was not recorded."""

    part: Part
    of: str  # a sector, a day, a group with its sector before it: as codes; empty where the part has one row
    figure: str
    before: Value
    after: Value


def list_changes(before: EventReport, after: EventReport) -> list[Change]:
    """Every figure of `after` that is not as in `before`, in the order of the report."""
    old, new = _told(before), _told(after)
    return [
        change
        for part in Part
        for change in _changes(part, old[part], new[part], missing=(_missing(part, before), _missing(part, after)))
    ]


def _changes(
    part: Part, old: Mapping[_Place, _Told], new: Mapping[_Place, _Told], *, missing: tuple[_Told, _Told]
) -> Iterator[Change]:
    for place in dict.fromkeys([*new, *old]):
        was, is_now = old.get(place, missing[0]), new.get(place, missing[1])
        if isinstance(was, _NotTold) or isinstance(is_now, _NotTold):
            continue
        if was != is_now:
            yield Change(part, *place, was, is_now)


def _missing(part: Part, report: EventReport) -> _Told:
    """What a row says that is not there."""
    figures = report.figures
    if figures.is_published and (part is Part.DAYS_PRESENT or (part is Part.GROUPS and figures.groups_left_out)):
        return _NOT_TOLD
    return 0 if part in _COUNTED_ROWS else None


def _told(report: EventReport) -> dict[Part, dict[_Place, _Told]]:
    """Every figure of the report by where it stands."""
    figures = report.figures

    def told(place: Key, count: int) -> _Told:
        known = figures.told(place, count)
        return _NOT_TOLD if known is None else known

    return {
        Part.EVENT: _event(report),
        Part.NUMBERS: {("", name): count for name, count in asdict(figures.numbers).items()},
        Part.SECTORS: {
            (row.sector.value, name): told(sector_key(row.sector, name), count)
            for row in figures.by_sector
            for name, count in asdict(row.numbers).items()
        },
        Part.GENDERS: {
            **{
                (row.sector.value, gender.value): told(
                    sector_key(row.sector, gender.value), row.by_gender.get(gender, 0)
                )
                for row in figures.by_sector
                for gender in Gender
            },
            **{
                (ALL, row.gender.value): told((ALL, row.gender.value), row.numbers.present_any_day)
                for row in figures.by_gender
            },
        },
        Part.TARGETS: {(sector.value, "target"): target for sector, target in figures.targets.items()},
        Part.DAYS: dict(_days(report)),
        Part.DAYS_BY_SECTOR: {
            (day.day.isoformat(), row.sector.value): told(
                sector_key(row.sector, day.day.isoformat()), row.by_day.get(day.day, 0)
            )
            for day in figures.days
            if day.recorded
            for row in figures.by_sector
        },
        Part.DAYS_PRESENT: {("", str(days)): people for days, people in figures.by_days_present.items()},
        Part.GROUPS: {
            (f"{line.sector.value} {line.name or NO_GROUP}", name): told(group_key(line.sector, line.name, name), count)
            for line in figures.groups
            for name, count in asdict(line.numbers).items()
        },
        Part.AGES: {
            (row.age.value if row.age else NOT_STATED, name): told(age_key(row.age, name), count)
            for row in figures.by_age
            for name, count in asdict(row.numbers).items()
        },
        Part.CONTINUITY: dict(_continuity(report)),
        Part.METHOD: {
            ("", "counting_rules"): figures.counting_rules,
            ("", "walk_ins"): told((ALL, "walk_ins"), figures.walk_ins),
            ("", "not_counted"): told((ALL, "not_counted"), figures.not_counted),
            ("", "late_marks"): report.late_marks,
            ("", "bulk_marks"): report.bulk_marks,
        },
        Part.SOURCES: {("", source.value): marks for source, marks in figures.sources.items()},
    }


def _event(report: EventReport) -> dict[_Place, _Told]:
    figures = report.figures
    return {
        ("", "title"): figures.title,
        ("", "starts_on"): figures.starts_on.isoformat(),
        ("", "ends_on"): figures.ends_on.isoformat(),
        ("", "zone"): figures.zone.key,
        ("", "country"): figures.country,
        ("", "place"): figures.place,
        ("", "convener"): report.convener or None,
        ("", "is_under_rule"): "yes" if report.is_under_rule else "no",
    }


def _days(report: EventReport) -> Iterator[tuple[_Place, _Told]]:
    """A day that was not recorded has no figures of presence, not even nought; outside only who came is told."""
    figures = report.figures
    for day in figures.days:
        of = day.day.isoformat()
        yield (of, "state"), _state(recorded=day.recorded, closed=day.closed)
        yield (of, "place"), report.places.get(day.day)
        is_hidden = (ALL, of) in figures.withheld
        yield (of, "present"), _NOT_TOLD if is_hidden else day.present if day.recorded else None
        for name in ("morning", "afternoon", "excused", "absent"):
            yield (of, name), _NOT_TOLD if figures.is_published else getattr(day, name) if day.recorded else None
        for name in ("not_recorded", "not_expected"):
            yield (of, name), _NOT_TOLD if figures.is_published else getattr(day, name)


def _state(*, recorded: bool, closed: bool) -> str:
    if closed:
        return DayState.CLOSED.value
    return DayState.OPEN.value if recorded else DayState.NOT_RECORDED.value


def _continuity(report: EventReport) -> Iterator[tuple[_Place, _Told]]:
    figures, continuity = report.figures, report.figures.continuity
    if continuity is None:
        return
    yield ("", "earlier_events"), continuity.events
    yield ("", "latest_earlier_event_starts_on"), continuity.last_began.isoformat()
    for row in continuity.by_sector:
        for name in CONTINUITY_HEADS:
            is_hidden = sector_key(row.sector, name) in figures.withheld
            yield (row.sector.value, name), _NOT_TOLD if is_hidden else getattr(row, name)
    for name, count in zip(CONTINUITY_HEADS, continuity.totals, strict=True):
        yield (ALL, name), _NOT_TOLD if (ALL, name) in figures.withheld else count


def changes_object(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The changes as the API and the files tell them."""
    return [asdict(change) for change in changes]


def day_of(text: str) -> date | None:
    """The day a code stands for, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
