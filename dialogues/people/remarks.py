"""What features above have to say on the page of a person or an organisation: each teaches it, the page shows it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """A sentence on the page of somebody: `url` is where it leads, `undo_url` takes back what it tells by a POST."""

    words: str
    url: str | None = None
    undo_url: str | None = None


Says = Callable[[int], list[Remark]]

_SAYS: defaultdict[str, list[Says]] = defaultdict(list)


def add_remarks(kind: str, says: Says) -> None:
    """The page of a `kind` ("person", "organisation") shows what `says` answers for its number; twice is once."""
    if says not in _SAYS[kind]:
        _SAYS[kind].append(says)


def remarks_on(kind: str, key: int) -> list[Remark]:
    """All that is to be said on one page, in the order in which features taught it."""
    return [remark for says in _SAYS[kind] for remark in says(key)]
