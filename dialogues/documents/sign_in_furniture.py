"""What is the same on every page of a sign-in sheet: labels, grid, ticks, dots, certificate, consent."""

from collections.abc import Sequence

from dialogues.documents.marks import draw_dots, draw_ticks
from dialogues.documents.press import Press
from dialogues.documents.sign_in_layout import Layout
from dialogues.documents.sign_in_words import SheetWords
from dialogues.documents.styles import INK, LABEL, PETROL, SMALL_INK, SMALLEST, Style
from dialogues.documents.typesetting import running_head, width_mm, wrap

GRID = "#8A949D"  # cell lines: seen on a photocopy, lighter than any pen
CORNER = 28.0  # mm from the side edges that the corner codes and their quiet zones take
COUNT_WIDTH, COUNT_HEIGHT = 17.0, 8.4  # mm of the boxes for the counts
_CONSENT_LOW = 13.0  # mm from the lower edge to the end of the consent


def draw_furniture(p: Press, layout: Layout, words: SheetWords) -> None:
    """Draw it once; pages point to it."""
    edges, tops = layout.edges, layout.row_tops
    p.text(CORNER, 11.4, words.title.upper(), LABEL.but(colour=PETROL))
    p.rule(edges[0], edges[-1], 29.2, 1.2, PETROL)
    _labels(p, edges, words)
    lines = [x for n, x in enumerate(edges) if n == 0 or x > edges[n - 1]]
    p.grid(lines, tops, 0.5, GRID)
    for x in edges[5:8]:
        p.upright(x, tops[0], tops[-1], 0.5, INK)
    for y in (tops[0], tops[-1]):
        p.rule(edges[0], edges[-1], y, 0.9, INK)
    draw_ticks(p, *layout.ticks, [y + layout.row_height / 2 for y in tops[:-1]])
    draw_dots(p, layout.dots)
    low = _certificate(p, layout, words)
    _consent(p, layout, words, low)


def _labels(p: Press, edges: list[float], words: SheetWords) -> None:
    for n, (heads, hints) in enumerate(words.labels):
        room = edges[n + 1] - edges[n]
        if room < 1:
            continue  # upright paper has no column for a witness
        x = edges[n] + (1.8 if n else 0)
        ink = LABEL.but(colour=INK)
        p.text(x, 33.2, _fitting([head.upper() for head in heads], ink, room), ink)
        p.text(x, 36.5, _fitting(hints, SMALLEST, room), SMALLEST)


def _fitting(choices: Sequence[str], style: Style, room: float) -> str:
    """The fullest wording that fits, else the shortest, cut."""
    fits = (text for text in choices if width_mm(text, style) <= room)
    return next(fits, running_head(choices[-1], style, room))


def _certificate(p: Press, layout: Layout, words: SheetWords) -> float:
    """Who saw the people sign, and the counts; returns the height of its lowest text."""
    edges = layout.edges
    y = layout.row_tops[-1] + 2.4
    low = y + 11.5
    for n, text in enumerate(words.certify):
        p.lines(edges[0], y + 2.0 + n * SMALL_INK.step, [running_head(text, SMALL_INK, 56)], SMALL_INK)
    counts = words.counts if layout.wide else ()
    left = edges[0] + (58 if layout.wide else 60)
    right = edges[-1] - len(counts) * COUNT_WIDTH - (6 if counts else 0)
    x = left
    for name, share in zip(words.fields, (0.38, 0.38, 0.24), strict=True):
        width = (right - left - 8) * share
        p.rule(x, x + width, low - 3.1, 0.6, INK)
        p.text(x, low, running_head(name, SMALLEST, width), SMALLEST)
        x += width + 4
    boxes = [edges[-1] - (len(counts) - n) * COUNT_WIDTH for n in range(len(counts))]
    p.frames([(x, y, COUNT_WIDTH, COUNT_HEIGHT) for x in boxes], INK, 0.6)
    for x, label in zip(boxes, counts, strict=True):
        label = running_head(label, SMALLEST, COUNT_WIDTH - 1)
        p.text(x + COUNT_WIDTH / 2, low, label, SMALLEST, "centre")
    return low


def _consent(p: Press, layout: Layout, words: SheetWords, low: float) -> None:
    """What signing means; where two languages are too long for the room, the first alone."""
    width = layout.width - 2 * CORNER
    for said in (" · ".join(words.consent), words.consent[0]):
        lines = wrap(said, SMALLEST, width)
        top = min(layout.height - 22.6, layout.height - _CONSENT_LOW - len(lines) * SMALLEST.step)
        if top > low + 1:
            break
    p.lines(CORNER, top, lines, SMALLEST)
