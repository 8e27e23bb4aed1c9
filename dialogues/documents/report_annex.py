"""The annex of the attendance report: every name with its days, from which each number can be counted again.

The fast part: fixed columns, one text object a column, all marks of a page as two paths.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogues.core.i18n import _
from dialogues.documents import wording
from dialogues.documents.agreement import days_present
from dialogues.documents.facts import AnnexPerson, AttendanceReportFacts, Presence
from dialogues.documents.flow import FIRST, FOOT
from dialogues.documents.press import Press
from dialogues.documents.report_parts import NONE
from dialogues.documents.styles import (
    BODY,
    FAINT,
    HEADING,
    INK,
    LABEL,
    LEFT,
    MM,
    MUTED,
    PETROL,
    SMALL,
    SMALL_INK,
    SMALL_STRONG,
    TEXT,
    TEXT_STRONG,
    Style,
    colour_numbers,
)
from dialogues.documents.typesetting import balance, fit, running_head, width_mm, wrap
from dialogues.reports.rules import DayFigures

ROW = 6.2  # mm, one line, or two small ones
SQUARE = 2.5  # mm
DAYS_ACROSS = 10  # days that fit beside the names; more go on in another part
_HEAD = 15.4  # mm from the top of the text to the first row
_TIGHT = 2.7  # mm from line to line in a row of two
_LAST = 32.0  # mm below the last row for totals and key


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, or a further piece of one whose name is longer than a page."""

    number: str
    person: AnnexPerson
    name: Sequence[str]
    name_style: Style
    organisation: Sequence[str]
    organisation_style: Style
    height: float
    continued: bool


@dataclass(frozen=True)
class _Columns:
    """Left edges, and centres of the days, for so many days."""

    number: float
    name: float
    organisation: float
    sector: float
    days: Sequence[float]
    total: float
    step: float  # from one day to the next

    @property
    def name_width(self) -> float:
        return self.organisation - self.name - 2

    @property
    def organisation_width(self) -> float:
        return self.sector - self.organisation - 2


@dataclass(frozen=True)
class _Part:
    """The annex, or as many of its days as fit beside each other."""

    facts: AttendanceReportFacts
    first: int
    days: Sequence[DayFigures]
    number: int
    of: int


def add_annex(p: Press, facts: AttendanceReportFacts, head: str) -> None:
    """Append the pages of the annex; the last row repeats the four numbers."""
    firsts = range(0, max(len(facts.days), 1), DAYS_ACROSS)
    for n, first in enumerate(firsts):
        part = _Part(facts, first, facts.days[first : first + DAYS_ACROSS], n + 1, len(firsts))
        _add_part(p, part, head)


def _add_part(p: Press, part: _Part, head: str) -> None:
    columns = _columns(p, len(part.days))
    pages = _pages(p, list(_rows(part.facts.people, columns)))
    right = wording.listed(part.facts.event_title, _("names, for auditors only"))
    heading = _("Who was present on which day")
    if part.of > 1:
        heading = _("Who was present on which day, part %(part)s of %(parts)s", part=part.number, parts=part.of)
    for n, rows in enumerate(pages):
        last = n == len(pages) - 1

        def draw(p: Press, n: int = n, rows: Sequence[_Row] = rows, last: bool = last) -> None:
            _heading(p, heading, first=n == 0)
            y = _draw_rows(p, part, columns, rows)
            if last:
                _key(p, part, _totals(p, part, columns, y) + 3)

        p.add(draw, left=head, right=right, marks=[_("Annex")] if n == 0 and part.number == 1 else [])


# ---------------------------------------------------------------- planning
def _columns(p: Press, days: int) -> _Columns:
    step = 7.6 if days <= 6 else 7.0
    total = p.right
    last = total - 12 - step / 2 if days else total - 6
    centres = [last - (days - 1 - n) * step for n in range(days)]
    sector = (centres[0] - step / 2 if days else last) - 13.5
    name = LEFT + 10
    organisation = name + (sector - name) * 0.487
    return _Columns(LEFT + 7, name, organisation, sector, centres, total, step)


