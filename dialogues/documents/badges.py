"""Badges: eight to a page, to be cut along the marks. A name that fills one badge goes on on the next, never cut.

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
from dialogues.documents.codes import Rows, code_rows, draw_code
from dialogues.documents.faces import clean
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.flow import Flow
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

WIDTH, HEIGHT, ACROSS, DOWN = 90.0, 55.0, 2, 4
ON_PAGE = ACROSS * DOWN
EDGE = 4.0  # mm kept free along each cut
CODE = 18.0
_PAD, _GAP = 6.0, 5.0
_WIDE = WIDTH - 2 * _PAD
_BESIDE = _WIDE - CODE - _GAP  # the measure of text beside the code
_CODE_TOP, _BAND_TOP, _BAND = 24.4, 45.6, 5.0
_CALL_TOP, _TEXT_TOP, _TEXT_END = 12.0, 23.2, 43.6
_GROUP, _GROUP_MOST = Style(STRONG, 11, 13), 26.0  # mm for the groups of all rounds
_MARK_NEAR, _MARK_FAR = 2.0, 8.0  # mm from the badge to where a cut mark begins and ends
_LANGUAGE_MOST = 28.0
_CODE_BYTES_MOST = 106  # of an address in a code of version 6, whose modules a telephone still sees at this size
_MASK = 2  # any mask is read; a given one spares trying all eight
_MANY = 40  # badges from which on it pays to prepare what their codes have in common
_SIGNS = frozenset(BADGE_ALPHABET)

_CALL = Style(STRONG, 26, 28.6)
_ONE_LINE = (26.0, 24.0, 22.0, 20.0, 18.0)
_TWO_LINES = (20.0, 18.0, 16.0, 14.0)
_NAME, _ORGANISATION = Style(BODY, 12, 14.4), Style(BODY, 10, 12, MUTED)
# Sizes of name and organisation, tried one after the other until both stand whole.
_SIZES = ((12, 10), (11.5, 9.5), (11, 9), (10, 8.5), (9, 8), (8.5, 7.5), (8, 7.5), (7.5, 7.5))


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
        press = wording.press(facts, title, LETTER if facts.paper == "letter" else A4)
        faces = [face for person in facts.people for face in _faces(person)]
        for first in range(0, len(faces), ON_PAGE):
            press.add(partial(_draw_page, facts=facts, faces=faces[first : first + ON_PAGE]))
        if not faces:
            flow = Flow(press, left=title, right=facts.event_title)
            flow.text(LEFT, press.measure, _("Nobody is confirmed yet."), TEXT)
        return press.pdf()


def payload(code: str, base_url: str) -> str:
    """What the code says: the address of the badge, or its bare code where there is no address or too long a one."""
    address = f"{base_url.rstrip('/')}/b/{code}"
    return address if base_url and len(address.encode()) <= _CODE_BYTES_MOST else code


# ---------------------------------------------------------------- what stands where
def _faces(person: BadgePerson) -> Iterator[_Face]:
    call = _call_lines(person.call)
    rows = [_Line(text, style) for text, style in call]
    below = _CALL_TOP + sum(line.style.step for line in rows)
    top = max(below, _TEXT_TOP) if len(rows) == 1 else below + 1
    is_whole = " ".join(person.call.split()) == " ".join(person.name.split()) and rows
    lines = _text_lines("" if is_whole else person.name, person.organisation, _TEXT_END - top)
    while True:
        fits = _count_fitting(lines, _TEXT_END - top)
        yield _Face(person, rows, lines[:fits], top)
        lines = lines[fits:]
        if not lines:
            return
        rows, top = [], _CALL_TOP


def _call_lines(call: str) -> list[tuple[str, Style]]:
    """What the person is called, as large as one line or two take it; nothing where only the whole name will do."""
    call = " ".join(clean(call).split())
    if not call:
        return []
    style = fit(call, _CALL, _WIDE, _ONE_LINE[1:])
    if width_mm(call, style) <= _WIDE:
        return [(call, style)]
    for size in _TWO_LINES:  # beside the code, because they reach down to it
        style = _sized(_CALL, size)
        if all(width_mm(word, style) <= _BESIDE for word in call.split()):
            lines = balance(call, style, _BESIDE)
            if len(lines) <= 2:
                return [(line, style) for line in lines]
    for size in _TWO_LINES:
        style = _sized(_CALL, size)
        lines = wrap(call, style, _BESIDE)
        if len(lines) <= 2:
            return [(line, style) for line in lines]
    return []


def _text_lines(name: str, organisation: str, room: float) -> list[_Line]:
    """Name and organisation as large as they stand whole in `room` mm, without a broken word if that can be."""
    texts = [" ".join(clean(text).split()) for text in (name, organisation)]
    found: list[_Line] = []
    for may_break in (False, True):
        for sizes in _SIZES:
            styles = [_sized(style, size) for style, size in zip((_NAME, _ORGANISATION), sizes, strict=True)]
            pairs = [(text, style) for text, style in zip(texts, styles, strict=True) if text]
            found = [_Line(line, style) for text, style in pairs for line in wrap(text, style, _BESIDE)]
            whole = all(width_mm(word, style) <= _BESIDE for text, style in pairs for word in text.split())
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
def _draw_page(p: Press, facts: BadgeFacts, faces: Sequence[_Face]) -> None:
    left, top = (p.width - ACROSS * WIDTH) / 2, (p.height - DOWN * HEIGHT) / 2
    p.form("cut-marks", lambda: _draw_cut_marks(p, left, top))
    for number, face in enumerate(faces):
        row, column = divmod(number, ACROSS)
        _draw_face(p, left + column * WIDTH, top + row * HEIGHT, face, facts)
    y, page, right = p.height - 12, p.page_of(), left + ACROSS * WIDTH
    p.text(left, y, p.footer.line(ACROSS * WIDTH - width_mm(page, SMALLEST) - _GAP), SMALLEST)
    p.text(right, y, page, SMALLEST.but(colour=INK), "right")


def _draw_cut_marks(p: Press, left: float, top: float) -> None:
    right, low = left + ACROSS * WIDTH, top + DOWN * HEIGHT
    for n in range(ACROSS + 1):
        x = left + n * WIDTH
        p.upright(x, top - _MARK_FAR, top - _MARK_NEAR, 0.35, INK)
        p.upright(x, low + _MARK_NEAR, low + _MARK_FAR, 0.35, INK)
    for n in range(DOWN + 1):
        y = top + n * HEIGHT
        p.rule(left - _MARK_FAR, left - _MARK_NEAR, y, 0.35, INK)
        p.rule(right + _MARK_NEAR, right + _MARK_FAR, y, 0.35, INK)


def _draw_face(p: Press, x: float, y: float, face: _Face, facts: BadgeFacts) -> None:
    person, inner, right = face.person, x + _PAD, x + WIDTH - _PAD
    spoken = short(person.code)
    p.text(right, y + 8.6, spoken, SMALLEST.but(colour=INK), "right")
    room = _WIDE - width_mm(spoken, SMALLEST) - _GAP
    p.text(inner, y + 8.6, running_head(facts.event_title, SMALLEST, room), SMALLEST)
    at = y + _CALL_TOP
    for line in face.call:
        at = p.lines(inner, at, [line.text], line.style)
    at = y + face.top
    for line in face.text:
        at = p.lines(inner, at, [line.text], line.style)
    draw_code(p, right - CODE, y + _CODE_TOP, CODE, _rows(person.code, facts))
    p.text(inner, y + 49.6, person.sector, Style(STRONG, 10, 12))
    language = running_head(person.language, SMALL_INK, _LANGUAGE_MOST)
    taken = p.text(right, y + 49.4, language, SMALL_INK, "right")
    wide = _WIDE - 12 - (taken + 4 if taken else 0)
    if person.group:  # between band and language: the band gives way
        style = fit(person.group, _GROUP, _GROUP_MOST, (10, 9, 8, 7.5))
        group = running_head(person.group, style, _GROUP_MOST)
        edge = inner + 12 + wide
        wide -= p.text(edge, y + 49.6, group, style, "right") + 3
    # Kept once in the file for each place on the page: a pattern is drawn of hundreds of strokes.
    band = f"band-{person.sector}-{x:.0f}-{y:.0f}-{wide * 100:.0f}"
    p.form(band, lambda: sector_bar(p, inner + 12, y + _BAND_TOP, wide, _BAND, person.sector))


def _rows(code: str, facts: BadgeFacts) -> Rows:
    # All badge codes are equally long, so one version of the code fits every badge.
    said = payload(code, facts.base_url)
    if len(facts.people) >= _MANY and len(code) == BADGE_LENGTH and set(code) <= _SIGNS:
        return alike_codes(said.removesuffix(code), BADGE_LENGTH, _MASK).rows(code)
    return code_rows(said, mask=_MASK, mode="byte")


def short(code: str) -> str:
    """`7K2M-9QXA`: the beginning of the code, for saying it at the desk."""
    return f"{code[:4]}-{code[4:8]}"


def called(name: str, sort_as: str | None) -> str:
    """What somebody is called in large type: as they asked to be sorted, else their first name."""
    return sort_as or next(iter(name.split()), name)
