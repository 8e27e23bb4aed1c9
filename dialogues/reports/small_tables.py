"""The tables of the report of one event, as a reader who puts them all together knows them.

What is told outside: the four numbers, and by sector, gender, day, age group, stakeholder group and earlier events what
`Tables` holds here. Half days, who was excused, and on how many days people came are not told outside at all.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache

from dialogues.people.sectors import Gender, Sector
from dialogues.reports.rules import AgeFigures, Continuity, Counted, FourNumbers
from dialogues.reports.small_rules import Tables
from dialogues.reports.small_solving import Change, Key

ALL = "ALL"  # the row of everybody
NUMBERS = ("registered", "present_any_day", "person_days", "present_every_day")
FOLLOWED = ("returning", "new", "lost")
TOLD = frozenset((ALL, name) for name in NUMBERS)

# How much a reader loses with a count of each kind; what is lost with a whole sum weighs most.
_ROW_COSTS = {"registered": 30, "present_any_day": 30, "person_days": 12, "present_every_day": 10}
_SUM_COST, _DAY_SUM_COST, _CELL_COST = 40, 60, 6


def sector_key(sector: Sector, column: str) -> Key:
    """The place of a count of one sector: one of `NUMBERS`, a gender, a day, or one of `FOLLOWED`."""
    return ("sector", sector.value, column)


def age_key(age: str | None, column: str) -> Key:
    """The place of one of `NUMBERS` of an age group."""
    return ("age", age or "not_stated", column)


def group_key(sector: Sector, group: str | None, column: str) -> Key:
    """The place of one of `NUMBERS` of a stakeholder group, by its name, which is the same in every version."""
    return ("group", sector.value, group or "", column)


def event_tables(counted: Counted, continuity: Continuity | None, *, leave_out: Iterable[str] = ()) -> Tables:
    """The tables of one event, less those to leave out: "group", "age", "gender", "day", "followed"."""
    return _Making(counted, continuity, frozenset(leave_out)).tables()


class _Making:
    def __init__(self, counted: Counted, continuity: Continuity | None, without: frozenset[str]) -> None:
        self.counted, self.without = counted, without
        self.continuity = None if "followed" in without else continuity
        self.days = [day for day in counted.days if day.recorded]
        self.columns = NUMBERS if self.days else NUMBERS[:1]
        self.counts: dict[Key, int] = {}
        self.costs: dict[Key, int] = {}
        self.caps: dict[Key, Key] = {}
        self.sums: list[tuple[tuple[Key, ...], Key]] = []
        self.limits: list[Mapping[Key, int]] = []
        self.alike: dict[Key, Key] = {}
        self.group_sums: list[list[tuple[tuple[Key, ...], Key]]] = []  # of each sector, a sum for each of the numbers

    def tables(self) -> Tables:
        self._four((ALL,), self.counted.numbers)
        for row in self.counted.by_sector:
            self._four(("sector", row.sector.value), row.numbers)
        for name in self.columns:
            self._sum([sector_key(sector, name) for sector in Sector], (ALL, name))
        if self.days:
            self._by_day()
            self._by_gender()
            self._followed()
        self._by_age()
        self._by_group()
        return Tables(
            self.counts,
            self.sums,
            self.limits,
            told=TOLD,
            caps=self.caps,
            alike=self.alike,
            changes=self._changes(),
            further_changes=cache(self._further_changes),
            costs=self.costs,
        )

    def _four(self, row: tuple[str, ...], numbers: FourNumbers) -> None:
        for name in self.columns:
            self._add((*row, name), asdict(numbers)[name], _ROW_COSTS[name], (ALL, name))
        if self.days:
            registered, present, person_days, every = ((*row, name) for name in NUMBERS)
            more = len(self.days) - 1
            self.limits += [{registered: 1, present: -1}, {present: 1, every: -1}]
            # Whoever came was there on one day at least, and on all but one at most unless on every day.
            self.limits.append(_factors((person_days, 1), (present, -1), (every, -more)))
            self.limits.append(_factors((present, more), (every, 1), (person_days, -1)))

    def _by_day(self) -> None:
        if "day" in self.without:
            return
        days = [day.day.isoformat() for day in self.days]
        for day, figures in zip(days, self.days, strict=True):
            self._add((ALL, day), figures.present, _DAY_SUM_COST, (ALL, "present_any_day"))
            self._within((ALL, day))
            for row in self.counted.by_sector:
                self._add(sector_key(row.sector, day), row.by_day[figures.day], _CELL_COST, (ALL, "present_any_day"))
                self._within(sector_key(row.sector, day))
            self._sum([sector_key(sector, day) for sector in Sector], (ALL, day))
        for head in ((ALL,), *(("sector", sector.value) for sector in Sector)):
            self._sum([(*head, day) for day in days], (*head, "person_days"))

    def _within(self, key: Key) -> None:
        """A count of one day lies between those who came every day and those who came at all."""
        self.limits += [
            {(*key[:-1], "present_any_day"): 1, key: -1},
            {key: 1, (*key[:-1], "present_every_day"): -1},
        ]

    def _by_gender(self) -> None:
        if "gender" in self.without:
            return
        for row in self.counted.by_gender:
            self._add((ALL, row.gender.value), row.numbers.present_any_day, _SUM_COST, (ALL, "present_any_day"))
        for sector in self.counted.by_sector:
            for gender, count in sector.by_gender.items():
                self._add(sector_key(sector.sector, gender.value), count, _CELL_COST, (ALL, "present_any_day"))
        for gender in Gender:
            self._sum([sector_key(sector, gender.value) for sector in Sector], (ALL, gender.value))
        for head in ((ALL,), *(("sector", sector.value) for sector in Sector)):
            self._shares([(*head, gender.value) for gender in Gender], (*head, "present_any_day"))

    def _followed(self) -> None:
        if self.continuity is None:
            return
        for name, count in zip(FOLLOWED, self.continuity.totals, strict=True):
            self._add((ALL, name), count, _SUM_COST)
        for row in self.continuity.by_sector:
            for name in FOLLOWED:
                self._add(sector_key(row.sector, name), asdict(row)[name], _CELL_COST)
        for name in FOLLOWED:
            self._sum([sector_key(row.sector, name) for row in self.continuity.by_sector], (ALL, name))
        for head in ((ALL,), *(("sector", row.sector.value) for row in self.continuity.by_sector)):
            self._sum([(*head, "returning"), (*head, "new")], (*head, "present_any_day"))

    def _by_age(self) -> None:
        if "age" in self.without or not self.counted.by_age:
            return
        for row in self.counted.by_age:
            self._four(("age", row.age or "not_stated"), row.numbers)
        for name in self.columns:
            keys = [age_key(row.age, name) for row in self.counted.by_age]
            if name == "present_any_day":
                self._shares(keys, (ALL, name))
            else:
                self._sum(keys, (ALL, name))

    def _by_group(self) -> None:
        if "group" in self.without:
            return
        # In an order of their own, so that the same report is told in the same way wherever it is counted or kept.
        named = {(row.sector, self.counted.group_name(row.group) or ""): row.numbers for row in self.counted.by_group}
        for (sector, name), numbers in sorted(named.items()):
            self._four(("group", sector.value, name), numbers)
        for sector in Sector:
            groups = [name for of, name in sorted(named) if of is sector]
            if groups:
                self.group_sums.append(
                    [
                        (tuple(group_key(sector, group, name) for group in groups), sector_key(sector, name))
                        for name in self.columns
                    ]
                )
        self.sums += itertools.chain.from_iterable(self.group_sums)

    def _add(self, key: Key, count: int, cost: int, cap: Key | None = None) -> None:
        self.counts[key], self.costs[key] = count, cost // 2 if key[0] in {"age", "group"} else cost
        if cap is not None and key not in TOLD:
            self.caps[key] = cap

    def _sum(self, parts: Sequence[Key], whole: Key) -> None:
        self.sums.append((tuple(parts), whole))

    def _shares(self, parts: Sequence[Key], whole: Key) -> None:
        """Parts of a whole that say something of everybody in it, if all of them are in one part."""
        self._sum(parts, whole)
        for part in parts:
            if "not_stated" not in part and self.counts[part] and self.counts[part] == self.counts[whole]:
                self.alike[part] = whole

    # ---------------------------------------------------------------- other reports that are surely possible
    def _changes(self) -> list[Change]:
        """People of one sector, gender or age said to be of another, and days in another order."""
        sectors = [self._with_groups(change) for change in self._sectors_moved()]
        ages = [[age_key(row.age, name) for name in self.columns] for row in self._ages()]
        by_day = {day.day: [key for key in self.counts if key[-1] == day.day.isoformat()] for day in self.days}
        changes = [*sectors, *self._genders_moved(self.counts)]
        changes += [_moved([one], to, self.counts) for one in ages for to in ages if one is not to]
        changes += [_moved([one for one in ages if one is not to], to, self.counts) for to in ages]
        changes += [_swapped(by_day[one], by_day[two], self.counts) for one in by_day for two in by_day if one < two]
        return [change for change in changes if change]

    def _further_changes(self) -> list[Change]:
        """The same one after the other: people said to be of another sector, and then of another gender or group."""
        changes = []
        into = [
            groups[0][:-1] for sums in self.group_sums for groups in zip(*(keys for keys, _total in sums), strict=True)
        ]
        for first in ({}, *self._sectors_moved()):
            counts = {key: count + first.get(key, 0) for key, count in self.counts.items()}
            changes += [self._with_groups(_both(first, then)) for then in self._genders_moved(counts)]
            changes += [self._with_groups(first, into=row) for row in into]
        return [change for change in changes if change]

    def _sectors_moved(self) -> list[dict[Key, int]]:
        rows = {sector: self._row(sector) for sector in Sector}
        changes = [_moved([rows[one]], rows[to], self.counts) for one in Sector for to in Sector if one is not to]
        return changes + [
            _moved([rows[one] for one in Sector if one is not to], rows[to], self.counts) for to in Sector
        ]

    def _row(self, sector: Sector) -> list[Key]:
        return [key for key in self.counts if key[:2] == ("sector", sector.value) and key[2] != "lost"]

    def _genders_moved(self, counts: Mapping[Key, int]) -> list[dict[Key, int]]:
        columns = [[key for key in counts if key[-1] == gender and key[0] in {ALL, "sector"}] for gender in Gender]
        changes = [_moved([one], to, counts) for one in columns for to in columns if one is not to]
        return changes + [_moved([one for one in columns if one is not to], to, counts) for to in columns]

    def _with_groups(self, change: Change, *, into: Key | None = None) -> Change:
        """The same with everybody of a sector that gained or lost said to be of its first group, or of `into`."""
        whole = dict(change)
        for sums in self.group_sums:
            is_asked = into is not None and into[:2] == sums[0][0][0][:2]
            if not is_asked and not any(total in change for _groups, total in sums):
                continue
            for groups, total in sums:
                now = self.counts[total] + change.get(total, 0)
                chosen = (*into, groups[0][-1]) if into is not None and is_asked else groups[0]
                for key in groups:
                    if by := (now if key == chosen else 0) - self.counts[key]:
                        whole[key] = by
        return whole

    def _ages(self) -> Sequence[AgeFigures]:
        return () if "age" in self.without else self.counted.by_age


def _factors(*pairs: tuple[Key, int]) -> dict[Key, int]:
    return {key: factor for key, factor in pairs if factor}


def _moved(sources: Sequence[Sequence[Key]], target: Sequence[Key], counts: Mapping[Key, int]) -> dict[Key, int]:
    """Everybody of some rows or columns said to be of another."""
    change: dict[Key, int] = {}
    for source in sources:
        for one, other in zip(source, target, strict=True):
            if counts[one]:
                change[one] = -counts[one]
                change[other] = change.get(other, 0) + counts[one]
    return change


def _swapped(source: Sequence[Key], target: Sequence[Key], counts: Mapping[Key, int]) -> dict[Key, int]:
    change: dict[Key, int] = {}
    for one, other in zip(source, target, strict=True):
        if by := counts[other] - counts[one]:
            change |= {one: by, other: -by}
    return change


def _both(first: Change, then: Change) -> Change:
    added = {key: first.get(key, 0) + then.get(key, 0) for key in (*first, *then)}
    return {key: by for key, by in added.items() if by}
