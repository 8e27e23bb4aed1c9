"""One facilitator's own days: their sessions as on the run-sheet, the rest of the day in a line each."""

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.flow import Flow
from dialogues.documents.plan_facts import OwnDaysFacts, PlanDay, PlanFacts
from dialogues.documents.press import Press
from dialogues.documents.run_sheet import add_title
from dialogues.documents.run_sheet_rows import Rows
from dialogues.documents.styles import A4, LEFT, LETTER, TEXT


def draw(facts: OwnDaysFacts) -> bytes:
    """A sheet for each person and day as one PDF."""
    with force_locale(facts.language):
        press = wording.press(facts, _("My day"), LETTER if facts.paper == "letter" else A4)
        for own in facts.people:
            for day in own.days:
                _add(press, own, day)
        if not press.pages:
            flow = Flow(press, left=_("My day"), right=facts.event_title)
            flow.text(LEFT, press.measure, _("Nobody has a part in these days yet."), TEXT)
        return press.pdf()


def _add(press: Press, facts: PlanFacts, day: PlanDay) -> None:
    date = wording.long_day(day.day, facts.language)
    label = wording.bilingual(lambda _code: (_("My day"),), facts.language, facts.second_language)[0]
    flow = Flow(press, left=wording.listed(label, facts.who), right=date)
    flow.mark(wording.listed(facts.who, date))
    add_title(flow, facts, day, facts.who)
    rows = Rows(press, facts)
    flow.table(rows.head(), rows.of(day.items, most=flow.full_page - rows.head().height))
