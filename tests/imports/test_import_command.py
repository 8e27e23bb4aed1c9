"""The command that takes a file in."""

import json

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.core.spreadsheets import Sheet, read_table, write_xlsx
from dialogues.imports.cli import import_people, list_imports, undo
from dialogues.registration.models import Registration
from dialogues.registration.seat_models import SeatOffer
from tests.factories import make_event, make_registration
from tests.registration.seats import plan

GOOD = "Nom complet;Secteur;Téléphone\r\nJosé Rakoto;société civile;0341234567\r\nAma Serwaa;MIN;\r\n"
BAD = GOOD + ";GOV;\r\nKofi;Mines;\r\n"


def run(app, *arguments, command=import_people):
    db.session.commit()
    return CliRunner().invoke(command, [str(one) for one in arguments], obj=lambda: app)


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


def test_sheet_heading_and_columns_can_be_said(app, session, tmp_path):
    make_event()
    path = tmp_path / "list.xlsx"
    old, new = [["Name", "Sector"], ["Ama", "GOV"]], [["People"], ["Wer", "Was"], ["Kofi Mensah", "Mines"]]
    path.write_bytes(write_xlsx([Sheet("2025", old), Sheet("2026", new)]))
    options = ("--sheet", "2026", "--heading-row", "2", "--columns", "full_name,sector", "--word", "sector:mines=MIN")
    done = run(app, "tarkwa", path, *options)
    assert done.exit_code == 0, done.output
    assert "Sheet 2026; not read: 2025." in done.stdout
    assert "Row 2 names the columns: Wer = full_name, Was = sector." in done.stdout
    one = session.scalar(sa.select(Registration))
    assert (one.full_name, one.sector) == ("Kofi Mensah", "MIN")


def test_what_was_said_is_remembered_for_the_same_headings(app, session, file):
    make_event()
    text = "Wer,Was\nKofi,Mines\n"
    run(app, "tarkwa", file(text), "--columns", "full_name,sector", "--word", "sector:Mines=MIN")
    done = run(app, "tarkwa", file("Wer,Was\nAma,MINES\n"))
    assert done.exit_code == 0, done.output
    assert "(as chosen for the last file with the same headings)" in done.stdout
    assert count(session) == 2


def test_encoding_and_separator_can_be_said(app, session, file):
    make_event()
    done = run(
        app, "tarkwa", file("Nom|Secteur\nRené|ONG\n", encoding="cp850"), "--encoding", "cp850", "--separator", "bar"
    )
    assert done.exit_code == 0, done.output
    assert session.scalar(sa.select(Registration.full_name)) == "René"


@pytest.mark.parametrize(
    "options", (("--columns", "name"), ("--word", "sector:x=XYZ"), ("--word", "nonsense"), ("--word", "colour:x=MIN"))
)
def test_an_option_that_says_nothing_we_know_is_refused_in_a_sentence(app, session, file, options):
    make_event()
    done = run(app, "tarkwa", file(GOOD), *options)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert count(session) == 0


def test_the_rows_left_out_are_written_with_their_reasons(app, session, file, tmp_path):
    make_event()
    out = tmp_path / "reasons.csv"
    assert run(app, "tarkwa", file(BAD), "--skip-bad", "--reasons", out).exit_code == 0
    rows = [row.cells for row in read_table(out.read_bytes()).rows]
    assert rows[0] == ("Nom complet", "Secteur", "Téléphone", "Why it is not imported")
    assert [str(row[3]).partition(":")[0] for row in rows[1:]] == ["Nom complet", "Secteur"]


def test_imports_are_listed_and_the_last_one_is_taken_back(app, session, file):
    make_event()
    run(app, "tarkwa", file(GOOD))
    (listed,) = json.loads(run(app, "tarkwa", "--json", command=list_imports).stdout)
    assert (listed["file"], listed["new"], listed["undone_at"]) == ("list.csv", 2, None)
    assert run(app, "tarkwa", command=undo).stdout == "Taken back: 2 removed, 0 as before, 0 kept.\n"
    assert count(session) == 0
    assert "taken back" in run(app, "tarkwa", command=list_imports).stdout
    done = run(app, "tarkwa", command=undo)
    assert (done.exit_code, done.stderr[:21]) == (1, "There is no such impo")


def test_who_is_kept_is_named(app, session, file):
    make_event()
    run(app, "tarkwa", file(GOOD))
    session.scalar(sa.select(Registration).where(Registration.full_name == "Ama Serwaa")).notes = "late"
    done = run(app, "tarkwa", "1", command=undo)
    assert "Kept: Ama Serwaa" in done.stdout


@pytest.fixture
def waiting(session):
    """Somebody who waits for the one seat of an event."""
    event = make_event(starts="2036-06-02")
    plan(session, event, capacity=1)
    return make_registration(event, "Efua Badu", status="waiting", queue_number=1, email="efua@example.org")


def offered_to(session):
    session.rollback()
    return session.scalars(sa.select(SeatOffer.registration_id)).all()


def test_a_seat_that_an_import_frees_is_offered_at_once(app, session, file, waiting):
    make_registration(waiting.event, "Ama Serwaa")
    done = run(app, "tarkwa", file("Name;Sector;Role\r\nAma Serwaa;MIN;observer\r\n"))
    assert "One seat is offered by mail." in done.output
    assert offered_to(session) == [waiting.id]


def test_a_seat_that_is_free_once_an_import_is_taken_back_is_offered_at_once(app, session, file, waiting):
    done = run(app, "tarkwa", file("Name;Sector\r\nAma Serwaa;MIN\r\n"))
    assert "offered" not in done.output
    assert offered_to(session) == []
    assert "One seat is offered by mail." in run(app, "tarkwa", command=undo).output
    assert offered_to(session) == [waiting.id]


def test_a_dry_run_offers_nothing(app, session, file, waiting):
    make_registration(waiting.event, "Ama Serwaa")
    run(app, "tarkwa", file("Name;Sector;Role\r\nAma Serwaa;MIN;observer\r\n"), "--dry-run")
    assert offered_to(session) == []
