"""A sheet for whoever takes notes in a session: what it is for, and room for what comes out of it."""

from collections.abc import Sequence

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.plan_facts import PlanDay, PlanFacts, PlanItem
from dialogues.documents.press import Press
from dialogues.documents.run_sheet import empty_page
from dialogues.documents.styles import (
    A4,
    FAINT,
    INK,
    ITEM,
    LEAD,
    LEFT,
    LETTER,
    MUTED,
    PETROL,
    SAND,
    SMALL,
    SMALL_INK,
    SMALLEST,
    STRONG,
    TEXT,
    TEXT_STRONG,
    TITLE,
    Style,
)
from dialogues.documents.typesetting import balance, fit, running_head, width_mm, wrap

_LINE = 8.0  # mm from one line to write on to the next
_HEADLINES_MOST = 3  # lines of a title; longer ones are set smaller, then cut: they stand whole on the agenda
_AIM_LINES_MOST = 6
_ROWS = 4  # of commitments


def draw(facts: PlanFacts) -> bytes:
    """A page for each session of the days, breaks left out."""
    with force_locale(facts.language):
        press = wording.press(facts, _("Rapporteur’s sheet"), LETTER if facts.paper == "letter" else A4)
        for day in facts.days:
            for item in day.items:
                if not item.quiet:
                    _add(press, facts, day, item)
        if not press.pages:
            empty_page(press, facts, _("Rapporteur’s sheet"))
        return press.pdf()


def _add(press: Press, facts: PlanFacts, day: PlanDay, item: PlanItem) -> None:
    name = wording.bilingual(lambda _code: (_("Rapporteur’s sheet"),), facts.language, facts.second_language)[0]
    date = wording.long_day(day.day, facts.language)
    words = _words(facts, item)
    press.add(
        lambda p: _draw(p, facts, item, words),
        left=name,
        right=date,
        marks=[wording.listed(item.number, item.title)],
    )


def _words(facts: PlanFacts, item: PlanItem) -> dict[str, str]:
    """What the sheet asks, in one language or two."""
    names = ("said", "agreed", "open", "commitments", "rule", "plain", "what", "who", "when", "wrote", "handed")

    def said(_code: str) -> tuple[str, ...]:
        return (
            _("What was said, point by point"),
            _("Where people agree, and where they differ"),
            _("Questions left open"),
            _("Commitments"),
            _("Chatham House Rule: write what was said, never who said it, and no organisation by name."),
            _("Write by sector, not by name: “miners asked …”. Nobody is quoted who did not agree to it."),
            _("What"),
            _("Which sector") if item.is_under_rule else _("Who"),
            _("By when"),
            _("Who wrote"),
            _("Handed in at"),
        )

    texts = wording.bilingual(said, facts.language, facts.second_language)
    return dict(zip(names, texts, strict=True))


def _draw(p: Press, facts: PlanFacts, item: PlanItem, words: dict[str, str]) -> None:
    y = draw_session_head(p, facts, item, 18.0)
    y = _draw_rule(p, words["rule"] if item.is_under_rule else words["plain"], y, is_strict=item.is_under_rule)
    foot = p.height - 15 - 12
    table = 9.0 + (_ROWS + 1) * _LINE
    room = foot - 6 - table - y
    for name, share in (("said", 0.46), ("agreed", 0.32), ("open", 0.22)):
        height = room * share
        p.text(LEFT, y + 5, words[name], fit(words[name], ITEM, p.measure, (9, 8)))
        _write_lines(p, y + 6.5, y + height - 2)
        y += height
    _draw_commitments(p, words, y)
    x = LEFT
    for name, share in (("wrote", 0.6), ("handed", 0.4)):
        width = (p.measure - 6) * share
        if name == "wrote" and not item.is_under_rule:  # who is to write, so that the sheet finds its way
            who = ", ".join(item.rapporteurs)
            style = fit(who, TEXT, width, (9, 8))
            p.text(x, foot + 2.4, running_head(who, style, width), style)
        p.rule(x, x + width, foot + 4, 0.6, INK)
        p.text(x, foot + 8, words[name], SMALLEST)
        x += width + 6


