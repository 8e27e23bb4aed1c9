"""When a step on the agenda may be taken back: only as long as nothing it changed was changed again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

Facts = Mapping[str, Any]  # columns of a row by name, as JSON holds them
Key = tuple[str, int]  # "session" or "day", and its number
Snapshot = Mapping[Key, Facts]

VERSION = "version"  # kept beside the facts and never compared: every change raises it


class StepOvertaken(DomainError):
    """What a step changed was changed again since, so that taking it back would lose that."""

    message = N_("This cannot be taken back any more: %(titles)s changed since. Change it by hand instead.")


@dataclass(frozen=True)
class Change:
    """What a step did to one row: the columns that changed, before and after; None where there was no row."""

    key: Key
    before: Facts | None
    after: Facts | None

    @property
    def backwards(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.key, self.after, self.before)

    def as_json(self) -> list[Any]:
        """As a step keeps it."""
        return [*self.key, self.before, self.after]


def read_change(kept: Sequence[Any]) -> Change:
    """A change as a step kept it."""
    kind, number, before, after = kept
    return Change((kind, number), before, after)


def changes_between(before: Snapshot, after: Snapshot) -> list[Change]:
    """What happened to each row; rows that stayed as they were are left out."""
    changes = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            changes.append(Change(key, old, new))
            continue
        names = [name for name in new if name != VERSION and old[name] != new[name]]
        if names:
            changes.append(Change(key, {name: old[name] for name in names}, {name: new[name] for name in names}))
    return changes


def list_overtaken(changes: Sequence[Change], now: Snapshot) -> list[Key]:
    """The rows that are not as the step left them, so that the change from `before` cannot be made on them."""
    return [change.key for change in changes if not _is_as(change.before, now.get(change.key))]


def _is_as(expected: Facts | None, found: Facts | None) -> bool:
    if expected is None or found is None:
        return expected is None and found is None
    return all(found[name] == value for name, value in expected.items() if name != VERSION)
