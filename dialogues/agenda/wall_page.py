"""What the screen in the hall is told: the plan as it stands, with nobody's name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dialogues.agenda.phrases import Phrases
from dialogues.agenda.queries import AgendaDay
from dialogues.agenda.wall_rules import Spell, look_at, minutes_left
from dialogues.core import formats
from dialogues.core.clock import day_in
from dialogues.core.i18n import _, current_language
from dialogues.events.models import Event


def spells_of(event: Event, days: Sequence[AgendaDay]) -> list[Spell]:
    """The sessions as spans of time, titles in the language of the screen."""
    language = current_language()
    return [
        Spell(
            starts=datetime.combine(day.day, item.starts, tzinfo=event.zone),
            ends=datetime.combine(day.day, item.ends, tzinfo=event.zone),
            title=item.title_in(language),
            place=item.room or item.place or "",  # whoever stands before the screen is at the venue
            is_quiet=item.is_quiet,
        )
        for day in days
        for item in day.items
    ]


def wall_facts(event: Event, days: Sequence[AgendaDay], *, now: datetime) -> dict[str, Any]:
    """What is seen at once, and all that the page needs to go on counting by itself."""
    phrases, spells = Phrases(), spells_of(event, days)
    sight = look_at(spells, now.astimezone(event.zone))
    left = minutes_left(sight.running, now)

    def shown(one: Spell) -> dict[str, str]:
        return {"time": _time(one, phrases, now, event), "title": one.title, "place": one.place}

    return {
        "running": [shown(one) for one in sight.running],
        "next": [shown(one) for one in sight.next],
        "later": [shown(one) for one in sight.later],
        "left": _("%(minutes)s min left", minutes=left) if left is not None else "",
        "clock": phrases.clock(now.astimezone(event.zone).time()),
        "plan": wall_object(event, spells, now=now),
    }


def _time(one: Spell, phrases: Phrases, now: datetime, event: Event) -> str:
    """`13:30`, with the day before it if that is not today."""
    clock = phrases.clock(one.starts.time())
    if one.starts.date() == day_in(event.zone, now):
        return clock
    day = formats.short_day_text(one.starts.date(), locale=phrases.language)
    return str(_("%(day)s, %(time)s", day=day, time=clock))


def wall_object(event: Event, spells: Sequence[Spell], *, now: datetime) -> dict[str, Any]:
    """The plan for the script of the page: instants in milliseconds, times as they are written, nobody's name."""
    phrases = Phrases()
    return {
        "as_of": _milliseconds(now),
        "offset_min": int((now.astimezone(event.zone).utcoffset() or now - now).total_seconds() // 60),
        "sessions": [
            {
                "starts": _milliseconds(one.starts),
                "ends": _milliseconds(one.ends),
                "day": one.starts.date().isoformat(),
                "time": phrases.clock(one.starts.time()),
                "dated": _dated(one, phrases),
                "title": one.title,
                "place": one.place,
            }
            for one in sorted(spells, key=lambda one: (one.starts, one.ends, one.title))
        ],
    }


def _dated(one: Spell, phrases: Phrases) -> str:
    day = formats.short_day_text(one.starts.date(), locale=phrases.language)
    return str(_("%(day)s, %(time)s", day=day, time=phrases.clock(one.starts.time())))


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
