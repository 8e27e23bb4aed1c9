"""Before printing, the page names everybody whose letters no face has."""

import pytest

from dialogues.agenda.models import SessionPerson
from dialogues.documents.unprintable_queries import list_unprintable, list_unprintable_invited
from tests.factories import make_agenda_session, make_event, make_invitation, make_registration

PAGE = "/events/tarkwa/documents"


def told(session, event):
    session.commit()
    return [text for text, _letters in list_unprintable(session, event)]


def test_names_with_letters_that_no_face_has_are_told(session):
    event = make_event()
    make_registration(event, "Ɛsi Ŋmaa Ʋɔwu")
    make_registration(event, "Ama 漢字")
    assert list_unprintable(session, event) == [("Ama 漢字", "字 漢")]


@pytest.mark.parametrize("name", ("محمد", "דוד", "ሰላም", "ama か\u3099", "นา"))
def test_names_from_right_to_left_and_in_other_scripts_are_told(session, name):
    event = make_event()
    make_registration(event, name)
    assert told(session, event) == [name]


@pytest.mark.parametrize("name", ("n\u0304ɔ\u0303 ɛ\u0301", "Ŋ\u0301ma", "e\u0302\u0301", "Zoë", "O’Ɖeka"))
def test_names_with_marks_on_their_letters_are_printed_and_not_warned_of(session, name):
    event = make_event()
    make_registration(event, name)
    assert told(session, event) == []


def test_whatever_stands_about_somebody_is_looked_at(session):
    event = make_event()
    ama = make_registration(event, "Ama Serwaa", honorific="博士", sort_as="塞尔瓦", organisation="矿业")
    make_registration(event, "Kofi 未定", status="waiting")  # has no paper yet
    block = make_agenda_session(event.days[0], "Opening")
    block.people.append(SessionPerson(name="محمد", role="lead"))
    block.people.append(SessionPerson(registration_id=ama.id, role="speaker"))
    make_registration(make_event("geita"), "漢字")
    assert told(session, event) == ["博士", "塞尔瓦", "矿业", "محمد"]


def test_letters_warn_of_those_who_are_only_invited(organiser, session):
    event = make_event()
    make_invitation(event, registration=make_registration(event, "Ama 漢字", status="invited"))
    make_invitation(event, organisation_name="Ministry", contact_name="دوود")
    session.commit()
    assert {text for text, _letters in list_unprintable_invited(session, event)} == {"Ama 漢字", "دوود"}
    assert "Ama 漢字" in organiser.get(f"{PAGE}?document=invitation-letters").text
    assert "Ama 漢字" not in organiser.get(f"{PAGE}?document=badges").text


def test_looking_costs_as_many_questions_for_many(organiser, session, count_queries):
    event = make_event()
    make_invitation(event, registration=make_registration(event, "Ama 漢字", status="invited"))
    session.commit()
    page = f"{PAGE}?document=invitation-letters"
    organiser.get(page)
    with count_queries() as one:
        organiser.get(page)
    for number in range(10):
        make_invitation(event, registration=make_registration(event, f"Kofi 漢字 {number}", status="invited"))
    session.commit()
    with count_queries() as many:
        organiser.get(page)
    assert len(many.statements) == len(one.statements)
