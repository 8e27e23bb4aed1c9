"""The invitation letter: a page or more for each invitation, in the language of whom it is for.

Letterhead of the convenor, addressee, the text as it was written for the event, signature, and a box with the code of
the personal link and the day to answer by. Pages are counted for each letter by itself, because each goes its own way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.codes import code_rows, draw_code
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.flow import FIRST, Block, Flow
from dialogues.documents.logos import draw_logos, place_logos
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4,
    BODY,
    HAIR,
    HEADING,
    INK,
    LABEL,
    LEFT,
    LETTER,
    MUTED,
    PETROL,
    SMALL,
    SMALL_INK,
    SMALLEST,
    STRONG,
    Style,
)
from dialogues.documents.typesetting import balance, running_head, width_mm, wrap

PROSE = Style(BODY, 10.5, 15.5)
PROSE_STRONG = PROSE.but(font=STRONG)
HOUSE = Style(STRONG, 14, 18, PETROL)
_LOGOS_TOP, _LOGOS_HEIGHT = 9.0, 15.0  # mm
_BELOW_LOGOS = 3.0  # mm
_ADDRESS_WIDTH = 70.0  # mm of the lines of the house, flush right
_ADDRESSEE_TOP, _ADDRESSEE_WIDTH = 52.0, 85.0  # mm; in the window of the usual envelope
_MEASURE = 150.0  # mm of a line of prose at most
_CODE, _BOX_PAD = 27.0, 4.0  # mm
_CODE_BYTES_MOST = 250  # beyond which the modules are too fine for a telephone
_SIGNATURE_ROOM, _SIGNATURE_WIDTH = 17.0, 70.0  # mm


@dataclass(frozen=True, kw_only=True)
class LetterSheet:
    """One letter. Its texts are filled in and in `language`."""

    language: str
    addressee: tuple[str, ...]  # name, position, organisation: a line each, wrapped where they are long
    subject: str
    text: str
    written_on: date
    answer_by: date
    link: str = ""
    signed_by: str = ""
    signed_as: str = ""


@dataclass(frozen=True, kw_only=True)
class InvitationLetterFacts(DocumentFacts):
    """The letters of an event, in the order they are put into envelopes."""

    letters: tuple[LetterSheet, ...]
    convener: str = ""
    contact: str = ""


def draw(facts: InvitationLetterFacts) -> bytes:
    """All letters as one PDF; without any, a page that says so."""
    with force_locale(facts.language):
        press = wording.press(facts, _("Invitation letters"), LETTER if facts.paper == "letter" else A4)
        if not facts.letters:
            flow = Flow(press, left=_("Invitation letters"), right="")
            flow.text(LEFT, press.measure, _("Nobody is invited yet."), PROSE)
    for sheet in facts.letters:
        with force_locale(sheet.language):
            _add(press, facts, sheet)
    return press.pdf()


class _LetterFlow(Flow):
    """The pages of one letter: each knows which page of its letter it is."""

    def __init__(self, press: Press, facts: InvitationLetterFacts, sheet: LetterSheet) -> None:
        self.house = _house(facts)
        self.foot = facts.letterhead.footer
        self.page_of = _("Page %(page)s of %(pages)s")
        self.subject = sheet.subject
        self.before = press.pages
        self.last = 0
        super().__init__(press, left="", right="")

    def new_page(self, mark: str = "") -> None:
        """Go on on a fresh page with its own head and foot."""
        super().new_page(mark)
        number = self.press.pages - self.before
        self.place_at(0, lambda p, _y: self._frame(p, number))

    def _frame(self, p: Press, number: int) -> None:
        if number > 1:
            label = LABEL.but(colour=PETROL)
            p.text(LEFT, 11.6, running_head(self.house.upper(), label, p.measure), label)
            p.rule(LEFT, p.right, 13.6, 1.2, PETROL)
        y = p.height - 8
        if number == 1 and self.foot:  # above the rule, where the foot below it counts pages
            foot = running_head(self.foot, SMALLEST, p.measure)
            p.text(LEFT, y if self.last == 1 else y - 5.6, foot, SMALLEST)
        if number == 1 and self.foot and self.last == 1:
            p.rule(LEFT, p.right, y - 4.2, 0.35, HAIR)
        if self.last > 1:
            page = self.page_of % {"page": number, "pages": self.last}
            p.rule(LEFT, p.right, y - 4.2, 0.35, HAIR)
            p.text(LEFT, y, running_head(self.subject, SMALLEST, p.measure - width_mm(page, SMALLEST) - 6), SMALLEST)
            p.text(p.right, y, page, SMALLEST.but(colour=INK), "right")


def _add(press: Press, facts: InvitationLetterFacts, sheet: LetterSheet) -> None:
    flow = _LetterFlow(press, facts, sheet)
    flow.mark(sheet.addressee[0] if sheet.addressee else sheet.subject)
    measure = min(_MEASURE, press.measure)
    _letterhead(flow, facts)
    flow.down_to(_ADDRESSEE_TOP)
    written = wording.long_day(sheet.written_on, sheet.language)
    flow.place_at(flow.y, lambda p, y: p.text(p.right, y + PROSE.step / 2 + PROSE.drop, written, PROSE, "right"))
    for number, line in enumerate(sheet.addressee):
        flow.text(LEFT, _ADDRESSEE_WIDTH, line, PROSE if number else PROSE_STRONG)
    flow.down(12)
    flow.lines(LEFT, balance(sheet.subject, HEADING, measure), HEADING)
    flow.down(5)
    for paragraph in _paragraphs(sheet.text):
        flow.text(LEFT, measure, paragraph, PROSE)
        flow.down(PROSE.step / 2)
    box = _answer_box(press, facts, sheet)
    signature = _signature(sheet, measure)
    if signature is not None:
        flow.down(2)
        flow.place(signature)
    flow.down(6)
    if box.height <= flow.room:  # at the foot of the page, where the hand that answers looks for it
        flow.down_to(press.height - 19 - box.height)
    flow.place(box)
    flow.last = press.pages - flow.before


def _letterhead(flow: Flow, facts: InvitationLetterFacts) -> None:
    """Logos, under them the house and its telephone, and its address flush right beside them."""
    p, own = flow.press, facts.letterhead
    top = FIRST - 2
    if own.logos:
        row = place_logos(own.logos, left=LEFT, right=p.right, top=_LOGOS_TOP, height=_LOGOS_HEIGHT, align="apart")
        flow.place_at(_LOGOS_TOP, lambda p, _y: draw_logos(p, row))
        top = _LOGOS_TOP + _LOGOS_HEIGHT + _BELOW_LOGOS
    flow.down_to(top)
    address = [line for one in own.address for line in wrap(one, SMALL, _ADDRESS_WIDTH)]
    if address:
        below = (HOUSE.step - SMALL.step) / 2  # so that its first line stands level with the house
        flow.place_at(flow.y + below, lambda p, y: p.lines(p.right, y, address, SMALL, "right"))
        below += flow.y + len(address) * SMALL.step
    measure = p.measure - (_ADDRESS_WIDTH + 6 if address else 0)
    flow.lines(LEFT, balance(_house(facts), HOUSE, measure), HOUSE)
    if facts.contact:
        flow.down(0.6)
        flow.text(LEFT, measure, " ".join(facts.contact.split()), SMALL)
    if address:
        flow.down_to(below)
    flow.down(2.4)
    flow.place(Block(2.0, lambda p, y: p.rule(LEFT, p.right, y, 1.2, PETROL)))
    flow.down(4)


def _house(facts: InvitationLetterFacts) -> str:
    """Who invites, as it is printed on its letters."""
    return facts.letterhead.name or facts.convener or facts.event_title


def _paragraphs(text: str) -> Sequence[str]:
    """What an empty line parts; line ends inside are kept."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return [part.strip("\n") for part in parts if part.strip()]


