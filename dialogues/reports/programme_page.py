"""The report over several events as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dialogues.core.formats import day_range_text
from dialogues.core.i18n import _, _n, current_language
from dialogues.people.sectors import Sector
from dialogues.reports.figures import NUMBER_NAMES, EventFigures, ProgrammeFigures
from dialogues.reports.pages import Row, TableShown, number_heads
from dialogues.reports.programme_charts import Chart, Line
from dialogues.reports.programme_published import Outside, Public
from dialogues.reports.shapes import NOT_TOLD
from dialogues.reports.wording import number, share


@dataclass(frozen=True)
class Plate:
    """One chart with its table and its files."""

    name: str
    title: str
    source: str
    is_stacked: bool
    is_wide: bool  # its labels are long; the table stands under it, not beside
    bars: Sequence[dict[str, Any]]
    legend: Sequence[dict[str, str]]
    table: TableShown
    files: Sequence[dict[str, str]]


def key_numbers(figures: ProgrammeFigures) -> list[dict[str, str]]:
    """Events, visits, people and person-days, each with what it means."""
    days = figures.recorded_days
    return [
        {
            "label": _("Events"),
            "value": number(len(figures.events)),
            "note": _("chosen above, with what is recorded now"),
        },
        {
            "label": _("Visits"),
            "value": _if_recorded(figures, figures.visits),
            "note": _("one person at one event is one visit"),
        },
        {
            "label": _("People"),
            "value": _if_recorded(figures, figures.people),
            "note": _("each counted once, however often they came"),
        },
        {
            "label": _("Person-days"),
            "value": _if_recorded(figures, figures.numbers.person_days),
            "note": _n("on one recorded day", "on %(days)s recorded days", days, days=number(days)),
        },
    ]


def number_table(figures: ProgrammeFigures, urls: dict[str, str]) -> TableShown:
    """The four numbers of each event, newest first. `urls` leads from an event's slug to its report."""
    return TableShown(
        caption=_("The four numbers of each event, newest first"),
        heads=[_("Event"), *number_heads([*(_(name) for name in NUMBER_NAMES.values()), _("Days recorded")])],
        rows=[
            _event_row(
                one,
                [
                    *_four(one),
                    _("%(recorded)s of %(days)s", recorded=one.recorded_days, days=len(one.days)),
                ],
                urls,
            )
            for one in figures.events
        ],
        total=Row(
            _("All events"),
            [
                *_four(figures),
                _(
                    "%(recorded)s of %(days)s",
                    recorded=figures.recorded_days,
                    days=sum(len(one.days) for one in figures.events),
                ),
            ],
        ),
    )


def event_table(figures: ProgrammeFigures, urls: dict[str, str]) -> TableShown:
    """The events chosen and how much of each is recorded, without a figure of people."""
    days = [_("%(recorded)s of %(days)s", recorded=one.recorded_days, days=len(one.days)) for one in figures.events]
    return TableShown(
        caption=_("The events chosen, newest first"),
        heads=[_("Event"), *number_heads([_("Days recorded")])],
        rows=[_event_row(one, [recorded], urls) for one, recorded in zip(figures.events, days, strict=True)],
    )


def sector_table(figures: ProgrammeFigures, urls: dict[str, str]) -> TableShown:
    """Events by sector, with the shares as a bar."""
    codes = [sector.value for sector in Sector]
    return TableShown(
        caption=_("Participants present at least one day, newest event first"),
        heads=[_("Event"), _("Shares of the sectors"), *number_heads([*codes, _("All"), _("Women")])],
        rows=[
            _event_row(
                one,
                [
                    *(_if_recorded(one, row.numbers.present_any_day) for row in one.by_sector),
                    _if_recorded(one, one.numbers.present_any_day),
                    _part_of(one.women, one.numbers.present_any_day) if one.recorded_days else "–",
                ],
                urls,
                parts=[(row.sector, row.numbers.present_any_day) for row in one.by_sector],
            )
            for one in figures.events
        ],
        total=Row(
            _("All visits"),
            [
                *(_if_recorded(figures, row.visits) for row in figures.by_sector),
                _if_recorded(figures, figures.visits),
                _part_of(sum(one.women for one in figures.events), figures.visits) if figures.recorded_days else "–",
            ],
            parts=_parts([(row.sector, row.visits) for row in figures.by_sector]),
        ),
    )


