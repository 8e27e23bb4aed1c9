"""What two reports of one event say otherwise: every figure that changed, with where it stands. No words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dialogues.people.sectors import Gender
from dialogues.reports.figures import CONTINUITY_HEADS
from dialogues.reports.version_content import EventReport

ALL = "ALL"  # the sector code of a figure over all sectors
NOT_STATED = "not_stated"
NO_GROUP = ""

Value = int | str | None
_Place = tuple[str, str]  # of what, and which figure of it


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
    return [change for part in Part for change in _changes(part, old[part], new[part])]


def _changes(part: Part, old: Mapping[_Place, Value], new: Mapping[_Place, Value]) -> Iterator[Change]:
    missing = 0 if part in _COUNTED_ROWS else None
    for place in dict.fromkeys([*new, *old]):
        was, is_now = old.get(place, missing), new.get(place, missing)
        if was != is_now:
            yield Change(part, *place, was, is_now)


def _told(report: EventReport) -> dict[Part, dict[_Place, Value]]:
    """Every figure of the report by where it stands."""
    figures = report.figures
    return {
        Part.EVENT: _event(report),
        Part.NUMBERS: {("", name): count for name, count in asdict(figures.numbers).items()},
        Part.SECTORS: {
            (row.sector.value, name): count for row in figures.by_sector for name, count in asdict(row.numbers).items()
        },
        Part.GENDERS: {
            **{
                (row.sector.value, gender.value): row.by_gender.get(gender, 0)
                for row in figures.by_sector
                for gender in Gender
            },
            **{(ALL, row.gender.value): row.numbers.present_any_day for row in figures.by_gender},
        },
        Part.TARGETS: {(sector.value, "target"): target for sector, target in figures.targets.items()},
        Part.DAYS: dict(_days(report)),
        Part.DAYS_BY_SECTOR: {
            (day.day.isoformat(), row.sector.value): row.by_day.get(day.day, 0)
            for day in figures.days
            if day.recorded
            for row in figures.by_sector
        },
        Part.DAYS_PRESENT: {("", str(days)): people for days, people in figures.by_days_present.items()},
        Part.GROUPS: {
            (f"{line.sector.value} {line.name or NO_GROUP}", name): count
            for line in figures.groups
            for name, count in asdict(line.numbers).items()
        },
        Part.AGES: {
            (row.age.value if row.age else NOT_STATED, name): count
            for row in figures.by_age
            for name, count in asdict(row.numbers).items()
        },
        Part.CONTINUITY: dict(_continuity(report)),
        Part.METHOD: {
            ("", "counting_rules"): figures.counting_rules,
            ("", "walk_ins"): figures.walk_ins,
            ("", "not_counted"): figures.not_counted,
            ("", "late_marks"): report.late_marks,
            ("", "bulk_marks"): report.bulk_marks,
        },
        Part.SOURCES: {("", source.value): marks for source, marks in figures.sources.items()},
    }


def _event(report: EventReport) -> dict[_Place, Value]:
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


def _days(report: EventReport) -> Iterator[tuple[_Place, Value]]:
    """A day that was not recorded has no figures of presence, not even nought."""
    for day in report.figures.days:
        of = day.day.isoformat()
        yield (of, "state"), _state(recorded=day.recorded, closed=day.closed)
        yield (of, "place"), report.places.get(day.day)
        for name in ("present", "morning", "afternoon", "excused", "absent"):
            yield (of, name), getattr(day, name) if day.recorded else None
        yield (of, "not_recorded"), day.not_recorded
        yield (of, "not_expected"), day.not_expected


def _state(*, recorded: bool, closed: bool) -> str:
    if closed:
        return DayState.CLOSED.value
    return DayState.OPEN.value if recorded else DayState.NOT_RECORDED.value


def _continuity(report: EventReport) -> Iterator[tuple[_Place, Value]]:
    continuity = report.figures.continuity
    if continuity is None:
        return
    yield ("", "earlier_events"), continuity.events
    yield ("", "latest_earlier_event_starts_on"), continuity.last_began.isoformat()
    for row in continuity.by_sector:
        for name in CONTINUITY_HEADS:
            yield (row.sector.value, name), getattr(row, name)
    for name, count in zip(CONTINUITY_HEADS, continuity.totals, strict=True):
        yield (ALL, name), count


def changes_object(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The changes as the API and the files tell them."""
    return [asdict(change) for change in changes]


def day_of(text: str) -> date | None:
    """The day a code stands for, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
