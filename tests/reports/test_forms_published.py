"""Every form in which figures leave the house withholds a small group, and a neighbour it would follow from.

Two people of civil society came. In no form does a line about them hold their number; with the rule switched off the
same search finds it in every one.
"""

import io
import re

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from dialogues.core.spreadsheets import read_table
from dialogues.registration.models import Status
from dialogues.reports import programme_published, publishing
from dialogues.reports.cli import report
from dialogues.reports.small_rules import Choice
from dialogues.reports.small_tables import event_tables
from tests.factories import make_registration
from tests.reports.attended import attend
from tests.reports.test_issue_report import LATER, issue
from tests.reports.test_published import make_mixed_event

PAGE = "/events/tarkwa/report"
API = "/api/v1/events/tarkwa/report"
FEW = {2, 3}  # people of civil society, now and before the correction
OURS = re.compile(r"\bCSO\b|\bCivil society|\bOther\b(?! (?:gender|roles))")  # the UN form calls them so

PAGES = [
    PAGE, f"{PAGE}/versions/1", f"{PAGE}/versions/2", f"{PAGE}/differences?from=1&to=2", f"{PAGE}/differences?from=2",
    f"{PAGE}/exchange", "/report",
]  # fmt: skip
FILES = [
    *(f"{PAGE}.{form}" for form in ("csv", "hxl", "json")),
    *(f"{PAGE}/versions/{number}.{form}" for number in (1, 2) for form in ("csv", "hxl", "json")),
    *(f"{PAGE}/differences.{form}?from=1&to=2" for form in ("csv", "json")),
    *(f"{PAGE}/un-feedback.{form}" for form in ("csv", "xlsx", "json")),
    f"{PAGE}/iati.xml", "/report/iati.xml",
    *(f"/report.{form}" for form in ("csv", "hxl", "json")),
    *(f"/report/charts/sectors.{form}" for form in ("csv", "xlsx", "json", "svg")),
]  # fmt: skip
WITH_TOKEN = [
    API, f"{API}/versions/1", f"{API}/versions/1/differences?to=2", f"{API}/un-feedback", f"{API}/iati.xml",
    "/api/v1/report",
]  # fmt: skip
PDFS = [
    "/events/tarkwa/documents/attendance-report.pdf?names=no",
    "/events/tarkwa/documents/donor-summary.pdf",
    f"{PAGE}/versions/1.pdf?names=no",
    f"{PAGE}/versions/2.pdf?names=no",
    "/report.pdf",
]
COMMANDS = [
    "tarkwa --published",
    "tarkwa --published --format csv",
    "tarkwa --published --version 1",
    "tarkwa --published --version 1 --differs-from 2",
    "tarkwa --format iati",
    "--published",
]
FORMS = {"pages": PAGES, "files": FILES, "api": WITH_TOKEN, "papers": PDFS}


@pytest.fixture
def rule_off(monkeypatch):
    """Nothing is withheld."""

    def choose(figures, continuity, **_how):
        return Choice(event_tables(figures, continuity), frozenset())

    monkeypatch.setattr(publishing, "choose", choose)
    monkeypatch.setattr(programme_published, "_withheld", lambda *_tables, **_how: frozenset())
    monkeypatch.setattr(programme_published, "is_small", lambda *_count: False)


def publish(session):
    """Version 1 with two people of civil society, version 2 with three, and the third taken back since."""
    event = make_mixed_event()
    issue(session, event)
    third = make_registration(event, "Person CSO 9", sector="CSO", gender="woman")
    attend(third, event.days[0])
    session.flush()
    issue(session, event, at=LATER)
    attend(third, event.days[0], status="absent")
    third.status = Status.CANCELLED
    session.commit()
    return event


