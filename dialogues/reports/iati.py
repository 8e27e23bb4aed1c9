"""The figures as an IATI result (iatistandard.org, version 2.03): indicators by event, with sectors, sexes and ages.

By itself it is the `result` element, to be put into the activity that an organisation publishes already. With an
`Activity`, whose facts only the organisation knows, it is a whole file with that activity around it. Public by nature:
nobody is named in it, it is made of figures to publish, and a count that they do not tell has no element. Elements
stand in the order that the schema asks for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

from dialogues.core.i18n import N_, _, current_language
from dialogues.people.sectors import AGE_GROUP_NAMES, SECTOR_NAMES, AgeGroup, Gender, Sector
from dialogues.reports.figures import COUNTING_RULES, DEFINITIONS, EventFigures
from dialogues.reports.iati_rules import Activity
from dialogues.reports.shapes import Place, instant
from dialogues.reports.small_tables import ALL, age_key, sector_key

XML_TYPE = "application/xml; charset=utf-8"
VERSION = "2.03"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OUTPUT, _UNIT = "1", "1"  # of the code lists ResultType and IndicatorMeasure
_IMPLEMENTING = "4"  # OrganisationRole
_PLANNED_START, _START, _PLANNED_END, _END = "1", "2", "3", "4"  # ActivityDateType
_PIPELINE, _UNDER_WAY, _CLOSED = "1", "2", "4"  # ActivityStatus

NEEDS_ACTIVITY = N_(
    "This is the result of an activity without the activity: put it into the one that your organisation publishes, or "
    "write the file again with the identifier of the activity and of the organisation that reports it."
)

# Values of the dimensions are words of the standard's own guidance, the same in every language.
_SEXES = {Gender.WOMAN: "female", Gender.MAN: "male", Gender.OTHER: "other", Gender.NOT_STATED: "not stated"}

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_Dimension = tuple[str, str]  # name and value


@dataclass(frozen=True)
class _Value:
    """One figure of one event; without a dimension it is the whole."""

    value: int
    dimension: _Dimension | None = None


@dataclass(frozen=True)
class _Indicator:
    title: str
    description: str
    targets: Sequence[Sequence[_Value]]  # for each event
    actuals: Sequence[Sequence[_Value]]  # for each event; none where no day was recorded
    may_be_added: bool = False  # people who came to two events would be counted twice


def iati_file(
    title: str, figures: Iterable[EventFigures], *, as_of: datetime, activity: Activity | None = None
) -> bytes:
    """The result of these events under `title` as XML; within `activity`, where its facts are given.

    Without an event there is nothing an activity could begin with: it is the bare result then.
    """
    events = sorted(figures, key=lambda one: (one.starts_on, one.slug))
    result = _result(title, events, as_of)
    if activity is None or not events:
        root = result
        root.insert(0, ET.Comment(f" {_(NEEDS_ACTIVITY)} ".replace("--", "- -")))
    else:
        root = _activities(title, events, as_of, activity, result)
    ET.indent(root)
    told: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return told + b"\n"


# ---------------------------------------------------------------- the activity around it
def _activities(
    title: str, events: Sequence[EventFigures], as_of: datetime, activity: Activity, result: ET.Element
) -> ET.Element:
    counted = instant(as_of)
    root = ET.Element("iati-activities", {"version": VERSION, "generated-datetime": counted})
    told = ET.SubElement(root, "iati-activity", {"last-updated-datetime": counted, _LANGUAGE: current_language()})
    ET.SubElement(told, "iati-identifier").text = activity.identifier
    who = {"ref": activity.organisation, "type": activity.organisation_type}
    _narrative(ET.SubElement(told, "reporting-org", who), activity.organisation_name)
    _narrative(ET.SubElement(told, "title"), title)
    _narrative(ET.SubElement(told, "description", {"type": "1"}), _about(as_of))
    took_part = ET.SubElement(told, "participating-org", {**who, "role": _IMPLEMENTING})
    _narrative(took_part, activity.organisation_name)
    first, last = min(one.starts_on for one in events), max(one.ends_on for one in events)
    today = max(as_of.astimezone(one.zone).date() for one in events)
    status = _PIPELINE if today < first else _CLOSED if today > last else _UNDER_WAY
    ET.SubElement(told, "activity-status", {"code": status})
    _activity_date(told, first, planned=_PLANNED_START, actual=_START, today=today)
    _activity_date(told, last, planned=_PLANNED_END, actual=_END, today=today)
    countries = {one.country for one in events}
    if len(countries) == 1 and (country := countries.pop()):  # shares of several countries are not ours to say
        ET.SubElement(told, "recipient-country", {"code": country})
    told.append(result)
    return root


def _activity_date(told: ET.Element, day: date, *, planned: str, actual: str, today: date) -> None:
    ET.SubElement(told, "activity-date", {"type": planned, "iso-date": day.isoformat()})
    if day <= today:
        ET.SubElement(told, "activity-date", {"type": actual, "iso-date": day.isoformat()})


# ---------------------------------------------------------------- the result
def _result(title: str, events: Sequence[EventFigures], as_of: datetime) -> ET.Element:
    result = ET.Element("result", {"type": _OUTPUT})
    _narrative(ET.SubElement(result, "title"), _("Stakeholders took part in dialogue: %(title)s", title=title))
    _narrative(ET.SubElement(result, "description"), " ".join([_about(as_of), *_left_out(events)]))
    for indicator in _indicators(events):
        _write(result, indicator, events)
    return result


def _about(as_of: datetime) -> str:
    return _(
        "Counted by day from the marks of attendance, as of %(instant)s; counting rules, version %(version)s. Staff of "
        "the events are not counted.",
        instant=instant(as_of),
        version=COUNTING_RULES,
    )


def _left_out(events: Sequence[EventFigures]) -> list[str]:
    below = max((one.below for one in events if one.withheld), default=0)
    if not below:
        return []
    said = _("Counts are left out where a group of fewer than %(below)s people could be worked out.", below=below)
    return [str(said)]


def _indicators(events: Sequence[EventFigures]) -> list[_Indicator]:
    nothing: list[list[_Value]] = [[] for _one in events]
    return [
        _Indicator(
            _("Dialogue events held"),
            _("An event is held once somebody was marked on one of its days or a day was closed."),
            [[_Value(1)] for _one in events],
            [[_Value(1 if one.recorded_days else 0)] for one in events],
            may_be_added=True,
        ),
        _Indicator(
            _("People registered"),
            _meaning("registered"),
            nothing,
            [_registered(one) for one in events],
        ),
        _Indicator(
            _("People who took part on at least one day"),
            _meaning("present_any_day"),
            [_targets(one) for one in events],
            [_reached(one) for one in events],
        ),
        _Indicator(
            _("Person-days of participation"),
            _meaning("person_days"),
            nothing,
            [_by_sector(one, "person_days") for one in events],
            may_be_added=True,
        ),
        _Indicator(
            _("People who took part on every day"),
            _meaning("present_every_day"),
            nothing,
            [_by_sector(one, "present_every_day") for one in events],
        ),
    ]


def _meaning(figure: str) -> str:
    return _(DEFINITIONS[figure])


def _registered(one: EventFigures) -> list[_Value]:
    return _split(one, "registered")


def _targets(one: EventFigures) -> list[_Value]:
    """What the organisers aim at: by sector, and as a whole only where every sector has a target."""
    split = [_Value(wanted, _sector(sector)) for sector, wanted in one.targets.items()]
    return [_Value(sum(one.targets.values())), *split] if len(one.targets) == len(Sector) else split


def _reached(one: EventFigures) -> list[_Value]:
    if not one.recorded_days:
        return []
    sexes = [
        _Value(row.numbers.present_any_day, ("sex", _SEXES[row.gender]))
        for row in one.by_gender
        if _is_told(one, (ALL, row.gender.value))
    ]
    ages = [
        _Value(row.numbers.present_any_day, ("age", _age(row.age)))
        for row in one.by_age
        if _is_told(one, age_key(row.age, "present_any_day"))
    ]
    return [*_by_sector(one, "present_any_day"), *sexes, *ages]


def _by_sector(one: EventFigures, name: str) -> list[_Value]:
    return _split(one, name) if one.recorded_days else []


def _split(one: EventFigures, name: str) -> list[_Value]:
    """One of the four numbers, and the same by sector as far as it is told."""
    rows = [row for row in one.by_sector if _is_told(one, sector_key(row.sector, name))]
    return [
        _Value(getattr(one.numbers, name)),
        *(_Value(getattr(row.numbers, name), _sector(row.sector)) for row in rows),
    ]


def _is_told(one: EventFigures, place: Place) -> bool:
    return one.told(place, 0) is not None


def _sector(sector: Sector) -> _Dimension:
    return "sector", _(SECTOR_NAMES[sector])


def _age(age: AgeGroup | None) -> str:
    return _(AGE_GROUP_NAMES[age]) if age else "not stated"


def _write(result: ET.Element, indicator: _Indicator, events: Sequence[EventFigures]) -> None:
    adds = "1" if indicator.may_be_added else "0"
    told = ET.SubElement(result, "indicator", {"measure": _UNIT, "ascending": "1", "aggregation-status": adds})
    _narrative(ET.SubElement(told, "title"), indicator.title)
    _narrative(ET.SubElement(told, "description"), indicator.description)
    if events:
        _baseline(told, events[0].starts_on)
    for event, targets, actuals in zip(events, indicator.targets, indicator.actuals, strict=True):
        period = ET.SubElement(told, "period")
        ET.SubElement(period, "period-start", {"iso-date": event.starts_on.isoformat()})
        ET.SubElement(period, "period-end", {"iso-date": event.ends_on.isoformat()})
        for name, values in (("target", targets), ("actual", actuals)):
            for value in values:
                _value(period, name, value, event)


def _baseline(told: ET.Element, began: date) -> None:
    """Nought on the first day of all: what is counted here begins with the first event."""
    baseline = ET.SubElement(told, "baseline", {"year": str(began.year), "iso-date": began.isoformat(), "value": "0"})
    _narrative(ET.SubElement(baseline, "comment"), _("Before the first day nothing had been counted."))


def _value(period: ET.Element, name: str, value: _Value, event: EventFigures) -> None:
    told = ET.SubElement(period, name, {"value": str(value.value)})
    if value.dimension:
        ET.SubElement(told, "dimension", {"name": value.dimension[0], "value": value.dimension[1]})
    elif name == "actual":
        _narrative(ET.SubElement(told, "comment"), event.title)


def _narrative(parent: ET.Element, text: str) -> None:
    told = ET.SubElement(parent, "narrative", {_LANGUAGE: current_language()})
    told.text = _plain(text)


def _plain(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NOT_XML.sub("", text)
