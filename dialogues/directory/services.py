"""What can happen to doubles: two persons or organisations become one, and two again; or are said to be two."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.core.errors import NotFoundHere
from dialogues.directory import rules
from dialogues.directory.models import Kind, Merge, NotSame
from dialogues.directory.moving import Moved, move, move_back, plain
from dialogues.directory.rules import PERSON_FIELDS, Side
from dialogues.directory.united_services import part, put_back, unite
from dialogues.people.models import Organisation, Person
from dialogues.people.services import name_keys, readable_changes
from dialogues.registration.models import Registration
from dialogues.registration.seat_services import hold_seats

Row = TypeVar("Row")

_TABLES: Mapping[Kind, type[Any]] = {Kind.PERSON: Person, Kind.ORGANISATION: Organisation}


@dataclass(frozen=True)
class Undone:
    """A merge that was taken back, and what was changed since it and therefore stays as it is now."""

    merge: Merge
    still: list[tuple[str, Any]]  # column and value; "marks" and "rows" with their number


def merge_persons(
    session: Session,
    *,
    first_id: int,
    second_id: int,
    chosen: Mapping[str, Side],
    described_by: Collection[int] = (),
    actor: Actor,
    at: datetime,
) -> Merge:
    """Two persons are one: the older row stays, with the `chosen` facts, and everything of the other one is theirs.

    Where both are on the list of an event, the registrations become one, described by the one whose number is in
    `described_by` (else by the one confirmed, else the older). Raises WithItself, NotFoundHere, MergedMeanwhile or
    NotChosen; then nothing is changed.
    """
    _hold_lists(session, (first_id, second_id))
    kept, gone = hold(session, Person, first_id, second_id)
    values = rules.chosen_values(PERSON_FIELDS, kept, gone, chosen)
    moved = Moved()
    for one, other in _pairs(session, kept.id, gone.id, described_by):
        moved.united.append(unite(session, one, other, actor=actor, at=at))
    merge = begin(session, Kind.PERSON, kept.id, gone.id, (kept.full_name, gone.full_name), actor=actor, at=at)
    changes = assign(kept, values)
    if {"full_name", "sort_as"} & changes.keys():
        changes |= assign(kept, name_keys(kept.full_name, kept.sort_as))
    assign(gone, {"merged_into_id": kept.id})
    session.flush()  # what follows is told to the tables directly
    move(session, "person", from_id=gone.id, to_id=kept.id, moved=moved)
    end(session, merge, kept, changes, moved, actor=actor, at=at)
    return merge


def undo_merge(session: Session, merge_id: int, *, actor: Actor, at: datetime) -> Undone:
    """What one merge made one is two again, each with what it had; what came since stays with the row that was kept.

    Raises NotFoundHere, TakenBackAlready or LaterMerge; then nothing is changed.
    """
    merge = session.get(Merge, merge_id, with_for_update=True, populate_existing=True)
    if merge is None:
        raise NotFoundHere
    if merge.undone_at is not None:
        raise rules.TakenBackAlready
    table = _TABLES[merge.kind]
    if merge.kind is Kind.PERSON:
        _hold_lists(session, (merge.kept_id, merge.gone_id))
    rows = {one.id: one for one in _locked(session, table, (merge.kept_id, merge.gone_id))}
    kept, gone = rows[merge.kept_id], rows[merge.gone_id]
    _require_last(session, merge)
    moved = Moved(**merge.moved)
    if merge.kind is Kind.PERSON:
        united = [one[key] for one in moved.united for key in ("kept_id", "gone_id")]
        _locked(session, Registration, united)
    lost = move_back(session, moved, from_id=gone.id, to_id=kept.id)
    session.expire_all()
    still = put_back(kept, moved.fields)
    setattr(gone, _points(table), None)
    session.flush()  # the registrations are told to the tables directly
    for one in reversed(moved.united):
        still += part(session, one, actor=actor, at=at)
    merge.undone_at, merge.undone_by_name = at, actor.name
    name = _name(kept)
    record(
        session, f"{merge.kind}.parted", actor=actor, at=at, subject=kept, subject_name=name,
        changes={"same_as": (merge.gone_name, None)},
    )  # fmt: skip
    session.flush()
    session.expire_all()
    return Undone(merge, still + [("rows", lost)] * bool(lost))


def say_not_same(
    session: Session, kind: Kind, *, first_id: int, second_id: int, actor: Actor, at: datetime
) -> tuple[str, str]:
    """Two rows are known to be two and are not proposed again; returns their names. Said twice is said once."""
    first, second = hold(session, _TABLES[kind], first_id, second_id)
    if _find_not_same(session, kind, first.id, second.id) is None:
        row = NotSame(
            kind=kind, first_id=first.id, second_id=second.id, said_at=at, said_by_id=actor.user_id,
            said_by_name=actor.name,
        )  # fmt: skip
        session.add(row)
        record(
            session, f"{kind}.not_same", actor=actor, at=at, subject=first, subject_name=_name(first),
            changes={"not_same_as": (None, _name(second))},
        )  # fmt: skip
    return _name(first), _name(second)


def take_back_not_same(
    session: Session, kind: Kind, *, first_id: int, second_id: int, actor: Actor, at: datetime
) -> None:
    """Whether two rows are the same is open again. Taken back twice is taken back once; raises NotFoundHere."""
    first, second = hold(session, _TABLES[kind], first_id, second_id)
    known = _find_not_same(session, kind, first.id, second.id)
    if known is not None:
        session.delete(known)
        record(
            session, f"{kind}.not_same_taken_back", actor=actor, at=at, subject=first, subject_name=_name(first),
            changes={"not_same_as": (_name(second), None)},
        )  # fmt: skip


def hold(session: Session, table: type[Row], first_id: int, second_id: int) -> tuple[Row, Row]:
    """Two rows of the directory, held in the order of their numbers; neither is part of another one."""
    if first_id == second_id:
        raise rules.WithItself
    rows = _locked(session, table, (first_id, second_id))
    if len(rows) < 2:
        raise NotFoundHere
    for row in rows:
        if getattr(row, _points(table)) is not None:
            raise rules.MergedMeanwhile(name=_name(row))
    return rows[0], rows[1]


def _hold_lists(session: Session, person_ids: Collection[int]) -> None:
    """The events that persons are on the lists of are held, and then their registrations: before the persons.

    That is the order of everybody who changes a registration and what the directory knows along with it.
    """
    is_theirs = sa.and_(Registration.person_id.in_(person_ids), Registration.event_id.is_not(None))
    events = session.scalars(sa.select(Registration.event_id).where(is_theirs).distinct()).all()
    for event_id in sorted(events):
        hold_seats(session, event_id)
    session.execute(sa.select(Registration.id).where(is_theirs).order_by(Registration.id).with_for_update()).all()


def _locked(session: Session, table: type[Any], ids: Collection[int]) -> list[Any]:
    """Rows as they are now, held in the order of their numbers, so that two who merge never wait in a ring."""
    chosen = sa.select(table).where(table.id.in_(ids)).order_by(table.id).with_for_update()
    return list(session.scalars(chosen.execution_options(populate_existing=True)))


def _pairs(
    session: Session, kept_id: int, gone_id: int, described_by: Collection[int]
) -> list[tuple[Registration, Registration]]:
    """For each event both persons are on the list of: the registration that describes them there, and the other one."""
    chosen = sa.select(Registration).where(
        Registration.person_id.in_((kept_id, gone_id)), Registration.event_id.is_not(None)
    )
    held = session.scalars(chosen.order_by(Registration.id).with_for_update().execution_options(populate_existing=True))
    of_event: dict[int, list[Registration]] = {}
    for one in held:
        of_event.setdefault(one.event_id, []).append(one)
    pairs = []
    for _event, rows in sorted(of_event.items()):
        if len(rows) == 2:
            first = next((one for one in rows if one.id in described_by), None) or describing(rows)
            pairs.append((first, next(one for one in rows if one is not first)))
    return pairs


def describing(rows: Collection[Any]) -> Any:
    """Which of some registrations is proposed to describe a person at an event: a confirmed one, else the first."""
    return min(rows, key=lambda one: (one.status != "confirmed", one.id))


def begin(
    session: Session, kind: Kind, kept_id: int, gone_id: int, names: tuple[str, str], *, actor: Actor, at: datetime
) -> Merge:
    """A merge that is about to be made."""
    merge = Merge(
        kind=kind, kept_id=kept_id, gone_id=gone_id, kept_name=names[0], gone_name=names[1], moved={}, made_at=at,
        made_by_id=actor.user_id, made_by_name=actor.name,
    )  # fmt: skip
    session.add(merge)
    return merge


def end(
    session: Session,
    merge: Merge,
    kept: Any,
    changes: dict[str, tuple[Any, Any]],
    moved: Moved,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep what was moved, and note it in the journal."""
    moved.fields = {column: [plain(old), plain(new)] for column, (old, new) in changes.items()}
    merge.moved = moved.as_json()
    shown = {"same_as": (None, merge.gone_name)} | readable_changes(session, changes)
    record(session, f"{merge.kind}.merged", actor=actor, at=at, subject=kept, subject_name=_name(kept), changes=shown)
    session.flush()
    session.expire_all()  # much was told to the tables directly


def _require_last(session: Session, merge: Merge) -> None:
    ids = (merge.kept_id, merge.gone_id)
    later = session.scalar(
        sa.select(Merge.kept_name).where(
            Merge.kind == merge.kind,
            Merge.id > merge.id,
            Merge.undone_at.is_(None),
            sa.or_(Merge.kept_id.in_(ids), Merge.gone_id.in_(ids)),
        )
    )
    if later is not None:
        raise rules.LaterMerge(name=merge.kept_name)


def _find_not_same(session: Session, kind: Kind, first_id: int, second_id: int) -> NotSame | None:
    return session.scalar(
        sa.select(NotSame).where(NotSame.kind == kind, NotSame.first_id == first_id, NotSame.second_id == second_id)
    )


def _points(table: type[Any]) -> str:
    """The column that says which other row a row is part of."""
    return "merged_into_id" if table is Person else "alias_of_id"


def _name(row: Any) -> str:
    return str(row.full_name if isinstance(row, Person) else row.name)
