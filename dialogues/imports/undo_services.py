"""Taking an import back: what it added is gone and what it changed is as before, but for what was used since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, Note, record, record_many, record_rows
from dialogues.core.db import Base
from dialogues.imports import rules
from dialogues.imports.models import VERSION, Deed, ImportBatch, ImportChange, Kind, Undone
from dialogues.people.models import Organisation, Person
from dialogues.registration.models import Registration
from dialogues.registration.seat_services import hold_seats

_TABLES: dict[Kind, type[Any]] = {
    Kind.REGISTRATION: Registration,  # first: it refers to the others
    Kind.PERSON: Person,
    Kind.ORGANISATION: Organisation,
}
_ACTIONS = {
    Kind.REGISTRATION: "registration.removed",
    Kind.PERSON: "person.removed",
    Kind.ORGANISATION: "organisation.removed",
}
_RESTORED = {Kind.REGISTRATION: "registration.changed_back", Kind.PERSON: "person.changed_back"}
_AT_ONCE = 500  # rows of one statement: databases take a limited number of parameters


@dataclass(frozen=True)
class TakenBack:
    """What taking an import back did with the registrations it was about."""

    removed: int
    restored: int
    kept: int


def undo_import(session: Session, batch: ImportBatch, *, actor: Actor, at: datetime) -> TakenBack:
    """Whoever `batch` added is off the list again, and out of the directory if nothing else refers to them.

    Who was marked, substituted, written to or changed since is kept as they are now; so is everybody an update of whom
    was followed by another change. Raises TakenBackAlready.
    """
    hold_seats(session, batch.event_id)  # before any row, as everybody does, so that two never wait for each other
    session.refresh(batch, with_for_update=True)
    if batch.undone_at is not None:
        raise rules.TakenBackAlready
    batch.undone_at, batch.undone_by_name = at, actor.name
    session.flush()
    taken = _Taken(session, batch, actor=actor, at=at)
    restored = sum(taken.restore(kind) for kind in (Kind.REGISTRATION, Kind.PERSON))
    removed = {kind: taken.remove(kind) for kind in _TABLES}
    session.flush()
    session.expire_all()  # rows were removed behind the session's back
    outcome = TakenBack(removed[Kind.REGISTRATION], restored, taken.count_kept())
    changes = {"removed": (None, outcome.removed), "restored": (None, outcome.restored), "kept": (None, outcome.kept)}
    record(
        session, "event.import_undone", actor=actor, at=at, subject=batch.event, subject_name=batch.event.title,
        event_id=batch.event_id, changes=changes,
    )  # fmt: skip
    return outcome


class _Taken:
    """One import that is being taken back."""

    def __init__(self, session: Session, batch: ImportBatch, *, actor: Actor, at: datetime) -> None:
        self._session = session
        self._batch = batch
        self._actor = actor
        self._at = at

    def restore(self, kind: Kind) -> int:
        """Rows that were changed are as before, unless somebody changed them since. How many of them."""
        table = _TABLES[kind]
        chosen = (
            sa.select(ImportChange, table)
            .join(table, table.id == ImportChange.row_id)
            .where(*self._of(kind, Deed.CHANGED))
            .with_for_update(of=table)
        )
        notes, again = [], {}
        rows = self._session.execute(chosen.execution_options(populate_existing=True)).all()
        for change, row in rows:
            if row.version != change.version:
                change.undone = Undone.KEPT
                continue
            change.undone = Undone.RESTORED
            changes = {}
            again[row.id] = (change.before or {})[VERSION]
            for name, old in (change.before or {}).items():
                if name == VERSION:
                    continue
                changes[name] = (getattr(row, name), old)
                setattr(row, name, _typed(table, name, old))
            shown = {name: pair for name, pair in changes.items() if not name.endswith(("_key", "_id"))}
            notes.append(Note(_RESTORED[kind], table.__tablename__, str(row.id), row.full_name, shown))
        self._session.flush()
        self._stand_as_then(kind, again)
        self._note(kind, notes)
        return len(notes) if kind is Kind.REGISTRATION else 0

    def _stand_as_then(self, kind: Kind, again: Mapping[int, int]) -> None:
        """A row that is as an earlier import left it is unchanged since, although its version went on."""
        table = _TABLES[kind]
        for some in _chunks(list(again)):
            earlier = (
                sa.select(ImportChange, table.version)
                .join(table, table.id == ImportChange.row_id)
                .where(ImportChange.kind == kind, ImportChange.row_id.in_(some), ImportChange.undone.is_(None))
            )
            for change, version in self._session.execute(earlier).all():
                if change.version == again[change.row_id]:
                    change.version = version

    def remove(self, kind: Kind) -> int:
        """Rows that were added are gone, unless they were changed since or something refers to them. How many."""
        table = _TABLES[kind]
        name = table.name if kind is Kind.ORGANISATION else table.full_name
        is_added = self._of(kind, Deed.ADDED)
        added = sa.select(ImportChange.row_id).where(*is_added)
        # Held first and asked then: who refers to one of them after the question waits, and fails.
        self._session.execute(sa.select(table.id).where(table.id.in_(added)).with_for_update()).all()
        is_used = sa.or_(table.version != ImportChange.version, *_references(table))
        present = sa.select(table.id).join(ImportChange, ImportChange.row_id == table.id)
        kept = self._session.scalars(present.where(*is_added, is_used)).all()
        self._mark(is_added, Undone.REMOVED)
        for some in _chunks(kept):
            self._mark([*is_added, ImportChange.row_id.in_(some)], Undone.KEPT)
        removed = sa.select(ImportChange.row_id).where(*is_added, ImportChange.undone == Undone.REMOVED)
        record_rows(
            self._session, _ACTIONS[kind], table, table.id.in_(removed), name=name, actor=self._actor, at=self._at,
            event_id=self._event_id(kind),
        )  # fmt: skip
        gone = sa.delete(table).where(table.id.in_(removed)).execution_options(synchronize_session=False)
        return cast(sa.CursorResult[Any], self._session.execute(gone)).rowcount

    def count_kept(self) -> int:
        """How many registrations are kept as they are now."""
        is_kept = (ImportChange.batch_id == self._batch.id, ImportChange.kind == Kind.REGISTRATION)
        chosen = sa.select(sa.func.count()).select_from(ImportChange)
        return self._session.scalar(chosen.where(*is_kept, ImportChange.undone == Undone.KEPT)) or 0

    def _of(self, kind: Kind, deed: Deed) -> list[sa.ColumnElement[bool]]:
        return [ImportChange.batch_id == self._batch.id, ImportChange.kind == kind, ImportChange.deed == deed]

    def _mark(self, which: Sequence[sa.ColumnElement[bool]], undone: Undone) -> None:
        changed = sa.update(ImportChange).where(*which).values(undone=undone)
        self._session.execute(changed.execution_options(synchronize_session=False))

    def _note(self, kind: Kind, notes: Sequence[Note]) -> None:
        record_many(self._session, notes, actor=self._actor, at=self._at, event_id=self._event_id(kind))

    def _event_id(self, kind: Kind) -> int | None:
        """Whose history tells of it: the directory belongs to no event."""
        return self._batch.event_id if kind is Kind.REGISTRATION else None


def _references(table: type[Any]) -> list[sa.ColumnElement[bool]]:
    """The conditions under which some row of any table refers to a row of `table`."""
    target = cast(sa.Table, table.__table__)
    found = []
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is target and not key.parent.info.get("names_only"):
                column = other.alias().c[key.parent.name]
                found.append(table.id.in_(sa.select(column).where(column.is_not(None))))
    return found


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _typed(table: type[Any], name: str, value: Any) -> Any:
    """A value as its column holds it; in the note it is plain."""
    kind = cast(sa.Table, table.__table__).c[name].type
    return kind.enum_class(value) if isinstance(kind, sa.Enum) and kind.enum_class and value is not None else value
