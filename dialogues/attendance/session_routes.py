"""Who was in an agenda session: a list for the phone of whoever leads it."""

import uuid
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.queries import find_agenda_session
from dialogues.attendance import grid_page, queries, rules, session_queries, session_services
from dialogues.attendance.forms import ListForm
from dialogues.attendance.grid_queries import Filter
from dialogues.attendance.models import HALF_STATE_NAMES, MARK_STATUS_NAMES, HalfState, MarkSource, MarkStatus
from dialogues.attendance.queries import Day
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import back_to, flash_undo, page_number
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event


def _block(event: Event, session_id: int) -> AgendaSession:
    block = find_agenda_session(db.session(), event_id=event.id, session_id=session_id)
    if block is None:
        raise NotFoundHere
    return block


def _kept() -> dict[str, Any]:
    return {name: request.args[name] for name in ("q", "page") if request.args.get(name)}


@for_event(Permission.MARK_ATTENDANCE)
def list_session(event: Event, session_id: int) -> ResponseReturnValue:
    """The people of the event, and who of them was in the session."""
    return _page(event, session_id)


@for_event(Permission.MARK_ATTENDANCE)
def mark_in_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Mark somebody present in the session, excused or absent from it."""
    form = ListForm()
    wanted = form.wanted
    if not form.validate_on_submit() or wanted is None:
        return _page(event, session_id, refusal=_("Press one of the buttons beside a name."), status=422)
    registration_id, status = wanted
    mark_id = form.mark_id("session", session_id, registration_id, status)
    one = session_services.NewSessionMark(mark_id, session_id, registration_id, status)
    event_id, slug, kept = event.id, event.slug, _kept()
    try:
        with unit_of_work() as session:
            name = session_services.mark_in_session(
                session, one, event_id=event_id, actor=current_viewer().actor, at=clock.now()
            )
    except NotFoundHere:
        raise
    except DomainError as error:
        return _page(event, session_id, refusal=translated(error), status=422)
    flash_undo(
        _("%(name)s: %(state)s", name=name, state=_(MARK_STATUS_NAMES[status])),
        url=url_for(".take_back_in_session", slug=slug, session_id=session_id, mark_id=mark_id, **kept),
        label=_("Undo"),
    )
    return back_to(".list_session", slug=slug, session_id=session_id, **kept)


@for_event(Permission.MARK_ATTENDANCE)
def take_back_in_session(event: Event, session_id: int, mark_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what was just pressed; a correction is taken back by who may correct."""
    event_id, slug, kept = event.id, event.slug, _kept()
    corrects = bool(request.args.get("corrects")) and may_in(current_viewer(), Permission.CORRECT_ATTENDANCE, event)
    how: dict[str, Any] = {"source": MarkSource.CORRECTION, "reason": _("Taken back at once.")} if corrects else {}
    try:
        with unit_of_work() as session:
            session_services.take_back_in_session(
                session,
                mark_id,
                event_id=event_id,
                agenda_session_id=session_id,
                actor=current_viewer().actor,
                at=clock.now(),
                **how,
            )
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        flash(_("That is taken back."))
    return back_to(".list_session", slug=slug, session_id=session_id, **kept)


def _page(event: Event, session_id: int, *, refusal: str | None = None, status: int = 200) -> ResponseReturnValue:
    session, block = db.session(), _block(event, session_id)
    day = next(one for one in queries.list_days(session, event.id) if one.id == block.day_id)
    q = request.args.get("q", "").strip()
    page = session_queries.list_session_people(
        session, event.id, agenda_session_id=block.id, day=day, wanted=Filter(text=q), page=page_number()
    )
    counts = session_queries.count_states(session, agenda_session_id=block.id)
    may_correct = may_in(current_viewer(), Permission.CORRECT_ATTENDANCE, event)
    answer = render_template(
        "attendance/list_session.html",
        event=event,
        block=block,
        day=day,
        page=page,
        rows=[_row(event, block.id, one, is_closed=day.is_closed, may_correct=may_correct) for one in page.rows],
        present=counts[HalfState.PRESENT],
        excused=counts[HalfState.EXCUSED],
        absent=counts[HalfState.ABSENT],
        unseen=0 if day.is_closed else _count_unseen(event, block, day),
        q=q,
        kept={"q": q} if q else {},
        sheet=uuid.uuid4(),
        refusal=refusal,
    )
    return answer, status


def _count_unseen(event: Event, block: AgendaSession, day: Day) -> int:
    half = rules.half_at(block.starts)
    return len(session_queries.list_unseen(db.session(), event.id, agenda_session_id=block.id, day=day, half=half))


def _row(
    event: Event, session_id: int, one: session_queries.SessionRow, *, is_closed: bool, may_correct: bool
) -> dict[str, Any]:
    person, state, mark = one
    says = {
        HalfState.PRESENT: MarkStatus.PRESENT,
        HalfState.EXCUSED: MarkStatus.EXCUSED,
        HalfState.ABSENT: MarkStatus.ABSENT,
    }.get(state)
    may_press = not is_closed and person.cells[0].shown.is_expected
    presses = [MarkStatus.PRESENT, MarkStatus.EXCUSED, MarkStatus.ABSENT] if may_press else []
    return {
        "name": grid_page.name_of(person),
        "sub": grid_page.sub_of(person),
        "sector": person.sector.value,
        "sector_name": grid_page.sector_name_of(person),
        "state": (_(HALF_STATE_NAMES[state]), grid_page.KIND[state]),
        "told": grid_page.tell(event, person.cells[0].shown.day, mark) if mark else None,
        "url": url_for(
            ".correct_in_session", slug=event.slug, session_id=session_id, registration_id=person.registration_id
        )
        if may_correct
        else None,
        "day": grid_page.states_in_words(person.cells[0]),
        "presses": [
            (_(MARK_STATUS_NAMES[status]), f"{person.registration_id}:{status}") for status in presses if status != says
        ],
    }


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of a session's attendance to the blueprint of attendance."""
    base = "/events/<slug>/agenda/<int:session_id>/attendance"
    bp.add_url_rule(base, view_func=list_session, methods=["GET"])
    bp.add_url_rule(base, view_func=mark_in_session, methods=["POST"])
    bp.add_url_rule(f"{base}/take-back/<uuid:mark_id>", view_func=take_back_in_session, methods=["POST"])
