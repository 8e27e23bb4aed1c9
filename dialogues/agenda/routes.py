"""Pages of the agenda for the team."""

import secrets
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda import (
    builder_page,
    clash_page,
    clash_queries,
    copy_routes,
    duplicate_routes,
    edition_page,
    edition_routes,
    kept_pages,
    late_routes,
    page,
    plan_queries,
    plan_routes,
    public_routes,
    queries,
    rules,
    services,
    wall_routes,
    wording,
)
from dialogues.agenda.confidence import without_protected_names
from dialogues.agenda.forms import (
    ROWS_MAX,
    ROWS_MIN,
    ROWS_MORE,
    ROWS_SPARE,
    SessionForm,
    session_form,
    show_refusal,
)
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.phrases import Phrases
from dialogues.agenda.step_queries import list_steps
from dialogues.agenda.step_services import one_step
from dialogues.core import clock
from dialogues.core.conflict import stored_instead, version_of
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import LANGUAGES, _, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events import queries as events
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event

bp = Blueprint("agenda", __name__)
wording.teach_journal()
public_routes.add_pages(bp)
kept_pages.add_pages(bp)
plan_routes.add_pages(bp)
late_routes.add_pages(bp)
copy_routes.add_pages(bp)
duplicate_routes.add_pages(bp)
edition_routes.add_pages(bp)
wall_routes.add_pages(bp)

PARKED = "parked"  # `?day=parked` begins a session that is on no day yet
ANOTHER = "another"  # the button that saves and offers an empty form for the next session


@bp.get("/events/<slug>/agenda")
@for_event(Permission.SEE_EVENT)
def agenda(event: Event) -> ResponseReturnValue:
    """All days with their sessions, and what gets in each other's way."""
    may_edit = may_in(current_viewer(), Permission.EDIT_AGENDA, event)
    may_mark = may_in(current_viewer(), Permission.MARK_ATTENDANCE, event)
    planned = queries.list_agenda(db.session(), event.id)
    days = without_protected_names(event, planned, needs_names=may_edit)
    notes = queries.list_process_notes(db.session(), event.id) if may_edit else {}
    now = clock.now()
    findings = clash_queries.list_findings_by_day(db.session(), event.id, days)
    facts = page.agenda_facts(
        event, days, notes=notes, findings=findings, may_edit=may_edit, may_mark=may_mark, now=now
    )
    plan = edition_page.plan_facts(event, planned, needs_names=may_edit)
    builder = None
    if may_edit:
        parked = plan_queries.list_parked(db.session(), event.id)
        steps = list_steps(db.session(), event_id=event.id, user_id=current_viewer().actor.user_id)
        builder = builder_page.builder_facts(event, days, parked=parked, steps=steps, now=now)
    return render_template("agenda/agenda.html", event=event, may_edit=may_edit, plan=plan, builder=builder, **facts)


