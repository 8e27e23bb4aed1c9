"""Signs for doors: one sheet for each room and day, with what happens in it and when."""

from collections.abc import Sequence
from dataclasses import replace

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.big_rows import Sheet, draw_foot, draw_rows, draw_top, pages_of
from dialogues.documents.flow import Flow
from dialogues.documents.plan_facts import PlanDay, PlanFacts, PlanItem
from dialogues.documents.press import Press
from dialogues.documents.styles import LEFT, TEXT
from dialogues.documents.wall_agenda import PAPERS

Door = tuple[str, str]  # room, place


def draw(facts: PlanFacts) -> bytes:
    """The signs of all rooms, day by day, as one PDF."""
    with force_locale(facts.language):
        press = wording.press(facts, _("Door signs"), PAPERS[facts.paper])
        for day in facts.days:
            for door, items in _doors(day).items():
                for part in pages_of(items):
                    _add(press, facts, day, door, part)
        if not press.pages:
            flow = Flow(press, left=_("Door signs"), right=facts.event_title)
            flow.text(
                LEFT, press.measure, _("No session has a room yet. Say in which room it is, then print again."), TEXT
            )
        return press.pdf()


def _doors(day: PlanDay) -> dict[Door, list[PlanItem]]:
    """What happens in each room of a day, the room that is used first coming first."""
    doors: dict[Door, list[PlanItem]] = {}
    for item in day.items:
        if item.room_name:
            doors.setdefault((item.room_name, item.place), []).append(item)
    return doors


def _until(facts: PlanFacts, item: PlanItem) -> PlanItem:
    """On its own door a room need not be said again; what is said instead is until when it is taken."""
    until = _("until %(time)s", time=wording.clock(item.ends, facts.language))
    return replace(item, room=until)


def _add(press: Press, facts: PlanFacts, day: PlanDay, door: Door, items: Sequence[PlanItem]) -> None:
    room, place = door
    codes = (facts.language, facts.second_language)
    date = wording.bilingual(lambda code: (wording.long_day(day.day, code),), *codes)[0]
    told = [_until(facts, item) for item in items]

    def draw_sign(p: Press) -> None:
        sheet = Sheet.of(p)
        draw_top(sheet, room, wording.listed(place, date))
        draw_rows(sheet, facts, told)
        draw_foot(sheet)

    press.add(draw_sign, marks=[wording.listed(room, date)])
