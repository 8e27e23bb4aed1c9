"""Where everything on a sign-in sheet stands. Drawing and reading use the same numbers.

All measures are mm from the top left corner of the paper.
"""

from dataclasses import dataclass
from functools import cached_property

from dialogues.documents.facts import Paper
from dialogues.documents.marks import TICK_WIDTH
from dialogues.documents.styles import A4, A4_WIDE, LETTER, LETTER_WIDE

INSET = 1.6  # inside a cell: what a reader leaves out, lines and strokes from next door
HALVES = ("morning", "afternoon")


@dataclass(frozen=True)
class Layout:
    """The measures of one page: A4 lying 12 rows, A4 upright 19, Letter lying 12, Letter upright 17."""

    width: float = A4_WIDE[0]
    height: float = A4_WIDE[1]
    row_height: float = 11.0
    left: float = 16.0
    right_margin: float = 15.0
    top: float = 38.0

    @property
    def wide(self) -> bool:
        """True for paper that lies: wider cells, a witness and boxes for the counts."""
        return self.width > self.height

    @cached_property
    def rows(self) -> int:
        """How many rows a page has above its certificate and consent."""
        below = 40.0 if self.wide else 50.0
        return int((self.height - self.top - below) / self.row_height)

    @cached_property
    def edges(self) -> list[float]:
        """Column lines: number, name, organisation, sector, phone, morning, afternoon, witness."""
        room = self.width - self.left - self.right_margin
        number, sector, phone, witness = (9.0, 14.5, 14.0, 21.0) if self.wide else (8.0, 14.0, 13.0, 0.0)
        cell = min(55.0, round(room * 0.206, 1)) if self.wide else 36.0
        rest = room - number - sector - phone - witness - 2 * cell
        edges = [self.left]
        for width in (number, rest * 0.58, rest * 0.42, sector, phone, cell, cell, witness):
            edges.append(round(edges[-1] + width, 2))
        return edges

    @cached_property
    def row_tops(self) -> list[float]:
        """The upper line of each row, and the lower line of the last."""
        return [self.top + n * self.row_height for n in range(self.rows + 1)]

    @property
    def ticks(self) -> tuple[float, float]:
        """Left edges of the two columns of ticks."""
        return 9.0, self.width - 9.0 - TICK_WIDTH

    @property
    def dots(self) -> list[tuple[float, float]]:
        """Crossings that carry a dot: the three lines round the signature cells, at every row line."""
        return [(x, y) for y in self.row_tops for x in self.edges[5:8]]

    def cells(self) -> list[tuple[int, str, tuple[float, float, float, float]]]:
        """Row, half of the day and inner box of every signature cell, in reading order."""
        e = self.edges
        return [
            (row, half, (e[c] + INSET, y + INSET, e[c + 1] - e[c] - 2 * INSET, self.row_height - 2 * INSET))
            for row, y in enumerate(self.row_tops[:-1])
            for half, c in zip(HALVES, (5, 6), strict=True)
        ]


def layout_for(paper: Paper, *, upright: bool) -> Layout:
    """The layout of a kind of paper."""
    if paper == "letter":
        return Layout(*(LETTER if upright else LETTER_WIDE))
    return Layout(*(A4 if upright else A4_WIDE))
