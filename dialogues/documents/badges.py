"""Badges: eight to a page to be cut along the marks, or on labels. A name that fills one goes on on another, never cut.

Call name in large type, the whole name, organisation, the code the desk scans with its beginning in letters, sector
and language. Nothing comes nearer than 4 mm to a cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from dialogues.core.i18n import _, force_locale
from dialogues.core.tokens import BADGE_ALPHABET, BADGE_LENGTH
from dialogues.documents import wording
from dialogues.documents.alike_codes import alike_codes
from dialogues.documents.badge_layouts import STOCKS, Layout, Stock
from dialogues.documents.codes import Rows, code_rows, draw_code
from dialogues.documents.faces import clean
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.flow import Flow
from dialogues.documents.option_rules import OWN_SHEET, PLAIN_PAPER, Labels
from dialogues.documents.patterns import sector_bar
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4,
    BODY,
    INK,
    LEFT,
    LETTER,
    MUTED,
    SMALL_INK,
    SMALLEST,
    STRONG,
    TEXT,
    Style,
)
from dialogues.documents.typesetting import balance, fit, running_head, width_mm, wrap

OWN = STOCKS[OWN_SHEET]
WIDTH, HEIGHT, ON_PAGE = OWN.layout.width, OWN.layout.height, OWN.on_sheet
_GAP = 5.0
_GROUP = Style(STRONG, 11, 13)
_MARK_NEAR, _MARK_FAR = 2.0, 8.0  # mm from the badge to where a cut mark begins and ends
_MASK = 2  # any mask is read; a given one spares trying all eight
_MANY = 40  # badges from which on it pays to prepare what their codes have in common
_SIGNS = frozenset(BADGE_ALPHABET)

_CALL = Style(STRONG, 26, 28.6)
_NAME, _ORGANISATION = Style(BODY, 12, 14.4), Style(BODY, 10, 12, MUTED)


@dataclass(frozen=True, kw_only=True)
class BadgePerson:
    """Who wears a badge."""

    call: str  # what the person is called, in large type
    name: str
    code: str  # the opaque code that the desk reads
    organisation: str = ""
    sector: str = ""
    language: str = ""  # in words
    group: str = ""  # of each published round, such as "C" or "C · A"


@dataclass(frozen=True, kw_only=True)
class BadgeFacts(DocumentFacts):
    """The badges of an event in the order they are handed out."""

    people: tuple[BadgePerson, ...]
    base_url: str = ""  # how a stranger's telephone reaches this instance; empty: the bare code is printed
    labels: Labels = PLAIN_PAPER

    @property
    def stock(self) -> Stock:
        """The sheet the badges are printed on."""
        return STOCKS[self.labels.stock]


@dataclass(frozen=True)
class _Line:
    text: str
    style: Style


@dataclass(frozen=True)
class _Face:
    """One badge of a person; who has a very long name wears more than one."""

    person: BadgePerson
    call: Sequence[_Line]
    text: Sequence[_Line]
    top: float  # where the text begins


def draw(facts: BadgeFacts) -> bytes:
    """All badges as one PDF; without any, a page that says so."""
    with force_locale(facts.language):
        title = _("Badges")
        stock = facts.stock
        press = wording.press(facts, title, LETTER if (stock.paper or facts.paper) == "letter" else A4)
        faces = [face for person in facts.people for face in _faces(person, stock.layout)]
        before = facts.labels.first - 1 if faces else 0  # labels that are used up
        for first in range(-before, len(faces), stock.on_sheet):
            some = faces[max(first, 0) : first + stock.on_sheet]
            press.add(partial(_draw_page, facts=facts, faces=some, at=max(-first, 0)))
        if not faces:
            flow = Flow(press, left=title, right=facts.event_title)
            flow.text(LEFT, press.measure, _("Nobody is confirmed yet."), TEXT)
        return press.pdf()


def payload(code: str, base_url: str, most: int = OWN.layout.code_bytes_most) -> str:
    """What the code says: the address of the badge, or its bare code where there is no address or too long a one."""
    address = f"{base_url.rstrip('/')}/b/{code}"
    return address if base_url and len(address.encode()) <= most else code


# ---------------------------------------------------------------- what stands where
def _faces(person: BadgePerson, layout: Layout) -> Iterator[_Face]:
    call = _call_lines(person.call, layout)
    rows = [_Line(text, style) for text, style in call]
    below = layout.call_top + sum(line.style.step for line in rows)
    top = max(below, layout.text_top) if len(rows) == 1 else below + (1 if layout.has_head else 0)
    is_whole = " ".join(person.call.split()) == " ".join(person.name.split()) and rows
    lines = _text_lines("" if is_whole else person.name, person.organisation, layout.text_end - top, layout)
    while True:
        fits = _count_fitting(lines, layout.text_end - top)
        yield _Face(person, rows, lines[:fits], top)
        lines = lines[fits:]
        if not lines:
            return
        rows, top = [], layout.call_top


def _call_lines(call: str, layout: Layout) -> list[tuple[str, Style]]:
    """What the person is called, as large as one line or two take it; nothing where only the whole name will do."""
    call = " ".join(clean(call).split())
    if not call:
        return []
    style = fit(call, _sized(_CALL, layout.call_sizes[0]), layout.call_wide, layout.call_sizes[1:])
    if width_mm(call, style) <= layout.call_wide:
        return [(call, style)]
    beside = layout.beside
    for size in layout.call_pairs:  # beside the code, because they reach down to it
        style = _sized(_CALL, size)
        if all(width_mm(word, style) <= beside for word in call.split()):
            lines = balance(call, style, beside)
            if len(lines) <= 2:
                return [(line, style) for line in lines]
    for size in layout.call_pairs:
        style = _sized(_CALL, size)
        lines = wrap(call, style, beside)
        if len(lines) <= 2:
            return [(line, style) for line in lines]
    return []


def _text_lines(name: str, organisation: str, room: float, layout: Layout) -> list[_Line]:
    """Name and organisation as large as they stand whole in `room` mm, without a broken word if that can be."""
    texts = [" ".join(clean(text).split()) for text in (name, organisation)]
    beside = layout.beside
    found: list[_Line] = []
    for may_break in (False, True):
        for sizes in layout.text_sizes:
            styles = [_sized(style, size) for style, size in zip((_NAME, _ORGANISATION), sizes, strict=True)]
            pairs = [(text, style) for text, style in zip(texts, styles, strict=True) if text]
            found = [_Line(line, style) for text, style in pairs for line in wrap(text, style, beside)]
            whole = all(width_mm(word, style) <= beside for text, style in pairs for word in text.split())
            if (whole or may_break) and _count_fitting(found, room) == len(found):
                return found
    return found


def _count_fitting(lines: Sequence[_Line], room: float) -> int:
    used = 0.0
    for count, line in enumerate(lines):
        used += line.style.step
        if used > room + 0.001:
            return count
    return len(lines)


def _sized(style: Style, size: float) -> Style:
    return style.but(size=size, leading=style.leading * size / style.size)


# ---------------------------------------------------------------- drawing
def _draw_page(p: Press, facts: BadgeFacts, faces: Sequence[_Face], at: int) -> None:
    """The badges of a page; the first of them on the label with the number `at`, from nought."""
    stock, labels = facts.stock, facts.labels
    right, down = labels.shift_x / 10, labels.shift_y / 10
    for number, face in enumerate(faces, at):
        x, y = stock.corner(number, (p.width, p.height))
        _draw_face(p, x + right, y + down, face, facts)
    if stock.is_cut_by_hand:
        left, top = stock.corner(0, (p.width, p.height))
        p.form("cut-marks", lambda: _draw_cut_marks(p, stock, left + right, top + down))
        wide, y, page = stock.across * WIDTH, p.height - 12, p.page_of()
        p.text(left, y, p.footer.line(wide - width_mm(page, SMALLEST) - _GAP), SMALLEST)
        p.text(left + wide, y, page, SMALLEST.but(colour=INK), "right")


def _draw_cut_marks(p: Press, stock: Stock, left: float, top: float) -> None:
    right, low = left + stock.across * WIDTH, top + stock.down * HEIGHT
    for n in range(stock.across + 1):
        x = left + n * WIDTH
        p.upright(x, top - _MARK_FAR, top - _MARK_NEAR, 0.35, INK)
        p.upright(x, low + _MARK_NEAR, low + _MARK_FAR, 0.35, INK)
    for n in range(stock.down + 1):
        y = top + n * HEIGHT
        p.rule(left - _MARK_FAR, left - _MARK_NEAR, y, 0.35, INK)
        p.rule(right + _MARK_NEAR, right + _MARK_FAR, y, 0.35, INK)


def _draw_face(p: Press, x: float, y: float, face: _Face, facts: BadgeFacts) -> None:
    layout = facts.stock.layout
    person, inner, right = face.person, x + layout.pad, x + layout.width - layout.pad
    spoken = short(person.code)
    if layout.has_head:
        p.text(right, y + 8.6, spoken, SMALLEST.but(colour=INK), "right")
        room = layout.wide - width_mm(spoken, SMALLEST) - _GAP
        p.text(inner, y + 8.6, running_head(facts.event_title, SMALLEST, room), SMALLEST)
    else:  # below the quiet zone of the code
        p.text(right, y + layout.code_top + layout.code + 4.4, spoken, SMALLEST.but(colour=INK), "right")
    at = y + layout.call_top
    for line in face.call:
        at = p.lines(inner, at, [line.text], line.style)
    at = y + face.top
    for line in face.text:
        at = p.lines(inner, at, [line.text], line.style)
    draw_code(p, right - layout.code, y + layout.code_top, layout.code, _rows(person.code, facts))
    base = y + layout.band_top + layout.band / 2 + 1.3
    p.text(inner, base + 0.2, person.sector, Style(STRONG, 10, 12))
    language = running_head(person.language, SMALL_INK, layout.language_most)
    taken = p.text(right, base, language, SMALL_INK, "right")
    wide = layout.wide - 12 - (taken + 4 if taken else 0)
    if person.group:  # between band and language: the band gives way
        style = fit(person.group, _GROUP, layout.group_most, (10, 9, 8, 7.5))
        group = running_head(person.group, style, layout.group_most)
        edge = inner + 12 + wide
        wide -= p.text(edge, base + 0.2, group, style, "right") + 3
    # Kept once in the file for each place on the page: a pattern is drawn of hundreds of strokes.
    band = f"band-{person.sector}-{x:.0f}-{y:.0f}-{wide * 100:.0f}"
    p.form(band, lambda: sector_bar(p, inner + 12, y + layout.band_top, wide, layout.band, person.sector))


def _rows(code: str, facts: BadgeFacts) -> Rows:
    # All badge codes are equally long, so one version of the code fits every badge.
    said = payload(code, facts.base_url, facts.stock.layout.code_bytes_most)
    if len(facts.people) >= _MANY and len(code) == BADGE_LENGTH and set(code) <= _SIGNS:
        return alike_codes(said.removesuffix(code), BADGE_LENGTH, _MASK).rows(code)
    return code_rows(said, mask=_MASK, mode="byte")


def short(code: str) -> str:
    """`7K2M-9QXA`: the beginning of the code, for saying it at the desk."""
    return f"{code[:4]}-{code[4:8]}"


def called(name: str, sort_as: str | None) -> str:
    """What somebody is called in large type: as they asked to be sorted, else their first name."""
    return sort_as or next(iter(name.split()), name)
