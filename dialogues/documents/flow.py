"""Blocks one below the other, page after page: what does not fit moves on, whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogues.documents.press import Press
from dialogues.documents.styles import BOTTOM, Style
from dialogues.documents.typesetting import wrap

FIRST = 18.0  # mm: where the text of a page begins
FOOT = BOTTOM + 2.0  # mm kept free at the lower edge

DrawAt = Callable[[Press, float], object]  # draws a block whose top is at the given height


@dataclass(frozen=True)
class Block:
    """Something with a height in mm that is never split."""

    height: float
    draw: DrawAt


class Flow:
    """Fills pages of a press from the top. Everything is measured now and drawn later."""

    def __init__(self, press: Press, *, left: str, right: str, first: float = FIRST) -> None:
        self.press = press
        self._left, self._right, self._first = left, right, first
        self._bottom = press.height - FOOT
        self._marks: list[str] = []
        self.y = 0.0
        self.new_page()

    @property
    def room(self) -> float:
        """How much is left on this page."""
        return self._bottom - self.y

    @property
    def full_page(self) -> float:
        """How much an empty page holds."""
        return self._bottom - self._first

    def new_page(self, mark: str = "") -> None:
        """Go on at the top of a fresh page; `mark` is its bookmark."""
        self._blocks: list[tuple[float, DrawAt]] = []
        self._marks = [mark] if mark else []
        blocks = self._blocks

        def draw(p: Press) -> None:
            for y, block in blocks:
                block(p, y)

        self.press.add(draw, left=self._left, right=self._right, marks=self._marks)
        self.y = self._first

    def mark(self, title: str) -> None:
        """Give this page a bookmark."""
        self._marks.append(title)

    def down(self, mm: float) -> None:
        """Leave room, but never at the top of a page."""
        if self.y > self._first:
            self.y = min(self.y + mm, self._bottom)

    def down_to(self, y: float) -> None:
        """Go down to a fixed height, if it is still below."""
        self.y = max(self.y, min(y, self._bottom))

    def place(self, block: Block) -> None:
        """Set the block here, or at the top of the next page if it does not fit."""
        if block.height > self.room and self.y > self._first:
            self.new_page()
        self._blocks.append((self.y, block.draw))
        self.y += block.height

    def place_at(self, y: float, draw: DrawAt) -> None:
        """Draw something at a fixed height of this page, outside the flow."""
        self._blocks.append((y, draw))

    def keep(self, height: float) -> None:
        """Begin a new page unless `height` mm are left, so that what follows stays together."""
        if height > self.room and height <= self.full_page:
            self.new_page()

    def text(self, x: float, width: float, text: str, style: Style) -> None:
        """Set wrapped text; it may go on over as many pages as it needs."""
        self.lines(x, wrap(text, style, width), style)

    def lines(self, x: float, lines: Sequence[str], style: Style) -> None:
        """Set lines that are broken already, as many on a page as fit."""
        rest = list(lines)
        while rest:
            fits = max(1, int(self.room / style.step + 0.001))
            if self.room < style.step:
                self.new_page()
                continue
            self.place(text_block(x, rest[:fits], style))
            rest = rest[fits:]

    def table(self, head: Block, rows: Sequence[Block], *, together: float = 0.0) -> None:
        """Set rows under a head that is repeated on every page; the head never stands alone at a foot.

        `together` is what has to fit below the last row, such as its totals.
        """
        self.keep(head.height + sum(row.height for row in rows[:1]) + (together if len(rows) == 1 else 0.0))
        self.place(head)
        for number, row in enumerate(rows):
            after = together if number == len(rows) - 1 else 0.0
            if row.height + after > self.room and number:
                self.new_page()
                self.place(head)
            self.place(row)


def text_block(x: float, lines: Sequence[str], style: Style) -> Block:
    """Lines of text as one block."""
    return Block(len(lines) * style.step, lambda p, y: p.lines(x, y, lines, style))
