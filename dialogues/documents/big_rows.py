"""Rows that are read at three metres: hours and titles in an area of a sheet, as large as they may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.documents.plan_facts import PlanFacts, PlanItem
from dialogues.documents.press import Press
from dialogues.documents.styles import BODY, HAIR, INK, LEFT, MUTED, PETROL, SAND, SMALLEST, STRONG, Style
from dialogues.documents.typesetting import balance, fit, running_head, wrap
from dialogues.documents.wording import clock, listed

A3 = (297.0, 420.0)  # mm; all measures below are those of A3, other papers have them smaller
MOST_ROWS = 10  # on a sheet
_INSET = 6.0
_TITLE_AT = 50.0  # mm from the margin
_QUIET_SHARE = 0.62  # of a row: how high a break is
_SMALLER = (25.0, 22.0, 19.0, 16.5, 14.0)  # pt of a title, the first at which it has room
_TOP, _RULE_AT, _ROWS_AT, _FOOT = 38.0, 56.0, 60.0, 24.0


@dataclass(frozen=True)
class Sheet:
    """How large things are on this paper."""

    press: Press
    scale: float

    @classmethod
    def of(cls, press: Press) -> "Sheet":
        """The measures of a paper, by its narrower share of A3."""
        return cls(press, min(press.width / A3[0], press.height / A3[1]))

    @property
    def left(self) -> float:
        """Left edge of the text."""
        return LEFT + _INSET * self.scale

    @property
    def right(self) -> float:
        """Right edge of the text."""
        return self.press.right - _INSET * self.scale

    def style(self, font: str, size: float, leading: float, colour: str = INK) -> Style:
        """A style of A3 on this paper."""
        return Style(font, size * self.scale, leading * self.scale, colour)


def pages_of(items: Sequence[PlanItem]) -> list[Sequence[PlanItem]]:
    """The items in sheets of about equal length, at most ten on each."""
    count = max(1, -(-len(items) // MOST_ROWS))
    size = -(-len(items) // count) or 1
    return [items[n : n + size] for n in range(0, len(items), size)] or [()]


def draw_top(sheet: Sheet, title: str, sub: str) -> None:
    """What the sheet is about, over a thick rule."""
    p, s = sheet.press, sheet.scale
    room = sheet.right - sheet.left
    big = fit(title, sheet.style(STRONG, 48, 56), room, tuple(size * s for size in (44, 40, 36, 30, 24, 18)))
    p.text(sheet.left, _TOP * s, running_head(title, big, room), big)
    quiet = fit(sub, sheet.style(BODY, 22, 27, MUTED), room, tuple(size * s for size in (19, 16, 14)))
    p.text(sheet.left, (_TOP + 12) * s, running_head(sub, quiet, room), quiet)
    p.rule(sheet.left, sheet.right, _RULE_AT * s, 4 * s, PETROL)


def draw_foot(sheet: Sheet) -> None:
    """Event, edition, when it was printed; page x of y."""
    p = sheet.press
    y = p.height - max(6.5, 9 * sheet.scale)
    page = p.page_of()
    p.text(sheet.left, y, p.footer.line(sheet.right - sheet.left - 30), SMALLEST)
    p.text(sheet.right, y, page, SMALLEST.but(colour=INK), "right")


def draw_rows(sheet: Sheet, facts: PlanFacts, items: Sequence[PlanItem]) -> None:
    """The items between the thick rule and the foot; one row is never so high that a short day looks lost."""
    s = sheet.scale
    weights = [_QUIET_SHARE if item.quiet else 1.0 for item in items]
    unit = min((sheet.press.height - (_ROWS_AT + _FOOT) * s) / sum(weights or [1.0]), 62 * s)
    y = _ROWS_AT * s
    for item, weight in zip(items, weights, strict=True):
        height = unit * weight
        if item.quiet:
            _draw_quiet(sheet, facts, item, y, height)
        else:
            _draw_row(sheet, facts, item, y, height)
        y += height


def _draw_quiet(sheet: Sheet, facts: PlanFacts, item: PlanItem, y: float, height: float) -> None:
    p, s = sheet.press, sheet.scale
    p.boxes([(LEFT, y, p.right - LEFT, height)], SAND)
    base = y + height / 2 + 2.8 * s
    p.text(sheet.left, base, clock(item.starts, facts.language), sheet.style(BODY, 24, 28, MUTED))
    words, room = listed(item.title, item.second_title), sheet.right - sheet.left - (_TITLE_AT - _INSET) * s
    style = fit(words, sheet.style(BODY, 22, 27, MUTED), room, tuple(size * s for size in (19, 16, 14)))
    p.text(LEFT + _TITLE_AT * s, base, running_head(words, style, room), style)


def _draw_row(sheet: Sheet, facts: PlanFacts, item: PlanItem, y: float, height: float) -> None:
    p, s = sheet.press, sheet.scale
    x, room = LEFT + _TITLE_AT * s, sheet.right - LEFT - _TITLE_AT * s
    small = sheet.style(BODY, 18, 22, MUTED)
    sub = wrap(item.room, small, room)[:1] if item.room else []
    space = height - 4 * s - len(sub) * small.step
    lines: list[tuple[str, Style]] = []
    for size in _SMALLER:
        strong = sheet.style(STRONG, size, size * 1.2)
        light = strong.but(font=BODY)
        lines = [(line, strong) for line in balance(item.title, strong, room)]
        lines += [(line, light) for line in wrap(item.second_title, light, room) if item.second_title]
        if sum(style.step for _line, style in lines) <= space:
            break
    lines = _cut(lines, space, room)
    tall = sum(style.step for _line, style in lines) + len(sub) * small.step
    at = y + (height - tall) / 2
    time = sheet.style(STRONG, 32, 36)
    first = lines[0][1] if lines else time
    p.text(sheet.left, at + first.step / 2 + time.drop, clock(item.starts, facts.language), time)
    for line, style in lines:
        at = p.lines(x, at, [line], style)
    p.lines(x, at, sub, small)
    p.rule(sheet.left, sheet.right, y + height, max(0.35, 0.6 * s), HAIR)


def _cut(lines: list[tuple[str, Style]], space: float, room: float) -> list[tuple[str, Style]]:
    """As many lines as there is space for; the last one says with an ellipsis that there is more.

    Only a title of a hundred words comes to this; it stands whole on the agenda.
    """
    kept: list[tuple[str, Style]] = []
    used = 0.0
    for line, style in lines:
        if kept and used + style.step > space:
            last, its = kept[-1]
            kept[-1] = (running_head(f"{last} …", its, room), its)
            break
        kept.append((line, style))
        used += style.step
    return kept
