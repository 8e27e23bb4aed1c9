"""The command line as a whole: a new instance is ready, refusals are one sentence, wrong usage exits 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path):
    """Run one command on an instance of the test's own, as a person would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUES_")}

    def run(*arguments, text=None):
        return subprocess.run(
            [sys.executable, "-m", "dialogues", "--instance", str(tmp_path / "instance"), *arguments],
            cwd=ROOT, env=environment, input=text, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


def _add_event(run):
    days = ("--from", "2026-06-02", "--to", "2026-06-04", "--zone", "Africa/Accra", "--country", "GH")
    return run("event", "add", "tarkwa", "--title", "Tarkwa dialogue", *days)


def test_a_new_instance_has_tables_and_the_first_stakeholder_groups(run, tmp_path):
    assert run("events").returncode == 0
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'instance' / 'dialogues.sqlite3'}")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM stakeholder_group")).scalar() == 19
    engine.dispose()


def test_an_event_is_added_listed_and_reported(run):
    assert _add_event(run).returncode == 0
    assert "tarkwa" in run("events", "--json").stdout
    report = run("report", "tarkwa", "--format", "json")
    assert '"present_any_day": 0' in report.stdout


@pytest.mark.parametrize(
    "arguments",
    (
        ("report", "nowhere"),
        ("document", "nowhere", "agenda", "-o", "x.pdf"),
        ("export", "nowhere", "registrations", "--format", "csv", "-o", "x.csv"),
        ("import", "nowhere", "setup.cfg"),
        ("user", "end-sessions", "nobody@example.org"),
        ("backup", "/nowhere/at/all.zip"),
    ),
)
def test_a_refused_command_says_one_sentence_and_exits_1(run, arguments):
    answer = run(*arguments)
    assert answer.returncode == 1, answer
    assert answer.stderr.strip()
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("arguments", (("event", "add"), ("export", "x"), ("nonsense",), ("report", "--format", "odt")))
def test_wrong_usage_exits_2(run, arguments):
    assert run(*arguments).returncode == 2


def test_every_command_explains_itself(run):
    listed = run("--help").stdout
    for command in ("demo", "serve", "sample", "import", "export", "document", "report", "backup", "restore", "check"):
        assert f"  {command} " in listed, command
        assert run(command, "--help").returncode == 0


def test_a_database_that_is_none_is_told_in_one_sentence(run, tmp_path):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "dialogues.sqlite3").write_bytes(b"this is not a database, whatever its name says" * 50)
    answer = run("events")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "database" in answer.stderr


def test_a_setting_that_cannot_be_used_is_named(run, tmp_path):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "config.py").write_text("SIGN_IN_HOURS = 'long'\n")
    answer = run("events")
    assert (answer.returncode, "SIGN_IN_HOURS" in answer.stderr) == (1, True)


@pytest.mark.parametrize("address", ("nonsense", "postgresql://nobody:hunter2@127.0.0.1:1/none"))
def test_a_database_that_cannot_be_reached_is_told_in_one_sentence_without_its_password(run, tmp_path, address):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "config.py").write_text(f"DATABASE_URL = {address!r}\n")
    answer = run("events")
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    assert "hunter2" not in answer.stderr


def test_a_backup_made_by_one_command_comes_back_by_the_other(run, tmp_path):
    _add_event(run)
    assert run("backup", str(tmp_path / "copy.zip")).returncode == 0
    again = subprocess.run(
        [sys.executable, "-m", "dialogues", "--instance", str(tmp_path / "new"), "restore", str(tmp_path / "copy.zip")],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "new" / "dialogues.sqlite3").exists()