def draw_session_head(p: Press, facts: PlanFacts, item: PlanItem, y: float) -> float:
    """Number, title, hours, room, who leads, the aim; returns the height below."""
    lines, style = short_lines(item.title, TITLE, p.measure, _HEADLINES_MOST)
    y = p.lines(LEFT, y, lines, style)
    if item.second_title:
        light = LEAD.but(colour=INK)
        y = p.lines(LEFT, y, *short_lines(item.second_title, light, p.measure, 2))
    hours = f"{wording.clock(item.starts, facts.language)}–{wording.clock(item.ends, facts.language)}"
    lead = LEAD.but(colour=MUTED)
    about = wording.listed(item.number, hours, item.room)
    y = p.lines(LEFT, y + 0.6, *short_lines(about, lead, p.measure, 2))
    if item.leads:
        y = p.lines(LEFT, y, *short_lines(", ".join(item.leads), SMALL, p.measure, 2))
    if item.aim:
        word = _("Aim")
        wide = width_mm(word, TEXT_STRONG) + 3
        lines, style = short_lines(item.aim, TEXT, p.measure - wide, _AIM_LINES_MOST)
        p.text(LEFT, y + 1.4 + style.step / 2 + style.drop, word, TEXT_STRONG.but(colour=PETROL))
        y = p.lines(LEFT + wide, y + 1.4, lines, style)
    return y + 3


def short_lines(text: str, style: Style, width: float, most: int) -> tuple[list[str], Style]:
    """A text in at most so many lines: smaller first, then cut with an ellipsis."""
    for size in (style.size, style.size * 0.85, style.size * 0.7):
        smaller = style.but(size=max(size, 7.5), leading=style.leading * max(size, 7.5) / style.size)
        lines = balance(text, smaller, width)
        if len(lines) <= most:
            return lines, smaller
    return [*lines[: most - 1], running_head(f"{lines[most - 1]} …", smaller, width)], smaller


def _draw_rule(p: Press, text: str, y: float, *, is_strict: bool) -> float:
    style = SMALL_INK.but(font=STRONG) if is_strict else SMALL_INK
    lines = wrap(text, style, p.measure - 6)
    height = len(lines) * style.step + 3
    p.boxes([(LEFT, y, p.measure, height)], SAND)
    if is_strict:
        p.frames([(LEFT, y, p.measure, height)], INK, 0.9)
    p.lines(LEFT + 3, y + 1.5, lines, style)
    return y + height + 2


def _write_lines(p: Press, top: float, bottom: float) -> None:
    at = top + _LINE
    while at <= bottom:
        p.rule(LEFT, p.right, at, 0.35, FAINT)
        at += _LINE


def _draw_commitments(p: Press, words: dict[str, str], y: float) -> None:
    p.text(LEFT, y + 5, words["commitments"], ITEM)
    shares: Sequence[tuple[str, float]] = (("what", 0.56), ("who", 0.26), ("when", 0.18))
    top = y + 8
    x = LEFT
    edges = [x]
    for name, share in shares:
        p.text(
            x + (1.5 if x > LEFT else 0), top + 3.6, words[name], fit(words[name], SMALL, p.measure * share - 3, (7.5,))
        )
        x += p.measure * share
        edges.append(x)
    ys = [top + 5 + n * _LINE for n in range(_ROWS + 1)]
    p.rule(LEFT, p.right, ys[0], 0.8, INK)
    for at in ys[1:]:
        p.rule(LEFT, p.right, at, 0.35, FAINT)
    for edge in edges[1:-1]:
        p.upright(edge, ys[0], ys[-1], 0.35, FAINT)
