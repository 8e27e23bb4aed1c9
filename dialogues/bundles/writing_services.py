"""Writing what a file brings: a table takes the same few statements however many of its rows are new or changed."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.bundles.kinds import Kind
from dialogues.bundles.queries import Row, in_pieces

_HERE = "here_"  # before the name of a column: which row is meant, beside what it is to say


def insert_rows(session: Session, kind: Kind, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """These rows are there; returns their ids in the same order, None where a table has none."""
    table = kind.table
    if "id" not in table.c or not isinstance(table.c.id.type, sa.Integer):
        session.execute(sa.insert(table), list(rows))
        return [values.get("id") for values in rows]
    if session.get_bind().dialect.name != "sqlite":
        made = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(session.scalars(made, list(rows)))
    # SQLite tells the numbers of many new rows in no certain order, and has a single writer: so they are given here.
    first = _highest_number(session, table) + 1
    numbers = list(range(first, first + len(rows)))
    session.execute(sa.insert(table), [{**values, "id": one} for one, values in zip(numbers, rows, strict=True)])
    return numbers


def _highest_number(session: Session, table: sa.Table) -> int:
    """The highest number that a row has, or had in a table that never gives one twice."""
    highest: int = session.scalar(sa.select(sa.func.max(table.c.id))) or 0
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return highest
    given = sa.table("sqlite_sequence", sa.column("name", sa.String), sa.column("seq", sa.Integer))
    return max(highest, session.scalar(sa.select(given.c.seq).where(given.c.name == table.name)) or 0)


class Changes:
    """Changes of one table that wait to be written together."""

    def __init__(self, session: Session, kind: Kind) -> None:
        self._session, self._kind = session, kind
        self._in_order: list[dict[str, Any]] = []  # those with a number that only one row may have
        self._others: dict[tuple[str, ...], list[dict[str, Any]]] = {}

    def add(self, row: Row, values: Mapping[str, Any]) -> None:
        """A row is to say this."""
        primary = self._kind.table.primary_key.columns
        told = {**values, **{_HERE + one.name: key for one, key in zip(primary, row.primary_key, strict=True)}}
        if self._kind.counted is not None and self._kind.counted[0] in values:
            self._in_order.append(told)
        else:
            self._others.setdefault(tuple(told), []).append(told)

    def write(self) -> None:
        """All of them are written."""
        for names, some in groupby(self._in_order, key=tuple):
            self._update(names, list(some))
        for names, rows in self._others.items():
            self._update(names, rows)
        self._in_order, self._others = [], {}

    def _update(self, names: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
        table = self._kind.table
        values: dict[str, Any] = {name: sa.bindparam(name) for name in names if not name.startswith(_HERE)}
        if "version" in table.c:
            values["version"] = table.c.version + 1
        which = [one == sa.bindparam(_HERE + one.name) for one in table.primary_key.columns]
        self._session.connection().execute(sa.update(table).where(*which).values(values), rows)


class Numbers:
    """The numbers of a table that are given once, such as places in line, and who has them."""

    def __init__(self, session: Session, kind: Kind, event_id: int | None) -> None:
        self._session, self._kind, self._event_id = session, kind, event_id
        self._held: dict[tuple[Any, ...], dict[int, int]] = {}  # within what: number: the row that has it

    def make_room(self, values: dict[str, Any], facts: dict[str, Any], but: Row | None = None) -> None:
        """What is to be written takes the next free number if another row has its own; `but`: the row it is of."""
        if self._kind.counted is None or self._kind.counted[0] not in values:
            return
        name, within = self._kind.counted
        held = self._read(tuple(values.get(one, self._event_id if one == "event_id" else None) for one in within))
        own = but.primary_key[0] if but else 0
        wanted, highest = values[name], max(held, default=0)
        if but is not None and held.get(but.facts[name]) == own:
            del held[but.facts[name]]
        if wanted is None:
            return
        if wanted in held:
            wanted = values[name] = facts[name] = highest + 1
        held[wanted] = own

    def _read(self, place: tuple[Any, ...]) -> dict[int, int]:
        if place not in self._held:
            name, within = self._kind.counted or ("", ())
            table = self._kind.table
            where = [table.c[one] == value for one, value in zip(within, place, strict=True)]
            chosen = sa.select(table.c[name], table.c.id).where(*where, table.c[name].is_not(None))
            self._held[place] = dict(self._session.execute(chosen).all())
        return self._held[place]


def delete_rows(session: Session, kind: Kind, rows: Sequence[Row]) -> int:
    """These rows are gone, but for those that something here hangs on; returns how many went."""
    primary = sa.tuple_(*kind.table.primary_key.columns)
    gone = 0
    for some in in_pieces([row.primary_key for row in rows]):
        try:
            with session.begin_nested():
                session.execute(sa.delete(kind.table).where(primary.in_(some)))
            gone += len(some)
        except sa.exc.IntegrityError:
            gone += sum(_delete_one(session, kind, one) for one in some)
    return gone


def _delete_one(session: Session, kind: Kind, primary_key: tuple[Any, ...]) -> bool:
    which = [column == value for column, value in zip(kind.table.primary_key.columns, primary_key, strict=True)]
    try:
        with session.begin_nested():
            session.execute(sa.delete(kind.table).where(*which))
    except sa.exc.IntegrityError:
        return False
    return True
