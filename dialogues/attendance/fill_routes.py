"""Filling a day: the same is recorded of many people at once, with one reason, and can be taken back."""

import uuid

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import bulk_services, grid_page, queries
from dialogues.attendance.fill_forms import FillForm
from dialogues.attendance.grid_queries import PAGE_SIZE, Filter, list_grid, list_wanted
from dialogues.attendance.models import MARK_STATUS_NAMES, HalfState, Part
from dialogues.attendance.queries import Day
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.sectors import Sector


def _day(event: Event, text: str) -> Day:
    found = next((one for one in queries.list_days(db.session(), event.id) if one.day.isoformat() == text), None)
    if found is None:
        raise NotFoundHere
    return found


def _filter(day: Day) -> Filter:
    """Whom the address chooses; unless it says otherwise, whoever is not recorded."""
    sector, state = request.args.get("sector"), request.args.get("state", HalfState.NOT_RECORDED.value)
    return Filter(
        text=request.args.get("q", "").strip(),
        sector=Sector(sector) if sector in set(Sector) else None,
        state=HalfState(state) if state in set(HalfState) else None,
        day=day,
    )


@for_event(Permission.CORRECT_ATTENDANCE)
def fill_day(event: Event, day: str) -> ResponseReturnValue:
    """Choose whom, say what and why, and it is recorded of all of them."""
    here = _day(event, day)
    form = FillForm()
    form.offer(has_halves=here.has_halves)
    if not form.validate_on_submit():
        return _page(event, here, form)
    event_id, slug, now, actor, fill_id = event.id, event.slug, clock.now(), current_viewer().actor, uuid.uuid4()
    status, wanted, ticked = form.status.data, _filter(here), form.ticked(request.form.getlist("chosen"))
    try:
        with act(form) as session:
            people = list_wanted(session, event_id, wanted)
            results = bulk_services.fill_day(
                session,
                people if form.whom.data == "all" else [one for one in people if one in ticked],
                event_id=event_id,
                day=here.day,
                part=form.part.data,
                status=status,
                reason=form.reason.data,
                fill_id=fill_id,
                actor=actor,
                at=now,
            )
    except DomainError as error:
        show_error(form.status, error)
        return _page(event, _day(event, day), form)
    refused = [one.refusal for one in results if one.refusal is not None]
    number = len(results) - len(refused)
    flash_undo(
        _n("%(num)d person: %(state)s", "%(num)d people: %(state)s", number, state=_(MARK_STATUS_NAMES[status])),
        url=url_for(".take_back_fill", slug=slug, day=here.day, fill_id=fill_id),
        label=_("Undo"),
    )
    for refusal in refused[:5]:
        flash(translated(refusal), "warning")
    return back_to(".list_day", slug=slug, day=here.day)


@for_event(Permission.CORRECT_ATTENDANCE)
def take_back_fill(event: Event, day: str, fill_id: uuid.UUID) -> ResponseReturnValue:
    """The day is as if it had not been filled; what was corrected since stands."""
    here = _day(event, day)
    event_id, slug = event.id, event.slug
    with unit_of_work() as session:
        number = bulk_services.take_back_fill(
            session,
            fill_id,
            event_id=event_id,
            actor=current_viewer().actor,
            at=clock.now(),
            reason=_("Taken back at once."),
        )
    flash(_n("That is taken back for %(num)d person.", "That is taken back for %(num)d people.", number))
    return back_to(".list_day", slug=slug, day=here.day)


def _page(event: Event, here: Day, form: FillForm) -> ResponseReturnValue:
    wanted, here_part = _filter(here), form.part.data or Part.WHOLE
    page = list_grid(db.session(), event.id, days=[here], wanted=wanted)
    answer = render_template(
        "attendance/fill_day.html",
        event=event,
        here=here,
        form=form,
        total=page.total,
        first=PAGE_SIZE,
        rows=grid_page.list_rows(event, page.rows, here_part, may_mark=False, may_correct=False),
        ticked=form.ticked(request.form.getlist("chosen")),
        filters=wanted,
        sector_choices=grid_page.sector_choices(),
        state_choices=grid_page.state_choices(),
    )
    return answer, 422 if form.errors else 200


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of filling a day to the blueprint of attendance."""
    base = "/events/<slug>/attendance/<day>/fill"
    bp.add_url_rule(base, view_func=fill_day, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/<uuid:fill_id>/take-back", view_func=take_back_fill, methods=["POST"])
