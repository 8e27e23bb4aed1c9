"""The page for a day that runs late: what would become of it, then one act, then one Undo."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission
from dialogues.agenda import late_page, late_rules, late_services, plan_queries, plan_rules, plan_services, queries
from dialogues.agenda.edition_queries import find_latest_edition, list_changes_since
from dialogues.agenda.late_forms import LateForm
from dialogues.agenda.late_rules import Catching
from dialogues.agenda.plan_routes import new_act, tell_step
from dialogues.agenda.queries import AgendaDay
from dialogues.core import clock
from dialogues.core.clock import day_in
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n
from dialogues.core.web import act as form_act
from dialogues.core.web import back_to, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event

SHOW = "show"  # the button that only shows what would become of the day
USUAL_MIN = 10


@for_event(Permission.EDIT_AGENDA)
def run_late(event: Event, day_id: int) -> ResponseReturnValue:
    """What becomes of a day when a session overruns; `?overran=12&minutes=35` shows it before it is done."""
    now = clock.now()
    day = _day(event, day_id)
    form = LateForm(data=_asked(event, day, now))
    form.offer(day.items)
    if "do" in request.form and form.validate_on_submit():
        try:
            with form_act(form) as session:
                late_services.run_late(
                    session,
                    new_act(event, form, at=now),
                    day=plan_services.find_day(session, event, day_id),
                    overran_id=form.overran.data,
                    minutes=form.minutes.data or 0,
                    catching=form.catching.data,
                )
                slug = event.slug
        except NotFoundHere:
            raise
        except DomainError as error:
            show_error(form.overran, error)
            day = _day(event, day_id)
            form.offer(day.items)
        else:
            words = _n(
                "The rest of the day is one minute late. Phones and screens show the new times.",
                "The rest of the day is %(num)d minutes late. Phones and screens show the new times.",
                form.minutes.data or 0,
            )
            tell_step(event, words, now)
            return back_to(".agenda", slug=slug, _anchor=f"day-{day.day.isoformat()}")
    elif form.is_submitted() and "do" not in request.form:
        form.validate()
    shown = _shown(day, form)
    form.seen.data = plan_rules.seen_text(plan_queries.versions_shown([day]))
    page = render_template("agenda/run_late.html", event=event, day=day, form=form, shown=shown)
    return page, 422 if form.errors else 200


def _day(event: Event, day_id: int) -> AgendaDay:
    day = next((one for one in queries.list_agenda(db.session(), event.id) if one.id == day_id), None)
    if day is None:
        raise NotFoundHere
    return day


def _asked(event: Event, day: AgendaDay, now: datetime) -> dict[str, Any]:
    here = now.astimezone(event.zone)
    running = None
    if day.day == day_in(event.zone, now):
        running = late_page.item_at(day.items, plan_rules.minutes_of(here.time()))
    return {
        "overran": running.id if running else (day.items[0].id if day.items else 0),
        "minutes": USUAL_MIN,
        "catching": Catching.SHORTEN,
    }


def _shown(day: AgendaDay, form: LateForm) -> dict[str, Any] | None:
    """The day before and after, as far as the fields can be read."""
    if not day.items or not form.minutes.data or form.minutes.errors or not form.catching.data:
        return None
    try:
        outcome = late_rules.run_late(
            late_services.parts_of(day.items), form.overran.data, minutes=form.minutes.data,
            catching=form.catching.data,
        )  # fmt: skip
    except late_rules.NothingFollows:
        return None
    return late_page.outcome_facts(day, outcome, form.overran.data)


@for_event(Permission.EDIT_AGENDA)
def be_on_time(event: Event, day_id: int) -> ResponseReturnValue:
    """Tell nobody any more that the day runs late."""
    slug, event_id, now = event.slug, event.id, clock.now()
    with unit_of_work() as session:
        day = plan_services.find_day(session, event, day_id)
        late_services.be_on_time(session, new_act(event, at=now), day=day)
    tell_step(event, _("Nobody is told any more that the day runs late. The times stay as they are."), now)
    latest = find_latest_edition(db.session(), event_id)
    if latest is not None and list_changes_since(latest, queries.list_agenda(db.session(), event_id)):
        flash(
            _(
                "Outside the team people read the times of edition %(number)s again. Publish the plan if they differ.",
                number=latest.number,
            ),
            "warning",
        )
    return back_to(".agenda", slug=slug)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of a late day to the blueprint of the agenda."""
    base = "/events/<slug>/agenda/days/<int:day_id>"
    bp.add_url_rule(f"{base}/late", view_func=run_late, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/on-time", view_func=be_on_time, methods=["POST"])
