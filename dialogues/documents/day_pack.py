"""Everything for a day as one file: a page that lists what is in it, then each document as it is printed alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dialogues.core.i18n import _, _n, force_locale
from dialogues.documents import wording
from dialogues.documents.binding import Binder, Chapter
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.flow import Block, Flow
from dialogues.documents.press import Press
from dialogues.documents.styles import A4, HAIR, LEAD, LEFT, LETTER, SMALL, STRONG, TEXT, TITLE

_ROW = 11.0  # mm
_NUMBER = 14.0  # mm for the page, right of which the title begins

Part = tuple[str, Callable[[], object]]  # what a document is called, and its making


@dataclass(frozen=True, kw_only=True)
class PackFacts(DocumentFacts):
    """What stands on the first page."""

    day: date | None = None  # None: all days


def draw(facts: PackFacts, parts: Sequence[Part]) -> bytes:
    """The documents bound into one file in this order, a bookmark for each, after a list of what is in it."""
    with force_locale(facts.language):
        heading = _("Everything for a day")
        binder = Binder(facts.language, wording.listed(heading, facts.event_title), facts.event_title)
        for title, make in parts:
            with binder.chapter(_(title)):
                make()
        chapters, contents = binder.chapters, _("Contents")
        with binder.chapter(contents):
            cover = _cover(facts, heading, chapters, before=1)
            if cover.pages > 1:
                cover = _cover(facts, heading, chapters, before=cover.pages)
            cover.pdf()
        return binder.pdf(first=[contents])


def _cover(facts: PackFacts, heading: str, chapters: Sequence[Chapter], *, before: int) -> Press:
    press = wording.press(facts, heading, LETTER if facts.paper == "letter" else A4)
    flow = Flow(press, left=heading, right=facts.event_title)
    flow.down(4)
    when = wording.long_day(facts.day, facts.language) if facts.day else _("All days")
    flow.text(LEFT, press.measure, when, TITLE)
    flow.text(LEFT, press.measure, wording.listed(facts.event_title, facts.place), LEAD)
    flow.down(6)
    page = before + 1
    for chapter in chapters:
        flow.place(_row(page, chapter))
        page += chapter.pages
    flow.down(4)
    count = page - 1
    said = _n("One page with this one.", "%(num)d pages with this one.", count)
    flow.text(LEFT, press.measure, str(said), SMALL)
    return press


def _row(page: int, chapter: Chapter) -> Block:
    pages = str(_n("one page", "%(num)d pages", chapter.pages))

    def draw_row(p: Press, y: float) -> None:
        middle = y + _ROW / 2 + TEXT.drop
        p.text(LEFT + _NUMBER - 4, middle, str(page), TEXT, "right")
        p.text(LEFT + _NUMBER, middle, chapter.title, TEXT.but(font=STRONG))
        p.text(p.right, middle, pages, SMALL, "right")
        p.rule(LEFT, p.right, y + _ROW, 0.35, HAIR)

    return Block(_ROW, draw_row)
