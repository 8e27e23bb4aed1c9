"""What bringing a file in did, or would do."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Brought:
    """What a file did, or would do."""

    title: str
    slug: str = ""
    event_id: int | None = None
    is_known: bool = False  # this very file was brought in before
    is_new: bool = False  # the event was not here
    added: Counter[str] = field(default_factory=Counter)  # table: rows
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    conflicts: int = 0

    @property
    def marks(self) -> int:
        """Marks of days and sessions that were new here."""
        return self.added["mark"] + self.added["session_mark"]

    def as_object(self) -> dict[str, Any]:
        """What the command prints as JSON."""
        return {
            "event": self.slug,
            "is_known": self.is_known,
            "is_new": self.is_new,
            "added": dict(self.added),
            "changed": dict(self.changed),
            "removed": dict(self.removed),
            "conflicts": self.conflicts,
        }
