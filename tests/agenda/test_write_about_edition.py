import pytest
import sqlalchemy as sa

from dialogues.outbox.models import Mail
from tests.factories import make_agenda_session, make_edition, make_event, make_registration

ADDRESS = "/events/tarkwa/agenda/editions/2/message"


@pytest.fixture
def event(session, give_role):
    """Ama led what was renamed, Kofi leads it now; Esi and whoever cancelled have no part in it."""
    event = make_event("tarkwa", days=1)
    people = [
        make_registration(event, name, email=f"{name.split()[0].lower()}@example.org")
        for name in ("Ama Serwaa", "Kofi Annor", "Esi Quaye")
    ]
    away = make_registration(event, "Yaw Boateng", email="yaw@example.org", status="cancelled")
    block = make_agenda_session(event.days[0], "Opening")
    other = make_agenda_session(event.days[0], "Licence", starts="11:00", ends="12:00")
    give_role(block, people[0])
    give_role(block, away, "speaker")
    give_role(other, people[2])
    make_edition(event)
    block.title, block.people[0].registration = "Libation", people[1]
    session.flush()
    make_edition(event)
    session.commit()
    return event


def receivers(session):
    return sorted(session.scalars(sa.select(Mail.to_name)))


def test_the_text_is_proposed_and_nothing_is_sent_by_looking(organiser, session, event):
    page = organiser.get(ADDRESS).text
    assert "“Opening” is called “Libation” now." in page
    assert "Nothing is sent before you have seen how it comes out." in page
    seen = organiser.press(ADDRESS, {"then": "preview"}).text
    assert "Dear Ama Serwaa," in seen
    assert "Send to 2 people" in seen
    assert receivers(session) == []


def test_those_with_a_part_in_what_changed_are_written_to(organiser, session, event):
    organiser.post(ADDRESS, {"then": "preview"})
    assert organiser.press(ADDRESS, {"then": "send"}).status_code == 303
    assert receivers(session) == ["Ama Serwaa", "Kofi Annor"]
    text = session.scalars(sa.select(Mail.text)).first()
    assert "“Opening” is called “Libation” now." in text
    assert "{" not in text


def test_everybody_confirmed_can_be_told_instead(organiser, session, event):
    organiser.post(ADDRESS, {"audience": "confirmed", "then": "preview"})
    organiser.press(ADDRESS, {"then": "send"})
    assert receivers(session) == ["Ama Serwaa", "Esi Quaye", "Kofi Annor"]


def test_where_nobody_concerned_has_an_address_it_says_so(organiser, session, event):
    session.execute(sa.text("UPDATE registration SET email = NULL"))
    session.commit()
    page = organiser.post(ADDRESS)
    assert "Nobody of those chosen has an e-mail address." in page.text
    assert receivers(session) == []


def test_names_of_a_session_under_the_rule_stay_out_of_the_message(organiser, session, event):
    event.is_chatham_house = True
    session.commit()
    page = organiser.get(ADDRESS).text
    assert "Who has a part in “Libation” was changed." in page
    assert "a part goes to" not in page
    event.is_chatham_house = False
    session.commit()
    assert "a part goes to Kofi Annor" in organiser.get(ADDRESS).text


def test_who_may_not_write_to_participants_is_not_offered_it(facilitator, session, event):
    assert "/editions/2/message" not in facilitator.get("/events/tarkwa/agenda/editions/2").text
    assert facilitator.get(ADDRESS).status_code == 403
