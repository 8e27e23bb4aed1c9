"""The figures as plain values: the objects of the API, and the rows of the files. Codes, no words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from dialogues.core.spreadsheets import Cell
from dialogues.people.sectors import SECTOR_NAMES, Gender, Sector
from dialogues.reports.figures import (
    CONTINUITY_HEADS,
    COUNTING_RULES,
    EventFigures,
    FourNumbers,
    ProgrammeFigures,
)
from dialogues.reports.rules import Continuity, Counted
from dialogues.reports.small_tables import ALL, age_key, group_key, sector_key

Place = tuple[str, ...]
NOT_TOLD = "n/s"  # stands for a count that is not told; in HXL, which is added up by programs, the cell is empty
INTERNAL, PUBLISHED = "internal", "published"  # all figures, or those that may leave the house

# Name of each column of the CSV and its HXL tag (hxlstandard.org, 1.1). "#sector" would be a humanitarian cluster.
_ABOUT = (
    ("event", "#event+code"),
    ("event_title", "#event+name"),
    ("starts_on", "#date+start"),
    ("ends_on", "#date+end"),
    ("country", "#country+code"),
    ("place", "#loc+name"),
    ("as_of", "#date+reported"),
    ("counting_rules", "#meta+version"),
    ("figures", "#meta+figures"),
    ("groups_below", "#meta+threshold"),
    ("note", "#meta+note"),
    ("sector", "#group+code"),
    ("sector_name", "#group+name"),
)
_NUMBERS = (
    ("registered", "#targeted+registered"),
    ("present_any_day", "#reached"),
    ("person_days", "#reached+person_days"),
    ("present_every_day", "#reached+every_day"),
)
_GENDERS = (
    ("women", "#reached+f"),
    ("men", "#reached+m"),
    ("other_gender", "#reached+gender_other"),
    ("gender_not_stated", "#reached+gender_unknown"),
)
_AGAINST = (
    ("target", "#targeted"),
    ("returning", "#reached+returning"),
    ("new", "#reached+new"),
    ("not_back", "#meta+not_back"),
)
_PEOPLE = (("people", "#reached+people"),)


def instant(at: datetime) -> str:
    """`2016-01-22T17:00:00Z`."""
    return at.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


# ---------------------------------------------------------------- objects
def event_object(figures: EventFigures) -> dict[str, Any]:
    """One event as the API answers it. `by_gender` holds those present at least one day."""
    return {
        "event": figures.slug,
        "as_of": instant(figures.as_of),
        **counted_object(figures),
    }


def counted_object(counted: Counted) -> dict[str, Any]:
    """The figures alone: whoever counts them again holds the result against this."""
    return {
        "numbers": asdict(counted.numbers),
        "days": [
            {
                "day": day.day.isoformat(),
                "recorded": day.recorded,
                "present": counted.told((ALL, day.day.isoformat()), day.present),
            }
            for day in counted.days
        ],
        "by_sector": [
            {
                "sector": row.sector.value,
                **_four_object(counted, sector_key(row.sector, ""), row.numbers),
                "by_gender": {
                    gender.value: counted.told(sector_key(row.sector, gender.value), number)
                    for gender, number in row.by_gender.items()
                },
                "by_day": {
                    day.isoformat(): counted.told(sector_key(row.sector, day.isoformat()), number)
                    for day, number in row.by_day.items()
                },
            }
            for row in counted.by_sector
        ],
    }


def _four_object(counted: Counted, row: Place, numbers: FourNumbers) -> dict[str, int | None]:
    """The four numbers of the row that a place with an empty column names; null where one is not told."""
    return {name: counted.told((*row[:-1], name), number) for name, number in asdict(numbers).items()}


def report_object(figures: EventFigures) -> dict[str, Any]:
    """Everything about one event: `event_object`, and the age groups, stakeholder groups, targets, continuity, sources.

    `target` and `continuity` are null where there is none. In published figures a count that is not told is null, and
    `not_told` names its place.
    """
    told = event_object(figures)
    for row in told["by_sector"]:
        row["target"] = figures.targets.get(row["sector"])
    return {
        **told,
        "by_age": [
            {
                "age_group": row.age.value if row.age else "not_stated",
                **_four_object(figures, age_key(row.age, ""), row.numbers),
            }
            for row in figures.by_age
        ],
        "by_group": [
            {
                "sector": row.sector.value,
                "stakeholder_group": row.name,
                **_four_object(figures, group_key(row.sector, row.name, ""), row.numbers),
            }
            for row in figures.groups
        ],
        "continuity": _continuity_object(figures, figures.continuity) if figures.continuity else None,
        **kind_object(figures),
        "sources": {source.value: marks for source, marks in figures.sources.items()},
        "counting_rules": figures.counting_rules,
    }


def kind_object(figures: Counted) -> dict[str, Any]:
    """Whether these are all figures or those to publish, and what is not told."""

    def is_named(place: Place) -> bool:
        return (*place[:-1], "registered") not in figures.withheld

    return {
        "figures": PUBLISHED if figures.is_published else INTERNAL,
        "groups_below": figures.below or None,
        "not_told": sorted("/".join(place) for place in figures.withheld if place[0] != "group" or is_named(place)),
        "groups_left_out": figures.groups_left_out,
    }


def _continuity_object(figures: EventFigures, continuity: Continuity) -> dict[str, Any]:
    return {
        "earlier_events": continuity.events,
        "latest_earlier_event_starts_on": continuity.last_began.isoformat(),
        **{
            name: figures.told((ALL, name), total)
            for name, total in zip(CONTINUITY_HEADS, continuity.totals, strict=True)
        },
        "by_sector": [
            {"sector": row.sector.value}
            | {name: figures.told(sector_key(row.sector, name), getattr(row, name)) for name in CONTINUITY_HEADS}
            for row in continuity.by_sector
        ],
    }


def programme_object(figures: ProgrammeFigures) -> dict[str, Any]:
    """Several events and their sums; `numbers` are sums over the events, `people` are counted once each."""
    return {
        "as_of": instant(figures.as_of),
        "sector": figures.sector,
        "recorded_days": figures.recorded_days,
        "numbers": asdict(figures.numbers),
        "visits": figures.visits,
        "people": figures.people,
        "returning": figures.returning,
        "contact_hours": figures.contact.hours,
        "by_gender": {row.gender.value: row.visits for row in figures.by_gender},
        "by_number_of_events": {str(times): people for times, people in figures.by_times.items()},
        "by_sector": [
            {
                "sector": row.sector.value,
                "visits": row.visits,
                "people": row.people,
                "person_days": row.person_days,
                **asdict(row.continuity),
            }
            for row in figures.by_sector
        ],
        "events": [
            {
                **event_object(one),
                "continuity": asdict(along.continuity),
                "contact_hours": along.contact.hours,
            }
            for one, along in zip(figures.events, figures.along, strict=True)
        ],
    }


# ---------------------------------------------------------------- rows
def event_rows(figures: EventFigures, *, hxl: bool = False) -> Iterator[Sequence[Cell]]:
    """A heading and a row for each sector, then one for all of them.

    With `hxl` the tags stand under the heading and the sum is left out, because tools for HXL add up the rows.
    """
    heads = (*_ABOUT, *_NUMBERS, *_GENDERS, *_AGAINST)
    days = [day.day for day in figures.days]
    yield [name for name, _tag in heads] + [f"present_{day.isoformat()}" for day in days]
    if hxl:
        yield [tag for _name, tag in heads] + [f"#reached+day_{day:%Y_%m_%d}" for day in days]
    rows = _sector_rows(figures, with_sum=not hxl, with_days=True)
    yield from (_without_signs(row) for row in rows) if hxl else rows


def programme_rows(figures: ProgrammeFigures, *, hxl: bool = False) -> Iterator[Sequence[Cell]]:
    """A heading, then the sectors of each event and their sum, newest event first; last the sums over all events.

    `people` counts each person once: within one event they are those present, over all events fewer.
    """
    heads = (*_ABOUT, *_NUMBERS, *_GENDERS, *_PEOPLE)
    yield [name for name, _tag in heads]
    if hxl:
        yield [tag for _name, tag in heads]
    for one in figures.events:
        for cells in _sector_rows(one, with_sum=not hxl and figures.sector is None, with_days=False):
            if figures.sector is None or cells[len(_ABOUT) - 2] == figures.sector:
                row_of = [*cells, cells[len(_ABOUT) + 1]]
                yield row_of if one.recorded_days else _not_recorded(row_of)
    if hxl:
        return
    chosen = {row.sector: list(Sector).index(row.sector) for row in figures.by_sector}
    numbers = {
        sector.value: [sum(_numbers(one.by_sector[at].numbers)[n] for one in figures.events) for n in range(4)]
        for sector, at in chosen.items()
    }
    genders = {
        sector.value: [sum(one.by_sector[at].by_gender[gender] for one in figures.events) for gender in Gender]
        for sector, at in chosen.items()
    }
    about: list[Cell] = [
        ALL,
        None,
        None,
        None,
        None,
        None,
        instant(figures.as_of),
        COUNTING_RULES,
        INTERNAL,
        None,
        None,
    ]
    for row in figures.by_sector:
        code = row.sector.value
        row_of = [*about, code, SECTOR_NAMES[row.sector], *numbers[code], *genders[code], row.people]
        yield row_of if figures.recorded_days else _not_recorded(row_of)
    if figures.sector is not None:
        return
    sums = [sum(column) for column in zip(*genders.values(), strict=True)]
    row_of = [*about, ALL, None, *_numbers(figures.numbers), *sums, figures.people]
    yield row_of if figures.recorded_days else _not_recorded(row_of)


def _not_recorded(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The same where no day was recorded: who is registered is known, who came is no nought but nothing."""
    known = len(_ABOUT) + 1
    return [*cells[:known], *[None] * (len(cells) - known)]


