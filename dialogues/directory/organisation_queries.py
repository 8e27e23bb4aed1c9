"""Which organisations may be known under two names."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import sqlalchemy as sa
from rapidfuzz.distance import JaroWinkler
from sqlalchemy.orm import Session

from dialogues.core.i18n import N_
from dialogues.core.paging import Page
from dialogues.directory.models import Kind
from dialogues.directory.queries import PAGE_SIZE, said_not_same
from dialogues.people.models import Organisation, Person
from dialogues.people.queries import IS_ORGANISATION, IS_PERSON

_ALIKE_MIN = 0.9  # how alike each word must be to the other name's; "Minning" is to "Mining", "Pit" is not to "Top"
_BLOCK_MAX = 200  # organisations with one word before it says too little to compare them all
# Words that say what kind of body it is, in the four languages: they tell no two bodies apart.
_KIND_WORDS = frozenset(
    {
        "ltd", "limited", "plc", "inc", "co", "company", "group", "gmbh", "sa", "sarl", "the", "of", "and", "for", "de",
        "du", "des", "la", "le", "les", "et", "ya", "wa", "na", "ny", "association", "assoc", "org", "organisation",
        "organization",
    }
)  # fmt: skip

SAME_WORDS = N_("Same words")
ALIKE = N_("Names nearly alike")
SHORT_FORM = N_("One is the short form of the other")


class Body(NamedTuple):
    """An organisation with what tells it apart."""

    id: int
    name: str
    key: str
    sector: str | None
    country: str | None
    people: int
    aliases: Sequence[str] = ()


class OrganisationProposal(NamedTuple):
    """Two organisations that may be one, and why."""

    first: Body
    second: Body
    reason: str


def list_organisation_proposals(session: Session, *, page: int = 1) -> Page[OrganisationProposal]:
    """Pairs of organisations that may be one, the likeliest first."""
    bodies = {one.id: one for one in list_bodies(session)}
    pairs = _open(session, _pairs(list(bodies.values())))
    some = pairs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = [OrganisationProposal(bodies[one], bodies[other], reason) for one, other, reason in some]
    return Page(rows=rows, number=page, size=PAGE_SIZE, total=len(pairs))


def count_other_organisations(session: Session, organisation_id: int) -> int:
    """How many organisations may be the same as one."""
    return sum(organisation_id in pair[:2] for pair in _open(session, _pairs(list_bodies(session))))


def list_bodies(session: Session, ids: Sequence[int] | None = None) -> list[Body]:
    """Organisations with their people and aliases, by number; all of them, or some."""
    people = (
        sa.select(sa.func.count())
        .where(Person.organisation_id == Organisation.id, IS_PERSON)
        .correlate(Organisation)
        .scalar_subquery()
    )
    chosen = sa.select(
        Organisation.id, Organisation.name, Organisation.search_key, Organisation.sector, Organisation.country, people
    ).where(IS_ORGANISATION)
    if ids is not None:
        chosen = chosen.where(Organisation.id.in_(ids))
    aliases: defaultdict[int, list[str]] = defaultdict(list)
    named = sa.select(Organisation.alias_of_id, Organisation.name).where(Organisation.alias_of_id.is_not(None))
    for owner, name in session.execute(named.order_by(Organisation.search_key)):
        if owner is not None:
            aliases[owner].append(name)
    rows = session.execute(chosen.order_by(Organisation.id))
    return [Body._make((*row, aliases[row[0]])) for row in rows]


def _pairs(bodies: Sequence[Body]) -> list[tuple[int, int, str]]:
    words = {one.id: [word for word in one.key.split() if word not in _KIND_WORDS] or one.key.split() for one in bodies}
    blocks: defaultdict[str, list[Body]] = defaultdict(list)
    for one in bodies:
        for key in {word[:4] for word in words[one.id]} | {_short_form(one.key)}:
            blocks[key].append(one)
    found: dict[tuple[int, int], tuple[float, str]] = {}
    for block in blocks.values():
        if len(block) <= _BLOCK_MAX:
            for one, other in combinations(block, 2):
                likeness = _compare(one, other, words)
                if likeness is not None:
                    found[one.id, other.id] = likeness
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return [(one, other, reason) for (one, other), (_score, reason) in ranked]


def _compare(one: Body, other: Body, words: dict[int, list[str]]) -> tuple[float, str] | None:
    mine, theirs = sorted(words[one.id]), sorted(words[other.id])
    if mine == theirs:
        return 1.0, SAME_WORDS
    for short, long in ((mine, other.key), (theirs, one.key)):
        if len(short) == 1 and len(short[0]) > 2 and short[0] == _short_form(long):
            return 0.98, SHORT_FORM
    figures = [{word for word in some if word.isdigit()} for some in (mine, theirs)]
    if figures[0] != figures[1]:
        return None  # "Branch 1" and "Branch 2"
    if len(mine) != len(theirs):
        return None
    score = min(JaroWinkler.similarity(word, beside) for word, beside in zip(mine, theirs, strict=True))
    return (score, ALIKE) if score >= _ALIKE_MIN else None


def _short_form(key: str) -> str:
    """The first letters of a folded name of several words; the word itself if it is one."""
    words = [word for word in key.split() if word not in {"of", "the", "and", "for", "de", "des", "du", "la", "ya"}]
    return "".join(word[0] for word in words) if len(words) > 1 else key.strip()


def _open(session: Session, pairs: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    owners = session.execute(
        sa.select(Organisation.id, Organisation.alias_of_id).where(Organisation.alias_of_id.is_not(None))
    )
    said = said_not_same(session, Kind.ORGANISATION, [(one, owner) for one, owner in owners if owner is not None])
    return [pair for pair in pairs if pair[:2] not in said]
