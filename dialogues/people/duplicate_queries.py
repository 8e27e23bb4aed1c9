"""Who in the directory may be known twice; nothing here decides it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core.folding import search_key
from dialogues.people.likeness import Described, Pair, Reason, describe, first_letters, pairs_between, pairs_within
from dialogues.people.models import Organisation, Person
from dialogues.people.queries import IS_PERSON

_PEOPLE = (
    sa.select(
        Person.id, Person.full_name, Person.phone, Person.phone_alternative, Person.email, Organisation.search_key,
        Person.gender,
    )
    .outerjoin(Person.organisation)
    .where(IS_PERSON)
    .order_by(Person.id)
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NewName:
    """Somebody not in the directory yet: a row of a file, a form. Telephone numbers in international form."""

    full_name: str
    phones: Sequence[str] = ()
    email: str | None = None
    organisation: str | None = None


@dataclass(frozen=True)
class PossiblySame:
    """Somebody in the directory who may be the one asked about, why, and how strongly that speaks for it."""

    person_id: int
    reasons: tuple[Reason, ...]
    points: int


def possible_duplicates_of(session: Session, new: Sequence[NewName]) -> dict[int, list[PossiblySame]]:
    """For each of `new`, by its place in the list: who in the directory may be the same, the likeliest first.

    Whoever has nobody is left out. One query, whatever their number; three hundred against five thousand take a
    fraction of a second.
    """
    asked = [
        describe(-1 - at, one.full_name, phones=one.phones, email=one.email, organisation=search_key(one.organisation))
        for at, one in enumerate(new)
    ]
    found = pairs_between(asked, list_described(session))
    return {
        -1 - key: [PossiblySame(_other(pair, key), pair.reasons, pair.points) for pair in found[key]] for key in found
    }


def list_described(session: Session, among: sa.ColumnElement[bool] | None = None) -> list[Described]:
    """Everybody in the directory, or those for whom a condition on Person holds, ready to be compared."""
    rows = session.execute(_PEOPLE if among is None else _PEOPLE.where(among))
    return [
        describe(key, name, phones=(phone, second), email=email, organisation=organisation, gender=gender)
        for key, name, phone, second, email, organisation, gender in rows
    ]


def list_pairs(session: Session) -> list[Pair]:
    """The pairs of the whole directory that may be one person, the likeliest first."""
    return pairs_within(list_described(session))


def list_pairs_of(session: Session, person_id: int) -> list[Pair]:
    """The pairs with one person, the likeliest first; only those who could be like them are read."""
    found = list_described(session, Person.id == person_id)
    if not found:
        return []
    one = found[0]
    others = list_described(session, sa.and_(Person.id != person_id, _could_be(one)))
    return pairs_between([one], others).get(person_id, [])


def _could_be(one: Described) -> sa.ColumnElement[bool]:
    begins = [
        sa.or_(*(Person.search_key.contains(f" {letter}", autoescape=True) for letter in first_letters(word)))
        for word in one.words
    ]
    names = [sa.and_(*pair) for pair in combinations(begins, 2)] or begins
    phones: Collection[str] = one.phones
    conditions = [*names, Person.phone.in_(phones), Person.phone_alternative.in_(phones)]
    if one.email:
        conditions.append(sa.func.lower(Person.email) == one.email)
    return sa.or_(*conditions)


def _other(pair: Pair, key: int) -> int:
    return pair.second_id if pair.first_id == key else pair.first_id
