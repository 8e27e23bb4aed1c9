"""The rows of a run-sheet: measured once, never split unless one alone is more than a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dialogues.core.i18n import _
from dialogues.documents import wording
from dialogues.documents.flow import Block
from dialogues.documents.plan_facts import PlanFacts, PlanItem
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    BODY,
    HAIR,
    INK,
    ITEM,
    LABEL,
    LEFT,
    MM,
    PETROL,
    SAND,
    SLANT,
    SMALL,
    SMALL_INK,
    SMALL_STRONG,
    TEXT,
    TIME,
    Style,
)
from dialogues.documents.typesetting import balance, fit, width_mm, wrap

# Left edge of each column in mm from the margin on A4; the columns of Letter share what is more or less evenly.
TIME_AT, MINUTES_END, SESSION_AT, LEAD_AT, MATERIALS_AT, NOTES_AT = 0.0, 20.6, 24.0, 100.0, 124.0, 152.0
SESSION_WIDTH, LEAD_WIDTH, MATERIALS_WIDTH, NOTES_WIDTH = 72.0, 21.0, 22.0, 28.0
WORD_WIDTH = 13.0  # of "Capture" before what is to be captured
HANG = 2.0  # mm by which a sand band hangs out
BAR, BAR_AT = 2.2 / MM, -3.4  # the upright bar of what everybody takes part in
_PAD = 5.0  # mm of a row that its lines leave empty
_BREAK_HEIGHT = 7.6
_LATE = SMALL_INK.but(font=SLANT)


@dataclass(frozen=True)
class _Line:
    """A line of the column of sessions; `word` stands before it, `gap` mm are left above."""

    text: str
    style: Style
    indent: float = 0.0
    word: str = ""
    word_style: Style = SMALL_STRONG
    gap: float = 0.0

    @property
    def step(self) -> float:
        return self.gap + self.style.step


@dataclass(frozen=True)
class _Row:
    """A session in lines, column by column."""

    start: str
    minutes: str
    number: str
    session: Sequence[_Line]
    lead: Sequence[str] = ()
    materials: Sequence[tuple[bool, str]] = ()  # whether a box stands before it
    notes: Sequence[str] = ()
    has_bar: bool = False
    is_quiet: bool = False
    before_quiet: bool = field(default=False)  # no line below: the band of a break follows

    @property
    def height(self) -> float:
        if self.is_quiet:
            return max(_BREAK_HEIGHT, sum(line.step for line in self.session) + 2.6)
        side = max(len(self.lead), len(self.materials), len(self.notes)) * SMALL_INK.step
        first = TIME.step + (SMALL.step if self.number else 0)
        return max(sum(line.step for line in self.session), side, first) + _PAD


class Rows:
    """Makes the rows of the sheets of one document."""

    def __init__(self, press: Press, facts: PlanFacts) -> None:
        self.language = facts.language
        self.extra = (press.measure - 180.0) / 2  # mm more (Letter) for the session and for the notes
        heads = wording.in_languages(
            lambda _code: (
                _("Time"), _("Min"), _("Session and process"), _("Lead"), _("Materials"), _("Notes"),
            ),
            facts.language, facts.second_language,
        )  # fmt: skip
        self.heads = [heads[0]]
        if len(set(heads)) > 1:  # a word that both languages share is not said twice
            self.heads.append(tuple("" if same == one else one for same, one in zip(*heads, strict=True)))
        self.words = {"aim": _("Aim"), "rule": _("Rule"), "under": _("Chatham House Rule: nobody is named."),
                      "you": _("You")}  # fmt: skip

    def head(self) -> Block:
        """The labels above the columns, a line for each language."""
        widths = (13.0, 9.0, SESSION_WIDTH, LEAD_WIDTH, MATERIALS_WIDTH + 4, NOTES_WIDTH)
        columns = (TIME_AT, MINUTES_END, SESSION_AT, *(at + self.extra for at in (LEAD_AT, MATERIALS_AT, NOTES_AT)))
        step = 3.2

        def draw(p: Press, y: float) -> None:
            for row, labels in enumerate(self.heads):
                for x, width, label in zip(columns, widths, labels, strict=True):
                    text = label.upper()
                    align = "right" if x == MINUTES_END else "left"
                    p.text(LEFT + x, y + 3.4 + row * step, text, fit(text, LABEL, width, (7.5,)), align)
            p.rule(LEFT, p.right, y + 5 + (len(self.heads) - 1) * step, 0.8, INK)

        return Block(5 + (len(self.heads) - 1) * step, draw)

    def of(self, items: Sequence[PlanItem], *, most: float) -> list[Block]:
        """A block for each session; one that is higher than `most` mm goes on as another one."""
        rows = [row for item in items for row in _pieces(self._measure(item), most)]
        told = [
            replace(row, before_quiet=after is not None and after.is_quiet)
            for row, after in zip(rows, (*rows[1:], None), strict=False)
        ]
        return [self._block(row) for row in told]

    def _block(self, row: _Row) -> Block:
        return Block(row.height, lambda p, y: self._draw(p, y, row))

    # -- measuring
    def _measure(self, item: PlanItem) -> _Row:
        start = wording.clock(item.starts, self.language)
        width = SESSION_WIDTH + self.extra
        if item.quiet:
            words = wording.listed(item.title, item.second_title, item.room)
            lines = [_Line(line, TEXT) for line in wrap(words, TEXT, width + 60)]
            return _Row(start, str(item.minutes), "", lines, is_quiet=True)
        session = [_Line(line, ITEM) for line in balance(item.title, ITEM, width)]
        light = ITEM.but(font=BODY)
        session += [_Line(line, light) for line in wrap(item.second_title, light, width) if item.second_title]
        if item.room:
            session += [_Line(line, SMALL) for line in wrap(item.room, SMALL, width)]
        if item.part:
            session += _labelled(self.words["you"], item.part, TEXT, width, gap=0.8)
        if item.is_under_rule:
            session += _labelled(self.words["rule"], self.words["under"], TEXT, width, gap=0.8)
        if item.aim:
            session += _labelled(self.words["aim"], item.aim, TEXT, width, gap=0.8)
        for place, step in enumerate(item.steps):
            gap = 1.2 if step.is_late else 0.8 if not place and not item.aim else 0.0
            style = _LATE if step.is_late else TEXT
            session += _labelled(step.word, step.text, style, width, gap=gap, is_late=step.is_late)
        return _Row(
            start,
            str(item.minutes),
            item.number,
            session,
            lead=[line for name in item.leads for line in wrap(name, SMALL_INK, LEAD_WIDTH)],
            materials=[
                (not at, line)
                for thing in item.materials
                for at, line in enumerate(wrap(thing, SMALL_INK, MATERIALS_WIDTH))
            ],
            notes=wrap(item.notes, SMALL_INK, NOTES_WIDTH + self.extra) if item.notes else (),
            has_bar=True,
        )

    # -- drawing
    def _draw(self, p: Press, y: float, row: _Row) -> None:
        if row.is_quiet:
            self._draw_quiet(p, y, row)
            return
        if row.has_bar:  # it hangs in the margin, so text stays on its edge
            p.boxes([(LEFT + BAR_AT, y + 1.8, BAR, row.height - 3.6)], PETROL)
        if not row.before_quiet:
            p.rule(LEFT, p.right, y + row.height, 0.35, HAIR)
        top = y + 1.9
        p.text(LEFT, top + 3.7, row.start, TIME)
        p.text(LEFT + MINUTES_END, top + 3.7, row.minutes, TEXT, "right")
        p.text(LEFT, top + 8, row.number, SMALL)
        at = top
        for line in row.session:
            at += line.gap
            base = at + line.style.step / 2 + line.style.drop
            if line.word:
                p.text(LEFT + SESSION_AT, base, line.word, line.word_style)
            p.text(LEFT + SESSION_AT + line.indent, base, line.text, line.style)
            at += line.style.step
        p.lines(LEFT + LEAD_AT + self.extra, top + 0.4, row.lead, SMALL_INK)
        x = LEFT + MATERIALS_AT + self.extra
        boxes = [
            (x, top + 0.4 + n * SMALL_INK.step + 0.7, 2.4, 2.4)
            for n, (begins, _text) in enumerate(row.materials)
            if begins
        ]
        p.frames(boxes, INK, 0.6)
        p.lines(x + 4, top + 0.4, [text for _begins, text in row.materials], SMALL_INK)
        p.lines(LEFT + NOTES_AT + self.extra, top + 0.4, row.notes, SMALL_INK)

    def _draw_quiet(self, p: Press, y: float, row: _Row) -> None:
        p.boxes([(LEFT - HANG, y, p.measure + 2 * HANG, row.height)], SAND)
        top = y + (row.height - sum(line.step for line in row.session)) / 2
        base = top + TEXT.step / 2 + TEXT.drop
        p.text(LEFT, base, row.start, TEXT)
        p.text(LEFT + MINUTES_END, base, row.minutes, TEXT, "right")
        p.lines(LEFT + SESSION_AT, top, [line.text for line in row.session], TEXT)


def _labelled(
    word: str, text: str, style: Style, width: float, *, gap: float = 0.0, is_late: bool = False
) -> list[_Line]:
    """A step: its word before the first line; a word too long for its column stands on a line of its own."""
    look = SMALL_STRONG if is_late else SMALL_STRONG.but(colour=PETROL)
    lines = wrap(text, style, width - WORD_WIDTH)
    if word and width_mm(word, look) > WORD_WIDTH - 1:
        heads = [_Line(line, look, gap=gap if not n else 0.0) for n, line in enumerate(wrap(word, look, width))]
        return [*heads, *(_Line(line, style, WORD_WIDTH) for line in lines)]
    return [
        _Line(line, style, WORD_WIDTH, word if not n else "", look, gap if not n else 0.0)
        for n, line in enumerate(lines)
    ]


def _pieces(row: _Row, most: float) -> list[_Row]:
    """The row, or as many rows as it takes to fit each on a page."""
    if row.height <= most:
        return [row]
    room = int((most - _PAD) / (ITEM.step + 1.2))  # of the highest lines with the widest gaps
    deepest = max(len(row.session), len(row.lead), len(row.materials), len(row.notes))
    pieces = [
        replace(
            row,
            session=row.session[n : n + room],
            lead=row.lead[n : n + room],
            materials=row.materials[n : n + room],
            notes=row.notes[n : n + room],
        )
        for n in range(0, deepest, room)
    ]
    return [pieces[0], *(replace(piece, start="", minutes="", number="") for piece in pieces[1:])]
