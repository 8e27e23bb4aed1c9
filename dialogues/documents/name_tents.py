"""Name tents: a sheet for each person, folded in three. Both faces say the name, the base what helps at the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.flow import Flow
from dialogues.documents.patterns import sector_bar
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4,
    BODY,
    LABEL,
    LEFT,
    LETTER,
    MM,
    MUTED,
    PETROL,
    SMALL,
    SMALLEST,
    STRONG,
    TEXT,
    TEXT_STRONG,
    Style,
)
from dialogues.documents.typesetting import balance, fit, running_head, width_mm, wrap

_SIDE = 16.0  # mm left and right of a face
_CALL = Style(STRONG, 60, 66)
_ONE_LINE = (56.0, 52.0, 48.0, 44.0, 40.0)
_MORE_LINES = (44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 16.0, 12.0, 9.0)
_NAME, _ORGANISATION = Style(BODY, 20, 24), Style(BODY, 20, 24, MUTED)
_SMALLER = (18.0, 16.0, 14.0, 12.0, 10.0, 8.0)
_CALL_TOP, _CALL_FOOT = 18.0, 36.0  # mm of a face kept free above and below the large name
_LABELS = 46.0  # mm from the edge to what stands beside a label


@dataclass(frozen=True, kw_only=True)
class TentPerson:
    """Who sits behind it."""

    call: str
    name: str
    organisation: str = ""
    sector: str = ""


@dataclass(frozen=True, kw_only=True)
class NameTentFacts(DocumentFacts):
    """The tents of an event, by name; `base` is what lies on the table: pairs of label and words."""

    people: tuple[TentPerson, ...]
    base: tuple[tuple[str, str], ...] = ()


def draw(facts: NameTentFacts) -> bytes:
    """All tents as one PDF; without anybody, a page that says so."""
    with force_locale(facts.language):
        title = _("Name tents")
        press = wording.press(facts, title, LETTER if facts.paper == "letter" else A4)
        for person in facts.people:
            press.add(partial(_draw_tent, facts=facts, person=person), marks=[person.name])
        if not facts.people:
            flow = Flow(press, left=title, right=facts.event_title)
            flow.text(LEFT, press.measure, _("Nobody is confirmed yet."), TEXT)
        return press.pdf()


def _draw_tent(p: Press, facts: NameTentFacts, person: TentPerson) -> None:
    panel = p.height / 3
    _draw_face(p, panel, facts, person)
    p.canvas.saveState()  # the other face stands on its head, turned about the ridge
    p.canvas.translate(p.width * MM, 2 * (p.height - panel) * MM)
    p.canvas.rotate(180)
    _draw_face(p, panel, facts, person)
    p.canvas.restoreState()
    p.form("tent-base", lambda: _draw_base(p, facts))


def _draw_face(p: Press, top: float, facts: NameTentFacts, person: TentPerson) -> None:
    panel, wide = p.height / 3, p.width - 2 * _SIDE
    p.text(_SIDE, top + 12, running_head(facts.event_title, SMALL, wide), SMALL)
    call = person.call or person.name
    room = panel - _CALL_TOP - _CALL_FOOT
    lines, style = _large(call, wide, room)
    height = len(lines) * style.step
    p.lines(p.width / 2, top + _CALL_TOP + max(room - height, 0.0) / 2, lines, style, "centre")
    below = [(person.name if person.name != call else "", _NAME), (person.organisation, _ORGANISATION)]
    y = top + panel - _CALL_FOOT + 1
    said = [one for one in below if one[0]]
    for text, style in said:
        share = (_CALL_FOOT - 17.0) / len(said)
        sized, fitting = _block(text, style, wide, share)
        y = p.lines(p.width / 2, y, fitting, sized, "centre")
    low = top + panel - 8.4
    p.text(_SIDE, low, person.sector, Style(STRONG, 14, 16))
    band = f"tent-{person.sector}"
    p.form(band, lambda: sector_bar(p, 31, 2 * panel - 13, p.width - 31 - _SIDE, 6, person.sector))


def _large(text: str, wide: float, room: float) -> tuple[Sequence[str], Style]:
    """The call name on one line if that keeps it large, else on as few as it stands on whole."""
    style = fit(text, _CALL, wide, _ONE_LINE)
    if width_mm(text, style) <= wide:
        return [text], style
    for size in _MORE_LINES:
        style = _CALL.but(size=size, leading=size * 1.12)
        lines = balance(text, style, wide)
        if len(lines) * style.step <= room and all(width_mm(word, style) <= wide for word in text.split()):
            return lines, style
    return wrap(text, style, wide), style


def _block(text: str, style: Style, wide: float, room: float) -> tuple[Style, Sequence[str]]:
    sized, lines = style, wrap(text, style, wide)
    for size in _SMALLER:
        if len(lines) * sized.step <= room:
            break
        sized = style.but(size=size, leading=size * 1.2)
        lines = wrap(text, sized, wide)
    return sized, lines


def _draw_base(p: Press, facts: NameTentFacts) -> None:
    panel = p.height / 3
    for y in (panel, 2 * panel):  # where to fold
        p.rule(0, 6, y, 0.5, MUTED)
        p.rule(p.width - 6, p.width, y, 0.5, MUTED)
    y = 2 * panel
    p.text(_SIDE, y + 12, _("At this table").upper(), LABEL.but(colour=PETROL))
    at, low = y + 16, p.height - 15
    for label, text in facts.base:
        lines = wrap(text, TEXT, p.width - _LABELS - _SIDE)
        if at + len(lines) * TEXT.step > low:
            break
        p.lines(_SIDE, at, wrap(label, TEXT_STRONG, _LABELS - _SIDE - 2), TEXT_STRONG)
        at = p.lines(_LABELS, at, lines, TEXT) + 1.5
    fold = _("Fold at the short lines; this part lies on the table")
    foot = p.height - 9
    p.text(p.width - _SIDE, foot, fold, SMALLEST, "right")
    p.text(_SIDE, foot, p.footer.line(p.width - 2 * _SIDE - width_mm(fold, SMALLEST) - 6), SMALLEST)