def _rows(people: Sequence[AnnexPerson], columns: _Columns) -> Iterator[_Row]:
    """Every person in rows: short names on one line, long ones smaller or on more lines, in a row that grows."""
    name_width, other_width = columns.name_width, columns.organisation_width
    most = 60  # lines of one piece, so that it can leave the page
    for number, person in enumerate(people, 1):
        name_style, name = _in_row(person.name, TEXT, name_width, (8.5, 8, 7.5))
        other_style, other = _in_row(person.organisation, SMALL_INK, other_width, (7.5,))
        lines = max(len(name), len(other), 1)
        if lines <= 2:
            yield _Row(str(number), person, name, name_style, other, other_style, ROW, continued=False)
            continue
        for n in range(0, lines, most):
            height = (min(lines - n, most)) * _TIGHT + 1.2
            piece, more = name[n : n + most], other[n : n + most]
            sign = str(number) if n == 0 else ""
            yield _Row(sign, person, piece, name_style, more, other_style, height, continued=n > 0)


def _in_row(text: str, style: Style, width: float, sizes: Sequence[float]) -> tuple[Style, Sequence[str]]:
    if width_mm(text, style) <= width:
        return style, (text,)
    small = fit(text, style, width, sizes)
    return small, wrap(text, small, width)


def _pages(p: Press, rows: Sequence[_Row]) -> list[list[_Row]]:
    room = p.height - FOOT - FIRST - _HEAD
    pages: list[list[_Row]] = [[]]
    used = 0.0
    for row in rows:
        if pages[-1] and used + row.height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    if used + _LAST > room:
        pages.append([])
    return pages


# ---------------------------------------------------------------- drawing
def _heading(p: Press, heading: str, *, first: bool) -> None:
    y = FIRST + 4.6
    if first:
        after = LEFT + p.text(LEFT, y, _("Annex"), HEADING.but(colour=PETROL)) + 4
        p.text(after, y, heading, HEADING)
    else:
        p.text(LEFT, y, _("Annex, continued"), HEADING.but(colour=MUTED, font=BODY))


def _draw_rows(p: Press, part: _Part, columns: _Columns, rows: Sequence[_Row]) -> float:
    _labels(p, part, columns)
    tops = [FIRST + _HEAD]
    for row in rows:
        tops.append(tops[-1] + row.height)
    lines = [top for top, row in zip(tops[1:], rows[1:], strict=False) if not row.continued]
    p.boxes([(LEFT, top - 0.06, p.measure, 0.12) for top in lines], FAINT)
    placed = [(top + row.height / 2, row) for top, row in zip(tops, rows, strict=False)]
    p.stacks(columns.name, [(y, row.name, row.name_style, _TIGHT) for y, row in placed])
    p.stacks(columns.organisation, [(y, row.organisation, row.organisation_style, _TIGHT) for y, row in placed])
    whole = [(y, row) for y, row in placed if not row.continued]
    bases = [y + TEXT.drop for y, _ in whole]
    p.column(columns.number, bases, [row.number for _, row in whole], SMALL, "right")
    p.column(columns.sector, bases, [row.person.sector for _, row in whole], SMALL_STRONG)
    sums = [str(days_present(row.person)) if part.facts.any_recorded else NONE for _, row in whole]
    p.column(columns.total, bases, sums, TEXT_STRONG, "right")
    last = part.first + len(part.days)
    marks = [
        (x, p.height - y, state)
        for y, row in whole
        for x, state in zip(columns.days, row.person.days[part.first : last], strict=True)
    ]
    _draw_marks(p, marks)
    if rows:
        p.rule(LEFT, p.right, tops[-1], 0.8, INK)
    return tops[-1]


def _labels(p: Press, part: _Part, columns: _Columns) -> None:
    y = FIRST + 8
    low = y + 5.8
    p.text(columns.number, low, _("No.").upper(), LABEL, "right")
    p.text(columns.name, low, _("Name").upper(), LABEL)
    p.text(columns.organisation, low, _("Organisation").upper(), LABEL)
    p.text(columns.sector, low, running_head(_("Sector").upper(), LABEL, 13), LABEL)
    for x, day in zip(columns.days, part.days, strict=True):
        weekday = wording.weekday(day.day, part.facts.language).rstrip(".").upper()
        p.text(x, y + 2.6, weekday if width_mm(weekday, LABEL) < columns.step else weekday[:3], LABEL, "centre")
        p.text(x, low, str(day.day.day), LABEL, "centre")
    p.text(columns.total, low, _("Days").upper(), LABEL, "right")
    p.rule(LEFT, p.right, FIRST + _HEAD, 0.8, INK)


