"""Issued reports on their pages, in files, over the API, on the command line and on paper."""

import io
import json
import re

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from pypdf import PdfReader

from dialogues.documents.cli import document
from dialogues.reports.cli import report
from dialogues.reports.version_models import ReportVersion
from tests.api.test_tokens import make_token
from tests.factories import make_event, make_report_version
from tests.reports.attended import make_attended_event
from tests.reports.test_issue_report import correct

PAGE = "/events/tarkwa/report"
VERSION = f"{PAGE}/versions/1"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


@pytest.fixture
def event(session):
    event = make_attended_event()
    session.commit()
    return event


@pytest.fixture
def issued(session, event):
    """Version 1 is issued, and a correction came after it."""
    make_report_version(event, note="For the donor")
    correct(session, event)
    session.commit()
    return event


def run(app, *arguments):
    return CliRunner().invoke(report, ["tarkwa", *arguments], obj=lambda: app)


def pdf_text(answer):
    assert answer.status_code == 200, answer.text
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages).split())


# ---------------------------------------------------------------- issuing on the page
def test_a_report_is_looked_at_and_then_issued_on_the_page(organiser, event):
    assert "Issue this report" in organiser.get(PAGE).text
    looked = words(organiser.get(f"{PAGE}/issue").text)
    assert "It is the first version" in looked
    assert "2 days are not closed yet: Tue 2 Jun 2026, Wed 3 Jun 2026." in looked
    organiser.post(f"{PAGE}/issue", {"note": "For the donor"})
    page = words(organiser.follow().text)
    assert "Version 1 of the report is issued." in page
    assert "Version 1, issued" in page
    assert "For the donor" in page
    assert "The figures of now are the same." in page


def test_issuing_the_same_again_is_refused_in_a_sentence(organiser, session, event):
    organiser.get(f"{PAGE}/issue")
    stale = organiser.post(f"{PAGE}/issue", {"note": "Once"})
    assert stale.status_code == 303
    again = organiser.get(f"{PAGE}/issue").text
    assert "Nothing to issue" in again
    assert 'name="note"' not in again
    refused = organiser.press(f"{PAGE}/issue", {"seen": ""})
    assert refused.status_code == 422
    assert "Version 1 says all of this already." in refused.text
    assert session.scalar(sa.select(sa.func.count()).select_from(ReportVersion)) == 1


def test_a_note_that_is_too_long_is_refused_and_kept(organiser, event):
    organiser.get(f"{PAGE}/issue")
    page = organiser.post(f"{PAGE}/issue", {"note": "n" * 1001})
    assert page.status_code == 422
    assert "Write at most 1000 signs." in page.text
    assert "n" * 1001 in page.text


def test_only_who_may_issue_is_offered_it(organiser, facilitator, reporter, event):
    for reader in (facilitator, reporter):
        assert "Issue this report" not in reader.get(PAGE).text
        assert reader.get(f"{PAGE}/issue").status_code == 403
    assert organiser.get(f"{PAGE}/issue").status_code == 200


def test_no_address_changes_or_deletes_a_version(app):
    rules = [rule for rule in app.url_map.iter_rules() if re.search(r"report/(versions|differences|issue)", rule.rule)]
    writing = {rule.endpoint for rule in rules if set(rule.methods) - {"GET", "HEAD", "OPTIONS"}}
    assert len(rules) > 8
    assert writing == {"reports.issue_report", "reports_api.issue_report"}


# ---------------------------------------------------------------- looking
def test_the_report_of_now_says_how_it_stands_to_what_was_issued(organiser, session, event):
    assert "Draft: figures of now They follow every mark" in words(organiser.get(PAGE).text)
    make_report_version(event)
    session.commit()
    assert "Same as version 1" in words(organiser.get(PAGE).text)
    correct(session, event)
    session.commit()
    said = words(organiser.get(PAGE).text)
    assert "Draft: figures of now They differ in 18 figures from version 1, issued 5 Jan 2026." in said


def test_a_reporter_is_told_of_changes_as_far_as_both_reports_show_them(reporter, issued):
    said = words(reporter.get(PAGE).text)
    assert "They differ in 3 figures from version 1, issued 5 Jan 2026." in said
    page = words(reporter.get(f"{PAGE}/differences").text)
    assert "3 figures differ, in 2 parts of the report." in page
    assert "Only figures are compared that both reports show" in page
    assert "Civil society" not in page
    assert "The figures of now differ in 3." in words(reporter.get(VERSION).text)


def test_a_version_shows_the_figures_as_they_were_issued(organiser, issued):
    page = words(organiser.get(VERSION).text)
    assert "Person-days 5" in page
    assert "3 of 4 registered participants came on at least one day." in page
    assert "The figures of now differ in 18." in page
    assert "Person-days 6" in words(organiser.get(PAGE).text)
    assert "Serwaa" not in page
    assert "The list of names and days is not part of a version" in page
    assert organiser.get(f"{PAGE}/versions/2").status_code == 404


def test_the_list_of_versions_tells_what_each_changed(organiser, session, issued):
    make_report_version(issued)
    session.commit()
    page = organiser.get(f"{PAGE}/versions")
    assert "For the donor" in page.text
    assert "18 figures" in page.text
    assert f"{PAGE}/differences?from=1&amp;to=2" in page.text


