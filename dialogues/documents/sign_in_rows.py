"""The rows of a sign-in sheet: who stands in which, and how long names are set in a row that cannot grow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogues.documents.facts import SignInFacts, SignInPerson
from dialogues.documents.press import Press, Stack
from dialogues.documents.sign_in_layout import Layout
from dialogues.documents.sign_in_words import SheetWords
from dialogues.documents.styles import (
    DOT,
    MUTED,
    SMALL_INK,
    SMALLEST,
    STRONG,
    TEXT,
    TEXT_STRONG,
    Style,
)
from dialogues.documents.typesetting import fit, width_mm, wrap

CELL_LINES = 3  # lines of text that a row holds at the smallest size
NAME = Style(STRONG, 11, 12.5)
NAME_SIZES = (10.5, 10, 9.5, 9, 8.5, 8)
ORGANISATION = SMALL_INK.but(leading=9.6)
ORGANISATION_SIZES = (7.5,)
_NAME_PAD, _ORGANISATION_PAD = 3.4, 3.2  # mm of a cell that stay empty at its sides
_NUMBER_GAP = 1.6  # mm from a row number to the line behind it
PHONE_SIGNS = 4  # of a telephone number; more would be personal data lying open on a table
_PAD = 1.8  # mm from a column line to its text


@dataclass(frozen=True, slots=True)
class Slot:
    """One row: a person, a further row of a person whose name is too long for one, or an empty one for a walk-in."""

    number: int
    person: SignInPerson | None = None
    name: Sequence[str] = ()
    name_style: Style = NAME
    organisation: Sequence[str] = ()
    organisation_style: Style = ORGANISATION
    continued: bool = False


def plan(facts: SignInFacts, layout: Layout) -> list[Slot]:
    """The rows of a day in order: people, then walk-ins up to the end of the last page.

    A row keeps its height whatever stands in it, because a reader finds it by its place: a name too long for one
    row goes on in the next.
    """
    slots = [slot for number, person in enumerate(facts.people, 1) for slot in _slots_of(number, person, layout)]
    empty = facts.walk_in_rows + -(len(slots) + facts.walk_in_rows) % layout.rows
    if not slots and not empty:
        empty = layout.rows
    return slots + [Slot(number) for number in range(1, empty + 1)]


def draw_rows(p: Press, layout: Layout, words: SheetWords, slots: Sequence[Slot]) -> None:
    """Fill the rows of a page, column by column."""
    edges, tops = layout.edges, layout.row_tops
    middles = [top + layout.row_height / 2 for top in tops]
    people = [(y, slot, slot.person) for y, slot in zip(middles, slots, strict=False) if slot.person]
    firsts = [(y, slot, person) for y, slot, person in people if not slot.continued]
    _numbers(p, layout, [(y, str(slot.number)) for y, slot, _ in firsts], TEXT)
    again = [(y, f"({slot.number})") for y, slot, _ in people if slot.continued]
    _numbers(p, layout, again, TEXT.but(colour=MUTED))
    lows = [y + TEXT.drop for y, *_ in firsts]
    p.column(edges[3] + _PAD, lows, [person.sector for *_, person in firsts], TEXT_STRONG)
    p.column(edges[4] + _PAD, lows, [person.phone_end[-PHONE_SIGNS:] for *_, person in firsts], TEXT)
    p.stacks(edges[1] + _PAD, [_stack(y, slot.name, slot.name_style, layout) for y, slot, _ in people])
    others = [_stack(y, slot.organisation, slot.organisation_style, layout) for y, slot, _ in people]
    p.stacks(edges[2] + _PAD, others)
    walk_ins = [(top, slot) for top, slot in zip(tops, slots, strict=False) if slot.person is None]
    half = layout.row_height / 2
    _numbers(p, layout, [(top + half, f"{words.walk_in_sign}{s.number}") for top, s in walk_ins], TEXT_STRONG)
    asked = _walk_in_words(words.walk_in, edges[2] - edges[1] - 2 * _PAD)
    said = [asked[number % len(asked)] for number in range(len(walk_ins))]
    p.column(edges[1] + _PAD, [top + 3.2 for top, _ in walk_ins], said, SMALLEST)


def _walk_in_words(text: str, room: float) -> list[str]:
    """What is asked of a walk-in: both languages in each row, or where that is too wide for a name one row each."""
    return [text] if width_mm(text, SMALLEST) <= room else text.split(DOT)


def _numbers(p: Press, layout: Layout, numbers: Sequence[tuple[float, str]], style: Style) -> None:
    """Row numbers flush right before the names, all as small as the longest of them needs."""
    texts = [text for _, text in numbers]
    room = layout.edges[1] - layout.edges[0] - _NUMBER_GAP - 0.3
    style = fit(max(texts, key=len, default=""), style, room, (8.5, 8, 7.5))
    lows = [middle + style.drop for middle, _ in numbers]
    if all(width_mm(text, style) <= room for text in texts):
        p.column(layout.edges[1] - _NUMBER_GAP, lows, texts, style, "right")
    else:  # five digits on upright paper take the whole column
        p.column((layout.edges[0] + layout.edges[1]) / 2, lows, texts, style, "centre")


def _stack(middle: float, lines: Sequence[str], style: Style, layout: Layout) -> Stack:
    return middle, lines, style, min(style.step, (layout.row_height - 1.0) / max(len(lines), 1))


def _slots_of(number: int, person: SignInPerson, layout: Layout) -> Iterator[Slot]:
    edges = layout.edges
    name_style, name = _in_cell(person.name, NAME, NAME_SIZES, edges[2] - edges[1] - _NAME_PAD, 2)
    other_style, other = _in_cell(
        person.organisation, ORGANISATION, ORGANISATION_SIZES, edges[3] - edges[2] - _ORGANISATION_PAD, CELL_LINES
    )
    for n in range(0, max(len(name), len(other), 1), CELL_LINES):
        yield Slot(
            number,
            person,
            name[n : n + CELL_LINES],
            name_style,
            other[n : n + CELL_LINES],
            other_style,
            continued=n > 0,
        )


def _in_cell(text: str, style: Style, sizes: Sequence[float], width: float, most: int) -> tuple[Style, list[str]]:
    """Shrink a little, then wrap at the largest size that breaks no word, at last as many lines as it takes."""
    if not text:
        return style, []
    one_line = fit(text, style, width, sizes[:2])
    if width_mm(text, one_line) <= width:
        return one_line, [text]
    for size in (style.size, *(sizes[2:] or sizes)):
        smaller = style.but(size=size, leading=style.leading * size / style.size)
        lines = wrap(text, smaller, width)
        if len(lines) <= most and all(width_mm(word, smaller) <= width for word in text.split()):
            break
    return smaller, lines
