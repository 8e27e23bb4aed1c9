"""What can happen to many registrations at once. However many they are, it takes the same few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, Note, record_many
from dialogues.core.errors import NotFoundHere
from dialogues.events.models import Event
from dialogues.people.models import Person
from dialogues.people.queries import find_group
from dialogues.registration import bulk_queries, rules
from dialogues.registration.bulk_models import BulkAct, BulkChange
from dialogues.registration.bulk_queries import CHANGES, Candidate, Changed, Touched
from dialogues.registration.bulk_rules import (
    MOVES,
    BulkKind,
    ListChanged,
    NobodyChosen,
    Standing,
    TakenBackAlready,
    UnknownChoice,
    judge,
)
from dialogues.registration.kinds import EventRole, Status
from dialogues.registration.list_queries import chosen_in
from dialogues.registration.models import Registration
from dialogues.registration.seat_services import follow_many, hold_seats

_REGISTRATION = cast(sa.Table, Registration.__table__)
_PERSON = cast(sa.Table, Person.__table__)
_CHANGE = cast(sa.Table, BulkChange.__table__)
_ACTIONS = {
    BulkKind.CONFIRM: "registration.confirmed",
    BulkKind.DECLINE: "registration.declined",
    BulkKind.CANCEL: "registration.cancelled",
    BulkKind.RESTORE: "registration.restored",
}


@dataclass(frozen=True)
class Chosen:
    """Who an act is done to: these, each at the version that was shown; or all for whom `condition` holds.

    `shown` is as how many all were shown.
    """

    versions: Mapping[int, int]
    condition: sa.ColumnElement[bool] | None = None
    shown: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came of an act: its id, to how many it was done, and to how many it was not."""

    act_id: int
    done: int
    left: int


