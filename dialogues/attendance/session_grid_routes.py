"""The sessions and field visits of a day side by side, and all that was recorded of one person in one of them."""

import uuid
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda.models import AgendaSession, SessionKind
from dialogues.agenda.queries import find_agenda_session, list_day_sessions
from dialogues.attendance import grid_page, queries, rules, session_queries, session_services
from dialogues.attendance.forms import CorrectForm
from dialogues.attendance.grid_queries import Filter, GridRow, find_row, list_grid
from dialogues.attendance.models import HALF_STATE_NAMES, MARK_SOURCE_NAMES, MARK_STATUS_NAMES, HalfState, MarkSource
from dialogues.attendance.queries import Day
from dialogues.attendance.session_queries import NOBODY_SAW, Known
from dialogues.core import clock, formats
from dialogues.core.db import db
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, current_language
from dialogues.core.web import act, back_to, flash_undo, page_number, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event

_NOBODY_IS_COUNTED_IN = (SessionKind.BREAK, SessionKind.TRAVEL)


def _day(event: Event, text: str) -> Day:
    found = next((one for one in queries.list_days(db.session(), event.id) if one.day.isoformat() == text), None)
    if found is None:
        raise NotFoundHere
    return found


@for_event(Permission.SEE_NAMES)
def grid_sessions(event: Event, day: str) -> ResponseReturnValue:
    """Who was in which session or field visit of a day."""
    session, here, q = db.session(), _day(event, day), request.args.get("q", "").strip()
    blocks = [one for one in list_day_sessions(session, day_id=here.id) if one.kind not in _NOBODY_IS_COUNTED_IN]
    ids = [one.id for one in blocks]
    page = list_grid(session, event.id, days=[here], wanted=Filter(text=q), page=page_number())
    known = session_queries.list_known(session, ids, registration_ids=[row.registration_id for row in page.rows])
    counts = session_queries.count_sessions(session, ids)
    viewer = current_viewer()
    may_correct = may_in(viewer, Permission.CORRECT_ATTENDANCE, event)
    may_mark = may_in(viewer, Permission.MARK_ATTENDANCE, event)
    return render_template(
        "attendance/grid_sessions.html",
        event=event,
        here=here,
        page=page,
        q=q,
        kept={"q": q} if q else {},
        heads=[_head(event, here, one, counts[one.id][HalfState.PRESENT], may_mark=may_mark) for one in blocks],
        rows=[_row(event, here, row, blocks, known, may_correct=may_correct) for row in page.rows],
    )


def _head(event: Event, here: Day, block: AgendaSession, present: int, *, may_mark: bool) -> dict[str, Any]:
    locale = current_language()
    starts, ends = (formats.time_text(one, locale=locale) for one in (block.starts, block.ends))
    address = url_for(".list_session", slug=event.slug, session_id=block.id)
    return {
        "name": block.title,
        "is_long": True,
        "is_closed": here.is_closed,
        "note": _("%(starts)s to %(ends)s", starts=starts, ends=ends),
        "link": (_("Open as a list"), address) if may_mark else None,
        "total": present,
    }


def _row(
    event: Event,
    here: Day,
    row: GridRow,
    blocks: list[AgendaSession],
    known: dict[tuple[int, int], Known],
    *,
    may_correct: bool,
) -> dict[str, Any]:
    cells = []
    for block in blocks:
        state, mark = known.get((row.registration_id, block.id), NOBODY_SAW)
        said = _("%(part)s: %(state)s", part=block.title, state=_(HALF_STATE_NAMES[state]))
        words = _("%(name)s, %(what)s", name=row.full_name, what=said)
        if mark is not None:
            words = _("%(what)s (%(source)s)", what=words, source=_(MARK_SOURCE_NAMES[mark.source]))
            words = f"{words}; {grid_page.tell(event, here, mark)}"
        address = url_for(
            ".correct_in_session", slug=event.slug, session_id=block.id, registration_id=row.registration_id
        )
        cells.append(
            {
                "state": grid_page.sign_of(state),
                "source": mark.source.value if mark else None,
                "words": words,
                "is_closed": here.is_closed,
                "url": address if may_correct else None,
            }
        )
    return {
        "name": grid_page.name_of(row),
        "sub": grid_page.sub_of(row),
        "url": url_for("registration.participant", slug=event.slug, registration_id=row.registration_id),
        "sector": row.sector.value,
        "sector_name": grid_page.sector_name_of(row),
        "total": sum(one["state"] == HalfState.PRESENT.value for one in cells),
        "cells": cells,
    }


