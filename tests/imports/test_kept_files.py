"""Files between upload and confirmation."""

from datetime import UTC, datetime, timedelta

import pytest

from dialogues.imports.kept_files import FOLDER, Keeper

NOW = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def keeper(tmp_path):
    return Keeper(tmp_path, user_id=1, event_id=1)


def test_a_file_is_found_by_its_word_for_an_hour(keeper):
    token = keeper.keep(b"Ama", at=NOW)
    assert keeper.find(token, at=NOW + timedelta(minutes=59)) == b"Ama"
    assert keeper.find(token, at=NOW + timedelta(minutes=61)) is None


def test_only_its_owner_can_read_the_file_and_its_name_says_nothing(keeper, tmp_path):
    token = keeper.keep(b"Ama", at=NOW)
    (file,) = (tmp_path / FOLDER).iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / FOLDER).stat().st_mode & 0o777 == 0o700
    assert token not in file.name


def test_nobody_else_and_no_other_event_finds_it(keeper, tmp_path):
    token = keeper.keep(b"Ama", at=NOW)
    assert Keeper(tmp_path, user_id=2, event_id=1).find(token, at=NOW) is None
    assert Keeper(tmp_path, user_id=1, event_id=2).find(token, at=NOW) is None


def test_what_is_older_than_an_hour_is_deleted_by_the_next_upload(keeper, tmp_path):
    keeper.keep(b"old", at=NOW)
    keeper.keep(b"new", at=NOW + timedelta(hours=2))
    assert [file.read_bytes() for file in (tmp_path / FOLDER).iterdir()] == [b"new"]


@pytest.mark.parametrize("token", ("", "x", "../../etc/passwd", "a" * 43 + "/", "\x00" * 43))
def test_a_word_that_was_never_given_finds_nothing(keeper, token):
    keeper.keep(b"Ama", at=NOW)
    assert keeper.find(token, at=NOW) is None
    keeper.forget(token)


def test_a_forgotten_file_is_gone(keeper, tmp_path):
    token = keeper.keep(b"Ama", at=NOW)
    keeper.forget(token)
    keeper.forget(token)
    assert list((tmp_path / FOLDER).iterdir()) == []
