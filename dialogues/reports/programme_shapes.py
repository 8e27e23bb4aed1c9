"""The charts over several events as plain values, and as files: CSV, XLSX and JSON of the same figures."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialogues.core.i18n import _
from dialogues.core.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from dialogues.reports.figures import COUNTING_RULES, ProgrammeFigures
from dialogues.reports.files import FileFormat
from dialogues.reports.programme_charts import ALL, Line, charts
from dialogues.reports.programme_published import Outside, Public, inside
from dialogues.reports.shapes import INTERNAL, PUBLISHED, instant, programme_object
from dialogues.reports.wording import not_told_words

CHART_FORMATS = (FileFormat.CSV, FileFormat.XLSX, FileFormat.JSON)


def report_object(figures: ProgrammeFigures) -> dict[str, Any]:
    """Several events as API, page file and command answer them, with the figures of every chart by its name."""
    made = {chart.name: _lines_object(inside(chart)) for chart in charts(figures)}
    return {**programme_object(figures), "figures": INTERNAL, "charts": made}


def published_object(public: Public) -> dict[str, Any]:
    """The same as it may be passed on: the charts without small groups, and of the sums those that may be told."""
    figures = public.figures
    told = {
        "visits": public.tells_visits,
        "people": public.tells_people,
        "person_days": public.tells_visits,
        "contact_hours": public.tells_visits,
    }
    values = {
        "visits": figures.visits,
        "people": figures.people,
        "person_days": figures.numbers.person_days,
        "contact_hours": figures.contact.hours,
    }
    return {
        "as_of": instant(figures.as_of),
        "sector": figures.sector,
        "recorded_days": figures.recorded_days,
        "figures": PUBLISHED,
        "groups_below": public.below,
        **{name: values[name] if is_told else None for name, is_told in told.items()},
        "events": [
            {"event": one.slug, "starts_on": one.starts_on.isoformat(), "ends_on": one.ends_on.isoformat()}
            for one in figures.events
        ],
        "charts": {one.chart.name: _lines_object(one) for one in public.charts},
        "left_out": list(public.left_out),
    }


def published_rows(public: Public, *, hxl: bool = False) -> Iterator[Sequence[Cell]]:
    """The events, and a row for each figure of each chart that may be passed on; in HXL what is not told is empty."""
    heads = {
        "chart": "#meta+chart",
        "key": "#meta+row",
        "label": "#meta+row+name",
        "figure": "#meta+figure",
        "value": "#reached",
        "as_of": "#date+reported",
        "counting_rules": "#meta+version",
        "figures": "#meta+figures",
        "groups_below": "#meta+threshold",
    }
    yield list(heads)
    if hxl:
        yield list(heads.values())
    about: list[Cell] = [instant(public.figures.as_of), COUNTING_RULES, PUBLISHED, public.below]
    for event in public.figures.events:
        yield ["events", event.slug, event.title, "recorded_days", event.recorded_days, *about]
    for one in public.charts:
        total = [one.chart.total] if one.chart.total and not hxl else []
        for line in (*one.chart.lines, *total):
            for at, column in enumerate(one.chart.columns):
                value = line.values[at] if hxl else one.value(line, at)
                yield [one.chart.name, line.key, line.label, column.key, value, *about]


def published_sheets(public: Public, names: Mapping[str, str]) -> list[Sheet]:
    """What these figures are, and a sheet for each chart that may be passed on."""
    about: list[Sequence[Cell]] = [
        [_("Figures"), PUBLISHED],
        [_("May be published: no group of fewer than %(below)s people is shown.", below=public.below), None],
        [not_told_words(public.below), None],
        [_("Counting rules"), COUNTING_RULES],
        [_("As of"), instant(public.figures.as_of)],
        *([_("Left out"), caption] for caption in public.left_out),
    ]
    charts_shown = [chart_sheet(one, names[one.chart.name][:31]) for one in public.charts]
    return [Sheet(_("Numbers"), about, headings=0, widths=[90, 40]), *charts_shown]


def chart_object(one: Outside, figures: ProgrammeFigures) -> dict[str, Any]:
    """One chart with its words; what is not recorded, cannot be known or is not told is null."""
    chart = one.chart
    return {
        "chart": chart.name,
        "title": chart.title,
        "caption": chart.caption,
        "source": chart.source,
        "as_of": instant(figures.as_of),
        "counting_rules": COUNTING_RULES,
        "sector": figures.sector,
        "columns": [{"key": column.key, "label": column.label} for column in chart.columns],
        **_lines_object(one),
    }


def chart_rows(one: Outside) -> Iterator[Sequence[Cell]]:
    """A heading, a row for each bar, and the row of all."""
    chart = one.chart
    yield ["key", "label", "note", *(column.key for column in chart.columns)]
    for line in (*chart.lines, *([chart.total] if chart.total else [])):
        yield [line.key, line.label, line.note or None, *_values(one, line)]


def chart_sheet(one: Outside, name: str) -> Sheet:
    """One chart as a sheet; what is not recorded or cannot be known is an empty cell."""
    chart = one.chart
    rows: list[Sequence[Cell]] = [[chart.head, _("Note"), *(column.label for column in chart.columns)]]
    rows += [[line.label, line.note or None, *_values(one, line)] for line in chart.lines]
    if chart.total is not None:
        rows.append([chart.total.label, None, *_values(one, chart.total)])
    return Sheet(
        name,
        rows,
        widths=[44, 34, *[14] * len(chart.columns)],
        is_table=True,
        table_name=f"chart_{chart.name}",
        rows_below=1 if chart.total else 0,
    )


def chart_file(one: Outside, figures: ProgrammeFigures, form: FileFormat, *, said: str) -> bytes:
    """The figures of one chart as a file. `said`: whether they may be passed on."""
    if form is FileFormat.JSON:
        return (json.dumps(chart_object(one, figures), ensure_ascii=False, indent=2) + "\n").encode()
    if form is FileFormat.CSV:
        return write_csv(chart_rows(one))
    about: list[Sequence[Cell]] = [
        [_("Chart"), one.chart.caption],
        [_("Source"), one.chart.source],
        [_("Figures"), said],
        [_("Counting rules"), COUNTING_RULES],
    ]
    return write_xlsx([chart_sheet(one, _("Figures")), Sheet(_("Method"), about, headings=0, widths=[20, 110])])


def _values(one: Outside, line: Line) -> list[Cell]:
    return [one.value(line, at) for at in range(len(one.chart.columns))]


def _lines_object(one: Outside) -> dict[str, Any]:
    chart = one.chart
    keys = [column.key for column in chart.columns]
    rows = [{"key": line.key, "label": line.label, **dict(zip(keys, line.values, strict=True))} for line in chart.lines]
    total = dict(zip(keys, chart.total.values, strict=True)) if chart.total else None
    return {"rows": rows, ALL.lower(): total, "not_told": sorted(map(list, one.signs))}
