"""Writes the people of one import, thousands in about a second, and notes what it did so that it can be taken back.

People who are new are written by a few statements for all of them; what they are written as, the journal included,
is what `registration.services.register` writes for one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record_rows
from dialogues.core.db import reserve_ids
from dialogues.core.folding import fold, search_key
from dialogues.core.tokens import new_badge_code, new_secret
from dialogues.events.models import Event
from dialogues.imports import queries
from dialogues.imports.columns import Field
from dialogues.imports.matching import Line
from dialogues.imports.models import VERSION, Deed, ImportBatch, ImportChange, Kind
from dialogues.imports.queries import KnownAlready
from dialogues.people import services as people
from dialogues.people.contact import Phones
from dialogues.people.facts import Description, PersonFacts
from dialogues.people.models import Organisation, Person
from dialogues.people.rules import name_words, sector_of
from dialogues.registration import services as registrations
from dialogues.registration.kinds import EventRole, Source, Status
from dialogues.registration.models import Registration

_KINDS = {Registration: Kind.REGISTRATION, Person: Kind.PERSON, Organisation: Kind.ORGANISATION}


class Writer:
    """Writes the people of one import."""

    def __init__(
        self, session: Session, event: Event, known: KnownAlready, batch: ImportBatch, *, actor: Actor, at: datetime
    ) -> None:
        self._session = session
        self._event = event
        self._organisations = dict(known.organisations)
        self._groups = {group.id: group for group in known.groups.values()}
        self._batch = batch
        self._actor = actor
        self._at = at
        self._done: list[dict[str, Any]] = []
        self._changed: list[tuple[Any, dict[str, Any], str | None]] = []

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
        ids = {at: persons[line.person_id].id for at, line in enumerate(lines) if line.person_id is not None}
        ids |= dict(zip(fresh, self._add_persons([descriptions[at] for at in fresh]), strict=True))
        for at, line in enumerate(lines):
            if line.person_id is not None:
                person = persons[line.person_id]
                before = _columns(person)
                people.change_person(self._session, person, descriptions[at].columns(), actor=self._actor, at=self._at)
                self._changed.append((person, before, None))
        self._add_registrations(
            [(ids[at], descriptions[at], facts[at].organisation, line) for at, line in enumerate(lines)]
        )

    def change(self, lines: Sequence[Line]) -> None:
        """Describe everybody of `lines` anew, who are on the list already."""
        wanted = [line.registered.id for line in lines if line.registered is not None]
        rows = queries.list_to_change(self._session, self._event, wanted)
        changed = [line.facts for line in lines if line.facts and Field.ORGANISATION in line.changed]
        self._add_organisations(one.organisation for one in changed)
        for line in lines:
            if line.registered is None or line.facts is None:
                continue
            row = rows[line.registered.id]
            facts = replace(line.facts, sort_as=row.sort_as)
            role = line.said.role if Field.ROLE in line.changed and line.said.role else row.role
            before, person_before = _columns(row), _columns(row.person)
            registrations.update_registration(
                self._session, row, facts=facts, version=None, actor=self._actor, at=self._at, role=role,
                notes=line.notes,
            )  # fmt: skip
            self._changed += [(row, before, line.row_key), (row.person, person_before, None)]

    def match(self, lines: Iterable[Line]) -> None:
        """Note the rows of which somebody said who they are, and of whom nothing changed."""
        for line in lines:
            if line.registered is not None and line.decision:
                self._done.append(
                    self._note_of(Kind.REGISTRATION, line.registered.id, Deed.MATCHED, 1, row_key=line.row_key)
                )

    def end(self) -> None:
        """What was done is noted, row by row of the database."""
        self._session.flush()  # what was changed has its new version
        for row, before, row_key in self._changed:
            values = {name: _plain(old) for name, old in before.items() if getattr(row, name) != old}
            if values.keys() - {VERSION}:
                kind = _KINDS[type(row)]
                self._done.append(
                    self._note_of(kind, row.id, Deed.CHANGED, row.version, before=values, row_key=row_key)
                )
        if self._done:
            self._session.execute(sa.insert(_plain_table(ImportChange)), self._done)
            self._note_added()

    def _log(self, table: type[Any], rows: Iterable[tuple[int, str | None]]) -> None:
        """Note rows that were added, each with the key of its row of the file if it has one."""
        kind = _KINDS[table]
        self._done += [self._note_of(kind, id_, Deed.ADDED, 1, row_key=row_key) for id_, row_key in rows]

    def _note_of(
        self,
        kind: Kind,
        row_id: int,
        deed: Deed,
        version: int,
        *,
        before: dict[str, Any] | None = None,
        row_key: str | None = None,
    ) -> dict[str, Any]:
        facts = {"batch_id": self._batch.id, "kind": kind, "row_id": row_id, "deed": deed, "version": version}
        return {**facts, "before": before, "row_key": row_key}

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
        self._log(Organisation, ((id_, None) for id_ in ids))

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
        self._log(Person, ((id_, None) for id_ in ids))
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
        self._log(Registration, zip(ids, (line.row_key for *_rest, line in people_), strict=True))

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
        """Insert `rows` and return their ids in the same order."""
        if not rows:
            return []
        ids = reserve_ids(self._session, table, len(rows))
        for id_, row in zip(ids, rows, strict=True):
            row["id"] = id_
        self._session.execute(sa.insert(_plain_table(table)), list(rows))
        return ids

    def _note_added(self) -> None:
        """The journal has everybody and everything that was added, as `register` notes it for one."""
        confirmed = {"status": (None, Status.CONFIRMED)}
        self._note(Organisation, Organisation.name, "organisation.added")
        self._note(Person, Person.full_name, "person.added")
        self._note(Registration, Registration.full_name, "registration.added", self._event.id, confirmed)

    def _note(
        self,
        table: type[Any],
        name: sa.SQLColumnExpression[str],
        action: str,
        event_id: int | None = None,
        changes: dict[str, tuple[Any, Any]] | None = None,
    ) -> None:
        added = sa.select(ImportChange.row_id).where(
            ImportChange.batch_id == self._batch.id,
            ImportChange.kind == _KINDS[table],
            ImportChange.deed == Deed.ADDED,
        )
        record_rows(
            self._session, action, table, table.id.in_(added), name=name, actor=self._actor, at=self._at,
            event_id=event_id, changes=changes,
        )  # fmt: skip


def _complete(line: Line, persons: Mapping[int, Person]) -> PersonFacts:
    """The facts of a row; of somebody known, what the row leaves empty is what the directory says.

    A name typed without the letters that few keyboards have does not replace the one that has them; nor does another
    name of somebody who was known by it only because a person said so.
    """
    facts = line.said.facts
    if line.person_id is None:
        return facts
    person = persons[line.person_id]
    typed, known = facts.full_name, person.full_name
    is_poorer = typed.isascii() and not known.isascii() and fold(typed) == fold(known)
    if is_poorer or name_words(typed) != name_words(known):
        facts = replace(facts, full_name=person.full_name)
    return registrations.filled(facts, person)


def _plain_table(table: type[Any]) -> sa.Table:
    """The table itself: by way of its class, rows with other empty fields than the one before begin a new statement."""
    return cast(sa.Table, table.__table__)


def _columns(row: Any) -> dict[str, Any]:
    """Every column of a row but its number."""
    return {column.key: getattr(row, column.key) for column in sa.inspect(type(row)).column_attrs if column.key != "id"}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value
