"""Everything an attendance report says, as plain values: frozen into JSON when it is issued, and read back out of it.

This is the one place that knows the form. No person is in it, so that erasing somebody leaves a version as it is; what
can be counted again from names is printed from the present records only.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dialogues.attendance.models import MarkSource
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.reports.figures import EventFigures
from dialogues.reports.rules import (
    AgeFigures,
    Continuity,
    DayFigures,
    FourNumbers,
    GenderFigures,
    GroupFigures,
    SectorContinuity,
    SectorFigures,
)
from dialogues.reports.small_solving import Key

FORMAT = 2  # raised when what is written below changes its form; every older one is read as well

_ABOUT_DAY = ("day", "place", "recorded", "closed")  # what is said of a day beside its counts


@dataclass(frozen=True, kw_only=True)
class EventReport:
    """The figures of an event, and what else its attendance report says."""

    figures: EventFigures
    convener: str = ""
    is_under_rule: bool = False  # the Chatham House Rule
    is_sample: bool = False
    places: Mapping[date, str] = field(default_factory=dict)  # where each day was held, of those where it is known
    late_marks: int = 0
    bulk_marks: int = 0


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What is said of a version: its number when it was issued, when that was, why, and which version it follows."""

    number: int
    at: datetime
    note: str = ""
    follows: int | None = None
    follows_sha256: str | None = None  # so that no version before it can be changed unseen either
    # What is not told of it outside, so that neither a new threshold nor a new program tells it otherwise later.
    below: int = 0  # groups of fewer people are not told; 0: it was issued before this was kept
    withheld: tuple[Key, ...] = ()  # the places of the counts that are not told, in order


# ---------------------------------------------------------------- text and hash
def text_of(report: EventReport, issued: Issued) -> str:
    """What is kept of a version: the same report always gives the same signs."""
    return _written({"format": FORMAT, "issued": _frozen_issue(issued), "report": freeze(report)})


