"""The personal address of an offer: looking changes nothing, an answer acts once, what is over is said plainly."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from dialogues.registration.models import Registration, Status
from dialogues.registration.seat_models import SeatOffer
from dialogues.registration.seat_rules import OfferState
from tests.browser import Browser
from tests.factories import make_event, make_offer, make_registration
from tests.registration.seats import plan


@pytest.fixture
def ama(session: Session) -> Registration:
    event = make_event(starts="2036-06-02")
    plan(session, event, capacity=1)
    return make_registration(event, "Ama Serwaa", status="waiting", queue_number=1)


@pytest.fixture
def offer(session: Session, ama: Registration) -> SeatOffer:
    return make_offer(ama)


def test_the_page_says_what_until_when_and_asks_for_an_answer(stranger: Browser, offer: SeatOffer):
    page = stranger.get(f"/offer/{offer.token}")
    for words in ("Tarkwa dialogue", "Ama Serwaa, a seat has become free for you.", "Yes, I will come", "No, I cannot"):
        assert words in page.text, words
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_looking_changes_nothing_however_often(stranger: Browser, session: Session, offer: SeatOffer):
    for _ in range(3):
        stranger.get(f"/offer/{offer.token}")
    assert offer.state is OfferState.OPEN
    assert offer.registration.status is Status.WAITING


def test_yes_takes_the_seat_and_a_second_yes_changes_nothing(stranger: Browser, session: Session, offer: SeatOffer):
    address = f"/offer/{offer.token}"
    stranger.get(address)
    form = stranger.page.text
    assert stranger.press(f"{address}/accept").status_code == 303
    assert "The seat is yours, Ama Serwaa" in stranger.follow().text
    assert offer.registration.status is Status.CONFIRMED
    assert "Yes, I will come" not in stranger.page.text
    assert "Yes, I will come" in form


def test_no_gives_the_seat_to_the_next_in_line(
    stranger: Browser, session: Session, ama: Registration, offer: SeatOffer
):
    kofi = make_registration(ama.event, "Kofi Annor", status="waiting", queue_number=2)
    stranger.get(f"/offer/{offer.token}")
    stranger.press(f"/offer/{offer.token}/decline")
    assert "Thank you for the answer" in stranger.follow().text
    assert ama.status is Status.DECLINED
    assert [one.registration_id for one in session.query(SeatOffer).filter_by(state=OfferState.OPEN)] == [kofi.id]


@pytest.mark.parametrize("state", ("expired", "withdrawn"))
def test_what_no_longer_stands_is_said_and_cannot_be_taken(
    stranger: Browser, session: Session, offer: SeatOffer, state: str
):
    address = f"/offer/{offer.token}"
    stranger.get(address)
    form = stranger.page
    offer.state = OfferState(state)
    stranger.page = form
    stranger.press(f"{address}/accept")
    assert "This offer no longer stands" in stranger.follow().text
    assert offer.registration.status is Status.WAITING


def test_an_offer_whose_time_is_over_has_no_buttons(stranger: Browser, session: Session, ama: Registration):
    late = make_offer(ama, until=datetime(2026, 1, 2, tzinfo=UTC))
    page = stranger.get(f"/offer/{late.token}").text
    assert "This offer no longer stands" in page
    assert "<button" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_guessed_link_finds_nothing(stranger: Browser, session: Session, offer: SeatOffer):
    assert stranger.get("/offer/guessed").status_code == 404
