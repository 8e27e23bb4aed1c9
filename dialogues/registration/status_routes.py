"""The acts on one registration that need no page: confirm, wait, decline, cancel, restore, take back.

Whatever frees a seat offers it to the next in line in the same unit of work.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import back_to, flash_undo
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.registration import public_mail, queries, seat_queries, seat_services, services
from dialogues.registration.models import Registration
from dialogues.registration.rules import NothingToTakeBack, NotInThisState
from dialogues.registration.seat_news import tell, told_of_seats
from dialogues.registration.seat_rules import EventFull, SectorFull


@for_event(Permission.EDIT_PARTICIPANTS)
def confirm(event: Event, registration_id: int) -> ResponseReturnValue:
    """Somebody invited, applied or waiting is expected; with no seat left, only if the reader says "all the same"."""
    service = services.confirm if "all_the_same" in request.form else _confirm_with_seat
    return _do(
        event, registration_id, service, lambda name: _("%(name)s is confirmed.", name=name),
        afterwards=public_mail.post_decided,
    )  # fmt: skip


def _confirm_with_seat(session: Session, registration: Registration, **facts: Any) -> None:
    is_held = seat_queries.find_open_offer(session, registration.id) is not None  # whoever offered it knew what is free
    services.confirm(session, registration, **facts)
    if not is_held:
        seat_services.require_free(session, registration)


@for_event(Permission.EDIT_PARTICIPANTS)
def wait(event: Event, registration_id: int) -> ResponseReturnValue:
    """Somebody invited or applied stands on the waiting list."""
    return _do(event, registration_id, services.wait, lambda name: _("%(name)s is on the waiting list.", name=name))


@for_event(Permission.EDIT_PARTICIPANTS)
def decline(event: Event, registration_id: int) -> ResponseReturnValue:
    """Somebody invited, applied or waiting does not come."""
    return _do(
        event, registration_id, services.decline, lambda name: _("%(name)s has declined.", name=name),
        afterwards=public_mail.post_decided,
    )  # fmt: skip


@for_event(Permission.EDIT_PARTICIPANTS)
def cancel(event: Event, registration_id: int) -> ResponseReturnValue:
    """Somebody is taken off the list."""
    return _do(
        event, registration_id, services.cancel, lambda name: _("The registration of %(name)s is cancelled.", name=name)
    )


@for_event(Permission.EDIT_PARTICIPANTS)
def restore(event: Event, registration_id: int) -> ResponseReturnValue:
    """Somebody cancelled or declined is back in the state before."""
    return _do(event, registration_id, services.restore, lambda name: _("%(name)s is on the list again.", name=name))


@for_event(Permission.EDIT_PARTICIPANTS)
def take_back(event: Event, registration_id: int) -> ResponseReturnValue:
    """The last change of state never was, unless something was changed since."""
    seen = request.args.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    with unit_of_work() as session:
        slug = event.slug
        try:
            registration = _held(session, event, registration_id)
            services.take_back_status(session, registration, version=version, actor=_actor(), at=clock.now())
            told = told_of_seats(session, event)
            public_mail.withdraw_decided(session, registration.id)
            flash(_("%(name)s stands as before.", name=registration.full_name))
            tell(told)
        except NothingToTakeBack as error:
            flash(translated(error), "warning")
    return back_to(".participant", slug=slug, registration_id=registration_id)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these acts to the blueprint of registrations."""
    base = "/events/<slug>/participants/<int:registration_id>"
    for name, view in (
        ("confirm", confirm), ("wait", wait), ("decline", decline), ("cancel", cancel), ("restore", restore),
        ("take-back", take_back),
    ):  # fmt: skip
        bp.add_url_rule(f"{base}/{name}", view_func=view, methods=["POST"])


def _do(
    event: Event,
    registration_id: int,
    service: Callable[..., Any],
    words: Callable[[str], str],
    *,
    afterwards: Callable[..., Any] | None = None,
) -> ResponseReturnValue:
    """Do one act, tell it with a button that takes it back, and show the person."""
    slug, back = event.slug, _back(event.slug, registration_id)
    try:
        with unit_of_work() as session:
            registration = _held(session, event, registration_id)
            service(session, registration, actor=_actor(), at=clock.now())
            if afterwards is not None:
                afterwards(session, registration, at=clock.now())
            session.flush()  # the button to take it back carries the version after the act
            told = told_of_seats(session, event)
            name, version = registration.full_name, registration.version
    except (NotInThisState, EventFull, SectorFull) as error:
        flash(translated(error), "warning")
        return back
    undo = url_for(".take_back", slug=slug, registration_id=registration_id, version=version)
    flash_undo(words(name), url=undo, label=_("Undo"))
    tell(told)
    return back


def _back(slug: str, registration_id: int) -> ResponseReturnValue:
    """Where the act was begun: the waiting list, or the page of the person."""
    if request.form.get("then") == "waiting":
        return back_to(".list_waiting", slug=slug)
    return back_to(".participant", slug=slug, registration_id=registration_id)


def _held(session: Session, event: Event, registration_id: int) -> Registration:
    registration = queries.find_registration_to_change(session, event.id, registration_id)
    if registration is None:
        raise NotFoundHere
    return registration


def _actor() -> Any:
    return current_viewer().actor
