"""Name tents: both faces say the name, whole and as large as it goes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogues.documents.name_tents import NameTentFacts, TentPerson, draw
from dialogues.documents.people_queries import name_tent_facts
from dialogues.documents.queries import Options
from tests.documents import reading
from tests.documents.test_badges import HOSTILE
from tests.factories import make_event, make_registration

NOW = datetime(2026, 6, 2, 7, 0, tzinfo=UTC)


def facts(*people, **changed):
    known = {
        "event_title": "Tarkwa dialogue",
        "zone": ZoneInfo("Africa/Accra"),
        "printed_at": NOW,
        "base": (("Wi-Fi", "bonsa-hall, key on the door"), ("Help", "Desk, +233 20 000 0000")),
    }
    return NameTentFacts(**{**known, "people": people, **changed})


def person(name="Ama Serwaa", **more):
    return TentPerson(
        **{"call": name.split()[0], "name": name, "organisation": "Bonsa Diggers", "sector": "MIN", **more}
    )


def test_both_faces_say_who_sits_there(app):
    pdf = draw(facts(person(), person("Kofi Atta")))
    assert reading.page_count(pdf) == 2
    first = reading.pages_text(pdf)[0]
    assert first.count("Ama Serwaa") == 2
    assert first.count("Bonsa Diggers") == 2
    assert "bonsa-hall" in first
    faces = sorted(letter.top for letter in reading.letters(pdf, 1) if letter.text == "M")
    assert faces[0] < 297 / 3 < faces[-1]  # one on either side of the ridge


@pytest.mark.parametrize("paper", ("A4", "letter"))
@pytest.mark.parametrize("name", [name for name in HOSTILE if len(name) < 200])
def test_long_names_stay_on_their_face_and_on_nothing_else(app, name, paper):
    pdf = draw(facts(person(name, organisation="Ministry of " + name), paper=paper))
    found = reading.letters(pdf, 1)
    assert reading.overlapping(found) == []
    wide, _tall = reading.paper(pdf)
    assert all(letter.left > 10 and letter.right < wide - 10 for letter in found if not letter.text.isspace())


def test_everybody_confirmed_gets_one_and_the_base_says_what_helps(session):
    event = make_event()
    event.wifi, event.contact = "bonsa-hall", "Desk"
    make_registration(event, "Ama Serwaa", sort_as="Serwaa")
    make_registration(event, "Kofi Atta", status="cancelled")
    told = name_tent_facts(session, event, Options(), at=NOW)
    assert [(one.call, one.name) for one in told.people] == [("Serwaa", "Ama Serwaa")]
    assert told.base == (("Wi-Fi", "bonsa-hall"), ("Help", "Desk"))


def test_without_anybody_it_says_so(app):
    assert "Nobody is confirmed yet." in reading.text(draw(facts()))
