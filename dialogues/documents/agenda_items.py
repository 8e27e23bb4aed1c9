"""The lines of one day of the agenda: measured first, then drawn with the room that is left shared out evenly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogues.core.formats import time_text
from dialogues.documents import wording
from dialogues.documents.facts import AgendaItem
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    BODY,
    HAIR,
    INK,
    ITEM,
    LEFT,
    MUTED,
    SAND,
    SMALL,
    SMALL_INK,
    TEXT,
    TIME,
    Style,
)
from dialogues.documents.typesetting import balance, wrap

TIME_WIDTH, ROOM_WIDTH, GAP = 21.0, 40.0, 4.0  # mm
HANG = 2.0  # mm by which a sand band hangs out, so that its text keeps the edge of the others
DAY_HEAD, DAY_FOOT = 7.6, 6.0  # mm above the first and below the last item of a day
MOST_LINES = 34  # an item of more lines than this goes on as another one, so that it can leave the page
_PAD, _QUIET_PAD = 2.2, 1.6  # mm of an item that its lines leave empty
_NUMBER_GAP = 3.2

Line = tuple[str, Style]


@dataclass(frozen=True)
class Item:
    """A measured item; `height` is the least it needs."""

    start: str
    number: str
    quiet: bool
    lines: Sequence[Line]
    room: Sequence[str]
    joins: bool = False  # goes on from the piece before, so no line between them

    @property
    def height(self) -> float:
        """In mm, without any room to spare."""
        pad = _QUIET_PAD if self.quiet else _PAD
        text = sum(style.step for _, style in self.lines)
        return max(5.6, pad + max(text, len(self.room) * self.room_style.step))

    @property
    def room_style(self) -> Style:
        """Rooms of breaks stand back."""
        return SMALL if self.quiet else SMALL_INK


def title_width(p: Press) -> float:
    """What the column of titles has."""
    return p.measure - TIME_WIDTH - ROOM_WIDTH - GAP


def measure_items(p: Press, heading: str, items: Sequence[AgendaItem], language: str) -> list[Item]:
    """The items of a day in lines; `heading` is one that found no room beside the date and comes before the first."""
    rows = [Item("", "", False, _styled(p, heading, SMALL), ())] if heading else []
    rows += [_measure(p, item, language) for item in items]
    return [piece for row in rows for piece in _pieces(row)]


def day_height(items: Sequence[Item]) -> float:
    """The least height of a day with its head and foot."""
    return DAY_HEAD + sum(item.height for item in items) + DAY_FOOT


def draw_items(p: Press, items: Sequence[Item], top: float, bottom: float) -> float:
    """Draw items between two heights; spare room goes evenly between them, a little more on a long page."""
    if not items:
        return top
    most = 4.5 if bottom - top > 130 else 2.0
    spare = max(0.0, min(most, (bottom - top - sum(item.height for item in items)) / len(items)))
    y = top
    for number, item in enumerate(items):
        if number and not item.quiet and not items[number - 1].quiet and not item.joins:
            p.rule(LEFT, p.right, y, 0.35, HAIR)
        _draw_item(p, item, y, item.height + spare)
        y += item.height + spare
    return y


def _measure(p: Press, item: AgendaItem, language: str) -> Item:
    width = title_width(p)
    start = time_text(item.starts, locale=language)
    if item.quiet:
        lines = _styled(p, wording.listed(item.title, item.second_title), TEXT)
        return Item(start, "", True, lines, _room_lines(item.room, SMALL))
    lines = [(line, ITEM) for line in balance(item.title, ITEM, width)]
    if item.second_title:  # under the first, lighter
        lines += _styled(p, item.second_title, ITEM.but(font=BODY))
    if item.people:
        lines += _styled(p, "; ".join(item.people), SMALL)
    return Item(start, item.number, False, lines, _room_lines(item.room, SMALL_INK))


def _styled(p: Press, text: str, style: Style) -> list[Line]:
    return [(line, style) for line in wrap(text, style, title_width(p))]


def _room_lines(room: str, style: Style) -> list[str]:
    return wrap(room, style, ROOM_WIDTH) if room else []


def _pieces(item: Item) -> list[Item]:
    deepest = max(len(item.lines), len(item.room))
    pieces = [
        replace(item, lines=item.lines[n : n + MOST_LINES], room=item.room[n : n + MOST_LINES], joins=n > 0)
        for n in range(0, deepest, MOST_LINES)
    ]
    return [pieces[0], *(replace(piece, start="", number="") for piece in pieces[1:])]


def _draw_item(p: Press, item: Item, y: float, height: float) -> None:
    text = sum(style.step for _, style in item.lines)
    rooms = len(item.room) * item.room_style.step
    if item.quiet:
        p.boxes([(LEFT - HANG, y, p.measure + 2 * HANG, height)], SAND)
    inner = y + (height - max(text, rooms)) / 2
    first = item.lines[0][1] if item.lines else ITEM
    base = inner + first.step / 2 + first.drop
    time_style = TEXT.but(colour=MUTED) if item.quiet else TIME
    p.text(LEFT, base, item.start, time_style)
    p.text(LEFT + TIME_WIDTH - _NUMBER_GAP, base, item.number, SMALL, "right")
    at = inner
    for line, style in item.lines:
        at = p.lines(LEFT + TIME_WIDTH, at, [line], style.but(colour=INK) if item.quiet else style)
    p.column(
        p.right - ROOM_WIDTH,
        [base + n * item.room_style.step for n in range(len(item.room))],
        item.room,
        item.room_style,
    )
