"""The agenda for the wall: one sheet a day, ten lines at most, read at three metres."""

from collections.abc import Sequence

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.big_rows import A3, Sheet, draw_foot, draw_rows, draw_top, pages_of
from dialogues.documents.plan_facts import PlanDay, PlanFacts, PlanItem
from dialogues.documents.press import Press
from dialogues.documents.run_sheet import empty_page
from dialogues.documents.styles import A4, LETTER

PAPERS = {"A4": A4, "letter": LETTER, "A3": A3}


def draw(facts: PlanFacts) -> bytes:
    """The sheets of all days as one PDF."""
    with force_locale(facts.language):
        press = wording.press(facts, _("Wall agenda"), PAPERS[facts.paper])
        if not facts.days:
            empty_page(press, facts, _("Wall agenda"))
        for day in facts.days:
            for items in pages_of(day.items):
                _add(press, facts, day, items)
        return press.pdf()


def _add(press: Press, facts: PlanFacts, day: PlanDay, items: Sequence[PlanItem]) -> None:
    codes = (facts.language, facts.second_language)
    title, *other = (text for (text,) in wording.in_languages(lambda code: (wording.long_day(day.day, code),), *codes))
    sub = wording.listed(*other, _("Day %(number)s", number=day.number), day.heading or facts.event_title)
    if not items:
        sub = wording.listed(sub, _("Nothing is planned for this day yet."))

    def draw_sheet(p: Press) -> None:
        sheet = Sheet.of(p)
        draw_top(sheet, title, sub)
        draw_rows(sheet, facts, items)
        draw_foot(sheet)

    press.add(draw_sheet, marks=[title])
