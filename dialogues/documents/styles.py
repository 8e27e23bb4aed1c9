"""Papers, margins, colours and ways of setting text that all documents share.

Lengths are millimetres from the top left corner, type sizes points. Nothing is set under 7.5 pt.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

MM = 72 / 25.4  # points in a millimetre
A4, A4_WIDE = (210.0, 297.0), (297.0, 210.0)
LETTER, LETTER_WIDE = (215.9, 279.4), (279.4, 215.9)
LEFT, RIGHT, TOP, BOTTOM = 16.0, 14.0, 19.0, 15.0  # margins in mm; the left one is for the punch

INK, MUTED, HAIR, FAINT = "#1B2530", "#55606B", "#B9C0C7", "#D5D9DD"
PETROL, SAND, WHITE, BLACK = "#0A5C73", "#F6F3EC", "#FFFFFF", "#000000"

BODY, STRONG, SLANT, SYMBOLS = "NotoSans", "NotoSans-SemiBold", "NotoSans-Italic", "DejaVuSans"
DOT = " · "  # between things that are listed, never inside a sentence
CAP_HEIGHT = 0.72  # of the size; half of it centres a line on a height


@dataclass(frozen=True, slots=True)
class Style:
    """One way of setting text: sizes in points, tracking in parts of the size."""

    font: str
    size: float
    leading: float
    colour: str = INK
    track: float = 0.0

    def but(self, **changes: Any) -> "Style":
        """The same style with some things changed."""
        return replace(self, **changes)

    @property
    def step(self) -> float:
        """Millimetres from one baseline to the next."""
        return self.leading / MM

    @property
    def drop(self) -> float:
        """Millimetres from the middle of a capital to its baseline."""
        return self.size * CAP_HEIGHT / 2 / MM


TITLE = Style(STRONG, 18, 22)
HEADING = Style(STRONG, 13, 17)
LEAD = Style(BODY, 11, 15)
TIME = Style(STRONG, 11, 14)
ITEM = Style(STRONG, 10, 13.5)
TEXT = Style(BODY, 9, 12.5)
TEXT_STRONG = Style(STRONG, 9, 12.5)
SMALL = Style(BODY, 8, 11, MUTED)
SMALL_INK = Style(BODY, 8, 11)
SMALL_STRONG = Style(STRONG, 8, 11)
SMALLEST = Style(BODY, 7.5, 10, MUTED)
LABEL = Style(STRONG, 7.5, 10, MUTED, 0.03)


@lru_cache(maxsize=64)
def colour_numbers(colour: str) -> str:
    """`#0A5C73` as the three numbers a page stream wants."""
    return " ".join(f"{int(colour[n : n + 2], 16) / 255:.4f}" for n in (1, 3, 5))
