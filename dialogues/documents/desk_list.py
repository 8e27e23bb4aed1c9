"""The desk list: everybody from A to Z in two columns, for the door when the power is gone. Tick, name, code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from dialogues.core.i18n import _, _n, force_locale
from dialogues.documents import wording
from dialogues.documents.badges import short
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4,
    FAINT,
    HEADING,
    INK,
    LABEL,
    LEAD,
    LEFT,
    LETTER,
    PETROL,
    SMALL_STRONG,
    SMALLEST,
    TEXT,
    TEXT_STRONG,
)
from dialogues.documents.typesetting import fit, width_mm, wrap

GAP, STEP, LETTER_STEP = 8.0, 7.6, 8.0  # mm between the columns, of a row with two lines, of a letter
_TOP, _FOOT = 33.0, 16.0
_BOX, _NAME, _RIGHT = 4.2, 15.0, 27.0  # the tick box; where names begin; kept for sector and code
_NAME_STYLE = TEXT_STRONG.but(size=9.5, leading=9.4)
_NAME_SIZES = (9.0, 8.5, 8.0, 7.5)
_PAD = STEP - _NAME_STYLE.step - SMALLEST.but(leading=9.0).step  # of a row around its lines
_ORGANISATION = SMALLEST.but(leading=9.0)


@dataclass(frozen=True, kw_only=True)
class DeskPerson:
    """A row of the list."""

    name: str
    letter: str  # under which it is sorted
    organisation: str = ""
    sector: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class DeskListFacts(DocumentFacts):
    """Who is expected, by name; `day` is named on the paper, None is a list for all days."""

    people: tuple[DeskPerson, ...]
    day: date | None = None


@dataclass(frozen=True)
class _Row:
    """A letter with nobody, or somebody."""

    letter: str
    height: float
    person: DeskPerson | None = None
    name: Sequence[str] = ()
    organisation: Sequence[str] = ()
    goes_on: bool = False


def draw(facts: DeskListFacts) -> bytes:
    """The list as a PDF; without anybody, a page that says so."""
    with force_locale(facts.language):
        press = wording.press(facts, _("Desk list"), LETTER if facts.paper == "letter" else A4)
        day = wording.long_day(facts.day, facts.language) if facts.day else facts.event_title
        columns = list(_columns(press, facts.people)) or [[]]
        for first in range(0, len(columns), 2):
            press.add(
                partial(_draw_page, facts=facts, columns=columns[first : first + 2]),
                left=_("Registration desk"),
                right=day,
            )
        return press.pdf()


# ---------------------------------------------------------------- what stands where
def _columns(p: Press, people: Sequence[DeskPerson]) -> Iterator[list[_Row]]:
    """The columns from the first page on; the last page stands on two feet, and a letter never stands alone."""
    room = p.height - _FOOT - _TOP
    columns: list[list[_Row]] = [[]]
    used = 0.0
    letter = ""
    for person in people:
        row = _row(person, _column_width(p))
        heading = LETTER_STEP if person.letter != letter else 0.0
        if columns[-1] and used + heading + row.height > room:
            columns.append([_Row(person.letter, LETTER_STEP, goes_on=person.letter == letter)])
            used = LETTER_STEP
        elif heading:
            columns[-1].append(_Row(person.letter, LETTER_STEP))
            used += LETTER_STEP
        letter = person.letter
        columns[-1].append(row)
        used += row.height
    if len(columns) % 2 and len(columns[-1]) > 8:
        columns[-1:] = _halves(columns[-1])
    yield from (column for column in columns if column)


def _halves(column: list[_Row]) -> list[list[_Row]]:
    """A column in two, parted before the letter nearest to its middle."""
    letters = [at for at, row in enumerate(column) if row.person is None and at]
    if not letters:
        return [column]
    cut = min(letters, key=lambda at: abs(at - len(column) / 2))
    return [column[:cut], column[cut:]]


def _column_width(p: Press) -> float:
    return (p.measure - GAP) / 2


def _row(person: DeskPerson, width: float) -> _Row:
    room = width - _NAME - _RIGHT
    name = wrap(person.name, fit(person.name, _NAME_STYLE, room, _NAME_SIZES), room)
    organisation = wrap(person.organisation, _ORGANISATION, width - _NAME) if person.organisation else []
    height = len(name) * _NAME_STYLE.step + len(organisation) * _ORGANISATION.step + _PAD
    return _Row(person.letter, max(height, STEP), person, name, organisation)


# ---------------------------------------------------------------- drawing
def _draw_page(p: Press, facts: DeskListFacts, columns: Sequence[Sequence[_Row]]) -> None:
    number = _n("%(count)s person", "%(count)s people", len(facts.people), count=len(facts.people))
    p.text(LEFT, 24.4, _("Desk list A–Z"), HEADING.but(size=18, leading=22))
    p.text(p.right, 24.4, number, LEAD, "right")
    if not facts.people:
        p.text(LEFT, _TOP, _("Nobody is confirmed yet."), TEXT)
        return
    width = _column_width(p)
    for side, column in enumerate(columns):
        x = LEFT + side * (width + GAP)
        for at, label in ((0.1, _("AM")), (7.1, _("PM")), (_NAME, _("Name, organisation").upper())):
            p.text(x + at, 30.2, label, LABEL)
        p.text(x + width, 30.2, _("Code").upper(), LABEL, "right")
        p.rule(x, x + width, 32.0, 0.8, INK)
        _draw_column(p, x, width, column)


def _draw_column(p: Press, x: float, width: float, column: Sequence[_Row]) -> None:
    y = _TOP
    boxes, rules = [], []
    for row in column:
        person = row.person
        if person is None:
            said = _("%(letter)s, continued", letter=row.letter) if row.goes_on else row.letter
            p.text(x + _NAME, y + 5.8, said, HEADING.but(size=11, colour=PETROL))
            y += row.height
            continue
        boxes += [(x + at, y + 1.3, _BOX, _BOX) for at in (0.2, 7.2)]
        style = fit(person.name, _NAME_STYLE, width - _NAME - _RIGHT, _NAME_SIZES)
        below = p.lines(x + _NAME, y + 0.6, row.name, style.but(leading=_NAME_STYLE.leading))
        p.lines(x + _NAME, below, row.organisation, _ORGANISATION)
        code = short(person.code)
        p.text(x + width, y + 3.3, code, SMALLEST.but(colour=INK), "right")
        p.text(x + width - width_mm(code, SMALLEST) - 2.4, y + 3.3, person.sector, SMALL_STRONG, "right")
        y += row.height
        rules.append((x, y - 0.3, width, 0.12))
    p.frames(boxes, INK, 0.7)
    p.boxes(rules, FAINT)
