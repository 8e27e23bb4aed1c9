"""What the first page of somebody signed in tells: today's events, what needs doing, what comes, what was."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, may_everywhere
from dialogues.agenda import queries as agenda
from dialogues.attendance import queries as attendance
from dialogues.core import formats
from dialogues.core.i18n import _, _n, current_language
from dialogues.events.access import may_in
from dialogues.events.models import Event
from dialogues.home import queries
from dialogues.home.navigation import progress_words
from dialogues.outbox import queries as outbox

RECENT = 5  # events named in each list


@dataclass(frozen=True)
class Today:
    """An event that has a day today: how far it has come, what runs now, what is next, who is here."""

    event: Event
    progress: str
    day_title: str | None
    clock: str
    now: str | None
    next: str | None
    present: int
    expected: int
    may_mark: bool


def facts(session: Session, viewer: Any, *, now: datetime) -> dict[str, Any]:
    """The facts of the page, for the events `viewer` may see. A running event costs a fixed number of queries."""
    today = now.date()
    near = queries.list_running(session, viewer, today=today)
    running = [one for one in near if one.starts_on <= now.astimezone(one.zone).date() <= one.ends_on]
    tasks: list[dict[str, str]] = []
    cards = []
    failed = outbox.count_failed_by_event(session, [event.id for event in running]) if running else {}
    if may_everywhere(viewer, Permission.MANAGE_USERS) and (count := outbox.count_failed(session)):
        tasks.append(_failed_mails("/outbox?state=failed", count))
    for event in running:
        here = now.astimezone(event.zone)
        counts = attendance.day_counts(session, event.id)
        days = agenda.list_agenda(session, event.id)
        cards.append(_today(viewer, event, here.date(), here.time(), counts, days))
        tasks += _tasks(viewer, event, here.date(), counts, days)
        sees_all = may_everywhere(viewer, Permission.MANAGE_USERS)
        if event.id in failed and not sees_all and may_in(viewer, Permission.SEE_PARTICIPANTS, event):
            tasks.append(_failed_mails(f"/events/{event.slug}/messages?state=failed", failed[event.id]))
    return {
        "running": cards,
        "tasks": tasks,
        "coming": queries.list_events(
            session, viewer, condition=Event.starts_on > today, newest_first=False, limit=RECENT
        ),
        "recent": queries.list_events(
            session, viewer, condition=Event.ends_on < today, newest_first=True, limit=RECENT
        ),
    }


def _today(
    viewer: Any,
    event: Event,
    today: date,
    hour: time,
    counts: list[attendance.DayCount],
    days: tuple[agenda.AgendaDay, ...],
) -> Today:
    day = next((one for one in days if one.day == today), None)
    count = next((one for one in counts if one.day == today), None)
    items = day.items if day else ()
    return Today(
        event=event,
        progress=progress_words(event),
        day_title=day.title if day else None,
        clock=formats.time_text(hour, locale=current_language()),
        now=_words(next((one for one in items if one.starts <= hour < one.ends), None)),
        next=_words(next((one for one in items if one.starts > hour), None)),
        present=count.present if count else 0,
        expected=count.expected if count else 0,
        may_mark=may_in(viewer, Permission.MARK_ATTENDANCE, event),
    )


def _words(item: agenda.AgendaItem | None) -> str | None:
    if item is None:
        return None
    starts = formats.time_text(item.starts, locale=current_language())
    where = item.room or item.place
    return f"{starts} {item.title}, {where}" if where else f"{starts} {item.title}"


def _tasks(
    viewer: Any,
    event: Event,
    today: date,
    counts: list[attendance.DayCount],
    days: tuple[agenda.AgendaDay, ...],
) -> list[dict[str, str]]:
    """What this reader can do about an event now: days to close, clashes to settle."""
    base = f"/events/{event.slug}"
    tasks = []
    if may_in(viewer, Permission.CORRECT_ATTENDANCE, event):
        for one in counts:
            if one.day < today and not one.closed:
                day = formats.short_day_text(one.day, locale=current_language())
                hint = (
                    _n("%(num)d person is not recorded.", "%(num)d people are not recorded.", one.not_recorded)
                    if one.not_recorded
                    else _("Everybody expected is recorded.")
                )
                tasks.append(_task(_("Close %(day)s", day=day), f"{base}/attendance/{one.day}", hint, "due"))
    if may_in(viewer, Permission.EDIT_AGENDA, event):
        for agenda_day in days:
            if agenda_day.clashes and agenda_day.day >= today:
                day = formats.short_day_text(agenda_day.day, locale=current_language())
                hint = _n(
                    "A person or a room is in two sessions at once.",
                    "%(num)d times a person or a room is in two sessions at once.",
                    len(agenda_day.clashes),
                )
                tasks.append(_task(_("Look at the agenda of %(day)s", day=day), f"{base}/agenda", hint, "alert"))
    return tasks


def _failed_mails(url: str, count: int) -> dict[str, str]:
    hint = _n("One mail could not be sent.", "%(num)d mails could not be sent.", count)
    return _task(_("Look at the mails that failed"), url, hint, "alert")


def _task(label: str, url: str, hint: str, state: str) -> dict[str, str]:
    tag = _("Due") if state == "due" else _("Needs you")
    return {"label": str(label), "url": url, "hint": str(hint), "state": state, "tag": str(tag)}
