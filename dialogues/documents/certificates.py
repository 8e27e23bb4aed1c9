"""Certificates of attendance: a page for each person who was there, with the days and hours that were recorded.

Landscape, a thin double frame, everything on one axis; two lines to sign on, and a code that leads to a page which
says the same, so that whoever is shown the paper can check it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from dialogues.core.formats import listing_text
from dialogues.core.i18n import _, _n, force_locale
from dialogues.documents import wording
from dialogues.documents.codes import code_rows, draw_code
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.flow import Flow
from dialogues.documents.logos import paint_logos, place_logos
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4_WIDE,
    BODY,
    INK,
    LEAD,
    LEFT,
    LETTER_WIDE,
    MUTED,
    PETROL,
    SMALL,
    SMALLEST,
    STRONG,
    TEXT,
    Style,
)
from dialogues.documents.typesetting import balance, running_head, wrap

_HEADING = Style(STRONG, 13, 16, PETROL, 0.14)
_SAID = Style(BODY, 12, 16, MUTED)
_CODE, _SIGNATURE, _EDGE = 18.0, 78.0, 40.0  # mm; the last from the paper to the lines to sign on
_LOGOS_TOP, _LOGOS_HEIGHT = 15.5, 13.5  # mm, between the frame and the heading
_SIDE = 36.0  # mm kept free left and right of the text
_CODE_BYTES_MOST = 106  # of an address in a code whose modules a telephone still sees at this size
# The text stands between the rule under the heading and the code; larger first, smaller until all of it stands whole.
_TOP, _FOOT = 51.0, 60.0  # mm from the upper and from the lower edge
_SIZES = (1.2, 1.1, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.42)


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """Who was there, and what is recorded of it."""

    name: str
    number: str  # printed on the paper, and the last part of the address that checks it
    days: tuple[date, ...]  # on which they were present at least half a day
    half_hours: int  # of work on the agenda in the halves they were present
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class CertificateFacts(DocumentFacts):
    """The certificates of an event, by name."""

    people: tuple[Certificate, ...]
    first_day: date
    last_day: date
    days_in_event: int
    convener: str = ""
    base_url: str = ""  # how readers of the paper reach this instance; empty: a number and no code


@dataclass(frozen=True)
class _Part:
    lines: Sequence[str]
    style: Style
    above: float  # mm


def draw(facts: CertificateFacts) -> bytes:
    """All certificates as one PDF; while nobody is recorded as present, a page that says so."""
    with force_locale(facts.language):
        title = _("Certificates of attendance")
        press = wording.press(facts, title, LETTER_WIDE if facts.paper == "letter" else A4_WIDE)
        for one in facts.people:
            press.add(partial(_draw_one, facts=facts, one=one), marks=[one.name])
        if not facts.people:
            flow = Flow(press, left=title, right=facts.event_title)
            flow.text(
                LEFT, press.measure, _("Nobody is recorded as present yet, so there is nothing to certify."), TEXT
            )
        return press.pdf()


def hours_words(half_hours: int, language: str) -> str:
    """`6 hours`, `6.5 hours`: how long somebody took part."""
    said = wording.number(half_hours / 2, language)
    return _n("%(hours)s hour", "%(hours)s hours", 1 if half_hours == 2 else 2, hours=said)


def check_address(base_url: str, number: str) -> str:
    """Where a certificate can be checked."""
    return f"{base_url.rstrip('/')}/certificate/{number}"


# ---------------------------------------------------------------- what stands where
def _took_part(facts: CertificateFacts, one: Certificate) -> str:
    code = facts.language
    told = {
        "of": wording.number(facts.days_in_event, code),
        "days": listing_text([wording.day(day, code) for day in one.days], locale=code),
    }
    if not one.half_hours:
        return _n("on %(num)d of %(of)s day: %(days)s", "on %(num)d of %(of)s days: %(days)s", len(one.days), **told)
    return _n(
        "%(hours)s of work on %(num)d of %(of)s day: %(days)s",
        "%(hours)s of work on %(num)d of %(of)s days: %(days)s",
        len(one.days),
        hours=hours_words(one.half_hours, code),
        **told,
    )


def _parts(facts: CertificateFacts, one: Certificate, width: float, share: float) -> list[_Part]:
    when = wording.days(facts.first_day, facts.last_day, facts.language)
    said = [
        (_("This is to say that"), _SAID, 0.0),
        (one.name, Style(STRONG, 30, 36), 4.0),
        (one.organisation, LEAD.but(size=12, leading=16, colour=MUTED), 2.0),
        (_("took part in"), _SAID, 5.0),
        (facts.event_title, Style(STRONG, 18, 22), 3.0),
        (wording.listed(facts.place, when), LEAD.but(size=12, leading=16), 1.5),
        (_took_part(facts, one), LEAD, 5.0),
    ]
    parts = []
    for text, style, above in said:
        if text:
            sized = style.but(size=max(style.size * share, 7.5), leading=max(style.leading * share, 10.0))
            parts.append(_Part(balance(text, sized, width), sized, above * share))
    return parts


def _height(parts: Sequence[_Part]) -> float:
    return sum(part.above + len(part.lines) * part.style.step for part in parts)


# ---------------------------------------------------------------- drawing
def _draw_one(p: Press, facts: CertificateFacts, one: Certificate) -> None:
    p.form("certificate", lambda: _draw_frame(p, facts))
    middle, width = p.width / 2, p.width - 2 * _SIDE
    room = p.height - _TOP - _FOOT
    parts = next((found for share in _SIZES if _height(found := _parts(facts, one, width, share)) <= room), None)
    parts = parts or _parts(facts, one, p.width - 2 * 16, _SIZES[-1])
    y = _TOP + max(room - _height(parts), 0.0) / 2
    for part in parts:
        y = p.lines(middle, y + part.above, part.lines, part.style, "centre")
    y = p.height
    address = check_address(facts.base_url, one.number)
    if facts.base_url and len(address.encode()) <= _CODE_BYTES_MOST:
        draw_code(p, middle - _CODE / 2, y - 54.6, _CODE, code_rows(address))
    number = _("No. %(number)s", number=one.number)
    p.text(middle, y - 31.4, number, SMALL.but(colour=INK, font=STRONG), "centre")
    recorded = wording.day(facts.printed_at.astimezone(facts.zone).date(), facts.language)
    p.text(middle, y - 27, _("As recorded on %(day)s", day=recorded), SMALL, "centre")


def _draw_frame(p: Press, facts: CertificateFacts) -> None:
    w, h, middle = p.width, p.height, p.width / 2
    p.frames([(10, 10, w - 20, h - 20)], PETROL, 1.2)
    p.frames([(12, 12, w - 24, h - 24)], PETROL, 0.4)
    logos = facts.letterhead.logos
    row = place_logos(logos, left=_SIDE, right=w - _SIDE, top=_LOGOS_TOP, height=_LOGOS_HEIGHT, align="centre")
    paint_logos(p, row)
    p.text(middle, 38, _("Certificate of attendance").upper(), _HEADING, "centre")
    p.rule(middle - 12, middle + 12, 43, 1.2, PETROL)
    convener = _("For %(convenor)s", convenor=facts.convener) if facts.convener else _("For the convenor")
    signers = (convener, _("Facilitator"))
    for x, role in zip((_EDGE, w - _EDGE - _SIGNATURE), signers, strict=True):
        p.rule(x, x + _SIGNATURE, h - 36, 0.6, INK)
        p.lines(x, h - 34.4, wrap(role, SMALL, _SIGNATURE)[:3], SMALL)
    p.text(middle, h - 15.4, running_head(facts.note, SMALLEST, w - 60), SMALLEST, "centre")
