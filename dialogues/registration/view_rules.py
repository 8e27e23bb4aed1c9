"""What a view of a list must have to be kept."""

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

NAME_LENGTH_MAX = 60  # signs: a name stands on a small button
QUERY_LENGTH_MAX = 2_000  # signs, as many as every browser takes in an address
VIEWS_MAX = 100  # of one person; more would be found by nobody


class NoViewName(DomainError):
    """A view is found by its name."""

    message = N_("Give the view a name.")


class ViewNameTooLong(DomainError):
    """It would not fit where it stands."""

    message = N_("A name of a view has at most %(limit)s letters.")


class ViewTooLong(DomainError):
    """Nobody types as much; it would not fit into an address."""

    message = N_("What is searched for is too long to be kept.")


class TooManyViews(DomainError):
    """One person keeps so many at most."""

    message = N_("You keep %(limit)s views already. Remove one you no longer need.")


def require_name(name: str) -> None:
    """Raise NoViewName or ViewNameTooLong unless a view may be called so."""
    if not name:
        raise NoViewName
    if len(name) > NAME_LENGTH_MAX:
        raise ViewNameTooLong(limit=NAME_LENGTH_MAX)


def require_query(query: str) -> None:
    """Raise ViewTooLong unless the view fits into an address."""
    if len(query) > QUERY_LENGTH_MAX:
        raise ViewTooLong


def require_room(number: int) -> None:
    """Raise TooManyViews if somebody keeps `number` views already."""
    if number >= VIEWS_MAX:
        raise TooManyViews(limit=VIEWS_MAX)
