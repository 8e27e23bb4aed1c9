"""An import that was done can be looked at and taken back, by who may import."""

import io
import re

import sqlalchemy as sa

from dialogues.registration.models import Registration, Status
from dialogues.registration.seat_models import SeatOffer
from dialogues.registration.seat_rules import OfferState
from tests.factories import make_batch, make_event, make_offer, make_registration
from tests.registration.seats import plan

PAGE = "/events/tarkwa/import"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def take(browser, text="Name,Sector\nAma Serwaa,MIN\nKofi Mensah,GOV\n"):
    content = (io.BytesIO(text.encode()), "list.csv")
    address = browser.post(PAGE, {"file": content}, content_type="multipart/form-data").location
    browser.get(address)
    browser.press(address)
    page = browser.follow()
    return re.search(r'action="([^"]*/imports/\d+/undo)"', page.text)[1]


def count(session):
    return session.scalar(sa.select(sa.func.count()).select_from(Registration))


def test_one_button_takes_everything_back(organiser, session):
    make_event()
    undo = take(organiser)
    assert count(session) == 2
    organiser.press(undo)
    page = organiser.follow()
    assert "The import is taken back. 2 people are off the list again." in words(page.text)
    assert "Taken back" in page.text
    assert count(session) == 0
    assert "/undo" not in organiser.get(PAGE).text


def test_who_was_changed_since_is_named(organiser, session):
    make_event()
    undo = take(organiser)
    session.scalar(sa.select(Registration).where(Registration.full_name == "Ama Serwaa")).notes = "Comes late"
    organiser.press(undo)
    page = organiser.follow()
    assert "One person is off the list again. One was marked or changed since and is kept." in words(page.text)
    assert "Ama Serwaa" in words(page.text).partition("Kept on the list")[2]


def test_a_second_time_is_told_and_does_nothing(organiser, session):
    make_event()
    undo = take(organiser)
    organiser.press(undo)
    organiser.get(PAGE)
    take(organiser)
    organiser.get(undo.removesuffix("/undo"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', organiser.page.text)[1]
    organiser._load(organiser.client.post, undo, data={"csrf_token": token})
    assert "This import was taken back already." in organiser.follow().text
    assert count(session) == 2


def test_seats_that_are_free_again_are_offered_to_who_waits(organiser, session):
    event = make_event(starts="2036-06-02")
    plan(session, event, capacity=1)
    session.commit()
    undo = take(organiser)
    assert "The event is over capacity by 1." in organiser.page.text
    waits = make_registration(event, "Efua Badu", status="waiting", queue_number=1, email="efua@example.org")
    session.commit()
    organiser.press(undo)
    assert "One seat is offered by mail." in organiser.follow().text
    assert session.scalar(sa.select(SeatOffer.registration_id)) == waits.id


def test_whoever_was_offered_a_seat_since_is_kept_with_the_offer(organiser, session):
    event = make_event(starts="2036-06-02")
    undo = take(organiser)
    ama = session.scalar(sa.select(Registration).where(Registration.full_name == "Ama Serwaa"))
    ama.status, ama.queue_number = Status.WAITING, 1
    offer = make_offer(ama)
    session.commit()
    organiser.press(undo)
    session.expire_all()
    assert [one.full_name for one in session.scalars(sa.select(Registration))] == ["Ama Serwaa"]
    assert (offer.state, offer.registration_id, ama.queue_number) == (OfferState.OPEN, ama.id, 1)
    assert event.id == ama.event_id


def test_an_import_of_another_event_is_not_here(organiser):
    make_event()
    batch = make_batch(make_event("obuasi"))
    assert organiser.get(f"/events/tarkwa/imports/{batch.id}").status_code == 404
