"""QR codes as one black path in a grid of modules.

A code is kept as its rows, each an integer whose highest bit is the leftmost module.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import segno

from dialogues.documents.press import Press
from dialogues.documents.styles import BLACK, MM, colour_numbers

Rows = Sequence[int]
_CHUNK = 7  # modules whose strokes are looked up together


def code_rows(
    payload: str,
    *,
    error: str = "m",
    version: int | None = None,
    mask: int | None = None,
    mode: str | None = None,
) -> list[int]:
    """The code of a text. With a given mask the encoder need not try all eight, which is most of its work."""
    code = segno.make_qr(payload, error=error, version=version, mode=mode, mask=mask, boost_error=False)
    matrix = code.matrix
    return [int("".join("1" if dark else "0" for dark in row), 2) for row in matrix]


def draw_code(p: Press, x: float, y: float, size: float, rows: Rows) -> None:
    """Draw a code of `size` mm; its quiet zone, four modules all round, is for the caller to keep free."""
    side = len(rows)
    module = size * MM / side
    grid = (
        f"q {colour_numbers(BLACK)} rg {module:.5f} 0 0 {module:.5f} {x * MM:.3f} {(p.height - y - size) * MM:.3f} cm\n"
    )
    p.canvas.addLiteral(grid + "".join(_strokes(rows, side)) + "f Q")


def _strokes(rows: Rows, side: int) -> Iterator[str]:
    for n, row in enumerate(rows):
        level = side - 1 - n
        for right in range(0, side, _CHUNK):
            bits = row >> right & (1 << _CHUNK) - 1
            if bits:
                yield _stroke(bits, side - right, level)


@cache
def _stroke(bits: int, end: int, level: int) -> str:
    """The dark modules of a piece of a row that ends before column `end`, neighbours as one box."""
    dark = [column for column in range(_CHUNK) if bits >> _CHUNK - 1 - column & 1]
    first = end - _CHUNK
    boxes = []
    for column in dark:
        if column - 1 not in dark:
            wide = next(n for n in range(1, _CHUNK + 1) if column + n not in dark)
            boxes.append(f"{first + column} {level} {wide} 1 re\n")
    return "".join(boxes)
