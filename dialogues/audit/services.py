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
) -> None:
    """Note that `actor` did `action` to `subject` at `at`, in the transaction of the act itself.

    `subject` is a row whose key is known (flush first). `changes` holds column: (from, to).
    """
    session.add(
        Entry(
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
    )


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
