"""The list of events and the overview of one: they look over all features, so they live at the top."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer, may_everywhere, requires
from dialogues.agenda.clash_queries import list_findings_by_day
from dialogues.agenda.confidence import without_protected_names
from dialogues.agenda.late_page import late_words
from dialogues.agenda.page import day_theme
from dialogues.agenda.queries import AgendaDay, list_agenda
from dialogues.attendance import device_queries
from dialogues.attendance.warning_queries import count_warnings
from dialogues.bundles.queries import count_open_conflicts
from dialogues.core import clock, formats
from dialogues.core.clock import day_in
from dialogues.core.db import db
from dialogues.core.i18n import _, current_language
from dialogues.core.paging import Page
from dialogues.core.web import page_number
from dialogues.core.world import countries
from dialogues.events import queries, rules
from dialogues.events.access import for_event, may_in, visible_to
from dialogues.events.models import Event
from dialogues.events.queries import EventLine
from dialogues.events.rules import EventState
from dialogues.home import readiness
from dialogues.invitations import queries as invitations
from dialogues.outbox import queries as outbox
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.balance_page import balance_panel
from dialogues.registration.models import EventRole, Registration, Status
from dialogues.registration.public_page import offer
from dialogues.registration.public_queries import count_held, find_form, list_open_erasures
from dialogues.reports import figures
from dialogues.reports.rules import FourNumbers

PAGE_SIZE = 25

# How a state is drawn: the kind of its tag and the drawing in it.
STATE_LOOKS = {
    EventState.DRAFT: ("none", "pencil"),
    EventState.COMING: ("plain", "calendar-days"),
    EventState.RUNNING: ("info", "clock"),
    EventState.OVER: ("plain", "check"),
}


@requires(Permission.SEE_PROGRAMME)
def events() -> ResponseReturnValue:
    """The events the reader may see, newest first, with how many are registered and came."""
    viewer, now = current_viewer(), clock.now()
    visible = queries.list_events(db.session(), visible=visible_to(viewer))
    asked = {name: request.args.get(name, "")[:200] for name in ("q", "year", "country", "process")}
    found = queries.filter_events(
        visible,
        text=asked["q"],
        year=int(asked["year"]) if asked["year"].isascii() and asked["year"].isdigit() else None,
        country=asked["country"],
        process=asked["process"],
    )
    page = _page(found, page_number())
    numbers = _numbers(viewer, [line.id for line in page.rows], now=now)
    return render_template(
        "home/events.html",
        page=Page(
            rows=[_line_facts(line, numbers.get(line.id), now=now) for line in page.rows],
            number=page.number,
            size=page.size,
            total=page.total,
        ),
        asked=asked,
        filters=_filters(visible, asked),
        is_filtered=any(asked.values()),
        may_add=may_everywhere(viewer, Permission.MANAGE_EVENTS),
    )


def _page(found: Sequence[EventLine], number: int) -> Page[EventLine]:
    first = (number - 1) * PAGE_SIZE
    return Page(rows=found[first : first + PAGE_SIZE], number=number, size=PAGE_SIZE, total=len(found))


def _numbers(viewer: Any, event_ids: Sequence[int], *, now: datetime) -> dict[int, FourNumbers]:
    """The four numbers of those of the events whose figures the reader may see; a constant number of queries."""
    chosen = sa.select(Event).where(Event.id.in_(event_ids), visible_to(viewer, Permission.SEE_FIGURES))
    allowed = db.session().scalars(chosen).all()
    counted = figures.programme_figures(db.session(), allowed, as_of=now)
    ids = {event.slug: event.id for event in allowed}
    return {ids[one.slug]: one.numbers for one in counted.events}


def _line_facts(line: EventLine, numbers: FourNumbers | None, *, now: datetime) -> dict[str, Any]:
    state = rules.event_state(
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        zone=ZoneInfo(line.zone_name),
        is_public=line.is_public,
        registered=numbers.registered if numbers else 0,
        now=now,
    )
    kind, icon = STATE_LOOKS[state]
    return {
        "line": line,
        "state": {"label": str(_(rules.EVENT_STATE_NAMES[state])), "kind": kind, "icon": icon},
        "registered": numbers.registered if numbers else None,
        "present": numbers.present_any_day if numbers and state not in (EventState.DRAFT, EventState.COMING) else None,
    }


def _filters(visible: Sequence[EventLine], asked: dict[str, str]) -> list[dict[str, Any]]:
    """Only what would find something may be chosen."""
    years = sorted(
        {year for line in visible for year in range(line.starts_on.year, line.ends_on.year + 1)}, reverse=True
    )
    used = {line.country for line in visible}
    processes = {line.process_slug: line.process for line in visible if line.process_slug}
    every = ("", str(_("All")))
    return [
        {"name": "year", "label": _("Year"), "value": asked["year"], "choices": [every, *((y, y) for y in years)]},
        {
            "name": "country",
            "label": _("Country"),
            "value": asked["country"],
            "choices": [every, *((code, name) for code, name in countries(current_language()) if code in used)],
        },
        {
            "name": "process",
            "label": _("Process"),
            "value": asked["process"],
            "choices": [every, *sorted(processes.items(), key=lambda one: one[1] or "")],
        },
    ]


# ---------------------------------------------------------------- one event
@for_event(Permission.SEE_EVENT)
def overview(event: Event) -> ResponseReturnValue:
    """The days, what is ready and what is not, the figures so far."""
    viewer, now, session = current_viewer(), clock.now(), db.session()

    def may(permission: Permission) -> bool:
        return may_in(viewer, permission, event)

    root = f"{request.script_root}/events/{event.slug}"
    days = list_agenda(session, event.id)
    counted = figures.event_figures(session, event, as_of=now) if may(Permission.SEE_FIGURES) else None
    today = day_in(event.zone, now)
    sees_invited = may(Permission.SEE_PARTICIPANTS)
    counts = invitations.count_standings(session, event.id, today=today) if sees_invited else None
    settles = may(Permission.CORRECT_ATTENDANCE)
    known = readiness.Known(
        event=event,
        root=root,
        days=days,
        clashes=_count_clashes(session, event, days, needs_names=may(Permission.EDIT_AGENDA)),
        places=len(queries.list_places(session, event.id)),
        statuses=_count_statuses(session, event.id),
        figures={day.day: day for day in counted.days} if counted else {},
        form=_form_facts(session, event, now) if may(Permission.EDIT_EVENT) else None,
        today=today,
        invitations=counts.total if counts else {},
        failed_mails=outbox.count_failed(session, event_id=event.id) if counts else 0,
        held_marks=device_queries.find_door(session, event.id).held if settles else 0,
        conflicts=len(device_queries.list_conflicts(session, event.id)) if settles else 0,
        two_versions=count_open_conflicts(session, event.id) if may(Permission.EDIT_EVENT) else 0,
        warnings=sum(count_warnings(session, event).values()) if settles else 0,
    )
    tasks = readiness.list_tasks(known, may)
    return render_template(
        "home/overview.html",
        event=event,
        primary=_primary(known, may),
        track=[_track_facts(known, day, may) for day in days],
        tasks=tasks,
        todo=readiness.list_open(tasks),
        done=sum(task["state"] == "done" for task in tasks),
        numbers=_number_facts(counted) if counted else [],
        panel=balance_panel(session, event, present=_present(counted), as_of=now) if counted else None,
        may_plan=may(Permission.EDIT_EVENT),
        dateline=_dateline(event),
        late=late_words(event, days, now=now),
    )


def _count_clashes(session: Session, event: Event, days: Sequence[AgendaDay], *, needs_names: bool) -> int:
    """How many clashes the page of the agenda tells this reader."""
    told = without_protected_names(event, days, needs_names=needs_names)
    return sum(map(len, list_findings_by_day(session, event.id, told).values()))


def _form_facts(session: Session, event: Event, now: datetime) -> readiness.FormFacts:
    told = offer(session, event, find_form(session, event.id), now)
    return readiness.FormFacts(
        is_open=told["is_open"],
        words=told["words"],
        held=count_held(session, event.id),
        erasures=len(list_open_erasures(session, event.id)),
    )


def _count_statuses(session: Session, event_id: int) -> dict[Status, int]:
    chosen = (
        sa.select(Registration.status, sa.func.count())
        .where(Registration.event_id == event_id, Registration.role == EventRole.PARTICIPANT)
        .group_by(Registration.status)
    )
    return {row[0]: row[1] for row in session.execute(chosen)}


def _dateline(event: Event) -> str:
    dates = formats.day_range_text(event.starts_on, event.ends_on, locale=current_language())
    return " · ".join(words for words in (dates, event.place) if words)


def _primary(known: readiness.Known, may: readiness.May) -> dict[str, str] | None:
    """The one thing that is probably wanted now."""
    event = known.event
    if event.starts_on <= known.today <= event.ends_on and may(Permission.MARK_ATTENDANCE):
        return {"label": str(_("Open the desk")), "icon": "scan-line", "url": f"{known.root}/desk"}
    if known.today < event.starts_on and may(Permission.EDIT_PARTICIPANTS):
        return {"label": str(_("Add a person")), "icon": "user-plus", "url": f"{known.root}/participants/new"}
    if known.today > event.ends_on and may(Permission.SEE_FIGURES):
        return {"label": str(_("Look at the report")), "icon": "chart-no-axes-column", "url": f"{known.root}/report"}
    return None


def _track_facts(known: readiness.Known, day: AgendaDay, may: readiness.May) -> dict[str, Any]:
    """One day of the track: how it stands, and how many came or are expected."""
    counted = known.figures.get(day.day)
    facts: dict[str, Any] = {
        "name": formats.short_day_text(day.day, locale=current_language()),
        "state": "past" if day.day < known.today else "now" if day.day == known.today else "next",
        "value": "",
        "of": "",
        "note": day_theme(day),
    }
    if day.closed_at is not None:
        facts["tag"] = {"label": str(_("Closed")), "icon": "lock"}
    elif day.day < known.today:
        facts["tag"] = {"label": str(_("Open")), "kind": "info"}
    elif day.day == known.today:
        facts["tag"] = {"label": str(_("Today")), "kind": "info"}
    else:
        facts["tag"] = {"label": str(_("Planned")), "icon": "calendar-days"}
    if counted is None:
        return facts
    if not counted.recorded and day.day >= known.today:
        expected = formats.number_text(counted.not_recorded, locale=current_language())
        facts |= {"value": expected, "of": str(_("expected"))}
    elif not counted.recorded:
        facts |= {"value": "–", "of": str(_("not recorded"))}
    else:
        facts |= {"value": formats.number_text(counted.present, locale=current_language()), "of": _of_words(counted)}
    if facts["state"] == "past" and day.closed_at is None and may(Permission.CORRECT_ATTENDANCE):
        facts["note"] = str(_("Close the day"))
        facts["url"] = f"{known.root}/attendance/{day.day.isoformat()}"
    return facts


def _of_words(counted: figures.DayFigures) -> str:
    whole = counted.present + counted.excused + counted.absent + counted.not_recorded
    return str(_("of %(number)s present", number=formats.number_text(whole, locale=current_language())))


def _number_facts(counted: figures.EventFigures) -> list[dict[str, str]]:
    """The four numbers, each with its definition."""
    return [
        {
            "label": str(_(words)),
            "value": formats.number_text(getattr(counted.numbers, name), locale=current_language()),
            "note": str(_(figures.DEFINITIONS[name])),
        }
        for name, words in figures.NUMBER_NAMES.items()
    ]


def _present(counted: figures.EventFigures) -> dict[tuple[Sector, Gender], int]:
    """Who was present at least one day, by sector and gender, for the panel of a feature that knows no attendance."""
    return {(one.sector, gender): number for one in counted.by_sector for gender, number in one.by_gender.items()}


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of events to the blueprint of the first page."""
    bp.add_url_rule("/events", view_func=events)
    bp.add_url_rule("/events/<slug>", view_func=overview)