def _draw_marks(p: Press, marks: Sequence[tuple[float, float, Presence]]) -> None:
    """Marks at `x` mm from the left and `y` mm from the lower edge: what is filled as one path, outlines as another."""
    shapes = [_shape(x, y, state) for x, y, state in marks]
    filled = "".join(fill for fill, _ in shapes)
    outlined = "".join(outline for _, outline in shapes)
    numbers = colour_numbers(INK)
    if filled:
        p.canvas.addLiteral(f"{numbers} rg\n{filled}f")
    if outlined:
        p.canvas.addLiteral(f"{numbers} RG 0.5 w\n{outlined}S")


@lru_cache(maxsize=4096)  # most pages have their marks at the same places
def _shape(x: float, y: float, state: Presence) -> tuple[str, str]:
    """A filled square for a day, half of it for half a day, a dash for not present, a diamond for excused."""
    half = SQUARE / 2
    if state is Presence.NOT_RECORDED:
        return "", ""
    if state is Presence.ABSENT:
        return _box(x - 1.0, y - 0.15, 2.0, 0.3), ""
    if state is Presence.EXCUSED:
        points = ((x - half, y), (x, y + half), (x + half, y), (x, y - half))
        at = [f"{px * MM:.2f} {py * MM:.2f}" for px, py in points]
        return "", f"{at[0]} m {at[1]} l {at[2]} l {at[3]} l h\n"
    left, width = {Presence.WHOLE: (0.0, SQUARE), Presence.MORNING: (0.0, half), Presence.AFTERNOON: (half, half)}[
        state
    ]
    return _box(x - half + left, y - half, width, SQUARE), _box(x - half, y - half, SQUARE, SQUARE)


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"{x * MM:.2f} {y * MM:.2f} {width * MM:.2f} {height * MM:.2f} re\n"


def _totals(p: Press, part: _Part, columns: _Columns, y: float) -> float:
    """The last row repeats the four numbers."""
    numbers, code = part.facts.numbers, part.facts.language
    said = _(
        "%(registered)s registered, %(present)s present at least one day, %(person_days)s person-days, "
        "%(every_day)s present every day",
        registered=wording.number(numbers.registered, code),
        present=wording.number(numbers.present_any_day, code),
        person_days=wording.number(numbers.person_days, code),
        every_day=wording.number(numbers.present_every_day, code),
    )
    if not part.facts.any_recorded:
        count = wording.number(numbers.registered, code)
        said = _("%(registered)s registered; no day was recorded yet", registered=count)
    lines = balance(said, TEXT_STRONG, columns.sector + 10 - columns.name)
    low = p.lines(columns.name, y + 1.2, lines, TEXT_STRONG)
    base = y + 1.2 + TEXT_STRONG.step / 2 + TEXT_STRONG.drop
    for x, day in zip(columns.days, part.days, strict=True):
        if day.recorded:
            count = str(day.present)
            p.text(x, base, count, fit(count, TEXT_STRONG, columns.step - 0.6, (8.5, 8, 7.5)), "centre")
    total = str(numbers.person_days) if part.facts.any_recorded else NONE
    p.text(columns.total, base, total, fit(total, TEXT_STRONG, 9, (8.5, 8, 7.5)), "right")
    p.rule(LEFT, p.right, low + 1.2, 0.8, INK)
    return low + 1.2


def _key(p: Press, part: _Part, y: float) -> None:
    x = LEFT
    for state, text in (
        (Presence.WHOLE, _("whole day")),
        (Presence.MORNING, _("morning only")),
        (Presence.AFTERNOON, _("afternoon only")),
        (Presence.EXCUSED, _("excused")),
        (Presence.ABSENT, _("not present")),
        (Presence.NOT_RECORDED, _("empty: no mark")),
    ):
        room = 4.6 + width_mm(text, SMALL)
        if x + room > p.right:
            x, y = LEFT, y + 5
        _draw_marks(p, [(x + 1.5, p.height - y - 1.4, state)])
        p.text(x + (0 if state is Presence.NOT_RECORDED else 4.6), y + 2.4, text, SMALL)
        x += room + 5
    missing = [wording.short_day(day.day, part.facts.language) for day in part.days if not day.recorded]
    if missing:
        said = _("Days that were not recorded: %(days)s.", days=", ".join(missing))
        p.block(LEFT, y + 5, p.measure, said, SMALL)
