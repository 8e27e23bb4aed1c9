"""The page of the waiting list, and what staff do from it; and what a full event says where somebody is confirmed."""

import pytest
from sqlalchemy.orm import Session

from dialogues.registration import seat_queries
from dialogues.registration.models import Registration, Status
from tests.browser import Browser
from tests.factories import make_event, make_offer, make_registration
from tests.registration.seats import plan

LIST = "/events/tarkwa/waiting-list"
NEW = "/events/tarkwa/participants/new"


@pytest.fixture
def full(session: Session):
    event = make_event(starts="2036-06-02")
    plan(session, event, capacity=1)
    make_registration(event, "Yaa Asantewaa")
    for number, name in enumerate(("Ama Serwaa", "Esi Owusuaa"), 1):
        make_registration(event, name, status="waiting", queue_number=number, phone="+233244118207")
    return event


def named(session: Session, name: str) -> Registration:
    return session.query(Registration).filter_by(full_name=name).one()


def test_who_waits_stands_in_order_with_place_and_telephone(organiser: Browser, full):
    page = organiser.get(LIST).text
    assert page.index("Ama Serwaa") < page.index("Esi Owusuaa")
    for words in ("1 of 1 seats are taken.", "2 people wait", "No seat is free", "+233 24 411 8207"):
        assert words in page, words


def test_an_empty_list_says_what_it_is_for(organiser: Browser, session: Session):
    make_event()
    assert "Nobody waits" in organiser.get(LIST).text


def test_a_seat_is_offered_by_hand_answered_on_the_telephone_and_undone(organiser: Browser, session: Session, full):
    one = f"/events/tarkwa/participants/{named(session, 'Esi Owusuaa').id}"
    organiser.get(LIST)
    organiser.press(f"{one}/offer")
    page = organiser.follow().text
    assert "A seat is held for Esi Owusuaa, who has no e-mail address: phone." in page
    assert "Offered until" in page
    organiser.press(f"{one}/confirm")
    assert organiser.page.location.endswith(LIST)
    assert named(session, "Esi Owusuaa").status is Status.CONFIRMED


def test_an_offer_is_withdrawn(organiser: Browser, session: Session, full):
    ama = named(session, "Ama Serwaa")
    make_offer(ama)
    organiser.get(LIST)
    organiser.press(f"/events/tarkwa/participants/{ama.id}/withdraw-offer")
    assert "The offer to Ama Serwaa is withdrawn." in organiser.follow().text


def test_the_list_of_participants_says_the_place_and_until_when_a_seat_is_held(organiser: Browser, session, full):
    make_offer(named(session, "Ama Serwaa"))
    page = organiser.get("/events/tarkwa/participants").text
    assert "offered until" in page
    assert "place 2 in line" in page


def test_cancelling_offers_the_seat_to_the_next_and_says_so(organiser: Browser, session: Session, full):
    yaa = f"/events/tarkwa/participants/{named(session, 'Yaa Asantewaa').id}"
    organiser.get(yaa)
    organiser.press(f"{yaa}/cancel")
    page = organiser.follow().text
    assert "A seat is free: phone the next person on the waiting list." in page
    assert [one.offer_id is not None for one in seat_queries.list_waiting(session, full.id)] == [True, False]


def test_confirming_on_a_full_event_asks_first_and_then_says_that_it_is_over(organiser: Browser, session, full):
    one = f"/events/tarkwa/participants/{named(session, 'Ama Serwaa').id}"
    page = organiser.get(one).text
    assert "The event is full: 1 of 1 seats are taken or offered." in page
    assert "Confirm all the same" in page
    organiser.press(f"{one}/confirm", {"all_the_same": None})
    assert named(session, "Ama Serwaa").status is Status.WAITING  # an older page without the words does not overbook
    organiser.get(one)
    organiser.press(f"{one}/confirm")
    assert "One person over capacity." in organiser.follow().text
    assert named(session, "Ama Serwaa").status is Status.CONFIRMED


def test_an_invited_person_is_put_on_the_waiting_list(organiser: Browser, session: Session, full):
    kofi = make_registration(full, "Kofi Annor", status="invited")
    one = f"/events/tarkwa/participants/{kofi.id}"
    organiser.get(one)
    organiser.press(f"{one}/wait")
    assert "Kofi Annor is on the waiting list." in organiser.follow().text
    assert seat_queries.find_places(session, full.id, [kofi.id])[kofi.id].position == 3


def test_adding_to_a_full_event_offers_the_waiting_list_and_keeps_what_was_typed(organiser: Browser, session, full):
    organiser.get(NEW)
    typed = {"full_name": "Kofi Annor", "sector": "GOV", "position": "Chair"}
    page = organiser.post(NEW, typed)
    assert page.status_code == 422
    for words in ("The event is full: 1 of 1", "Put on the waiting list", "Confirm all the same", 'value="Chair"'):
        assert words in page.text, words
    assert session.query(Registration).filter_by(full_name="Kofi Annor").all() == []


@pytest.mark.parametrize(("choice", "status"), (("wait", "waiting"), ("confirm", "confirmed")))
def test_the_choice_is_the_organisers(organiser: Browser, session: Session, full, choice: str, status: str):
    organiser.get(NEW)
    organiser.post(NEW, {"full_name": "Kofi Annor", "sector": "GOV"})
    assert organiser.press(NEW, {"when_full": choice}).status_code == 303
    assert named(session, "Kofi Annor").status == status


def test_a_speaker_is_added_to_a_full_event_without_a_word(organiser: Browser, session: Session, full):
    organiser.get(NEW)
    assert organiser.post(NEW, {"full_name": "Kofi Annor", "sector": "GOV", "role": "speaker"}).status_code == 303


def test_the_page_asks_the_same_of_the_database_for_few_and_for_many(organiser, session, count_queries, full):
    def number() -> int:
        with count_queries() as counted:
            organiser.get(LIST)
        return counted.number

    few = number()
    for at in range(60):
        one = make_registration(full, f"Person {at}", status="waiting", queue_number=10 + at, sector="GOV")
        if at % 7 == 0:
            make_offer(one)
    assert number() == few


def test_the_door_does_not_see_who_waits(door: Browser, session: Session, full):
    assert door.get(LIST).status_code == 403
