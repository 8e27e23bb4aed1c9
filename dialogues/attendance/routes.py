"""Pages of attendance: the grid of people and days, one day as a list, and all that was recorded of one person."""

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import (
    conflict_routes,
    desk_routes,
    device_routes,
    fill_routes,
    grid_page,
    group_routes,
    phone_routes,
    queries,
    rules,
    services,
    session_fill_routes,
    session_grid_routes,
    session_routes,
    stand_in_routes,
    walk_in_routes,
    warning_queries,
    warning_routes,
    wording,
)
from dialogues.attendance.forms import CorrectForm, ListForm, ReopenForm
from dialogues.attendance.grid_queries import Filter, find_row, list_grid
from dialogues.attendance.models import (
    HALF_STATE_NAMES,
    MARK_SOURCE_NAMES,
    MARK_STATUS_NAMES,
    PART_NAMES,
    HalfState,
    MarkSource,
    Part,
)
from dialogues.attendance.own_days import own_days
from dialogues.attendance.queries import Day, HistoryLine
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, flash_undo, page_number, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.people.sectors import SECTOR_NAMES, Sector
from dialogues.registration.own_page_data import add_source

NAMED = 5  # people named where a day is about to be closed

bp = Blueprint("attendance", __name__)
desk_routes.add_pages(bp)
session_routes.add_pages(bp)
session_grid_routes.add_pages(bp)
session_fill_routes.add_pages(bp)
stand_in_routes.add_pages(bp)
walk_in_routes.add_pages(bp)
phone_routes.add_pages(bp)
device_routes.add_pages(bp)
conflict_routes.add_pages(bp)
fill_routes.add_pages(bp)
warning_routes.add_pages(bp)
group_routes.add_pages(bp)
wording.teach_journal()
add_source(own_days)


def _may(permission: Permission, event: Event) -> bool:
    return may_in(current_viewer(), permission, event)


def _day(event: Event, text: str) -> Day:
    """The day of the event in an address. Raises NotFoundHere for anything else."""
    days = queries.list_days(db.session(), event.id)
    found = next((one for one in days if one.day.isoformat() == text), None)
    if found is None:
        raise NotFoundHere
    return found


def _filter(day: Day | None) -> Filter:
    """What is filtered, as the address says; words that mean nothing filter nothing."""
    sector, state = request.args.get("sector"), request.args.get("state")
    return Filter(
        text=request.args.get("q", "").strip(),
        sector=Sector(sector) if sector in set(Sector) else None,
        state=HalfState(state) if state in set(HalfState) else None,
        day=day,
    )


def _kept() -> dict[str, Any]:
    """The query arguments that lead back to the same lines of a list."""
    return {name: request.args[name] for name in ("q", "sector", "state", "part", "page") if request.args.get(name)}


def _set(filters: Filter, **more: str) -> dict[str, Any]:
    """The query arguments that keep what is filtered."""
    facts = {"q": filters.text, "sector": filters.sector or "", "state": filters.state or "", **more}
    return {name: str(value) for name, value in facts.items() if value}


@bp.get("/events/<slug>/attendance")
@for_event(Permission.SEE_NAMES)
def grid(event: Event) -> ResponseReturnValue:
    """Who was there, person by person and day by day."""
    session, now = db.session(), clock.now()
    days = queries.list_days(session, event.id)
    if not days:
        may_edit = _may(Permission.EDIT_EVENT, event)
        return render_template("attendance/no_days.html", event=event, may_edit=may_edit)
    today = clock.day_in(event.zone, now)
    asked = request.args.get("day")
    chosen = next((one for one in days if one.day.isoformat() == asked), queries.nearest_day(days, today))
    filters = _filter(chosen)
    counts = {one.day_id: one for one in queries.day_counts(session, event.id)}
    page = list_grid(session, event.id, days=days, wanted=filters, page=page_number())
    may_correct = _may(Permission.CORRECT_ATTENDANCE, event)
    has_halves = any(day.has_halves for day in days)
    by_halves = has_halves and request.args.get("columns") == "halves"
    kept = _set(filters, day=chosen.day.isoformat() if chosen and filters.state else "")
    due = next((day for day in days if not day.is_closed and day.day < today and counts[day.id].recorded), None)
    missing = (
        list_grid(session, event.id, days=[], wanted=Filter(state=HalfState.NOT_RECORDED, day=due)) if due else None
    )
    return render_template(
        "attendance/grid.html",
        event=event,
        page=page,
        days=grid_page.grid_days(event, days, counts, today, by_halves=by_halves, may_fill=may_correct),
        rows=grid_page.grid_rows(event, page.rows, may_correct=may_correct, by_halves=by_halves),
        columns=[
            {
                "label": words,
                "url": url_for(".grid", slug=event.slug, **kept, columns=columns),
                "is_current": by_halves is bool(columns),
            }
            for words, columns in ((_("Days"), None), (_("Half days"), "halves"))
        ]
        if has_halves
        else [],
        by_halves=by_halves,
        day_choices=grid_page.day_choices(days),
        chosen=chosen,
        filters=filters,
        sector_choices=grid_page.sector_choices(),
        state_choices=grid_page.state_choices(),
        kept=kept,
        due=due if may_correct else None,
        missing=missing,
        named=[row.full_name for row in missing.rows[:NAMED]] if missing else [],
        may_mark=_may(Permission.MARK_ATTENDANCE, event),
        may_correct=may_correct,
        now=now,
    )


