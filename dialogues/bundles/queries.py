"""Reading the rows that travel, by what they are called everywhere; never writes."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.bundles.kinds import BY_NAME, KINDS, Keys, Kind, points_at
from dialogues.bundles.models import BundleConflict, Exchange, HeardRow, Installation, SharedName
from dialogues.bundles.values import encode
from dialogues.core.db import Base
from dialogues.events.models import Event

_AT_ONCE = 5_000  # keys in one statement: databases take a limited number of parameters
UNNAMED = "unnamed:"  # how a row without a shared name is called until it has one


class Row(NamedTuple):
    """One row that is here: its number or numbers, and what it says, as JSON carries it."""

    primary_key: tuple[Any, ...]
    facts: dict[str, Any]


class Heard(NamedTuple):
    """What is remembered of one row and another installation."""

    other: uuid.UUID
    kind: str
    key: str
    theirs: dict[str, str]
    ours: dict[str, str] | None


def is_unnamed(key: str) -> bool:
    """Whether this is only a stand-in for a name that a row does not have yet."""
    return key.startswith(UNNAMED)


def read_rows(
    session: Session, kind: Kind, where: sa.ColumnElement[bool], keys: Keys, *, only_keys: bool = False
) -> dict[str, Row]:
    """The rows of a table by their keys, which `keys` learns; what they point at must be known to it already.

    `only_keys`: what they say is left out, for rows that never change.
    """
    table = kind.table
    wanted = [column for column in table.columns if not only_keys or column.primary_key or column.name in kind.key]
    chosen = sa.select(*wanted).where(where).order_by(*table.primary_key.columns)
    if kind.is_named:
        names = Base.metadata.tables["shared_name"]
        chosen = chosen.add_columns(names.c.id.label("shared_name"))
        chosen = chosen.outerjoin_from(table, names, names.c[f"{kind.name}_id"] == table.c.id)
    found = session.execute(chosen).mappings().all()
    keyed = [(_key_of(kind, values, keys), values) for values in found]
    for key, values in keyed:
        if "id" in table.c:
            keys.add(kind.name, values["id"], key)
    columns = [] if only_keys else list(kind.targets.items())
    primary = [column.name for column in table.primary_key.columns]
    rows = {}
    for key, values in keyed:
        facts = {name: keys.of_row.get((at, values[name])) if at else encode(values[name]) for name, at in columns}
        rows[key] = Row(tuple(values[name] for name in primary), kind.in_order(facts) if kind.pair else facts)
    return rows


def _key_of(kind: Kind, values: Mapping[Any, Any], keys: Keys) -> str:
    if kind.key:
        facts = {
            name: keys.of_row.get((at, values[name])) if (at := points_at(kind.table.c[name])) else encode(values[name])
            for name in kind.key
        }
        return key_of_facts(kind, facts)
    if not kind.is_named:
        return str(values["id"])
    return str(values["shared_name"] or f"{UNNAMED}{values['id']}")


def key_of_facts(kind: Kind, facts: Mapping[str, Any]) -> str:
    """The key of a row whose own columns name it."""
    told = kind.in_order(facts)
    return "|".join(str(told.get(name)) for name in kind.key)


def read_event(session: Session, event_id: int) -> dict[str, dict[str, Row]]:
    """Everything of an event that travels."""
    keys = Keys()
    return {kind.name: read_rows(session, kind, kind.scope(event_id), keys) for kind in KINDS}


def read_keys(session: Session, event_id: int) -> Keys:
    """What the rows of an event are called, those left out that only ever are added: nobody decides about them."""
    keys = Keys()
    for kind in KINDS:
        if not kind.is_fixed:
            read_rows(session, kind, kind.scope(event_id), keys)
    return keys


def list_unnamed(session: Session, kind: Kind, event_id: int) -> list[int]:
    """The numbers of the rows of an event that have no shared name yet."""
    names = Base.metadata.tables["shared_name"]
    known = sa.select(names.c[f"{kind.name}_id"]).where(names.c[f"{kind.name}_id"].is_not(None))
    chosen = sa.select(kind.table.c.id).where(kind.scope(event_id), kind.table.c.id.not_in(known))
    return list(session.scalars(chosen.order_by(kind.table.c.id)))


def list_named(session: Session, kind: Kind, keys: Iterable[str]) -> dict[str, int]:
    """Which of these shared names belong to rows that are here."""
    column = SharedName.__table__.c[f"{kind.name}_id"]
    wanted = [name for name in map(_as_uuid, keys) if name is not None]
    found: dict[str, int] = {}
    for some in in_pieces(wanted):
        chosen = sa.select(SharedName.id, column).where(SharedName.id.in_(some), column.is_not(None))
        found |= {str(name): number for name, number in session.execute(chosen)}
    return found


def in_pieces(values: Collection[Any]) -> Iterator[list[Any]]:
    """`values` in pieces that one statement takes."""
    whole = list(values)
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]


def find_named_event(session: Session, name: str) -> Event | None:
    """The event with this shared name."""
    number = _as_uuid(name)
    chosen = sa.select(Event).join(SharedName, SharedName.event_id == Event.id).where(SharedName.id == number)
    return session.scalar(chosen) if number else None


def find_installation(session: Session) -> Installation | None:
    """What this installation is called, once it has packed or brought in anything."""
    return session.scalar(sa.select(Installation).limit(1))


def find_exchange(session: Session, event_id: int, other: uuid.UUID) -> Exchange | None:
    """The last file of another installation that was brought in."""
    return session.get(Exchange, (event_id, other))


def list_exchanges(session: Session, event_id: int) -> list[Exchange]:
    """The last file of each other installation, the newest first."""
    chosen = sa.select(Exchange).where(Exchange.event_id == event_id)
    return list(session.scalars(chosen.order_by(Exchange.brought_at.desc(), Exchange.other)))


def list_heard(session: Session, event_id: int, other: uuid.UUID | None = None) -> list[Heard]:
    """What is remembered of exchanges, of one other installation or all."""
    columns = (HeardRow.other, HeardRow.kind, HeardRow.key, HeardRow.theirs, HeardRow.ours)
    chosen = sa.select(*columns).where(HeardRow.event_id == event_id)
    chosen = chosen if other is None else chosen.where(HeardRow.other == other)
    return [Heard(*row) for row in session.execute(chosen.order_by(HeardRow.other, HeardRow.kind, HeardRow.key))]


def list_conflicts(session: Session, event_id: int) -> list[BundleConflict]:
    """What both sides changed, what waits first."""
    chosen = sa.select(BundleConflict).where(BundleConflict.event_id == event_id)
    return list(session.scalars(chosen.order_by(BundleConflict.settled_at.is_not(None), BundleConflict.id)))


def count_open_conflicts(session: Session, event_id: int) -> int:
    """How much waits for a decision."""
    chosen = sa.select(sa.func.count()).select_from(BundleConflict)
    where = chosen.where(BundleConflict.event_id == event_id, BundleConflict.settled_at.is_(None))
    return session.scalar(where) or 0


def find_conflict(session: Session, event_id: int, conflict_id: int) -> BundleConflict | None:
    """One of them."""
    chosen = sa.select(BundleConflict).where(BundleConflict.event_id == event_id, BundleConflict.id == conflict_id)
    return session.scalar(chosen)


def find_row(session: Session, event_id: int, kind_name: str, key: str, keys: Keys) -> Row | None:
    """The row of an event that has this key."""
    kind = BY_NAME[kind_name]
    return read_rows(session, kind, kind.scope(event_id), keys).get(key)


def _as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
