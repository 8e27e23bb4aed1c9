"""What people type and paste: every document prints it or refuses it in a sentence, and none breaks."""

from datetime import date

import pytest

from dialogues.agenda.models import SessionPerson
from dialogues.core import clock
from dialogues.core.errors import DomainError
from dialogues.documents import services
from dialogues.documents.queries import Options
from tests.documents import reading
from tests.factories import make_agenda_session, make_event, make_registration

BASE = "https://dialogues.example"
NOTES = "What we saw at the pit, and what was said there. " * 417  # 20,000 letters and more than a page
BAD = {
    "notes of 20,000 letters": NOTES,
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


def printed(session, event, name):
    """The document, or the sentence it was refused with."""
    try:
        return services.print_document(session, event, name, Options(), at=clock.now(), base_url=BASE)
    except DomainError as error:
        return str(error)


def require_whole(document, name):
    if isinstance(document, str):
        assert document.strip().endswith("."), name
    else:
        assert reading.page_count(document) >= 1, name
        assert reading.fonts_not_embedded(document) == set(), name


def crowded(text, name):
    """An event with that text wherever somebody may write one, and a person with that name."""
    event = make_event(title=text[:200])
    event.place = text[:200]
    block = make_agenda_session(event.days[0], text[:300], starts="08:30", ends="09:00", description=text)
    for column in ("process_notes", "aim", "steps", "materials"):
        setattr(block, column, text)
    event.wifi = event.contact = event.languages = event.accessibility = text
    ama = make_registration(event, name, organisation=text[:300], position=text[:300], sort_as=text[:100])
    block.people.append(SessionPerson(registration_id=ama.id, role="lead"))
    return event


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_every_document_stands_whatever_was_written(app, session, text):
    event = crowded(text, text[:300])
    session.commit()
    for name in services.DOCUMENTS:
        require_whole(printed(session, event, name), name)


@pytest.mark.parametrize("long", LONG_NAMES.values(), ids=LONG_NAMES)
def test_every_document_stands_with_a_name_of_5000_letters(app, session, long):
    event = crowded("Opening", long)
    session.commit()
    for name in services.DOCUMENTS:
        require_whole(printed(session, event, name), name)


def test_every_document_of_an_empty_event_is_a_page_that_says_so(app, session):
    event = make_event()
    session.commit()
    for name in services.DOCUMENTS:
        document = printed(session, event, name)
        require_whole(document, name)
        if isinstance(document, bytes):
            assert len(reading.text(document)) > len(event.title), name


def test_every_document_stands_before_any_day_is_recorded(app, session):
    event = make_event()
    make_registration(event, "Ama Serwaa")
    make_agenda_session(event.days[0], "Opening")
    session.commit()
    for name, document in services.DOCUMENTS.items():
        require_whole(printed(session, event, name), name)
        if document.has_days:
            options = Options(day=date(2026, 6, 2))
            made = services.print_document(session, event, name, options, at=clock.now(), base_url=BASE)
            require_whole(made, name)


@pytest.mark.parametrize("name", ("agenda", "run-sheet", "badges", "desk-list"))
def test_what_looks_like_markup_is_printed_as_it_is_written(app, session, name):
    event = crowded(BAD["markup"], BAD["markup"])
    session.commit()
    assert "<b>Ama</b>" in reading.without_breaks(printed(session, event, name))
