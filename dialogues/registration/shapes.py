"""A registration as the API and the exports tell it, less what the reader may not see."""

from collections.abc import Collection
from typing import Any

from dialogues.accounts.access import Permission
from dialogues.registration.queries import Full

# What the door sees: who somebody is and whether they are expected.
NAMES_ONLY = frozenset({"id", "full_name", "honorific", "sector", "organisation", "status"})


def registration_json(row: Full, permissions: Collection[Permission]) -> dict[str, Any]:
    """One registration as JSON values, in the API's order of keys: everything for who may see participants."""
    told = row._asdict()
    if Permission.SEE_PARTICIPANTS in permissions:
        return told
    return {key: value for key, value in told.items() if key in NAMES_ONLY}
