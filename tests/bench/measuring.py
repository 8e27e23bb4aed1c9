"""Measuring on a machine that is never quiet: contestants take turns, and what is read is the ratio of one round.

In every round each contestant runs once, in an order that changes. A ratio is the median of the rounds' ratios, so a
round that something else disturbed moves it little; the noise says how far the middle half of the rounds lie apart.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

ROUNDS_MIN, ROUNDS_MAX = 7, 60


@dataclass(frozen=True)
class Run:
    """Seconds of each round, by contestant."""

    seconds: Mapping[str, list[float]]

    def ms(self, name: str) -> float:
        """The middle time of a contestant, in milliseconds."""
        return median(self.seconds[name]) * 1000

    def ratios(self, name: str, to: str) -> list[float]:
        """How many times as long as `to` a contestant took, round by round."""
        return [one / other for one, other in zip(self.seconds[name], self.seconds[to], strict=True)]

    def ratio(self, name: str, to: str) -> float:
        """The middle of the rounds' ratios."""
        return median(self.ratios(name, to))

    def noise(self, name: str, to: str | None = None) -> float:
        """How far the middle half of the rounds lie apart, as a share of the middle."""
        values = self.ratios(name, to) if to else self.seconds[name]
        low, middle, high = quantiles(values, n=4)
        return (high - low) / middle


def take_turns(
    contestants: Mapping[str, Callable[[], object]],
    *,
    budget_s: float = 4.0,
    clock: Callable[[], float] = time.perf_counter,
) -> Run:
    """Run the contestants in turns until the budget is spent; one round before it warms everything up.

    By `time.process_time` only this process counts: for jobs that wait for no disk and no other process, so that
    whatever else the machine does is left out.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    names = list(contestants)
    for name in names:
        contestants[name]()
    ends = time.perf_counter() + budget_s
    for number in range(ROUNDS_MAX):
        if number >= ROUNDS_MIN and time.perf_counter() > ends:
            break
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            starts = clock()
            contestants[name]()
            seconds[name].append(clock() - starts)
    return Run(seconds)


def exponent(larger: float, smaller: float, *, times: float) -> float:
    """How a job grows: 0 is not at all, 1 is as its people do, 2 as their square."""
    return math.log(larger / smaller) / math.log(times)


@dataclass(frozen=True)
class Line:
    """One job as the table shows it, in milliseconds unless `unit` says otherwise; None: nothing to say."""

    job: str
    ours_ms: float
    bare_ms: float | None = None
    ratio: float | None = None
    noise: float | None = None
    at_most_ms: float | None = None
    growth: float | None = None
    queries: str = ""
    unit: str = "ms"  # of the three figures; memory and bytes are set in the same columns
    at_most_ratio: float | None = None  # how many times the bare limit it may take

    @property
    def is_met(self) -> bool | None:
        """Whether the job takes no more than it may; None if nothing was asked of it.

        The ratio decides where there is one: it is the same on a busy machine.
        """
        if self.at_most_ratio is not None and self.ratio is not None:
            return self.ratio <= self.at_most_ratio
        return None if self.at_most_ms is None else self.ours_ms <= self.at_most_ms


def table(lines: list[Line]) -> str:
    """The lines as text."""
    heads = ("job", "unit", "ours", "bare", "× bare", "noise", "at most", "× at most", "met", "growth", "queries")
    rows = [
        (
            line.job,
            line.unit,
            _number(line.ours_ms),
            _number(line.bare_ms),
            _number(line.ratio),
            "" if line.noise is None else f"{line.noise:.0%}",
            _number(line.at_most_ms),
            _number(line.at_most_ratio),
            {True: "yes", False: "NO", None: ""}[line.is_met],
            "" if line.growth is None else f"n^{line.growth:.2f}",
            line.queries,
        )
        for line in lines
    ]
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    return "\n".join(_aligned(row, widths) for row in (heads, *rows))


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    """The name of the job from the left, the rest from the right."""
    first, *others = row
    return "  ".join(
        (first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)))
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
