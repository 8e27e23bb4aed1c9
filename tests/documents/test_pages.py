"""The print centre and the documents behind it."""

import io
import re

import pytest
from pypdf import PdfReader

from dialogues.documents import services
from tests.factories import make_agenda_session, make_event, make_registration
from tests.reports.attended import make_attended_event

PAGE = "/events/tarkwa/documents"


def text_of(answer):
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


def test_the_page_offers_the_documents_and_the_options_of_one(organiser):
    make_event()
    page = organiser.get(PAGE)
    for name in services.DOCUMENTS:
        assert f"{PAGE}?document={name}" in page.text
    assert f'action="{PAGE}/agenda.pdf"' in page.text
    assert f'action="{PAGE}/sign-in-sheet"' in organiser.get(f"{PAGE}?document=sign-in-sheet").text


def test_the_page_warns_by_name_about_letters_that_cannot_be_printed(organiser, reporter):
    event = make_event()
    make_registration(event, "Ɛsi Owusuaa")
    assert "cannot be printed" not in organiser.get(PAGE).text
    make_registration(event, "Ama 漢字")
    page = organiser.get(PAGE).text
    assert "One name or title has letters that cannot be printed" in page
    assert "Ama 漢字" in page
    assert "Ama 漢字" not in reporter.get(PAGE).text


def test_each_reader_is_offered_what_they_may_have(organiser, facilitator, door, reporter):
    make_event()
    seen = {
        browser: set(re.findall(r"\?document=([a-z-]+)", browser.get(PAGE).text))
        for browser in (organiser, facilitator, door, reporter)
    }
    open_to_all = {"agenda", "wall-agenda", "door-signs", "feedback-sheet", "day-pack"}
    of_the_team = {"run-sheet", "rapporteur-sheet", "reporting-back-sheet", "facilitator-day"}
    named = open_to_all | of_the_team | {"sign-in-sheet", "badges", "attendance-report"}
    named |= {
        "donor-summary",
        "desk-list",
        "name-tents",
        "certificates",
        "group-door-lists",
        "group-master-list",
        "table-cards",
    }
    assert seen == {
        organiser: named | {"invitation-letters"},
        facilitator: named,
        door: open_to_all,
        reporter: open_to_all | {"attendance-report", "donor-summary"},
    }
    assert door.get(f"{PAGE}?document=sign-in-sheet").status_code == 404


def test_the_agenda_prints_what_was_planned(organiser):
    event = make_event()
    make_agenda_session(event.days[0], "Ɔman yɛ: opening", starts="08:30", ends="09:00")
    answer = organiser.get(f"{PAGE}/agenda.pdf")
    said = text_of(answer)
    assert "Ɔman yɛ: opening" in said
    assert "08:30" in said
    assert answer.headers["Content-Disposition"] == "inline; filename=tarkwa-agenda.pdf"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_sign_in_sheet_of_a_day_prints_its_people(organiser):
    make_registration(make_event(), "Ɛsi Owusuaa", organisation="Bonsa Diggers")
    answer = organiser.get(f"{PAGE}/sign-in-sheet.pdf?day=2026-06-03&paper=letter")
    said = text_of(answer)
    assert "Ɛsi Owusuaa" in said
    assert "Wednesday 3 June 2026" in said
    assert "Tuesday 2 June 2026" not in said
    assert answer.headers["Content-Disposition"].endswith("tarkwa-sign-in-sheet-2026-06-03.pdf")


def test_the_report_with_names_has_the_annex_and_the_one_without_has_nobody(organiser):
    make_attended_event()
    named = text_of(organiser.get(f"{PAGE}/attendance-report.pdf"))
    assert "Ama Serwaa" in named
    nameless = organiser.get(f"{PAGE}/attendance-report.pdf?names=no")
    assert "Serwaa" not in text_of(nameless)
    assert b"Serwaa" not in nameless.data


def test_a_reporter_gets_the_report_without_names_and_no_sheet(reporter):
    make_attended_event()
    assert "Serwaa" not in text_of(reporter.get(f"{PAGE}/attendance-report.pdf"))
    assert reporter.get(f"{PAGE}/attendance-report.pdf?names=yes").status_code == 403
    assert reporter.get(f"{PAGE}/sign-in-sheet.pdf").status_code == 403


def test_the_door_prints_the_agenda_only(door, outsider, stranger):
    make_event()
    assert door.get(f"{PAGE}/agenda.pdf").status_code == 200
    assert door.get(f"{PAGE}/sign-in-sheet.pdf").status_code == 403
    assert door.get(f"{PAGE}/attendance-report.pdf").status_code == 403
    assert outsider.get(f"{PAGE}/agenda.pdf").status_code == 404
    assert stranger.get(f"{PAGE}/agenda.pdf").location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("address", "status"),
    (
        ("nothing.pdf", 404),
        ("agenda.docx", 404),
        ("agenda.pdf?day=soon", 404),
        ("agenda.pdf?day=2026-06-09", 422),
        ("agenda.pdf?paper=A3", 404),
        ("agenda.pdf?language=tlh", 404),
        ("agenda.pdf?names=no", 404),
        ("attendance-report.pdf?day=2026-06-02", 422),
        ("attendance-report.pdf?names=some", 404),
        ("agenda.pdf?day=&paper=&language=", 200),
    ),
)
def test_a_wrong_option_is_a_wrong_address(organiser, address, status):
    make_event()
    assert organiser.get(f"{PAGE}/{address}").status_code == status


def test_the_report_in_french_speaks_french(organiser):
    make_attended_event()
    answer = organiser.get(f"{PAGE}/attendance-report.pdf?language=fr")
    assert str(PdfReader(io.BytesIO(answer.data)).root_object["/Lang"]) == "fr"


def test_looking_and_printing_change_nothing(organiser, count_queries):
    make_attended_event()
    with count_queries() as counted:
        organiser.get(f"{PAGE}?document=sign-in-sheet")
        organiser.get(f"{PAGE}/sign-in-sheet.pdf")
        organiser.get(f"{PAGE}/attendance-report.pdf")
    assert [one for one in counted.statements if not one.lstrip().upper().startswith(("SELECT", "WITH"))] == []


def test_a_name_with_markup_is_printed_as_it_is_written(organiser):
    make_registration(make_event(), "Ama O<Brien> & <b>")
    assert "Ama O<Brien> & <b>" in text_of(organiser.get(f"{PAGE}/attendance-report.pdf"))