def _without_signs(cells: Sequence[Cell]) -> list[Cell]:
    return [None if cell == NOT_TOLD else cell for cell in cells]


def cell_of(figures: Counted, place: Place, count: int) -> Cell:
    """A count in a table that people read: the sign where it is not told."""
    told = figures.told(place, count)
    return NOT_TOLD if told is None else told


def four_cells(figures: Counted, row: Place, numbers: FourNumbers) -> list[Cell]:
    """The four numbers of the row that a place with an empty column names, as `cell_of` gives each."""
    return [cell_of(figures, (*row[:-1], name), number) for name, number in asdict(numbers).items()]


def _sector_rows(figures: EventFigures, *, with_sum: bool, with_days: bool) -> Iterator[Sequence[Cell]]:
    about: list[Cell] = [
        figures.slug,
        figures.title,
        figures.starts_on,
        figures.ends_on,
        figures.country,
        figures.place,
        instant(figures.as_of),
        figures.counting_rules,
        PUBLISHED if figures.is_published else INTERNAL,
        figures.below or None,
    ]
    for row in figures.by_sector:
        head = sector_key(row.sector, "")[:-1]
        days = [*_against(figures, row.sector), *days_known(figures, head, row.by_day)] if with_days else []
        genders = came(figures, (cell_of(figures, (*head, gender.value), n) for gender, n in row.by_gender.items()))
        cells = [*known(figures, four_cells(figures, (*head, ""), row.numbers)), *genders, *days]
        yield [*about, _note(cells), row.sector.value, SECTOR_NAMES[row.sector], *cells]
    if with_sum:
        by_day = days_known(figures, (ALL,), {day.day: day.present for day in figures.days})
        days = [*_against_sums(figures), *by_day] if with_days else []
        cells = [*known(figures, _numbers(figures.numbers)), *genders_known(figures), *days]
        yield [*about, _note(cells), ALL, None, *cells]


