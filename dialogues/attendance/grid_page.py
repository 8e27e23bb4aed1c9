"""What the grid and the list of a day show, made ready for their templates."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from dialogues.attendance.grid_queries import Cell, Deciding, GridRow
from dialogues.attendance.models import (
    HALF_STATE_NAMES,
    MARK_SOURCE_NAMES,
    PART_NAMES,
    HalfState,
    MarkSource,
    MarkStatus,
    Part,
)
from dialogues.attendance.queries import Day, DayCount
from dialogues.attendance.rules import HALVES
from dialogues.core import clock, formats
from dialogues.core.i18n import _, _n, current_language
from dialogues.events.models import Event
from dialogues.people.sectors import SECTOR_NAMES, Sector
from dialogues.registration.models import EVENT_ROLE_NAMES, STATUS_NAMES, EventRole, Status

_SIGN = {HalfState.NOT_RECORDED: "none"}
KIND = {
    HalfState.PRESENT: "good",
    HalfState.EXCUSED: "wait",
    HalfState.ABSENT: "bad",
    HalfState.NOT_RECORDED: "none",
}


def sign_of(state: HalfState) -> str:
    """The name of a state's sign in the grid."""
    return _SIGN.get(state, state.value)


def name_of(row: GridRow) -> str:
    """A name with its honorific."""
    return f"{row.honorific} {row.full_name}" if row.honorific else row.full_name


def sector_name_of(row: GridRow) -> str:
    """The sector in words."""
    return str(_(SECTOR_NAMES[row.sector]))


def sub_of(row: GridRow) -> str | None:
    """What is quiet under a name: organisation, and a role or status that is not the usual one."""
    words = [row.organisation_name] if row.organisation_name else []
    if row.role is not EventRole.PARTICIPANT:
        words.append(_(EVENT_ROLE_NAMES[row.role]))
    if row.status is not Status.CONFIRMED:
        words.append(_(STATUS_NAMES[row.status]))
    return ", ".join(words) or None


def states_in_words(cell: Cell) -> list[tuple[str, str]]:
    """What is known of a day, in pairs of words and kind of tag: one for the day, or one a half if they differ."""
    shown = cell.shown
    if shown.state is HalfState.NOT_RECORDED and not shown.is_expected:
        return [(_("Not expected"), "plain")]
    if shown.morning is shown.afternoon or not shown.day.has_halves:
        return [(_(HALF_STATE_NAMES[shown.state]), KIND[shown.state])]
    return [
        (_("%(part)s: %(state)s", part=_(PART_NAMES[part]), state=_(HALF_STATE_NAMES[half])), KIND[half])
        for part, half in ((Part.MORNING, shown.morning), (Part.AFTERNOON, shown.afternoon))
    ]


def grid_rows(
    event: Event, rows: Sequence[GridRow], *, may_correct: bool, by_halves: bool = False
) -> list[dict[str, Any]]:
    """The lines of the grid; each cell leads to its history where the reader may correct it."""
    cells = _Cells(event, may_correct=may_correct)
    return [
        {
            "name": name_of(row),
            "sub": sub_of(row),
            "url": url_for("registration.participant", slug=event.slug, registration_id=row.registration_id),
            "sector": row.sector.value,
            "sector_name": _(SECTOR_NAMES[row.sector]),
            "total": row.days_present,
            "cells": [
                cells.draw(row, cell, part) for cell in row.cells for part in parts_of(cell.shown.day, by_halves)
            ],
        }
        for row in rows
    ]


def tell(event: Event, day: Day, mark: Deciding) -> str:
    """When a mark became known and by whom; what was entered on another day looks late."""
    at, name, locale = mark.recorded_at, mark.marked_by_name, current_language()
    if clock.day_in(event.zone, at) == day.day:
        return str(_("recorded %(time)s by %(name)s", time=formats.time_text(at, event.zone, locale=locale), name=name))
    return str(_("entered %(time)s by %(name)s", time=formats.instant_text(at, event.zone, locale=locale), name=name))


