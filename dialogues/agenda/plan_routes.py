"""Pages and acts of the builder: a session is moved, pinned, parked, split or merged; every step can be taken back."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda import plan_queries, plan_rules, plan_services, queries, rules, step_queries, step_services
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.phrases import Phrases
from dialogues.agenda.plan_forms import HoursForm, MergeForm, MoveForm, SeenForm, SplitForm
from dialogues.agenda.plan_services import Act
from dialogues.agenda.step_models import AgendaStep
from dialogues.agenda.step_rules import StepOvertaken
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import N_, _, translated
from dialogues.core.web import act as form_act
from dialogues.core.web import back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event


def _block(session: Session, event: Event, session_id: int) -> AgendaSession:
    block = plan_queries.find_any_session(session, event_id=event.id, session_id=session_id)
    if block is None:
        titles = plan_queries.list_titles(session, [session_id], event_id=event.id)
        raise plan_rules.NotOnTheAgenda if titles else NotFoundHere
    return block


def new_act(event: Event, form: SeenForm | None = None, *, at: datetime | None = None) -> Act:
    """What the reader does now, having seen what the form says its page showed."""
    seen = form.versions() if form else plan_rules.read_seen(request.form.get("seen", ""))
    return Act(event=event, seen=seen, actor=current_viewer().actor, at=at or clock.now())


def seen_now(event: Event) -> str:
    """How the agenda of an event looks now, for the forms of a page."""
    return plan_rules.seen_text(plan_queries.versions_shown(queries.list_agenda(db.session(), event.id)))


def tell_step(event: Event, words: str, at: datetime) -> None:
    """Tell what was done at `at`, with Undo if it changed anything."""
    step = step_queries.find_made(db.session(), event_id=event.id, user_id=current_viewer().actor.user_id, at=at)
    if step is None:
        flash(words)
        return
    url = url_for("agenda.undo_step", slug=event.slug, step_id=step.id)
    flash_undo(words, url=url, label=_("Undo"))


def _back(event_slug: str, session_id: int | None = None) -> ResponseReturnValue:
    return back_to(".agenda", slug=event_slug, _anchor=f"session-{session_id}" if session_id else None)


@for_event(Permission.EDIT_AGENDA)
def move_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Put a session elsewhere on the agenda; the unpinned ones after it follow."""
    slug = event.slug
    days = queries.list_agenda(db.session(), event.id)
    form = MoveForm()
    try:
        block = _block(db.session(), event, session_id)
    except plan_rules.NotOnTheAgenda as error:
        flash(translated(error), "warning")
        return _back(slug)
    beside = plan_services.list_beside(db.session(), block)
    form.offer(days, without={block.id})
    if form.validate_on_submit():
        now = clock.now()
        target = form.target(days)
        try:
            if target is None:
                raise plan_rules.NotOnTheAgenda
            day_id, spot = target
            too = [one.id for one in beside] if form.beside_too.data else []
            with form_act(form) as session:
                moving = _block(session, event, session_id)
                plan_services.move_session(
                    session, new_act(event, form, at=now), block=moving, day_id=day_id, spot=spot, beside_too=too
                )
                title, starts = moving.title, Phrases().clock(moving.starts)
        except NotFoundHere:
            raise
        except DomainError as error:
            show_error(form.spot, error)
            form.seen.data = seen_now(event)
        else:
            tell_step(event, _("“%(title)s” begins at %(time)s now.", title=title, time=starts), now)
            return _back(slug, session_id)
    if not form.is_submitted():
        form.seen.data = plan_rules.seen_text(plan_queries.versions_shown(days))
        form.stand_at(days, block.id)
    page = render_template("agenda/move_session.html", event=event, block=block, form=form, beside=beside)
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_AGENDA)
def split_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Cut a session in two."""
    block = _block(db.session(), event, session_id)
    minutes = rules.minutes_between(block.starts, block.ends)
    form = SplitForm(data={"minutes": minutes // 2, "title": _("%(title)s, continued", title=block.title)})
    if form.validate_on_submit():
        now = clock.now()
        try:
            with form_act(form) as session:
                cut = _block(session, event, session_id)
                plan_services.split_session(
                    session,
                    new_act(event, form, at=now),
                    block=cut,
                    minutes=form.minutes.data or 0,
                    title=form.title.data,
                )
                title = cut.title
        except plan_services.TooShortToSplit as error:
            show_error(form.minutes, error)
        except (plan_rules.DayChanged, plan_rules.NotOnTheAgenda) as error:
            show_error(form.seen, error)
            form.seen.data = seen_now(event)
        else:
            tell_step(event, _("“%(title)s” is two sessions now.", title=title), now)
            return _back(event.slug, session_id)
    if not form.is_submitted():
        form.seen.data = seen_now(event)
    page = render_template("agenda/split_session.html", event=event, block=block, form=form, minutes=minutes)
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_AGENDA)
def merge_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Make one session of two neighbours."""
    block = _block(db.session(), event, session_id)
    near = plan_services.list_neighbours(db.session(), block)
    form = MergeForm(data={"title": block.title})
    form.offer(list(near.values()))
    if form.validate_on_submit():
        now = clock.now()
        try:
            with form_act(form) as session:
                kept = plan_services.merge_sessions(
                    session,
                    new_act(event, form, at=now),
                    block=_block(session, event, session_id),
                    other=_block(session, event, form.other_id.data),
                    title=form.title.data,
                )
                kept_id, title = kept.id, kept.title
        except NotFoundHere:
            raise
        except DomainError as error:
            show_error(form.other_id, error)
            form.seen.data = seen_now(event)
        else:
            tell_step(event, _("The two sessions are one now: “%(title)s”.", title=title), now)
            return _back(event.slug, kept_id)
    if not form.is_submitted():
        form.seen.data = seen_now(event)
    page = render_template("agenda/merge_session.html", event=event, block=block, form=form, near=near)
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_AGENDA)
def park_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Take a session off its day and keep it for later."""
    return _press(event, session_id, plan_services.park_session, _("“%(title)s” is parked."))


@for_event(Permission.EDIT_AGENDA)
def pin_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Let a session hold its time."""
    return _press(event, session_id, plan_services.pin_session, _("“%(title)s” holds its time now."))