@for_event(Permission.CORRECT_ATTENDANCE)
def correct_in_session(event: Event, session_id: int, registration_id: int) -> ResponseReturnValue:
    """Everything recorded of one person in one session, and a form that puts it right."""
    block = find_agenda_session(db.session(), event_id=event.id, session_id=session_id)
    if block is None:
        raise NotFoundHere
    form = CorrectForm(**grid_page.asked_of(request.args))
    form.offer(has_halves=False)
    if form.validate_on_submit():
        event_id, slug, actor, now = event.id, event.slug, current_viewer().actor, clock.now()
        one = session_services.NewSessionMark(
            uuid.uuid4(), session_id, registration_id, form.status.data, MarkSource.CORRECTION, form.reason.data
        )
        try:
            with act(form) as session:
                name = session_services.mark_in_session(session, one, event_id=event_id, actor=actor, at=now)
        except rules.UnknownPerson:
            raise NotFoundHere from None
        except DomainError as error:
            show_error(form.status, error)
        else:
            back: dict[str, Any] = {"slug": slug, "session_id": session_id}
            flash_undo(
                _("The attendance of %(name)s is corrected.", name=name),
                url=url_for(".take_back_in_session", **back, mark_id=one.id, corrects="yes"),
                label=_("Undo"),
            )
            return back_to(".correct_in_session", **back, registration_id=registration_id)
    return _correct_page(event, session_id, registration_id, form)


def _correct_page(event: Event, session_id: int, registration_id: int, form: CorrectForm) -> ResponseReturnValue:
    session = db.session()
    block = find_agenda_session(session, event_id=event.id, session_id=session_id)
    if block is None:
        raise NotFoundHere
    here = next(one for one in queries.list_days(session, event.id) if one.id == block.day_id)
    row = find_row(session, event.id, registration_id=registration_id, day=here)
    if row is None:
        raise NotFoundHere
    history = session_queries.list_session_history(
        session, agenda_session_id=session_id, registration_id=registration_id
    )
    state = history[0][2] if history else HalfState.NOT_RECORDED
    page = render_template(
        "attendance/correct_in_session.html",
        event=event,
        here=here,
        block=block,
        row=row,
        name=grid_page.name_of(row),
        sector_name=grid_page.sector_name_of(row),
        state=(_(HALF_STATE_NAMES[state]), grid_page.KIND[state]),
        lines=[
            {
                "mark": mark,
                "says": _(MARK_STATUS_NAMES[mark.status]),
                "source": _(MARK_SOURCE_NAMES[mark.source]),
                "change": _(
                    "%(before)s → %(after)s", before=_(HALF_STATE_NAMES[before]), after=_(HALF_STATE_NAMES[after])
                )
                if before is not after
                else None,
            }
            for mark, before, after in history
        ],
        form=form,
    )
    return page, 422 if form.errors else 200


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of a day's sessions to the blueprint of attendance."""
    bp.add_url_rule("/events/<slug>/attendance/<day>/sessions", view_func=grid_sessions, methods=["GET"])
    base = "/events/<slug>/agenda/<int:session_id>/attendance/<int:registration_id>"
    bp.add_url_rule(base, view_func=correct_in_session, methods=["GET", "POST"])
