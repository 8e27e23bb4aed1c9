"""The programme report on paper: what was found, the figures of every chart, and how they were counted.

It may be passed on as it is: no names, and no small group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogues.core.i18n import _, _n, force_locale
from dialogues.documents import wording
from dialogues.documents.facts import DocumentFacts, Paper
from dialogues.documents.flow import Block, Flow
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.patterns import sector_bar
from dialogues.documents.press import Press
from dialogues.documents.programme_picture import figure, said_of
from dialogues.documents.report_parts import NONE, KeyFigure, Sections, fitting, key_figure_block, note
from dialogues.documents.styles import (
    A4,
    FAINT,
    INK,
    LEAD,
    LEFT,
    LETTER,
    MUTED,
    PETROL,
    SMALL,
    STRONG,
    TEXT,
    TEXT_STRONG,
    Style,
)
from dialogues.documents.typesetting import balance
from dialogues.reports.figures import ProgrammeFigures
from dialogues.reports.programme_charts import Line
from dialogues.reports.programme_published import Outside, Public, outside
from dialogues.reports.programme_wording import method
from dialogues.reports.wording import UTC_ZONE

_FINDING = Style(STRONG, 20, 27)
_CHART, _VALUE, _ROW, _BAR = 62.0, 24.0, 8.4, 4.8  # mm: where bars begin, the column of figures, a row, its bar
_NAME = 58.0  # mm of the first column of a table


@dataclass(frozen=True, kw_only=True)
class ProgrammeFacts(DocumentFacts):
    """The figures over several events, and what was chosen, each filter by its name."""

    figures: ProgrammeFigures
    chosen: Sequence[tuple[str, str]]
    below: int = 5  # groups of fewer people are not told


def facts_of(
    figures: ProgrammeFigures,
    chosen: Sequence[tuple[str, str]],
    *,
    at: datetime,
    language: str,
    paper: Paper,
    below: int = 5,
) -> ProgrammeFacts:
    """What the paper is told; times are UTC, because several events have no clock in common."""
    with force_locale(language):
        title = _("Participation across events")
        said = _("Sample: people and figures are invented") if figures.is_sample else ""
    return ProgrammeFacts(
        event_title=title, zone=UTC_ZONE, printed_at=at, language=language, paper=paper, note=said, figures=figures,
        chosen=chosen, below=below,
    )  # fmt: skip


def draw(facts: ProgrammeFacts) -> bytes:
    """The report as a PDF."""
    with force_locale(facts.language):
        title = _("Programme report")
        press = wording.press(facts, title, LETTER if facts.paper == "letter" else A4)
        flow = Flow(press, left=title, right=facts.event_title)
        public = outside(facts.figures, below=facts.below)
        flow.mark(_("Cover"))
        _cover(flow, facts, public)
        sections = Sections(flow)
        for shown in public.charts:
            flow.down(10)
            _chart(sections, shown, public.below)
        flow.down(10)
        _method(sections, public)
        return press.pdf()


def _cover(flow: Flow, facts: ProgrammeFacts, public: Public) -> None:
    p, figures, code = flow.press, facts.figures, facts.language
    flow.down_to(30.0)
    flow.text(LEFT, p.measure, facts.event_title, LEAD.but(font=STRONG))
    if figures.events:
        first, last = min(one.starts_on for one in figures.events), max(one.ends_on for one in figures.events)
        flow.text(LEFT, p.measure, wording.days(first, last, code), LEAD.but(colour=MUTED))
    flow.down(12)
    flow.lines(LEFT, balance(_finding(public, code), _FINDING, p.measure), _FINDING)
    flow.down(12)
    if figures.events:
        flow.place(key_figure_block(p, _key_figures(public, code)))
    flow.down(6)
    for name, value in facts.chosen:
        flow.text(LEFT, p.measure, f"{name}: {value}", TEXT)
    instant = wording.instant(figures.as_of, facts.zone, code)
    said = _(
        "Figures as of %(instant)s. May be passed on: no names, no group of fewer than %(below)s people.",
        instant=instant,
        below=facts.below,
    )
    flow.text(LEFT, p.measure, said, SMALL)


def _finding(public: Public, code: str) -> str:
    figures = public.figures
    if not figures.events:
        return _("No event fits this choice.")
    if not figures.recorded_days:
        return _n(
            "No day of this event has been recorded yet, so nobody can be counted.",
            "No day of these events has been recorded yet, so nobody can be counted.",
            len(figures.events),
        )
    if not public.tells_visits:
        return _("Too few people came to tell their number.")
    visits = wording.number(figures.visits, code)
    if not public.tells_people:
        return _("These events had %(visits)s visits.", visits=visits)
    people = wording.number(figures.people, code)
    return _("%(people)s people came to these events, making %(visits)s visits.", people=people, visits=visits)


def _key_figures(public: Public, code: str) -> list[KeyFigure]:
    figures = public.figures
    known, hours = bool(figures.recorded_days) and public.tells_visits, figures.contact.hours

    def told(value: int, *, is_told: bool) -> str:
        return wording.number(value, code) if is_told else NONE

    return [
        KeyFigure(told(figures.visits, is_told=known), _("Visits"), _("One person at one event is one visit.")),
        KeyFigure(
            told(figures.people, is_told=known and public.tells_people),
            _("People"),
            _("Each person counted once, however often they came."),
        ),
        KeyFigure(
            told(figures.numbers.person_days, is_told=known),
            _("Person-days"),
            _("Each person counted once for every day present; half a day counts as a day."),
        ),
        KeyFigure(
            told(hours or 0, is_told=known and hours is not None),
            _("Contact hours"),
            _("One person in working sessions for an hour."),
        ),
    ]


def _chart(sections: Sections, shown: Outside, below: int) -> None:
    flow, chart = sections.flow, shown.chart
    sections.begin(chart.title, keep=min(len(chart.lines), 6) * _ROW + 20)
    for line in chart.lines:
        flow.place(_row(flow.press, shown, line))
    if len(chart.drawn) > 1:
        flow.place(_legend(shown))
    flow.down(4)
    measure = flow.press.measure
    width = (measure - _NAME) / max(len(chart.columns), 1)
    columns = [Column(chart.head, _NAME), *(Column(column.label, width, "right") for column in chart.columns)]
    rows = [_cells(shown, line) for line in chart.lines]
    set_ledger(flow, LEFT, columns, rows, _cells(shown, chart.total) if chart.total else ())
    note(flow, " ".join([chart.source, *said_of(shown, below)]))


def _cells(shown: Outside, line: Line) -> list[str]:
    return [line.label, *(shown.cell(line, at) for at in range(len(shown.chart.columns)))]


def _row(p: Press, shown: Outside, line: Line) -> Block:
    chart = shown.chart
    style, lines = fitting(line.label, TEXT, _CHART - 4)
    lines = lines[:3]
    height = max(_ROW, len(lines) * style.step + 1.6)
    values = [line.values[at] for at in chart.drawn]
    whole = sum(value or 0 for value in values) if chart.is_share else chart.longest
    room = p.measure - _CHART - _VALUE

    def draw_row(p: Press, y: float) -> None:
        middle = y + height / 2
        p.rule(LEFT, p.right, y, 0.35, FAINT)
        p.lines(LEFT, middle - len(lines) * style.step / 2, lines, style)
        p.upright(LEFT + _CHART, y, y + height, 0.8, INK)
        x = LEFT + _CHART
        if shown.is_plain(line):
            for at, value in zip(chart.drawn, values, strict=True):
                width = room * (value or 0) / whole if whole else 0.0
                fill = line.sector.value if line.sector and len(chart.drawn) == 1 else chart.columns[at].fill or "A"
                _fill(p, x, middle - _BAR / 2, width, fill)
                x += width
        p.text(p.right, middle + TEXT_STRONG.drop, figure(shown, line), TEXT_STRONG, "right")

    return Block(height, draw_row)


def _fill(p: Press, x: float, y: float, width: float, fill: str) -> None:
    """A part of a bar; what is no sector is told apart by solid, lines, dots and an empty frame."""
    if width <= 0:
        return
    if fill == "A":
        p.boxes([(x, y, width, _BAR)], PETROL)
    elif fill == "D":
        p.frames([(x, y, width, _BAR)], INK)
    else:
        sector_bar(p, x, y, width, _BAR, {"B": "OTH", "C": "MIN"}.get(fill, fill))


def _legend(shown: Outside) -> Block:
    def draw_legend(p: Press, y: float) -> None:
        x = LEFT + _CHART
        for at in shown.chart.drawn:
            column = shown.chart.columns[at]
            _fill(p, x, y + 1.6, 6.0, column.fill or "A")
            x += 8 + p.text(x + 7.5, y + 5.2, column.label, SMALL) + 5

    return Block(8.0, draw_legend)


def _method(sections: Sections, public: Public) -> None:
    flow = sections.flow
    sections.begin(_("How this was counted"))
    for sentence in method():
        flow.text(LEFT, flow.press.measure, sentence, TEXT)
        flow.down(1.2)
    if public.left_out:
        said = _(
            "Left out, because a group of fewer than %(below)s people could be worked out: %(charts)s.",
            below=public.below,
            charts="; ".join(public.left_out),
        )
        flow.text(LEFT, flow.press.measure, said, TEXT)
