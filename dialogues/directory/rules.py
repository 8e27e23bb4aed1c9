"""When two rows of the directory may become one, which of two facts says more, and when that may be taken back."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_


class Side(StrEnum):
    """Which of two facts is kept. The first row is the one with the smaller number, which stays."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"  # of telephone numbers


# What is chosen between, and the columns that go along with each choice.
PERSON_FIELDS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("full_name",),
    "honorific": ("honorific",),
    "sort_as": ("sort_as",),
    "organisation": ("organisation_id",),
    "position": ("position",),
    "sector": ("sector", "stakeholder_group_id"),
    "gender": ("gender",),
    "age_group": ("age_group",),
    "phone": ("phone", "phone_alternative"),
    "email": ("email",),
    "place": ("place",),
    "language": ("language",),
}
ORGANISATION_FIELDS: Mapping[str, tuple[str, ...]] = {"name": ("name",), "sector": ("sector",), "country": ("country",)}
_SAYS_NOTHING = frozenset({"", "not_stated"})


class WithItself(DomainError):
    """One row is not two."""

    message = N_("This is one and the same already. Choose another to compare it with.")


class MergedMeanwhile(DomainError):
    """One of the two became part of another row after the page was opened."""

    message = N_("“%(name)s” was merged in the meantime. Nothing was changed; look again.")


class NotChosen(DomainError):
    """Where both rows say something else, a person decides which is kept."""

    message = N_("Say for each difference which one is kept.")


class TakenBackAlready(DomainError):
    """A merge is taken back once."""

    message = N_("This merge was taken back already.")


class LaterMerge(DomainError):
    """Merges of one row lie on top of each other."""

    message = N_("“%(name)s” was merged again since. Take the later merge back first.")


class NameOfAMerge(DomainError):
    """An alias that was an organisation of its own comes off by taking back its merge."""

    message = N_("“%(name)s” came with a merge. Take the merge back instead.")


class OwnName(DomainError):
    """An organisation is found by its own name anyway."""

    message = N_("“%(name)s” is the name of this organisation. It is found by it already.")


def says_nothing(value: Any) -> bool:
    """Whether a fact is missing."""
    return value is None or str(value) in _SAYS_NOTHING


def fuller(first: Any, second: Any) -> Side:
    """Which of two values says more: the one that is there, else the longer of two texts, else the first."""
    if says_nothing(first) or says_nothing(second):
        return Side.SECOND if says_nothing(first) and not says_nothing(second) else Side.FIRST
    is_text = type(first) is str and type(second) is str  # a code is not longer than another one
    return Side.SECOND if is_text and len(second) > len(first) else Side.FIRST


def differences(fields: Mapping[str, tuple[str, ...]], first: Any, second: Any) -> list[str]:
    """The fields in which two rows say something else."""
    return [
        name
        for name, columns in fields.items()
        if any((getattr(first, one) or None) != (getattr(second, one) or None) for one in columns)
    ]


def proposed(fields: Mapping[str, tuple[str, ...]], first: Any, second: Any) -> dict[str, Side]:
    """What is proposed for each difference: the fuller one; of telephone numbers both, where each has another one."""
    sides = {name: fuller(getattr(first, fields[name][0]), getattr(second, fields[name][0])) for name in fields}
    if has_two_phones(first, second):
        sides["phone"] = Side.BOTH
    return {name: sides[name] for name in differences(fields, first, second)}


def has_two_phones(first: Any, second: Any) -> bool:
    """Whether two persons have one telephone number each, and not the same: one person may have both."""
    numbers = [getattr(one, "phone", None) for one in (first, second)]
    more = [getattr(one, "phone_alternative", None) for one in (first, second)]
    return all(numbers) and numbers[0] != numbers[1] and not any(more)


def chosen_values(
    fields: Mapping[str, tuple[str, ...]], first: Any, second: Any, chosen: Mapping[str, Side]
) -> dict[str, Any]:
    """Column: value of the row that is kept. Raises NotChosen if a difference is left open."""
    values: dict[str, Any] = {}
    for name in differences(fields, first, second):
        side = chosen.get(name)
        if side is None or (side is Side.BOTH and not (name == "phone" and has_two_phones(first, second))):
            raise NotChosen
        if side is Side.BOTH:
            values |= {"phone": first.phone, "phone_alternative": second.phone}
        else:
            row = first if side is Side.FIRST else second
            values |= {column: getattr(row, column) for column in fields[name]}
    return values
