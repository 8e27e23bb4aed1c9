"""What can happen to a signed sheet: its rows are typed, read a second time, and what differs is settled.

Every act holds the sheet first (PostgreSQL; on SQLite the writer holds the whole database), so two people who type at
once each see what the other has typed, and nothing is written over.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import bulk_services, services
from dialogues.attendance.desk_queries import find_states
from dialogues.attendance.models import MarkSource, Part
from dialogues.attendance.queries import Day, find_day
from dialogues.attendance.rules import NOTHING, DayClosed, DayNotOfEvent, State
from dialogues.attendance.services import NewMark, Outcome
from dialogues.audit.services import Actor, record
from dialogues.core.clock import day_in
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.documents.marks import spoken
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.events.models import Event
from dialogues.paper import queries, rules
from dialogues.paper.models import SheetEntry
from dialogues.paper.rules import Reading, Row, Says
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.models import Registration
from dialogues.registration.rules import AlreadyRegistered
from dialogues.registration.services import register_walk_in

_ENTRY = cast(sa.Table, SheetEntry.__table__)

Standing = Mapping[tuple[Reading, Row, Part], SheetEntry]


@dataclass
class Typed:
    """What became of the rows that somebody typed."""

    kept: list[Row] = field(default_factory=list)
    again: list[Row] = field(default_factory=list)  # the same was typed before
    held: list[Row] = field(default_factory=list)  # kept, but what is recorded already says otherwise
    refused: list[DomainError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _New:
    """One entry that is about to be written."""

    row: Row
    part: Part
    says: Says
    version: int
    registration_id: int | None
    before: SheetEntry | None


def type_rows(
    session: Session,
    sheet: PrintedSheet,
    typed: Mapping[Row, Says],
    *,
    part: Part,
    reading: Reading,
    actor: Actor,
    at: datetime,
    reason: str,
) -> Typed:
    """What somebody read is kept, row by row; the first reading is recorded as attendance at once.

    A row that hinders (typed by somebody else, blank when it was printed) hinders no other. `reason` stands beside
    marks that are set aside because a row was typed again. Raises DayNotOfEvent, DayNotBegun, or
    DayClosed for a first reading.
    """
    _hold(session, sheet)
    day = _find_day(session, sheet, reading, at=at)
    standing = queries.list_standing(session, sheet.id, rows=typed)
    walk_ins = queries.list_walk_ins(session, sheet.id)
    done, new = Typed(), []
    for row, says in typed.items():
        try:
            one = _judge(standing, sheet, walk_ins, row, says, part=part, reading=reading, actor=actor)
        except DomainError as refusal:
            done.refused.append(refusal)
            continue
        if one is None:
            done.again.append(row)
        else:
            new.append(one)
    marks: Mapping[Row, uuid.UUID] = {}
    if reading is Reading.FIRST and new:
        _take_back_former(session, sheet, new, actor=actor, at=at, reason=reason)
        marks = _record(session, sheet, day, new, actor=actor, at=at)
        done.held = [one.row for one in new if one.says is not Says.NOT_SIGNED and one.row not in marks]
    _write(session, sheet, reading, new, marks, actor=actor, at=at)
    done.kept = [one.row for one in new]
    return done


def type_walk_in(
    session: Session,
    sheet: PrintedSheet,
    event: Event,
    number: int,
    *,
    full_name: str,
    sector: Sector,
    organisation: str | None,
    gender: Gender,
    part: Part,
    actor: Actor,
    at: datetime,
) -> bool:
    """Who signed in a blank row is on the list, and present. Whether they stood on the list before.

    Raises TypedByAnother, DayNotOfEvent, DayNotBegun, DayClosed or a RefusedFact.
    """
    _hold(session, sheet)
    day, row = _find_day(session, sheet, Reading.FIRST, at=at), Row(True, number)
    known = queries.list_walk_ins(session, sheet.id)
    if row in known:
        entry = next(one for key, one in queries.list_standing(session, sheet.id, rows=[row]).items() if key[1] == row)
        raise rules.TypedByAnother(row=str(row), name=entry.typed_by_name)
    was_known = False
    try:
        somebody = register_walk_in(
            session, event, full_name=full_name, sector=sector, organisation=organisation, gender=gender, actor=actor,
            at=at,
        )  # fmt: skip
        session.flush()  # its number goes into the mark
        registration_id = somebody.id
    except AlreadyRegistered as error:
        registration_id, was_known = error.registration_id, True
    new = [_New(row, part, Says.SIGNED, 1, registration_id, None)]
    marks = _record(session, sheet, day, new, actor=actor, at=at)
    _write(session, sheet, Reading.FIRST, new, marks, actor=actor, at=at)
    return was_known


def settle(
    session: Session,
    sheet: PrintedSheet,
    row: Row,
    part: Part,
    *,
    says: Says | None,
    seen: int,
    actor: Actor,
    at: datetime,
    reason: str,
) -> None:
    """What differs is settled: one of the readings is right, or (None) what is recorded already stays.

    What is right becomes a correction with its reason. `seen` is the version of the settlement that whoever settles
    had before them, 0 for none. Raises AlreadySettled, NotFoundHere, or what hinders a correction.
    """
    _hold(session, sheet)
    standing = queries.list_standing(session, sheet.id, rows=[row])
    first, second, settled = (standing.get((reading, row, part)) for reading in Reading)
    is_in_dispute = queries.Readings(first, second, settled).is_in_dispute
    if first is None or not is_in_dispute or (settled.version if settled else 0) != seen:
        raise rules.AlreadySettled(row=str(row))
    offered = {first.says, second.says if second else first.says, None if first.is_held else first.says}
    if says not in offered:
        raise NotFoundHere
    person = queries.signed_by(sheet, queries.list_walk_ins(session, sheet.id), [row]).get(row)
    mark_id = None
    own = [one.mark_id for one in _all_of(session, sheet, row, part) if one.mark_id is not None]
    status = rules.MARK_OF.get(says) if says is not None else None
    if status is not None and person is not None:
        mark_id = uuid.uuid4()
        wanted = NewMark(
            mark_id, sheet.day, MarkSource.CORRECTION, person, part=part, status=status, reason=reason,
            device=_where(sheet, row),
        )  # fmt: skip
        services.mark(session, wanted, event_id=sheet.event_id, actor=actor, at=at)
    elif own:
        bulk_services.set_aside(session, own, event_id=sheet.event_id, actor=actor, at=at, reason=reason)
    session.add(
        SheetEntry(
            id=uuid.uuid4(), sheet_id=sheet.id, reading=Reading.SETTLED, is_walk_in=row.is_walk_in,
            row_number=row.number, part=part, version=seen + 1, says=says or first.says, typed_at=at,
            typed_by_id=actor.user_id, typed_by_name=actor.name, mark_id=mark_id, registration_id=None, reason=reason,
        )
    )  # fmt: skip
    _note(session, "sheet.settled", sheet, [row], actor=actor, at=at, reason=reason)


def _hold(session: Session, sheet: PrintedSheet) -> None:
    """One act at a time on a sheet."""
    session.execute(sa.select(PrintedSheet.id).where(PrintedSheet.id == sheet.id).with_for_update())


def _find_day(session: Session, sheet: PrintedSheet, reading: Reading, *, at: datetime) -> Day:
    """The day of the sheet. A second reading records nothing, so a closed day does not hinder it."""
    day = find_day(session, sheet.event_id, sheet.day)
    if day is None:
        raise DayNotOfEvent(day=sheet.day)
    if day.day > day_in(session.get_one(Event, sheet.event_id).zone, at):
        raise rules.DayNotBegun(day=day.day)
    if day.is_closed and reading is Reading.FIRST:
        raise DayClosed(day=day.day)
    return day


def _judge(
    standing: Standing,
    sheet: PrintedSheet,
    walk_ins: Mapping[Row, int],
    row: Row,
    says: Says,
    *,
    part: Part,
    reading: Reading,
    actor: Actor,
) -> _New | None:
    """The entry that a typed row leads to; None if the same stands there."""
    if not row.is_walk_in and row.number > len(sheet.people):
        raise rules.NoSuchRow(row=str(row), last=len(sheet.people))
    if row.is_walk_in and reading is Reading.FIRST and row not in walk_ins:
        raise rules.WalkInNeedsName(row=str(row))
    other = standing.get((Reading.SECOND if reading is Reading.FIRST else Reading.FIRST, row, part))
    before = standing.get((reading, row, part))
    if other is not None and _is_by(other, actor):
        raise rules.ReadBySame(row=str(row))
    if before is None:
        return _New(row, part, says, 1, walk_ins.get(row), None)
    if before.says is says:
        return None
    if not _is_by(before, actor):
        raise rules.TypedByAnother(row=str(row), name=before.typed_by_name)
    return _New(row, part, says, before.version + 1, walk_ins.get(row), before)


def _is_by(entry: SheetEntry, actor: Actor) -> bool:
    return entry.typed_by_id is not None and entry.typed_by_id == actor.user_id


def _take_back_former(
    session: Session, sheet: PrintedSheet, new: Sequence[_New], *, actor: Actor, at: datetime, reason: str
) -> None:
    """Marks of rows that whoever typed them now types otherwise are set aside."""
    former = [one.before.mark_id for one in new if one.before is not None and one.before.mark_id is not None]
    if former:
        bulk_services.set_aside(session, former, event_id=sheet.event_id, actor=actor, at=at, reason=reason)


def _record(
    session: Session, sheet: PrintedSheet, day: Day, new: Sequence[_New], *, actor: Actor, at: datetime
) -> dict[Row, uuid.UUID]:
    """Record as attendance what was read, and return the mark of each row; what the list contradicts has none."""
    people = {one.row: one.registration_id or sheet.people[one.row.number - 1] for one in new}
    signers = queries.list_signers(session, people.values())
    ids = sorted({one.registration_id for one in signers.values()})
    # Held before their states are read, so that nobody is marked otherwise in between.
    held = sa.select(Registration.id).where(Registration.id.in_(ids)).order_by(Registration.id)
    session.execute(held.with_for_update(key_share=True)).all()
    states = find_states(session, day_id=day.id, registration_ids=ids)
    wanted: dict[Row, NewMark] = {}
    for one in new:
        status, signer = rules.MARK_OF.get(one.says), signers.get(people[one.row])
        state: State = states.get(signer.registration_id, NOTHING) if signer else NOTHING
        if status is None or signer is None or rules.contradicts(one.says, state, one.part):
            continue
        wanted[one.row] = NewMark(
            uuid.uuid4(), sheet.day, MarkSource.PAPER, signer.registration_id, part=one.part, status=status,
            device=_where(sheet, one.row), speaks_last=True,
        )  # fmt: skip
    results = services.mark_many(session, list(wanted.values()), event_id=sheet.event_id, actor=actor, at=at)
    recorded = zip(wanted.items(), results, strict=True)
    return {row: mark.id for (row, mark), result in recorded if result.outcome is Outcome.RECORDED}


def _write(
    session: Session,
    sheet: PrintedSheet,
    reading: Reading,
    new: Sequence[_New],
    marks: Mapping[Row, uuid.UUID],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    if not new:
        return
    rows = [
        {
            "id": uuid.uuid4(), "sheet_id": sheet.id, "reading": int(reading), "is_walk_in": one.row.is_walk_in,
            "row_number": one.row.number, "part": one.part, "version": one.version, "says": one.says, "typed_at": at,
            "typed_by_id": actor.user_id, "typed_by_name": actor.name, "mark_id": marks.get(one.row),
            "registration_id": one.registration_id, "reason": None,
        }
        for one in new
    ]  # fmt: skip
    session.execute(sa.insert(_ENTRY), rows)
    action = "sheet.typed" if reading is Reading.FIRST else "sheet.read_again"
    _note(session, action, sheet, [one.row for one in new], actor=actor, at=at, reason=None)


def _note(
    session: Session,
    action: str,
    sheet: PrintedSheet,
    rows: Sequence[Row],
    *,
    actor: Actor,
    at: datetime,
    reason: str | None,
) -> None:
    about = {"sheet_day": (None, sheet.day), "sheet_rows_read": (None, rules.listed(rows))}
    record(
        session, action, actor=actor, at=at, subject=sheet, subject_name=spoken(sheet.id), event_id=sheet.event_id,
        changes=about, reason=reason,
    )  # fmt: skip


def _where(sheet: PrintedSheet, row: Row) -> str:
    """Where on paper a mark was read, as it stands beside it: `K7M2-QX4R, 5`."""
    return f"{spoken(sheet.id)}, {row}"


def _all_of(session: Session, sheet: PrintedSheet, row: Row, part: Part) -> Sequence[SheetEntry]:
    """Everything that was ever read or settled of one cell."""
    chosen = sa.select(SheetEntry).where(
        SheetEntry.sheet_id == sheet.id,
        SheetEntry.is_walk_in == row.is_walk_in,
        SheetEntry.row_number == row.number,
        SheetEntry.part == part,
    )
    return session.scalars(chosen).all()
