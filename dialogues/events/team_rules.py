"""Who may hold which role where."""

from dialogues.accounts.access import Role
from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

ROLES_IN_EVENTS = (Role.ORGANISER, Role.FACILITATOR, Role.DOOR, Role.REPORTER)


class RoleForEverything(DomainError):
    """An administrator manages users and the instance, which belong to no event."""

    message = N_("An administrator is one for everything. Choose another role for a single event or process.")


class RoleMissing(DomainError):
    """An account for one event needs a role there, or it opens nothing."""

    message = N_("Choose a role.")


class NewNameNeeded(DomainError):
    """The address belongs to nobody yet, so an account is made, and accounts have names."""

    message = N_("Nobody with this address has an account yet. Write the person's name, and one is made.")


class UnknownScope(DomainError):
    """The event or process a role should be for is not there."""

    message = N_("Choose what the role is for.")


def require_role_for_event(role: Role) -> None:
    """Raise RoleForEverything for the one role that cannot be held for an event or process."""
    if role not in ROLES_IN_EVENTS:
        raise RoleForEverything
