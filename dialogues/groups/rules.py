"""What a round of groups may be, and why one is refused."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from string import ascii_uppercase

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.groups.mixing_rules import Axis
from dialogues.people.rules import RefusedFact

TABLES_MOST = 60  # past that a hall is not run in groups
ROUNDS_MOST = 8  # drawn in one go
SEED_MOST = 999_999  # six digits can be read out over a telephone
NAME_LENGTH_MAX = 40  # letters: it stands large on a door
WORDS_LENGTH_MAX = 200  # letters of a topic or a room
BONDS_MOST = 50  # people named in one wish


class Who(StrEnum):
    """From whom groups are made."""

    CONFIRMED = "confirmed"
    PRESENT = "present"


class BondKind(StrEnum):
    """What is wished of some people."""

    APART = "apart"
    TOGETHER = "together"


class ClosedBecause(StrEnum):
    """Why somebody is no longer in a group."""

    LEFT = "left"  # is not here, or no longer on the list
    TAKEN_OUT = "taken_out"  # by hand


AXIS_NAMES = {
    Axis.SECTOR: N_("Sector"),
    Axis.GENDER: N_("Gender"),
    Axis.ORGANISATION: N_("Organisation"),
    Axis.STAKEHOLDER_GROUP: N_("Stakeholder group"),
    Axis.LANGUAGE: N_("Language"),
    Axis.MEETING: N_("Meeting new people"),
}

BOND_NAMES = {BondKind.APART: N_("Keep apart"), BondKind.TOGETHER: N_("Keep together")}


class NobodyThere(RefusedFact):
    """There is nobody to make groups of."""

    message = N_("Nobody is there to make groups of. Confirm people first, or mark who is present.")
    field = "who"


class TooManyTables(RefusedFact):
    """A group has two people at least."""

    message = N_("%(people)s people make at most %(most)s groups of two. Make fewer groups.")
    field = "tables"


class ApartAndTogether(RefusedFact):
    """Two people are wished apart and together."""

    message = N_(
        "%(first)s and %(second)s are to be kept apart and to be kept together. Take one of the two wishes back."
    )
    field = "tables"


class TogetherTooMany(RefusedFact):
    """Those who are kept together are more than a group holds."""

    message = N_(
        "%(names)s are to be kept together: %(number)s people, but a group has %(size)s seats. Make fewer groups."
    )
    field = "tables"


class LockedApart(RefusedFact):
    """Those who are kept together are locked in different groups."""

    message = N_(
        "%(first)s and %(second)s are to be kept together but are locked in different groups. Unlock one of them."
    )
    field = "tables"


class LockedTogether(RefusedFact):
    """Those who are kept apart are locked in one group."""

    message = N_("%(first)s and %(second)s are to be kept apart but are locked in one group. Unlock one of them.")
    field = "tables"


class CannotKeepApart(RefusedFact):
    """There are more wishes than groups."""

    message = N_("%(first)s and %(second)s cannot be kept apart: too many are kept apart for %(tables)s groups.")
    field = "tables"


class BondOfOne(RefusedFact):
    """A wish names two people at least."""

    message = N_("Name at least two different people.")
    field = "people"


class NameTaken(RefusedFact):
    """Each group of a round has its own name."""

    message = N_("Another group of this round is called %(name)s.")
    field = "name"


class LeadsAnother(RefusedFact):
    """Nobody leads, or writes for, two groups at once."""

    def __init__(self, *, field: str, name: str, group: str) -> None:
        self.field = field
        super().__init__(name=name, group=group)

    message = N_("%(name)s does that in group %(group)s already.")


class RoundChanged(DomainError):
    """Somebody changed the groups in the meantime."""

    message = N_("The groups were changed meanwhile. They are shown as they are now; do it again if you still want it.")


class IsLocked(DomainError):
    """Who is locked stays."""

    message = N_("%(name)s is locked in group %(group)s. Unlock first.")


class SameGroup(DomainError):
    """Two people of one group have nothing to swap."""

    message = N_("%(name)s is in group %(group)s already.")


class NothingToDo(DomainError):
    """Nobody came late, nobody left."""

    message = N_("Everybody who is there is in a group, and nobody else is.")


class ChangedSince(DomainError):
    """What was done is not what stands now."""

    message = N_("This was changed again since, so it cannot be taken back. Look at the history.")


def table_name(place: int) -> str:
    """`A` for the first table, `Z` for the 26th, then `AA`."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def united(units: Sequence[Collection[int]]) -> list[tuple[int, ...]]:
    """Sets that share somebody are one set; each in order, without those of one person."""
    merged: list[set[int]] = []
    for unit in units:
        joined = set(unit)
        apart = []
        for one in merged:
            if one & joined:
                joined |= one
            else:
                apart.append(one)
        merged = [*apart, joined]
    return sorted(tuple(sorted(one)) for one in merged if len(one) > 1)


def pairs(sets: Sequence[Collection[int]]) -> list[tuple[int, int]]:
    """Every two people of each set, once, in order."""
    found = {(one, other) for people in sets for one in people for other in people if one < other}
    return sorted(found)


def require_possible(
    *,
    names: Mapping[int, str],
    sizes: Sequence[int],
    apart: Sequence[tuple[int, int]],
    together: Sequence[Sequence[int]],
    locked: Mapping[int, int],
) -> None:
    """Raise with the names of those whose wishes contradict each other, the size of the groups, or the locks."""
    for unit in together:
        inside = set(unit)
        for one, other in apart:
            if one in inside and other in inside:
                raise ApartAndTogether(first=names[one], second=names[other])
        held = [one for one in unit if one in locked]
        for one in held[1:]:
            if locked[one] != locked[held[0]]:
                raise LockedApart(first=names[held[0]], second=names[one])
        if len(unit) > max(sizes):
            raise TogetherTooMany(names=", ".join(names[one] for one in unit), number=len(unit), size=max(sizes))
    for one, other in apart:
        if one in locked and locked.get(one) == locked.get(other):
            raise LockedTogether(first=names[one], second=names[other])


def require_kept_apart(
    tables: Sequence[Collection[int]], apart: Sequence[tuple[int, int]], *, names: Mapping[int, str]
) -> None:
    """Raise CannotKeepApart with the first pair that sits together all the same."""
    for one, other in apart:
        if any(one in table and other in table for table in tables):
            raise CannotKeepApart(first=names[one], second=names[other], tables=len(tables))