def hash_of(text: str) -> str:
    """SHA-256 of the stored bytes, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> tuple[EventReport, Issued]:
    """What `text_of` wrote."""
    told = json.loads(text)
    return thaw(told["report"]), _thawed_issue(told["issued"])


def fingerprint(report: EventReport) -> str:
    """A short text that is another one as soon as anything in the report is; the time of counting is nothing in it."""
    told = {name: value for name, value in freeze(report).items() if name != "as_of"}
    return hash_of(_written(told))[:16]


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _frozen_issue(issued: Issued) -> dict[str, Any]:
    return {**asdict(issued), "at": issued.at.isoformat()}


def _thawed_issue(told: Mapping[str, Any]) -> Issued:
    withheld = tuple(tuple(map(str, place)) for place in told.get("withheld", ()))
    kept = {"below": _count(told.get("below", 0)), "withheld": withheld}
    return Issued(**{**told, "at": datetime.fromisoformat(told["at"]), **kept})


# ---------------------------------------------------------------- freezing
def freeze(report: EventReport) -> dict[str, Any]:
    """The report as JSON values; stakeholder groups by their names, which mean the same everywhere."""
    figures = report.figures
    return {
        "as_of": figures.as_of.isoformat(),
        "counting_rules": figures.counting_rules,
        "event": {
            "slug": figures.slug,
            "title": figures.title,
            "starts_on": figures.starts_on.isoformat(),
            "ends_on": figures.ends_on.isoformat(),
            "zone": figures.zone.key,
            "country": figures.country,
            "place": figures.place,
            "convener": report.convener,
            "is_under_rule": report.is_under_rule,
            "is_sample": report.is_sample,
        },
        "numbers": asdict(figures.numbers),
        "days": [
            {**asdict(day), "day": day.day.isoformat(), "place": report.places.get(day.day)} for day in figures.days
        ],
        "by_sector": [
            {
                "sector": row.sector.value,
                "numbers": asdict(row.numbers),
                "by_gender": dict(row.by_gender),
                "registered_by_gender": dict(row.registered_by_gender),
                "by_day": {day.isoformat(): count for day, count in row.by_day.items()},
                "target": figures.targets.get(row.sector),
            }
            for row in figures.by_sector
        ],
        "by_gender": [{"gender": row.gender.value, "numbers": asdict(row.numbers)} for row in figures.by_gender],
        "by_group": [
            {"sector": line.sector.value, "name": line.name, "numbers": asdict(line.numbers)} for line in figures.groups
        ],
        "by_age": [
            {"age": row.age.value if row.age else None, "numbers": asdict(row.numbers)} for row in figures.by_age
        ],
        "by_days_present": [[days, people] for days, people in figures.by_days_present.items()],
        "walk_ins": figures.walk_ins,
        "not_counted": figures.not_counted,
        "sources": dict(figures.sources),
        "late_marks": report.late_marks,
        "bulk_marks": report.bulk_marks,
        "continuity": _frozen_continuity(figures.continuity),
    }


def _frozen_continuity(continuity: Continuity | None) -> dict[str, Any] | None:
    if continuity is None:
        return None
    return {
        "events": continuity.events,
        "last_began": continuity.last_began.isoformat(),
        "by_sector": [asdict(row) for row in continuity.by_sector],
    }


# ---------------------------------------------------------------- thawing
def thaw(told: Mapping[str, Any]) -> EventReport:
    """What `freeze` wrote. Stakeholder groups have no number here, so they count up from one."""
    event, groups = told["event"], told["by_group"]
    figures = EventFigures(
        slug=event["slug"],
        title=event["title"],
        starts_on=date.fromisoformat(event["starts_on"]),
        ends_on=date.fromisoformat(event["ends_on"]),
        zone=ZoneInfo(event["zone"]),
        country=event["country"],
        place=event["place"],
        as_of=datetime.fromisoformat(told["as_of"]),
        counting_rules=_count(told["counting_rules"]),
        numbers=_four(told),
        days=tuple(_day(day) for day in told["days"]),
        by_sector=tuple(_sector(row) for row in told["by_sector"]),
        by_gender=tuple(GenderFigures(Gender(row["gender"]), _four(row)) for row in told["by_gender"]),
        by_group=tuple(_groups(groups)),
        group_names={number: row["name"] for number, row in enumerate(groups, 1) if row["name"] is not None},
        by_age=tuple(AgeFigures(AgeGroup(row["age"]) if row["age"] else None, _four(row)) for row in told["by_age"]),
        by_days_present={days: _count(people) for days, people in told["by_days_present"]},
        walk_ins=_count(told["walk_ins"]),
        not_counted=_count(told["not_counted"]),
        sources={source: _count(told["sources"][source]) for source in MarkSource if source in told["sources"]},
        targets={
            Sector(row["sector"]): _count(row["target"]) for row in told["by_sector"] if row["target"] is not None
        },
        continuity=_continuity(told["continuity"]),
    )
    return EventReport(
        figures=figures,
        convener=event["convener"],
        is_under_rule=event["is_under_rule"],
        is_sample=event["is_sample"],
        places={date.fromisoformat(day["day"]): day["place"] for day in told["days"] if day["place"]},
        late_marks=_count(told["late_marks"]),
        bulk_marks=_count(told["bulk_marks"]),
    )


def _count(value: Any) -> int:
    """A number of people or marks; a text that says something else was not written here."""
    if type(value) is not int or value < 0:  # True is a number to Python
        raise ValueError(value)
    return value


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError(value)
    return value


def _four(row: Mapping[str, Any]) -> FourNumbers:
    return FourNumbers(**{name: _count(value) for name, value in row["numbers"].items()})


def _came(row: Mapping[str, Any]) -> SectorContinuity:
    counts = {name: _count(value) for name, value in row.items() if name != "sector"}
    return SectorContinuity(sector=Sector(row["sector"]), **counts)


def _day(told: Mapping[str, Any]) -> DayFigures:
    counts = {name: _count(value) for name, value in told.items() if name not in _ABOUT_DAY}
    day = date.fromisoformat(told["day"])
    return DayFigures(day=day, recorded=_truth(told["recorded"]), closed=_truth(told["closed"]), **counts)


def _sector(told: Mapping[str, Any]) -> SectorFigures:
    return SectorFigures(
        sector=Sector(told["sector"]),
        numbers=_four(told),
        by_gender=_genders(told["by_gender"]),
        registered_by_gender=_genders(told["registered_by_gender"]),
        by_day={date.fromisoformat(day): _count(people) for day, people in sorted(told["by_day"].items())},
    )


def _genders(told: Mapping[str, int]) -> dict[Gender, int]:
    return {gender: _count(told[gender.value]) for gender in Gender if gender.value in told}


def _groups(told: Sequence[Mapping[str, Any]]) -> Iterable[GroupFigures]:
    for number, row in enumerate(told, 1):
        group = number if row["name"] is not None else None
        yield GroupFigures(Sector(row["sector"]), group, _four(row))


def _continuity(told: Mapping[str, Any] | None) -> Continuity | None:
    if told is None:
        return None
    return Continuity(
        events=_count(told["events"]),
        last_began=date.fromisoformat(told["last_began"]),
        by_sector=tuple(_came(row) for row in told["by_sector"]),
    )
