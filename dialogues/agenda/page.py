"""The agenda in words: what the pages of the agenda show, made ready for their templates."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any

from flask import url_for

from dialogues.agenda.clash_page import clashes_of, day_clashes
from dialogues.agenda.clash_rules import Finding
from dialogues.agenda.models import SessionRole
from dialogues.agenda.phrases import Phrases, place_words, reference
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.core import formats
from dialogues.core.clock import day_in
from dialogues.core.i18n import N_, _, _n
from dialogues.events.models import DayKind, Event

DAY_KIND_NAMES = {DayKind.FIELD: N_("Field"), DayKind.WORKSHOP: N_("Workshop"), DayKind.ONLINE: N_("Online")}


@dataclass(frozen=True)
class _Team:
    """What the page for the team is made from."""

    phrases: Phrases
    notes: Mapping[int, str]
    findings: Mapping[int, Sequence[Finding]]  # by day
    base: str  # address of the agenda; a session's own lies below it
    may_edit: bool
    may_mark: bool

    def url(self, item: AgendaItem) -> str | None:
        return f"{self.base}/{item.id}" if self.may_edit else None

    def presence_url(self, item: AgendaItem) -> str | None:
        """Where it is noted who was in a session; nobody is counted at tea or on the bus."""
        return f"{self.base}/{item.id}/attendance" if self.may_mark and item.number else None


def agenda_facts(
    event: Event,
    days: Sequence[AgendaDay],
    *,
    notes: Mapping[int, str],
    findings: Mapping[int, Sequence[Finding]],
    may_edit: bool,
    may_mark: bool,
    now: datetime,
) -> dict[str, Any]:
    """What the page of the agenda shows: each day with its table of times, the clashes, the names to check."""
    base = url_for("agenda.agenda", slug=event.slug)
    team = _Team(Phrases(), notes, findings, base, may_edit=may_edit, may_mark=may_mark)
    here, today = now.astimezone(event.zone).time(), day_in(event.zone, now)
    return {
        "days": [_day_facts(day, team, now=here if day.day == today else None) for day in days],
        "clashes": [one for day in days for one in day_clashes(day, findings.get(day.id, ()), team.phrases, base)],
        "unregistered": list(_names_to_check(days, team)),
    }


def _day_facts(day: AgendaDay, team: _Team, *, now: time | None) -> dict[str, Any]:
    def session_facts(item: AgendaItem) -> dict[str, Any]:
        return _session_facts(day, item, team)

    name = formats.short_day_text(day.day, locale=team.phrases.language)
    clashes, anchor, theme = len(team.findings.get(day.id, ())), f"day-{day.day.isoformat()}", day_theme(day)
    return {
        "id": day.id,
        "anchor": anchor,
        "day": day.day,
        "theme": theme,
        "slots": list(_slots(day, session_facts, team.phrases, now=now)),
        "card": {
            "name": str(_("%(day)s · today", day=name)) if now is not None else name,
            "url": f"#{anchor}",
            "is_current": now is not None,
            "theme": theme,
            "sum": _sum_words(day, team.phrases),
            "alert": "· " + str(_n("%(num)d clash", "%(num)d clashes", clashes)) if clashes else None,
        },
    }


def day_theme(day: AgendaDay) -> str:
    """`Field: Nsuaem and Bonsa`, or what the day is for."""
    kind = str(_(DAY_KIND_NAMES[day.kind]))
    return str(_("%(kind)s: %(title)s", kind=kind, title=day.title)) if day.title else kind


def _sum_words(day: AgendaDay, phrases: Phrases) -> str:
    if not day.items:
        return str(_("Nothing planned yet"))
    count = _n("%(num)d session", "%(num)d sessions", len(day.items))
    first, last = day.items[0].starts, max(item.ends for item in day.items)
    span = _("%(starts)s to %(ends)s", starts=phrases.clock(first), ends=phrases.clock(last))
    return f"{count} · {span}"


def _slots(
    day: AgendaDay,
    session_facts: Callable[[AgendaItem], dict[str, Any]],
    phrases: Phrases,
    *,
    now: time | None = None,
) -> Iterator[dict[str, Any]]:
    """The table of times of one day; `now` draws a line before what has not begun."""
    ahead = now
    for starts, begun in groupby(day.items, key=lambda item: item.starts):
        together = list(begun)
        slot = {
            "time": phrases.clock(starts),
            "minutes": phrases.minutes(max(item.minutes for item in together)),
            "sessions": [session_facts(item) for item in together],
        }
        if ahead is not None and starts > ahead:
            slot["now"] = str(_("Now %(time)s", time=phrases.clock(ahead)))
            ahead = None
        yield slot


def _session_facts(day: AgendaDay, item: AgendaItem, team: _Team) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "kind": item.kind.value.replace("_", "-"),
        "kind_label": team.phrases.kind(item),
        "is_pinned": item.is_pinned,
        "may_skip": item.may_skip,
        "move_url": f"{team.base}/{item.id}/move" if team.may_edit else None,
        "move_words": team.phrases.moving(item),
        "number": item.number,
        "url": team.url(item),
        "presence_url": team.presence_url(item),
        "place": place_words(item),
        "people": team.phrases.people_checked(item.people),
        "note": team.notes.get(item.id),
        "clashes": clashes_of(day, team.findings.get(day.id, ()), item.id, team.phrases),
    }


def _names_to_check(days: Iterable[AgendaDay], team: _Team) -> Iterator[dict[str, Any]]:
    for day in days:
        for item in day.items:
            for person in item.people:
                is_told = person.role is SessionRole.LEAD  # among the clashes
                if not is_told and (not person.is_registered or person.is_cancelled):
                    yield {"name": team.phrases.checked(person), "session": reference(item), "url": team.url(item)}


# ---------------------------------------------------------------- public
def listing_facts(days: Sequence[AgendaDay]) -> list[dict[str, Any]]:
    """The agenda as the public page lists it: when, what, where and who; nothing that is only for the team."""
    phrases = Phrases()
    return [
        {
            "day": day.day,
            "theme": day_theme(day),
            "items": [
                {
                    "time": phrases.clock(item.starts),
                    "title": f"{item.number} {item.title_in(phrases.language)}".strip(),
                    "sub": " · ".join(one for one in (place_words(item), *phrases.people(item.people)) if one),
                }
                for item in day.items
            ],
        }
        for day in days
    ]


def public_days(days: Sequence[AgendaDay]) -> list[dict[str, Any]]:
    """The agenda as its own public page shows it: tables of times with what each session is about."""
    phrases = Phrases()

    def session_facts(item: AgendaItem) -> dict[str, Any]:
        return {
            "title": item.title_in(phrases.language),
            "kind": item.kind.value.replace("_", "-"),
            "kind_label": phrases.kind(item),
            "number": item.number,
            "place": place_words(item),
            "people": phrases.people(item.people),
            "note": item.description_in(phrases.language),
        }

    return [
        {
            "anchor": f"day-{day.day.isoformat()}",
            "day": day.day,
            "theme": day_theme(day),
            "slots": list(_slots(day, session_facts, phrases)),
        }
        for day in days
    ]
