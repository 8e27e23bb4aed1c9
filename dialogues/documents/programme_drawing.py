"""Which picture stands for a chart outside the house: the chart itself, or one that says why it is not shown."""

from dialogues.documents.programme_picture import Drawing, draw, draw_nothing
from dialogues.reports.figures import ProgrammeFigures
from dialogues.reports.programme_charts import make_chart
from dialogues.reports.programme_published import outside


def draw_chart(figures: ProgrammeFigures, name: str, *, below: int) -> Drawing:
    """The chart without small groups as a drawing."""
    shown = outside(figures, below=below).find(name)
    if shown is not None:
        return draw(shown, below=below)
    chart = make_chart(figures, name)
    return draw_nothing(chart.caption, chart.source, below=below)
