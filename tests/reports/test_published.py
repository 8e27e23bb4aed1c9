"""Whatever leaves the house tells no small group: files, pages of those who see no names, and the API."""

import json
import re

import pytest
from click.testing import CliRunner

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.spreadsheets import Choice, read_table
from dialogues.core.tokens import digest
from dialogues.reports.cli import report
from tests.factories import make_event, make_registration
from tests.reports.attended import attend, make_attended_event

PAGE = "/events/tarkwa/report"
SIGN = "n/s: not shown, because a group of fewer than 5 people could be read off or worked out."
PEOPLE = {"MIN": ("woman", 7), "GOV": ("man", 6), "CSO": ("woman", 2), "IND": ("man", 9)}


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def make_mixed_event():
    """24 people on two days; two of them of civil society."""
    event = make_event("tarkwa", days=2)
    for sector, (gender, people) in PEOPLE.items():
        for number in range(people):
            one = make_registration(event, f"Person {sector} {number}", sector=sector, gender=gender)
            attend(one, event.days[0])
            attend(one, event.days[1])
    db.session.commit()
    return event


def sector_rows(content):
    table = read_table(content)
    heads = [str(head) for head in table.rows[0].cells]
    return {
        row.at(heads.index("sector")): {head: row.at(at) for at, head in enumerate(heads)} for row in table.rows[1:]
    }


def about_columns(content):
    table = read_table(content, Choice(sheet="About"))
    return [[row.at(at) for at in range(3)] for row in table.rows]


def asked_with_token(stranger, role, address="/api/v1/events/tarkwa/report"):
    db.session.add(
        ApiToken(name="script", token_digest=digest("a-token"), role=role, made_at=clock.now(), ended_at=None)
    )
    return stranger.get(address, headers={"Authorization": "Bearer a-token"})


def test_a_file_is_one_to_pass_on_unless_all_figures_are_asked_for(organiser):
    make_mixed_event()
    told = organiser.get(f"{PAGE}.csv")
    rows = sector_rows(told.data)
    assert (rows["CSO"]["registered"], rows["ALL"]["registered"], rows["CSO"]["figures"]) == ("n/s", "24", "published")
    assert "would give away a small group" in rows["CSO"]["note"]
    assert sum(row["registered"] == "n/s" for row in rows.values()) == 2
    assert "tarkwa-report.csv" in told.headers["Content-Disposition"]
    internal = organiser.get(f"{PAGE}.csv?figures=internal")
    rows = sector_rows(internal.data)
    assert (rows["CSO"]["registered"], rows["CSO"]["figures"], rows["CSO"]["note"]) == ("2", "internal", "")
    assert "tarkwa-report-internal.csv" in internal.headers["Content-Disposition"]


def test_a_reporter_gets_no_file_with_small_groups_and_no_page_either(reporter):
    make_mixed_event()
    assert reporter.get(f"{PAGE}.xlsx?figures=internal").status_code == 403
    assert reporter.get(f"{PAGE}?figures=internal").status_code == 403
    said = words(reporter.get(PAGE).text)
    assert SIGN in said
    assert "May be published: no group of fewer than 5 people is shown." in said
    assert "CSO Civil society n/s not shown" in said
    assert "Morning" not in said
    assert "24 of 24 registered participants came on at least one day." in said


def test_a_page_leaves_out_the_tables_of_which_nothing_is_told(organiser):
    event = make_event("tarkwa", days=1)
    for number in range(4):
        attend(make_registration(event, f"Person {number}", sector="MIN", gender="woman"), event.days[0])
    db.session.commit()
    left_out = "Sector and gender; Day by day; Day by day and sector; Stakeholder groups; Age groups"
    told = organiser.get(f"{PAGE}?figures=published").text
    assert f"Left out, because a small group could be worked out: {left_out}." in words(told)
    assert "<table" not in told
    everything = organiser.get(PAGE).text  # with the rule off they are all there
    assert everything.count("<table") == 5
    assert "Left out" not in everything


def test_an_organiser_sees_all_figures_and_how_they_look_to_others(organiser):
    make_mixed_event()
    said = words(organiser.get(PAGE).text)
    assert "Internal, not for publication: small groups are shown." in said
    assert "CSO Civil society 2 0 0 0 2 8% 2" in said
    assert SIGN in words(organiser.get(f"{PAGE}?figures=published").text)


def test_an_address_that_asks_for_another_kind_of_figures_is_none(organiser):
    make_mixed_event()
    assert organiser.get(f"{PAGE}?figures=secret").status_code == 404


def test_the_spreadsheet_to_pass_on_says_so_and_holds_no_count_that_is_not_told(organiser):
    make_mixed_event()
    content = organiser.get(f"{PAGE}.xlsx").data
    rows = about_columns(content)
    assert ["Figures", "published", "May be published: no group of fewer than 5 people is shown."] in rows
    assert any(row[2] == SIGN for row in rows)
    internal = about_columns(organiser.get(f"{PAGE}.xlsx?figures=internal").data)
    assert ["Figures", "internal", "Internal, not for publication: small groups are shown."] in internal


def test_the_exchange_file_leaves_the_cells_empty(organiser):
    make_mixed_event()
    rows = sector_rows(organiser.get(f"{PAGE}.hxl").data)
    assert (rows["CSO"]["registered"], rows["IND"]["registered"]) == ("", "9")


