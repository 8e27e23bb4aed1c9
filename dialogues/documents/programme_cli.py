"""The command that writes the programme report to pass on: the paper, or one chart as a picture."""

from pathlib import Path
from typing import Any

import click

from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.i18n import LANGUAGES, force_locale
from dialogues.core.shell import in_app, write_file
from dialogues.documents import programme_paper, programme_picture
from dialogues.documents.facts import PAPERS
from dialogues.documents.programme_drawing import draw_chart
from dialogues.reports.programme_charts import CHARTS
from dialogues.reports.programme_choice import in_words, list_lines
from dialogues.reports.programme_options import chosen_figures, read_options, with_choice
from dialogues.reports.publishing_reading import groups_below


@click.command("programme-report")
@with_choice
@click.option("--chart", type=click.Choice(CHARTS), help="Only this chart, as a picture: FILE ends in .svg or .png.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--paper", type=click.Choice(["A4", "letter"], case_sensitive=False), default="A4", show_default=True)
@click.option(
    "-o",
    "--output",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write.",
)
@in_app
def programme_report(chart: str | None, language: str, paper: str, output: Path, **choice: Any) -> None:
    """Write the programme report to pass on, without any small group: a PDF, or one chart as a picture."""
    read = read_options(**choice)
    if output.suffix.lower() not in ({".svg", ".png"} if chart else {".pdf"}):
        raise click.UsageError("FILE ends in .pdf; a chart's in .svg or .png.")
    figures = chosen_figures(read)
    with force_locale(language):
        if chart is None:
            facts = programme_paper.facts_of(
                figures, in_words(read, list_lines(db.session())), at=clock.now(), language=language,
                paper=PAPERS[paper], below=groups_below(),
            )  # fmt: skip
            write_file(output, programme_paper.draw(facts))
            return
        drawing = draw_chart(figures, chart, below=groups_below())
        is_svg = output.suffix.lower() == ".svg"
        write_file(output, programme_picture.svg(drawing) if is_svg else programme_picture.png(drawing))