@bp.get("/events/<slug>/attendance/<day>")
@for_event(Permission.SEE_NAMES)
def list_day(event: Event, day: str) -> ResponseReturnValue:
    """One day as a list: for a phone in the room, or for the sheet of yesterday."""
    return _list_page(event, _day(event, day))


@bp.post("/events/<slug>/attendance/<day>")
@for_event(Permission.MARK_ATTENDANCE)
def mark_on_list(event: Event, day: str) -> ResponseReturnValue:
    """Mark somebody on the list of a day."""
    here = _day(event, day)
    form = ListForm()
    wanted = form.wanted
    if not form.validate_on_submit() or wanted is None:
        return _list_page(event, here, refusal=_("Press one of the buttons beside a name."), status=422)
    registration_id, status = wanted
    part = _part(event, here, clock.now())
    one = services.NewMark(
        id=form.mark_id(here.day, registration_id, part, status),
        day=here.day,
        source=MarkSource.DESK,
        registration_id=registration_id,
        part=part,
        status=status,
    )
    event_id, slug, kept = event.id, event.slug, _kept()
    try:
        with unit_of_work() as session:
            result = services.mark(session, one, event_id=event_id, actor=current_viewer().actor, at=clock.now())
    except DomainError as error:
        return _list_page(event, here, refusal=translated(error), status=422)
    if result.person is not None:
        flash_undo(
            _("%(name)s: %(state)s", name=result.person.full_name, state=_(MARK_STATUS_NAMES[status])),
            url=url_for(".take_back_on_list", slug=slug, day=here.day, mark_id=one.id, **kept),
            label=_("Undo"),
        )
    return back_to(".list_day", slug=slug, day=here.day, **kept)


