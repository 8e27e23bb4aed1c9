"""Page, paper, files, command and API show the same figures, because one function makes them."""

import io
import json
import re
import zipfile

import pytest
from click.testing import CliRunner

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken
from dialogues.attendance.desk_queries import count_sectors
from dialogues.attendance.models import Part
from dialogues.attendance.queries import day_counts, list_days
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.spreadsheets import read_table
from dialogues.core.tokens import digest
from dialogues.documents.queries import Options, attendance_report_facts
from dialogues.registration.models import Status
from dialogues.reports.cli import report
from dialogues.reports.figures import event_figures
from tests.factories import make_registration
from tests.reports.attended import attend, make_attended_event

FOUR = {"registered": 4, "present_any_day": 3, "person_days": 5, "present_every_day": 2}
MINERS = {"registered": 2, "present_any_day": 2, "person_days": 4, "present_every_day": 2}


def run(app, *arguments):
    db.session.commit()
    done = CliRunner().invoke(report, list(arguments), obj=lambda: app)
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


def rows_of(content):
    table = read_table(content)
    heads = [str(head) for head in table.rows[0].cells]
    return {
        row.at(heads.index("sector")): {head: row.at(at) for at, head in enumerate(heads)} for row in table.rows[1:]
    }


def four_of(row):
    return {name: int(row[name]) for name in FOUR}


def asked_with_token(stranger, role, address="/api/v1/events/tarkwa/report"):
    db.session.add(
        ApiToken(name="script", token_digest=digest("a-token"), role=role, made_at=clock.now(), ended_at=None)
    )
    return stranger.get(address, headers={"Authorization": "Bearer a-token"})


def test_the_api_answers_the_report_in_its_fixed_shape(app, stranger):
    make_attended_event()
    body = asked_with_token(stranger, Role.ORGANISER).json
    assert {"event", "as_of", "numbers", "days", "by_sector"} <= set(body)
    assert body["event"] == "tarkwa"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", body["as_of"])
    assert body["numbers"] == FOUR
    assert body["days"] == [
        {"day": "2026-06-02", "recorded": True, "present": 3},
        {"day": "2026-06-03", "recorded": True, "present": 2},
        {"day": "2026-06-04", "recorded": False, "present": 0},
    ]
    assert [row["sector"] for row in body["by_sector"]] == ["GOV", "CSO", "ACA", "IND", "MIN", "OTH"]
    assert body["by_sector"][4] == {
        "sector": "MIN",
        **MINERS,
        "target": None,
        "by_gender": {"woman": 1, "man": 0, "other": 0, "not_stated": 1},
        "by_day": {"2026-06-02": 2, "2026-06-03": 2, "2026-06-04": 0},
    }


def test_the_api_wants_a_token_and_an_event_that_it_may_see(stranger):
    make_attended_event()
    assert stranger.get("/api/v1/events/tarkwa/report").status_code == 401


def test_the_command_gives_what_the_api_gives(app, session):
    make_attended_event()
    told = json.loads(run(app, "tarkwa", "--format", "json"))
    assert (told["event"], told["numbers"]) == ("tarkwa", FOUR)
    assert told["by_sector"][4] == {**told["by_sector"][4], **MINERS}


def test_the_table_has_the_numbers_of_all_and_of_each_sector(app, session):
    make_attended_event()
    rows = rows_of(run(app, "tarkwa", "--format", "csv"))
    assert four_of(rows["ALL"]) == FOUR
    assert four_of(rows["MIN"]) == MINERS
    assert rows["ALL"]["present_2026-06-03"] == "2"


def test_the_exchange_file_has_tags_and_no_sum(app, session):
    make_attended_event()
    content = run(app, "tarkwa", "--format", "hxl")
    table = read_table(content)
    assert all(str(tag).startswith("#") for tag in table.rows[1].cells)
    assert len(table.rows) == 2 + 6
    reached = list(table.rows[1].cells).index("#reached")
    assert sum(int(row.at(reached)) for row in table.rows[2:]) == FOUR["present_any_day"]


