"""Pages of events and processes."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.conflict import stored_instead, version_of
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events import logo_routes, place_routes, queries, rules, services, team_routes, user_routes, wording
from dialogues.events.access import for_event
from dialogues.events.forms import NewEventForm, ProcessForm, settings_form, show_refusal
from dialogues.events.models import Event, Process

bp = Blueprint("events", __name__)
wording.teach_journal()
place_routes.add_pages(bp)
logo_routes.add_pages(bp)
team_routes.add_pages(bp)
user_routes.add_pages(bp)


@bp.route("/events/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_EVENTS)
def add_event() -> ResponseReturnValue:
    """Begin an event: title, dates, place, what its days are for."""
    form = NewEventForm()
    form.offer(queries.list_processes(db.session()))
    if form.validate_on_submit():
        now, actor = clock.now(), current_viewer().actor
        try:
            with act(form) as session:
                facts = form.facts()
                if form.new_process.data:
                    process = services.add_process(
                        session, title=form.new_process.data, country=form.country.data or None, actor=actor, at=now
                    )
                    facts["process_id"] = process.id
                details = services.EventDetails(**facts)
                event = services.add_event(session, details, template=form.template.data, actor=actor, at=now)
                slug, title = event.slug, event.title
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(_("“%(title)s” is made. Nobody but its team can see it yet.", title=title))
            return back_to("home.overview", slug=slug)
    return render_template("events/add_event.html", form=form), 422 if form.errors else 200


@bp.route("/events/<slug>/settings", methods=["GET", "POST"])
@for_event(Permission.EDIT_EVENT)
def edit_event(event: Event) -> ResponseReturnValue:
    """Everything about an event, and its days."""
    days = queries.list_days(db.session(), event.id)
    form = settings_form(tuple(day.id for day in days))(data=_settings_values(event))
    form.offer(queries.list_processes(db.session()))
    stored: list[tuple[str, str]] = []
    if form.validate_on_submit():
        now, actor = clock.now(), current_viewer().actor
        try:
            with act(form) as session:
                moved = services.edit_event(
                    session,
                    form.details(),
                    event=event,
                    days=form.days(),
                    version=version_of(form.version),
                    actor=actor,
                    at=now,
                )
                slug = event.slug
        except DomainError as error:
            show_refusal(form, error)
            if isinstance(error, rules.EventChanged):
                values = _settings_values(event)
                form.version.data = values.pop("version")
                stored = stored_instead(form, values)
        else:
            flash(_("The event is saved.") if not moved else _moved_words(moved))
            return back_to(".edit_event", slug=slug)
    page = render_template("events/edit_event.html", event=event, form=form, days=days, stored=stored)
    return page, 422 if form.errors else 200


def _moved_words(days: int) -> str:
    if days > 0:
        return str(_n("The event is %(num)d day later now, its agenda with it.",
                      "The event is %(num)d days later now, its agenda with it.", days))  # fmt: skip
    return str(_n("The event is %(num)d day earlier now, its agenda with it.",
                  "The event is %(num)d days earlier now, its agenda with it.", -days))  # fmt: skip


def _settings_values(event: Event) -> dict[str, Any]:
    values = {name: getattr(event, name) for name in services.EventDetails.__dataclass_fields__}
    for day in event.days:
        values[f"day_{day.id}_kind"] = day.kind
        values[f"day_{day.id}_title"] = day.title
        values[f"day_{day.id}_halves"] = day.has_halves
    return values | {"version": str(event.version)}


@bp.post("/events/<slug>/publish")
@for_event(Permission.EDIT_EVENT)
def publish_event(event: Event) -> ResponseReturnValue:
    """Give the event a page that anybody may read."""
    with unit_of_work() as session:
        services.publish_event(session, event=event, actor=current_viewer().actor, at=clock.now())
        slug = event.slug
    flash_undo(
        _("Anybody may read the public page now."),
        url=url_for(".unpublish_event", slug=slug),
        label=_("Undo"),
    )
    return back_to(".edit_event", slug=slug)


@bp.post("/events/<slug>/unpublish")
@for_event(Permission.EDIT_EVENT)
def unpublish_event(event: Event) -> ResponseReturnValue:
    """Take the public page away."""
    with unit_of_work() as session:
        services.unpublish_event(session, event=event, actor=current_viewer().actor, at=clock.now())
        slug = event.slug
    flash_undo(_("The public page is taken away."), url=url_for(".publish_event", slug=slug), label=_("Undo"))
    return back_to(".edit_event", slug=slug)


@bp.post("/events/<slug>/chatham-house")
@for_event(Permission.EDIT_EVENT)
def apply_chatham_house(event: Event) -> ResponseReturnValue:
    """Hold the whole event under the Chatham House Rule."""
    with unit_of_work() as session:
        services.apply_chatham_house(session, event=event, actor=current_viewer().actor, at=clock.now())
        slug = event.slug
    flash_undo(
        _("The event is held under the Chatham House Rule: nothing that leaves it names anybody."),
        url=url_for(".lift_chatham_house", slug=slug),
        label=_("Undo"),
    )
    return back_to(".edit_event", slug=slug)


@bp.post("/events/<slug>/chatham-house/lift")
@for_event(Permission.EDIT_EVENT)
def lift_chatham_house(event: Event) -> ResponseReturnValue:
    """Let names be told again."""
    with unit_of_work() as session:
        services.lift_chatham_house(session, event=event, actor=current_viewer().actor, at=clock.now())
        slug = event.slug
    flash_undo(
        _("The Chatham House Rule no longer holds for the whole event."),
        url=url_for(".apply_chatham_house", slug=slug),
        label=_("Undo"),
    )
    return back_to(".edit_event", slug=slug)


# ---------------------------------------------------------------- processes
@bp.route("/processes", methods=["GET", "POST"])
@requires(Permission.MANAGE_EVENTS)
def processes() -> ResponseReturnValue:
    """The series of events, and a form for one more."""
    form = ProcessForm()
    form.offer()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                services.add_process(
                    session,
                    title=form.title.data,
                    country=form.country.data or None,
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
        except rules.ProcessTitleTaken as error:
            show_error(form.title, error)
        else:
            flash(_("The process “%(title)s” is added.", title=form.title.data))
            return back_to(".processes")
    rows = queries.list_processes(db.session())
    return render_template("events/processes.html", form=form, rows=rows), 422 if form.errors else 200


@bp.route("/processes/<process_slug>", methods=["GET", "POST"])
@requires(Permission.MANAGE_EVENTS)
def edit_process(process_slug: str) -> ResponseReturnValue:
    """Another title or country for a process."""
    process: Process | None = queries.find_process(db.session(), process_slug)
    if process is None:
        raise NotFoundHere
    form = ProcessForm(obj=process)
    form.offer()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                services.edit_process(
                    session,
                    process=process,
                    title=form.title.data,
                    country=form.country.data or None,
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
        except rules.ProcessTitleTaken as error:
            show_error(form.title, error)
        else:
            flash(_("The process is saved."))
            return back_to(".processes")
    page = render_template("events/edit_process.html", process=process, form=form)
    return page, 422 if form.errors else 200
