"""The sheet a group brings back: the question, three large boxes, who reports. Copied once for each group.

The corner codes say which session a photographed sheet is of, and how it lies.
"""

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.flow import Flow
from dialogues.documents.marks import INNER, draw_corners, draw_foot, id_of
from dialogues.documents.plan_facts import PlanDay, PlanFacts, PlanItem
from dialogues.documents.press import Press
from dialogues.documents.rapporteur_sheet import short_lines
from dialogues.documents.styles import (
    A4,
    FAINT,
    INK,
    ITEM,
    LABEL,
    LEAD,
    LEFT,
    LETTER,
    MUTED,
    PETROL,
    SMALL,
    SMALLEST,
    STRONG,
    TEXT,
    TITLE,
    Style,
)
from dialogues.documents.typesetting import fit, running_head, width_mm, wrap

_QUESTION = Style(STRONG, 12, 16)
_QUESTION_LINES_MOST = 4
_LINE = 9.0  # mm from one line to write on to the next


def sheet_id_of(event_id: int, agenda_session_id: int, paper: str) -> str:
    """Eight signs that follow from the session and the paper: the same sheet printed again has the same."""
    return id_of(f"reporting back {event_id} {agenda_session_id} {paper}")


def draw(facts: PlanFacts) -> bytes:
    """A page for each session that works in groups."""
    with force_locale(facts.language):
        press = wording.press(facts, _("Reporting-back sheet"), LETTER if facts.paper == "letter" else A4)
        for day in facts.days:
            for item in day.items:
                if item.has_groups:
                    _add(press, facts, day, item)
        if not press.pages:
            flow = Flow(press, left=_("Reporting-back sheet"), right=facts.event_title)
            flow.text(
                LEFT,
                press.measure,
                _("No session of these days works in groups: none is of the kind “Breakout”."),
                TEXT,
            )
        return press.pdf()


def _add(press: Press, facts: PlanFacts, day: PlanDay, item: PlanItem) -> None:
    codes = (facts.language, facts.second_language)
    words = wording.bilingual(
        lambda _code: (
            _("Reporting-back sheet"), _("Group"), _("What we agree on"), _("at most three points"),
            _("Where we differ"), _("and why, in a few words"), _("First step"), _("what, and by when")
            if item.is_under_rule else _("who does what, by when"),
            _("Who reports"), _("Who wrote"), _("How many in the group"),
            _("Chatham House Rule: write what was said, never who said it, and no organisation by name.")
            if item.is_under_rule
            else _("Write large, dark, one thought a line. By sector, not by name: nobody is quoted."),
            _("Hand the sheet in at the desk, or photograph all of it."),
        ),
        *codes,
    )  # fmt: skip
    date = wording.long_day(day.day, facts.language)
    press.add(
        lambda p: _draw(p, facts, item, words, date),
        marks=[wording.listed(item.number, item.title)],
    )


def _draw(p: Press, facts: PlanFacts, item: PlanItem, words: list[str], date: str) -> None:
    group, boxes, lines, foot = words[1], words[2:8], words[8:11], words[11:]
    _draw_head(p, facts, item, words[0], group, date)
    y = 33.0
    question = item.description or item.aim or item.title
    shown, style = short_lines(question, _QUESTION, p.measure, _QUESTION_LINES_MOST)
    y = p.lines(LEFT, y, shown, style)
    if question != item.title:
        y = p.lines(LEFT, y, *short_lines(item.title, SMALL, p.measure, 1))
    second = item.second_description or (item.second_title if not item.description else "")
    if second:
        shown, style = short_lines(second, LEAD, p.measure, 3)
        y = p.lines(LEFT, y, shown, style)
    y += 3
    low = p.height - 48
    height = (low - y - 6) / 3
    for n in range(3):
        _draw_box(p, n, boxes[2 * n], boxes[2 * n + 1], y, height)
        y += height + 3
    _draw_ends(p, lines, foot, low)
    draw_corners(p, item.sheet_id, 1)
    draw_foot(p, item.sheet_id, p.footer.line(p.measure))


def _draw_head(p: Press, facts: PlanFacts, item: PlanItem, title: str, group: str, date: str) -> None:
    """Between the upper codes: which sheet, of which group, and when and where it meets."""
    inner = p.width - 2 * INNER
    label = LABEL.but(colour=PETROL)
    said = running_head(title.upper(), label, inner - width_mm(date, SMALL) - 6)
    p.text(INNER, 11.4, said, label)
    p.text(p.width - INNER, 11.4, date, SMALL, "right")
    used = p.text(INNER, 20.4, group, fit(group, TITLE, 60, (14, 11)))
    p.rule(INNER + used + 4, INNER + used + 30, 21.4, 0.6, INK)
    hours = f"{wording.clock(item.starts, facts.language)}–{wording.clock(item.ends, facts.language)}"
    about, lead = wording.listed(item.number, hours, item.room), LEAD.but(colour=MUTED)
    [line], style = short_lines(about, lead, inner - used - 36, 1)
    p.text(p.width - INNER, 20.4, line, style, "right")
    p.rule(LEFT, p.right, 29.2, 1.2, PETROL)


def _draw_box(p: Press, n: int, label: str, hint: str, y: float, height: float) -> None:
    p.frames([(LEFT, y, p.measure, height)], INK, 0.9)
    p.text(LEFT + 3, y + 5.6, str(n + 1), ITEM.but(size=11, colour=PETROL))
    style = fit(label, ITEM, p.measure * 0.6, (9, 8))
    used = p.text(LEFT + 8, y + 5.6, label, style)
    room = p.measure - used - 15
    if width_mm(hint, SMALL) <= room:
        p.text(LEFT + 8 + used + 3, y + 5.6, hint, SMALL)
    at = y + 2 * _LINE
    while at < y + height - 4:
        p.rule(LEFT + 8, p.right - 4, at, 0.35, FAINT)
        at += _LINE


def _draw_ends(p: Press, labels: list[str], said: list[str], low: float) -> None:
    """Who reports and who wrote; below, between the lower codes, what to mind."""
    y, x = low + 6, LEFT
    for label, share in zip(labels, (0.40, 0.34, 0.26), strict=True):
        width = (p.measure - 8) * share
        p.rule(x, x + width, y + 5, 0.6, INK)
        p.lines(x, y + 5.8, wrap(label, SMALLEST, width)[:2], SMALLEST)
        x += width + 4
    p.lines(INNER, y + 15.5, wrap(" ".join(said), SMALLEST, p.width - 2 * INNER)[:4], SMALLEST)
