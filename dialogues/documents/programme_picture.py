"""A chart as a picture to paste into a report: SVG and PNG of the same drawing, with title, date and source inside.

Drawn once as rectangles and lines of text, then written twice. Fills differ in pattern as well as colour, so a grey
copy says the same. Nothing is in it but the chart: no metadata, no name of whoever made it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, ImageDraw, ImageFont

from dialogues.core.i18n import _
from dialogues.documents.faces import FILES, clean, folder
from dialogues.documents.patterns import SECTOR_INKS, SectorInk
from dialogues.documents.styles import BODY, FAINT, HAIR, INK, MUTED, PETROL, STRONG, WHITE
from dialogues.reports.programme_charts import Line
from dialogues.reports.programme_published import Outside
from dialogues.reports.shapes import NOT_TOLD
from dialogues.reports.wording import not_told_words

WIDTH, SCALE = 1200, 2  # of the drawing in its own units, and how many dots of the PNG each is
_MARGIN, _ROW, _BAR = 40, 46, 24
_LABEL, _VALUE = 380, 130  # wide; the bars have what is left between
_TITLE, _TEXT, _SMALL = 30, 20, 16  # sizes of letters
_PITCH = 8

FILL_INKS = {
    **SECTOR_INKS,
    "A": SectorInk(PETROL, "solid"),
    "B": SectorInk("#5C8FA0", "falling"),
    "C": SectorInk("#62625E", "dots"),
    "D": SectorInk("#C9CCCF", "solid"),
}


@dataclass(frozen=True)
class Box:
    """A filled rectangle: a fill of the charts, or a colour."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Words:
    """One line of text on the baseline `y`."""

    x: float
    y: float
    text: str
    size: int
    colour: str = INK
    is_strong: bool = False
    is_right: bool = False  # ends at `x`


@dataclass(frozen=True)
class Drawing:
    """A picture as long as its rows need."""

    title: str
    height: int
    boxes: Sequence[Box]
    words: Sequence[Words]


def draw(shown: Outside, *, below: int) -> Drawing:
    """The chart as a drawing: title, rows with label, bar and figure, what the fills mean, source."""
    chart = shown.chart
    boxes, words = [Box(0, 0, WIDTH, 6, PETROL)], []
    y = float(_MARGIN + _TITLE)
    for line in wrapped(chart.title, _TITLE, WIDTH - 2 * _MARGIN, is_strong=True):
        words.append(Words(_MARGIN, y, line, _TITLE, is_strong=True))
        y += _TITLE + 10
    y += 6
    for row in chart.lines:
        _row(shown, row, y, boxes, words)
        y += _ROW
    boxes.append(Box(_MARGIN + _LABEL - 1, y - _ROW * len(chart.lines), 2, _ROW * len(chart.lines), INK))
    y += 14
    if len(chart.drawn) > 1:
        y = _legend(shown, y, boxes, words)
    boxes.append(Box(_MARGIN, y, WIDTH - 2 * _MARGIN, 1, HAIR))
    y += _SMALL + 10
    for line in wrapped(" ".join([chart.source, *said_of(shown, below)]), _SMALL, WIDTH - 2 * _MARGIN):
        words.append(Words(_MARGIN, y, line, _SMALL, MUTED))
        y += _SMALL + 7
    return Drawing(chart.title, int(y + 14), boxes, words)


def draw_nothing(caption: str, source: str, *, below: int) -> Drawing:
    """In place of a chart that may not be passed on: what it would have been, and why it is not there."""
    said = _(
        "Not shown: there is nothing recorded, or a group of fewer than %(below)s people could be worked out.",
        below=below,
    )
    words, y = [], float(_MARGIN + _TITLE)
    for text, size, colour in ((caption, _TITLE, INK), (said, _TEXT, INK), (source, _SMALL, MUTED)):
        for line in wrapped(text, size, WIDTH - 2 * _MARGIN):
            words.append(Words(_MARGIN, y, line, size, colour, is_strong=size == _TITLE))
            y += size + 10
        y += 6
    return Drawing(caption, int(y + 14), [Box(0, 0, WIDTH, 6, PETROL)], words)


