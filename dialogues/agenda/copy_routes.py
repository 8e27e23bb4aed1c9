"""Pages that bring sessions from another day, from another event, or from a pattern."""

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda import copy_services, plan_rules, plan_services, queries, rules
from dialogues.agenda.copy_forms import CopyDayForm, PatternForm, copy_sessions_form
from dialogues.agenda.patterns import PATTERNS
from dialogues.agenda.plan_routes import new_act, tell_step
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.i18n import LANGUAGES, _, _n, current_language, force_locale
from dialogues.core.web import act as form_act
from dialogues.core.web import back_to, show_error
from dialogues.events import queries as events
from dialogues.events.access import for_event, may_in, visible_to
from dialogues.events.models import Event

_REFUSED = (
    copy_services.SameDay,
    copy_services.NothingToCopy,
    copy_services.TooFewDays,
    plan_rules.PastMidnight,
    rules.NoSuchTime,
)


@for_event(Permission.EDIT_AGENDA)
def copy_day(event: Event, day_id: int) -> ResponseReturnValue:
    """Copy a day of the agenda to another day."""
    day = plan_services.find_day(db.session(), event, day_id)
    form = CopyDayForm()
    form.offer([one for one in events.list_days(db.session(), event.id) if one.id != day_id])
    if form.validate_on_submit():
        now = clock.now()
        try:
            with form_act(form) as session:
                count = copy_services.copy_day(
                    session, new_act(event, at=now), source=day, target_id=form.target_id.data
                )
                slug = event.slug
        except _REFUSED as error:
            show_error(form.target_id, error)
        else:
            tell_step(event, _n("One session is copied.", "%(num)d sessions are copied.", count), now)
            return back_to(".agenda", slug=slug)
    page = render_template("agenda/copy_day.html", event=event, day=day, form=form)
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_AGENDA)
def copy_sessions(event: Event) -> ResponseReturnValue:
    """Copy sessions of another event; `?from=ghana-2016` says which one."""
    viewer = current_viewer()
    visible = events.list_events(db.session(), visible=visible_to(viewer))
    others = [(one.slug, one.title) for one in visible if one.id != event.id]
    chosen = sa.select(Event).where(Event.slug == request.args.get("from", ""), visible_to(viewer))
    source = db.session().scalar(chosen.where(Event.id != event.id))
    days = queries.list_agenda(db.session(), source.id) if source else ()
    form = copy_sessions_form(days)()
    form.offer(events.list_days(db.session(), event.id))
    if source is not None and form.validate_on_submit():
        now, targets = clock.now(), form.targets()
        try:
            with form_act(form) as session:
                count = copy_services.copy_sessions(
                    session,
                    new_act(event, at=now),
                    source=source,
                    targets=targets,
                    with_notes=may_in(viewer, Permission.EDIT_AGENDA, source),
                )
                slug = event.slug
        except _REFUSED as error:
            show_error(form.once, error)
        else:
            tell_step(event, _n("One session is copied.", "%(num)d sessions are copied.", count), now)
            return back_to(".agenda", slug=slug)
    page = render_template("agenda/copy_sessions.html", event=event, source=source, others=others, form=form)
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_AGENDA)
def use_pattern(event: Event) -> ResponseReturnValue:
    """Begin with a usual day, or with the days of a dialogue."""
    form = PatternForm(data={"language": current_language()})
    form.offer(events.list_days(db.session(), event.id), list(LANGUAGES))
    if form.validate_on_submit():
        now = clock.now()
        pattern = next(one for one in PATTERNS if one.code == form.pattern.data)
        try:
            with form_act(form) as session, force_locale(form.language.data):
                first = plan_services.find_day(session, event, form.first_id.data)
                count = copy_services.use_pattern(
                    session, new_act(event, at=now), pattern=pattern, first=first, say=lambda text: str(_(text))
                )
                slug = event.slug
        except _REFUSED as error:
            show_error(form.first_id, error)
        else:
            words = _n("One session is on the agenda.", "%(num)d sessions are on the agenda.", count)
            tell_step(event, words, now)
            return back_to(".agenda", slug=slug)
    hints = {one.code: _(one.hint) for one in PATTERNS}
    page = render_template("agenda/use_pattern.html", event=event, form=form, hints=hints)
    return page, 422 if form.errors else 200


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of copies and patterns to the blueprint of the agenda."""
    base, both = "/events/<slug>/agenda", ["GET", "POST"]
    bp.add_url_rule(f"{base}/days/<int:day_id>/copy", view_func=copy_day, methods=both)
    bp.add_url_rule(f"{base}/copy", view_func=copy_sessions, methods=both)
    bp.add_url_rule(f"{base}/patterns", view_func=use_pattern, methods=both)