@bp.post("/events/<slug>/attendance/<day>/take-back/<uuid:mark_id>")
@for_event(Permission.MARK_ATTENDANCE)
def take_back_on_list(event: Event, day: str, mark_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what was just pressed on the list; a correction is taken back by who may correct."""
    here = _day(event, day)
    event_id, slug, kept = event.id, event.slug, _kept()
    corrects = bool(request.args.get("corrects")) and _may(Permission.CORRECT_ATTENDANCE, event)
    how: dict[str, Any] = {"source": MarkSource.CORRECTION, "reason": _("Taken back at once.")} if corrects else {}
    try:
        with unit_of_work() as session:
            services.take_back(session, mark_id, event_id=event_id, actor=current_viewer().actor, at=clock.now(), **how)
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        flash(_("That is taken back."))
    return back_to(".list_day", slug=slug, day=here.day, **kept)


@bp.route("/events/<slug>/attendance/<day>/<int:registration_id>", methods=["GET", "POST"])
@for_event(Permission.CORRECT_ATTENDANCE)
def correct(event: Event, day: str, registration_id: int) -> ResponseReturnValue:
    """Everything recorded of one person on one day, and a form that puts it right."""
    here = _day(event, day)
    form = CorrectForm(**grid_page.asked_of(request.args, has_halves=here.has_halves))
    form.offer(has_halves=here.has_halves)
    if form.validate_on_submit():
        event_id, slug, actor, now = event.id, event.slug, current_viewer().actor, clock.now()
        one = services.NewMark(
            id=uuid.uuid4(),
            day=here.day,
            source=MarkSource.CORRECTION,
            registration_id=registration_id,
            part=form.part.data,
            status=form.status.data,
            reason=form.reason.data,
        )
        try:
            with act(form) as session:
                result = services.mark(session, one, event_id=event_id, actor=actor, at=now)
        except rules.UnknownPerson:
            raise NotFoundHere from None
        except DomainError as error:
            show_error(form.status, error)
        else:
            name = result.person.full_name if result.person else ""
            back: dict[str, Any] = {"slug": slug, "day": here.day}
            flash_undo(
                _("The attendance of %(name)s is corrected.", name=name),
                url=url_for(".take_back_on_list", **back, mark_id=one.id, corrects="yes"),
                label=_("Undo"),
            )
            return back_to(".correct", **back, registration_id=registration_id)
    session = db.session()
    row = find_row(session, event.id, registration_id=registration_id, day=here)
    if row is None:
        raise NotFoundHere
    page = render_template(
        "attendance/correct.html",
        event=event,
        here=here,
        row=row,
        name=grid_page.name_of(row),
        sector_name=_(SECTOR_NAMES[row.sector]),
        states=grid_page.states_in_words(row.cells[0]),
        lines=[
            _line(one, here, event)
            for one in queries.list_history(session, registration_id=registration_id, day_id=here.id)
        ],
        form=form,
    )
    return page, 422 if form.errors else 200


def _line(line: HistoryLine, day: Day, event: Event) -> dict[str, Any]:
    """One mark of the history: what it says, and what it changed when it became known."""
    mark = line.mark
    changes = []
    for half in rules.HALVES[mark.part]:
        before, after = line.before.of(half), line.after.of(half)
        if before is not after:
            words = (_(HALF_STATE_NAMES[state]) for state in (before, after))
            changes.append((_(PART_NAMES[half]), *words))
    if len(changes) == 2 and changes[0][1:] == changes[1][1:]:
        changes = [(_(PART_NAMES[Part.WHOLE]), *changes[0][1:])]
    return {
        "mark": mark,
        "says": _("%(part)s: %(state)s", part=_(PART_NAMES[mark.part]), state=_(MARK_STATUS_NAMES[mark.status])),
        "changes": [
            _("%(part)s: %(before)s → %(after)s", part=part, before=before, after=after)
            for part, before, after in changes
        ],
        "source": _(MARK_SOURCE_NAMES[mark.source]),
        "drift_min": round(mark.clock_offset_s / 60),
        "late": warning_routes.late_in_words(mark, day, event),
    }


@bp.post("/events/<slug>/attendance/<day>/close")
@for_event(Permission.CORRECT_ATTENDANCE)
def close_day(event: Event, day: str) -> ResponseReturnValue:
    """Close a day: whoever is not recorded is absent."""
    here = _day(event, day)
    event_id, slug = event.id, event.slug
    with unit_of_work() as session:
        services.close_day(session, event_id=event_id, day=here.day, actor=current_viewer().actor, at=clock.now())
    flash_undo(
        _("The day is closed. Whoever was not recorded is absent."),
        url=url_for(".reopen_day", slug=slug, day=here.day, at_once="yes"),
        label=_("Undo"),
    )
    return back_to(".list_day", slug=slug, day=here.day)


@bp.post("/events/<slug>/attendance/<day>/reopen")
@for_event(Permission.CORRECT_ATTENDANCE)
def reopen_day(event: Event, day: str) -> ResponseReturnValue:
    """Open a closed day again, with a reason; taken back at once, the reason is that."""
    here = _day(event, day)
    event_id, slug, actor, now = event.id, event.slug, current_viewer().actor, clock.now()
    form = ReopenForm()
    reason = _("Closing was taken back at once.") if request.args.get("at_once") else form.reason.data
    if not request.args.get("at_once") and not form.validate_on_submit():
        return _list_page(event, here, reopen=form, status=422)
    try:
        with unit_of_work() as session:
            services.reopen_day(session, event_id=event_id, day=here.day, reason=reason, actor=actor, at=now)
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        flash(_("The day is open again."))
    return back_to(".list_day", slug=slug, day=here.day)


def _part(event: Event, day: Day, now: datetime) -> Part:
    """The part that is marked: as the address says, else what the clock at the venue says."""
    asked = request.args.get("part")
    if asked in set(Part) and (day.has_halves or asked == Part.WHOLE):
        return Part(asked)
    return rules.offered_part(now, day=day.day, zone=event.zone, has_halves=day.has_halves)


def _list_page(
    event: Event, day: Day, *, refusal: str | None = None, reopen: ReopenForm | None = None, status: int = 200
) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    filters, part = _filter(day), _part(event, day, now)
    page = list_grid(session, event.id, days=[day], wanted=filters, page=page_number())
    count = next(one for one in queries.day_counts(session, event.id) if one.day_id == day.id)
    may_mark, may_correct = (_may(one, event) for one in (Permission.MARK_ATTENDANCE, Permission.CORRECT_ATTENDANCE))
    missing = 0
    if may_correct and not day.is_closed:
        nobody = Filter(state=HalfState.NOT_RECORDED, day=day)
        missing = list_grid(session, event.id, days=[], wanted=nobody).total
    kept = _set(filters, part=request.args.get("part", ""))
    answer = render_template(
        "attendance/list_day.html",
        event=event,
        here=day,
        page=page,
        rows=grid_page.list_rows(event, page.rows, part, may_mark=may_mark, may_correct=may_correct),
        count=count,
        missing=missing,
        today=clock.day_in(event.zone, now),
        filters=filters,
        sector_choices=grid_page.sector_choices(),
        state_choices=grid_page.state_choices(),
        kept=kept,
        parts=[
            {
                "label": _(PART_NAMES[one]),
                "url": url_for(".list_day", slug=event.slug, day=day.day, **{**kept, "part": one.value}),
                "is_current": one is part,
            }
            for one in Part
        ]
        if day.has_halves and may_mark
        else [],
        sheet=uuid.uuid4(),
        refusal=refusal,
        reopen=reopen or ReopenForm(formdata=None),
        may_mark=may_mark,
        may_correct=may_correct,
        late=warning_queries.count_late(session, event, [day]) if may_correct else 0,
    )
    return answer, status
