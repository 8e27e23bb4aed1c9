"""Which picture stands for a chart outside the house: the chart itself, or one that says why it is not shown."""

from dialogues.documents.programme_picture import Drawing, draw, draw_nothing
from dialogues.documents.programme_shown import outside
from dialogues.reports.figures import ProgrammeFigures
from dialogues.reports.programme_charts import make_chart


def draw_chart(figures: ProgrammeFigures, name: str) -> Drawing:
    """The chart without small groups as a drawing."""
    shown = outside(figures).find(name)
    if shown is not None:
        return draw(shown)
    chart = make_chart(figures, name)
    return draw_nothing(chart.caption, chart.source)
