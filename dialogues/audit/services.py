"""Writing the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry


@dataclass(frozen=True)
class Actor:
    """Who acts: a user, an API token or the command line. `user_id` is None for the last two."""

    name: str
    user_id: int | None = None


COMMAND_LINE = Actor(name="command line")
_ADD = sa.insert(cast(sa.Table, Entry.__table__))


def record(
    session: Session,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    subject: Any,
    subject_name: str,
    event_id: int | None = None,
    changes: dict[str, tuple[Any, Any]] | None = None,
    reason: str | None = None,
) -> Entry:
    """Note that `actor` did `action` to `subject` at `at`, in the transaction of the act itself; return the note.

    `subject` is a row whose key is known (flush first). `changes` holds column: (from, to).
    """
    entry = Entry(
        at=at,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=str(sa.inspect(subject).identity[0]),
        subject_name=subject_name,
        event_id=event_id,
        changes={name: [_plain(old), _plain(new)] for name, (old, new) in (changes or {}).items()},
        reason=reason,
    )
    session.add(entry)
    return entry


@dataclass(frozen=True)
class Note:
    """One thing that was done, for acts that do thousands at once: see `record_many`."""

    action: str
    subject_kind: str
    subject_id: str
    subject_name: str
    changes: dict[str, tuple[Any, Any]]
    reason: str | None = None


def record_many(
    session: Session, notes: Iterable[Note], *, actor: Actor, at: datetime, event_id: int | None = None
) -> None:
    """Note everything `actor` did in one act, in its transaction; the entries are written in one go."""
    rows = [
        {
            "at": at,
            "actor_id": actor.user_id,
            "actor_name": actor.name,
            "action": note.action,
            "subject_kind": note.subject_kind,
            "subject_id": note.subject_id,
            "subject_name": note.subject_name,
            "event_id": event_id,
            "changes": {name: [_plain(old), _plain(new)] for name, (old, new) in note.changes.items()},
            "reason": note.reason,
        }
        for note in notes
    ]
    if rows:
        session.connection().execute(_ADD, rows)


def record_rows(
    session: Session,
    action: str,
    table: type[Any],
    which: sa.ColumnElement[bool],
    *,
    name: sa.SQLColumnExpression[str],
    actor: Actor,
    at: datetime,
    event_id: int | None = None,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    """Note that `actor` did the same to every row of `table` that `which` chooses, as the database holds them now.

    The database writes the entries by itself, many thousands in one statement: nothing of them passes through here.
    """
    entry = cast(sa.Table, Entry.__table__).c
    told = {name_: [_plain(old), _plain(new)] for name_, (old, new) in (changes or {}).items()}
    values: dict[sa.Column[Any], Any] = {
        entry.at: sa.literal(at, entry.at.type),
        entry.actor_id: sa.literal(actor.user_id, entry.actor_id.type),
        entry.actor_name: sa.literal(actor.name, entry.actor_name.type),
        entry.action: sa.literal(action, entry.action.type),
        entry.subject_kind: sa.literal(table.__tablename__, entry.subject_kind.type),
        entry.subject_id: sa.cast(table.id, entry.subject_id.type),
        entry.subject_name: name,
        entry.event_id: sa.literal(event_id, entry.event_id.type),
        entry.changes: sa.literal(told, entry.changes.type),
    }
    chosen = sa.select(*values.values()).where(which).order_by(table.id)
    session.execute(sa.insert(entry.id.table).from_select(list(values), chosen, include_defaults=False))


def assign(row: Any, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set `values` on `row` and return what really changed, as column: (from, to)."""
    changes = {}
    for name, new in values.items():
        old = getattr(row, name)
        if old != new:
            setattr(row, name, new)
            changes[name] = (old, new)
    return changes


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
