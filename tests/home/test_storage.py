"""Why a database cannot be written is told as the permission or the full disk that it is."""

import os
import shutil
from types import SimpleNamespace

import pytest

from dialogues.home import storage


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "dialogues.sqlite3").touch()
    (tmp_path / "dialogues.sqlite3-wal").touch()
    return tmp_path


def test_a_folder_in_order_has_no_trouble(folder):
    assert storage.find_trouble(folder) is None
    assert storage.find_trouble(folder / "not-made-yet") is None


@pytest.mark.parametrize("name", ("", "dialogues.sqlite3", "dialogues.sqlite3-wal"))
def test_what_cannot_be_written_is_named(folder, monkeypatch, name):
    # Tests may run as root, whom no permission stops: the answer of the system is given in its place.
    monkeypatch.setattr(os, "access", lambda path, _mode: path != folder / name)
    trouble = storage.find_trouble(folder)
    assert str(trouble).startswith(f"{folder / name} cannot be written")


def test_a_full_disk_is_told_as_such(folder, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=4096))
    assert "is full" in str(storage.find_trouble(folder))
