"""The bars of the attendance report: sectors with frame and target, days in a frame of all registered.

Numbers stand in columns right of the chart, never on the bars, so they are read in grey as well as in colour.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dialogues.core.i18n import _
from dialogues.documents import wording
from dialogues.documents.flow import Block, Flow
from dialogues.documents.ledger import MOST_LINES
from dialogues.documents.patterns import sector_bar
from dialogues.documents.press import Press
from dialogues.documents.report_figures import SectorLine, Shown
from dialogues.documents.report_parts import NONE, fitting
from dialogues.documents.styles import (
    FAINT,
    HAIR,
    INK,
    LABEL,
    LEFT,
    MUTED,
    PETROL,
    SLANT,
    SMALL,
    TEXT,
    TEXT_STRONG,
    Style,
)
from dialogues.documents.typesetting import width_mm
from dialogues.reports.rules import DayFigures
from dialogues.reports.shapes import NOT_TOLD

ROW, BAR = 10.0, 5.6  # mm
TARGET_HEIGHT, TARGET_WEIGHT = 8.4, 1.6  # mm, pt
_HEAD, _TOTAL, _LEGEND = 4.6, 6.4, 5.0  # mm
_CODE_WIDTH, _DAY_WIDTH = 11.0, 24.0  # mm of what stands before the name
_SECTOR_CHART, _DAY_CHART = 47.0, 70.0  # mm from the left margin to the first bar


@dataclass(frozen=True)
class _Chart:
    """Where the bars begin, how many mm one person is, and the right edges of the columns of numbers."""

    left: float
    unit: float
    edges: Sequence[float]
    labels: Sequence[str]
    row: float = ROW


@dataclass(frozen=True)
class _Row:
    """One bar: what it is, and the numbers right of it."""

    name: str
    detail: str
    detail_at: float
    numbers: Sequence[str]


def set_sector_chart(flow: Flow, shown: Shown, *, row: float = ROW) -> None:
    """Bars sorted by size in rows of `row` mm; registered people as a frame, the target as an upright mark."""
    p = flow.press
    targets = any(sector.target is not None for sector in shown.sectors)
    labels = [
        _("Present"),
        _("Share"),
        *([_("Registered")] if shown.names else []),
        *([_("Target")] if targets else []),
    ]
    longest = [s.registered for s in shown.sectors if shown.names]
    longest += [s.present for s in shown.sectors if shown.is_plain(s)] + [s.target or 0 for s in shown.sectors]
    chart = replace(_chart(p, _SECTOR_CHART, max([*longest, 1]), labels), row=row)
    ordered = sorted(shown.sectors, key=lambda s: -s.present if shown.is_plain(s) else 1)
    rows = [block for n, sector in enumerate(ordered) for block in _sector_blocks(shown, chart, sector, n == 0)]
    total = _Row(_("All sectors"), "", 0.0, _sector_totals(shown, targets=targets))
    flow.table(_head(chart, _("Sector")), rows, together=_TOTAL + _LEGEND)
    flow.place(_total_block(chart, total))
    flow.place(_legend(chart, frame=shown.names, target=targets))


def set_day_chart(flow: Flow, shown: Shown) -> None:
    """A bar for each day in the frame of all registered; a day without any mark says so instead."""
    facts, p = shown.facts, flow.press
    registered = facts.numbers.registered
    chart = _chart(
        p, _DAY_CHART, max([registered, 1, *(day.present for day in facts.days)]), [_("Present"), _("Share")]
    )
    rows = [block for n, day in enumerate(facts.days) for block in _day_blocks(shown, chart, day, n == 0)]
    flow.table(_head(chart, _("Day")), rows)
    flow.place(Block(0.0, lambda p, y: p.rule(LEFT, p.right, y, 0.8, INK)))


def _chart(p: Press, left: float, longest: int, labels: Sequence[str]) -> _Chart:
    edges: list[float] = []
    edge = p.right
    for label in reversed(labels):
        edges.insert(0, edge)
        edge -= max(15.0, width_mm(label.upper(), LABEL) + 3)
    return _Chart(LEFT + left, (edge - 1 - LEFT - left) / longest, edges, labels)


def _head(chart: _Chart, first: str) -> Block:
    def draw(p: Press, y: float) -> None:
        p.text(LEFT, y + 2.4, first.upper(), LABEL)
        for label, at in zip(chart.labels, chart.edges, strict=True):
            p.text(at, y + 2.4, label.upper(), LABEL, "right")
        p.rule(LEFT, p.right, y + _HEAD, 0.8, INK)

    return Block(_HEAD, draw)


def _sector_blocks(shown: Shown, chart: _Chart, sector: SectorLine, first: bool) -> list[Block]:
    code = shown.facts.language
    plain = shown.is_plain(sector)
    numbers = [
        wording.number(sector.present, code) if plain else shown.present(sector),
        wording.share(sector.present, shown.facts.numbers.present_any_day, code) if plain else NONE,
    ]
    if not shown.facts.any_recorded:
        numbers = [NONE, NONE]
    if shown.names:
        numbers.append(wording.number(sector.registered, code))
    if len(numbers) < len(chart.edges):
        numbers.append(NONE if sector.target is None else wording.number(sector.target, code))

    def bar(p: Press, middle: float) -> None:
        box = (chart.left, middle - BAR / 2)
        if shown.names:
            p.frames([(*box, sector.registered * chart.unit, BAR)], HAIR)
        if plain:
            sector_bar(p, *box, sector.present * chart.unit, BAR, sector.code)
        if sector.target is not None:
            x, half = chart.left + sector.target * chart.unit, TARGET_HEIGHT / 2
            p.upright(x, middle - half, middle + half, TARGET_WEIGHT, INK)

    row = _Row(sector.code, sector.name, _CODE_WIDTH, numbers)
    return _bar_blocks(chart, row, bar, first=first)


def _day_blocks(shown: Shown, chart: _Chart, day: DayFigures, first: bool) -> list[Block]:
    facts = shown.facts
    code, registered = facts.language, facts.numbers.registered
    is_told = shown.day_total(day) != NOT_TOLD
    numbers = [wording.number(day.present, code), wording.share(day.present, registered, code)]
    if not is_told:
        numbers = [NOT_TOLD, NONE]

    def bar(p: Press, middle: float) -> None:
        if not day.recorded:
            slant = TEXT.but(font=SLANT, colour=MUTED)
            p.text(chart.left + 2, middle + slant.drop, _("not recorded"), slant)
            return
        top = middle - BAR / 2
        if is_told:
            p.boxes([(chart.left, top, day.present * chart.unit, BAR)], PETROL)
        p.frames([(chart.left, top, registered * chart.unit, BAR)], HAIR)

    row = _Row(
        wording.short_day(day.day, code), facts.places.get(day.day, ""), _DAY_WIDTH, numbers if day.recorded else ()
    )
    return _bar_blocks(chart, row, bar, first=first)


def _bar_blocks(chart: _Chart, row: _Row, bar: Callable[[Press, float], None], *, first: bool) -> list[Block]:
    """The row of a bar; a detail of very many lines goes on in rows without a bar."""
    room = chart.left - LEFT - row.detail_at - 2
    style, lines = fitting(row.detail, TEXT, room)
    head, *more = [lines[n : n + MOST_LINES] for n in range(0, len(lines), MOST_LINES)]
    height = max(chart.row, len(head) * style.step + 2)

    def draw(p: Press, y: float) -> None:
        middle = y + height / 2
        if not first:
            p.rule(LEFT, p.right, y, 0.35, FAINT)
        base = middle + TEXT.drop
        p.text(LEFT, base, row.name, TEXT_STRONG)
        p.lines(LEFT + row.detail_at, middle - len(head) * style.step / 2, head, style)
        bar(p, middle)
        p.upright(chart.left, y, y + height, 0.8, INK)
        _numbers(p, chart, row.numbers, base, strong=1)

    return [Block(height, draw), *(_more(row, part, style) for part in more)]


def _more(row: _Row, lines: Sequence[str], style: Style) -> Block:
    return Block(len(lines) * style.step + 2, lambda p, y: p.lines(LEFT + row.detail_at, y + 1, lines, style))


def _numbers(p: Press, chart: _Chart, numbers: Sequence[str], base: float, *, strong: int) -> None:
    for n, (text, at) in enumerate(zip(numbers, chart.edges, strict=False)):
        p.text(at, base, text, TEXT_STRONG if n < strong else TEXT, "right")


def _sector_totals(shown: Shown, *, targets: bool) -> list[str]:
    facts = shown.facts
    code, present = facts.language, facts.numbers.present_any_day
    totals = [wording.number(present, code), wording.share(present, present, code)]
    if not facts.any_recorded:
        totals = [NONE, NONE]
    if shown.names:
        totals.append(wording.number(facts.numbers.registered, code))
    if targets:
        totals.append(wording.number(sum(sector.target or 0 for sector in shown.sectors), code))
    return totals


def _total_block(chart: _Chart, row: _Row) -> Block:
    def draw(p: Press, y: float) -> None:
        p.rule(LEFT, p.right, y, 0.8, INK)
        p.text(LEFT, y + 4.6, row.name, TEXT_STRONG)
        _numbers(p, chart, row.numbers, y + 4.6, strong=len(row.numbers))

    return Block(_TOTAL, draw)


def _legend(chart: _Chart, *, frame: bool, target: bool) -> Block:
    def draw(p: Press, y: float) -> None:
        x, base = chart.left, y + 3.0
        if frame:
            p.frames([(x + 0.3, base - 2.2, 4.0, 2.4)], HAIR)
            x += 5.6 + p.text(x + 5.6, base, _("frame: registered"), SMALL) + 6
        if target:
            p.upright(x + 0.6, base - 2.4, base + 0.4, TARGET_WEIGHT, INK)
            p.text(x + 2.4, base, _("target of the invitation plan"), SMALL)

    return Block(_LEGEND if frame or target else 0.0, draw)
