"""The participants' agenda: time, title, speaker, room. Two days a page, folding to A5, where both fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.agenda_items import (
    DAY_FOOT,
    DAY_HEAD,
    ROOM_WIDTH,
    TIME_WIDTH,
    Item,
    day_height,
    draw_items,
    measure_items,
)
from dialogues.documents.codes import code_rows, draw_code
from dialogues.documents.facts import AgendaDay, AgendaFacts
from dialogues.documents.flow import FIRST, FOOT, Flow
from dialogues.documents.logos import GAP, draw_logos, place_logos
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4,
    BODY,
    DOT,
    HAIR,
    HEADING,
    INK,
    LABEL,
    LEAD,
    LEFT,
    LETTER,
    MUTED,
    SMALL,
    SMALL_INK,
    SMALLEST,
    TEXT,
    TITLE,
    Style,
)
from dialogues.documents.typesetting import fit, width_mm, wrap

FOOT_HEIGHT = 45.0  # mm from the lower edge to the line above directions, internet and help
FOOT_LINES = 6  # what each of the three texts at the foot may take; longer ones get a page of their own
FOLD_GAP = 4.0  # mm kept free on either side of the fold
MASTHEAD_MOST = 60.0  # mm; titles that need more stand on pages of their own
_LOGOS_WIDTH, _LOGOS_HEIGHT = 84.0, 13.0  # mm at most, beside the title
_GAP = 6.0  # mm between the date of a day and what stands beside it
CODE, CODE_MOST = 20.0, 250  # mm; bytes, beyond which the modules are too fine for a telephone


@dataclass(frozen=True)
class _Part:
    """A day, or as much of a long day as stands on one page."""

    day: AgendaDay
    items: Sequence[Item]
    continued: bool = False
    last: bool = True


def draw(facts: AgendaFacts) -> bytes:
    """The agenda as a PDF."""
    with force_locale(facts.language):
        return _Agenda(facts).pdf()


class _Agenda:
    def __init__(self, facts: AgendaFacts) -> None:
        self.facts = facts
        self.languages = (facts.language, facts.second_language)
        self.name, self.end, self.continued, self.where, self.internet, self.help, self.live = wording.bilingual(
            _words, *self.languages
        )
        self.press = wording.press(facts, self.name, LETTER if facts.paper == "letter" else A4)
        right = self.press.right
        self.logos = place_logos(
            facts.letterhead.logos,
            left=right - _LOGOS_WIDTH,
            right=right,
            top=FIRST,
            height=_LOGOS_HEIGHT,
            align="right",
        )
        self.masthead = self._masthead_lines()
        height = max(_height(self.masthead), _LOGOS_HEIGHT if self.logos else 0.0)
        self.apart = FIRST + height > MASTHEAD_MOST
        self.top = FIRST if self.apart else FIRST + height + 4
        texts = ((self.where, facts.directions), (self.internet, facts.internet), (self.help, facts.help))
        self.texts = [(label, text) for label, text in texts if text]
        width = (self.press.measure - 24 - 3 * 4) / 3
        self.foot_lines = [(label, wrap(text, SMALL_INK, width)) for label, text in self.texts]
        self.texts_apart = any(len(lines) > FOOT_LINES for _, lines in self.foot_lines)
        self.has_code = 0 < len(facts.live_url.encode()) <= CODE_MOST
        self.has_foot = self.has_code or bool(self.texts and not self.texts_apart)
        self.foot = self.press.height - (FOOT_HEIGHT if self.has_foot else FOOT)

    def pdf(self) -> bytes:
        if self.apart:
            flow = Flow(self.press, left=self.name, right="")
            flow.mark(self.name)
            flow.place_at(FIRST, lambda p, _y: draw_logos(p, self.logos))
            for lines, style in self.masthead:
                flow.lines(LEFT, lines, style)
        for parts in self._pages():
            self._add(parts)
        if not self.facts.days:
            flow = Flow(self.press, left=self.name, right="", first=self.top)
            flow.text(LEFT, self.press.measure, _("The days of this event are not set yet."), TEXT)
            if not self.apart:
                flow.place_at(FIRST, self._draw_masthead)
        if self.texts_apart:
            self._texts_page()
        return self.press.pdf()

    # -- planning
    def _pages(self) -> list[list[_Part]]:
        """Days in pages: two where each fits its half above or below the fold, else one, else part of one."""
        fold = self.press.height / 2
        upper, lower = fold - FOLD_GAP - 1 - self.top, self.foot - 1 - fold - FOLD_GAP
        pages: list[list[_Part]] = []
        for day in self.facts.days:
            heading = "" if self._fits_beside(day) else day.heading
            items = measure_items(self.press, heading, day.items, self.facts.language)
            height = day_height(items)
            before = pages[-1] if pages else []
            if len(before) == 1 and height <= lower and day_height(before[0].items) <= upper:
                before.append(_Part(day, items))
            else:
                pages += [[part] for part in self._parts(day, items)]
        return pages

    def _parts(self, day: AgendaDay, items: Sequence[Item]) -> list[_Part]:
        room = self.foot - 2 - self.top - DAY_HEAD - DAY_FOOT
        groups: list[list[Item]] = [[]]
        used = 0.0
        for item in items:
            if groups[-1] and used + item.height > room:
                groups.append([])
                used = 0.0
            groups[-1].append(item)
            used += item.height
        return [_Part(day, group, n > 0, n == len(groups) - 1) for n, group in enumerate(groups)]

    # -- drawing
    def _add(self, parts: list[_Part]) -> None:
        days = list(dict.fromkeys(wording.long_day(part.day.day, self.facts.language) for part in parts))
        marks = [self._date(part.day) for part in parts if not part.continued]

        def draw_page(p: Press) -> None:
            if not self.apart:
                self._draw_masthead(p, FIRST)
            if len(parts) == 1:
                self._draw_part(p, parts[0], self.top, self.foot - 2)
            else:
                fold = p.height / 2
                self._draw_part(p, parts[0], self.top, fold - FOLD_GAP - 1)
                p.rule(0, 4, fold, 0.35, MUTED)
                p.rule(p.width - 4, p.width, fold, 0.35, MUTED)
                self._draw_part(p, parts[1], fold + FOLD_GAP, self.foot - 1)
            if self.has_foot:
                self._draw_foot(p)

        self.press.add(draw_page, left=self.name, right=" – ".join(days), marks=marks)

    def _draw_part(self, p: Press, part: _Part, top: float, bottom: float) -> None:
        room = p.measure - ROOM_WIDTH - 4
        date = wording.listed(self._date(part.day), self.continued if part.continued else "")
        p.text(LEFT, top + 4.6, date, fit(date, HEADING, room, (12, 11, 10, 9, 8)))
        if width_mm(part.day.heading, SMALL) <= ROOM_WIDTH:
            p.text(p.right - ROOM_WIDTH, top + 4.6, part.day.heading, SMALL)
        elif self._fits_beside(part.day):
            p.text(p.right, top + 4.6, part.day.heading, SMALL, "right")
        p.rule(LEFT, p.right, top + 7, 0.8, INK)
        y = draw_items(p, part.items, top + DAY_HEAD, bottom - DAY_FOOT)
        muted = TEXT.but(colour=MUTED)
        if not part.day.items:
            p.text(LEFT, y + 4.2, _("Nothing is planned for this day yet."), muted)
            return
        p.rule(LEFT, p.right, y, 0.35, HAIR)
        if part.last:
            ends = part.day.items[-1].ends
            p.text(LEFT, y + 4.2, wording.clock(ends, self.facts.language), muted)
            p.text(LEFT + TIME_WIDTH, y + 4.2, self.end, muted)
        else:
            p.text(LEFT + TIME_WIDTH, y + 4.2, _("Continued on the next page."), muted)

    def _fits_beside(self, day: AgendaDay) -> bool:
        """Whether the heading of a day has room beside its date, also where the day goes on on another page."""
        room = self.press.measure - width_mm(wording.listed(self._date(day), self.continued), HEADING) - _GAP
        return width_mm(day.heading, SMALL) <= max(room, ROOM_WIDTH)

    def _date(self, day: AgendaDay) -> str:
        return wording.bilingual(lambda code: (wording.long_day(day.day, code),), *self.languages)[0]

    def _masthead_lines(self) -> list[tuple[list[str], Style]]:
        facts = self.facts
        width = self.logos[0].x - LEFT - GAP if self.logos else self.press.measure
        lines = [(wrap(facts.event_title, TITLE, width), TITLE)]
        if facts.second_event_title:
            light = TITLE.but(font=BODY)
            lines.append((wrap(facts.second_event_title, light, width), light))
        when = ""
        if facts.days:
            when = wording.days(facts.days[0].day, facts.days[-1].day, facts.language)
        convener = _("convened by %(name)s", name=facts.convener) if facts.convener else ""
        lead = LEAD.but(colour=MUTED)
        lines.append((wrap(wording.listed(facts.place, when, convener), lead, width), lead))
        return lines

    def _draw_masthead(self, p: Press, y: float) -> None:
        draw_logos(p, self.logos)
        for lines, style in self.masthead:
            y = p.lines(LEFT, y, lines, style)

    def _draw_foot(self, p: Press) -> None:
        """Where, internet, whom to call, and the code of the live page."""
        y = self.foot
        p.rule(LEFT, p.right, y, 0.8, INK)
        width = (p.measure - 24 - 3 * 4) / 3
        for n, (label, lines) in enumerate([] if self.texts_apart else self.foot_lines):
            x = LEFT + n * (width + 4)
            shown = label if width_mm(label.upper(), LABEL) <= width else label.split(DOT)[0]  # in one language then
            p.text(x, y + 5, shown.upper(), fit(shown.upper(), LABEL, width, (7.5,)))
            p.lines(x, y + 6.6, lines, SMALL_INK)
        if self.texts_apart:
            p.block(LEFT, y + 3, p.measure - 40, _("The way there, internet and help are on the last page."), SMALL_INK)
        if self.has_code:
            draw_code(p, p.right - CODE, y + 3, CODE, code_rows(self.facts.live_url))
            p.lines(p.right, y + 25, wrap(self.live, SMALLEST, CODE + 4)[:2], SMALLEST, "right")

    def _texts_page(self) -> None:
        flow = Flow(self.press, left=self.name, right=self.facts.event_title)
        flow.mark(self.where)
        for label, text in self.texts:
            flow.keep(HEADING.step + 2 * TEXT.step)
            flow.text(LEFT, self.press.measure, label, HEADING)
            flow.text(LEFT, self.press.measure, text, TEXT)
            flow.down(6)


def _words(_language: str) -> tuple[str, ...]:
    return (
        _("Agenda"),
        _("End of the day"),
        _("continued"),
        _("Where"),
        _("Internet and languages"),
        _("Help"),
        _("Agenda as it stands now"),
    )


def _height(lines: Sequence[tuple[list[str], Style]]) -> float:
    return sum(len(part) * style.step for part, style in lines)
