"""The figures over several events as files; the same as on the page, chart by chart."""

import json

from dialogues.core.i18n import _
from dialogues.core.spreadsheets import Sheet, write_csv, write_text, write_xlsx
from dialogues.reports import files
from dialogues.reports.figures import ProgrammeFigures
from dialogues.reports.files import FileFormat
from dialogues.reports.programme_charts import charts
from dialogues.reports.programme_published import Public, inside
from dialogues.reports.programme_shapes import (
    chart_sheet,
    published_object,
    published_rows,
    published_sheets,
    report_object,
)


def report_file(figures: ProgrammeFigures, form: FileFormat, *, separator: str = ",") -> bytes:
    """The figures of several events as a file: the sums by event and sector, and where there is room every chart."""
    if form is FileFormat.JSON:
        return (json.dumps(report_object(figures), ensure_ascii=False, indent=2) + "\n").encode()
    if form is FileFormat.XLSX:
        return write_xlsx([*files.programme_sheets(figures), *_chart_sheets(figures)])
    return files.programme_file(figures, form, separator=separator)


def published_file(public: Public, form: FileFormat, *, separator: str = ",") -> bytes:
    """The same as it may be passed on."""
    if form is FileFormat.JSON:
        return (json.dumps(published_object(public), ensure_ascii=False, indent=2) + "\n").encode()
    if form is FileFormat.XLSX:
        return write_xlsx(published_sheets(public, _sheet_names()))
    if form is FileFormat.HXL:
        return write_csv(published_rows(public, hxl=True))
    return write_text(published_rows(public), separator=separator)


def _chart_sheets(figures: ProgrammeFigures) -> list[Sheet]:
    names = _sheet_names()
    return [chart_sheet(inside(chart), names[chart.name][:31]) for chart in charts(figures)]


def _sheet_names() -> dict[str, str]:
    return {
        "visits": _("Visits"),
        "sectors": _("Visits by sector"),
        "genders": _("Visits by gender"),
        "people": _("People by sector"),
        "continuity": _("Continuity"),
        "returning": _("Continuity by sector"),
        "times": _("Number of events"),
        "hours": _("Contact hours"),
    }
