"""The charts over several events as plain values, and as files: CSV, XLSX and JSON of the same figures."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from dialogues.core.i18n import _
from dialogues.core.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from dialogues.reports.figures import COUNTING_RULES, ProgrammeFigures
from dialogues.reports.files import FileFormat
from dialogues.reports.programme_charts import ALL, Chart, charts
from dialogues.reports.shapes import instant, programme_object

CHART_FORMATS = (FileFormat.CSV, FileFormat.XLSX, FileFormat.JSON)


def report_object(figures: ProgrammeFigures) -> dict[str, Any]:
    """Several events as API, page file and command answer them, with the figures of every chart by its name."""
    made = {chart.name: _lines_object(chart) for chart in charts(figures)}
    return {**programme_object(figures), "charts": made}


def chart_object(chart: Chart, figures: ProgrammeFigures) -> dict[str, Any]:
    """One chart with its words; what is not recorded or cannot be known is null."""
    return {
        "chart": chart.name,
        "title": chart.title,
        "caption": chart.caption,
        "source": chart.source,
        "as_of": instant(figures.as_of),
        "counting_rules": COUNTING_RULES,
        "sector": figures.sector,
        "columns": [{"key": column.key, "label": column.label} for column in chart.columns],
        **_lines_object(chart),
    }


def chart_rows(chart: Chart) -> Iterator[Sequence[Cell]]:
    """A heading, a row for each bar, and the row of all."""
    yield ["key", "label", "note", *(column.key for column in chart.columns)]
    for line in (*chart.lines, *([chart.total] if chart.total else [])):
        yield [line.key, line.label, line.note or None, *line.values]


def chart_sheet(chart: Chart, name: str) -> Sheet:
    """One chart as a sheet; what is not recorded or cannot be known is an empty cell."""
    rows: list[Sequence[Cell]] = [[chart.head, _("Note"), *(column.label for column in chart.columns)]]
    rows += [[line.label, line.note or None, *line.values] for line in chart.lines]
    if chart.total is not None:
        rows.append([chart.total.label, None, *chart.total.values])
    return Sheet(
        name,
        rows,
        widths=[44, 34, *[14] * len(chart.columns)],
        is_table=True,
        table_name=f"chart_{chart.name}",
        rows_below=1 if chart.total else 0,
    )


def chart_file(chart: Chart, figures: ProgrammeFigures, form: FileFormat) -> bytes:
    """The figures of one chart as a file."""
    if form is FileFormat.JSON:
        return (json.dumps(chart_object(chart, figures), ensure_ascii=False, indent=2) + "\n").encode()
    if form is FileFormat.CSV:
        return write_csv(chart_rows(chart))
    about: list[Sequence[Cell]] = [
        [_("Chart"), chart.caption],
        [_("Source"), chart.source],
        [_("Counting rules"), COUNTING_RULES],
    ]
    return write_xlsx([chart_sheet(chart, _("Figures")), Sheet(_("Method"), about, headings=0, widths=[20, 110])])


def _lines_object(chart: Chart) -> dict[str, Any]:
    keys = [column.key for column in chart.columns]
    rows = [{"key": line.key, "label": line.label, **dict(zip(keys, line.values, strict=True))} for line in chart.lines]
    total = dict(zip(keys, chart.total.values, strict=True)) if chart.total else None
    return {"rows": rows, ALL.lower(): total}