def _signature(sheet: LetterSheet, measure: float) -> Block | None:
    """Room for a hand, a line, and who it is; nothing where nobody was named."""
    if not sheet.signed_by:
        return None
    names = wrap(sheet.signed_by, PROSE_STRONG, measure)
    positions = wrap(sheet.signed_as, SMALL, measure) if sheet.signed_as else []

    def draw_it(p: Press, y: float) -> None:
        low = y + _SIGNATURE_ROOM
        p.rule(LEFT, LEFT + _SIGNATURE_WIDTH, low, 0.5, MUTED)
        below = p.lines(LEFT, low + 1, names, PROSE_STRONG)
        p.lines(LEFT, below, positions, SMALL)

    return Block(_SIGNATURE_ROOM + 1 + len(names) * PROSE.step + len(positions) * SMALL.step, draw_it)


def _answer_box(press: Press, facts: InvitationLetterFacts, sheet: LetterSheet) -> Block:
    """Until when and how to answer: the code of the personal link, its address in letters, else the telephone."""
    has_code = 0 < len(sheet.link.encode()) <= _CODE_BYTES_MOST
    x = LEFT + _BOX_PAD + (_CODE + 6 if has_code else 0)
    width = press.right - _BOX_PAD - x
    by = _("Please answer by %(day)s", day=wording.long_day(sheet.answer_by, sheet.language))
    texts = [(line, HEADING.but(size=11.5, leading=15.5)) for line in wrap(by, HEADING.but(size=11.5), width)]
    if sheet.link:
        how = _("Scan the code with a telephone, or open this address. It is yours alone: please do not pass it on.")
        texts += [(line, SMALL) for line in wrap(how, SMALL, width)]
        texts += [(line, SMALL_INK) for line in wrap(sheet.link, SMALL_INK, width)]
    elif facts.contact:
        ask = _("Tell us whether you come, or who comes in your place: %(contact)s", contact=facts.contact)
        texts += [(line, SMALL_INK) for line in wrap(ask, SMALL_INK, width)]
    words = sum(style.step for _text, style in texts)
    height = max(words, _CODE if has_code else 0) + 2 * _BOX_PAD
    rows = code_rows(sheet.link) if has_code else []

    def draw_it(p: Press, y: float) -> None:
        p.frames([(LEFT, y, p.measure, height)], HAIR, 0.6)
        if has_code:
            draw_code(p, LEFT + _BOX_PAD + 1, y + _BOX_PAD, _CODE, rows)
        top = y + (height - words) / 2
        for text, style in texts:
            top = p.lines(x, top, [text], style)

    return Block(height, draw_it)
