"""The lists behind the figures: same objects and keys as the API, guarded, for who may see them."""

import json

import pytest
from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.core.spreadsheets import read_table
from dialogues.registration.question_models import GivenAnswer
from dialogues.reports.cli import export
from tests.factories import make_event, make_question, make_registration
from tests.reports.agreed import agree, event_people
from tests.reports.attended import make_attended_event

KEYS = [
    "id", "full_name", "honorific", "sector", "stakeholder_group", "organisation", "position", "gender", "age_group",
    "phone", "email", "language", "role", "status", "source", "in_place_of", "badge_code",
]  # fmt: skip
ATTENDANCE_KEYS = [
    "registration_id", "full_name", "sector", "day", "part", "status", "seen_at", "recorded_at", "source", "marked_by",
    "late_minutes", "in_bulk",
]  # fmt: skip


def run(app, *arguments):
    db.session.commit()
    return CliRunner().invoke(export, list(arguments), obj=lambda: app)


@pytest.mark.parametrize(("which", "keys", "rows"), (("registrations", KEYS, 6), ("attendance", ATTENDANCE_KEYS, 6)))
def test_the_json_has_the_keys_of_the_api(app, session, tmp_path, which, keys, rows):
    make_attended_event()
    file = tmp_path / "list.json"
    done = run(app, "tarkwa", which, "--format", "json", "-o", str(file))
    assert done.exit_code == 0, done.output
    told = json.loads(file.read_text())
    assert list(told[which][0]) == keys
    assert told["total"] == len(told[which]) == rows
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("form", ("csv", "xlsx", "hxl"))
def test_the_table_has_the_same_keys_and_rows(app, session, tmp_path, form):
    agree(*event_people(make_attended_event()))
    file = tmp_path / f"list.{form}"
    run(app, "tarkwa", "registrations", "--format", form, "-o", str(file))
    table = read_table(file.read_bytes())
    assert list(table.rows[0].cells) == KEYS
    below = table.rows[1:]
    if form == "hxl":
        assert str(below[0].at(1)) == "#contact+name"
        below = below[1:]
    assert [row.at(1) for row in below][:3] == ["Ama Serwaa", "Ɛsi Owusuaa", "Faraja Mrema"]
    # Who agreed to be on the list that is passed on did not agree to be called.
    assert ("+233244123457" in {row.at(9) for row in below}) is (form != "hxl")


def test_a_formula_in_a_name_leaves_as_text(app, session, tmp_path):
    make_registration(make_event(), "=HYPERLINK(1)")
    file = tmp_path / "list.csv"
    run(app, "tarkwa", "registrations", "--format", "csv", "-o", str(file))
    assert "'=HYPERLINK(1)" in file.read_text()


def test_a_list_of_nobody_still_has_its_heading(app, session, tmp_path):
    make_event()
    file = tmp_path / "list.csv"
    run(app, "tarkwa", "attendance", "--format", "csv", "-o", str(file))
    assert [list(row.cells) for row in read_table(file.read_bytes()).rows] == [ATTENDANCE_KEYS]


def test_a_folder_that_is_not_there_is_told_in_a_sentence(app, session, tmp_path):
    make_event()
    done = run(app, "tarkwa", "attendance", "--format", "csv", "-o", str(tmp_path / "nowhere" / "list.csv"))
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def test_an_unknown_event_is_told_in_a_sentence(app, session, tmp_path):
    done = run(app, "nowhere", "attendance", "--format", "csv", "-o", str(tmp_path / "list.csv"))
    assert (done.exit_code, done.stderr) == (1, "There is no event nowhere. The command `events` lists them.\n")


@pytest.mark.parametrize("which", ("registrations", "attendance"))
def test_the_organiser_downloads_the_lists(organiser, which):
    make_attended_event()
    answer = organiser.get(f"/events/tarkwa/export/{which}.csv")
    assert answer.status_code == 200
    assert "Ama Serwaa" in answer.text
    assert answer.headers["Content-Disposition"] == f"attachment; filename=tarkwa-{which}.csv"


def test_names_and_telephone_numbers_go_to_nobody_else(facilitator, door, reporter, outsider):
    make_attended_event()
    address = "/events/tarkwa/export/{}.csv".format
    assert facilitator.get(address("attendance")).status_code == 200
    assert facilitator.get(address("registrations")).status_code == 403
    for browser in (door, reporter):
        assert browser.get(address("attendance")).status_code == 403
        assert browser.get(address("registrations")).status_code == 403
    assert outsider.get(address("attendance")).status_code == 404


def test_the_report_offers_the_lists_to_who_may_have_them(organiser, facilitator, reporter):
    make_event()
    offered = {
        browser: [
            f"export/{which}" in browser.get("/events/tarkwa/report").text for which in ("registrations", "attendance")
        ]
        for browser in (organiser, facilitator, reporter)
    }
    assert offered == {organiser: [True, True], facilitator: [False, True], reporter: [False, False]}


def test_there_is_no_list_of_another_name(organiser):
    make_event()
    assert organiser.get("/events/tarkwa/export/secrets.csv").status_code == 404


@pytest.mark.parametrize("form", ("json", "csv", "xlsx", "hxl"))
def test_answers_and_needs_leave_with_the_registrations_but_not_in_the_file_that_is_passed_on(
    app, session, tmp_path, form
):
    event = make_event()
    bed = make_question(event, "=Do you need a bed?")
    ama = make_registration(event, needs="A ramp")
    make_registration(event, "Kofi Annor")
    session.add(GivenAnswer(registration_id=ama.id, question_id=bed.id, words=["yes"]))
    file = tmp_path / f"list.{form}"
    done = run(app, "tarkwa", "registrations", "--format", form, "-o", str(file))
    assert done.exit_code == 0, done.output
    if form == "json":
        told = json.loads(file.read_text())["registrations"]
        question = f"{bed.id} =Do you need a bed?"
        assert [(one["needs"], one["answers"]) for one in told] == [
            ("A ramp", {question: "yes"}),
            (None, {question: None}),
        ]
        return
    table = read_table(file.read_bytes())
    heads = [str(one) for one in table.rows[0].cells]
    if form == "hxl":
        assert heads == KEYS
        assert "ramp" not in file.read_text()
    else:
        assert heads == [*KEYS, "needs", f"{bed.id} =Do you need a bed?"]
        assert [row.at(len(KEYS)) or None for row in table.rows[1:]] == ["A ramp", None]
        assert table.rows[1].at(len(KEYS) + 1) == "yes"
