"""The desk list: everybody once, under their letter, and a letter never alone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogues.documents.desk_list import DeskListFacts, DeskPerson, draw
from dialogues.documents.people_queries import desk_list_facts
from dialogues.documents.queries import Options
from tests.documents import reading
from tests.documents.test_badges import CODE, HOSTILE
from tests.factories import make_event, make_registration

NOW = datetime(2026, 6, 2, 7, 0, tzinfo=UTC)


def person(name, **more):
    known = {"letter": name[:1].upper(), "sector": "MIN", "code": CODE, "organisation": "Bonsa Diggers"}
    return DeskPerson(**{"name": name, **known, **more})


def facts(*people, **changed):
    known = {"event_title": "Tarkwa dialogue", "zone": ZoneInfo("Africa/Accra"), "printed_at": NOW}
    return DeskListFacts(**{**known, "people": people, **changed})


def many(number):
    return [person(f"{chr(65 + at * 26 // number)}ma Serwaa {at}") for at in range(number)]


@pytest.mark.parametrize("paper", ("A4", "letter"))
@pytest.mark.parametrize("number", (1, 7, 60, 71, 200))
def test_everybody_stands_there_once_and_on_nobody_else(app, number, paper):
    pdf = draw(facts(*many(number), paper=paper))
    pages = [reading.letters(pdf, page + 1) for page in range(reading.page_count(pdf))]
    assert reading.text(pdf).count("Serwaa") == number
    for page in pages:
        assert reading.overlapping(page) == []


def test_hostile_names_stand_whole(app):
    pdf = draw(facts(*(person(name, organisation="Ministry of " + name) for name in HOSTILE if len(name) < 300)))
    for page in range(1, reading.page_count(pdf) + 1):
        assert reading.overlapping(reading.letters(pdf, page)) == []
    said = "".join(reading.copied_text(pdf).split()).replace("-", "").replace("\ufffe", "").replace("\x02", "")
    for name in HOSTILE:
        if len(name) < 300:
            assert "".join(name.split()).replace("-", "") in said, name


def test_no_letter_stands_alone_at_the_foot_of_a_column(app):
    pdf = draw(facts(*many(200)))
    for page in range(1, reading.page_count(pdf) + 1):
        low = max(letter.bottom for letter in reading.letters(pdf, page) if letter.bottom < 280)
        last = {letter.text for letter in reading.letters(pdf, page) if abs(letter.bottom - low) < 0.5}
        assert len(last) > 1  # a row of somebody, not a single capital


def test_a_day_lists_who_is_expected_then(session):
    event = make_event()
    first, second = (day.day for day in event.days[:2])
    yaw = make_registration(event, "Yaw Mensah", organisation="Bonsa Diggers")
    esi = make_registration(event, "Esi Quaye")
    esi.in_place_of_id, esi.in_place_from = yaw.id, second
    make_registration(event, "Kofi Atta", status="cancelled")
    session.flush()

    def names(day):
        return [one.name for one in desk_list_facts(session, event, Options(day=day), at=NOW).people]

    assert names(first) == ["Yaw Mensah"]
    assert names(second) == ["Esi Quaye"]
    assert names(None) == ["Esi Quaye", "Yaw Mensah"]
    letters = [one.letter for one in desk_list_facts(session, event, Options(), at=NOW).people]
    assert letters == ["E", "Y"]


def test_without_anybody_it_says_so(app):
    assert "Nobody is confirmed yet." in reading.text(draw(facts()))
