"""Bringing an event in: what is new is added, what one side changed is taken, what both changed waits for a person.

All of it in one transaction. Marks are facts and are united; what the days add up to follows from them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.merge_services import recount_states, unite_marks
from dialogues.audit.services import Actor, Note, record, record_many
from dialogues.bundles import queries, rules
from dialogues.bundles.arrived import Arrived, Later, Skipped
from dialogues.bundles.brought import Brought
from dialogues.bundles.kinds import KINDS, Keys, Kind, points_at, registrations_of
from dialogues.bundles.models import BundleConflict, Exchange, HeardRow
from dialogues.bundles.queries import UNNAMED, Row, in_pieces, is_unnamed, read_rows
from dialogues.bundles.rules import Side
from dialogues.bundles.services import add_names, own_installation
from dialogues.bundles.values import digest
from dialogues.core.db import Base
from dialogues.events.models import Event
from dialogues.events.queries import hold_event
from dialogues.registration.models import Registration

_HEARD = cast(sa.Table, HeardRow.__table__)
_DIRECTORY = frozenset({"process", "stakeholder_group", "organisation"})  # known by their own words, in no event
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
        self._ours[kind.name] = ours
        fresh: list[str] = []
        changed: list[tuple[str, Row, dict[str, Any]]] = []
        for key, facts in theirs.items():
            row = ours.get(key)
            if row is None:
                fresh.append(key)
                continue
            self._final[kind.name, key] = dict(row.facts)
            if not kind.is_fixed:
                units = self._compare(kind, key, row, facts)
                if units:
                    changed.append((key, row, units))
        again = [one for one in changed if not self._change(kind, *one)]
        self._create(kind, fresh, theirs)
        for key, row, units in again:
            if not self._change(kind, key, row, units):
                self._waiting.append((kind, key, row, units))
        if kind.name == "event":
            self._event_id = self._keys.row_of["event", self._arrived.event_key]
            self._told.event_id = self._event_id
            self._told.slug = str(self._final["event", self._arrived.event_key]["slug"])

    def _read_ours(self, kind: Kind, theirs: Mapping[str, dict[str, Any]]) -> dict[str, Row]:
        table, session = kind.table, self._session
        ours: dict[str, Row] = {}
        if self._event_id is not None and kind.name not in _DIRECTORY:
            ours = read_rows(session, kind, kind.scope(self._event_id), self._keys)
        if kind.name in _DIRECTORY:
            for some in in_pieces(sorted(theirs)):
                ours |= read_rows(session, kind, table.c[kind.key[0]].in_(some), self._keys)
            if self._event_id is not None:
                ours |= read_rows(session, kind, kind.scope(self._event_id), self._keys)
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
        chosen = sa.select(BundleConflict).where(
            BundleConflict.event_id == self._event_id,
            BundleConflict.kind == kind.name,
            BundleConflict.key == key,
            BundleConflict.unit == unit,
            BundleConflict.settled_at.is_(None),
        )
        waiting = self._session.scalar(chosen)
        if waiting is None:
            name = kind.called(row.facts)
            waiting = BundleConflict(
                event_id=self._event_id, kind=kind.name, key=key, unit=unit, subject_name=name, found_at=self._at
            )
            self._session.add(waiting)
        waiting.theirs, waiting.found_at = theirs, self._at

    def _change(self, kind: Kind, key: str, row: Row, facts: dict[str, Any]) -> bool:
        """Write what is taken from the file; False if it speaks of a row that is still to come."""
        try:
            values = self._arrived.decode(kind, key, facts, self._keys)
        except Later:
            return False
        except Skipped:
            return True
        self._make_room(kind, values, facts, but=row)
        if "version" in kind.table.c:
            values["version"] = kind.table.c.version + 1
        self._session.execute(sa.update(kind.table).where(*_is(kind, row.primary_key)).values(values))
        before = {name: self._final[kind.name, key][name] for name in facts}
        self._final[kind.name, key] |= facts
        self._told.changed[kind.name] += 1
        if kind.name in _NOTED:
            changes = {name: (before[name], new) for name, new in facts.items() if not name.endswith(("_key", "_id"))}
            name = kind.called(row.facts)
            self._notes.append(Note("bundle.changed", kind.name, str(row.primary_key[0]), name, _differing(changes)))
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
                    ready.append((key, self._arrived.decode(kind, key, theirs[key], self._keys, whole=True)))
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
        if kind.counted is not None and len(ready) > 1:
            self._insert_counted(kind, ready, theirs)
            return
        for key, values in ready:
            facts = dict(theirs[key])
            self._make_room(kind, values, facts)
            self._final[kind.name, key] = facts
        self._insert_rows(kind, ready)

    def _insert_rows(self, kind: Kind, ready: list[tuple[str, dict[str, Any]]]) -> None:
        table = kind.table
        rows = [values | ({"version": 1} if "version" in table.c else {}) for _key, values in ready]
        if not rows:
            return
        numbers: list[Any] = [values.get("id") for values in rows]
        if "id" in table.c and isinstance(table.c.id.type, sa.Integer):
            made = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
            numbers = list(self._session.scalars(made, rows))
        else:
            self._session.execute(sa.insert(table), rows)
        named = {key: number for (key, _values), number in zip(ready, numbers, strict=True) if number is not None}
        for key, number in named.items():
            self._keys.add(kind.name, number, key)
        if kind.is_named:
            add_names(self._session, kind.name, named)
        self._told.added[kind.name] += len(rows)

    def _insert_counted(
        self, kind: Kind, ready: list[tuple[str, dict[str, Any]]], theirs: Mapping[str, dict[str, Any]]
    ) -> None:
        """Those with a number one by one in its order, so that none takes another's; the rest at once."""
        name = kind.counted[0] if kind.counted else ""
        numbered = [one for one in ready if one[1].get(name) is not None]
        for one in sorted(numbered, key=lambda each: each[1][name]):
            self._insert(kind, [one], theirs)
        rest = [one for one in ready if one[1].get(name) is None]
        self._final |= {(kind.name, key): dict(theirs[key]) for key, _values in rest}
        self._insert_rows(kind, rest)

    def _make_room(self, kind: Kind, values: dict[str, Any], facts: dict[str, Any], *, but: Row | None = None) -> None:
        """A number that is given once, such as a place in line, is the next free one if somebody has it here."""
        if kind.counted is None or values.get(kind.counted[0]) is None:
            return
        name, within = kind.counted
        table = kind.table
        where = [table.c[one] == values[one] for one in within if one in values]
        if "event_id" in within and "event_id" not in values:
            where = [table.c.event_id == self._event_id]
        others = [sa.not_(sa.and_(*_is(kind, but.primary_key)))] if but else []
        taken = sa.select(table.c.id).where(*where, *others, table.c[name] == values[name])
        if self._session.scalar(taken) is not None:
            highest = self._session.scalar(sa.select(sa.func.max(table.c[name])).where(*where))
            values[name] = facts[name] = (highest or 0) + 1

    # ------------------------------------------------------------ rows that they removed
    def _remove(self) -> None:
        for kind, key, row, facts in self._waiting:
            if not self._change(kind, key, row, facts):
                raise rules.DanglingRow(part=kind.name)
        for kind in reversed(KINDS):
            if not kind.is_removable:
                continue
            for key, row in self._ours[kind.name].items():
                if key in self._arrived.rows(kind.name) or not self._arrived.was_removed_there(kind, key, row.facts):
                    continue
                try:
                    with self._session.begin_nested():
                        self._session.execute(sa.delete(kind.table).where(*_is(kind, row.primary_key)))
                except sa.exc.IntegrityError:
                    continue  # something here hangs on it, so it stays
                self._told.removed[kind.name] += 1

    # ------------------------------------------------------------ what follows
    def _after(self, last: Exchange | None) -> None:
        session, event_id = self._session, cast(int, self._event_id)
        marked = self._arrived.registrations_marked(self._ours["mark"], self._keys)
        for some in in_pieces(sorted(marked)):
            recount_states(session, some)
        became = sa.select(Registration.id, Registration.merged_into_id).where(
            Registration.id.in_(registrations_of(event_id)), Registration.merged_into_id.is_not(None)
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
        session.execute(sa.delete(_HEARD).where(_HEARD.c.event_id == event_id, _HEARD.c.other == arrived.sender))
        rows = []
        for kind in KINDS:
            if kind.is_fixed:
                continue
            units = kind.units.items()
            for key, facts in arrived.rows(kind.name).items():
                theirs = {unit: digest(facts, columns) for unit, columns in units}
                final = self._final.get((kind.name, key))
                ours = {unit: digest(final, columns) for unit, columns in units} if final is not None else {}
                told = {"event_id": event_id, "other": arrived.sender, "kind": kind.name, "key": key}
                rows.append({**told, "theirs": theirs, "ours": None if ours == theirs else ours})
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


def _is(kind: Kind, primary_key: tuple[Any, ...]) -> list[sa.ColumnElement[bool]]:
    return [column == value for column, value in zip(kind.table.primary_key.columns, primary_key, strict=True)]


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
