"""What the laws need to ask every address."""

import pytest

from dialogues.core import schema


@pytest.fixture(autouse=True)
def migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the page of health find the tables up to date: a test makes them at once, without migrations."""
    monkeypatch.setattr(schema, "current_revision", lambda _engine: schema.head_revision())
