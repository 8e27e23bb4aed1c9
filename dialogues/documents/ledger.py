"""Small ruled tables with their labels. Rows grow with their text and the head repeats on every page."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.documents.flow import Block, Flow
from dialogues.documents.press import Press
from dialogues.documents.styles import FAINT, HAIR, INK, LABEL, STRONG, TEXT, Style
from dialogues.documents.typesetting import fit, wrap

STEP = 6.6  # mm, a row of one line
GAP = 2.0  # mm between the columns
MOST_LINES = 40  # a row of more lines than this goes on as another row, so that it can leave the page
_LABEL_STEP = 3.4


@dataclass(frozen=True)
class Column:
    """One column of a ledger: its label, width in mm and alignment."""

    label: str
    width: float
    align: str = "left"
    style: Style = TEXT
    shrinks: bool = True  # to stay on one line; prose does not, so that its rows are of one size


@dataclass(frozen=True)
class _Cell:
    lines: list[str]
    style: Style


def set_ledger(
    flow: Flow,
    x: float,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    total: Sequence[str] = (),
) -> None:
    """Set the rows, and below a heavier line the total.

    In a row that is too short the last cell stands at the right end and has the room of those left out.
    """
    blocks = [block for number, row in enumerate(rows) for block in _row_blocks(x, columns, row, first=number == 0)]
    totals = _row_blocks(x, columns, total, first=True, strong=True) if total else []
    flow.table(_head(x, columns), blocks, together=sum(block.height for block in totals[:1]))
    width = sum(column.width for column in columns)
    if not totals:
        flow.place(Block(0.0, lambda p, y: p.rule(x, x + width, y, 0.35, HAIR)))
        return
    flow.place(Block(0.0, lambda p, y: p.rule(x, x + width, y, 0.8, INK)))
    for block in totals:
        flow.place(block)
    flow.place(Block(0.0, lambda p, y: p.rule(x, x + width, y, 0.8, INK)))


def anchor(column: Column, left: float) -> float:
    """Where text of a column is set from."""
    return left + {"left": 0.0, "centre": column.width / 2, "right": column.width}[column.align]


def _cell(column: Column, text: str, *, strong: bool = False) -> _Cell:
    style = column.style.but(font=STRONG) if strong else column.style
    room = column.width - GAP
    if column.shrinks:
        style = fit(text, style, room, (style.size - 0.5, style.size - 1, 7.5))
    return _Cell(wrap(text, style, room), style)


def _head(x: float, columns: Sequence[Column]) -> Block:
    labels = [wrap(column.label.upper(), LABEL, column.width - 0.5) for column in columns]
    depth = max(len(lines) for lines in labels)
    height = depth * _LABEL_STEP + 0.6
    width = sum(column.width for column in columns)

    def draw(p: Press, y: float) -> None:
        left = x
        for column, lines in zip(columns, labels, strict=True):
            for number, line in enumerate(reversed(lines)):
                low = y + (depth - number) * _LABEL_STEP - 1.2
                p.text(anchor(column, left), low, line, LABEL, column.align)
            left += column.width
        p.rule(x, x + width, y + height, 0.8, INK)

    return Block(height, draw)


def _row_blocks(
    x: float, columns: Sequence[Column], row: Sequence[str], *, first: bool, strong: bool = False
) -> list[Block]:
    """The row, in as many blocks as a very long text needs."""
    if len(row) < len(columns):
        rest = columns[len(row) - 1 :]
        columns = [*columns[: len(row) - 1], Column("", sum(column.width for column in rest), rest[-1].align)]
    cells = [_cell(column, text, strong=strong) for column, text in zip(columns, row, strict=True)]
    deepest = max(len(cell.lines) for cell in cells)
    return [
        _piece(x, columns, [_Cell(c.lines[n : n + MOST_LINES], c.style) for c in cells], ruled=not first and n == 0)
        for n in range(0, deepest, MOST_LINES)
    ]


def _piece(x: float, columns: Sequence[Column], cells: Sequence[_Cell], *, ruled: bool) -> Block:
    tallest = max(len(cell.lines) * cell.style.step for cell in cells)
    height = max(STEP, tallest + 2.0)
    width = sum(column.width for column in columns)

    def draw(p: Press, y: float) -> None:
        if ruled:
            p.rule(x, x + width, y, 0.35, FAINT)
        left = x
        for column, cell in zip(columns, cells, strict=True):
            top = y + (height - len(cell.lines) * cell.style.step) / 2
            p.lines(anchor(column, left), top, cell.lines, cell.style, column.align)
            left += column.width

    return Block(height, draw)
