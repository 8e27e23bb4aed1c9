"""Logos on paper: how large each is beside the others, where it stands, and drawing it.

Whoever draws gives them a row of its own height, where nothing else stands; without logos nothing is drawn, and no
measure of the paper asks for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from reportlab.lib.utils import ImageReader

from dialogues.documents.letterhead_facts import PaperLogo
from dialogues.documents.press import Press
from dialogues.documents.styles import MM

GAP = 7.0  # mm between two logos
_SQUARE = 1.5  # a logo up to so many times as wide as high has the full height; wider ones the same area
_LONG = 4.0  # and none is wider than so many heights of the row

Align = Literal["left", "centre", "right", "apart"]  # apart: the first one left, the others right


@dataclass(frozen=True)
class PlacedLogo:
    """A logo where it is drawn, in mm from the top left corner of the paper."""

    logo: PaperLogo
    x: float
    y: float
    width: float
    height: float


def place_logos(
    logos: Sequence[PaperLogo], *, left: float, right: float, top: float, height: float, align: Align = "left"
) -> list[PlacedLogo]:
    """Logos in a row of that height between two edges, each centred on it; all smaller if they would not fit."""
    sizes = [_size(one, height) for one in logos]
    gaps = GAP * (len(sizes) - 1)
    needed = sum(width for width, _tall in sizes)
    share = min(1.0, (right - left - gaps) / needed) if needed else 1.0
    sizes = [(width * share, tall * share) for width, tall in sizes]
    total = needed * share + gaps
    x = left + {"left": 0.0, "apart": 0.0, "centre": 0.5, "right": 1.0}[align] * (right - left - total)
    placed = []
    for number, (one, (width, tall)) in enumerate(zip(logos, sizes, strict=True)):
        if align == "apart" and number == 1:
            x = right - total + sizes[0][0] + GAP
        placed.append(PlacedLogo(one, x, top + (height - tall) / 2, width, tall))
        x += width + GAP
    return placed


def _size(logo: PaperLogo, height: float) -> tuple[float, float]:
    """Width and height in a row: long ones lower, so that none is louder than another one."""
    shape = logo.width / logo.height
    tall = height if shape <= _SQUARE else height * (_SQUARE / shape) ** 0.5
    width = min(tall * shape, height * _LONG)
    return width, width / shape


def draw_logos(p: Press, placed: Sequence[PlacedLogo]) -> None:
    """Draw them; on many pages of a file they are kept once and pointed to."""
    if placed:
        p.form("logos", lambda: paint_logos(p, placed))


def paint_logos(p: Press, placed: Sequence[PlacedLogo]) -> None:
    """Draw them here and now, for whoever draws a form already."""
    for one in placed:
        low = p.height - one.y - one.height
        picture = ImageReader(BytesIO(one.logo.png))
        p.canvas.drawImage(picture, one.x * MM, low * MM, one.width * MM, one.height * MM)