def asked_of(address: Mapping[str, str], *, has_halves: bool = False) -> dict[str, Any]:
    """What an address already says of a correction: the part that was pointed at, and what is right."""
    part, status = address.get("part"), address.get("status")
    asked: dict[str, Any] = {"part": Part(part)} if part in set(Part) and has_halves else {}
    return asked | ({"status": MarkStatus(status)} if status in set(MarkStatus) else {})


def parts_of(day: Day, by_halves: bool) -> tuple[Part, ...]:
    """The columns of a day: one, or one for each half."""
    return HALVES[Part.WHOLE] if by_halves and day.has_halves else (Part.WHOLE,)


class _Cells:
    """The cells of one grid. Most of the two hundred say one of a few things, which are put into words once."""

    def __init__(self, event: Event, *, may_correct: bool) -> None:
        self._event = event
        self._may_correct = may_correct
        self._known: dict[Any, dict[str, Any]] = {}
        self._told: dict[Any, str] = {}
        self._words = str(_("%(name)s, %(what)s"))

    def draw(self, row: GridRow, cell: Cell, part: Part) -> dict[str, Any]:
        """One cell as the grid takes it."""
        shown = cell.shown
        marks = [cell.morning if half is Part.MORNING else cell.afternoon for half in HALVES[part]]
        sources = tuple(mark and mark.source for mark in marks)
        key = (shown.day.id, part, shown.morning, shown.afternoon, shown.is_expected, sources)
        if key not in self._known:
            self._known[key] = self._look(cell, part, {source for source in sources if source is not None})
        look = self._known[key]
        said = dict.fromkeys(self._tell(shown.day, mark) for mark in marks if mark is not None)
        words = "; ".join([self._words % {"name": row.full_name, "what": look["words"]}, *said])
        return {**look, "words": words, "url": look["url"] and look["url"] % row.registration_id}

    def _tell(self, day: Day, mark: Deciding) -> str:
        key = (day.id, mark.recorded_at.replace(second=0, microsecond=0), mark.marked_by_name)
        if key not in self._told:
            self._told[key] = tell(self._event, day, mark)
        return self._told[key]

    def _look(self, cell: Cell, part: Part, sources: Collection[MarkSource]) -> dict[str, Any]:
        shown = cell.shown
        day = formats.short_day_text(shown.day.day, locale=current_language())
        is_away = shown.state is HalfState.NOT_RECORDED and not shown.is_expected
        half = None if part is Part.WHOLE else shown.morning if part is Part.MORNING else shown.afternoon
        differ = half is None and shown.day.has_halves and shown.morning is not shown.afternoon
        if half is not None and not is_away:
            said = _("%(part)s: %(state)s", part=_(PART_NAMES[part]), state=_(HALF_STATE_NAMES[half]))
        else:
            said = "; ".join(words for words, _kind in states_in_words(cell))
        source = next(iter(sources)) if len(sources) == 1 else None
        words = _("%(day)s: %(state)s", day=day, state=said)
        if source is not None:
            words = _("%(what)s (%(source)s)", what=words, source=_(MARK_SOURCE_NAMES[source]))
        # Its history lies below the day's list; the number of the registration is put in for each person.
        address = url_for(".list_day", slug=self._event.slug, day=shown.day.day).replace("%", "%%") + "/%d"
        if half is not None:
            address += f"?part={part.value}"
        return {
            "state": "away" if is_away else sign_of(shown.state if half is None else half),
            "halves": (sign_of(shown.morning), sign_of(shown.afternoon)) if differ else None,
            "source": None if source is None or differ else source.value,
            "words": words,
            "is_closed": shown.day.is_closed,
            "url": address if self._may_correct else None,
        }


