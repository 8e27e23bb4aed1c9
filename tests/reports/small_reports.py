"""Reports of people who are drawn at random, counted as every report is, for those who try to find small groups."""

import random
from dataclasses import replace
from datetime import date, timedelta

from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.reports.rules import Alike, Continuity, Counted, DayKept, SectorContinuity, count

FIRST = date(2026, 6, 1)
_WEIGHTS = {Sector.GOV: 5, Sector.CSO: 4, Sector.ACA: 2, Sector.IND: 3, Sector.MIN: 6, Sector.OTH: 1}
_GENDERS = {Gender.WOMAN: 40, Gender.MAN: 50, Gender.OTHER: 1, Gender.NOT_STATED: 6}


def draw_people(chance: random.Random, people: int, *, days: int = 3, groups: int = 3) -> list[Alike]:
    """So many people, most of them there on most days."""
    return [
        Alike(
            chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0],
            chance.choices(list(_GENDERS), list(_GENDERS.values()))[0],
            chance.choice([None, *range(1, groups + 1)]),
            True,
            False,
            None,
            None,
            sum(0b0101 << 4 * day for day in range(days) if chance.random() < 0.85),
            1,
            chance.choice([AgeGroup.TO_30, AgeGroup.TO_50, AgeGroup.TO_50, AgeGroup.TO_65, None]),
        )
        for _number in range(people)
    ]


def counted(people: list[Alike], *, days: int = 3) -> Counted:
    """The figures of these people; every day is closed."""
    return count(people, [DayKept(FIRST + timedelta(day), is_closed=True) for day in range(days)])


def continuity_of(chance: random.Random, figures: Counted) -> Continuity:
    """Some of each sector had come before, and some did not come back."""
    rows = []
    for row in figures.by_sector:
        back = chance.randint(0, row.numbers.present_any_day)
        rows.append(SectorContinuity(row.sector, back, row.numbers.present_any_day - back, chance.randint(0, 9)))
    return Continuity(events=1, last_began=date(2025, 6, 1), by_sector=tuple(rows))


def corrected(chance: random.Random, people: list[Alike]) -> list[Alike]:
    """The same people after a correction or two: somebody's sector, gender or days were wrong, or one was forgotten."""
    changed = list(people)
    for _number in range(chance.randint(1, 3)):
        at = chance.randrange(len(changed))
        one = changed[at]
        changed[at] = chance.choice(
            [
                replace_sector(one, chance.choice(list(Sector))),
                one._replace(gender=chance.choice(list(Gender))),
                one._replace(days=0b0101),
                one._replace(age=AgeGroup.TO_65),
            ]
        )
        if chance.random() < 0.3:
            changed += draw_people(chance, 1)
    return changed


def replace_sector(one: Alike, sector: Sector) -> Alike:
    """The same person of another sector; stakeholder groups belong to one, so theirs goes."""
    return one._replace(sector=sector, group=None)


def in_order(figures: Counted) -> Counted:
    """The same with the stakeholder groups in a fixed order."""
    return replace(figures, by_group=tuple(sorted(figures.by_group, key=lambda row: (row.sector, row.group or 0))))
