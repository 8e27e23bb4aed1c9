"""Who of an event a document is printed for: the choice that was made, asked of the database.

For whom a document was printed is known from the journal: each printing of all pages keeps the rows it was made of.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.core.errors import NotFoundHere
from dialogues.core.folding import fold
from dialogues.core.tokens import BADGE_ALPHABET
from dialogues.documents.option_rules import NobodyCalledSo, People, SeveralCalledSo, read_ids
from dialogues.events.models import Event
from dialogues.registration.list_filters import read_query
from dialogues.registration.list_queries import wanted
from dialogues.registration.models import Registration, Status
from dialogues.registration.queries import find_by_short_code, search

_CODE_LEAST = 8  # signs of a code that are taken for one
_NUMBER_MOST = 9  # figures of a row's number
_FOUND_MOST = 50  # people looked at for a name


@dataclass(frozen=True)
class Choice:
    """What is asked of a row, and the rows that are meant or left out by number."""

    condition: sa.ColumnElement[bool]  # on Registration
    only: frozenset[int] | None = None  # None: any
    without: frozenset[int] = frozenset()

    def has(self, key: int) -> bool:
        """Whether the row with this number is not left out."""
        return key not in self.without and (self.only is None or key in self.only)


def find_choice(session: Session, event: Event, people: People, document: str) -> Choice:
    """The rows of an event that the choice leaves, whatever their state.

    Raises NobodyCalledSo or SeveralCalledSo, and NotFoundHere for a printing that is none of this document.
    """
    conditions = [Registration.event_id == event.id]
    if people.sector is not None:
        conditions.append(Registration.sector == people.sector)
    if people.since is not None:
        conditions.append(Registration.registered_at >= first_instant(event, people))
    if people.person:
        conditions.append(Registration.id == find_person(session, event, people.person))
    if people.view:
        view = read_query(people.view, sees_contacts=people.sees_contacts)
        conditions.append(wanted(event.id, view.filters))
    only, without = printed_rows(session, event, people, document)
    return Choice(sa.and_(*conditions), only, without)


def first_instant(event: Event, people: People) -> datetime:
    """When the day began since which people are asked for, by the calendar of the event's place."""
    if people.since is None:
        raise ValueError("no day is asked for")
    return datetime.combine(people.since, time.min, tzinfo=event.zone)


def printed_rows(
    session: Session, event: Event, people: People, document: str
) -> tuple[frozenset[int] | None, frozenset[int]]:
    """The rows of the printing asked for, or None for any; and those left out because they were printed already."""
    if people.printing is not None:
        chosen = _printings(event).where(Entry.id == people.printing)
        ids = [_rows(changes, document) for changes in session.scalars(chosen)]
        if not ids or ids[0] is None:
            raise NotFoundHere
        return frozenset(ids[0]), frozenset()
    if people.is_new:
        found = (_rows(changes, document) for changes in session.scalars(_printings(event)))
        return None, frozenset().union(*(ids for ids in found if ids))
    return None, frozenset()


def find_person(session: Session, event: Event, text: str) -> int:
    """The row of whoever is meant by a name, the beginning of a code or a row's number.

    Raises NobodyCalledSo or SeveralCalledSo.
    """
    if text.isascii() and text.isdigit() and len(text) <= _NUMBER_MOST:
        own = sa.select(Registration.id).where(Registration.event_id == event.id, Registration.id == int(text))
        if (found := session.scalar(own)) is not None:
            return found
    code = "".join(text.upper().replace("-", " ").split())
    if len(code) >= _CODE_LEAST and set(code) <= set(BADGE_ALPHABET):
        holder = find_by_short_code(session, event.id, code)
        if holder is not None:
            return holder.id
    rows = search(session, event.id, text, _FOUND_MOST)
    rows = [row for row in rows if row.status is Status.CONFIRMED] or rows
    exact = [row for row in rows if fold(row.full_name) == fold(text)]
    fitting = exact or rows
    if not fitting:
        raise NobodyCalledSo(text=text[:80])
    if len(fitting) > 1:
        raise SeveralCalledSo(text=text[:80])
    return fitting[0].id


def list_confirmed(session: Session, event: Event, people: People, document: str) -> list[int]:
    """The rows of the confirmed people that the choice leaves."""
    choice = find_choice(session, event, people, document)
    chosen = sa.select(Registration.id).where(choice.condition, Registration.status == Status.CONFIRMED)
    return [key for key in session.scalars(chosen) if choice.has(key)]


def _printings(event: Event) -> Any:
    return sa.select(Entry.changes).where(
        Entry.subject_kind == "event", Entry.subject_id == str(event.id), Entry.action == "document.printed"
    )


def _rows(changes: dict[str, Any], document: str) -> set[int] | None:
    """The rows a printing was made of; None if it is of another document or not of all pages."""
    told = {column: str(new) for column, (_old, new) in changes.items()}
    if told.get("printed_document") != document or "_rows" not in told:
        return None
    return read_ids(told["_rows"])