def said_of(shown: Outside, below: int) -> list[str]:
    """What the sign means that stands in place of figures."""
    return [not_told_words(below)] if shown.marks else []


def _row(shown: Outside, row: Line, y: float, boxes: list[Box], words: list[Words]) -> None:
    chart, middle = shown.chart, y + _ROW / 2
    label = fitted(row.label, _TEXT, _LABEL - 20)
    words.append(Words(_MARGIN, middle + _TEXT * 0.36, label, _TEXT))
    left, room = _MARGIN + _LABEL, WIDTH - 2 * _MARGIN - _LABEL - _VALUE
    values = [row.values[at] for at in chart.drawn]
    whole = sum(value or 0 for value in values) if chart.is_share else chart.longest
    boxes.append(Box(_MARGIN, y, WIDTH - 2 * _MARGIN, 1, FAINT))
    x = float(left)
    if shown.is_plain(row):
        for at, value in zip(chart.drawn, values, strict=True):
            width = room * (value or 0) / whole if whole else 0
            fill = row.sector.value if row.sector and len(chart.drawn) == 1 else chart.columns[at].fill or "A"
            boxes.append(Box(x, middle - _BAR / 2, width, _BAR, fill))
            x += width
            if width and len(chart.drawn) > 1:
                boxes.append(Box(x - 1, middle - _BAR / 2, 2, _BAR, WHITE))
    words.append(
        Words(WIDTH - _MARGIN, middle + _TEXT * 0.36, figure(shown, row), _TEXT, is_strong=True, is_right=True)
    )


def figure(shown: Outside, row: Line) -> str:
    """What stands at the end of a bar: its figure, or the sum of its parts if all may be told."""
    drawn = shown.chart.drawn
    if len(drawn) == 1 or not shown.is_plain(row):
        return shown.cell(row, drawn[0]) if len(drawn) == 1 else NOT_TOLD
    values = [row.values[at] for at in drawn]
    if all(value is None for value in values):
        return "–"
    return f"n = {sum(value or 0 for value in values)}"


def _legend(shown: Outside, y: float, boxes: list[Box], words: list[Words]) -> float:
    x = float(_MARGIN)
    for at in shown.chart.drawn:
        column = shown.chart.columns[at]
        width = 30 + _length(clean(column.label), _SMALL) + 28
        if x + width > WIDTH - _MARGIN and x > _MARGIN:
            x, y = float(_MARGIN), y + 28
        boxes.append(Box(x, y, 20, 16, column.fill or "A"))
        words.append(Words(x + 30, y + 14, column.label, _SMALL))
        x += width
    return y + 34


# ---------------------------------------------------------------- as SVG
def svg(drawing: Drawing) -> bytes:
    """The drawing as a picture of lines; its letters stay letters."""
    used = sorted({box.fill for box in drawing.boxes if box.fill in FILL_INKS})
    title = escape(clean(drawing.title))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {drawing.height}"',
        f'width="{WIDTH}" height="{drawing.height}" role="img" aria-labelledby="t"',
        'font-family="Noto Sans, Arial, sans-serif">',
        f'<title id="t">{title}</title>',
        f"<defs>{''.join(map(_pattern, used))}</defs>",
        f'<rect width="{WIDTH}" height="{drawing.height}" fill="{WHITE}"/>',
    ]
    for box in drawing.boxes:
        fill = f"url(#f-{box.fill})" if box.fill in FILL_INKS else box.fill
        if box.width > 0:
            parts.append(
                f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
                f' fill="{fill}"/>'
            )
    for one in drawing.words:
        more = ' font-weight="600"' if one.is_strong else ""
        more += ' text-anchor="end"' if one.is_right else ""
        parts.append(
            f'<text x="{one.x:.1f}" y="{one.y:.1f}" font-size="{one.size}" fill={quoteattr(one.colour)}{more}>'
            f"{escape(clean(one.text))}</text>"
        )
    return "\n".join([*parts, "</svg>\n"]).encode()


