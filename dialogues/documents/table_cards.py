"""A card for each table: A4 folded once, so that it stands and both sides say the letter, the topic and who leads."""

from functools import partial

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.flow import Flow
from dialogues.documents.group_facts import GroupsFacts, GroupSheet
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4,
    BODY,
    HAIR,
    INK,
    LEFT,
    LETTER,
    MM,
    MUTED,
    PETROL,
    SMALLEST,
    STRONG,
    TEXT,
    Style,
)
from dialogues.documents.typesetting import balance, fit, running_head

_EDGE = 18.0  # mm kept free at the sides of a card
_LETTER = Style(STRONG, 190, 196, PETROL)
_LETTER_SIZES = (160.0, 130.0, 100.0, 76.0, 60.0, 48.0, 36.0, 28.0, 20.0)
_TOPIC = Style(STRONG, 22, 27)
_TOPIC_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_ROOM = Style(BODY, 15, 19, MUTED)
_LEADS = Style(BODY, 12, 16)
_SMALLER = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_LINES_MOST = 3  # of the topic
_FOLD = 6.0  # mm: the two marks that say where to fold


def draw_table_cards(facts: GroupsFacts) -> bytes:
    """A page for each group of each round, to be folded in the middle."""
    with force_locale(facts.language):
        title = _("Table cards")
        press = wording.press(facts, title, LETTER if facts.paper == "letter" else A4)
        for sheet in facts.sheets:
            marks = [wording.listed(_("Group %(name)s", name=sheet.name), sheet.round_name)]
            press.add(partial(_draw_card, facts=facts, sheet=sheet), marks=marks)
        if not facts.sheets:
            flow = Flow(press, left=title, right=facts.event_title)
            flow.text(LEFT, press.measure, _("No groups are made yet."), TEXT)
        return press.pdf()


def _draw_card(p: Press, facts: GroupsFacts, sheet: GroupSheet) -> None:
    middle = p.height / 2
    for x in (4.0, p.width - 4.0 - _FOLD):
        p.rule(x, x + _FOLD, middle, 0.5, HAIR)
    _draw_face(p, facts, sheet)
    # The other side stands on its head on the sheet, and upright once the card is folded.
    p.canvas.saveState()
    p.canvas.translate(p.width * MM, p.height * MM)
    p.canvas.rotate(180)
    _draw_face(p, facts, sheet)
    p.canvas.restoreState()


def _draw_face(p: Press, facts: GroupsFacts, sheet: GroupSheet) -> None:
    """The lower half of the page."""
    top, low, wide = p.height / 2, p.height, p.width - 2 * _EDGE
    centre = p.width / 2
    letter = fit(sheet.name, _LETTER, wide, _LETTER_SIZES)
    p.text(centre, top + 72, running_head(sheet.name, letter, wide), letter, "centre")
    y = top + 80.0
    if sheet.topic:
        style, lines = _topic(sheet.topic, wide)
        y = p.lines(centre, y, lines, style, "centre") + 2
    room = fit(sheet.room, _ROOM, wide, _SMALLER)
    y = p.lines(centre, y, [running_head(sheet.room, room, wide)], room, "centre") if sheet.room else y
    leads = fit(sheet.leads, _LEADS, wide, _SMALLER[3:])
    if sheet.leads:
        p.lines(centre, y, [running_head(sheet.leads, leads, wide)], leads, "centre")
    p.rule(_EDGE, p.width - _EDGE, low - 14, 0.8, INK)
    foot = wording.listed(facts.event_title, sheet.round_name, sheet.when, facts.note)
    p.text(centre, low - 9, running_head(foot, SMALLEST, wide), SMALLEST, "centre")


def _topic(text: str, wide: float) -> tuple[Style, list[str]]:
    for size in _TOPIC_SIZES:
        style = _TOPIC.but(size=size, leading=size * 1.22)
        lines = balance(text, style, wide)
        if len(lines) <= (2 if size >= _TOPIC_SIZES[2] else _LINES_MOST):
            return style, lines
    rest = running_head(" ".join(lines[_LINES_MOST - 1 :]), style, wide)
    return style, [*lines[: _LINES_MOST - 1], rest]
