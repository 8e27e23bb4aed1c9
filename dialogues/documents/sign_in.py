"""Sign-in sheets: one set of pages for each day, read by people and, afterwards, from a photograph."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_, _, force_locale
from dialogues.documents import wording
from dialogues.documents.facts import SignInDay, SignInFacts
from dialogues.documents.flow import Flow
from dialogues.documents.logos import draw_logos, place_logos
from dialogues.documents.marks import MOST_PAGES, draw_corners, spoken
from dialogues.documents.press import Press
from dialogues.documents.sign_in_furniture import CORNER, draw_furniture
from dialogues.documents.sign_in_layout import Layout, layout_for
from dialogues.documents.sign_in_rows import Slot, draw_rows, plan
from dialogues.documents.sign_in_words import SheetWords, day_of, sheet_words
from dialogues.documents.styles import INK, LEAD, LEFT, SMALL, SMALLEST, STRONG, TEXT, TITLE, Style
from dialogues.documents.typesetting import fit, running_head, width_mm, wrap

_LOGOS_TOP, _LOGOS_HEIGHT = 6.0, 8.2  # mm, above the date and between the corner codes
_GAP = 6.0  # mm kept free between what stands left and right in the head and the foot


class TooManyRows(DomainError):
    """A day needs more pages than the corner codes can count."""

    message = N_("A sign-in sheet has at most %(pages)s pages a day. Print it for a part of the people.")


def draw(facts: SignInFacts) -> bytes:
    """The sheets of all days as a PDF. Raises TooManyRows."""
    layout = layout_for(facts.paper, upright=facts.upright)
    slots = plan(facts, layout)
    pages = [slots[n : n + layout.rows] for n in range(0, len(slots), layout.rows)]
    if len(pages) > MOST_PAGES:
        raise TooManyRows(pages=MOST_PAGES)
    with force_locale(facts.language):
        words = sheet_words(facts)
        press = wording.press(facts, words.title, (layout.width, layout.height))
        for day in facts.days:
            _add_day(press, facts, layout, words, day, pages)
        if not facts.days:
            flow = Flow(press, left=words.title, right=facts.event_title)
            flow.text(LEFT, press.measure, _("The days of this event are not set yet."), TEXT)
        return press.pdf()


def _add_day(
    press: Press,
    facts: SignInFacts,
    layout: Layout,
    words: SheetWords,
    day: SignInDay,
    pages: Sequence[Sequence[Slot]],
) -> None:
    codes = (facts.language, facts.second_language)
    date = wording.bilingual(lambda code: (wording.long_day(day.day, code),), *codes)[0]
    event = wording.listed(facts.event_title, facts.place)
    day_number = day_of(facts, day)
    sheet = _("Sheet %(sheet)s", sheet=spoken(day.sheet_id))
    logos = place_logos(
        facts.letterhead.logos,
        left=layout.width / 2,
        right=layout.width - CORNER,
        top=_LOGOS_TOP,
        height=_LOGOS_HEIGHT,
        align="right",
    )

    def draw_heading(p: Press) -> None:
        right, room = layout.width - CORNER, layout.width - 2 * CORNER
        day_width = width_mm(day_number, LEAD) + _GAP
        p.text(CORNER, 20.2, date, fit(date, TITLE, room - day_width, (16, 14, 12, 11, 10)))
        p.text(right, 20.2, day_number, LEAD, "right")
        place = _head_lines(day.place, room * 0.4)
        place_width = max(width_mm(line, place.style) for line in place.lines)
        _draw_lines(p, CORNER, _head_lines(event, room - place_width - _GAP), "left")
        _draw_lines(p, right, place, "right")

    def draw_page(p: Press, number: int) -> None:
        p.form("furniture", lambda: draw_furniture(p, layout, words))
        p.form(f"heading-{day.sheet_id}", lambda: draw_heading(p))
        draw_logos(p, logos)
        draw_corners(p, day.sheet_id, number)
        draw_rows(p, layout, words, pages[number - 1])
        y = layout.height - 9.2
        right = wording.listed(sheet, p.page_of(number, len(pages)))
        strong = SMALLEST.but(colour=INK, font=STRONG)
        room = layout.width - 2 * CORNER - width_mm(right, strong) - _GAP
        p.text(CORNER, y, p.footer.line(room), SMALLEST)
        p.text(layout.width - CORNER, y, right, strong, "right")

    for number in range(1, len(pages) + 1):
        press.add(partial(draw_page, number=number), marks=[date] if number == 1 else [])


@dataclass(frozen=True)
class _Lines:
    style: Style
    lines: list[str]


def _head_lines(text: str, room: float) -> _Lines:
    """A line below the date, or two smaller ones."""
    if width_mm(text, SMALL) <= room:
        return _Lines(SMALL, [text])
    first, *more = wrap(text, SMALLEST, room)
    return _Lines(SMALLEST, [first, running_head(" ".join(more), SMALLEST, room)])


def _draw_lines(p: Press, x: float, head: _Lines, align: str) -> None:
    p.column(x, (25.2,) if len(head.lines) == 1 else (24.2, 27.5), head.lines, head.style, align)
