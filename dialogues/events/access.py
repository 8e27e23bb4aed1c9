"""Which events somebody may see and what they may do in each.

Every event-bound address goes through `for_event`: an event that is not the reader's answers 404, a forbidden act 403.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import sqlalchemy as sa
from flask import g
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import InstrumentedAttribute, Session

from dialogues.accounts.access import (
    ROLE_PERMISSIONS,
    Page,
    Permission,
    Role,
    ask_to_sign_in,
    current_viewer,
    may_everywhere,
    permissions_of,
)
from dialogues.accounts.models import ApiToken
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.events.models import Event, Grant


def _held_by(viewer: Any) -> sa.ColumnElement[bool]:
    return Grant.token_id == viewer.id if isinstance(viewer, ApiToken) else Grant.user_id == viewer.id


def _roles_of(holder: InstrumentedAttribute[int | None]) -> sa.Select[Any]:
    is_holder = holder == sa.bindparam("holder")
    # Without a process its number is NULL, which equals nothing.
    covers = sa.or_(Grant.event_id == sa.bindparam("event"), Grant.process_id == sa.bindparam("process"))
    return sa.select(Grant.role).where(is_holder, covers)


# Asked at every page of an event, so they are put together once.
_ROLES_OF_TOKEN, _ROLES_OF_USER = _roles_of(Grant.token_id), _roles_of(Grant.user_id)
_AT_SLUG = sa.select(Event).where(Event.slug == sa.bindparam("slug"))


def roles_in(session: Session, viewer: Any, event: Event) -> frozenset[Role]:
    """The roles `viewer` holds in `event`: those for everything, for its process and for itself."""
    if not viewer.is_authenticated:
        return frozenset()
    asked = _ROLES_OF_TOKEN if isinstance(viewer, ApiToken) else _ROLES_OF_USER
    facts = {"holder": viewer.id, "event": event.id, "process": event.process_id}
    return frozenset(session.scalars(asked, facts)) | ({viewer.role} if viewer.role else set())


def permissions_in(session: Session, viewer: Any, event: Event) -> frozenset[Permission]:
    """All that `viewer` may do in `event`."""
    return permissions_of(roles_in(session, viewer, event))


def may_in(viewer: Any, permission: Permission, event: Event) -> bool:
    """Whether `viewer` may do this in `event`.

    The database is asked once for each request and event, and only about what is not theirs everywhere anyway.
    """
    if may_everywhere(viewer, permission):
        return True
    known: dict[int, frozenset[Permission]] = g.setdefault("event_permissions", {})
    if event.id not in known:
        known[event.id] = permissions_in(db.session(), viewer, event)
    return permission in known[event.id]


def visible_to(viewer: Any, permission: Permission = Permission.SEE_EVENT) -> sa.ColumnElement[bool]:
    """The condition on Event that leaves only the events in which `viewer` has `permission`."""
    if may_everywhere(viewer, permission):
        return sa.true()
    if not viewer.is_authenticated:
        return sa.false()
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    held = sa.and_(_held_by(viewer), Grant.role.in_(roles))
    own = sa.select(Grant.event_id).where(held, Grant.event_id.is_not(None))
    processes = sa.select(Grant.process_id).where(held, Grant.process_id.is_not(None))
    return sa.or_(Event.id.in_(own), Event.process_id.in_(processes))


def find_event(session: Session, slug: str, *, viewer: Any) -> Event | None:
    """The event at `slug` if `viewer` may see it."""
    if may_everywhere(viewer, Permission.SEE_EVENT):
        return session.scalar(_AT_SLUG, {"slug": slug})
    return session.scalar(_AT_SLUG.where(visible_to(viewer)), {"slug": slug})


def for_event(permission: Permission) -> Callable[[Page], Page]:
    """Guard an address with `<slug>`: the view receives `event` in its place.

    Strangers are asked to sign in; an event that is not the reader's answers 404, a missing permission 403.
    """

    def guard(view: Page) -> Page:
        @wraps(view)
        def guarded(*args: Any, slug: str, **kwargs: Any) -> ResponseReturnValue:
            viewer = current_viewer()
            if not viewer.is_authenticated:
                return ask_to_sign_in()
            event = find_event(db.session(), slug, viewer=viewer)
            if event is None:
                raise NotFoundHere
            if not may_in(viewer, permission, event):
                raise NotAllowed
            g.event = event
            return view(*args, event=event, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined] # read by the test of the access table
        return guarded

    return guard