def test_the_spreadsheet_has_the_four_numbers_with_their_names(app, session, tmp_path):
    make_attended_event()
    file = tmp_path / "report.xlsx"
    run(app, "tarkwa", "--format", "xlsx", "-o", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    rows = {row.at(0): row.at(1) for row in read_table(file.read_bytes()).rows}
    names = ("Registered", "Present at least one day", "Person-days", "Present every day")
    assert [rows[name] for name in names] == list(FOUR.values())
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        assert [name for name in archive.namelist() if "sheet5" in name]


def test_the_paper_is_told_the_same_and_its_list_agrees(session):
    event = make_attended_event()
    facts = attendance_report_facts(session, event, Options(), at=clock.now())
    assert vars(facts.numbers) == FOUR
    assert len(facts.people) == FOUR["registered"]


def test_the_grid_and_the_desk_count_each_day_as_the_report_does(session):
    event = make_attended_event()
    gone, whose = make_registration(event, "Zawadi Mushi"), make_registration(event, "Neema Shayo")
    attend(gone, event.days[0])
    gone.status = Status.CANCELLED
    make_registration(event, "Salma Kimaro", in_place_of=whose, in_place_from=event.days[1].day)
    event.days[1].closed_at = clock.now()
    session.flush()
    counted = event_figures(session, event, as_of=clock.now())
    on_grid = [(one.present, one.excused, one.absent, one.not_recorded) for one in day_counts(session, event.id)]
    assert on_grid == [(one.present, one.excused, one.absent, one.not_recorded) for one in counted.days]
    for day, figures in zip(list_days(session, event.id), counted.days, strict=True):
        at_desk = count_sectors(session, event.id, day=day, part=Part.WHOLE)
        assert sum(one.present for one in at_desk) == figures.present
        assert sum(one.expected for one in at_desk) == counted.numbers.registered - figures.not_expected


def test_the_page_shows_the_same(organiser):
    make_attended_event()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", organiser.get("/events/tarkwa/report").text))
    assert "MIN Miners 1 0 0 1 2 67% 2" in said
    assert "All sectors 1 1 0 1 3 100% 4" in said


def test_the_text_of_the_command_names_every_number(app, session):
    make_attended_event()
    text = run(app, "tarkwa").decode()
    for name, number in zip(
        ("Registered", "Present at least one day", "Person-days", "Present every day"), FOUR.values(), strict=True
    ):
        assert re.search(rf"^{name} +{number}  ", text, re.MULTILINE)
    assert re.search(r"^MIN Miners +2 +2 +4 +2 +1 +0 +0 +1$", text, re.MULTILINE)


def test_several_events_come_side_by_side_with_people_counted_once(app, session):
    make_attended_event()
    make_attended_event("obuasi")
    told = json.loads(run(app, "--format", "json"))
    assert [one["numbers"] for one in told["events"]] == [FOUR, FOUR]
    assert (told["visits"], told["people"], told["returning"]) == (6, 6, 0)
    text = run(app, "tarkwa", "obuasi").decode()
    assert re.search(r"^All events +8 +6 +10 +4 ", text, re.MULTILINE)


def test_a_period_leaves_out_other_events(app, session):
    make_attended_event()
    told = json.loads(run(app, "--from", "2026-06-05", "--format", "json"))
    assert told["events"] == []


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    (
        (["nowhere"], 1, "There is no event nowhere."),
        (["tarkwa", "--format", "xlsx"], 2, "Name a file with -o FILE."),
        (["--from", "2026-06-02", "--to", "2026-06-01"], 2, "The last day lies before the first."),
        (["--from", "soon"], 2, "soon"),
        (["tarkwa", "--format", "pdf"], 2, "pdf"),
    ),
)
def test_a_wrong_command_is_told_in_a_sentence(app, session, arguments, status, sentence):
    make_attended_event()
    session.commit()
    done = CliRunner().invoke(report, arguments, obj=lambda: app)
    assert (done.exit_code, sentence in done.stderr) == (status, True)
