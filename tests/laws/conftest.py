"""What the laws need to ask every address."""

from pathlib import Path

import pytest
from flask import Flask

from dialogues.core import schema
from tests.laws.world import open_hall


@pytest.fixture(autouse=True)
def migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the page of health find the tables up to date: a test makes them at once, without migrations."""
    monkeypatch.setattr(schema, "current_revision", lambda _engine: schema.head_revision())


@pytest.fixture
def app(app: Flask, tmp_path: Path) -> Flask:
    """The application while it serves a hall, so that every address is there."""
    open_hall(app, tmp_path)
    return app
