"""How near a list of people is to the balance its convenor wants. Targets advise; nothing is ever refused for them.

A target is a number of people or a share, of a sector, of a gender, or of a gender within a sector. A share is of the
seats where their number is known, else of the people who are confirmed so far.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.people.sectors import Gender, Sector

PEOPLE_MAX = 100_000  # a longer number is a slip of the finger
# Genders a convenor sets targets for; the others are counted and printed, never asked for.
WANTED_GENDERS = (Gender.WOMAN, Gender.MAN)
_AMOUNT = re.compile(r"([0-9]{1,6})\s*(%?)")


class NotAnAmount(DomainError):
    """A target is written as a number or as a share."""

    message = N_("Write a number of people, such as 12, or a share, such as %(share)s.")

    def __init__(self) -> None:
        super().__init__(share="30%")


class Subject(NamedTuple):
    """Whom a target is about: a sector, a gender, or a gender within a sector."""

    sector: Sector | None = None
    gender: Gender | None = None

    @property
    def code(self) -> str:
        """`MIN`, `woman` or `MIN woman`, as it is stored."""
        return " ".join(part.value for part in self if part is not None)


def subject_of(code: str) -> Subject:
    """The subject that is stored as `code`."""
    parts = code.split()
    sector = next((Sector(part) for part in parts if part in Sector.__members__), None)
    gender = next((Gender(part) for part in parts if part not in Sector.__members__), None)
    return Subject(sector, gender)


@dataclass(frozen=True)
class Target:
    """So many people, or such a share in per cent; one of the two."""

    number: int | None = None
    percent: int | None = None

    def __str__(self) -> str:
        return f"{self.percent}%" if self.percent is not None else str(self.number)


def read_target(text: str | None) -> Target | None:
    """`12` is a number of people, `30%` a share; nothing written is no target. Raises NotAnAmount."""
    if not text:
        return None
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise NotAnAmount
    amount = int(found[1])
    if found[2]:
        if amount > 100:
            raise NotAnAmount
        return Target(percent=amount)
    if amount > PEOPLE_MAX:
        raise NotAnAmount
    return Target(number=amount)


def aim(target: Target, *, people: int, seats: int | None) -> int:
    """How many people a target means: of the seats where those are known, else of `people`; a part is a whole one."""
    if target.number is not None:
        return target.number
    whole = max(seats, people) if seats is not None else people
    return -(-(target.percent or 0) * whole // 100)


def missing(target: Target, have: int, *, people: int, seats: int | None) -> int:
    """How many more are wanted. Without known seats each one who comes makes the whole larger, and that is counted."""
    if target.percent is None or seats is not None or target.percent >= 100:
        return max(0, aim(target, people=people, seats=seats) - have)
    short = target.percent * people - 100 * have
    return max(0, -(-short // (100 - target.percent)))


class Counts(NamedTuple):
    """How many people of one sector and gender: asked to come whatever they answered, and confirmed."""

    invited: int = 0
    confirmed: int = 0


Balance = Mapping[tuple[Sector, Gender], Counts]
Present = Mapping[tuple[Sector, Gender], int]


def count_of(balance: Balance, subject: Subject) -> Counts:
    """How many people a subject has."""
    found = [
        counts
        for (sector, gender), counts in balance.items()
        if subject.sector in (None, sector) and subject.gender in (None, gender)
    ]
    return Counts(sum(one.invited for one in found), sum(one.confirmed for one in found))


def present_of(present: Present, subject: Subject) -> int:
    """How many people of a subject were there."""
    return sum(
        number
        for (sector, gender), number in present.items()
        if subject.sector in (None, sector) and subject.gender in (None, gender)
    )


class Standing(NamedTuple):
    """One subject against its target."""

    subject: Subject
    counts: Counts
    target: Target | None
    aim: int | None  # the target as a number of people
    missing: int


def standing(balance: Balance, targets: Mapping[Subject, Target], subject: Subject, *, seats: int | None) -> Standing:
    """How a subject stands. A share of women among the miners is a share of the miners, who may have a target too."""
    counts, target = count_of(balance, subject), targets.get(subject)
    if target is None:
        return Standing(subject, counts, None, None, 0)
    people, whole = count_of(balance, Subject()).confirmed, seats
    if subject.sector is not None and subject.gender is not None:
        of_sector = targets.get(Subject(subject.sector))
        whole = aim(of_sector, people=people, seats=seats) if of_sector else None
        people = count_of(balance, Subject(subject.sector)).confirmed
    return Standing(
        subject,
        counts,
        target,
        aim(target, people=people, seats=whole),
        missing(target, counts.confirmed, people=people, seats=whole),
    )
