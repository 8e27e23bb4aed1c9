"""Every act on groups can be taken back: the journal keeps the rows it changed, as they were and as they became.

Taking back puts them as they were, if they still are what they became; it is an act itself and can be taken back too.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor, record
from dialogues.core.errors import NotFoundHere
from dialogues.events.models import Event
from dialogues.groups import rules
from dialogues.groups.models import GroupBond, GroupBondPerson, GroupPlacement, GroupRound, RoundGroup

_KEPT = "_rows"  # the history does not show names with an underscore
_TABLES: tuple[Any, ...] = tuple(
    one.__table__ for one in (GroupRound, RoundGroup, GroupPlacement, GroupBond, GroupBondPerson)
)  # what is pointed at before what points
_COUNTED = frozenset({"version", "changed_at"})  # change with every act, so they are no difference by themselves
_UNIQUE_LEADERS = ("facilitator_id", "rapporteur_id")

Rows = dict[tuple[str, int], dict[str, Any]]


@dataclass
class Done:
    """What an act on groups did: filled while it runs; `entry_id` is what takes it back."""

    changes: dict[str, tuple[Any, Any]]
    entry_id: int = 0


@contextmanager
def noted(
    session: Session, action: str, *, event: Event, name: str, actor: Actor, at: datetime, subject: Any = None
) -> Iterator[Done]:
    """An act on the groups of an event, written into the journal with all it changed; nothing is if nothing was."""
    before = _rows(session, event.id)
    done = Done({})
    yield done
    session.flush()
    after = _rows(session, event.id)
    changed = [
        [table, number, before.get((table, number)), after.get((table, number))]
        for table, number in sorted({*before, *after})
        if _differs(before.get((table, number)), after.get((table, number)))
    ]
    if not changed:
        return
    kept: dict[str, tuple[Any, Any]] = {_KEPT: (json.dumps(changed), None)}
    record(
        session, action, actor=actor, at=at, subject=subject or event, subject_name=name, event_id=event.id,
        changes={**done.changes, **kept},
    )  # fmt: skip
    session.flush()  # taking it back needs its number
    mine = (Entry.event_id == event.id, Entry.action == action, Entry.at == at, Entry.actor_name == actor.name)
    newest = sa.select(sa.func.max(Entry.id)).where(*mine)
    done.entry_id = session.scalar(newest) or 0


def take_back(session: Session, *, event: Event, entry_id: int, actor: Actor, at: datetime) -> Done:
    """What the journal entry `entry_id` tells of is undone. Raises NotFoundHere, ChangedSince."""
    entry = session.get(Entry, entry_id)
    if entry is None or entry.event_id != event.id or _KEPT not in entry.changes:
        raise NotFoundHere
    session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update(key_share=True))
    kept: list[list[Any]] = json.loads(entry.changes[_KEPT][0])
    now = _rows(session, event.id)
    if any(_differs(now.get((table, number)), after) for table, number, _before, after in kept):
        raise rules.ChangedSince
    with noted(session, "groups.taken_back", event=event, name=entry.subject_name, actor=actor, at=at) as done:
        session.flush()
        _put_back(session, {(table, number): (before, after) for table, number, before, after in kept})
        # Who looks at the groups as they were before holds a version that is never given again.
        rounds = {row["round_id"] for _table, _number, *both in kept for row in both if row and "round_id" in row}
        rounds |= {number for table, number, *_both in kept if table == GroupRound.__tablename__}
        raised = {"version": GroupRound.version + 1, "changed_at": at}
        session.execute(sa.update(GroupRound).where(GroupRound.id.in_(rounds)).values(raised))
        session.expire_all()
    return done


def find_removal(session: Session, event_id: int, round_id: int) -> Entry | None:
    """The journal's word that a round of this event was removed."""
    chosen = sa.select(Entry).where(
        Entry.event_id == event_id,
        Entry.action == "group_round.removed",
        Entry.subject_kind == GroupRound.__tablename__,
        Entry.subject_id == str(round_id),
    )
    return session.scalar(chosen.order_by(Entry.id.desc()).limit(1))


def _put_back(session: Session, rows: Mapping[tuple[str, int], tuple[Any, Any]]) -> None:
    for table in reversed(_TABLES):
        for (name, number), (before, _after) in rows.items():
            if name == table.name and before is None:
                session.execute(sa.delete(table).where(table.c.id == number))
    for table in _TABLES:
        mine = {number: pair for (name, number), pair in rows.items() if name == table.name}
        if table.name == RoundGroup.__tablename__:
            # Two who change places would both lead one group for a moment.
            free = dict.fromkeys(_UNIQUE_LEADERS)
            session.execute(sa.update(table).where(table.c.id.in_(mine)).values(free))
        for number, (before, after) in mine.items():
            if before is None:
                continue
            values = {column: _read(table.c[column], kept) for column, kept in before.items()}
            if after is not None:
                values = {column: value for column, value in values.items() if column not in _COUNTED}
            if after is None:
                session.execute(sa.insert(table).values(id=number, **values))
            else:
                session.execute(sa.update(table).where(table.c.id == number).values(**values))


def _rows(session: Session, event_id: int) -> Rows:
    """All rows about the groups of an event, as JSON values."""
    rounds = sa.select(GroupRound.id).where(GroupRound.event_id == event_id)
    bonds = sa.select(GroupBond.id).where(GroupBond.event_id == event_id)
    conditions: tuple[Any, ...] = (
        GroupRound.event_id == event_id,
        RoundGroup.round_id.in_(rounds),
        GroupPlacement.round_id.in_(rounds),
        GroupBond.event_id == event_id,
        GroupBondPerson.bond_id.in_(bonds),
    )
    found: Rows = {}
    for table, condition in zip(_TABLES, conditions, strict=True):
        for row in session.execute(sa.select(table).where(condition)).mappings():
            found[table.name, row["id"]] = {column: _plain(value) for column, value in row.items() if column != "id"}
    return found


def _differs(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    if one is None or other is None:
        return one is not other
    return any(value != other[column] for column, value in one.items() if column not in _COUNTED)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(column: sa.Column[Any], kept: Any) -> Any:
    kind = column.type
    if isinstance(kind, sa.Enum) and kept is not None and kind.enum_class is not None:
        return kind.enum_class(kept)
    is_instant = isinstance(kind, sa.types.TypeDecorator) and isinstance(kind.impl_instance, sa.DateTime)
    return datetime.fromisoformat(kept) if is_instant and kept is not None else kept
