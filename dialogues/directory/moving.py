"""Whatever points at a row points at another one, and exactly that can be taken back.

Which tables point there is asked of the tables themselves, so a table that comes later is not forgotten.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core.db import Base

_AT_ONCE = 500  # ids in one statement: databases take a limited number of parameters
# Two rows of these tables that say the same of one person say it twice, so the second is taken out until the merge is
# undone. In other tables such a row stays with what it pointed at: it speaks of a row that is no longer listed.
_SAID_TWICE = frozenset({"session_person"})


@dataclass
class Moved:
    """All that a merge changed, as JSON values: what undoing it puts back."""

    fields: dict[str, list[Any]] = field(default_factory=dict)  # of the kept row: column: [before, after]
    rows: list[list[Any]] = field(default_factory=list)  # [table, column, ids]: pointed at the other row before
    taken_out: list[list[Any]] = field(default_factory=list)  # [table, {column: value}]
    added: list[list[Any]] = field(default_factory=list)  # [table, id]
    united: list[dict[str, Any]] = field(default_factory=list)  # registrations: see `united.Pair`

    def as_json(self) -> dict[str, Any]:
        """What the column of the merge holds."""
        return asdict(self)


@cache
def pointers(name: str) -> Sequence[tuple[sa.Table, sa.Column[Any]]]:
    """Every table and column that points at a row of the table `name`, in the order of their names."""
    return [
        (table, column)
        for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name)
        for column in table.columns
        if any(key.column.table.name == name for key in column.foreign_keys) and not column.info.get("names_only")
    ]


def move(
    session: Session, name: str, *, from_id: int, to_id: int, moved: Moved, leave: Collection[str] = frozenset()
) -> None:
    """Whatever points at the row `from_id` of table `name` points at `to_id`; tables in `leave` are somebody else's.

    A row that may be there once for each (a unique constraint says so) stays where it is if the other has one already.
    """
    for table, column in pointers(name):
        if table.name in leave:
            continue
        points = column == from_id
        twice = [_has_twin(table, column, others, to_id) for others in _unique_with(table, column)]
        if table.name in _SAID_TWICE and twice:
            for row in session.execute(sa.select(table).where(points, sa.or_(*twice))).mappings().all():
                moved.taken_out.append([table.name, {one: plain(value) for one, value in row.items()}])
                session.execute(sa.delete(table).where(_key(table) == row[_key(table).name]))
        may_move = sa.and_(points, *(sa.not_(one) for one in twice))
        if table.name == name:
            may_move = sa.and_(may_move, _key(table) != to_id)  # nothing points at itself
        known_by = _known_by(table, column)
        values: dict[Any, Any] = {column: to_id}
        if name == "person" and "version" in table.columns:
            values["version"] = table.columns["version"] + 1  # what somebody saw of it before was of another person
        statement = sa.update(table).where(may_move).values(values).returning(column, *known_by)
        ids = sorted([plain(one) for one in row[1:]] for row in session.execute(statement))
        if ids:
            moved.rows.append([table.name, column.name, ids])


def move_back(session: Session, moved: Moved, *, from_id: int, to_id: int) -> int:
    """What `move` moved points at `from_id` again; returns how many rows do not, because they were changed since."""
    lost = 0
    for name, column_name, ids in reversed(moved.rows):
        table = Base.metadata.tables[name]
        column = table.columns[column_name]
        back = 0
        for start in range(0, len(ids), _AT_ONCE):
            wanted = sa.and_(column == to_id, _is_one_of(_known_by(table, column), ids[start : start + _AT_ONCE]))
            changed = session.execute(sa.update(table).where(wanted).values({column: from_id}))
            back += cast("sa.CursorResult[Any]", changed).rowcount
        lost += len(ids) - back
    for name, one in moved.added:
        table = Base.metadata.tables[name]
        session.execute(sa.delete(table).where(_key(table) == _value(_key(table), one)))
    for name, row in moved.taken_out:
        lost += not _put_back(session, Base.metadata.tables[name], row)
    return lost


def plain(value: Any) -> Any:
    """A value of a column as JSON keeps it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def value_of(name: str, column: str, kept: Any) -> Any:
    """A value that `plain` made, as the column takes it."""
    return _value(Base.metadata.tables[name].columns[column], kept)


def _put_back(session: Session, table: sa.Table, row: dict[str, Any]) -> bool:
    """A row that was taken out is there again, unless what it belonged to is gone or says the same by now."""
    values = {name: _value(table.columns[name], kept) for name, kept in row.items()}
    key = _key(table).name
    if session.scalar(sa.select(table.c[key]).where(table.c[key] == values[key])) is not None:
        del values[key]  # the number was given again
    for column in table.columns:
        for foreign in column.foreign_keys:
            points_at = values.get(column.name)
            if points_at is not None and not session.scalar(
                sa.select(sa.literal(1)).where(foreign.column == points_at)
            ):
                return False
    session.execute(sa.insert(table).values(**values))
    return True


def _value(column: sa.Column[Any], kept: Any) -> Any:
    if kept is None or not isinstance(kept, str):
        return kept
    kind = column.type
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return kind.enum_class(kept)
    if isinstance(kind, sa.Uuid):
        return UUID(kept)
    for types, read in ((sa.Date, date.fromisoformat), (sa.Time, time.fromisoformat)):
        if isinstance(kind, types):
            return read(kept)
    is_instant = isinstance(kind, sa.types.TypeDecorator) and isinstance(kind.impl_instance, sa.DateTime)
    return datetime.fromisoformat(kept) if is_instant else kept


def _key(table: sa.Table) -> sa.Column[Any]:
    [column] = table.primary_key.columns
    return column


def _known_by(table: sa.Table, column: sa.Column[Any]) -> list[sa.Column[Any]]:
    """The columns that tell the rows which point at one row apart, and do not change when that does."""
    return [one for one in table.primary_key.columns if one is not column]


def _is_one_of(columns: Sequence[sa.Column[Any]], ids: Sequence[Sequence[Any]]) -> sa.ColumnElement[bool]:
    if len(columns) == 1:
        return columns[0].in_([_value(columns[0], one) for (one,) in ids])
    return sa.or_(
        sa.false(),
        *(
            sa.and_(sa.true(), *(column == _value(column, one) for column, one in zip(columns, row, strict=True)))
            for row in ids
        ),
    )


def _unique_with(table: sa.Table, column: sa.Column[Any]) -> Iterable[list[sa.Column[Any]]]:
    """For each unique constraint, index or key with `column`: its other columns."""
    kinds = (sa.UniqueConstraint, sa.PrimaryKeyConstraint)
    groups: list[Any] = [one for one in table.constraints if isinstance(one, kinds)]
    # An index of some rows only says nothing of the others; whoever unites makes room in it first.
    groups += [one for one in table.indexes if one.unique and one.dialect_options["sqlite"]["where"] is None]
    for group in groups:
        columns = list(group.columns)
        if column in columns:
            yield [one for one in columns if one is not column]


def _has_twin(
    table: sa.Table, column: sa.Column[Any], others: Sequence[sa.Column[Any]], to_id: int
) -> sa.ColumnElement[bool]:
    """The condition that `to_id` has a row already that agrees in the `others`; NULL agrees with nothing."""
    twin = table.alias()
    return sa.exists().where(twin.c[column.name] == to_id, *(twin.c[one.name] == table.c[one.name] for one in others))
