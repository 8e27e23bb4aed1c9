"""Parts of one's own page that features above this one add: they know registrations, which know nothing of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dialogues.registration.models import Registration


@dataclass(frozen=True)
class OwnPart:
    """Something to read on one's own page: a title, and under each heading some lines."""

    title: str
    rows: Sequence[tuple[str, Sequence[str]]]


Part = Callable[[Session, Registration], OwnPart | None]
_PARTS: dict[str, Part] = {}


def add_part(name: str, part: Part) -> None:
    """The own page shows this too, where there is something to show; repeating it is harmless."""
    _PARTS[name] = part


def own_parts(session: Session, registration: Registration) -> list[tuple[str, OwnPart]]:
    """What the features above have to show to one person, each with its name, in the order of their names."""
    shown = ((name, _PARTS[name](session, registration)) for name in sorted(_PARTS))
    return [(name, part) for name, part in shown if part is not None]