def test_what_differs_stands_under_the_part_of_the_report_it_is_in(organiser, issued):
    page = words(organiser.get(f"{PAGE}/differences").text)
    assert "18 figures differ, in 9 parts of the report." in page
    assert "Person-days: 5 became 6." in page
    assert "Civil society Women 0 1 +1" in page
    assert "Wed 3 Jun 2026 Not recorded 1 0 −1" in page
    back = words(organiser.get(f"{PAGE}/differences?from=now&to=1").text)
    assert "Person-days: 6 became 5." in back
    same = words(organiser.get(f"{PAGE}/differences?from=1&to=1").text)
    assert "They say the same in every figure." in same


@pytest.mark.parametrize("query", ("?from=7", "?from=x", "?to=-1", "?to=1.5", "?from=²", f"?from={'9' * 40}"))
def test_a_version_that_is_none_is_not_compared(reporter, issued, query):
    assert reporter.get(f"{PAGE}/differences{query}").status_code == 404


def test_without_any_version_there_is_nothing_to_compare(reporter, event):
    assert reporter.get(f"{PAGE}/differences").status_code == 404
    assert "Nothing was issued yet." in reporter.get(f"{PAGE}/versions").text


def test_pages_of_versions_ask_as_often_for_many_changes_as_for_none(reporter, session, event, count_queries):
    make_report_version(event)
    session.commit()
    asked: dict[str, list[int]] = {}
    for when in ("before", "after"):
        for address in (PAGE, VERSION, f"{PAGE}/differences", f"{PAGE}/versions"):
            reporter.get(address)
            with count_queries() as counted:
                reporter.get(address)
            asked.setdefault(address, []).append(counted.number)
        if when == "before":
            correct(session, event)
            session.commit()
    assert all(before == after for before, after in asked.values()), asked


# ---------------------------------------------------------------- what was altered
def test_an_altered_version_is_told_everywhere_and_its_figures_nowhere(organiser, session, issued, app):
    row = session.scalars(sa.select(ReportVersion)).one()
    row.content = row.content.replace('"person_days":5', '"person_days":50')
    session.commit()
    sentence = "what is stored of it is not what was issued"
    for address in (VERSION, f"{VERSION}.csv", f"{VERSION}.pdf", f"{PAGE}/differences"):
        page = organiser.get(address)
        assert page.status_code == 422, address
        assert sentence in page.text
    assert sentence in organiser.get(PAGE).text
    assert "Not what was issued" in organiser.get(f"{PAGE}/versions").text
    assert "so it cannot be compared" in organiser.get(f"{PAGE}/issue").text
    organiser.post(f"{PAGE}/issue", {"note": "In place of the altered one"})
    assert organiser.get(f"{PAGE}/versions/2").status_code == 200
    assert organiser.get(f"{PAGE}/versions/2.pdf").status_code == 200
    session.commit()
    listed = run(app, "--versions", "--format", "json")
    assert json.loads(listed.output)["versions"][0]["is_intact"] is False


# ---------------------------------------------------------------- files
@pytest.mark.parametrize("form", ("csv", "xlsx", "json", "hxl"))
def test_files_of_a_version_hold_what_was_issued(reporter, issued, form):
    answer = reporter.get(f"{VERSION}.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=tarkwa-report-version-1.")
    if form == "json":
        told = answer.get_json()
        assert told["numbers"]["person_days"] == 5
        assert (told["issued"]["version"], told["issued"]["note"]) == (1, "For the donor")


def test_the_table_of_a_version_is_the_table_of_that_day(reporter, session, event):
    make_report_version(event)
    session.commit()
    then, of_now = reporter.get(f"{VERSION}.csv").text, reporter.get(f"{PAGE}.csv").text
    as_of = re.compile(r"\d{4}-\d\d-\d\dT[^,]*")
    assert as_of.sub("", then) == as_of.sub("", of_now)
    correct(session, event)
    session.commit()
    assert reporter.get(f"{VERSION}.csv").text == then
    assert as_of.sub("", reporter.get(f"{PAGE}.csv").text) != as_of.sub("", then)


@pytest.mark.parametrize("form", ("csv", "xlsx", "json"))
def test_differences_can_be_taken_along(reporter, issued, form):
    answer = reporter.get(f"{PAGE}/differences.{form}?from=1")
    assert answer.status_code == 200
    if form == "csv":
        assert "numbers,,person_days,5,6" in answer.text
    if form == "json":
        change = {"part": "numbers", "of": "", "figure": "person_days", "before": 5, "after": 6}
        assert change in answer.get_json()["changes"]


