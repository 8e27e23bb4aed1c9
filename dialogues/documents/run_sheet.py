"""The facilitators' run-sheet: what to do, ask and capture in each session, with what, and what to drop when late."""

from collections.abc import Sequence

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.flow import Block, Flow, text_block
from dialogues.documents.plan_facts import PlanDay, PlanFacts
from dialogues.documents.press import Press
from dialogues.documents.run_sheet_rows import Rows
from dialogues.documents.styles import (
    A4,
    FAINT,
    HAIR,
    HEADING,
    INK,
    LABEL,
    LEAD,
    LEFT,
    LETTER,
    MUTED,
    PETROL,
    SMALL,
    TEXT,
    TITLE,
)
from dialogues.documents.typesetting import fit, running_head, width_mm, wrap

_BOX = 2.8  # mm: a box to tick
_LINE = 8.0  # mm from one line to write on to the next
_THING_LINES_MOST = 8  # of a thing in the check list; it stands whole in its row


def draw(facts: PlanFacts) -> bytes:
    """The run-sheets of all days as one PDF."""
    with force_locale(facts.language):
        press = wording.press(facts, _("Run-sheet"), LETTER if facts.paper == "letter" else A4)
        if not facts.days:
            empty_page(press, facts, _("Run-sheet"))
        for day in facts.days:
            _add_day(press, facts, day)
        return press.pdf()


def empty_page(press: Press, facts: PlanFacts, name: str) -> None:
    """A page that says why there is nothing on it."""
    flow = Flow(press, left=name, right=facts.event_title)
    flow.text(LEFT, press.measure, _("The days of this event are not set yet."), TEXT)


def _add_day(press: Press, facts: PlanFacts, day: PlanDay) -> None:
    languages = (facts.language, facts.second_language)
    (own, warning), *other = wording.in_languages(
        lambda _code: (_("Run-sheet"), _("facilitators only, not for distribution")), *languages
    )
    name = wording.listed(own, *(one for one, _warning in other if one != own))
    date = wording.long_day(day.day, facts.language)
    flow = Flow(press, left=wording.listed(own, warning), right=date)
    flow.mark(wording.listed(name, date))
    add_title(flow, facts, day, name)
    for _name, too in other:  # both do not fit in the head of the page, and this one must not be cut
        if too != warning:
            flow.text(LEFT, press.measure, too.upper(), LABEL.but(colour=PETROL))
            flow.down(1)
    if not day.items:
        flow.text(LEFT, press.measure, _("Nothing is planned for this day yet."), TEXT)
        return
    rows = Rows(press, facts)
    flow.table(rows.head(), rows.of(day.items, most=flow.full_page - rows.head().height))
    _add_tail(flow, facts, day)


def add_title(flow: Flow, facts: PlanFacts, day: PlanDay, name: str) -> None:
    """Name, hours, event, and how much there is."""
    measure = flow.press.measure
    span = ""
    if day.items:
        first, last = day.items[0].starts, max(item.ends for item in day.items)
        span = f"{wording.clock(first, facts.language)}–{wording.clock(last, facts.language)}"
    title = running_head(name, TITLE, measure - width_mm(span, TITLE) - 6)
    blocks = sum(1 for item in day.items if not item.quiet)
    said = _("%(count)s sessions, day %(number)s", count=blocks, number=day.number)
    lead = LEAD.but(colour=MUTED)
    lines = wrap(wording.listed(facts.event_title, day.heading), lead, measure - width_mm(said, SMALL) - 6)

    def draw_title(p: Press, y: float) -> None:
        p.text(LEFT, y + 6, title, TITLE)
        p.text(p.right, y + 6, span, TITLE, "right")
        p.lines(LEFT, y + TITLE.step + 0.6, lines, lead)
        p.text(p.right, y + TITLE.step + 4.5, said, SMALL, "right")

    flow.place(Block(TITLE.step + 0.6 + len(lines) * lead.step, draw_title))
    flow.down(2)


# ---------------------------------------------------------------- the last page of a day
def _add_tail(flow: Flow, facts: PlanFacts, day: PlanDay) -> None:
    """What to bring, whom to call, lines for what changes on the day."""
    wanted: dict[str, list[str]] = {}
    for item in day.items:
        for thing in item.materials:
            wanted.setdefault(thing, []).append(item.number or wording.clock(item.starts, facts.language))
    half = (flow.press.measure - 8) / 2
    flow.down(8)
    if wanted:
        _add_list(flow, _("Materials of the day"), half, list(wanted.items()))
        flow.down(8)
    if facts.contacts:
        _add_contacts(flow, facts.contacts)
        flow.down(8)
    if flow.room > 24:
        _add_lines(flow)


def _add_list(flow: Flow, title: str, width: float, things: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Two columns of things with boxes and where they are needed, row by row so that a long list goes on."""

    def cell(thing: str, where: Sequence[str]) -> tuple[list[str], str]:
        used = ", ".join(where)
        lines = wrap(thing, TEXT, width - 6 - min(width_mm(used, SMALL), 24) - 2)
        return lines[:_THING_LINES_MOST], running_head(used, SMALL, 24)

    cells = [cell(*one) for one in things]
    rows = [cells[n : n + 2] for n in range(0, len(cells), 2)]

    def row_block(row: Sequence[tuple[list[str], str]]) -> Block:
        height = max(6.0, max(len(lines) for lines, _where in row) * TEXT.step + 1.6)

        def draw_row(p: Press, y: float) -> None:
            for place, (lines, where) in enumerate(row):
                x = LEFT + place * (width + 8)
                p.frames([(x, y + 1.6, _BOX, _BOX)], INK, 0.6)
                p.lines(x + 6, y + 0.8, lines, TEXT)
                p.text(x + width, y + 3.9, where, SMALL, "right")
                p.rule(x, x + width, y + height, 0.35, FAINT)

        return Block(height, draw_row)

    flow.table(_heading(title), [row_block(row) for row in rows])


def _add_contacts(flow: Flow, contacts: Sequence[str]) -> None:
    lines = [line for text in contacts for line in wrap(text, LEAD, flow.press.measure)]
    flow.table(_heading(_("If something happens")), [text_block(LEFT, [line], LEAD) for line in lines])


def _add_lines(flow: Flow) -> None:
    flow.place(_heading(_("Changed on the day")))
    count = int(flow.room / _LINE)

    def draw_lines(p: Press, y: float) -> None:
        for n in range(count):
            p.rule(LEFT, p.right, y + (n + 1) * _LINE, 0.35, HAIR)

    flow.place(Block(count * _LINE, draw_lines))


def _heading(title: str) -> Block:
    def draw_heading(p: Press, y: float) -> None:
        p.text(LEFT, y + 4, title, fit(title, HEADING, p.measure, (11, 9)))
        p.rule(LEFT, p.right, y + 6.4, 0.8, INK)

    return Block(7.6, draw_heading)
