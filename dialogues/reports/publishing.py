"""The figures of one event as they may leave the house: what is not told is not in them.

Page, paper, files, command and API show either all figures or these. A count that is withheld stands as nought in the
figures themselves, and whoever shows them asks `told` first; so nothing that forgets to ask can give it away.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from dialogues.reports.figures import EventFigures
from dialogues.reports.rules import AgeFigures, Continuity, Counted, FourNumbers, SectorContinuity, SectorFigures
from dialogues.reports.small_rules import Choice, is_small, withhold
from dialogues.reports.small_solving import Key
from dialogues.reports.small_tables import ALL, FOLLOWED, NUMBERS, age_key, event_tables, group_key, sector_key

_Figures = TypeVar("_Figures", bound=Counted)

# Tried in turn: which tables are left out as a whole, where no choice of single counts is proven to be safe.
_LADDER = ((), ("day",), ("day", "gender"), ("day", "gender", "age", "group", "followed"))


def published(figures: _Figures, *, below: int, earlier: Sequence[Counted] = ()) -> _Figures:
    """The figures without any group of fewer than `below` people, and without what such a group follows from.

    `earlier` are all figures of the versions that are out already, the oldest first: nothing that one of them hid can
    be found from all of them together.
    """
    chosen: list[Choice] = []
    if figures.is_published:
        return figures
    versions: list[Counted] = [*earlier, figures]
    for version in versions:
        chosen.append(choose(version, _continuity(version), below=below, earlier=chosen))
    return _without(figures, chosen[-1].withheld, below)


def choose(figures: Counted, continuity: Continuity | None, *, below: int, earlier: Sequence[Choice] = ()) -> Choice:
    """Which counts of a report are not told; whole tables, where no choice of single counts is proven to be safe.

    Of a later version that cannot be proven safe beside `earlier` ones the key numbers alone are told: leaving out
    single tables does not help, because who holds the earlier version knows about how large their counts are.
    """
    whole = event_tables(figures, continuity)
    # Where all who came are a small group themselves, any count of a part tells of them.
    few = is_small(figures.numbers.registered, below) or is_small(figures.numbers.present_any_day, below)
    for left_out in () if few else _LADDER[:1] if earlier else _LADDER:
        tables = event_tables(figures, continuity, leave_out=left_out) if left_out else whole
        choice = withhold(tables, below, earlier)
        if choice is not None:
            return replace(
                choice, tables=whole, withheld=choice.withheld | (whole.counts.keys() - tables.counts.keys())
            )
    return Choice(whole, frozenset(whole.counts.keys() - whole.told))


def _continuity(figures: Counted) -> Continuity | None:
    return figures.continuity if isinstance(figures, EventFigures) else None


def _without(figures: _Figures, withheld: frozenset[Key], below: int) -> _Figures:
    """The same with nought for every count that is not told; of a group that is not told there is not even the name."""
    groups = tuple(row for row in figures.by_group if group_key(row.sector, row.group, "registered") not in withheld)
    alone = {name for name in ("walk_ins", "not_counted") if is_small(getattr(figures, name, 0), below)}
    hidden = withheld | {(ALL, name) for name in alone}
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
        "by_group": tuple(
            replace(row, numbers=_four(row.numbers, group_key(row.sector, row.group, ""), hidden)) for row in groups
        ),
        "by_age": tuple(
            AgeFigures(row.age, _four(row.numbers, age_key(row.age, ""), hidden)) for row in figures.by_age
        ),
        "by_days_present": {},
        "groups_left_out": len(groups) < len(figures.by_group),
        "walk_ins": 0 if "walk_ins" in alone else figures.walk_ins,
    }
    if isinstance(figures, EventFigures):
        changed["not_counted"] = 0 if "not_counted" in alone else figures.not_counted
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
