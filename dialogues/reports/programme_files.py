"""The figures over several events as files; the same as on the page, chart by chart."""

import json

from dialogues.core.i18n import _
from dialogues.core.spreadsheets import Sheet, write_xlsx
from dialogues.reports import files
from dialogues.reports.figures import ProgrammeFigures
from dialogues.reports.files import FileFormat
from dialogues.reports.programme_charts import charts
from dialogues.reports.programme_shapes import chart_sheet, report_object


def report_file(figures: ProgrammeFigures, form: FileFormat, *, separator: str = ",") -> bytes:
    """The figures of several events as a file: the sums by event and sector, and where there is room every chart."""
    if form is FileFormat.JSON:
        return (json.dumps(report_object(figures), ensure_ascii=False, indent=2) + "\n").encode()
    if form is FileFormat.XLSX:
        return write_xlsx([*files.programme_sheets(figures), *_chart_sheets(figures)])
    return files.programme_file(figures, form, separator=separator)


def _chart_sheets(figures: ProgrammeFigures) -> list[Sheet]:
    names = {
        "visits": _("Visits"),
        "sectors": _("Visits by sector"),
        "genders": _("Visits by gender"),
        "people": _("People by sector"),
        "continuity": _("Continuity"),
        "returning": _("Continuity by sector"),
        "times": _("Number of events"),
        "hours": _("Contact hours"),
    }
    return [chart_sheet(chart, str(names[chart.name])[:31]) for chart in charts(figures)]
