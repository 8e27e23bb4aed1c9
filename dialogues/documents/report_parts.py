"""What the pages of the attendance report are built from: sections, notes, figures with their definitions."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.core.i18n import _
from dialogues.documents import wording
from dialogues.documents.facts import AttendanceReportFacts
from dialogues.documents.flow import Block, Flow
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    CAP_HEIGHT,
    HEADING,
    INK,
    LEFT,
    MM,
    PETROL,
    SMALL,
    STRONG,
    TEXT_STRONG,
    Style,
)
from dialogues.documents.typesetting import balance, fit, width_mm, wrap
from dialogues.reports.figures import DEFINITIONS, NUMBER_NAMES

FIGURE_SIZES = (34.0, 30.0, 26.0, 22.0)
GAP = 5.0  # mm between the four numbers
NONE = "–"  # where there is no figure, which is not nought
_NUMBER_WIDTH = 9.0  # mm before the heading of a section


@dataclass(frozen=True)
class KeyFigure:
    """One of the four numbers: what it is and how it was counted."""

    figure: str
    name: str
    definition: str


class Sections:
    """Numbered sections, each under a heading that says what was found."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._number = 0

    def begin(self, finding: str, *, keep: float = 40.0) -> None:
        """Set the next heading; `keep` mm of what follows stay on its page."""
        flow, self._number = self.flow, self._number + 1
        number = str(self._number)
        lines = balance(finding, HEADING, flow.press.measure - _NUMBER_WIDTH)
        flow.keep(min(len(lines), 6) * HEADING.step + keep)
        low = HEADING.step / 2 + HEADING.drop
        flow.place_at(flow.y, lambda p, y: p.text(LEFT, y + low, number, HEADING.but(colour=PETROL)))
        flow.lines(LEFT + _NUMBER_WIDTH, lines, HEADING)
        flow.down(3)


def note(flow: Flow, text: str) -> None:
    """A line below a table or chart: what is counted, as of when, from where."""
    flow.down(1.5)
    flow.text(LEFT, flow.press.measure, text, SMALL)


def as_of(facts: AttendanceReportFacts) -> str:
    """The instant the figures are true of."""
    return wording.instant(facts.as_of, facts.zone, facts.language)


def key_figures(facts: AttendanceReportFacts) -> list[KeyFigure]:
    """The four numbers, always together, each with its definition."""
    numbers = {name: wording.number(count, facts.language) for name, count in vars(facts.numbers).items()}
    if not facts.any_recorded:
        numbers |= dict.fromkeys(list(numbers)[1:], NONE)
    return [KeyFigure(figure, _(NUMBER_NAMES[name]), _(DEFINITIONS[name])) for name, figure in numbers.items()]


def key_figure_block(p: Press, figures: Sequence[KeyFigure], sizes: Sequence[float] = FIGURE_SIZES) -> Block:
    """The four numbers side by side in the largest of `sizes` that holds them all, the second one in petrol."""
    width = (p.measure - (len(figures) - 1) * GAP) / len(figures)
    size = next(
        (s for s in sizes if all(width_mm(f.figure, Style(STRONG, s, s)) <= width for f in figures)),
        sizes[-1],
    )
    cap = size * CAP_HEIGHT / MM
    names = [wrap(f.name, TEXT_STRONG, width) for f in figures]
    texts = [wrap(f.definition, SMALL, width) for f in figures]
    deepest = max(
        len(name) * TEXT_STRONG.step + len(text) * SMALL.step for name, text in zip(names, texts, strict=True)
    )

    def draw(p: Press, y: float) -> None:
        for n, figure in enumerate(figures):
            x = LEFT + n * (width + GAP)
            colour, weight = (PETROL, 1.2) if n == 1 else (INK, 0.8)
            p.rule(x, x + width, y, weight, colour)
            p.text(x - 0.4, y + 4 + cap, figure.figure, Style(STRONG, size, size, colour))
            below = p.lines(x, y + 7 + cap, names[n], TEXT_STRONG)
            p.lines(x, below + 0.6, texts[n], SMALL)

    return Block(7.6 + cap + deepest, draw)


def fitting(text: str, style: Style, width: float) -> tuple[Style, list[str]]:
    """The text a little smaller if that keeps it on one line, else on several lines."""
    small = fit(text, style, width, (style.size - 0.5, style.size - 1))
    return small, wrap(text, small, width)
