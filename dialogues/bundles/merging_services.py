"""Bringing an event in: what is new is added, what one side changed is taken, what both changed waits for a person.

All of it in one transaction. Marks are facts and are united; what the days add up to follows from them.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.merge_services import recount_states, unite_marks
from dialogues.attendance.models import Mark, SessionMark
from dialogues.audit.services import Actor, Note, record, record_many
from dialogues.bundles import queries, rules
from dialogues.bundles.arrived import Arrived, Later, Skipped
from dialogues.bundles.brought import Brought
from dialogues.bundles.kinds import KINDS, Keys, Kind, points_at, registrations_of
from dialogues.bundles.models import BundleConflict, Exchange, HeardRow
from dialogues.bundles.queries import UNNAMED, Row, in_pieces, is_unnamed, read_rows
from dialogues.bundles.rules import Memory, Side
from dialogues.bundles.services import add_names, own_installation
from dialogues.bundles.values import digest
from dialogues.bundles.writing_services import Changes, Numbers, delete_rows, insert_rows
from dialogues.core.db import Base
from dialogues.events.models import Event
from dialogues.events.queries import hold_event
from dialogues.registration.models import Registration

_HEARD = cast(sa.Table, HeardRow.__table__)
_DIRECTORY = frozenset({"process", "stakeholder_group", "logo", "organisation"})  # known by themselves, in no event
_NOTED = frozenset({"event", "event_day", "registration", "agenda_session", "invitation"})


def import_bundle(
    session: Session, arrived: Arrived, *, actor: Actor, at: datetime, only: Event | None = None
) -> Brought:
    """Bring in what a file holds; twice is once. `only`: the event whose page it was brought to.

    Raises one of the refusals of the rules; whoever called takes everything back then.
    """
    try:
        told = _Merging(session, arrived, actor=actor, at=at).run(only)
        session.flush()  # before everything that was read is forgotten
        return told
    except sa.exc.IntegrityError as error:
        raise rules.DoesNotFit from error
    except sa.exc.DataError as error:
        raise rules.DoesNotFit from error
    finally:
        session.expire_all()


class _Merging:
    def __init__(self, session: Session, arrived: Arrived, *, actor: Actor, at: datetime) -> None:
        self._session, self._arrived, self._actor, self._at = session, arrived, actor, at
        self._keys = Keys()
        self._told = Brought(arrived.title)
        self._final: dict[tuple[str, str], dict[str, Any]] = {}
        self._ours: dict[str, dict[str, Row]] = {}
        self._numbers: dict[str, Numbers] = {}
        self._conflicts: dict[tuple[str, str, str], BundleConflict] | None = None  # those that wait, once asked for
        self._waiting: list[tuple[Kind, str, Row, dict[str, Any]]] = []
        self._notes: list[Note] = []
        self._event_id: int | None = None

    def run(self, only: Event | None) -> Brought:
        own = own_installation(self._session)
        if self._arrived.sender == own.id:
            raise rules.OwnBundle
        event = self._find_event()
        if only is not None and (event is None or event.id != only.id):
            raise rules.NotThisEvent(title=self._arrived.title)
        last = None
        self._told.is_new = event is None
        if event is not None:
            self._event_id = event.id
            hold_event(self._session, event.id)
            last = queries.find_exchange(self._session, event.id, self._arrived.sender)
            self._told.event_id, self._told.slug = event.id, event.slug
        if last is not None and last.bundle == self._arrived.bundle:
            self._told.is_known = True
            return self._told
        if last is not None and self._arrived.number < last.number:
            raise rules.OlderBundle
        heard = queries.list_heard(self._session, event.id, self._arrived.sender) if event else []
        self._arrived.meet(own.id, heard, last)
        for kind in KINDS:
            self._merge(kind)
        self._remove()
        self._after(last)
        return self._told

    def _find_event(self) -> Event | None:
        """The event of the file if it is here. Raises OtherEvent if its address is taken by a stranger."""
        named = queries.find_named_event(self._session, self._arrived.event_key)
        if named is not None:
            return named
        facts = self._arrived.rows("event")[self._arrived.event_key]
        there = self._session.scalar(sa.select(Event).where(Event.slug == str(facts.get("slug"))))
        if there is None:
            return None
        if there.created_at.isoformat() != facts.get("created_at"):
            raise rules.OtherEvent(slug=there.slug)
        return there

    # ------------------------------------------------------------ one table
    def _merge(self, kind: Kind) -> None:
        theirs = self._arrived.rows(kind.name)
        ours = self._read_ours(kind, theirs)
        self._numbers[kind.name] = Numbers(self._session, kind, self._event_id)
        changes = Changes(self._session, kind)
        self._ours[kind.name] = ours
        fresh: list[str] = []
        changed: list[tuple[str, Row, dict[str, Any]]] = []
        for key, facts in theirs.items():
            row = ours.get(key)
            if row is None:
                fresh.append(key)
                continue
            self._final[kind.name, key] = row.facts
            if not kind.is_fixed and row.facts != facts:
                units = self._compare(kind, key, row, facts)
                if units:
                    changed.append((key, row, units))
        again = [one for one in changed if not self._change(kind, *one, changes)]
        changes.write()
        self._create(kind, fresh, theirs)
        self._waiting += [(kind, *one) for one in again if not self._change(kind, *one, changes)]
        changes.write()
        if kind.name == "event":
            self._event_id = self._keys.row_of["event", self._arrived.event_key]
            self._told.event_id = self._event_id
            self._told.slug = str(self._final["event", self._arrived.event_key]["slug"])

    def _read_ours(self, kind: Kind, theirs: Mapping[str, dict[str, Any]]) -> dict[str, Row]:
        table, session = kind.table, self._session
        ours: dict[str, Row] = {}
        if self._event_id is not None and kind.name not in _DIRECTORY:
            scope = kind.scope(self._event_id)
            ours = read_rows(session, kind, scope, self._keys, only_keys=kind.is_fixed)
        if kind.name in _DIRECTORY:
            for some in in_pieces(sorted(theirs)):
                ours |= read_rows(session, kind, table.c[kind.key[0]].in_(some), self._keys)
            if self._event_id is not None:
                ours |= read_rows(session, kind, kind.scope(self._event_id), self._keys)
        if kind.hangs_on is not None:
            target = kind.targets[kind.hangs_on] or ""
            named = {self._keys.row_of.get((target, str(facts.get(kind.hangs_on)))) for facts in theirs.values()}
            ours |= read_rows(session, kind, table.c[kind.hangs_on].in_(named - {None}), self._keys)
        if kind.is_named:
            elsewhere = queries.list_named(session, kind, (key for key in theirs if key not in ours))
            for some in in_pieces(sorted(elsewhere.values())):
                ours |= read_rows(session, kind, table.c.id.in_(some), self._keys)
            self._recognise(kind, ours, theirs)
        return ours

    def _recognise(self, kind: Kind, ours: dict[str, Row], theirs: Mapping[str, dict[str, Any]]) -> None:
        """Rows without a shared name that are surely those of the file get their names."""
        unnamed = {key: row for key, row in ours.items() if is_unnamed(key)}
        if not unnamed:
            return
        if kind.name == "person":
            known = self._persons_by_badge()
            same = {key: known.get(badge) for key, badge in self._arrived.badges().items()}
        else:
            facts = {tuple(row.facts[name] for name in kind.same): row.primary_key[0] for row in unnamed.values()}
            same = {key: facts.get(tuple(one.get(name) for name in kind.same)) for key, one in theirs.items()}
        by_number = {row.primary_key[0]: key for key, row in unnamed.items()}
        names = {}
        for key, number in same.items():
            if key not in ours and number in by_number:
                ours[key] = ours.pop(by_number.pop(number))
                self._keys.add(kind.name, number, key)
                names[key] = number
        _rename(kind, ours, {f"{UNNAMED}{number}": key for key, number in names.items()})
        add_names(self._session, kind.name, {key: number for key, number in names.items() if number is not None})

    def _persons_by_badge(self) -> dict[str, int]:
        table = Base.metadata.tables["registration"]
        chosen = sa.select(table.c.badge_code, table.c.person_id).where(
            table.c.id.in_(registrations_of(self._event_id or 0))
        )
        return dict(self._session.execute(chosen).all())

    # ------------------------------------------------------------ rows that both have
    def _compare(self, kind: Kind, key: str, row: Row, theirs: dict[str, Any]) -> dict[str, Any]:
        """The facts that are taken from the file; what both changed becomes a conflict."""
        taken: dict[str, Any] = {}
        meeting = self._arrived.meeting(kind.name, key)
        for unit, columns in kind.units.items():
            if not any(name in theirs for name in columns):
                continue  # an older program did not know these
            ours_digest, theirs_digest = digest(row.facts, columns), digest(theirs, columns)
            side = rules.decide(unit, ours=ours_digest, theirs=theirs_digest, meeting=meeting)
            if side is Side.BOTH_CHANGED and meeting.is_first:
                side = rules.without_meeting(_said(row.facts, columns), _said(theirs, columns))
            if side is Side.THEIRS:
                taken |= {name: theirs.get(name) for name in columns}
            elif side is Side.BOTH_CHANGED:
                self._keep_conflict(kind, key, unit, row, {name: theirs.get(name) for name in columns})
        return taken

    def _keep_conflict(self, kind: Kind, key: str, unit: str, row: Row, theirs: dict[str, Any]) -> None:
        self._told.conflicts += 1
        if self._conflicts is None:
            found = queries.list_conflicts(self._session, self._event_id or 0)
            self._conflicts = {(one.kind, one.key, one.unit): one for one in found if one.settled_at is None}
        waiting = self._conflicts.get((kind.name, key, unit))
        if waiting is None:
            name = kind.called(row.facts)
            waiting = BundleConflict(
                event_id=self._event_id, kind=kind.name, key=key, unit=unit, subject_name=name, found_at=self._at
            )
            self._session.add(waiting)
            self._conflicts[kind.name, key, unit] = waiting
        waiting.theirs, waiting.found_at = theirs, self._at

    def _change(self, kind: Kind, key: str, row: Row, facts: dict[str, Any], changes: Changes) -> bool:
        """Have written what is taken from the file; False if it speaks of a row that is still to come."""
        try:
            values = self._arrived.decode(kind, key, facts, self._keys)
        except Later:
            return False
        except Skipped:
            return True
        self._numbers[kind.name].make_room(values, facts, but=row)
        changes.add(row, values)
        before = {name: row.facts[name] for name in facts}
        self._final[kind.name, key] = row.facts | facts
        self._told.changed[kind.name] += 1
        if kind.name in _NOTED:
            told = {name: (before[name], new) for name, new in facts.items() if not name.endswith(("_key", "_id"))}
            name = kind.called(row.facts)
            self._notes.append(Note("bundle.changed", kind.name, str(row.primary_key[0]), name, _differing(told)))
        return True

    # ------------------------------------------------------------ rows that are new here
    def _create(self, kind: Kind, fresh: list[str], theirs: Mapping[str, dict[str, Any]]) -> None:
        left = []
        for key in fresh:
            if self._arrived.was_removed_here(kind, key):
                self._arrived.skip(kind.name, key)
            else:
                left.append(key)
        while left:
            ready: list[tuple[str, dict[str, Any]]] = []
            later: list[str] = []
            for key in left:
                try:
                    values = self._arrived.decode(kind, key, theirs[key], self._keys, whole=True)
                    ready.append((key, kind.in_order(values)))
                except Later:
                    later.append(key)
                except Skipped:
                    self._arrived.skip(kind.name, key)
            if later and not ready:
                raise rules.DanglingRow(part=kind.name)  # they speak of each other in a ring
            self._insert(kind, ready, theirs)
            left = later

    def _insert(
        self, kind: Kind, ready: list[tuple[str, dict[str, Any]]], theirs: Mapping[str, dict[str, Any]]
    ) -> None:
        if not ready:
            return
        if kind.counted is not None:
            name = kind.counted[0]  # in the order of their numbers, so that none takes another's
            ready = sorted(ready, key=lambda one: (one[1][name] is None, one[1][name] or 0))
        for key, values in ready:
            facts = dict(theirs[key])
            self._numbers[kind.name].make_room(values, facts)
            self._final[kind.name, key] = facts
        rows = [values | ({"version": 1} if "version" in kind.table.c else {}) for _key, values in ready]
        numbers = insert_rows(self._session, kind, rows)
        named = {key: number for (key, _values), number in zip(ready, numbers, strict=True) if number is not None}
        for key, number in named.items():
            self._keys.add(kind.name, number, key)
        if kind.is_named:
            add_names(self._session, kind.name, named)
        self._told.added[kind.name] += len(rows)

    # ------------------------------------------------------------ rows that they removed
    def _remove(self) -> None:
        for kind, group in groupby(self._waiting, key=itemgetter(0)):
            changes = Changes(self._session, kind)
            for one in group:
                if not self._change(*one, changes):
                    raise rules.DanglingRow(part=kind.name)
            changes.write()
        for kind in reversed(KINDS):
            if not kind.is_removable:
                continue
            theirs = self._arrived.rows(kind.name)
            gone = [
                row
                for key, row in self._ours[kind.name].items()
                if key not in theirs and self._arrived.was_removed_there(kind, key, row.facts)
            ]
            removed = delete_rows(self._session, kind, gone)
            if removed:
                self._told.removed[kind.name] += removed

    # ------------------------------------------------------------ what follows
    def _after(self, last: Exchange | None) -> None:
        session, event_id = self._session, cast(int, self._event_id)
        marked = self._arrived.registrations_marked(self._ours["mark"], self._keys)
        for some in in_pieces(sorted(marked)):
            recount_states(session, some)
        became = sa.select(Registration.id, Registration.merged_into_id).where(
            Registration.id.in_(registrations_of(event_id)),
            Registration.merged_into_id.is_not(None),
            sa.or_(*(sa.exists().where(kind.registration_id == Registration.id) for kind in (Mark, SessionMark))),
        )
        for gone, kept in session.execute(became).all():
            unite_marks(session, from_id=gone, to_id=cast(int, kept))
        self._remember(last)
        record_many(session, self._notes, actor=self._actor, at=self._at, event_id=event_id)
        event = session.get_one(Event, event_id)
        counts = {"marks_added": (0, self._told.marks), "people_added": (0, self._told.added["registration"])}
        record(
            session, "event.brought_in", actor=self._actor, at=self._at, subject=event, subject_name=event.title,
            event_id=event_id, changes={name: pair for name, pair in counts.items() if pair[1]},
        )  # fmt: skip

    def _remember(self, last: Exchange | None) -> None:
        session, arrived, event_id = self._session, self._arrived, cast(int, self._event_id)
        known, kept, rows = arrived.remembered, set(), []
        for kind in KINDS:
            if kind.is_fixed:
                continue
            units = kind.units.items()
            for key, facts in arrived.rows(kind.name).items():
                theirs = {unit: digest(facts, columns) for unit, columns in units}
                final = self._final.get((kind.name, key))
                ours = None if final == facts else {unit: digest(final, columns) for unit, columns in units if final}
                ours = None if ours == theirs else ours
                if known.get((kind.name, key)) == Memory(took=theirs, after=theirs if ours is None else ours):
                    kept.add((kind.name, key))
                    continue
                told = {"event_id": event_id, "other": arrived.sender, "kind": kind.name, "key": key}
                rows.append({**told, "theirs": theirs, "ours": ours})
        gone: dict[str, list[str]] = {}
        for name, key in known.keys() - kept:
            gone.setdefault(name, []).append(key)
        whose = (_HEARD.c.event_id == event_id, _HEARD.c.other == arrived.sender)
        for name, keys in gone.items():
            for some in in_pieces(keys):
                session.execute(sa.delete(_HEARD).where(*whose, _HEARD.c.kind == name, _HEARD.c.key.in_(some)))
        if rows:
            session.execute(sa.insert(_HEARD), rows)
        packed = own_installation(session).packed
        if last is None:
            last = Exchange(event_id=event_id, other=arrived.sender)
            session.add(last)
        last.number, last.bundle, last.heard_of_us = arrived.number, arrived.bundle, arrived.heard_of_us
        last.packed = packed
        last.made_at, last.brought_at, last.brought_by_name = arrived.made_at, self._at, self._actor.name
        last.marks = self._told.marks


def _rename(kind: Kind, ours: Mapping[str, Row], names: Mapping[str, str]) -> None:
    """Rows that speak of others of their own table use the names that those have now."""
    own = [column.name for column in kind.columns if points_at(column) == kind.name]
    for row in ours.values() if own else ():
        row.facts.update({name: names.get(row.facts[name], row.facts[name]) for name in own})


def _said(facts: Mapping[str, Any], columns: tuple[str, ...]) -> Any:
    said = [facts.get(name) for name in columns if facts.get(name) not in (None, "", [])]
    return said or None


def _differing(changes: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
