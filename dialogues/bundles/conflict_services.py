"""What both sides changed is settled by a person, and that can be taken back."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.bundles import queries, rules
from dialogues.bundles.kinds import BY_NAME, Keys, Kind, points_at
from dialogues.bundles.models import BundleConflict
from dialogues.bundles.queries import Row
from dialogues.bundles.rules import Side
from dialogues.bundles.values import decode


def settle_conflict(session: Session, conflict: BundleConflict, side: Side, *, actor: Actor, at: datetime) -> None:
    """One version stands. Raises AlreadySettled, RowGone, or DoesNotFit where the rules refuse theirs."""
    if conflict.settled_at is not None:
        raise rules.AlreadySettled
    if side is Side.THEIRS:
        conflict.before = _write(session, conflict, conflict.theirs)
    conflict.settled_at, conflict.settled_by_name, conflict.taken = at, actor.name, side
    _note(session, conflict, f"bundle.{side}_taken", actor=actor, at=at)


def reopen_conflict(session: Session, conflict: BundleConflict, *, actor: Actor, at: datetime) -> None:
    """It waits again, and ours is again what it was. Settled by nobody, nothing happens."""
    if conflict.settled_at is None:
        return
    if conflict.before is not None:
        _write(session, conflict, conflict.before)
    conflict.settled_at = conflict.settled_by_name = conflict.taken = conflict.before = None
    _note(session, conflict, "bundle.conflict_reopened", actor=actor, at=at)


def _write(session: Session, conflict: BundleConflict, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts are those of the row from now on; returns what it said before."""
    kind, keys = BY_NAME[conflict.kind], queries.read_keys(session, conflict.event_id)
    row = queries.find_row(session, conflict.event_id, conflict.kind, conflict.key, keys)
    if row is None:
        raise rules.RowGone
    values: dict[str, Any] = {name: _value(kind, name, value, keys) for name, value in facts.items()}
    if "version" in kind.table.c:
        values["version"] = kind.table.c.version + 1
    try:
        with session.begin_nested():
            session.execute(sa.update(kind.table).where(*_is(kind, row)).values(values))
    except sa.exc.IntegrityError as error:
        raise rules.DoesNotFit from error
    session.expire_all()
    return {name: row.facts[name] for name in facts}


def _value(kind: Kind, name: str, value: Any, keys: Keys) -> Any:
    column = kind.table.c[name]
    target = points_at(column)
    if target is None or value is None:
        return decode(column, value)
    if (target, value) not in keys.row_of:
        raise rules.RowGone
    return keys.row_of[target, value]


def _is(kind: Kind, row: Row) -> list[sa.ColumnElement[bool]]:
    return [column == one for column, one in zip(kind.table.primary_key.columns, row.primary_key, strict=True)]


def _note(session: Session, conflict: BundleConflict, action: str, *, actor: Actor, at: datetime) -> None:
    name = conflict.subject_name
    record(session, action, actor=actor, at=at, subject=conflict, subject_name=name, event_id=conflict.event_id)
