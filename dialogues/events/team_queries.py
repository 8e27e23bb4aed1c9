"""Questions about who holds which role where."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken, User
from dialogues.core.folding import fold
from dialogues.events.models import Event, Grant, Process


@dataclass(frozen=True)
class Member:
    """One role of one person that counts in an event. `scope` is "event", "process" or "everything"."""

    user_id: int
    name: str
    email: str
    is_active: bool
    role: Role
    scope: str


@dataclass(frozen=True)
class Held:
    """One role held for an event or process. `scope` is "event" or "process"; `slug` and `title` are its."""

    role: Role
    scope: str
    scope_id: int
    slug: str
    title: str

    @property
    def key(self) -> str:
        """What it is for, as forms and addresses name it: "event:3"."""
        return f"{self.scope}:{self.scope_id}"


@dataclass(frozen=True)
class Scope:
    """What a role can be for: `key` is "event:3" or "process:1"."""

    key: str
    title: str


def list_team(session: Session, event: Event) -> list[Member]:
    """Everybody with a role in `event`, own roles first, then those for its process and for everything; by name."""
    facts = (User.id, User.name, User.email, User.is_active)
    granted = sa.select(*facts, Grant.role, Grant.event_id).join(Grant, Grant.user_id == User.id)
    here = Grant.event_id == event.id
    if event.process_id is not None:
        here = sa.or_(here, Grant.process_id == event.process_id)
    members = [
        Member(user_id, name, email, is_active, role, "process" if event_id is None else "event")
        for user_id, name, email, is_active, role, event_id in session.execute(granted.where(here))
    ]
    everywhere = sa.select(*facts, User.role).where(User.role.is_not(None), User.is_active)
    for user_id, name, email, is_active, role in session.execute(everywhere):
        if role is not None:  # as the query says; the column does not
            members.append(Member(user_id, name, email, is_active, role, "everything"))
    order = ("event", "process", "everything")
    return sorted(members, key=lambda one: (order.index(one.scope), fold(one.name), one.user_id))


def list_held(session: Session, *, user_id: int) -> list[Held]:
    """The roles a user holds for single events and processes."""
    return _held_by(session, Grant.user_id == user_id).get(user_id, [])


def list_held_by_users(session: Session) -> dict[int, list[Held]]:
    """The roles for single events and processes of every user, by the user's id."""
    return _held_by(session, Grant.user_id.is_not(None))


def list_held_by_tokens(session: Session) -> dict[int, list[Held]]:
    """The roles for single events and processes of every token, by the token's id."""
    return _held_by(session, Grant.token_id.is_not(None), holder=Grant.token_id)


def find_grant(session: Session, *, holder: User | ApiToken, of: Event | Process) -> Grant | None:
    """The role `holder` holds for `of` itself."""
    held = Grant.user_id == holder.id if isinstance(holder, User) else Grant.token_id == holder.id
    scope = Grant.event_id == of.id if isinstance(of, Event) else Grant.process_id == of.id
    return session.scalar(sa.select(Grant).where(held, scope))


def list_scopes(session: Session) -> list[Scope]:
    """All processes, then all events, newest first: what a role can be for."""
    processes = session.execute(sa.select(Process.id, Process.title)).all()
    events = session.execute(sa.select(Event.id, Event.title).order_by(Event.starts_on.desc(), Event.id.desc())).all()
    found = [Scope(f"process:{row.id}", row.title) for row in sorted(processes, key=lambda row: fold(row.title))]
    return found + [Scope(f"event:{row.id}", row.title) for row in events]


def find_scope(session: Session, key: str) -> Event | Process | None:
    """The event or process that `key` names, such as "event:3"."""
    kind, _colon, number = key.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    if kind == "event":
        return session.get(Event, int(number))
    return session.get(Process, int(number)) if kind == "process" else None


def _held_by(
    session: Session,
    chosen: sa.ColumnElement[bool],
    *,
    holder: sa.orm.InstrumentedAttribute[int | None] = Grant.user_id,
) -> dict[int, list[Held]]:
    rows = session.execute(
        sa.select(holder, Grant, Event.slug, Event.title, Process.slug, Process.title)
        .select_from(Grant)
        .outerjoin(Event, Grant.event_id == Event.id)
        .outerjoin(Process, Grant.process_id == Process.id)
        .where(chosen)
        .order_by(Grant.id)
    )
    found: dict[int, list[Held]] = {}
    for holder_id, grant, event_slug, event_title, process_slug, process_title in rows:
        if grant.event_id is not None:
            held = Held(grant.role, "event", grant.event_id, event_slug, event_title)
        else:
            held = Held(grant.role, "process", grant.process_id or 0, process_slug, process_title)
        found.setdefault(holder_id or 0, []).append(held)
    return found