@bp.route("/events/<slug>/agenda/new", methods=["GET", "POST"])
@for_event(Permission.EDIT_AGENDA)
def add_session(event: Event) -> ResponseReturnValue:
    """A new session; `?day=2026-11-25` says on which day, and it begins where the last one there ends."""
    form = session_form(_rows_wanted(0))(data=_new_values(event))
    bearers = _offer(form, event)
    if "more" in request.form:
        return _form_page(event, form, bearers)
    if form.validate_on_submit() and (details := _details(form, event)):
        now, actor = clock.now(), current_viewer().actor
        try:
            with act(form) as session, one_step(session, event=event, title=details.title, actor=actor, at=now):
                block = services.add_session(session, details, event=event, actor=actor, at=now)
                session.flush()  # the page that follows names its number and its day
                slug, session_id, title, day = (
                    event.slug,
                    block.id,
                    block.title,
                    block.day.day if block.day_id else PARKED,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(_("“%(title)s” is on the agenda.", title=title))
            _warn_of_clashes(event, session_id)
            if request.form.get("then") == ANOTHER:
                return back_to(".add_session", slug=slug, day=day)
            return back_to(".agenda", slug=slug)
    return _form_page(event, form, bearers)


@bp.route("/events/<slug>/agenda/<int:session_id>", methods=["GET", "POST"])
@for_event(Permission.EDIT_AGENDA)
def edit_session(event: Event, session_id: int) -> ResponseReturnValue:
    """One session: when, where, who, and what for."""
    block = plan_queries.find_any_session(db.session(), event_id=event.id, session_id=session_id)
    if block is None:
        return _gone_page(event, session_id)
    form = session_form(_rows_wanted(len(block.people)))(data=_values(block))
    bearers = _offer(form, event)
    stored: list[tuple[str, str]] = []
    if "more" in request.form:
        return _form_page(event, form, bearers, block=block)
    if form.validate_on_submit() and (details := _details(form, event)):
        now, actor = clock.now(), current_viewer().actor
        try:
            with act(form) as session, one_step(session, event=event, title=details.title, actor=actor, at=now):
                services.edit_session(
                    session,
                    details,
                    agenda_session=_block(event, session_id),
                    event=event,
                    version=version_of(form.version),
                    actor=actor,
                    at=now,
                )
                slug = event.slug
        except rules.SessionGone:
            return _gone_page(event, session_id)
        except DomainError as error:
            show_refusal(form, error)
            if isinstance(error, rules.SessionChanged):
                values = _values(block)
                form.version.data = values.pop("version")
                stored = stored_instead(form, {name: value for name, value in values.items() if name in form})
        else:
            flash(_("The session is saved."))
            _warn_of_clashes(event, session_id)
            return back_to(".agenda", slug=slug)
    return _form_page(event, form, bearers, block=block, stored=stored)


def _gone_page(event: Event, session_id: int) -> ResponseReturnValue:
    """What was typed about a session that somebody removed meanwhile, to be kept as a new one."""
    titles = plan_queries.list_titles(db.session(), [session_id], event_id=event.id)
    if request.method != "POST" or not titles:
        raise NotFoundHere
    form = session_form(_rows_wanted(0))()
    bearers = _offer(form, event)
    form.validate()
    show_error(form.version, rules.SessionGone(title=titles[0]))
    form.once.data = secrets.token_urlsafe(16)  # it is sent as another form from here on
    return _form_page(event, form, bearers)


@bp.post("/events/<slug>/agenda/<int:session_id>/remove")
@for_event(Permission.EDIT_AGENDA)
def remove_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Take a session out; it can be brought back."""
    now, actor = clock.now(), current_viewer().actor
    with unit_of_work() as session, one_step(session, event=event, title="", actor=actor, at=now) as step:
        block = _block(event, session_id)
        title, slug = block.title, event.slug
        step.title = title
        entry_id = services.remove_session(session, agenda_session=block, event=event, actor=actor, at=now)
    flash_undo(
        _("“%(title)s” is off the agenda.", title=title),
        url=url_for(".restore_session", slug=slug, entry_id=entry_id),
        label=_("Undo"),
    )
    return back_to(".agenda", slug=slug)


@bp.post("/events/<slug>/agenda/restore/<int:entry_id>")
@for_event(Permission.EDIT_AGENDA)
def restore_session(event: Event, entry_id: int) -> ResponseReturnValue:
    """Bring back a session that was taken out."""
    now, actor = clock.now(), current_viewer().actor
    with unit_of_work() as session, one_step(session, event=event, title="", actor=actor, at=now) as step:
        slug = event.slug
        block = services.restore_session(session, event=event, entry_id=entry_id, actor=actor, at=now)
        title = step.title = block.title
    flash(_("“%(title)s” is on the agenda again.", title=title))
    return back_to(".agenda", slug=slug)


@bp.post("/events/<slug>/agenda/<int:session_id>/earlier")
@for_event(Permission.EDIT_AGENDA)
def move_session_earlier(event: Event, session_id: int) -> ResponseReturnValue:
    """Let a session change places with what lies before it."""
    return _move(event, session_id, services.move_session_earlier, back=".move_session_later")


@bp.post("/events/<slug>/agenda/<int:session_id>/later")
@for_event(Permission.EDIT_AGENDA)
def move_session_later(event: Event, session_id: int) -> ResponseReturnValue:
    """Let a session change places with what follows it."""
    return _move(event, session_id, services.move_session_later, back=".move_session_earlier")


def _move(event: Event, session_id: int, move: Any, *, back: str) -> ResponseReturnValue:
    slug, now, actor = event.slug, clock.now(), current_viewer().actor
    try:
        with unit_of_work() as session, one_step(session, event=event, title="", actor=actor, at=now) as step:
            block = _block(event, session_id)
            step.title = block.title
            move(session, agenda_session=block, event=event, actor=actor, at=now)
            title, starts = block.title, Phrases().clock(block.starts)
    except rules.NothingToChangeWith as error:
        flash(translated(error), "warning")
    else:
        flash_undo(
            _("“%(title)s” begins at %(time)s now; what it changed places with moved too.", title=title, time=starts),
            url=url_for(back, slug=slug, session_id=session_id),
            label=_("Undo"),
        )
        _warn_of_clashes(event, session_id)
    return back_to(".agenda", slug=slug)


# ---------------------------------------------------------------- the form of a session
def _block(event: Event, session_id: int) -> AgendaSession:
    block = plan_queries.find_any_session(db.session(), event_id=event.id, session_id=session_id)
    if block is None:
        titles = plan_queries.list_titles(db.session(), [session_id], event_id=event.id)
        raise rules.SessionGone(title=titles[0]) if titles else NotFoundHere
    return block


def _rows_wanted(filled: int) -> int:
    """How many rows for people the form has: those sent, those filled with some to spare, more on request."""
    sent = request.form.get("rows", "")
    rows = max(ROWS_MIN, filled + ROWS_SPARE, int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0)
    return min(ROWS_MAX, rows + (ROWS_MORE if "more" in request.form else 0))


def _offer(form: SessionForm, event: Event) -> list[int]:
    """Fill the lists to choose from; return the rows whose name several registered people bear."""
    form.offer(events.list_days(db.session(), event.id), events.list_places(db.session(), event.id))
    form.rows.data = str(form.row_count)
    return form.offer_bearers(queries.list_named(db.session(), event_id=event.id, names=form.names()))


def _details(form: SessionForm, event: Event) -> services.SessionDetails | None:
    """What was written; None if a name needs a choice first, which then stands at its row."""
    found = queries.list_named(db.session(), event_id=event.id, names=form.names())
    people = form.people(found)
    times = form.times()
    if form.errors or times is None:
        return None
    starts, ends = times
    return services.SessionDetails(
        day_id=form.day_id.data,
        starts=starts,
        ends=ends,
        kind=form.kind.data,
        title=form.title.data,
        description=form.description.data or None,
        process_notes=form.process_notes.data or None,
        is_pinned=form.is_pinned.data,
        may_skip=form.may_skip.data,
        minutes_min=form.minutes_min.data,
        expected=form.expected.data,
        aim=form.aim.data or None,
        steps=form.steps.data or None,
        materials=form.materials.data or None,
        is_chatham_house=form.is_chatham_house.data,
        translations=form.translations(),
        people=people,
        **form.place_and_room(),
    )


def _new_values(event: Event) -> dict[str, Any]:
    asked = request.args.get("day", "")
    days = queries.list_agenda(db.session(), event.id)
    for day in days:
        if day.day.isoformat() == asked:
            return {"day_id": day.id, "starts": max((item.ends for item in day.items), default=None)}
    return {} if asked == PARKED or not days else {"day_id": days[0].id}


def _values(block: AgendaSession) -> dict[str, Any]:
    where = f"room-{block.room_id}" if block.room_id else f"place-{block.place_id}" if block.place_id else ""
    values: dict[str, Any] = {
        "title": block.title,
        "day_id": block.day_id,
        "starts": block.starts,
        "ends": block.ends,
        "kind": block.kind,
        "where": where,
        "description": block.description,
        "process_notes": block.process_notes,
        "is_pinned": block.is_pinned,
        "may_skip": block.may_skip,
        "minutes_min": block.minutes_min,
        "expected": block.expected,
        "aim": block.aim,
        "steps": block.steps,
        "materials": block.materials,
        "is_chatham_house": block.is_chatham_house,
        "version": str(block.version),
    }
    for language, texts in block.translations.items():
        values |= {f"{name}_{language}": text for name, text in texts.items()}
    for row, person in enumerate(block.people):
        values[f"name_{row}"] = person.registration.full_name if person.registration else person.name
        values[f"role_{row}"] = person.role
        values[f"which_{row}"] = str(person.registration_id) if person.registration_id else rules.SOMEBODY_ELSE
    return values


def _warn_of_clashes(event: Event, session_id: int) -> None:
    """Tell at once what a saved session gets in the way of."""
    for sentence in _clashes_of(event, session_id):
        flash(sentence, "warning")


def _clashes_of(event: Event, session_id: int) -> list[str]:
    held = clash_queries.find_held(db.session(), event.id)
    return [
        sentence
        for day in queries.list_agenda(db.session(), event.id)
        if any(item.id == session_id for item in day.items)
        for sentence in clash_page.clashes_of(day, clash_queries.findings_of(day, held), session_id, Phrases())
    ]


def _form_page(
    event: Event,
    form: SessionForm,
    asking: list[int],
    *,
    block: AgendaSession | None = None,
    stored: list[tuple[str, str]] | None = None,
) -> ResponseReturnValue:
    clashes = _clashes_of(event, block.id) if block is not None else []
    text = render_template(
        "agenda/session.html",
        event=event,
        form=form,
        block=block,
        asking=asking,
        stored=stored or [],
        clashes=clashes,
        names=queries.list_names_to_offer(db.session(), event_id=event.id),
        languages_offered=list(LANGUAGES),
        may_edit_places=may_in(current_viewer(), Permission.EDIT_EVENT, event),
    )
    return text, 422 if form.errors else 200
