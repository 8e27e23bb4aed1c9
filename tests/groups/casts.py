"""Invented people to seat: the same for a number and a seed."""

from random import Random

from dialogues.groups.mixing_rules import Member


def cast(number: int, *, seed: int = 1) -> tuple[Member, ...]:
    """People as a dialogue has them: six sectors of unequal size, some colleagues, some who do not say."""
    dice = Random(seed)
    people = []
    for one in range(number):
        [sector] = dice.choices(["MIN", "GOV", "CSO", "IND", "ACA", "OTH"], [30, 22, 20, 10, 8, 10])
        body = f"{sector}{dice.randrange(max(2, number // 9))}" if dice.random() < 0.8 else None
        [gender] = dice.choices(["woman", "man", None], [40, 55, 5])
        group = f"{sector}{dice.randrange(3)}"
        [language] = dice.choices(["en", "ak", "fr", None], [40, 40, 10, 10])
        people.append(Member(one, (sector, body, gender, group, language)))
    return tuple(people)
