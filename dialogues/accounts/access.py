"""Who may do what: the one table from role to permission, and the decorator that asks it.

A role is held for everything or for one event or process. Addresses bound to an event are guarded by
`events.access.for_event`; the others by `requires` here. A test holds every address against the table.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from dialogues.audit.services import Actor
from dialogues.core.errors import NotAllowed
from dialogues.core.i18n import N_
from dialogues.core.web import here, problem, wants_json

Page = Callable[..., ResponseReturnValue]


class Role(StrEnum):
    """What a user is, for everything or for one event."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    FACILITATOR = "facilitator"
    DOOR = "door"
    REPORTER = "reporter"


class Permission(StrEnum):
    """What may be done. The first four are for the whole programme, the others within an event."""

    MANAGE_USERS = "manage users"
    MANAGE_EVENTS = "manage events"  # make events and processes
    SEE_DIRECTORY = "see directory"  # persons and organisations across events, with contact data
    SEE_PROGRAMME = "see programme"  # lists and figures over several events
    SEE_EVENT = "see event"
    EDIT_EVENT = "edit event"
    SEE_PARTICIPANTS = "see participants"  # with contact data
    EDIT_PARTICIPANTS = "edit participants"
    SEE_NAMES = "see names"  # name, organisation, sector and status; nothing else
    EDIT_AGENDA = "edit agenda"
    MARK_ATTENDANCE = "mark attendance"
    CORRECT_ATTENDANCE = "correct attendance"  # change what was recorded, close and reopen days
    SEE_FIGURES = "see figures"
    ISSUE_REPORTS = "issue reports"  # number and freeze the report of an event
    PRINT_NAMES = "print names"  # documents that carry names
    SEE_HISTORY = "see history"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.ORGANISER: frozenset(Permission) - {Permission.MANAGE_USERS},
    Role.FACILITATOR: frozenset(
        {
            Permission.SEE_PROGRAMME,
            Permission.SEE_EVENT,
            Permission.SEE_NAMES,
            Permission.EDIT_AGENDA,
            Permission.MARK_ATTENDANCE,
            Permission.SEE_FIGURES,
            Permission.PRINT_NAMES,
        }
    ),
    Role.DOOR: frozenset(
        {Permission.SEE_PROGRAMME, Permission.SEE_EVENT, Permission.SEE_NAMES, Permission.MARK_ATTENDANCE}
    ),
    Role.REPORTER: frozenset({Permission.SEE_PROGRAMME, Permission.SEE_EVENT, Permission.SEE_FIGURES}),
}

ROLE_NAMES = {
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.ORGANISER: N_("Organiser"),
    Role.FACILITATOR: N_("Facilitator"),
    Role.DOOR: N_("Door"),
    Role.REPORTER: N_("Reporter"),
}


class Viewer(Protocol):
    """Who reads: a signed-in user, or the holder of an API token."""

    @property
    def role(self) -> Role | None:
        """The role held for everything, if any."""

    @property
    def is_authenticated(self) -> bool:
        """False for a stranger."""

    @property
    def actor(self) -> Actor:
        """The name under which acts are noted in the journal."""


def current_viewer() -> Any:
    """The reader of the present request: a token's holder on the API, else the signed-in user or a stranger."""
    return g.get("token_viewer") or current_user


def permissions_of(roles: Iterable[Role | None]) -> frozenset[Permission]:
    """All that the holder of `roles` may do."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles if role is not None))


def may_everywhere(viewer: Any, permission: Permission) -> bool:
    """Whether `viewer` may do this for the whole programme."""
    return bool(viewer.is_authenticated) and permission in permissions_of([viewer.role])


def ask_to_sign_in() -> ResponseReturnValue:
    """What a stranger gets at an address that asks for somebody known."""
    if wants_json():
        return problem(401, "not_signed_in", "This address needs a token: Authorization: Bearer TOKEN.")
    return redirect(url_for("accounts.sign_in", next=here() if request.method == "GET" else None))


def requires(
    permission: Permission,
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Guard an address that belongs to no event: strangers are asked to sign in, others need `permission`.

    SEE_PROGRAMME is open to everybody who is signed in: such pages show only what each may see.
    """

    def guard(view: Page) -> Page:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            viewer = current_viewer()
            if not viewer.is_authenticated:
                return ask_to_sign_in()
            if permission is not Permission.SEE_PROGRAMME and not may_everywhere(viewer, permission):
                raise NotAllowed
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined] # read by the test of the access table
        return guarded

    return guard