def change_many(
    session: Session,
    event: Event,
    *,
    chosen: Chosen,
    kind: BulkKind,
    value: str | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """Move the state of many, or give all of them the same role, language or stakeholder group.

    For whom that does not follow, stays as they are, and why is kept with the act. As with one person, the directory
    takes over what it still held. Raises NobodyChosen, ListChanged, UnknownChoice, or NotFoundHere if somebody chosen
    is not of this event.
    """
    value, group_sector = _value(session, kind, value)
    changed, condition = CHANGES[kind], _condition(event, chosen)
    hold_seats(session, event.id)  # before the rows, as everybody does, so that two never wait for each other
    candidates = bulk_queries.hold_chosen(session, condition, changed)
    _require_all(candidates, chosen)
    before = bulk_queries.list_statuses_before(session, condition) if kind is BulkKind.RESTORE else {}
    act = BulkAct(event_id=event.id, kind=kind, value=value, done_at=at, done_by_id=actor.user_id)
    session.add(act)
    session.flush()  # its changes need the id
    rows = [_row(act.id, kind, value, one, chosen, group_sector, before) for one in candidates]
    session.execute(sa.insert(_CHANGE), rows)
    done = [(one, row) for one, row in zip(candidates, rows, strict=True) if row["refusal"] is None]
    _write(session, act, changed, to="after")
    if kind in MOVES:
        follow_many(session, event.id, [one.id for one, _row_ in done], at=at)
    names = bulk_queries.group_names(session, {value} if kind is BulkKind.GROUP and value else set())
    action = _ACTIONS.get(kind, "registration.changed")
    notes = [
        Note(action, "registration", str(one.id), one.full_name, _told(changed, one, row["after"], names))
        for one, row in done
    ]
    record_many(session, notes, actor=actor, at=at, event_id=event.id)
    followed = [
        Note("person.changed", "person", str(one.person_id), one.person_name, _told(changed, one, row["after"], names))
        for one, row in done
        if row["person_version"] is not None
    ]
    record_many(session, followed, actor=actor, at=at)
    session.expire_all()  # what was read before is older than what was written past it
    return Outcome(act.id, len(done), len(rows) - len(done))


def take_back_many(session: Session, act: BulkAct, *, actor: Actor, at: datetime) -> tuple[int, list[str]]:
    """Everybody whom an act changed and nobody changed since is as before; to how many that was done, and who is left.

    Raises TakenBackAlready.
    """
    if act.taken_back_at is not None:
        raise TakenBackAlready
    changed = CHANGES[act.kind]
    hold_seats(session, act.event_id)
    touched = bulk_queries.hold_touched(session, act.id)
    back = [one for one in touched if one.version == one.version_then]
    ids = {one for row in back for one in (row.before, row.after) if one} if act.kind is BulkKind.GROUP else set()
    names = bulk_queries.group_names(session, ids)
    _write(session, act, changed, to="before")
    if act.kind in MOVES:
        follow_many(session, act.event_id, [one.id for one in back], at=at)
    notes = [
        Note("registration.taken_back", "registration", str(one.id), one.full_name, _told_back(changed, one, names))
        for one in back
    ]
    record_many(session, notes, actor=actor, at=at, event_id=act.event_id)
    followed = [
        Note("person.changed", "person", str(one.person_id), one.full_name, _told_back(changed, one, names))
        for one in back
        if one.person_version == one.person_version_then
    ]
    record_many(session, followed, actor=actor, at=at)
    act.taken_back_at = at
    session.flush()  # before what was read is forgotten
    session.expire_all()
    return len(back), [one.full_name for one in touched if one.version != one.version_then]


def _value(session: Session, kind: BulkKind, value: str | None) -> tuple[str | None, Any]:
    """What is given to all, and of which sector a group is. Raises UnknownChoice for what is not offered."""
    if kind in MOVES:
        return None, None
    if kind is BulkKind.GROUP and value:
        group = find_group(session, int(value)) if value.isascii() and value.isdigit() and len(value) < 10 else None
        if group is None or not group.is_active:
            raise UnknownChoice
        return value, group.sector
    if kind is BulkKind.ROLE and value not in {role.value for role in EventRole}:
        raise UnknownChoice
    return value or None, None


def _condition(event: Event, chosen: Chosen) -> sa.ColumnElement[bool]:
    if chosen.condition is None:
        return chosen_in(event.id, chosen.versions)
    return sa.and_(Registration.event_id == event.id, chosen.condition)


def _require_all(candidates: Sequence[Candidate], chosen: Chosen) -> None:
    if chosen.condition is not None and len(candidates) != chosen.shown:
        raise ListChanged(now=len(candidates), shown=chosen.shown)
    if chosen.condition is None and len(candidates) != len(chosen.versions):
        raise NotFoundHere
    if not candidates:
        raise NobodyChosen


def _row(
    act_id: int,
    kind: BulkKind,
    value: str | None,
    one: Candidate,
    chosen: Chosen,
    group_sector: Any,
    before: Mapping[int, Status],
) -> dict[str, Any]:
    """What becomes of one of the chosen, as it is kept."""
    now = _text(one.value)
    standing = Standing(
        status=one.status,
        before=now,
        is_unchanged=chosen.condition is not None or one.version == chosen.versions[one.id],
        fits_group=group_sector in (None, one.sector),
    )
    refusal = judge(kind, standing, value=value)
    follows = (
        CHANGES[kind].person_column is not None
        and refusal is None
        and one.person_value == one.value
        and group_sector in (None, one.person_sector)
    )
    return {
        "act_id": act_id,
        "registration_id": one.id,
        "before": now,
        "after": None if refusal else _after(kind, value, one, before),
        "version": None if refusal else one.version + 1,
        "person_version": one.person_version + 1 if follows else None,
        "refusal": refusal,
    }


def _after(kind: BulkKind, value: str | None, one: Candidate, before: Mapping[int, Status]) -> str | None:
    """What stands there after the act. For a move this is the one place that says where it leads."""
    if kind not in MOVES:
        return value
    status = rules.next_status(MOVES[kind], one.status, name=one.full_name)
    if kind is BulkKind.RESTORE and one.id in before and not rules.may(rules.Act.RESTORE, before[one.id]):
        status = before[one.id]
    return status.value


def _write(session: Session, act: BulkAct, changed: Changed, *, to: str) -> None:
    """Bring the rows of an act to one side of its change, `before` or `after`, where they stand as the act knows them.

    On the way to `after` a row is one version behind the one that the act keeps; on the way back it stands at it.
    """
    act_id, behind = act.id, 1 if to == "after" else 0
    if changed.person_column is not None:
        _write_directory(
            session, act_id, act.event_id, changed, to=to, behind=behind
        )  # while the registrations still stand so
    mine = sa.and_(_CHANGE.c.act_id == act_id, _CHANGE.c.registration_id == _REGISTRATION.c.id)
    of_act = sa.select(_CHANGE.c.registration_id).where(_CHANGE.c.act_id == act_id, _CHANGE.c.version.is_not(None))
    session.execute(
        sa.update(_REGISTRATION)
        .where(
            _REGISTRATION.c.id.in_(of_act),
            sa.exists().where(mine, _CHANGE.c.version == _REGISTRATION.c.version + behind),
        )
        .values(
            {
                _column(changed.column): sa.select(changed.typed(_CHANGE.c[to])).where(mine).scalar_subquery(),
                _REGISTRATION.c.version: _REGISTRATION.c.version + 1,
            }
        )
    )


def _write_directory(session: Session, act_id: int, event_id: int, changed: Changed, *, to: str, behind: int) -> None:
    """The same for the directory, where it followed."""
    of_act = sa.and_(_CHANGE.c.act_id == act_id, _CHANGE.c.registration_id == _REGISTRATION.c.id)
    # From the person to the registration to the change, each by its key: joined, every person would read the whole act.
    registered = sa.select(_REGISTRATION.c.id).where(
        _REGISTRATION.c.event_id == event_id, _REGISTRATION.c.person_id == _PERSON.c.id
    )
    told = sa.select(changed.typed(_CHANGE.c[to])).where(
        _CHANGE.c.act_id == act_id, _CHANGE.c.registration_id == registered.correlate(_PERSON).scalar_subquery()
    )
    known = _PERSON.alias()
    due = sa.select(known.c.id).where(
        of_act,
        _REGISTRATION.c.person_id == known.c.id,
        _CHANGE.c.version == _REGISTRATION.c.version + behind,
        _CHANGE.c.person_version == known.c.version + behind,
    )
    session.execute(
        sa.update(_PERSON)
        .where(_PERSON.c.id.in_(due))
        .values(
            {
                _column(changed.person_column): told.correlate(_PERSON).scalar_subquery(),
                _PERSON.c.version: _PERSON.c.version + 1,
            }
        )
    )


def _column(attribute: Any) -> Any:
    return attribute.property.columns[0]


def _told(changed: Changed, one: Candidate, after: str | None, names: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    if changed.is_number:
        return {changed.name: (one.group_name, names.get(after) if after else None)}
    return {changed.name: (_text(one.value), after)}


def _told_back(changed: Changed, one: Touched, names: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    pair: Iterable[str | None] = (one.after, one.before)
    after, before = (names.get(text) if changed.is_number and text else text for text in pair)
    return {changed.name: (after, before)}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