def told_numbers(public: Public) -> list[dict[str, str]]:
    """The same numbers for who sees no small groups."""
    told = (True, public.tells_visits, public.tells_people, public.tells_visits)
    numbers = zip(key_numbers(public.figures), told, strict=True)
    return [one if is_told else {**one, "value": NOT_TOLD} for one, is_told in numbers]


def plate(one: Outside, urls: Mapping[str, str]) -> Plate:
    """A chart as it is drawn, the table with the same figures, and its files by their names in `urls`."""
    chart = one.chart
    drawn = chart.drawn
    is_stacked = len(drawn) > 1
    return Plate(
        name=chart.name,
        title=chart.title,
        source=_source(chart),
        is_stacked=is_stacked,
        is_wide=chart.by_event,
        bars=[_stacked(one, line) if is_stacked else _bar(one, line) for line in chart.lines],
        legend=[{"fill": chart.columns[at].fill or "", "label": chart.columns[at].label} for at in drawn]
        if is_stacked
        else [],
        table=_table(one),
        files=[{"label": label, "url": url, "icon": "download"} for label, url in urls.items()],
    )


def _has_line(chart: Chart) -> bool:
    """Whether an upright line on each bar says how many were registered."""
    return chart.columns[0].key == "registered"


def _source(chart: Chart) -> str:
    """What stands under a chart; on the page also what its line means."""
    if not _has_line(chart):
        return chart.source
    return f"{_('The upright line is how many were registered.')} {chart.source}"


def _table(one: Outside) -> TableShown:
    chart = one.chart
    return TableShown(
        caption=chart.caption,
        heads=[chart.head, *number_heads([column.label for column in chart.columns])],
        rows=[
            Row(
                line.label,
                _cells(one, line),
                code=line.sector.value if line.sector else None,
                note=line.note or None,
            )
            for line in chart.lines
        ],
        total=Row(chart.total.label, _cells(one, chart.total)) if chart.total else None,
    )


def _cells(one: Outside, line: Line) -> list[str]:
    return [one.cell(line, at) for at in range(len(line.values))]


def _bar(one: Outside, line: Line) -> dict[str, Any]:
    chart = one.chart
    value = line.values[chart.drawn[0]]
    return {
        "label": line.label,
        "value": value or 0,
        "shown": one.cell(line, chart.drawn[0]),
        "sector": line.sector.value if line.sector else None,
        "target": line.values[0] if _has_line(chart) else None,
    }


def _stacked(one: Outside, line: Line) -> dict[str, Any]:
    chart = one.chart
    is_plain = one.is_plain(line)
    values = [line.values[at] if is_plain else None for at in chart.drawn]
    whole = sum(value or 0 for value in values)
    known = any(value is not None for value in values)
    return {
        "label": line.label,
        "shown": NOT_TOLD if not is_plain else number(whole) if known else "–",
        "parts": [
            {"sector": chart.columns[at].fill, "value": value or 0}
            for at, value in zip(chart.drawn, values, strict=True)
        ],
        "whole": None if chart.is_share else chart.longest,
        "sector": line.sector.value if line.sector else None,
    }


def _four(figures: EventFigures | ProgrammeFigures) -> list[str]:
    registered, *came = asdict(figures.numbers).values()
    return [number(registered), *(_if_recorded(figures, value) for value in came)]


def _if_recorded(figures: EventFigures | ProgrammeFigures, value: int) -> str:
    return number(value) if figures.recorded_days else "–"


def _event_row(
    figures: EventFigures, cells: Sequence[str], urls: dict[str, str], *, parts: Sequence[tuple[Sector, int]] = ()
) -> Row:
    dates = day_range_text(figures.starts_on, figures.ends_on, locale=current_language())
    note = ", ".join(part for part in (dates, figures.place) if part)
    return Row(figures.title, cells, note=note, url=urls[figures.slug], parts=_parts(parts))


def _parts(parts: Sequence[tuple[Sector, int]]) -> list[dict[str, Any]]:
    return [{"sector": sector.value, "value": value} for sector, value in parts]


def _part_of(part: int, whole: int) -> str:
    return f"{number(part)}, {share(part, whole)}" if whole else number(part)
