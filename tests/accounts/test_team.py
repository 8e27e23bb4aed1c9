"""Who has which role in one event, and who may say so."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.accounts import queries
from dialogues.accounts.access import Permission
from dialogues.accounts.identity import SignedIn
from dialogues.audit.queries import list_entries
from dialogues.core import clock
from dialogues.events import team_queries
from dialogues.events.access import permissions_in
from dialogues.events.models import Event
from dialogues.events.queries import find_event_by_slug
from tests.accounts.test_users import find, first_password_on
from tests.browser import Browser
from tests.factories import make_event, make_grant, make_process, make_sign_in, make_user


@pytest.fixture
def own(app: Flask, session: Session) -> Browser:
    """Somebody who is organiser of this one event and nothing else."""
    event = make_event("tarkwa", title="Tarkwa dialogue", process=make_process("Ghana dialogues"))
    user = make_user("Kwabena Osei")
    make_grant(user, "organiser", event=event)
    return Browser(app, session).sign_in(user)


def tarkwa(own: Browser) -> Event:
    event = find_event_by_slug(own.session, "tarkwa")
    assert event is not None
    return event


def roles(own: Browser) -> list[tuple[str, str, str]]:
    return [(one.name, one.role, one.scope) for one in team_queries.list_team(own.session, tarkwa(own))]


def test_the_page_shows_every_role_that_counts_here(own: Browser):
    make_user("Adwoa Sarpong", role="administrator")
    make_grant(make_user("Faraja Mrema"), "facilitator", process=tarkwa(own).process)
    make_grant(make_user("Musa Juma"), "door", event=make_event("elsewhere"))
    text = own.get("/events/tarkwa/team").text
    assert "for the whole process" in text
    assert "for everything" in text
    assert "Musa Juma" not in text
    assert roles(own) == [
        ("Kwabena Osei", "organiser", "event"),
        ("Faraja Mrema", "facilitator", "process"),
        ("Adwoa Sarpong", "administrator", "everything"),
    ]


def test_somebody_with_an_account_gets_a_role_here_and_nowhere_else(own: Browser, session: Session):
    esi = make_user("Esi Quaye", email="esi@example.org")
    elsewhere = make_event("elsewhere")
    own.post("/events/tarkwa/team", {"email": "ESI@example.org", "role": "door"})
    assert "Esi Quaye now has the role Door here." in own.follow().text
    sign_in = queries.find_sign_in(session, secret=make_sign_in(esi), now=clock.now())
    assert sign_in is not None
    viewer = SignedIn(sign_in, "")
    assert Permission.MARK_ATTENDANCE in permissions_in(session, viewer, tarkwa(own))
    assert permissions_in(session, viewer, elsewhere) == frozenset()


def test_a_second_role_here_takes_the_place_of_the_first(own: Browser):
    make_grant(make_user("Esi Quaye", email="esi@example.org"), "door", event=tarkwa(own))
    own.post("/events/tarkwa/team", {"email": "esi@example.org", "role": "reporter"})
    assert ("Esi Quaye", "reporter", "event") in roles(own)
    assert ("Esi Quaye", "door", "event") not in roles(own)


def test_somebody_new_gets_an_account_and_a_first_password(own: Browser, session: Session):
    data = {"email": "esi@example.org", "name": "Esi Quaye", "role": "door"}
    page = own.post("/events/tarkwa/team", data)
    assert first_password_on(page.text)
    esi = find(session, "esi@example.org")
    assert esi.role is None
    assert ("Esi Quaye", "door", "event") in roles(own)


def test_somebody_new_needs_a_name(own: Browser, session: Session):
    page = own.post("/events/tarkwa/team", {"email": "esi@example.org"})
    assert page.status_code == 422
    assert "Write the person&#39;s name, and one is made." in page.text
    assert queries.find_user(session, email="esi@example.org") is None


def test_an_organiser_of_one_event_changes_no_name_and_no_other_role(own: Browser):
    adwoa = make_user("Adwoa Sarpong", role="administrator", email="adwoa@example.org")
    own.post("/events/tarkwa/team", {"email": "adwoa@example.org", "name": "Somebody else", "role": "reporter"})
    assert (adwoa.name, adwoa.role) == ("Adwoa Sarpong", "administrator")


@pytest.mark.parametrize("role", ("administrator", "king", ""))
def test_no_role_beyond_organiser_can_be_given_for_an_event(own: Browser, session: Session, role: str):
    make_user("Esi Quaye", email="esi@example.org")
    assert own.post("/events/tarkwa/team", {"email": "esi@example.org", "role": role}).status_code == 422
    assert roles(own) == [("Kwabena Osei", "organiser", "event")]


def test_an_address_cannot_give_a_role_beyond_organiser_either(own: Browser):
    esi = make_user("Esi Quaye")
    token = own.get("/events/tarkwa/team").text.split('name="csrf_token" value="')[1].split('"')[0]
    for role, status in (("administrator", 422), ("king", 404)):
        page = own.client.post(f"/events/tarkwa/team/{esi.id}/restore/{role}", data={"csrf_token": token})
        assert page.status_code == status
    assert roles(own) == [("Kwabena Osei", "organiser", "event")]


def test_taking_a_role_away_can_be_undone_and_both_are_noted(own: Browser, session: Session):
    esi = make_user("Esi Quaye")
    make_grant(esi, "door", event=tarkwa(own))
    own.get("/events/tarkwa/team")
    own.press(f"/events/tarkwa/team/{esi.id}/take")
    own.follow()
    assert ("Esi Quaye", "door", "event") not in roles(own)
    own.press(f"/events/tarkwa/team/{esi.id}/restore/door")
    assert ("Esi Quaye", "door", "event") in roles(own)
    entries = list_entries(session, event_id=tarkwa(own).id).rows
    assert [entry.action for entry in entries] == ["team.role_given", "team.role_taken"]


def test_a_role_that_was_taken_opens_nothing_from_the_next_page_on(own: Browser, session: Session):
    organiser = make_user("Esi Quaye")
    make_grant(organiser, "organiser", event=tarkwa(own))
    browser = Browser(own.app, session).sign_in(organiser)
    assert browser.get("/events/tarkwa/team").status_code == 200
    own.get("/events/tarkwa/team")
    own.press(f"/events/tarkwa/team/{organiser.id}/take")
    assert browser.get("/events/tarkwa/team").status_code == 404


def test_people_do_not_take_their_own_role_away(own: Browser):
    page = own.get("/events/tarkwa/team")
    assert f"/team/{own.user.id}/take" not in page.text
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    own.session.commit()
    page = own.client.post(f"/events/tarkwa/team/{own.user.id}/take", data={"csrf_token": token})
    assert page.status_code == 422
    assert own.get("/events/tarkwa/team").status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), (("facilitator", 403), ("door", 403), ("reporter", 403), ("outsider", 404))
)
def test_the_team_is_for_organisers(request: pytest.FixtureRequest, session: Session, role: str, status: int):
    make_event("tarkwa")
    assert request.getfixturevalue(role).get("/events/tarkwa/team").status_code == status


def test_an_organiser_of_one_event_does_not_see_the_team_of_another(own: Browser):
    make_event("elsewhere")
    assert own.get("/events/elsewhere/team").status_code == 404