def _note(cells: Sequence[Cell]) -> str | None:
    """Said in English, like the headings: the file is for programs."""
    return "A count that is not shown would give away a small group." if NOT_TOLD in cells else None


def known(figures: EventFigures, numbers: Sequence[Cell]) -> list[Cell]:
    """The four numbers of an event; where no day was recorded only who is registered: not recorded is no nought."""
    return [numbers[0], *came(figures, numbers[1:])]


def came(figures: EventFigures, counts: Iterable[Cell]) -> list[Cell]:
    """Counts of people who came; nothing where no day was recorded."""
    return [count if figures.recorded_days else None for count in counts]


def genders_known(figures: EventFigures) -> list[Cell]:
    """How many of each gender came, over all sectors."""
    rows = figures.by_gender
    return came(figures, (cell_of(figures, (ALL, row.gender.value), row.numbers.present_any_day) for row in rows))


def days_known(figures: EventFigures, row: Place, by_day: Mapping[date, int]) -> list[Cell]:
    """The counts of the days in their order, nothing for a day that was not recorded."""
    recorded = {day.day for day in figures.days if day.recorded}
    return [
        cell_of(figures, (*row, day.isoformat()), by_day[day]) if day in recorded else None for day in sorted(by_day)
    ]


def _numbers(numbers: FourNumbers) -> list[int]:
    return [numbers.registered, numbers.present_any_day, numbers.person_days, numbers.present_every_day]


def _against(figures: EventFigures, sector: Sector) -> list[Cell]:
    """A sector against its target and against earlier events; nothing where there is none."""
    rows = figures.continuity.by_sector if figures.continuity else ()
    row = next((row for row in rows if row.sector is sector), None)
    came: list[Cell] = [
        cell_of(figures, sector_key(sector, name), getattr(row, name)) if row else None for name in CONTINUITY_HEADS
    ]
    return [figures.targets.get(sector), *came]


def _against_sums(figures: EventFigures) -> list[Cell]:
    totals = figures.continuity.totals if figures.continuity else [None] * 3
    came: list[Cell] = [
        None if total is None else cell_of(figures, (ALL, name), total)
        for name, total in zip(CONTINUITY_HEADS, totals, strict=True)
    ]
    return [sum(figures.targets.values()) if figures.targets else None, *came]
