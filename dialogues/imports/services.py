"""What an import does: everybody new and everything changed in one transaction, thousands in about a second.

People who are new are written by a few statements for all of them; what they are written as, the journal included,
is what `registration.services.register` writes for one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, Note, record, record_many
from dialogues.core.folding import fold, search_key
from dialogues.core.spreadsheets import Table
from dialogues.core.tokens import new_badge_code, new_secret
from dialogues.events.models import Event
from dialogues.imports import queries, rules
from dialogues.imports.columns import Field
from dialogues.imports.matching import Fate, Line, Plan, make_plan
from dialogues.imports.queries import KnownAlready
from dialogues.people import services as people
from dialogues.people.contact import Phones
from dialogues.people.facts import Description, PersonFacts
from dialogues.people.models import Organisation, Person
from dialogues.people.rules import sector_of
from dialogues.registration import services as registrations
from dialogues.registration.kinds import EventRole, Source, Status
from dialogues.registration.models import Registration
from dialogues.registration.seat_queries import count_room
from dialogues.registration.seat_services import hold_seats

Columns = Mapping[int, Field] | None


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do."""

    plan: Plan
    new: int
    updated: int
    unchanged: int
    over_capacity: int = 0  # how many sit beyond the seats of the event once it is done; an import refuses nobody


def plan_import(session: Session, event: Event, table: Table, *, columns: Columns = None) -> Outcome:
    """What an import of `table` would do. Writes nothing. Raises NoHeading or NoRows."""
    return _counted(_plan(session, event, table, columns))


def import_all(
    session: Session, event: Event, table: Table, *, actor: Actor, at: datetime, columns: Columns = None
) -> Outcome:
    """Every row of `table` is on the list, or none. Raises RowsRefused if one is refused, NoHeading or NoRows."""
    hold_seats(session, event.id)
    known = queries.read_known(session, event)
    plan = make_plan(table, known, country=event.country, chosen=columns)
    if plan.of(Fate.REFUSED):
        raise rules.RowsRefused(rows=len(plan.of(Fate.REFUSED)))
    return _carry_out(session, event, plan, known, actor=actor, at=at)


def import_good_rows(
    session: Session, event: Event, table: Table, *, actor: Actor, at: datetime, columns: Columns = None
) -> Outcome:
    """The rows of `table` that are not refused are on the list. Raises NoHeading or NoRows."""
    hold_seats(session, event.id)
    known = queries.read_known(session, event)
    plan = make_plan(table, known, country=event.country, chosen=columns)
    return _carry_out(session, event, plan, known, actor=actor, at=at)


def _plan(session: Session, event: Event, table: Table, columns: Columns) -> Plan:
    return make_plan(table, queries.read_known(session, event), country=event.country, chosen=columns)


def _counted(plan: Plan) -> Outcome:
    return Outcome(plan, *(len(plan.of(fate)) for fate in (Fate.NEW, Fate.UPDATED, Fate.UNCHANGED)))


def _carry_out(
    session: Session, event: Event, plan: Plan, known: KnownAlready, *, actor: Actor, at: datetime
) -> Outcome:
    new, updated = plan.of(Fate.NEW), plan.of(Fate.UPDATED)
    writer = _Writer(session, event, known, actor=actor, at=at)
    writer.add(new)
    writer.change(updated)
    if new or updated:
        counts = {"new": (None, len(new)), "updated": (None, len(updated))}
        record(
            session, "event.people_imported", actor=actor, at=at, subject=event, subject_name=event.title,
            event_id=event.id, changes=counts,
        )  # fmt: skip
    session.flush()  # the seats are counted in the database
    return replace(_counted(plan), over_capacity=count_room(session, event.id).over)


