"""A late day in words: the times before and after, what is left out, what does not fit, and the notice to everybody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dialogues.agenda.late_rules import Outcome
from dialogues.agenda.phrases import Phrases, reference
from dialogues.agenda.plan_rules import minutes_of, time_of
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.core.clock import day_in
from dialogues.core.i18n import _, _n
from dialogues.events.models import Event


def item_at(items: Sequence[AgendaItem], at: int) -> AgendaItem | None:
    """What is going on at a minute of the day, or was last: the session that most likely overran."""
    begun = [item for item in items if minutes_of(item.starts) <= at]
    return begun[-1] if begun else None


def outcome_facts(day: AgendaDay, outcome: Outcome, overran_id: int) -> dict[str, Any]:
    """The rows of the table before and after, and sentences about what is left out and what does not fit."""
    phrases = Phrases()
    rows = [_row(item, outcome, overran_id, phrases) for item in day.items]
    changed = [row for row in rows if row["is_changed"]]
    return {"rows": changed, "unchanged": len(rows) - len(changed), "remarks": _remarks(day, outcome, phrases)}


def _row(item: AgendaItem, outcome: Outcome, overran_id: int, phrases: Phrases) -> dict[str, Any]:
    before = _span(minutes_of(item.starts), minutes_of(item.ends), phrases)
    times = outcome.times.get(item.id)
    if times is None:
        return {"title": reference(item), "before": before, "after": str(_("left out, parked")), "note": "",
                "is_changed": True}  # fmt: skip
    after = _span(*times, phrases)
    shorter = item.minutes - (times[1] - times[0])
    note = ""
    if item.id == overran_id:
        note = str(_n("%(num)d minute longer", "%(num)d minutes longer", -shorter))
    elif shorter:
        note = str(_n("%(num)d minute shorter", "%(num)d minutes shorter", shorter))
    return {"title": reference(item), "before": before, "after": after, "note": note, "is_changed": before != after}


def _span(starts: int, ends: int, phrases: Phrases) -> str:
    return f"{_clock(starts, phrases)}–{_clock(ends, phrases)}"


def _clock(minutes: int, phrases: Phrases) -> str:
    return phrases.clock(time_of(min(minutes, 24 * 60 - 1)))


def _remarks(day: AgendaDay, outcome: Outcome, phrases: Phrases) -> list[tuple[str, str]]:
    """Sentences with the kind of notice they are."""
    items = {item.id: item for item in day.items}
    remarks: list[tuple[str, str]] = []
    for number, minutes in outcome.into_pins.items():
        facts = {"title": reference(items[number]), "time": phrases.clock(items[number].starts)}
        remarks.append(
            (
                str(
                    _n(
                        "“%(title)s” is pinned at %(time)s: what comes before runs one minute into it.",
                        "“%(title)s” is pinned at %(time)s: what comes before runs %(num)d minutes into it.",
                        minutes,
                        **facts,
                    )
                ),
                "warning",
            )
        )
    if outcome.minutes_over:
        ends = _clock(outcome.ends, phrases)
        remarks.append(
            (
                str(
                    _n(
                        "The day ends at %(time)s, one minute later than planned.",
                        "The day ends at %(time)s, %(num)d minutes later than planned.",
                        outcome.minutes_over,
                        time=ends,
                    )
                ),
                "warning",
            )
        )
    else:
        remarks.append((str(_("The day ends at %(time)s, as planned.", time=_clock(outcome.ends, phrases))), "info"))
    return remarks


def late_words(event: Event, days: Sequence[AgendaDay], *, now: datetime) -> str | None:
    """The notice that today runs late, for everybody; None on time, and on every other day."""
    today = day_in(event.zone, now)
    late = next((day.minutes_late for day in days if day.day == today and day.minutes_late), None)
    if late is None:
        return None
    return str(
        _n(
            "We are running one minute late. The times here are the new ones.",
            "We are running %(num)d minutes late. The times here are the new ones.",
            late,
        )
    )
