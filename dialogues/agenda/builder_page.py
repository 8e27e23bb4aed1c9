"""What the page of the agenda shows to those who may change it: what is parked, what can be taken back, its tools."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from dialogues.agenda import plan_queries, plan_rules
from dialogues.agenda.late_page import late_words
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.phrases import Phrases
from dialogues.agenda.queries import AgendaDay
from dialogues.agenda.rules import minutes_between
from dialogues.agenda.step_queries import Step, Steps
from dialogues.core.clock import day_in
from dialogues.core.i18n import _
from dialogues.events.models import Event


def builder_facts(
    event: Event, days: Sequence[AgendaDay], *, parked: Sequence[AgendaSession], steps: Steps, now: datetime
) -> dict[str, Any]:
    """The tray of parked sessions, the buttons Undo and Redo, and what the forms of the page send along."""
    phrases = Phrases()
    return {
        "parked": [_parked_facts(event, block, phrases) for block in parked],
        "undo": _step_facts(event, "agenda.undo_step", steps.undo),
        "redo": _step_facts(event, "agenda.redo_step", steps.redo),
        "late": _late_facts(event, days, now),
        "elsewhere": _elsewhere(event),
        "tools": {day.id: _tools(event, day) for day in days},
        "seen": plan_rules.seen_text(plan_queries.versions_shown(days)),
    }


def _parked_facts(event: Event, block: AgendaSession, phrases: Phrases) -> dict[str, Any]:
    people = [one.registration.full_name if one.registration else one.name or "" for one in block.people]
    minutes = phrases.minutes(minutes_between(block.starts, block.ends))
    return {
        "id": block.id,
        "title": block.title,
        "sub": " · ".join([minutes, *people]),
        "url": url_for("agenda.edit_session", slug=event.slug, session_id=block.id),
        "move_url": url_for("agenda.move_session", slug=event.slug, session_id=block.id),
        "move_words": str(_("Move %(title)s", title=block.title)),
    }


def _step_facts(event: Event, endpoint: str, step: Step | None) -> dict[str, str] | None:
    if step is None:
        return None
    return {"url": url_for(endpoint, slug=event.slug, step_id=step.id), "title": step.title}


def _late_facts(event: Event, days: Sequence[AgendaDay], now: datetime) -> dict[str, Any] | None:
    """The panel for a day that runs late; only while the event lasts."""
    today = next((day for day in days if day.day == day_in(event.zone, now)), None)
    if today is None or not today.items:
        return None
    return {
        "url": url_for("agenda.run_late", slug=event.slug, day_id=today.id),
        "words": late_words(event, days, now=now),
        "on_time_url": url_for("agenda.be_on_time", slug=event.slug, day_id=today.id),
    }


def _elsewhere(event: Event) -> list[tuple[str, str]]:
    """Where sessions can be brought from: words and address."""
    return [
        (str(_("Begin with a pattern")), url_for("agenda.use_pattern", slug=event.slug)),
        (str(_("Copy from another event")), url_for("agenda.copy_sessions", slug=event.slug)),
    ]


def _tools(event: Event, day: AgendaDay) -> list[tuple[str, str]]:
    """What can be done with a whole day: words and address."""
    facts: dict[str, Any] = {"slug": event.slug, "day_id": day.id}
    return [
        (str(_("Running late?")), url_for("agenda.run_late", **facts)),
        (str(_("Copy the day")), url_for("agenda.copy_day", **facts)),
        (str(_("Hours of the day")), url_for("agenda.edit_hours", **facts)),
    ]