class _Writer:
    """Writes the people of one import."""

    def __init__(self, session: Session, event: Event, known: KnownAlready, *, actor: Actor, at: datetime) -> None:
        self._session = session
        self._event = event
        self._organisations = dict(known.organisations)
        self._groups = {group.id: group for group in known.groups.values()}
        self._actor = actor
        self._at = at

    def add(self, lines: Sequence[Line]) -> None:
        """Put everybody of `lines` on the list; who is new to the directory is put there too."""
        if not lines:
            return
        persons = queries.list_persons(self._session, [line.person_id for line in lines if line.person_id is not None])
        facts = [_complete(line, persons) for line in lines]
        self._add_organisations(one.organisation for one in facts)
        descriptions = [
            self._describe(one, line.said.phones, before=persons.get(line.person_id or 0))
            for one, line in zip(facts, lines, strict=True)
        ]
        fresh = [at for at, line in enumerate(lines) if line.person_id is None]
        ids = {at: line.person_id for at, line in enumerate(lines) if line.person_id is not None}
        ids |= dict(zip(fresh, self._add_persons([descriptions[at] for at in fresh]), strict=True))
        for at, line in enumerate(lines):
            if line.person_id is not None:
                people.change_person(
                    self._session, persons[line.person_id], descriptions[at].columns(), actor=self._actor, at=self._at
                )
        self._add_registrations(
            [(ids[at], descriptions[at], facts[at].organisation, line) for at, line in enumerate(lines)]
        )

    def change(self, lines: Sequence[Line]) -> None:
        """Describe everybody of `lines` anew, who are on the list already."""
        wanted = [line.registered.id for line in lines if line.registered is not None]
        rows = queries.list_to_change(self._session, self._event, wanted)
        for line in lines:
            if line.registered is None or line.facts is None:
                continue
            row = rows[line.registered.id]
            facts = replace(line.facts, sort_as=row.sort_as)
            role = line.said.role if Field.ROLE in line.changed and line.said.role else row.role
            registrations.update_registration(
                self._session, row, facts=facts, version=None, actor=self._actor, at=self._at, role=role,
                notes=line.notes,
            )  # fmt: skip

    def _add_organisations(self, names: Iterable[str | None]) -> None:
        missing: dict[str, str] = {}
        for name in names:
            if name and search_key(name) not in self._organisations:
                missing.setdefault(search_key(name), name)
        if not missing:
            return
        rows = [
            {"name": name, "search_key": key, "sector": None, "country": None, "version": 1}
            for key, name in missing.items()
        ]
        ids = self._insert(Organisation, rows)
        self._organisations |= {key: (id_, name) for id_, (key, name) in zip(ids, missing.items(), strict=True)}
        self._note(Organisation, "organisation.added", zip(ids, missing.values(), strict=True))

    def _add_persons(self, descriptions: Sequence[Description]) -> list[int]:
        rows = [
            {
                **one.columns(),
                **people.name_keys(one.full_name, one.sort_as),
                "created_at": self._at,
                "version": 1,
            }
            for one in descriptions
        ]
        ids = self._insert(Person, rows)
        self._note(Person, "person.added", zip(ids, (one.full_name for one in descriptions), strict=True))
        return ids

    def _add_registrations(self, people_: Sequence[tuple[int, Description, str | None, Line]]) -> None:
        rows: list[dict[str, Any]] = []
        for person_id, description, organisation, line in people_:
            name = self._organisations[search_key(organisation)][1] if organisation else None
            rows.append(
                {
                    **description.columns(),
                    **people.name_keys(description.full_name, description.sort_as, name),
                    "event_id": self._event.id,
                    "person_id": person_id,
                    "organisation_name": name,
                    "role": line.said.role or EventRole.PARTICIPANT,
                    "status": Status.CONFIRMED,
                    "source": Source.IMPORT,
                    "notes": line.said.notes,
                    "badge_code": new_badge_code(),
                    "link_token": new_secret(),
                    "registered_at": self._at,
                    "version": 1,
                }
            )
        ids = self._insert(Registration, rows)
        named = zip(ids, (description.full_name for _, description, _, _ in people_), strict=True)
        self._note(Registration, "registration.added", named, {"status": (None, Status.CONFIRMED)})

    def _describe(self, facts: PersonFacts, phones: Phones, *, before: Person | None) -> Description:
        """The columns of somebody whose facts were judged when the row was read; `before` is who they were known as."""
        if before is not None and phones.first is None:
            phones = Phones(before.phone, before.phone_alternative, ())
        group = self._groups.get(facts.stakeholder_group_id or 0)
        if before and before.stakeholder_group_id == facts.stakeholder_group_id and before.sector is facts.sector:
            group = None  # they stay together although the group has moved to another sector since
        organisation = self._organisations[search_key(facts.organisation)][0] if facts.organisation else None
        return Description(
            full_name=facts.full_name,
            honorific=facts.honorific,
            sort_as=facts.sort_as,
            sector=sector_of(
                facts.sector, group=group.name if group else None, group_sector=group.sector if group else None
            ),
            stakeholder_group_id=facts.stakeholder_group_id,
            organisation_id=organisation,
            position=facts.position,
            gender=facts.gender,
            age_group=facts.age_group,
            phone=phones.first,
            phone_alternative=phones.second,
            email=facts.email,
            place=facts.place,
            language=facts.language,
        )

    def _insert(self, table: type[Any], rows: Sequence[dict[str, Any]]) -> list[int]:
        """Insert `rows` and return their ids in the same order.

        Databases return the ids of many rows in any order, so each comes back with what was written; of two rows
        with the same content it does not matter which is which.
        """
        if not rows:
            return []
        names = [name for name in rows[0] if name not in ("created_at", "registered_at")]
        written = sa.insert(table).returning(table.id, *(getattr(table, name) for name in names))
        ids: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
        for id_, *values in self._session.execute(written, list(rows)):
            ids[tuple(values)].append(id_)
        return [ids[tuple(row[name] for name in names)].pop() for row in rows]

    def _note(
        self,
        table: type[Any],
        action: str,
        named: Iterable[tuple[int, str]],
        changes: dict[str, tuple[Any, Any]] | None = None,
    ) -> None:
        event_id = self._event.id if table is Registration else None
        notes = (Note(action, table.__tablename__, str(id_), name, changes or {}) for id_, name in named)
        record_many(self._session, notes, actor=self._actor, at=self._at, event_id=event_id)


def _complete(line: Line, persons: Mapping[int, Person]) -> PersonFacts:
    """The facts of a row; of somebody known, what the row leaves empty is what the directory says.

    A name typed without the letters that few keyboards have does not replace the one that has them.
    """
    facts = line.said.facts
    if line.person_id is None:
        return facts
    person = persons[line.person_id]
    if facts.full_name.isascii() and not person.full_name.isascii() and fold(facts.full_name) == fold(person.full_name):
        facts = replace(facts, full_name=person.full_name)
    return registrations.filled(facts, person)
