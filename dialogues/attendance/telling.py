"""Rows of attendance for readers who may not learn who was at an event under the Chatham House Rule."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dialogues.accounts.access import Permission
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event

# What says of a row who it is about, or leads there.
_WHO = frozenset({
    "registration_id", "full_name", "marked_by", "id", "honorific", "organisation", "position", "phone", "email",
    "in_place_of", "badge_code", "needs", "answers",
})  # fmt: skip


def told_rows(
    event: Event, rows: Iterable[Mapping[str, Any]], *, permissions: Collection[Permission]
) -> list[dict[str, Any]]:
    """Attendance as it may be told: without who was there, but to whoever keeps the record and corrects it."""
    needs_names = Permission.CORRECT_ATTENDANCE in permissions
    return told_rows_outside(event, rows) if not needs_names else [dict(row) for row in rows]


def told_rows_outside(event: Event, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows for a file that is made to be passed on: nobody of an event under the rule can be found in it."""
    if may_tell_names(event=event.is_chatham_house):
        return [dict(row) for row in rows]
    return [{key: value for key, value in row.items() if key not in _WHO} for row in rows]
