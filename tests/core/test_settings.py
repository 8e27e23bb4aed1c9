"""Settings: where they come from, and what stops the start."""

import pytest

from dialogues import settings
from dialogues.settings import BadSetting


@pytest.fixture
def folder(tmp_path):
    settings.prepare_instance(tmp_path / "instance", "sqlite://")
    return tmp_path / "instance"


def test_the_factory_wins_over_the_environment_and_that_over_the_file(folder, monkeypatch):
    (folder / "config.py").write_text("PROXY_COUNT = 1\nSIGN_IN_HOURS = 3\nUPLOAD_MIB_MAX = 5\n")
    monkeypatch.setenv("DIALOGUES_SIGN_IN_HOURS", "4")
    monkeypatch.setenv("DIALOGUES_UPLOAD_MIB_MAX", "6")
    chosen = settings.load(folder, {"UPLOAD_MIB_MAX": 7})
    assert (chosen.PROXY_COUNT, chosen.SIGN_IN_HOURS, chosen.UPLOAD_MIB_MAX) == (1, 4, 7)


def test_a_misspelled_setting_in_the_file_is_named(folder):
    (folder / "config.py").write_text("PROXI_COUNT = 1\n")
    with pytest.raises(BadSetting, match="PROXI_COUNT"):
        settings.load(folder)


@pytest.mark.parametrize("value", ("many", "-1", ""))
def test_a_number_that_is_none_is_named(folder, value):
    with pytest.raises(BadSetting, match="PROXY_COUNT must be a whole number"):
        settings.load(folder, {"PROXY_COUNT": value})


@pytest.mark.parametrize("value", (0, 2, 101))
def test_small_groups_are_never_so_small_that_nobody_is_hidden(folder, value):
    assert settings.load(folder, {"SMALL_GROUPS_BELOW": 10}).SMALL_GROUPS_BELOW == 10
    with pytest.raises(BadSetting, match=f"SMALL_GROUPS_BELOW must be a whole number from 3 to 100, not {value}"):
        settings.load(folder, {"SMALL_GROUPS_BELOW": value})


def test_the_key_is_made_once_for_its_owner_only(folder):
    first = settings.secret_key(folder)
    assert settings.secret_key(folder) == first
    assert len(first) >= 64
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", ("dev", "", "short", "changeme"))
def test_a_known_or_short_key_stops_the_start(folder, key):
    (folder / "secret_key").write_text(key)
    with pytest.raises(BadSetting, match="too short or publicly known"):
        settings.secret_key(folder)


@pytest.mark.parametrize(
    "address", ("nonsense", "mysql://user:hunter2@host/dialogues", "postgresql://user:hunter2@host:port/dialogues")
)
def test_an_address_of_no_database_we_know_is_told_without_its_password(folder, address):
    with pytest.raises(BadSetting, match="DATABASE_URL") as told:
        settings.database_url(settings.load(folder, {"DATABASE_URL": address}), folder)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize("text", ("SIGN_IN_HOURS = (\n", "import nothing_of_this_name\n", "SIGN_IN_HOURS = 1 / 0\n"))
def test_a_file_of_settings_that_cannot_be_read_is_told_with_what_stopped_it(folder, text):
    (folder / "config.py").write_text(text)
    with pytest.raises(BadSetting, match=r"config\.py cannot be read as settings"):
        settings.load(folder)
