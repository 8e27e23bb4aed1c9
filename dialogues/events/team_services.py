"""What can happen to roles held for one event or process."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dialogues.accounts import rules as account_rules
from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken, User
from dialogues.audit.services import Actor, assign, record
from dialogues.core.errors import NotFoundHere
from dialogues.events import team_queries, team_rules
from dialogues.events.models import Event, Grant, Process


def give_role(
    session: Session, *, holder: User | ApiToken, of: Event | Process, role: Role, actor: Actor, at: datetime
) -> None:
    """`holder` has `role` in `of`, in place of the role held there before, if any. Again changes nothing.

    It counts from the next page on: roles in events are asked of the database at every request, so no sign-in ends.
    Raises RoleForEverything, or OwnAccount if people would change their own role.
    """
    team_rules.require_role_for_event(role)
    if isinstance(holder, User):
        account_rules.require_somebody_else(actor_id=actor.user_id, user_id=holder.id)
    grant = team_queries.find_grant(session, holder=holder, of=of)
    if grant is None:
        grant = Grant(
            user_id=holder.id if isinstance(holder, User) else None,
            token_id=holder.id if isinstance(holder, ApiToken) else None,
            event_id=of.id if isinstance(of, Event) else None,
            process_id=of.id if isinstance(of, Process) else None,
            role=role,
        )
        session.add(grant)
        changes: dict[str, Any] = {"role": (None, role)}
    else:
        changes = assign(grant, {"role": role})
    if changes:
        _note(session, "team.role_given", holder=holder, of=of, changes=changes, actor=actor, at=at)


def take_role(session: Session, *, user: User, of: Event | Process, actor: Actor, at: datetime) -> Role:
    """`user` has no role of their own in `of` any more; the role that was taken is returned, for giving it back.

    Raises NotFoundHere if there was none, or OwnAccount.
    """
    account_rules.require_somebody_else(actor_id=actor.user_id, user_id=user.id)
    grant = team_queries.find_grant(session, holder=user, of=of)
    if grant is None:
        raise NotFoundHere
    role = grant.role
    session.delete(grant)
    _note(session, "team.role_taken", holder=user, of=of, changes={"role": (role, None)}, actor=actor, at=at)
    return role


def _note(
    session: Session,
    action: str,
    *,
    holder: User | ApiToken,
    of: Event | Process,
    changes: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> None:
    record(
        session,
        action,
        actor=actor,
        at=at,
        subject=holder,
        subject_name=holder.name,
        event_id=of.id if isinstance(of, Event) else None,
        changes={**changes, "for": (None, of.title)},
    )
