"""Everybody who was in on the day was in the session: one press, and one that takes it back."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import session_fill_services
from dialogues.core import clock
from dialogues.core.db import unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n, translated
from dialogues.core.web import back_to, flash_undo
from dialogues.events.access import for_event
from dialogues.events.models import Event


@for_event(Permission.MARK_ATTENDANCE)
def fill_session(event: Event, session_id: int) -> ResponseReturnValue:
    """Mark everybody present in the session who is in on the day and was not looked for in it."""
    slug, fill_id = event.slug, uuid.uuid4()
    reason = _("Everybody who was in on the day, in one act.")
    number = _do(session_fill_services.fill_session, fill_id, event, session_id, reason)
    if number:
        words = _n("One person is marked present.", "%(num)d people are marked present.", number)
        undo = url_for(".take_back_session_fill", slug=slug, session_id=session_id, fill_id=fill_id)
        flash_undo(words, url=undo, label=_("Undo"))
    elif number == 0:
        flash(_("Of everybody who is in, something is recorded here already."))
    return back_to(".list_session", slug=slug, session_id=session_id)


@for_event(Permission.MARK_ATTENDANCE)
def take_back_session_fill(event: Event, session_id: int, fill_id: uuid.UUID) -> ResponseReturnValue:
    """The session is as if that press had not been; what was recorded since stands."""
    slug = event.slug
    number = _do(session_fill_services.take_back_session_fill, fill_id, event, session_id, _("Taken back at once."))
    if number is not None:
        flash(_n("That is taken back for %(num)d person.", "That is taken back for %(num)d people.", number))
    return back_to(".list_session", slug=slug, session_id=session_id)


def _do(act: Callable[..., int], fill_id: uuid.UUID, event: Event, session_id: int, reason: str) -> int | None:
    """How many people it changed; None where it is refused, which is then said."""
    event_id, actor = event.id, current_viewer().actor
    try:
        with unit_of_work() as session:
            return act(
                session,
                fill_id,
                event_id=event_id,
                agenda_session_id=session_id,
                reason=reason,
                actor=actor,
                at=clock.now(),
            )
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
        return None


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of filling a session to the blueprint of attendance."""
    base = "/events/<slug>/agenda/<int:session_id>/attendance/fill"
    bp.add_url_rule(base, view_func=fill_session, methods=["POST"])
    bp.add_url_rule(f"{base}/<uuid:fill_id>/take-back", view_func=take_back_session_fill, methods=["POST"])
