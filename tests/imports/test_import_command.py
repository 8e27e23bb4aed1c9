"""The command that takes a file in."""

import json

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.imports.cli import import_people
from dialogues.registration.models import Registration
from tests.factories import make_event

GOOD = "Nom complet;Secteur;Téléphone\r\nJosé Rakoto;société civile;0341234567\r\nAma Serwaa;MIN;\r\n"
BAD = GOOD + ";GOV;\r\nKofi;Mines;\r\n"


def run(app, *arguments):
    db.session.commit()
    return CliRunner().invoke(import_people, [str(one) for one in arguments], obj=lambda: app)


def count(session):
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(Registration))


@pytest.fixture
def file(tmp_path):
    def write(text, *, encoding="cp1252"):
        path = tmp_path / "list.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_the_outcome_as_json_has_its_fixed_keys(app, session, file):
    make_event()
    done = run(app, "tarkwa", file(GOOD), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    remarks = told.pop("remarks")
    assert told == {
        "sheet": None, "encoding": "cp1252", "separator": ";", "rows": 2, "new": 2, "updated": 0, "unchanged": 0,
        "possible_duplicates": 0, "refused": [],
    }  # fmt: skip
    assert [one["row"] for one in remarks] == [2]
    assert count(session) == 2


def test_the_same_file_twice_is_all_unchanged(app, session, file):
    make_event()
    run(app, "tarkwa", file(GOOD))
    told = json.loads(run(app, "tarkwa", file(GOOD), "--json").stdout)
    assert (told["new"], told["unchanged"]) == (0, 2)
    assert count(session) == 2


def test_a_dry_run_writes_nothing(app, session, file):
    make_event()
    done = run(app, "tarkwa", file(GOOD), "--dry-run")
    assert done.exit_code == 0
    assert "Nothing was written. It would be 2 new" in done.stdout
    assert "Text in cp1252, separated by semicolon." in done.stdout
    assert count(session) == 0


def test_a_refused_row_stops_everything_with_a_line_for_each(app, session, file):
    make_event()
    done = run(app, "tarkwa", file(BAD))
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "Row 4, Nom complet: Write the full name, as the person writes it.",
        "Row 5, Secteur: “Mines” is not one of the six sectors. Write GOV, CSO, ACA, IND, MIN or OTH.",
    ]
    assert count(session) == 0


def test_refused_rows_are_told_in_json_as_well(app, session, file):
    make_event()
    done = run(app, "tarkwa", file(BAD), "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert [(one["row"], one["column"]) for one in told["refused"]] == [(4, "Nom complet"), (5, "Secteur")]
    assert count(session) == 0


def test_bad_rows_can_be_left_out(app, session, file):
    make_event()
    done = run(app, "tarkwa", file(BAD), "--skip-bad")
    assert done.exit_code == 0
    assert "Written: 2 new, 0 updated, 0 unchanged, 2 refused of 4 rows" in done.stdout
    assert count(session) == 2


def test_an_unknown_event_or_file_is_told_in_a_sentence(app, session, file, tmp_path):
    done = run(app, "nowhere", file(GOOD))
    assert (done.exit_code, done.stderr) == (1, "There is no event nowhere. The command `events` lists them.\n")
    assert run(app, "nowhere", tmp_path / "nothing.csv").exit_code == 2


def test_a_file_that_is_no_list_is_refused_in_a_sentence(app, session, file):
    make_event()
    done = run(app, "tarkwa", file("<html><body>"))
    assert "web page" in str(done.exception)
