"""Questions about doubles: which pairs are proposed, what was merged, what was said to be two."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from dialogues.core.paging import Page
from dialogues.directory.models import Kind, Merge, NotSame
from dialogues.people.duplicate_queries import list_pairs, list_pairs_of
from dialogues.people.likeness import Pair, Reason
from dialogues.people.models import Organisation, Person
from dialogues.people.queries import IS_PERSON
from dialogues.registration.models import Registration
from dialogues.registration.queries import Attended, list_events_of

PAGE_SIZE = 20  # pairs of a page


class Side(NamedTuple):
    """One of two persons who may be one, with the events each is on the list of."""

    person: Person
    events: Sequence[Attended]


class Proposal(NamedTuple):
    """Two who may be one, and why."""

    first: Side
    second: Side
    reasons: tuple[Reason, ...]


def list_proposals(session: Session, *, event_id: int | None = None, page: int = 1) -> Page[Proposal]:
    """Pairs of persons who may be one, the likeliest first; with `event_id` those with somebody on that list."""
    pairs = _open(session, list_pairs(session))
    if event_id is not None:
        here = set(session.scalars(sa.select(Registration.person_id).where(Registration.event_id == event_id)))
        pairs = [pair for pair in pairs if pair.first_id in here or pair.second_id in here]
    start = (page - 1) * PAGE_SIZE
    rows = list_sides(session, [(pair.first_id, pair.second_id) for pair in pairs[start : start + PAGE_SIZE]])
    proposals = [
        Proposal(*sides, pair.reasons) for sides, pair in zip(rows, pairs[start : start + PAGE_SIZE], strict=True)
    ]
    return Page(rows=proposals, number=page, size=PAGE_SIZE, total=len(pairs))


def list_proposals_of(session: Session, person_id: int) -> list[Proposal]:
    """Those who may be the same as one person, the likeliest first; a page of them at most."""
    pairs = _open(session, list_pairs_of(session, person_id))[:PAGE_SIZE]
    sides = list_sides(session, [(pair.first_id, pair.second_id) for pair in pairs])
    return [Proposal(*both, pair.reasons) for both, pair in zip(sides, pairs, strict=True)]


def count_proposals_of(session: Session, person_id: int) -> int:
    """How many may be the same as one person."""
    return len(_open(session, list_pairs_of(session, person_id)))


def list_sides(session: Session, pairs: Sequence[tuple[int, int]]) -> list[tuple[Side, Side]]:
    """Both persons of each pair with their events, in the order of `pairs`; two queries, whatever their number."""
    ids = {one for pair in pairs for one in pair}
    if not ids:
        return []
    chosen = (
        sa.select(Person)
        .where(Person.id.in_(ids))
        .options(joinedload(Person.organisation), joinedload(Person.stakeholder_group))
    )
    people = {one.id: one for one in session.scalars(chosen)}
    events: dict[int, list[Attended]] = {one: [] for one in ids}
    for row in list_events_of(session, ids):
        events[row.person_id].append(row)
    return [(Side(people[one], events[one]), Side(people[other], events[other])) for one, other in pairs]


def find_pair(session: Session, first_id: int, second_id: int) -> tuple[Side, Side] | None:
    """Two persons side by side, the one with the smaller number first; None unless both are in the directory."""
    ids = sorted((first_id, second_id))
    there = session.scalar(sa.select(sa.func.count()).where(Person.id.in_(ids), IS_PERSON))
    return list_sides(session, [(ids[0], ids[1])])[0] if there == 2 else None


def list_not_same(session: Session, kind: Kind, *, page: int = 1) -> Page[NotSame]:
    """Pairs that somebody said are two, the newest first."""
    wanted = NotSame.kind == kind
    chosen = sa.select(NotSame).where(wanted).order_by(NotSame.id.desc())
    rows = session.scalars(chosen.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    total = count_not_same(session, kind)
    return Page(rows=rows, number=page, size=PAGE_SIZE, total=total)


def count_not_same(session: Session, kind: Kind) -> int:
    """How many pairs somebody said are two."""
    return session.scalar(sa.select(sa.func.count()).where(NotSame.kind == kind)) or 0


def list_merges_into(session: Session, kind: Kind, kept_id: int) -> Sequence[Merge]:
    """The merges that stand of one row of the directory, the newest first: only that one can be taken back."""
    chosen = sa.select(Merge).where(Merge.kind == kind, Merge.kept_id == kept_id, Merge.undone_at.is_(None))
    return session.scalars(chosen.order_by(Merge.id.desc())).all()


def list_names(session: Session, kind: Kind, pairs: Sequence[NotSame]) -> dict[int, str]:
    """What the rows of some pairs are called now."""
    ids = {one for pair in pairs for one in (pair.first_id, pair.second_id)}
    key, name = (Person.id, Person.full_name) if kind is Kind.PERSON else (Organisation.id, Organisation.name)
    return dict(session.execute(sa.select(key, name).where(key.in_(ids))).all())


def find_merged_name(session: Session, person_ids: Collection[int]) -> str | None:
    """The name of one of these persons that is part of another one by now, if any is."""
    chosen = sa.select(Person.full_name).where(Person.id.in_(person_ids), Person.merged_into_id.is_not(None))
    return session.scalar(chosen.limit(1))


def said_not_same(session: Session, kind: Kind, became: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs that are known to be two. What was said of a row that `became` part of another one is said of that."""
    into = dict(became)
    pairs = session.execute(sa.select(NotSame.first_id, NotSame.second_id).where(NotSame.kind == kind))
    found = set()
    for first, second in pairs:
        one, other = sorted((into.get(first, first), into.get(second, second)))
        found.add((one, other))
    return found


def _open(session: Session, pairs: Sequence[Pair]) -> list[Pair]:
    merged = session.execute(sa.select(Person.id, Person.merged_into_id).where(Person.merged_into_id.is_not(None)))
    said = said_not_same(session, Kind.PERSON, [(one, into) for one, into in merged if into is not None])
    return [pair for pair in pairs if (pair.first_id, pair.second_id) not in said]
