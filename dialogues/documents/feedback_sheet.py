"""The feedback sheet: five questions answered by crossing a face, so that it needs no writing; then room for words.

Nobody puts a name on it. The boxes stand in fixed cells between corner codes, ticks and dots, as the signature cells
of the sign-in sheet do, so that a photograph of it can be read.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.logos import draw_logos, place_logos
from dialogues.documents.marks import DOT, INNER, draw_corners, draw_dots, draw_foot, draw_ticks, id_of
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4,
    FAINT,
    HAIR,
    INK,
    ITEM,
    LABEL,
    LEFT,
    LETTER,
    MM,
    PETROL,
    SMALL,
    SMALLEST,
    TITLE,
    colour_numbers,
)
from dialogues.documents.typesetting import running_head, wrap

FACES = 5
_LOGOS_TOP, _LOGOS_HEIGHT = 6.0, 8.2  # mm, above the title and between the corner codes
_TOP, _ROW = 44.0, 27.0  # mm; where the first question begins, and of each question
_BOX, _FACE = 8.0, 5.2  # mm; the box to cross, the radius of a face
_LABELS = 62.0  # mm, the question beside its boxes
_LINE = 9.0  # mm between the lines to write on
_ROUND = 0.5523  # the control points of a quarter circle, in parts of the radius
_MOUTHS = (-2.0, -1.0, 0.0, 1.0, 2.0)  # mm that the middle of the mouth lies below its ends


@dataclass(frozen=True, kw_only=True)
class FeedbackFacts(DocumentFacts):
    """What the sheet is about: one day, or the whole event where `day` is None."""

    day: date | None = None
    sheet_id: str


def sheet_id_of(event_id: int, day: date | None, paper: str) -> str:
    """Eight signs that follow from the event, the day and the paper: the same sheet printed again has the same."""
    return id_of(f"feedback {event_id} {day.isoformat() if day else '-'} {paper}")


def draw(facts: FeedbackFacts) -> bytes:
    """One sheet as a PDF, to be printed as often as there are people."""
    with force_locale(facts.language):
        press = wording.press(facts, _("Feedback sheet"), LETTER if facts.paper == "letter" else A4)
        press.add(partial(_draw_sheet, facts=facts))
        return press.pdf()


def box_centres(width: float) -> tuple[list[float], list[float]]:
    """Where the boxes stand on paper of a width, in mm: the five columns, the five rows."""
    left, right = LEFT + _LABELS, width - LEFT
    step = (right - left) / FACES
    return [left + (n + 0.5) * step for n in range(FACES)], [_TOP + (n + 1) * _ROW - 8.0 for n in range(FACES)]


def _questions(facts: FeedbackFacts) -> tuple[str, ...]:
    first = _("Was today worth your time?") if facts.day else _("Was the dialogue worth your time?")
    return (
        first,
        _("Could you say what matters to you?"),
        _("Did the others listen?"),
        _("Did you learn something you can use?"),
        _("Will something change because of it?"),
    )


def _words() -> tuple[str, ...]:
    return (_("Not at all"), _("A little"), _("So-so"), _("Mostly"), _("Fully"))


# ---------------------------------------------------------------- drawing
def _draw_sheet(p: Press, facts: FeedbackFacts) -> None:
    draw_corners(p, facts.sheet_id, 1)
    head = wording.long_day(facts.day, facts.language) if facts.day else facts.place
    inner = p.width - 2 * INNER
    edges = {"left": p.width / 2, "right": p.width - INNER}
    logos = place_logos(facts.letterhead.logos, **edges, top=_LOGOS_TOP, height=_LOGOS_HEIGHT, align="right")
    draw_logos(p, logos)
    p.text(INNER, 11.4, _("Feedback sheet").upper(), LABEL.but(colour=PETROL))
    p.text(INNER, 19.4, running_head(facts.event_title, TITLE.but(size=14), inner), TITLE.but(size=14))
    p.text(INNER, 24.6, running_head(head, SMALL, inner), SMALL)
    right = p.width - LEFT
    p.rule(LEFT, right, 29.2, 1.2, PETROL)
    how = _("Put a cross in one box of each row. Do not write your name: nobody should know who said what.")
    p.lines(LEFT, 31.5, wrap(how, SMALL, right - LEFT), SMALL)
    _draw_questions(p, facts)
    _draw_lines(p)
    draw_foot(p, facts.sheet_id, p.footer.said)


def _draw_questions(p: Press, facts: FeedbackFacts) -> None:
    columns, rows = box_centres(p.width)
    right = p.width - LEFT
    for question, y in zip(_questions(facts), rows, strict=True):
        p.lines(
            LEFT, y - 12.0, wrap(question, ITEM.but(size=11, leading=15), _LABELS - 4), ITEM.but(size=11, leading=15)
        )
        p.rule(LEFT, right, y + 8.0, 0.35, HAIR)
        for x, mouth in zip(columns, _MOUTHS, strict=True):
            _draw_face(p, x, y - 11.0, mouth)
    for x, word in zip(columns, _words(), strict=True):
        lines = wrap(word, SMALLEST, columns[1] - columns[0] - 2)
        p.lines(x, rows[0] - 17.4 - len(lines) * SMALLEST.step, lines, SMALLEST, "centre")
    half = _BOX / 2
    p.frames([(x - half, y - half, _BOX, _BOX) for y in rows for x in columns], INK, 0.8)
    draw_ticks(p, 9.0 - 1.6, p.width - 12.2, rows)
    reach = half + DOT
    draw_dots(p, [(x + side * (reach + 1.0), y) for y in rows for x in columns for side in (-1, 1)])


def _draw_lines(p: Press) -> None:
    y = box_centres(p.width)[1][-1] + 11.0
    low = p.height - 31.0
    right = p.width - LEFT
    for question in (_("What was best?"), _("What should be different next time?")):
        room = (low - y) / 2 if question == _("What was best?") else low - y
        p.lines(LEFT, y, [question], ITEM)
        at = y + ITEM.step + _LINE - 1
        while at <= y + room - 1:
            p.rule(LEFT, right, at, 0.35, FAINT)
            at += _LINE
        y += room


def _draw_face(p: Press, x: float, y: float, mouth: float) -> None:
    """A round face; a mouth that hangs at its ends is sad."""
    r = _FACE
    p.canvas.addLiteral(f"{colour_numbers(INK)} RG 0.8 w\n{_circle(p, x, y, r)}S")
    eyes = "".join(_circle(p, x + side * 1.8, y - 1.4, 0.45) for side in (-1, 1))
    p.canvas.addLiteral(f"{colour_numbers(INK)} rg\n{eyes}f")
    ends, middle = y + 2.0 - mouth / 2, y + 2.0 + mouth
    path = f"{_at(p, x - 2.4, ends)} m {_at(p, x - 1.0, middle)} {_at(p, x + 1.0, middle)} {_at(p, x + 2.4, ends)} c\n"
    p.canvas.addLiteral(f"{colour_numbers(INK)} RG 0.9 w 1 J\n{path}S 0 J")


def _circle(p: Press, x: float, y: float, r: float) -> str:
    k = r * _ROUND
    return (
        f"{_at(p, x + r, y)} m "
        f"{_at(p, x + r, y - k)} {_at(p, x + k, y - r)} {_at(p, x, y - r)} c "
        f"{_at(p, x - k, y - r)} {_at(p, x - r, y - k)} {_at(p, x - r, y)} c "
        f"{_at(p, x - r, y + k)} {_at(p, x - k, y + r)} {_at(p, x, y + r)} c "
        f"{_at(p, x + k, y + r)} {_at(p, x + r, y + k)} {_at(p, x + r, y)} c\n"
    )


def _at(p: Press, x: float, y: float) -> str:
    return f"{x * MM:.2f} {(p.height - y) * MM:.2f}"