def test_the_api_gives_null_and_the_places_of_what_it_does_not_tell(stranger):
    make_mixed_event()
    body = asked_with_token(stranger, Role.REPORTER).json
    by_sector = {row["sector"]: row for row in body["by_sector"]}
    assert (body["figures"], body["groups_below"], body["numbers"]["registered"]) == ("published", 5, 24)
    assert by_sector["CSO"]["registered"] is None
    assert "sector/CSO/registered" in body["not_told"]


def test_the_api_gives_all_figures_to_who_may_read_names_and_those_to_publish_on_demand(stranger):
    make_mixed_event()
    body = asked_with_token(stranger, Role.ORGANISER).json
    assert (body["figures"], body["not_told"], body["by_sector"][1]["registered"]) == ("internal", [], 2)
    header = {"Authorization": "Bearer a-token"}
    told = stranger.get("/api/v1/events/tarkwa/report?figures=published", headers=header).json
    assert told["by_sector"][1]["registered"] is None


def test_the_command_writes_what_may_be_passed_on_if_asked(app, session):
    make_mixed_event()
    done = CliRunner().invoke(report, ["tarkwa", "--format", "json", "--published"], obj=lambda: app)
    assert json.loads(done.stdout)["by_sector"][1]["registered"] is None
    text = CliRunner().invoke(report, ["tarkwa", "--published"], obj=lambda: app).stdout
    assert re.search(r"^CSO Civil society +n/s +n/s +n/s +n/s", text, re.MULTILINE)
    assert "Internal, not for publication" in CliRunner().invoke(report, ["tarkwa"], obj=lambda: app).stdout


@pytest.mark.parametrize("form", ("csv", "xlsx", "json", "hxl"))
def test_page_files_and_api_withhold_the_same_counts(organiser, form):
    """Else one form would tell what another hides."""
    make_mixed_event()
    body = json.loads(organiser.get(f"{PAGE}.json").data)
    hidden = {row["sector"] for row in body["by_sector"] if row["registered"] is None}
    assert "CSO" in hidden
    assert len(hidden) == 2
    if form in ("csv", "hxl"):
        rows = sector_rows(organiser.get(f"{PAGE}.{form}").data)
        assert {sector for sector, row in rows.items() if row["registered"] in ("n/s", "")} == hidden


def test_a_very_small_event_tells_the_four_numbers_alone(reporter):
    make_attended_event()
    said = words(reporter.get(PAGE).text)
    assert "Registered 4" in said
    assert "MIN Miners n/s not shown n/s not shown" in said


# ---------------------------------------------------------------- several events
def test_a_reporter_sees_several_events_without_small_groups_and_gets_no_other_files(reporter):
    make_mixed_event()
    said = words(reporter.get("/report").text)
    assert SIGN in said
    assert "May be published: no group of fewer than 5 people is shown." in said
    assert "Visits 24" in said
    assert "CSO Civil society 2" not in said
    for address in ("/report", "/report.csv", "/report.xlsx", "/report/charts/sectors.csv"):
        assert reporter.get(f"{address}?figures=internal").status_code == 403


@pytest.mark.parametrize("form", ("csv", "json", "xlsx", "hxl"))
def test_the_files_of_several_events_hold_no_small_group_unless_all_figures_are_asked_for(organiser, form):
    make_mixed_event()
    told = organiser.get(f"/report.{form}")
    assert told.headers["Content-Disposition"].endswith(f"programme-report.{'hxl.csv' if form == 'hxl' else form}")
    internal = organiser.get(f"/report.{form}?figures=internal")
    assert "programme-report-internal" in internal.headers["Content-Disposition"]
    if form == "json":
        sectors = told.json["charts"]["sectors"]
        assert sectors["rows"][0]["CSO"] is None
        assert ["tarkwa", "CSO"] in sectors["not_told"]
        assert internal.json["charts"]["sectors"]["rows"][0]["CSO"] == 2
    else:
        rows = [row for row in read_table(told.data).rows if row.at(3) != "recorded_days"]
        cells = {row.at(at) for row in rows for at in range(9)}
        assert ("n/s" in cells) is (form == "csv")
        assert "2" not in cells


def test_the_file_of_a_chart_withholds_what_its_picture_does(organiser):
    make_mixed_event()
    rows = organiser.get("/report/charts/sectors.csv").text.splitlines()
    assert "n/s" in rows[1]
    assert "n/s" not in organiser.get("/report/charts/sectors.csv?figures=internal").text
    assert "n/s" in organiser.get("/report/charts/sectors.svg").text


def test_the_api_of_several_events_gives_all_figures_only_to_who_may_read_names(stranger):
    make_mixed_event()
    body = asked_with_token(stranger, Role.REPORTER, "/api/v1/report").json
    assert (body["figures"], body["visits"], body["charts"]["sectors"]["rows"][0]["CSO"]) == ("published", 24, None)


def test_the_command_for_several_events_leaves_small_groups_out_if_asked(app, session):
    make_mixed_event()
    done = CliRunner().invoke(report, ["--format", "json", "--published"], obj=lambda: app)
    assert json.loads(done.stdout)["charts"]["sectors"]["rows"][0]["CSO"] is None
