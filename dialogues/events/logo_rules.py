"""Whose logos may stand on paper together."""

from collections.abc import Collection, Sequence

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_


class LogoTwice(DomainError):
    """One organisation stands on a paper once."""

    message = N_("“%(name)s” is chosen twice. Choose each organisation once.")


class NoSuchLetterhead(DomainError):
    """The organisation is gone, or has nothing to print by now."""

    message = N_("One of these organisations has no letterhead any more. Choose again.")


def in_order(chosen: Sequence[int | None]) -> list[int]:
    """The chosen ones without the gaps between them."""
    return [one for one in chosen if one is not None]


def twice(chosen: Collection[int]) -> int | None:
    """One that was chosen more than once, if any was."""
    known: set[int] = set()
    for one in chosen:
        if one in known:
            return one
        known.add(one)
    return None