@for_event(Permission.EDIT_AGENDA)
def unpin_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Let a session move with the others again."""
    return _press(event, session_id, plan_services.unpin_session, _("“%(title)s” moves with the others again."))


def _press(event: Event, session_id: int, do: Callable[..., None], words: str) -> ResponseReturnValue:
    slug, now = event.slug, clock.now()
    try:
        with unit_of_work() as session:
            block = _block(session, event, session_id)
            title = block.title
            do(session, new_act(event, at=now), block=block)
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        tell_step(event, words % {"title": title}, now)
    return _back(slug, session_id)


@for_event(Permission.EDIT_AGENDA)
def undo_step(event: Event, step_id: int) -> ResponseReturnValue:
    """Take back one step."""
    said = N_("Taken back: “%(title)s” is as it was.")
    return _turn_step(event, step_id, step_services.undo_step, said, other=".redo_step", label=_("Do it again"))


@for_event(Permission.EDIT_AGENDA)
def redo_step(event: Event, step_id: int) -> ResponseReturnValue:
    """Do again what was taken back."""
    said = N_("Done again: “%(title)s”.")
    return _turn_step(event, step_id, step_services.redo_step, said, other=".undo_step", label=_("Undo"))


def _turn_step(
    event: Event, step_id: int, turn: Callable[..., AgendaStep], said: str, *, other: str, label: str
) -> ResponseReturnValue:
    """Take a step back or do it again, and offer the `other` of the two."""
    slug = event.slug
    try:
        with unit_of_work() as session:
            step = turn(session, event=event, step_id=step_id, actor=current_viewer().actor, at=clock.now())
            title = step.title
    except (StepOvertaken, rules.DayIsGone, rules.SessionRecorded) as error:
        flash(translated(error), "warning")
        return _back(slug)
    flash_undo(_(said, title=title), url=url_for(other, slug=slug, step_id=step_id), label=label)
    return _back(slug)


@for_event(Permission.EDIT_AGENDA)
def edit_hours(event: Event, day_id: int) -> ResponseReturnValue:
    """From when to when a day lasts; what lies outside is pointed out."""
    day = plan_services.find_day(db.session(), event, day_id)
    form = HoursForm(obj=day)
    if form.validate_on_submit():
        try:
            with form_act(form) as session:
                plan_services.set_hours(
                    session, new_act(event), day=day, opens=form.opens.data, closes=form.closes.data
                )
                slug = event.slug
        except (rules.EndsBeforeStart, rules.NoSuchTime) as error:
            show_error(form.closes, error)
        else:
            flash(_("The hours of the day are saved."))
            return back_to(".agenda", slug=slug, _anchor=f"day-{day.day.isoformat()}")
    page = render_template("agenda/edit_hours.html", event=event, day=day, form=form)
    return page, 422 if form.errors else 200


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of the builder to the blueprint of the agenda."""
    base, both = "/events/<slug>/agenda", ["GET", "POST"]
    one = f"{base}/<int:session_id>"
    bp.add_url_rule(f"{one}/move", view_func=move_session, methods=both)
    bp.add_url_rule(f"{one}/split", view_func=split_session, methods=both)
    bp.add_url_rule(f"{one}/merge", view_func=merge_session, methods=both)
    bp.add_url_rule(f"{one}/park", view_func=park_session, methods=["POST"])
    bp.add_url_rule(f"{one}/pin", view_func=pin_session, methods=["POST"])
    bp.add_url_rule(f"{one}/unpin", view_func=unpin_session, methods=["POST"])
    bp.add_url_rule(f"{base}/steps/<int:step_id>/undo", view_func=undo_step, methods=["POST"])
    bp.add_url_rule(f"{base}/steps/<int:step_id>/redo", view_func=redo_step, methods=["POST"])
    bp.add_url_rule(f"{base}/days/<int:day_id>/hours", view_func=edit_hours, methods=both)