# ---------------------------------------------------------------- command line
def test_the_command_issues_lists_reads_and_compares(app, session, event):
    session.commit()
    first = run(app, "--issue", "--note", "For the donor")
    assert first.exit_code == 0, first.output
    assert "Version 1 of the report of tarkwa is issued. SHA-256 " in first.output
    again = run(app, "--issue")
    assert again.exit_code != 0
    correct(session, event)
    session.commit()
    assert "command line" in run(app, "--versions").output
    text = run(app, "--version", "1").output
    assert text.startswith("Version 1, issued ")
    assert "For the donor" in text
    assert re.search(r"Person-days\s+5", text)
    told = json.loads(run(app, "--version", "1", "--format", "json").output)
    assert told["numbers"]["person_days"] == 5
    differs = run(app, "--version", "1", "--differs-from", "now").output
    assert "18 figures differ" in differs
    assert re.search(r"The four numbers\s+Person-days\s+5\s+6", differs)


@pytest.mark.parametrize(
    ("arguments", "code"),
    (
        (("--version", "9"), 1),
        (("--version", "1", "--differs-from", "9"), 1),
        (("--version", "1", "--differs-from", "then"), 2),
        (("--version", "1", "--issue"), 2),
        (("--note", "Only a note"), 2),
        (("--version", "1", "--sector", "MIN"), 2),
        (("--versions", "--format", "csv"), 2),
        (("obuasi", "--versions"), 2),
    ),
)
def test_the_command_refuses_what_makes_no_sense(app, session, issued, arguments, code):
    make_event("obuasi")
    session.commit()
    done = run(app, *arguments)
    assert done.exit_code == code, done.output


# ---------------------------------------------------------------- API
def test_programs_read_versions_and_what_differs(app, session, issued):
    headers = make_token(session, "organiser", event=issued)
    client = app.test_client()
    base = "/api/v1/events/tarkwa/report/versions"
    listed = client.get(base, headers=headers).get_json()
    assert (listed["total"], listed["versions"][0]["version"], listed["versions"][0]["is_intact"]) == (1, 1, True)
    told = client.get(f"{base}/1", headers=headers).get_json()
    assert told["numbers"]["person_days"] == 5
    assert told["issued"]["sha256"] == listed["versions"][0]["sha256"]
    differs = client.get(f"{base}/1/differences", headers=headers).get_json()
    assert (differs["from"], differs["to"], len(differs["changes"])) == ("1", "now", 18)
    assert client.get(f"{base}/1/differences?to=x", headers=headers).status_code == 404
    assert client.get(f"{base}/2", headers=headers).get_json()["error"]["code"] == "not_found_here"


# ---------------------------------------------------------------- paper
def test_paper_of_a_version_says_which_it_is_and_holds_what_was_issued(organiser, issued):
    then = pdf_text(organiser.get(f"{VERSION}.pdf"))
    assert "Version 1, issued 5 Jan 2026 by Kwabena Osei." in then
    assert then.count("Version 1, issued 5 Jan 2026") >= 5  # the cover, and the foot of each page
    assert "For the donor" in then
    assert "3 of 4 registered people came on at least one day" in then
    assert "Serwaa" not in then
    assert "Annex" not in then
    assert f"{VERSION}.pdf" in organiser.get(VERSION).text
    assert "4 of 4 registered people came" in pdf_text(organiser.get("/events/tarkwa/documents/attendance-report.pdf"))


def test_paper_of_a_later_version_lists_what_it_changed(organiser, session, issued):
    second = make_report_version(issued)
    session.commit()
    paper = pdf_text(organiser.get(f"{PAGE}/versions/{second.number}.pdf"))
    assert "What changed against version 1" in paper
    assert "18 figures differ" in paper
    outside = pdf_text(organiser.get(f"{PAGE}/versions/{second.number}.pdf?names=no"))
    assert "What changed against version 1" in outside
    assert "Civil society" not in outside.split("What changed against version 1")[1]


def test_a_title_and_a_note_of_thousands_of_signs_are_shown_and_printed(organiser, session, event):
    make_report_version(event)
    event.title = "Ŋmɔ <b>&amp;</b> %s {x} " * 200
    make_report_version(event, note="<script>%(x)s</script> " * 40)
    session.commit()
    for address in (f"{PAGE}/versions/2", f"{PAGE}/versions", f"{PAGE}/differences?from=1&to=2"):
        page = organiser.get(address)
        assert page.status_code == 200
        assert "<script>%" not in page.text
    assert "What changed against version 1" in pdf_text(organiser.get(f"{PAGE}/versions/2.pdf"))


def test_who_may_not_print_names_gets_the_paper_for_outside(reporter, issued):
    paper = pdf_text(reporter.get(f"{VERSION}.pdf"))
    assert "no group of fewer than 5 people" in paper
    assert "For the donor" not in paper
    assert reporter.get(f"{VERSION}.pdf?names=yes").status_code == 403


def test_the_command_prints_a_version(app, session, issued, tmp_path):
    file = tmp_path / "out.pdf"
    arguments = ["tarkwa", "attendance-report", "--version", "1", "-o", str(file)]
    done = CliRunner().invoke(document, arguments, obj=lambda: app)
    assert (done.exit_code, done.output) == (0, "")
    assert "Version 1, issued" in PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text()
    for wrong, code in (("attendance-report", 1), ("badges", 2)):
        arguments = ["tarkwa", wrong, "--version", "9", "-o", str(file)]
        assert CliRunner().invoke(document, arguments, obj=lambda: app).exit_code == code
