"""What two reports say otherwise, on paper and from the command."""

import pytest
from click.testing import CliRunner

from dialogues.documents.cli import document
from tests.documents import reading
from tests.factories import make_report_version
from tests.reports.attended import make_attended_event
from tests.reports.test_issue_report import correct

PAGE = "/events/tarkwa/report"


@pytest.fixture
def issued(session):
    """Version 1 is issued, and a correction came after it."""
    event = make_attended_event()
    make_report_version(event)
    correct(session, event)
    session.commit()
    return event


def text_of(answer):
    assert answer.status_code == 200, answer.text
    return reading.text(answer.data)


def test_what_differs_is_printed_for_the_file(organiser, reporter, issued):
    page = organiser.get(f"{PAGE}/differences?from=1")
    assert f"{PAGE}/differences.pdf?language=en&amp;from=1&amp;to=now" in page.text
    paper = text_of(organiser.get(f"{PAGE}/differences.pdf?from=1&to=now&paper=letter"))
    assert "18 figures differ, in 9 parts of the report." in paper
    assert "From: Version 1, issued 5 Jan 2026, as of" in paper
    assert "Person-days: 5 became 6." in paper
    assert "Civil society · Women 0 1 +1" in paper
    assert "do not pass this paper on" in paper
    back = text_of(organiser.get(f"{PAGE}/differences.pdf?from=now&to=1"))
    assert "Civil society · Women 1 0 −1" in back
    assert "They say the same in every figure." in text_of(organiser.get(f"{PAGE}/differences.pdf?from=1&to=1"))
    assert reporter.get(f"{PAGE}/differences.pdf?from=1").status_code == 403
    assert "differences.pdf" not in reporter.get(f"{PAGE}/differences?from=1").text


@pytest.mark.parametrize("query", ("?from=7", "?from=x", "?to=-1", f"?from={'9' * 40}", "?from=1&language=xx"))
def test_there_is_no_paper_of_what_is_no_version(organiser, issued, query):
    assert organiser.get(f"{PAGE}/differences.pdf{query}").status_code == 404


def test_the_command_prints_what_differs(app, session, issued, tmp_path):
    file = tmp_path / "out.pdf"

    def printed(*more):
        arguments = ["tarkwa", "attendance-report", *more, "-o", str(file)]
        return CliRunner().invoke(document, arguments, obj=lambda: app).exit_code

    assert printed("--version", "1", "--differs-from", "now") == 0
    assert "18 figures differ" in reading.text(file.read_bytes())
    assert printed("--version", "1", "--differs-from", "7") == 1
    assert printed("--differs-from", "1") == 2
    assert printed("--version", "1", "--differs-from", "now", "--without-names") == 2
