"""Who may hand marks in: whoever may mark in the event, and a phone paired with it by its own token.

A phone's token is looked at by the addresses guarded here alone. Everywhere else its holder is a stranger.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Page, Permission, current_viewer
from dialogues.attendance import device_queries, device_rules
from dialogues.attendance.device_models import Device
from dialogues.audit.services import Actor
from dialogues.core.db import db
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import translated
from dialogues.core.web import problem
from dialogues.events.access import for_event


def for_event_or_phone(permission: Permission) -> Callable[[Page], Page]:
    """Guard an address as `for_event` does, and open it to a phone paired with that very event."""

    def guard(view: Page) -> Page:
        for_people = for_event(permission)(view)

        @wraps(view)
        def guarded(*args: Any, slug: str, **kwargs: Any) -> ResponseReturnValue:
            token = g.get("device_token")
            if token is None:
                return for_people(*args, slug=slug, **kwargs)
            device = device_queries.find_device(db.session(), token=token)
            if device is None:
                return problem(401, *_words(device_rules.DeviceUnknown()))
            if device.event.slug != slug:
                raise NotFoundHere
            g.event, g.device = device.event, device
            return view(*args, event=device.event, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined] # read by the test of the access table
        return guarded

    return guard


def current_device() -> Device | None:
    """The phone that speaks, or None for people and programs."""
    device: Device | None = g.get("device")
    return device


def current_actor() -> Actor:
    """Under which name what is handed in is noted."""
    device = current_device()
    return Actor(device.name, device.paired_by_id) if device else current_viewer().actor


def what_hinders(device: Device, now: datetime) -> DomainError | None:
    """Why a phone gets no names and its marks wait for an organiser, or None."""
    if device.ended_at is not None:
        return device_rules.DeviceRevoked()
    if now >= device_rules.list_ends_at(device.event.ends_on, device.event.zone):
        return device_rules.ListExpired()
    return None


def _words(error: DomainError) -> tuple[str, str]:
    return error.code, translated(error)


def refused_names(error: DomainError) -> ResponseReturnValue:
    """What a phone is told that may not have the names: it wipes them and keeps its queue."""
    return problem(410 if isinstance(error, device_rules.ListExpired) else 401, *_words(error))
