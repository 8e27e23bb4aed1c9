"""How large a badge is, what stands where on it, and how the sheets it is printed on are cut.

Measures are mm from the top left corner of the badge or of the sheet. The stocks are those of no one maker: sizes that
many sell, with the margins that their sheets have in common.
"""

from dataclasses import dataclass
from typing import Literal

from dialogues.core.i18n import N_
from dialogues.documents.option_rules import OWN_SHEET

EDGE = 4.0  # mm kept free along each cut


@dataclass(frozen=True)
class Layout:
    """One badge: its size, and what stands where on it."""

    width: float
    height: float
    pad: float
    code: float  # the side of the code
    code_top: float
    call_top: float
    text_top: float
    call_sizes: tuple[float, ...]  # on one line, points
    call_pairs: tuple[float, ...]  # on two
    text_sizes: tuple[tuple[float, float], ...]  # of name and organisation, tried until both stand whole
    band: float = 5.0
    language_most: float = 28.0
    group_most: float = 26.0
    has_head: bool = True  # the event above everything; else the beginning of the code stands below the code
    code_bytes_most: int = 106  # of an address in a code of version 6, whose modules a telephone still sees at 18 mm

    @property
    def wide(self) -> float:
        """The measure of a line across the badge."""
        return self.width - 2 * self.pad

    @property
    def beside(self) -> float:
        """The measure of text beside the code, whose quiet zone is kept free."""
        return self.wide - self.code - (5.0 if self.has_head else 3.0)

    @property
    def call_wide(self) -> float:
        """The measure of the call name on one line: above the code, or beside it on small badges."""
        return self.wide if self.has_head else self.beside

    @property
    def band_top(self) -> float:
        """Where the band of the sector begins, a hair further from the cut than it must be."""
        return self.height - EDGE - 0.4 - self.band

    @property
    def text_end(self) -> float:
        """Where the text ends at the latest."""
        return self.band_top - (2.0 if self.has_head else 1.2)


def _large(width: float, height: float) -> Layout:
    return Layout(
        width=width,
        height=height,
        pad=6.0,
        code=18.0,
        code_top=24.4,
        call_top=12.0,
        text_top=23.2,
        call_sizes=(26.0, 24.0, 22.0, 20.0, 18.0),
        call_pairs=(20.0, 18.0, 16.0, 14.0),
        text_sizes=((12, 10), (11.5, 9.5), (11, 9), (10, 8.5), (9, 8), (8.5, 7.5), (8, 7.5), (7.5, 7.5)),
    )


def _small(width: float, height: float) -> Layout:
    return Layout(
        width=width,
        height=height,
        pad=4.4,
        code=15.0,
        code_top=5.4,
        call_top=4.8,
        text_top=11.0,
        call_sizes=(18.0, 16.0, 14.0, 12.0),
        call_pairs=(13.0, 12.0, 11.0),
        text_sizes=((9, 8), (8.5, 7.5), (8, 7.5), (7.5, 7.5)),
        band=3.6,
        language_most=16.0,
        group_most=12.0,
        has_head=False,
        code_bytes_most=84,  # version 5, whose modules are as large at 15 mm as those of version 6 at 18, nearly
    )


@dataclass(frozen=True)
class Stock:
    """A sheet of badges: how many, of which size, and where the first one begins."""

    words: str
    paper: Literal["A4", "letter", ""]  # empty: whichever is chosen, and the badges in the middle of it
    layout: Layout
    across: int
    down: int
    left: float = 0.0
    top: float = 0.0
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def on_sheet(self) -> int:
        """How many badges a sheet has."""
        return self.across * self.down

    @property
    def is_cut_by_hand(self) -> bool:
        """Whether marks say where to cut, and a foot below them which page it is."""
        return not self.paper

    def corner(self, number: int, sheet: tuple[float, float]) -> tuple[float, float]:
        """Where the badge with this number, from nought, begins on a sheet of that size."""
        row, column = divmod(number, self.across)
        left, top = self.left, self.top
        if self.is_cut_by_hand:
            left = (sheet[0] - self.across * self.layout.width) / 2
            top = (sheet[1] - self.down * self.layout.height) / 2
        return left + column * (self.layout.width + self.gap_x), top + row * (self.layout.height + self.gap_y)


_INCH = 25.4
STOCKS = {
    OWN_SHEET: Stock(N_("Plain paper, cut by hand"), "", _large(90, 55), 2, 4),
    "a4-8": Stock(N_("Badge sheet A4, 8 of 90 × 55 mm"), "A4", _large(90, 55), 2, 4, 15, 38.5),
    "a4-10": Stock(N_("Badge sheet A4, 10 of 85 × 54 mm"), "A4", _large(85, 54), 2, 5, 15, 13.5, 10),
    "a4-21": Stock(N_("Labels A4, 21 of 63.5 × 38.1 mm"), "A4", _small(63.5, 38.1), 3, 7, 7.2, 15.15, 2.55),
    "a4-24": Stock(N_("Labels A4, 24 of 70 × 37 mm"), "A4", _small(70, 37), 3, 8, 0, 0.5),
    "letter-8": Stock(
        N_("Badge labels Letter, 8 of 3 3/8 × 2 1/3 in"),
        "letter",
        _large(27 / 8 * _INCH, 7 / 3 * _INCH),
        2,
        4,
        11 / 16 * _INCH,
        7 / 12 * _INCH,
        3 / 8 * _INCH,
        1 / 6 * _INCH,
    ),
}
