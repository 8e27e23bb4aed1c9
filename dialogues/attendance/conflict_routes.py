"""Where different people said different things of one person: both versions side by side, and one press keeps one."""

import uuid
from datetime import date

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import conflict_services, device_queries
from dialogues.attendance.device_routes import conflict_line
from dialogues.attendance.models import Part
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import back_to, flash_undo
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.registration import queries as registrations


@for_event(Permission.CORRECT_ATTENDANCE)
def settle_conflict(event: Event, registration_id: int) -> ResponseReturnValue:
    """Every version of what was said of one person; one press keeps one, as a correction that can be taken back."""
    session = db.session()
    person = registrations.find_registration(session, event.id, registration_id)
    if person is None:
        raise NotFoundHere
    if request.method == "POST":
        return _keep(event, registration_id, person.full_name)
    conflicts = device_queries.list_conflicts(session, event.id, registration_id=registration_id)
    lines = [conflict_line(event, one) for one in conflicts]
    return render_template("attendance/settle_conflict.html", event=event, person=person, conflicts=lines)


def _keep(event: Event, registration_id: int, name: str) -> ResponseReturnValue:
    try:
        day, part = date.fromisoformat(request.form["day"]), Part(request.form["part"])
        kept_id = uuid.UUID(request.form["kept"])
    except ValueError as error:
        raise NotFoundHere from error
    slug, event_id, actor, mark_id = event.slug, event.id, current_viewer().actor, uuid.uuid4()
    reason = _("Chosen between versions that disagreed.")
    try:
        with unit_of_work() as session:
            conflict_services.settle_conflict(
                session, event_id=event_id, registration_id=registration_id, day=day, part=part, kept_id=kept_id,
                mark_id=mark_id, reason=reason, actor=actor, at=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        flash(translated(error), "warning")
        return back_to(".settle_conflict", slug=slug, registration_id=registration_id)
    undo = url_for(".reopen_conflict", slug=slug, mark_id=mark_id)
    flash_undo(_("What was said of %(name)s is settled.", name=name), url=undo, label=_("Undo"))
    return back_to(".devices", slug=slug)


@for_event(Permission.CORRECT_ATTENDANCE)
def reopen_conflict(event: Event, mark_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a choice: what was said before it stands again, and waits to be settled."""
    slug, event_id = event.slug, event.id
    try:
        with unit_of_work() as session:
            conflict_services.reopen_conflict(
                session, mark_id, event_id=event_id, reason=_("Taken back at once."), actor=current_viewer().actor,
                at=clock.now(),
            )  # fmt: skip
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        flash(_("It waits again."))
    return back_to(".devices", slug=slug)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of conflicts to the blueprint of attendance."""
    base = "/events/<slug>/devices/conflicts"
    bp.add_url_rule(f"{base}/<int:registration_id>", view_func=settle_conflict, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/<uuid:mark_id>/reopen", view_func=reopen_conflict, methods=["POST"])
