"""The figures of one event as they may leave the house: what is not told is not in them.

Page, paper, files, command and API show either all figures or these. A count that is withheld stands as nought in the
figures themselves, and whoever shows them asks `told` first; so nothing that forgets to ask can give it away.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from dialogues.reports.figures import EventFigures
from dialogues.reports.rules import (
    AgeFigures,
    Continuity,
    Counted,
    FourNumbers,
    GroupFigures,
    SectorContinuity,
    SectorFigures,
)
from dialogues.reports.small_rules import Choice, Tables, is_small, withhold
from dialogues.reports.small_solving import Key
from dialogues.reports.small_tables import ALL, FOLLOWED, NUMBERS, age_key, event_tables, group_key, sector_key

_Figures = TypeVar("_Figures", bound=Counted)
_ALONE = ("walk_ins", "not_counted")  # counts that hang together with no other
_KEPT = 32  # choices of one process; whoever asks for a page again, or for its file, need not wait for them

# Tried in turn: which tables are left out as a whole, where no choice of single counts is proven to be safe.
_LADDER = ((), ("day",), ("day", "gender"), ("day", "gender", "age", "group", "followed"))


def published(figures: _Figures, *, below: int, earlier: Sequence[Choice] = ()) -> _Figures:
    """The figures without any group of fewer than `below` people, and without what such a group follows from.

    `earlier` are the choices made for the versions that are out already, the oldest first: nothing that one of them hid
    can be found from all of them together.
    """
    if figures.is_published:
        return figures
    choice = choose(figures, _continuity(figures), below=below, earlier=earlier)
    alone = {(ALL, name) for name in _ALONE if is_small(getattr(figures, name, 0), below)}
    return without(figures, choice.withheld | alone, below=below)


def chosen(figures: Counted, *, below: int, earlier: Sequence[Choice] = ()) -> Choice:
    """The choice that `published` makes."""
    return choose(figures, _continuity(figures), below=below, earlier=earlier)


def chosen_once(figures: Counted, withheld: Collection[Key], *, below: int, earlier: Sequence[Choice] = ()) -> Choice:
    """The choice that was made when figures were issued and is kept with them, whatever would be chosen today.

    How the counts were hidden then is worked out again; where today's answer is another, `withhold` looks for itself.
    """
    again = chosen(figures, below=below, earlier=earlier)
    kept = again.tables.counts.keys() & withheld
    return again if again.withheld == kept else Choice(again.tables, frozenset(kept))


def choose(figures: Counted, continuity: Continuity | None, *, below: int, earlier: Sequence[Choice] = ()) -> Choice:
    """Which counts of a report are not told; whole tables, where no choice of single counts is proven to be safe.

    Of a later version that cannot be proven safe beside `earlier` ones the key numbers alone are told: leaving out
    single tables does not help, because who holds the earlier version knows about how large their counts are.
    """
    whole = event_tables(figures, continuity)
    asked = (
        below,
        tuple(whole.counts.items()),
        tuple((tuple(one.tables.counts.items()), one.withheld) for one in earlier),
    )
    return _choose(_Question(asked, figures, continuity, whole, tuple(earlier)))


@dataclass(frozen=True)
class _Question:
    """What is chosen from. Questions with the same counts are the same, and have the same answer."""

    asked: tuple[Any, ...]
    figures: Counted = field(compare=False)
    continuity: Continuity | None = field(compare=False)
    whole: Tables = field(compare=False)
    earlier: tuple[Choice, ...] = field(compare=False)

    @property
    def below(self) -> int:
        """The threshold."""
        return int(self.asked[0])


@lru_cache(maxsize=_KEPT)
def _choose(question: _Question) -> Choice:
    figures, whole, below, earlier = question.figures, question.whole, question.below, question.earlier
    if earlier and whole.counts == earlier[-1].tables.counts and not _told_small(earlier[-1], below):
        return earlier[-1]  # nothing is new
    # Where all who came were a small group themselves, any count of a part tells of them.
    few = is_small(figures.numbers.registered, below) or is_small(figures.numbers.present_any_day, below)
    for left_out in () if few else _LADDER[:1] if earlier else _LADDER:
        tables = event_tables(figures, question.continuity, leave_out=left_out) if left_out else whole
        choice = withhold(tables, below, earlier)
        if choice is not None:
            return replace(
                choice, tables=whole, withheld=choice.withheld | (whole.counts.keys() - tables.counts.keys())
            )
    return Choice(whole, frozenset(whole.counts.keys() - whole.told))


def _told_small(choice: Choice, below: int) -> bool:
    """Whether a version tells what is too small by now: a stricter threshold was set since."""
    counts, told = choice.tables.counts, choice.tables.told
    return any(is_small(count, below) for key, count in counts.items() if key not in choice.withheld | told)


def _continuity(figures: Counted) -> Continuity | None:
    return figures.continuity if isinstance(figures, EventFigures) else None


def without(figures: _Figures, hidden: frozenset[Key], *, below: int) -> _Figures:
    """The same with nought for every count that is not told; of a group that is not told there is not even the name."""

    def place(row: GroupFigures, column: str) -> Key:
        return group_key(row.sector, figures.group_name(row.group), column)

    groups = tuple(row for row in figures.by_group if place(row, "registered") not in hidden)
    changed: dict[str, Any] = {
        "withheld": hidden,
        "below": below,
        "days": tuple(
            replace(
                day,
                present=0 if (ALL, day.day.isoformat()) in hidden else day.present,
                morning=0,
                afternoon=0,
                excused=0,
                absent=0,
                not_recorded=0,
                not_expected=0,
            )
            for day in figures.days
        ),
        "by_sector": tuple(_sector(row, hidden) for row in figures.by_sector),
        "by_gender": tuple(
            replace(row, numbers=_only_present(row.numbers, is_told=(ALL, row.gender.value) not in hidden))
            for row in figures.by_gender
        ),
        "by_group": tuple(replace(row, numbers=_four(row.numbers, place(row, ""), hidden)) for row in groups),
        "by_age": tuple(
            AgeFigures(row.age, _four(row.numbers, age_key(row.age, ""), hidden)) for row in figures.by_age
        ),
        "by_days_present": {},
        "groups_left_out": len(groups) < len(figures.by_group),
        "walk_ins": 0 if (ALL, "walk_ins") in hidden else figures.walk_ins,
    }
    if isinstance(figures, EventFigures):
        changed["not_counted"] = 0 if (ALL, "not_counted") in hidden else figures.not_counted
        changed["group_names"] = {row.group: figures.group_names[row.group] for row in groups if row.group}
        if figures.continuity is not None:
            rows = tuple(_followed(row, hidden) for row in figures.continuity.by_sector)
            changed["continuity"] = replace(
                figures.continuity, by_sector=rows, told_totals=_told_totals(figures.continuity, hidden)
            )
    return replace(figures, **changed)


def _sector(row: SectorFigures, hidden: frozenset[Key]) -> SectorFigures:
    def told(column: str, count: int) -> int:
        return 0 if sector_key(row.sector, column) in hidden else count

    by_day: dict[date, int] = {day: told(day.isoformat(), count) for day, count in row.by_day.items()}
    return replace(
        row,
        numbers=_four(row.numbers, sector_key(row.sector, ""), hidden),
        by_gender={gender: told(gender.value, count) for gender, count in row.by_gender.items()},
        registered_by_gender=dict.fromkeys(row.registered_by_gender, 0),
        by_day=by_day,
    )


def _four(numbers: FourNumbers, row: Key, hidden: frozenset[Key]) -> FourNumbers:
    """The four numbers of the row that a key with an empty column names."""
    return replace(numbers, **{name: 0 for name in NUMBERS if (*row[:-1], name) in hidden})


def _only_present(numbers: FourNumbers, *, is_told: bool) -> FourNumbers:
    return FourNumbers(present_any_day=numbers.present_any_day if is_told else 0)


def _followed(row: SectorContinuity, hidden: frozenset[Key]) -> SectorContinuity:
    gone: dict[str, Any] = {name: 0 for name in FOLLOWED if sector_key(row.sector, name) in hidden}
    return replace(row, **gone)


def _told_totals(continuity: Continuity, hidden: frozenset[Key]) -> tuple[int, int, int]:
    returning, new, lost = (
        0 if (ALL, name) in hidden else count for name, count in zip(FOLLOWED, continuity.totals, strict=True)
    )
    return returning, new, lost
