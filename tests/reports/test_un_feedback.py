"""The table of the UN feedback form holds our figures under its categories, and says what is not recorded."""

import json

import pytest
from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.core.spreadsheets import read_table
from dialogues.people.sectors import FIRST_GROUPS, AgeGroup, Sector
from dialogues.reports.cli import export
from dialogues.reports.figures import event_figures
from dialogues.reports.un_feedback import OF_GROUP, OF_SECTOR, OTHER, SECTORS, STAKEHOLDER_GROUPS, feedback
from tests.factories import make_event, make_group, make_registration
from tests.reports.attended import NOON, attend, make_attended_event

FILE = "/events/tarkwa/report/un-feedback.{}".format


def people_of(session, event):
    parts = feedback(event_figures(session, event, as_of=NOON))
    return {part.key: {line.category: line.people for line in part.lines} for part in parts}


def come(event, name, **facts):
    one = make_registration(event, name, **facts)
    attend(one, event.days[0])
    return one


def test_age_ranges_are_those_of_the_form_and_who_did_not_say_is_told(session):
    event = make_event()
    come(event, "Ama", age_group=AgeGroup.TO_30)
    come(event, "Kofi")
    ages = people_of(session, event)["age"]
    assert list(ages) == ["0-18", "19-30", "31-50", "51-65", "66-80", "80+", "Not recorded"]
    assert (ages["19-30"], ages["Not recorded"], ages["80+"]) == (1, 1, 0)


def test_the_form_has_one_line_for_other_and_not_said(session):
    event = make_event()
    for gender in ("woman", "man", "other", "not_stated", "not_stated"):
        come(event, f"A {gender}", gender=gender)
    parts = feedback(event_figures(session, event, as_of=NOON))
    lines = {line.category: line for line in parts[1].lines}
    assert [(line.category, line.people) for line in lines.values()] == [
        ("Male", 1),
        ("Female", 1),
        ("Prefer not to say or Other", 3),
    ]
    assert lines["Prefer not to say or Other"].note == "Of these, 2 did not state their gender."


def test_sectors_stand_under_the_line_that_is_true_of_them_and_the_rest_is_not_recorded(session):
    event = make_event()
    for sector in ("GOV", "CSO", "ACA", "IND", "MIN", "MIN"):
        come(event, f"From {sector}", sector=sector)
    sectors = people_of(session, event)["sector"]
    assert {name: people for name, people in sectors.items() if people is not None} == {
        "Education": 1,
        "National or local government": 1,
        "Industrial": 3,
        "Other": 1,
    }
    assert sectors["Livestock"] is None


def test_a_group_that_may_be_several_lines_is_left_to_the_convenor(session):
    event = make_event()
    ngo = make_group("Non-governmental organisations", "CSO")
    miners = make_group("Artisanal miners", "MIN")
    own = make_group("Water users", "OTH")
    for group in (ngo, miners, own, None):
        come(event, "Somebody", stakeholder_group_id=group.id if group else None)
    groups = people_of(session, event)["stakeholder_group"]
    assert groups["Local Non-Governmental Organization"] is None
    both = "Local Non-Governmental Organization / International Non-Governmental Organization"
    assert (groups[both], groups["Small/medium enterprise/artisan"], groups[OTHER]) == (1, 1, 1)
    assert groups["Not recorded"] == 1
    assert groups["Science and academia"] == 0  # a group of ours stands for it, and nobody came
    assert groups["Indigenous People"] is None  # nobody was asked


@pytest.mark.parametrize("part", ("age", "gender", "sector", "stakeholder_group"))
def test_every_part_adds_up_to_those_present(session, part):
    event = make_attended_event()
    assert sum(people or 0 for people in people_of(session, event)[part].values()) == 3


def test_without_a_recorded_day_every_line_is_not_recorded(session):
    event = make_event()
    make_registration(event)
    assert {people for part in people_of(session, event).values() for people in part.values()} == {None}


def test_the_mapping_names_lines_of_the_form_and_groups_there_are():
    assert set(OF_SECTOR) == set(Sector)
    assert set(OF_SECTOR.values()) <= set(SECTORS)
    assert {line for lines in OF_GROUP.values() for line in lines} <= set(STAKEHOLDER_GROUPS)
    assert set(OF_GROUP) <= {name for name, _sector in FIRST_GROUPS}


def test_the_files_say_what_the_page_says(app, organiser):
    make_attended_event()
    db.session.commit()
    told = json.loads(organiser.get(FILE("json") + "?figures=internal").data)
    lines = [line for part in told["parts"] for line in part["lines"]]
    for form in ("csv", "xlsx"):
        rows = read_table(organiser.get(FILE(form) + "?figures=internal").data).rows[1:]
        assert [str(row.at(1)) for row in rows] == [line["category"] for line in lines]
        expected = [str(line["people"]) if line["people"] is not None else "not recorded" for line in lines]
        assert [str(row.at(2)) for row in rows] == expected
    assert told["present_any_day"] == 3


def test_the_command_writes_the_same(app, session, tmp_path):
    make_attended_event()
    db.session.commit()
    file = tmp_path / "un.json"
    arguments = ["tarkwa", "un-feedback", "--format", "json", "-o", str(file)]
    run = CliRunner().invoke(export, arguments, obj=lambda: app)
    assert run.exit_code == 0, run.output
    assert json.loads(file.read_text())["event"] == "tarkwa"
    run = CliRunner().invoke(export, [*arguments[:3], "hxl", *arguments[4:]], obj=lambda: app)
    assert (run.exit_code, "comes as csv or xlsx or json" in run.stderr) == (2, True)


def test_the_api_answers_the_table(stranger, api_token):
    make_attended_event()
    told = stranger.get("/api/v1/events/tarkwa/report/un-feedback", headers=api_token).json
    assert [part["part"] for part in told["parts"]] == ["age", "gender", "sector", "stakeholder_group"]


def test_the_table_goes_to_whoever_may_see_figures(reporter, door, outsider):
    make_attended_event()
    assert reporter.get(FILE("csv")).status_code == 200
    assert door.get(FILE("csv")).status_code == 403
    assert outsider.get(FILE("csv")).status_code == 404