def _pattern(fill: str) -> str:
    ink = FILL_INKS[fill]
    lines = "".join(f'<path d="M{a} {b}L{c} {d}" stroke="{WHITE}" stroke-width="2"/>' for a, b, c, d in _lines(ink))
    dots = '<circle cx="4" cy="4" r="1.8" fill="#FFFFFF"/>' if ink.pattern == "dots" else ""
    return (
        f'<pattern id="f-{fill}" width="{_PITCH}" height="{_PITCH}" patternUnits="userSpaceOnUse">'
        f'<rect width="{_PITCH}" height="{_PITCH}" fill="{ink.colour}"/>{lines}{dots}</pattern>'
    )


def _lines(ink: SectorInk) -> list[tuple[int, int, int, int]]:
    """White lines of one tile, a little longer than it is so that tiles join."""
    p = _PITCH
    falling = [(-1, -1, p + 1, p + 1), (-1, p - 1, 1, p + 1), (p - 1, -1, p + 1, 1)]
    rising = [(-1, p + 1, p + 1, -1), (-1, 1, 1, -1), (p - 1, p + 1, p + 1, p - 1)]
    found = {"falling": falling, "rising": rising, "cross": falling + rising, "level": [(0, 4, p, 4)]}
    return found.get(ink.pattern, [])


# ---------------------------------------------------------------- as PNG
def png(drawing: Drawing) -> bytes:
    """The drawing as dots, two for each of its units."""
    image = Image.new("RGB", (WIDTH * SCALE, drawing.height * SCALE), WHITE)
    pen = ImageDraw.Draw(image)
    for box in drawing.boxes:
        corners = [round(value * SCALE) for value in (box.x, box.y, box.x + box.width, box.y + box.height)]
        wide, tall = corners[2] - corners[0], corners[3] - corners[1]
        if wide <= 0 or tall <= 0:
            continue
        if box.fill in FILL_INKS:
            image.paste(_tiled(box.fill, wide, tall), (corners[0], corners[1]))
        else:
            pen.rectangle((corners[0], corners[1], corners[2] - 1, corners[3] - 1), fill=box.fill)
    for one in drawing.words:
        font = _font(one.is_strong, one.size * SCALE)
        at = (one.x * SCALE, one.y * SCALE)
        pen.text(at, clean(one.text), font=font, fill=one.colour, anchor="rs" if one.is_right else "ls")
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _tiled(fill: str, wide: int, tall: int) -> Image.Image:
    ink, side = FILL_INKS[fill], _PITCH * SCALE
    tile = Image.new("RGB", (side, side), ink.colour)
    pen = ImageDraw.Draw(tile)
    for line in _lines(ink):
        pen.line([value * SCALE for value in line], fill=WHITE, width=2 * SCALE - 1)
    if ink.pattern == "dots":
        pen.ellipse([2.2 * SCALE, 2.2 * SCALE, 5.8 * SCALE, 5.8 * SCALE], fill=WHITE)
    whole = Image.new("RGB", (wide, tall))
    for x in range(0, wide, side):
        for y in range(0, tall, side):
            whole.paste(tile, (x, y))
    return whole


# ---------------------------------------------------------------- measuring
@cache
def _font(is_strong: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(folder() / FILES[STRONG if is_strong else BODY]), size)


def _length(text: str, size: int, *, is_strong: bool = False) -> float:
    return _font(is_strong, size).getlength(text)


def fitted(text: str, size: int, room: float) -> str:
    """The text, or as much of its beginning as fits, with an ellipsis."""
    text = clean(text)[:200]
    if _length(text, size) <= room:
        return text
    while text and _length(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, size: int, room: float, *, is_strong: bool = False) -> list[str]:
    """The text in lines of so much room."""
    lines: list[str] = []
    for word in clean(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer, size, is_strong=is_strong) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
