"""The programme report to pass on: as a PDF, and each chart as a picture. The choices of its page in the address."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, requires
from dialogues.core import clock
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import LANGUAGES, current_language
from dialogues.documents import programme_paper, programme_picture
from dialogues.documents.facts import PAPERS
from dialogues.documents.pdf_answer import pdf_answer
from dialogues.documents.programme_drawing import draw_chart
from dialogues.reports.programme_charts import CHARTS
from dialogues.reports.programme_choice import in_words, read_choice
from dialogues.reports.programme_reading import figures_to_see, lines_to_see
from dialogues.reports.publishing_reading import groups_below

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@requires(Permission.SEE_PROGRAMME)
def programme_paper_file() -> ResponseReturnValue:
    """The report as a PDF: `?language=&paper=` and the choices of the page."""
    choice, lines = read_choice(dict(request.args.lists())), lines_to_see()
    language, paper = request.args.get("language") or current_language(), request.args.get("paper") or "A4"
    if language not in LANGUAGES or paper not in PAPERS:
        raise NotFoundHere
    facts = programme_paper.facts_of(
        figures_to_see(choice, lines), in_words(choice, lines), at=clock.now(), language=language, paper=PAPERS[paper],
        below=groups_below(),
    )  # fmt: skip
    return pdf_answer(programme_paper.draw(facts), "programme-report.pdf")


@requires(Permission.SEE_PROGRAMME)
def programme_picture_file(chart: str, picture: str) -> ResponseReturnValue:
    """A chart as a picture; one that may not be passed on says so."""
    figures = figures_to_see(read_choice(dict(request.args.lists())), lines_to_see())
    drawing = draw_chart(figures, chart, below=groups_below())
    content = programme_picture.svg(drawing) if picture == "svg" else programme_picture.png(drawing)
    response = Response(content, content_type=_TYPES[picture])
    response.headers.set("Content-Disposition", "attachment", filename=f"programme-{chart}.{picture}")
    return response


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these files to the blueprint of documents."""
    names, forms = ", ".join(CHARTS), ", ".join(_TYPES)
    bp.add_url_rule("/report.pdf", view_func=programme_paper_file)
    bp.add_url_rule(f"/report/charts/<any({names}):chart>.<any({forms}):picture>", view_func=programme_picture_file)