def lines_of(answer):
    """What stands together in a form: a row, a bar, an object, an element."""
    kind = answer.content_type.split(";")[0]
    if kind == "application/json":
        return lines_of_object(answer.json)
    if kind == "text/html":
        return lines_of_markup(answer.text, "tr|li|p|h2|h3|dd|title")
    if kind == "application/xml":
        found = re.findall(r'<actual value="(\d+)">\s*<dimension name="\w+" value="([^"]*)"', answer.text)
        return [f"{label} {count}" for count, label in found]
    if kind == "image/svg+xml":
        return lines_of_picture(answer.text)
    if kind == "application/pdf":
        return [line for page in PdfReader(io.BytesIO(answer.data)).pages for line in page.extract_text().splitlines()]
    rows = [[str(cell) for cell in row.cells] for row in read_table(answer.data).rows]
    under = [f"{head} {cell}" for row in rows[1:] for head, cell in zip(rows[0], row, strict=False)]
    return [*under, *("; ".join(row) for row in rows)]


def lines_of_picture(text):
    """What the bars of a row stand for, by their length."""
    everybody = re.search(r"n = (\d+)", text)
    bars = [
        (code, float(width))
        for width, code in re.findall(r'width="([\d.]+)" height="24.0" fill="url\(#f-(\w+)\)"', text)
    ]
    whole = sum(width for _code, width in bars)
    return [f"{code} {round(width / whole * int(everybody[1]))}" for code, width in bars]


def lines_of_markup(text, ends):
    rows = re.sub(rf"</(?:{ends})>", "\n", re.sub(r"\s+", " ", text))
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows.splitlines()]


def lines_of_object(value):
    """An object with its numbers on one line; what lies within it on lines of its own."""
    if isinstance(value, list):
        return [line for one in value for line in lines_of_object(one)]
    if not isinstance(value, dict):
        return []
    if {"key", "label"} <= value.keys():  # of a chart: each number under its column
        return [f"{name} {number}" for name, number in value.items()]
    flat = {name: one for name, one in value.items() if not isinstance(one, list | dict)}
    within = [line for one in value.values() for line in lines_of_object(one)]
    about = {name: one for name, one in flat.items() if name not in ("earlier_events", "counting_rules")}
    return [" ".join(f"{name} {one}" for name, one in about.items()), *within]


def few_in(lines):
    """The lines about civil society that hold a number of theirs."""
    ours = [line for line in lines if OURS.search(line)]
    numbers = {line: {int(one) for one in re.findall(r"(?<![\w.:/-])\d+(?![\w.:/%-])", line)} for line in ours}
    return [line for line, found in numbers.items() if found & FEW]


@pytest.fixture
def readers(reporter, stranger, api_token):
    """Who asks for what: a reporter on pages, a reporter's token at the API."""

    def ask(form):
        answer = stranger.get(form, headers=api_token) if form.startswith("/api/") else reporter.get(form)
        assert answer.status_code == 200, f"{form}: {answer.text}"
        return answer

    return ask


@pytest.mark.parametrize("kind", FORMS)
def test_no_form_holds_the_number_of_a_small_group(readers, session, kind):
    publish(session)
    told = {form: few_in(lines_of(readers(form))) for form in FORMS[kind]}
    assert {form: lines for form, lines in told.items() if lines} == {}


@pytest.mark.parametrize("kind", FORMS)
def test_the_same_search_finds_it_in_every_form_with_the_rule_off(readers, session, rule_off, kind):
    publish(session)
    assert [form for form in FORMS[kind] if not few_in(lines_of(readers(form)))] == []


def test_no_command_writes_it_where_figures_to_publish_are_asked_for(app, session):
    publish(session)
    told = {arguments: few_in(lines_in(run(app, arguments))) for arguments in COMMANDS}
    assert {arguments: lines for arguments, lines in told.items() if lines} == {}


def test_the_same_search_finds_it_in_every_command_with_the_rule_off(app, session, rule_off):
    publish(session)
    assert [arguments for arguments in COMMANDS if not few_in(lines_in(run(app, arguments)))] == []


def run(app, arguments):
    done = CliRunner().invoke(report, arguments.split(), obj=lambda: app)
    assert done.exit_code == 0, done.output
    return done.stdout


def lines_in(text):
    if text.startswith("<?xml"):
        found = re.findall(r'<actual value="(\d+)">\s*<dimension name="\w+" value="([^"]*)"', text)
        return [f"{label} {count}" for count, label in found]
    return text.splitlines()
