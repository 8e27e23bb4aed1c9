"""Somebody came without being on the list: a line under the desk's field, or a page without script."""

import uuid

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import services
from dialogues.attendance.desk_routes import FRAGMENT, arrived, piece, read_desk
from dialogues.attendance.forms import WalkInForm
from dialogues.attendance.models import PART_NAMES, MarkSource
from dialogues.core import clock
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import Gender, Sector
from dialogues.registration import services as registering
from dialogues.registration.balance_page import over_words
from dialogues.registration.seat_queries import count_room


@for_event(Permission.MARK_ATTENDANCE)
def walk_in(event: Event) -> ResponseReturnValue:
    """Somebody came without being on the list: one line, and they are on it and in."""
    here = read_desk(event)
    if here is None:
        raise NotFoundHere
    form = WalkInForm(full_name=request.args.get("name", ""))
    form.offer()
    fragment = request.headers.get(FRAGMENT)
    if form.validate_on_submit():
        event_id, kept, now, actor = event.id, here.kept(), clock.now(), current_viewer().actor
        name, mark_id = form.full_name.data, uuid.uuid4()
        try:
            with act(form) as session:
                somebody = registering.register_walk_in(
                    session,
                    event,
                    full_name=name,
                    sector=Sector(form.sector.data),
                    organisation=form.organisation.data or None,
                    gender=Gender(form.gender.data),
                    actor=actor,
                    at=now,
                )
                session.flush()  # its number goes into the mark
                wanted = services.NewMark(mark_id, here.day.day, MarkSource.DESK, somebody.id, part=here.part)
                person = services.mark(session, wanted, event_id=event_id, actor=actor, at=now).person
                over = over_words(count_room(session, event_id))
        except RefusedFact as error:
            show_error(form[error.field if error.field in form else "full_name"], error)
        except DomainError as error:
            show_error(form.full_name, error)
        else:
            undo = url_for(".take_back", mark_id=mark_id, **kept)
            words = _("%(name)s is on the list as a walk-in, and in.", name=name)
            if fragment and person:
                return piece("_answer.html", answer=arrived(person, words, undo=undo, warning=over))
            flash_undo(words, url=undo, label=_("Undo"))
            if over:
                flash(over, "warning")
            return back_to(".desk", **kept)
    status = 422 if form.errors else 200
    if fragment:
        return piece("_walk_in.html", here=here, form=form), status
    page = render_template("attendance/walk_in.html", here=here, form=form, part_name=_(PART_NAMES[here.part]))
    return page, status


def add_pages(bp: Blueprint) -> None:
    """Give the address of walk-ins to the blueprint of attendance."""
    bp.add_url_rule("/events/<slug>/desk/walk-in", view_func=walk_in, methods=["GET", "POST"])
