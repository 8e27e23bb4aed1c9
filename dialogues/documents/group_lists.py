"""Lists of breakout groups: one for each door, names 16 pt, and one of everybody A–Z with their groups."""

from collections.abc import Sequence
from functools import partial

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.flow import Flow
from dialogues.documents.group_facts import Finding, GroupPerson, GroupsFacts, GroupSheet
from dialogues.documents.patterns import sector_bar
from dialogues.documents.press import Press
from dialogues.documents.styles import (
    A4,
    BOTTOM,
    FAINT,
    HAIR,
    INK,
    ITEM,
    LABEL,
    LEAD,
    LEFT,
    LETTER,
    MUTED,
    PETROL,
    SMALL,
    STRONG,
    TEXT,
    TEXT_STRONG,
    TITLE,
    Style,
)
from dialogues.documents.typesetting import balance, fit, running_head, width_mm, wrap

_NUMBER = Style(STRONG, 110, 112, PETROL)
_NUMBER_SIZES = (96.0, 80.0, 64.0, 48.0, 36.0, 26.0, 18.0, 12.0)
_NUMBER_WIDTH = 36.0  # mm for the letter of a group; a name in its place gets smaller
_ROOM, _ROOM_SIZES = Style(STRONG, 26, 30), (24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
_TOPIC, _TOPIC_LINES = Style(STRONG, 14, 19), 5
_NAME, _NAME_SIZES = Style(STRONG, 16, 19), (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_ROW_MOST, _ROW_LEAST = 16.0, 11.0  # mm of one name on a door
_HEAD = 66.0  # mm: the line under letter and room
_END = BOTTOM + 3.0
_SECTOR = 34.0  # mm at the right for the sector
_GAP = 8.0
_FIRST, _ROW_FULL, _ROW_TIGHT = 31.0, 7.4, 6.3  # mm of the list A–Z; tight where that saves a page
_GROUP_EACH = 12.0  # mm for the letter of one round
_ROOM_LEAST, _ROOM_MOST = 16.0, 36.0  # mm that say where, as far as the names leave them


def draw_door_lists(facts: GroupsFacts) -> bytes:
    """A sheet for each group of each round; a group that fills a sheet goes on on the next."""
    with force_locale(facts.language):
        title = _("Group lists for the doors")
        press = wording.press(facts, title, LETTER if facts.paper == "letter" else A4)
        for sheet in facts.sheets:
            for number, people in enumerate(_pages(press, sheet)):
                marks = [wording.listed(_("Group %(name)s", name=sheet.name), sheet.round_name)] if not number else []
                press.add(
                    partial(_draw_door, sheet=sheet, people=people, goes_on=number > 0),
                    left=_("Group list for the door"),
                    right=facts.event_title,
                    marks=marks,
                )
        _or_nothing(press, facts, title)
        return press.pdf()


def draw_master_list(facts: GroupsFacts) -> bytes:
    """Everybody A–Z with their groups, in two columns, as many pages as it takes."""
    with force_locale(facts.language):
        title = _("Groups A–Z")
        press = wording.press(facts, title, LETTER if facts.paper == "letter" else A4)
        room = press.height - _FIRST - 4.4 - _END
        step = next((one for one in (_ROW_FULL, 7.0, 6.7) if 2 * int(room / one) >= len(facts.findings)), _ROW_TIGHT)
        a_column = int(room / step)
        for first in range(0, len(facts.findings), 2 * a_column):
            some = facts.findings[first : first + 2 * a_column]
            half = a_column if len(some) == 2 * a_column else -(-len(some) // 2)
            press.add(
                partial(_draw_master, facts=facts, columns=(some[:half], some[half:]), step=step),
                left=title,
                right=facts.event_title,
            )
        _or_nothing(press, facts, title)
        return press.pdf()


def _or_nothing(press: Press, facts: GroupsFacts, title: str) -> None:
    if not press.pages:
        flow = Flow(press, left=title, right=facts.event_title)
        flow.text(LEFT, press.measure, _("No groups are made yet."), TEXT)


# ---------------------------------------------------------------- the door
def _topic_lines(p: Press, sheet: GroupSheet) -> list[str]:
    lines = balance(sheet.topic, _TOPIC, p.measure) if sheet.topic else []
    if len(lines) <= _TOPIC_LINES:
        return lines
    rest = running_head(" ".join(lines[_TOPIC_LINES - 1 :]), _TOPIC, p.measure)
    return [*lines[: _TOPIC_LINES - 1], rest]


def _list_top(p: Press, sheet: GroupSheet) -> float:
    lines = _topic_lines(p, sheet)
    return _HEAD + (len(lines) * _TOPIC.step + 6.0 if lines else 0.0)


def _pages(p: Press, sheet: GroupSheet) -> list[Sequence[GroupPerson]]:
    room = p.height - _END - _list_top(p, sheet)
    a_page = max(1, int(room / _ROW_LEAST))
    return [sheet.people[first : first + a_page] for first in range(0, len(sheet.people), a_page)] or [()]


def _draw_door(p: Press, sheet: GroupSheet, people: Sequence[GroupPerson], *, goes_on: bool) -> None:
    letter = fit(sheet.name, _NUMBER, _NUMBER_WIDTH, _NUMBER_SIZES)
    p.text(LEFT - 1, 58, running_head(sheet.name, letter, _NUMBER_WIDTH), letter)
    x = LEFT + 40
    wide = p.right - x
    group = _("Group %(name)s", name=sheet.name)
    above = wording.listed(group, sheet.round_name, _("continued") if goes_on else "")
    p.text(x, 31, running_head(above, LEAD, wide), LEAD.but(colour=MUTED))
    room = fit(sheet.room, _ROOM, wide, _ROOM_SIZES)
    p.text(x, 42, running_head(sheet.room, room, wide), room)
    leads = fit(sheet.leads, LEAD, wide, (10, 9))
    p.text(x, 51, running_head(sheet.leads, leads, wide), leads)
    when = fit(sheet.when, LEAD, wide, (10, 9))
    p.text(x, 58.5, running_head(sheet.when, when, wide), when.but(colour=MUTED))
    p.rule(LEFT, p.right, _HEAD, 0.8, INK)
    top = _list_top(p, sheet)
    lines = _topic_lines(p, sheet)
    if lines:
        p.lines(LEFT, _HEAD + 2.5, lines, _TOPIC)
        p.rule(LEFT, p.right, top, 0.8, INK)
    step = min(_ROW_MOST, (p.height - _END - top) / max(1, len(people)))
    for number, person in enumerate(people):
        _draw_name(p, person, top + number * step, step)


def _draw_name(p: Press, person: GroupPerson, y: float, step: float) -> None:
    wide = p.measure - _SECTOR
    style = fit(person.name, _NAME, wide, _NAME_SIZES)
    lines = wrap(person.name, style, wide)
    if len(lines) > 1:  # longer than a line of 9 pt: two lines say most of it, the list A–Z the same
        style = style.but(leading=style.size * 1.15)
        lines = [lines[0], running_head(" ".join(lines[1:]), style, wide)]
        p.lines(LEFT, y + step / 2 - len(lines) * style.step / 2, lines, style)
    else:
        drop = 0.6 if person.organisation else 2.0
        p.text(LEFT, y + step / 2 + drop, person.name, style)
        body = fit(person.organisation, SMALL, wide, (7.5,))
        p.text(LEFT, y + step / 2 + drop + 4.2, running_head(person.organisation, body, wide), body)
    p.text(p.right - 14, y + step / 2 + 1.2, person.sector, TEXT_STRONG, "right")
    sector_bar(p, p.right - 11, y + step / 2 - 2.3, 11, 4.6, person.sector)
    p.rule(LEFT, p.right, y + step, 0.35, HAIR)


# ---------------------------------------------------------------- A–Z
def _draw_master(p: Press, facts: GroupsFacts, columns: Sequence[Sequence[Finding]], *, step: float) -> None:
    used = p.text(LEFT, 25, _("Which group am I in?"), TITLE)
    one_round = len(facts.rounds) == 1
    when = wording.listed(facts.sheets[0].round_name, facts.sheets[0].when) if one_round and facts.sheets else ""
    style = fit(when, SMALL, p.measure - used - _GAP, (7.5,))
    p.text(p.right, 25, running_head(when, style, p.measure - used - _GAP), style, "right")
    wide = (p.measure - _GAP) / 2
    share = min(wide * 0.55, _GROUP_EACH * len(facts.rounds))
    each = share / max(1, len(facts.rounds))
    widest = max((width_mm(one.room, SMALL) for one in facts.findings), default=0.0) if one_round else 0.0
    room = min(max(widest + 2, _ROOM_LEAST), _ROOM_MOST) if widest else 0.0
    name_wide = wide - share - room - 2
    for side, some in enumerate(columns):
        if not some:
            continue
        x, y = LEFT + side * (wide + _GAP), _FIRST
        p.text(x, y + 2.4, _("Name").upper(), LABEL)
        heads = [_("Group").upper()] if one_round else [_("Rd %(number)s", number=one) for one in facts.rounds]
        for number, head in enumerate(heads):
            style = fit(head, LABEL, each - 0.5, (7.5,))
            p.text(x + name_wide + (number + 0.5) * each, y + 2.4, running_head(head, style, each + 2), style, "centre")
        if room:
            p.text(x + name_wide + share + 2, y + 2.4, _("Where").upper(), LABEL)
        y += 4.4
        p.rule(x, x + wide, y, 0.8, INK)
        for finding in some:
            base = y + step / 2 + TEXT.drop
            _draw_found(p, x, y + step / 2, name_wide - 1, finding.name)
            for number, group in enumerate(finding.groups):
                letter = fit(group, ITEM.but(size=11), each - 1, (10, 9, 8, 7.5))
                at = x + name_wide + (number + 0.5) * each
                p.text(at, base, running_head(group, letter, each - 1), letter, "centre")
            if room:
                where = fit(finding.room, SMALL, room - 2, (7.5,))
                p.text(x + name_wide + share + 2, base, running_head(finding.room, where, room - 2), where)
            y += step
            p.rule(x, x + wide, y, 0.35, FAINT)


def _draw_found(p: Press, x: float, middle: float, wide: float, name: str) -> None:
    """A name on one line, or on two small ones: people look for theirs."""
    style = fit(name, TEXT, wide, (8.5, 8, 7.5))
    lines = wrap(name, style, wide)
    if len(lines) == 1:
        p.text(x, middle + style.drop, name, style)
        return
    style = style.but(leading=8)
    lines = [lines[0], running_head(" ".join(lines[1:]), style, wide)]
    p.lines(x, middle - style.step, lines, style)
