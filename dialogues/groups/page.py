"""What the page of a round shows: its score in words, its groups, and what the picked person could do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dialogues.core.formats import instant_text, listing_text, short_day_text, time_text
from dialogues.core.i18n import _, _n, current_language
from dialogues.events.models import Event
from dialogues.groups import queries
from dialogues.groups.mixing_rules import Axis, Level, change_of_swap, meetings
from dialogues.groups.models import GroupRound
from dialogues.groups.planning_services import wishes_of
from dialogues.groups.queries import Group, Person, Placed
from dialogues.groups.rules import AXIS_NAMES
from dialogues.groups.scoring_rules import Score, score, spans
from dialogues.people.sectors import SECTOR_NAMES, Gender, Sector

WELL_FROM, FAIRLY_FROM = 90, 75  # points
BEST_SWAPS = 5  # shown beside the picked person
_ORDER = (Sector.MIN, Sector.GOV, Sector.CSO, Sector.IND, Sector.ACA, Sector.OTH)


@dataclass(frozen=True)
class Row:
    """One person of a group as the board shows them."""

    id: int  # of the placement
    name: str
    sector: str
    is_locked: bool
    is_picked: bool
    points: int | None  # of the round after a swap with the picked person; None: there is none to make
    url: str


@dataclass(frozen=True)
class Card:
    """One group as the board shows it."""

    id: int
    name: str
    topic: str
    facts: str
    leads: str
    shares: list[dict[str, Any]]
    counts: list[str]
    genders: str
    rows: list[Row]


@dataclass(frozen=True)
class Picked:
    """Who was picked, and what may be done with them."""

    id: int
    name: str
    group: str
    is_locked: bool
    swaps: list[dict[str, Any]]
    moves: list[dict[str, Any]]


@dataclass(frozen=True)
class Board:
    """A round as its page shows it."""

    verdict: str
    points: int
    sentences: list[str]
    made: str
    cards: list[Card]
    picked: Picked | None
    late: list[Person]
    gone: list[Person]
    changes: list[str]
    people: int
    counted: list[str]


@dataclass(frozen=True)
class _Facts:
    groups: Sequence[Group]
    members: Mapping[int, Any]
    tables: list[list[int]]
    others: list[list[list[int]]]
    met: Mapping[frozenset[int], int]
    score: Score


def board(
    session: Session,
    event: Event,
    one: GroupRound,
    rounds: Sequence[GroupRound],
    *,
    today: date,
    picked_id: int,
    url: Any,
) -> Board:
    """Everything the page of a round shows. `url(placement id)` is the address that picks somebody."""
    groups = queries.list_groups(session, one.id)
    placed = queries.list_placed(session, [other.id for other in rounds])
    people = [row.person for group in groups for row in group.people]
    members = {person.id: person.member for person in people}
    tables = [[row.person.id for row in group.people] for group in groups]
    others = [queries.tables_of(rows) for number, rows in placed.items() if number != one.id]
    facts = _Facts(
        groups, members, tables, others, meetings(others), score(queries.costs_of(one), members, tables, others=others)
    )
    there = queries.list_there(session, event.id, who=one.who, has_guests=one.has_guests, today=today)
    seated, here = set(members), {person.id for person in there}
    points = facts.score.points()
    chosen = next(((row, group) for group in groups for row in group.people if row.id == picked_id), None)
    after = _swaps(one, facts, *chosen) if chosen else {}
    return Board(
        verdict=_verdict(points),
        points=points,
        sentences=[*_sentences(facts, placed), *_broken(session, event, people, tables)],
        made=_made(event, one, groups),
        cards=[_card(group, after, picked_id, url) for group in groups],
        picked=_picked(one, facts, *chosen, after) if chosen else None,
        late=[person for person in there if person.id not in seated],
        gone=[person for person in people if person.id not in here],
        changes=_changes(groups, placed[one.id]) if one.published_at else [],
        people=len(people),
        counted=_counted(one),
    )


def slot_words(slot: queries.Slot | None) -> str:
    """`Wed 25 Nov, 14:00–15:30 · Five questions, five groups`, or nothing."""
    if slot is None:
        return ""
    language = current_language()
    times = f"{time_text(slot.starts, locale=language)}–{time_text(slot.ends, locale=language)}"
    return f"{short_day_text(slot.day, locale=language)}, {times} · {slot.title}"


# ---------------------------------------------------------------- the score in words
def _verdict(points: int) -> str:
    if points >= WELL_FROM:
        return _("Well mixed: %(points)d of 100.", points=points)
    if points >= FAIRLY_FROM:
        return _("Fairly mixed: %(points)d of 100.", points=points)
    return _("Poorly mixed: %(points)d of 100.", points=points)


def span_text(least: int, most: int) -> str:
    """`2–3`, or `3`."""
    return str(least) if least == most else f"{least}–{most}"


def sector_sentence(members: Mapping[int, Any], tables: Sequence[Sequence[int]]) -> str:
    """`Each group has: Miners 2–3, Government 4.`"""
    found = spans(members, tables, Axis.SECTOR)
    words = [f"{_(SECTOR_NAMES[one])} {span_text(*found[one.value])}" for one in _ORDER if one.value in found]
    return _("Each group has: %(listing)s.", listing=", ".join(words)) if words else ""


def _sentences(facts: _Facts, placed: Mapping[int, Sequence[Placed]]) -> list[str]:
    said = [sector_sentence(facts.members, facts.tables)]
    women = spans(facts.members, facts.tables, Axis.GENDER).get("woman")
    if women:
        said.append(_("Women in each group: %(span)s.", span=span_text(*women)))
    colleagues = facts.score.axes[Axis.ORGANISATION]
    if not colleagues.pairs:
        said.append(_("Nobody sits with a colleague."))
    elif colleagues.pairs == colleagues.fewest:
        said.append(
            _n(
                "One pair of colleagues sits together, which cannot be helped.",
                "%(num)d pairs of colleagues sit together, which cannot be fewer.",
                colleagues.pairs,
            )
        )
    else:
        said.append(
            _n("One pair of colleagues sits together.", "%(num)d pairs of colleagues sit together.", colleagues.pairs)
        )
    if len(placed) > 1:
        met = facts.score.axes[Axis.MEETING]
        pairs = sum(
            1
            for table in facts.tables
            for place, first in enumerate(table)
            for second in table[place + 1 :]
            if frozenset((first, second)) in facts.met
        )
        said.append(
            _n("One pair meets in another round too.", "%(num)d pairs meet in another round too.", pairs)
            if pairs
            else _("Nobody meets anybody twice.")
        )
        if pairs and met.fewest:
            said.append(_("With groups of this size it cannot be fewer than about %(num)d.", num=met.fewest))
    return [sentence for sentence in said if sentence]


def _broken(session: Session, event: Event, people: Sequence[Person], tables: Sequence[Sequence[int]]) -> list[str]:
    """Wishes that do not hold, by name: somebody moved people by hand."""
    wishes = wishes_of(session, event, people)
    names = {one.id: one.full_name for one in people}
    table_of = {number: place for place, table in enumerate(tables) for number in table}
    said = [
        _("%(first)s and %(second)s are to be kept apart and sit together.", first=names[one], second=names[other])
        for one, other in wishes.apart
        if table_of[one] == table_of[other]
    ]
    for unit in wishes.together:
        if len({table_of[number] for number in unit}) > 1:
            listing = listing_text([names[number] for number in unit], locale=current_language())
            said.append(_("%(names)s are to be kept together and sit apart.", names=listing))
    return said


def _made(event: Event, one: GroupRound, groups: Sequence[Group]) -> str:
    language = current_language()
    made = _(
        "Made %(instant)s with seed %(seed)d.",
        instant=instant_text(one.drawn_at, event.zone, locale=language),
        seed=one.seed,
    )
    said = [str(made)]
    if one.changed_at and one.changed_at > one.drawn_at:
        changed = instant_text(one.changed_at, event.zone, locale=language)
        said.append(_("Changed by hand %(instant)s.", instant=changed))
    locked = sum(row.is_locked for group in groups for row in group.people)
    if locked:
        said.append(_n("One person is locked.", "%(num)d people are locked.", locked))
    return " ".join(said)


def _counted(one: GroupRound) -> list[str]:
    words = {
        Level.HIGH: _("counts before all else"),
        Level.NORMAL: _("counts"),
        Level.OFF: _("is left out"),
    }
    levels = queries.levels_of(one)
    return [f"{_(AXIS_NAMES[axis])}: {words[levels[axis]]}" for axis in AXIS_NAMES]


def _changes(groups: Sequence[Group], placed: Sequence[Placed]) -> list[str]:
    """What is not as people were told when the round was published."""
    by_id = {group.id: group for group in groups}
    said = []
    for row in placed:
        name, group = row.person.full_name, by_id[row.group_id]
        if row.closed_at is not None:
            if row.told_group:
                said.append(_("%(name)s left group %(group)s.", name=name, group=row.told_group))
        elif row.told_group is None:
            said.append(_("%(name)s is new in group %(group)s.", name=name, group=group.name))
        elif row.told_group != group.name:
            said.append(
                _(
                    "%(name)s: from group %(before)s to group %(after)s.",
                    name=name,
                    before=row.told_group,
                    after=group.name,
                )
            )
    for group in groups:
        told = {row.told_room or "" for row in group.people if row.told_group == group.name}
        if told and told != {group.room or ""}:
            said.append(_("Group %(group)s meets at: %(room)s.", group=group.name, room=group.room or "–"))
    return said


# ---------------------------------------------------------------- groups and the picked person
def _card(group: Group, after: Mapping[int, int], picked_id: int, url: Any) -> Card:
    sectors = Counter(row.person.sector for row in group.people)
    genders = Counter(row.person.gender for row in group.people)
    women, men = genders[Gender.WOMAN], genders[Gender.MAN]
    said = [
        _n("one woman", "%(num)d women", women) if women else "",
        _n("one man", "%(num)d men", men) if men else "",
        _n("one other or not stated", "%(num)d other or not stated", len(group.people) - women - men)
        if len(group.people) > women + men
        else "",
    ]
    facts = [_n("one person", "%(num)d people", len(group.people)), group.room or ""]
    leads = [
        _("Facilitator: %(name)s", name=group.facilitator) if group.facilitator else "",
        _("Rapporteur: %(name)s", name=group.rapporteur) if group.rapporteur else "",
    ]
    return Card(
        id=group.id,
        name=group.name,
        topic=group.topic or "",
        facts=" · ".join(filter(None, facts)),
        leads=" · ".join(filter(None, leads)),
        shares=[{"sector": one.value, "value": sectors[one]} for one in Sector],
        counts=[f"{one.value} {sectors[one]}" for one in Sector if sectors[one]],
        genders=", ".join(filter(None, said)),
        rows=[
            Row(
                row.id,
                row.person.full_name,
                row.person.sector.value,
                row.is_locked,
                row.id == picked_id,
                after.get(row.id),
                url(row.id),
            )
            for row in group.people
        ],
    )


def _swaps(one: GroupRound, facts: _Facts, row: Placed, group: Group) -> dict[int, int]:
    """The points of the round after a swap of the picked person with each other one that may be made."""
    if row.is_locked:
        return {}
    costs = queries.costs_of(one)
    return {
        other.id: facts.score.points(
            rise=change_of_swap(costs, facts.members, facts.tables, facts.met, row.person.id, other.person.id)
        )
        for there in facts.groups
        if there.id != group.id
        for other in there.people
        if not other.is_locked
    }


def _picked(round_: GroupRound, facts: _Facts, row: Placed, group: Group, after: Mapping[int, int]) -> Picked:
    best = sorted(after, key=lambda number: -after[number])[:BEST_SWAPS]
    by_id = {other.id: (other, there) for there in facts.groups for other in there.people}
    swaps = [
        {
            "id": number,
            "name": by_id[number][0].person.full_name,
            "group": by_id[number][1].name,
            "points": after[number],
        }
        for number in best
    ]
    number = row.person.id
    moves = []
    for place, there in enumerate(facts.groups):
        if there.id != group.id and not row.is_locked:
            tables = [[one for one in table if one != number] for table in facts.tables]
            tables[place].append(number)
            points = score(queries.costs_of(round_), facts.members, tables, others=facts.others).points()
            moves.append({"id": there.id, "name": there.name, "points": points})
    return Picked(row.id, row.person.full_name, group.name, row.is_locked, swaps, moves)