def grid_days(
    event: Event,
    days: Sequence[Day],
    counts: Mapping[int, DayCount],
    today: date,
    *,
    by_halves: bool = False,
    may_fill: bool = False,
) -> list[dict[str, Any]]:
    """The heads of the grid's columns and the sums at their feet."""
    return [
        {
            "name": formats.short_day_text(day.day, locale=current_language()),
            "is_closed": day.is_closed,
            "note": day_note(day, counts[day.id], today),
            "link": (_("Open as a list"), url_for(".list_day", slug=event.slug, day=day.day)),
            "fill": (_("Fill in"), url_for(".fill_day", slug=event.slug, day=day.day))
            if may_fill and not day.is_closed and day.day <= today
            else None,
            "parts": [_(PART_NAMES[part]) for part in parts_of(day, by_halves)] if by_halves else [],
            "total": counts[day.id].present if counts[day.id].recorded else _("not recorded"),
        }
        for day in days
    ]


def day_note(day: Day, count: DayCount, today: date) -> str:
    """How far a day has come: closed, today, not begun, or how many are not recorded."""
    if day.is_closed:
        return str(_("closed"))
    if day.day > today:
        return str(_("not begun"))
    if day.day == today and not count.recorded:
        return str(_("today"))
    return str(_n("%(num)d not recorded", "%(num)d not recorded", count.not_recorded))


def sector_choices() -> list[tuple[str, str]]:
    """The sectors of a filter."""
    return [("", _("All sectors")), *((sector.value, _(SECTOR_NAMES[sector])) for sector in Sector)]


def state_choices() -> list[tuple[str, str]]:
    """The states of a filter."""
    return [("", _("All states")), *((state.value, _(HALF_STATE_NAMES[state])) for state in HalfState)]


def day_choices(days: Sequence[Day]) -> list[tuple[str, str]]:
    """The days of a filter."""
    return [(day.day.isoformat(), formats.short_day_text(day.day, locale=current_language())) for day in days]


def list_rows(
    event: Event, rows: Sequence[GridRow], part: Part, *, may_mark: bool, may_correct: bool
) -> list[dict[str, Any]]:
    """The lines of a day's list, each with the presses that still say something about `part`."""
    return [
        {
            "number": row.registration_id,
            "name": name_of(row),
            "sub": sub_of(row),
            "sector": row.sector.value,
            "sector_name": _(SECTOR_NAMES[row.sector]),
            "states": states_in_words(row.cells[0]),
            "seen": _seen_in_words(event, row.cells[0]),
            "presses": _presses(row, part) if may_mark else [],
            "url": url_for(
                ".correct", slug=event.slug, day=row.cells[0].shown.day.day, registration_id=row.registration_id
            )
            if may_correct
            else None,
        }
        for row in rows
    ]


def _seen_in_words(event: Event, cell: Cell) -> str | None:
    """Since when somebody is in; what was entered on another day looks late."""
    at = cell.shown.first_seen_at
    if at is None:
        return None
    if clock.day_in(event.zone, at) == cell.shown.day.day:
        return str(_("since %(time)s", time=formats.time_text(at, event.zone, locale=current_language())))
    return str(_("entered %(time)s", time=formats.instant_text(at, event.zone, locale=current_language())))


def _presses(row: GridRow, part: Part) -> list[tuple[str, str]]:
    """Pairs of words and value: present where not all of the part is, excused where nothing is said of it yet."""
    shown = row.cells[0].shown
    if shown.day.is_closed or not shown.is_expected:
        return []
    halves = {shown.morning if half is Part.MORNING else shown.afternoon for half in HALVES[part]}
    presses = []
    if halves != {HalfState.PRESENT}:
        presses.append((_("Present"), f"{row.registration_id}:{MarkStatus.PRESENT}"))
    if halves == {HalfState.NOT_RECORDED}:
        presses.append((_("Excused"), f"{row.registration_id}:{MarkStatus.EXCUSED}"))
    return presses
