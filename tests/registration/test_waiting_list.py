"""Asking for a seat, waiting in line, being offered what becomes free, and letting it pass on."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.outbox.models import Mail
from dialogues.people.sectors import Sector
from dialogues.registration import offer_services, seat_queries, seat_rules, seat_services, services
from dialogues.registration.models import Registration, Status
from dialogues.registration.seat_models import SeatOffer
from dialogues.registration.seat_rules import OfferState
from tests.factories import make_event, make_registration
from tests.registration.seats import APRIL, KWABENA, plan

ACT: dict[str, Any] = {"actor": KWABENA, "at": APRIL}
LATER = APRIL + timedelta(hours=49)


def ask(session, event, name, **facts):
    one = make_registration(event, name, status="applied", **facts)
    return one, seat_services.claim_seat(session, event, one, **ACT)


def line(session, event):
    return [(one.full_name, one.sector.value, one.position) for one in seat_queries.list_waiting(session, event.id)]


def actions(session, registration):
    session.flush()
    of_person = Entry.subject_kind == "registration", Entry.subject_id == str(registration.id)
    chosen = sa.select(Entry.action).where(*of_person).order_by(Entry.id)
    return [action.removeprefix("registration.") for action in session.scalars(chosen)]


def pass_on(session, event, at=APRIL, site=""):
    made = offer_services.pass_on(session, event, at=at, site=site)
    session.flush()
    return [one.registration.full_name for one in made]


@pytest.fixture
def full(session: Session):
    """An event whose two seats are taken, with three in line: Ama and Esi of the miners, Kofi of the government."""
    event = make_event(starts="2026-06-02")
    plan(session, event, capacity=2)
    for name, sector in (("Yaa", "MIN"), ("Abena", "GOV"), ("Ama", "MIN"), ("Kofi", "GOV"), ("Esi", "MIN")):
        ask(session, event, name, sector=sector, email=f"{name.lower()}@example.org", language="fr")
    return event


def of(event, name) -> Registration:
    session = sa.orm.object_session(event)
    return session.scalars(sa.select(Registration).where(Registration.full_name == name)).one()


def test_who_asks_sits_while_there_are_seats_and_then_waits_in_line_by_sector(session, full):
    assert of(full, "Yaa").status is Status.CONFIRMED
    assert line(session, full) == [("Ama", "MIN", 1), ("Kofi", "GOV", 1), ("Esi", "MIN", 2)]
    assert actions(session, of(full, "Yaa")) == ["confirmed"]
    assert actions(session, of(full, "Ama")) == ["waits"]


def test_asking_again_changes_nothing(session, full):
    again = seat_services.claim_seat(session, full, of(full, "Esi"), **ACT)
    assert again == (False, 2)
    assert seat_services.claim_seat(session, full, of(full, "Yaa"), **ACT) == (True, None)
    assert line(session, full)[-1] == ("Esi", "MIN", 2)


def test_staff_speakers_and_observers_take_no_seat(session, full):
    _one, claim = ask(session, full, "Faraja", role="observer")
    assert claim.is_seated
    assert seat_queries.count_room(session, full.id).all_taken == 2


def test_a_sector_with_seats_of_its_own_may_be_full_while_the_event_is_not(session):
    event = make_event()
    plan(session, event, capacity=10, MIN=1)
    claims = [
        ask(session, event, name, sector=sector)[1] for name, sector in (("A", "MIN"), ("B", "MIN"), ("C", "GOV"))
    ]
    assert [claim.is_seated for claim in claims] == [True, False, True]


def test_a_seat_that_becomes_free_is_offered_to_the_next_and_held(session, full):
    services.cancel(session, of(full, "Abena"), **ACT)
    assert pass_on(session, full) == ["Ama"]
    assert pass_on(session, full) == []  # held, so it is not free
    _late, claim = ask(session, full, "Late")
    assert not claim.is_seated


def test_passing_on_gives_as_many_offers_as_there_are_seats(session, full):
    plan(session, full, capacity=4)
    assert pass_on(session, full) == ["Ama", "Kofi"]


def test_the_letter_is_in_the_language_of_the_person_and_leads_to_their_page(session, full):
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full, site="https://dialogues.example.org/")
    mail = session.scalars(sa.select(Mail)).one()
    token = session.scalars(sa.select(SeatOffer.token)).one()
    assert (mail.to_address, mail.kind, mail.language) == ("ama@example.org", "seat.offered", "fr")
    assert f"https://dialogues.example.org/offer/{token}?language=fr" in mail.text


def test_without_an_address_of_ours_the_letter_asks_for_a_call_and_leads_nowhere(session, full):
    full.contact = "Adwoa, +233 24 000 0100"
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full)
    text = session.scalars(sa.select(Mail.text)).one()
    assert "http" not in text
    assert "+233 24 000 0100" in text


def test_who_has_no_mail_address_is_offered_the_seat_for_somebody_to_phone(session, full):
    of(full, "Ama").email = None
    services.cancel(session, of(full, "Yaa"), **ACT)
    assert pass_on(session, full) == ["Ama"]
    assert session.scalars(sa.select(Mail)).all() == []
    assert session.scalars(sa.select(SeatOffer.by_mail)).one() is False


def test_an_offer_nobody_answers_passes_on_and_its_holder_stands_behind_the_others(session, full):
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full)
    assert pass_on(session, full, at=LATER) == ["Kofi"]
    assert line(session, full) == [("Kofi", "GOV", 1), ("Esi", "MIN", 1), ("Ama", "MIN", 2)]
    assert actions(session, of(full, "Ama")) == ["waits", "seat_offered", "offer_lapsed"]
    assert pass_on(session, full, at=LATER + timedelta(hours=49)) == ["Esi"]
    # Who did not answer is not written to again and again: from here on somebody decides.
    assert pass_on(session, full, at=LATER + timedelta(hours=98)) == []


def test_an_accepted_offer_takes_the_seat_once(session, full):
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full)
    offer = session.scalars(sa.select(SeatOffer)).one()
    for _twice in range(2):
        offer_services.accept_offer(session, offer, **ACT)
    assert of(full, "Ama").status is Status.CONFIRMED
    assert offer.state is OfferState.ACCEPTED
    assert seat_queries.count_room(session, full.id).all_held == 2
    assert actions(session, of(full, "Ama")).count("offer_accepted") == 1


def test_a_declined_offer_goes_to_the_next(session, full):
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full)
    offer_services.decline_offer(session, session.scalars(sa.select(SeatOffer)).one(), **ACT)
    assert of(full, "Ama").status is Status.DECLINED
    assert pass_on(session, full) == ["Kofi"]


def test_an_offer_whose_time_is_over_is_refused_even_before_anybody_has_passed_it_on(session, full):
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full)
    offer = session.scalars(sa.select(SeatOffer)).one()
    with pytest.raises(seat_rules.OfferClosed):
        offer_services.accept_offer(session, offer, actor=KWABENA, at=LATER)
    assert of(full, "Ama").status is Status.WAITING


@pytest.mark.parametrize(
    ("act", "state"),
    ((services.confirm, "accepted"), (services.decline, "declined"), (services.cancel, "withdrawn")),
)
def test_staff_answer_an_offer_on_the_telephone(session, full, act, state):
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full)
    act(session, of(full, "Ama"), **ACT)
    assert session.scalars(sa.select(SeatOffer.state)).one() == state


def test_a_withdrawn_offer_leaves_the_place_in_line(session, full):
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full)
    offer_services.withdraw_offer(session, of(full, "Ama"), **ACT)
    assert line(session, full)[0] == ("Ama", "MIN", 1)
    with pytest.raises(seat_rules.OfferClosed):
        offer_services.withdraw_offer(session, of(full, "Ama"), **ACT)


def test_a_seat_is_offered_by_hand_to_whoever_staff_choose_and_once(session, full):
    first = offer_services.offer_seat(session, full, of(full, "Esi"), **ACT)
    assert offer_services.offer_seat(session, full, of(full, "Esi"), **ACT) is first
    assert len(session.scalars(sa.select(Mail)).all()) == 1
    with pytest.raises(seat_rules.NotWaiting):
        offer_services.offer_seat(session, full, of(full, "Yaa"), **ACT)


def test_seats_given_by_hand_are_offered_to_nobody(session, full):
    plan(session, full, capacity=3, giving="by_hand")
    assert pass_on(session, full) == []


def test_near_the_event_offers_lapse_but_new_ones_are_made_by_hand(session, full):
    services.cancel(session, of(full, "Yaa"), **ACT)
    pass_on(session, full)
    eve = APRIL.replace(month=6, day=1)
    assert pass_on(session, full, at=eve) == []
    assert session.scalars(sa.select(SeatOffer.state)).one() is OfferState.EXPIRED


def test_an_undo_finds_the_old_place_and_a_return_the_end_of_the_line(session, full):
    ama = of(full, "Ama")
    services.confirm(session, ama, **ACT)
    session.flush()
    services.take_back_status(session, ama, version=ama.version, **ACT)
    assert line(session, full)[0] == ("Ama", "MIN", 1)
    services.cancel(session, ama, **ACT)
    session.flush()
    services.restore(session, ama, **ACT)
    assert line(session, full) == [("Kofi", "GOV", 1), ("Esi", "MIN", 1), ("Ama", "MIN", 2)]


def test_confirmed_beyond_capacity_is_kept_and_noted(session, full):
    services.confirm(session, of(full, "Ama"), **ACT)
    session.flush()
    entry = session.scalars(
        sa.select(Entry).where(Entry.action == "registration.confirmed").order_by(Entry.id.desc())
    ).first()
    assert entry.changes == {"status": ["waiting", "confirmed"], "seats_taken": [2, 3]}
    assert seat_queries.count_room(session, full.id).over == 1


def test_somebody_beyond_the_seats_who_leaves_frees_none(session, full):
    services.confirm(session, of(full, "Ama"), **ACT)
    services.cancel(session, of(full, "Yaa"), **ACT)
    assert pass_on(session, full) == []


def test_walk_ins_on_a_full_event_are_all_kept(session, full):
    for number in range(20):
        services.register_walk_in(session, full, full_name=f"Walker {number}", sector=Sector.MIN, **ACT)
    room = seat_queries.count_room(session, full.id)
    assert (room.all_taken, room.over) == (22, 20)


def test_two_saved_plans_do_not_overwrite_each_other(session, full):
    old = seat_queries.find_plan(session, full.id)
    plan(session, full, capacity=3)
    with pytest.raises(seat_rules.SeatsChanged):
        seat_services.plan_seats(session, full, old, **ACT)


def test_the_list_knows_which_events_need_passing_on(session, full):
    make_event("quiet")
    assert [event.slug for event in seat_queries.list_events_to_pass_on(session, at=APRIL)] == ["tarkwa"]
    plan(session, full, capacity=2, giving="by_hand")
    assert seat_queries.list_events_to_pass_on(session, at=APRIL) == []
