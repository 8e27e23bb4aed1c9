"""What people type and paste: every document prints it or refuses it in a sentence, and none breaks."""

from datetime import date

import pytest

from dialogues.agenda.models import SessionPerson
from dialogues.core import clock
from dialogues.core.errors import DomainError
from dialogues.documents import services
from dialogues.documents.differences_paper import print_differences
from dialogues.documents.donor_rules import LIMITS, Words
from dialogues.documents.queries import Options
from dialogues.documents.version_paper import print_version, print_version_without_names
from dialogues.reports.version_queries import list_versions
from tests.documents import reading
from tests.factories import (
    make_agenda_session,
    make_event,
    make_group_round,
    make_invitation,
    make_registration,
    make_report_version,
)
from tests.reports.attended import attend

BASE = "https://dialogues.example"
NOTES = "What we saw at the pit, and what was said there. " * 1819  # 20,000 words
BAD = {
    "notes of 20,000 words": NOTES,
    "a word of 20,000 letters": "Bakɔ" * 5000,
    "markup": "<b>Ama</b> & &amp; <img src=x onerror=y> {{ 7*7 }} %(name)s %s",
    "control characters": "Ama\x07\x1b[31m\x0b\x7f Serwaa\r\n\tBonsa",
    "lines": "one\ntwo\r\n\r\n\u2028three" * 50,
    "directions": "\u202eawreS amA\u202c \u0645\u062d\u0645\u062f \u05d3\u05d5\u05d3 \u200f",
    "marks": "n" + "\u0304" * 200 + " Ŋ\u0301ɔ\u0303",
    "no letter of ours": "漢字 😀 \U0001f469\u200d\U0001f33e",
    "nothing but spaces": " \u00a0 \u2003",
}
LONG_NAMES = {"5,000 letters in words": "Nana Wɔfa " * 500, "5,000 letters in one": "W" * 5000}


def printed(session, event, name, options=Options(), make=services.print_document):  # noqa: B008 - frozen
    """The document, or the sentence it was refused with."""
    try:
        return make(session, event, name, options, at=clock.now(), base_url=BASE)
    except DomainError as error:
        return str(error)


def all_printed(session, event):
    """Every document there is, with and without names, and what an issued report and a donor get, by its name."""
    for name, document in services.DOCUMENTS.items():
        yield name, printed(session, event, name)
        if document.make_without_names is not None:
            yield f"{name} without names", printed(session, event, name, make=services.print_document_without_names)
    for version in list_versions(session, event.id):
        for make in (print_version, print_version_without_names):
            yield f"version {version.number}", make(session, event, version.number, Options(), at=clock.now())
        yield "differences", print_differences(session, event, str(version.number), "now", Options(), at=clock.now())


def require_whole(document, name):
    if isinstance(document, str):
        assert document.strip().endswith("."), name
    else:
        assert reading.page_count(document) >= 1, name
        assert reading.fonts_not_embedded(document) == set(), name


def crowded(text, name):
    """An event with that text wherever somebody may write one, and a person with that name on every paper."""
    event = make_event(title=text[:200])
    event.place = event.convenor = text[:200]
    block = make_agenda_session(event.days[0], text[:300], starts="08:30", ends="09:00", description=text)
    for column in ("process_notes", "aim", "steps", "materials"):
        setattr(block, column, text)
    event.wifi = event.contact = event.languages = event.accessibility = text
    ama = make_registration(event, name, organisation=text[:300], position=text[:300], sort_as=text[:100])
    block.people.append(SessionPerson(registration_id=ama.id, role="lead"))
    attend(ama, event.days[0])
    make_group_round(event, [ama])
    make_invitation(event, registration=ama)
    make_report_version(event, note=text[:1000])
    attend(ama, event.days[1], source="correction")  # so that the version differs from now
    return event


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_every_document_stands_whatever_was_written(app, session, text):
    event = crowded(text, text[:300])
    session.commit()
    for name, made in all_printed(session, event):
        require_whole(made, name)
    words = Words(*(text[:most] for most, _refusal in LIMITS.values()))
    require_whole(printed(session, event, "donor-summary", Options(words=words)), "own words")


@pytest.mark.parametrize("long", LONG_NAMES.values(), ids=LONG_NAMES)
def test_every_document_stands_with_a_name_of_5000_letters(app, session, long):
    event = crowded("Opening", long)
    session.commit()
    for name, made in all_printed(session, event):
        require_whole(made, name)


def test_everybody_is_on_every_paper_that_is_said_to_name_people(app, session):
    """The control of this file: what is printed of the crowded event has the person and the text in it."""
    event = crowded("Bonsa pit", "Zq1x Wv1y")
    session.commit()
    nameless = {"feedback-sheet", "donor-summary", "wall-agenda", "door-signs", "reporting-back-sheet", "table-cards"}
    for name, made in all_printed(session, event):
        if name in services.DOCUMENTS and name not in nameless:
            assert "Zq1x" in reading.text(made), name
        assert "Bonsa pit" in reading.text(made), name


def test_every_document_of_an_empty_event_is_a_page_that_says_so(app, session):
    event = make_event()
    session.commit()
    for name, document in all_printed(session, event):
        require_whole(document, name)
        if isinstance(document, bytes):
            assert len(reading.text(document)) > len(event.title), name


def test_every_document_stands_before_any_day_is_recorded(app, session):
    event = make_event()
    make_registration(event, "Ama Serwaa")
    make_agenda_session(event.days[0], "Opening")
    session.commit()
    for name, made in all_printed(session, event):
        require_whole(made, name)
    for name, document in services.DOCUMENTS.items():
        if document.has_days:
            options = Options(day=date(2026, 6, 2))
            made = services.print_document(session, event, name, options, at=clock.now(), base_url=BASE)
            require_whole(made, name)


@pytest.mark.parametrize("name", ("agenda", "run-sheet", "badges", "desk-list"))
def test_what_looks_like_markup_is_printed_as_it_is_written(app, session, name):
    event = crowded(BAD["markup"], BAD["markup"])
    session.commit()
    assert "<b>Ama</b>" in reading.without_breaks(printed(session, event, name))
