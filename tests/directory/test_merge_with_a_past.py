"""Somebody known twice who was invited, offered a seat, asked by forms, imported and acted on: all of it leads on."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.core.db import db
from dialogues.core.spreadsheets import read_table, write_csv
from dialogues.directory.organisation_services import add_alias
from dialogues.events.models import Event
from dialogues.imports import services as imports
from dialogues.imports import undo_services
from dialogues.imports.decisions import Decisions
from dialogues.imports.queries import read_known
from dialogues.invitations.models import Answer
from dialogues.invitations.queries import count_standings, list_to_print
from dialogues.invitations.rules import Standing
from dialogues.invitations.services import invite_registered
from dialogues.registration import bulk_queries, bulk_services, seat_queries
from dialogues.registration.bulk_rules import BulkKind
from dialogues.registration.bulk_services import Chosen
from dialogues.registration.kinds import Status
from dialogues.registration.models import Registration
from dialogues.registration.public_models import Application, HoldReason
from dialogues.registration.question_models import GivenAnswer
from dialogues.registration.seat_models import SeatOffer
from dialogues.registration.seat_rules import OfferState
from tests.directory.conftest import ADWOA, content
from tests.factories import (
    make_event,
    make_offer,
    make_organisation,
    make_person,
    make_phone,
    make_public_form,
    make_question,
    make_registration,
)
from tests.registration.seats import plan

MAY = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)  # three weeks before the event
HEADS = ("Name", "Sector", "Organisation", "Phone")


@pytest.fixture(autouse=True)  # before anybody signs in
def today():
    with time_machine.travel(MAY, tick=False) as clock:
        yield clock


@pytest.fixture
def event(session, today) -> Event:
    event = make_event(is_public=True)
    make_public_form(event)
    session.commit()
    return event


def pair(event, one="confirmed", other="confirmed", **facts) -> tuple[Registration, Registration]:
    return (
        make_registration(event, "Esi Quaye", status=one, queue_number=facts.get("first")),
        make_registration(event, "Ɛsi Quaye", status=other, queue_number=facts.get("second"), email="esi@example.org"),
    )


def pages(browser, *addresses):
    """What each address answers."""
    return [browser.get(address).status_code for address in addresses]


# ---------------------------------------------------------------- links and badges
def test_both_personal_links_and_both_badges_lead_to_the_one(session, merge, undo, stranger, event):
    older, newer = pair(event)
    links = [f"/my/{one.link_token}" for one in (older, newer)]
    badges = [f"/b/{one.badge_code}" for one in (older, newer)]
    done = merge(older.person_id, newer.person_id)
    parts = ("", "/change", "/data", "/data.json", "/event.ics", "/registered")
    assert set(pages(stranger, *(link + part for link in links for part in parts))) == {200}
    assert len({stranger.get(one).status_code for one in badges}) == 1
    assert stranger.get(badges[1]).location == stranger.get(badges[0]).location
    undo(done.id)
    assert pages(stranger, *links) == [200, 200]


def test_by_the_link_of_the_merged_one_the_one_registration_is_given_up(session, merge, stranger, event):
    older, newer = pair(event)
    link = f"/my/{newer.link_token}"
    merge(older.person_id, newer.person_id)
    stranger.get(link)
    assert stranger.press(f"/my/{older.link_token}/cancel").status_code == 303
    assert older.status is Status.CANCELLED


def test_both_invitations_lead_to_the_one_answer_and_are_counted_once(session, merge, undo, stranger, event):
    older, newer = pair(event, "invited", "invited")
    first, second = (invite(session, one) for one in (older, newer))
    links = [f"/invitation/{one.token}" for one in (first, second)]
    session.commit()
    before = content()
    done = merge(older.person_id, newer.person_id)
    assert pages(stranger, *links) == [200, 200]
    assert count_standings(session, event.id, today=MAY.date()).total[Standing.OPEN] == 1
    assert [one.id for one in list_to_print(session, event.id)] == [first.id]
    undo(done.id)
    assert content() == before
    done = merge(older.person_id, newer.person_id)
    stranger.get(links[1])
    assert stranger.press(f"{links[0]}/decline", {"decline-reason": ""}).status_code == 303
    assert (first.answer, older.status) == (Answer.DECLINED, Status.DECLINED)


def invite(session, registration):
    return invite_registered(session, registration, answer_by=None, language="en", actor=ADWOA, at=MAY)


def test_somebody_merged_is_not_offered_for_an_invitation(session, merge, organiser, event):
    one, other = make_person("Esi Quaye"), make_person("Esi Quaye Asante")
    merge(one.id, other.id)
    session.commit()
    answer = organiser.get("/events/tarkwa/invitations/new/known?q=quaye")
    assert answer.status_code == 200
    page = answer.text
    assert page.count("Esi Quaye") >= 1
    assert f'value="{other.id}"' not in page


# ---------------------------------------------------------------- seats
@pytest.mark.parametrize(("first", "second"), ((7, 3), (3, 7), (None, 3), (3, None)))
def test_who_waits_twice_keeps_the_earlier_place(session, merge, undo, event, first, second):
    plan(session, event, capacity=0)
    states = ["applied" if one is None else "waiting" for one in (first, second)]
    older, newer = pair(event, *states, first=first, second=second)
    session.commit()
    before = content()
    done = merge(older.person_id, newer.person_id)
    assert (older.status, older.queue_number) == (Status.WAITING, 3)
    undo(done.id)
    assert content() == before


def test_who_waits_without_a_place_stands_at_the_end_of_the_line(session, merge, event):
    plan(session, event, capacity=0)
    make_registration(event, "Kofi Mensah", status="waiting", queue_number=4)
    older, newer = pair(event, "waiting", "applied")
    merge(older.person_id, newer.person_id)
    assert older.queue_number == 5
    assert [one.id for one in seat_queries.list_waiting(session, event.id)][-1] == older.id


def test_both_offers_lead_to_the_one_and_one_of_them_stands(session, merge, undo, stranger, event):
    plan(session, event, capacity=2)
    older, newer = pair(event, "waiting", "waiting", first=1, second=2)
    offers = [make_offer(one) for one in (older, newer)]
    session.commit()
    before = content()
    done = merge(older.person_id, newer.person_id)
    session.expire_all()
    assert {one.registration_id for one in offers} == {older.id}
    assert sorted(one.state for one in offers) == [OfferState.OPEN, OfferState.WITHDRAWN]
    assert pages(stranger, *(f"/offer/{one.token}" for one in offers)) == [200, 200]
    undo(done.id)
    assert content() == before


def test_an_offer_to_somebody_who_sits_already_is_answered(session, merge, undo, stranger, event):
    plan(session, event, capacity=2)
    older, newer = pair(event, "confirmed", "waiting", second=2)
    offer = make_offer(newer)
    session.commit()
    before = content()
    done = merge(older.person_id, newer.person_id)
    session.expire_all()
    assert (older.status, offer.state) == (Status.CONFIRMED, OfferState.ACCEPTED)
    assert seat_queries.count_room(session, event.id).all_held == 1
    stranger.get(f"/offer/{offer.token}")
    undo(done.id)
    assert content() == before


def test_the_seat_of_whoever_sat_twice_goes_to_the_next_in_line(session, organiser, event):
    plan(session, event, capacity=2)
    older, newer = pair(event)
    next_one = make_registration(event, "Kofi Mensah", status="waiting", queue_number=1, email="kofi@example.org")
    session.commit()
    address = f"/people/merge/{older.person_id}/{newer.person_id}"
    organiser.get(address)
    organiser.press(address)
    assert "One seat is offered by mail." in organiser.follow().text
    assert session.scalar(sa.select(SeatOffer.registration_id)) == next_one.id


# ---------------------------------------------------------------- forms, phones
def test_what_was_said_in_the_public_form_comes_along(session, merge, undo, organiser, event):
    older, newer = pair(event)
    question = make_question(event, "How do you travel?", kind="text")
    session.add(GivenAnswer(question_id=question.id, registration_id=newer.id, words=["By bus"]))
    session.add(
        Application(
            registration_id=newer.id, language="en", shown_as=Status.APPLIED,
            hold_reason=HoldReason.POSSIBLE_DUPLICATE, same_as_id=older.id,
        )
    )  # fmt: skip
    session.commit()
    before = content()
    done = merge(older.person_id, newer.person_id)
    participant = f"/events/tarkwa/participants/{older.id}"
    assert pages(organiser, participant, "/events/tarkwa/participants") == [200, 200]
    assert "By bus" in organiser.get(participant).text
    undo(done.id)
    assert content() == before


def test_the_pages_of_phones_show_after_a_merge(session, merge, organiser, event):
    older, newer = pair(event)
    make_phone(event)
    session.commit()
    merge(older.person_id, newer.person_id)
    assert pages(organiser, "/events/tarkwa/devices", "/events/tarkwa/desk") == [200, 200]


# ---------------------------------------------------------------- acts on many, imports
@pytest.mark.parametrize("which", (0, 1))
def test_an_act_on_many_is_not_taken_back_on_somebody_it_was_not_done_to(session, merge, undo, event, which):
    rows = pair(event, "invited", "invited")
    kept = rows[0]
    kept.notes = "chairs day 2"  # so that both stand at the same version once one was confirmed
    session.commit()
    one = rows[which]
    act_id = bulk_services.change_many(
        session, event, chosen=Chosen({one.id: one.version}), kind=BulkKind.CONFIRM, actor=ADWOA, at=MAY
    ).act_id
    session.commit()
    done = merge(kept.person_id, rows[1].person_id, described_by=[kept.id])
    assert kept.status is Status.CONFIRMED
    act = bulk_queries.find_act_to_take_back(session, event.id, act_id)
    assert bulk_services.take_back_many(session, act, actor=ADWOA, at=MAY)[0] == 0
    session.commit()
    assert kept.status is Status.CONFIRMED
    undo(done.id)
    assert rows[1 - which].status is Status.INVITED


def take(session, event, *rows):
    table = read_table(write_csv((HEADS, *rows)))
    outcome = imports.import_good_rows(session, event, table, actor=ADWOA, at=MAY, said=Decisions())
    session.commit()
    return outcome


def test_an_import_behind_a_merge_is_taken_back_and_loses_nobody_on_the_list(session, merge, undo, event):
    older = make_registration(event, "Esi Quaye")
    outcome = take(session, event, ("Ɛsi Bonsa Quaye", "MIN", "Bonsa Diggers", "0244123457"))
    newer = session.scalar(sa.select(Registration).where(Registration.full_name == "Ɛsi Bonsa Quaye"))
    done = merge(older.person_id, newer.person_id)
    taken = undo_services.undo_import(session, outcome.batch, actor=ADWOA, at=MAY)
    session.commit()
    assert (taken.removed, taken.kept) == (0, 1)
    undo(done.id)
    assert (older.event_id, newer.event_id) == (event.id, event.id)


def test_the_same_file_again_knows_whom_its_rows_became(session, merge, event):
    older = make_registration(event, "Esi Quaye")
    take(session, event, ("Ɛsi Bonsa Quaye", "MIN", "Bonsa Diggers", "0244123457"))
    newer = session.scalar(sa.select(Registration).where(Registration.full_name == "Ɛsi Bonsa Quaye"))
    merge(older.person_id, newer.person_id, described_by=[older.id], chosen={"full_name": "first"})
    assert set(read_known(session, event).rows.values()) == {older.person_id}
    assert take(session, event, ("Ɛsi Bonsa Quaye", "MIN", "Bonsa Diggers", "0244123457")).new == 0


def test_a_registration_that_a_merge_gave_another_person_is_kept_when_its_import_is_taken_back(
    session, merge, undo, event
):
    known = make_person("Esi Quaye")
    outcome = take(session, event, ("Ɛsi Bonsa Quaye", "MIN", "Bonsa Diggers", "0244123457"))
    row = session.scalar(sa.select(Registration))
    done = merge(known.id, row.person_id)
    undo_services.undo_import(session, outcome.batch, actor=ADWOA, at=MAY)
    session.commit()
    undo(done.id)
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


def test_the_list_by_organisation_finds_it_under_each_of_its_names(session, organiser, event):
    organisation = make_organisation("Minerals Commission")
    add_alias(session, organisation.id, name="MinCom", actor=ADWOA, at=MAY)
    make_registration(event, "Kofi Mensah", organisation="Minerals Commission", organisation_id=organisation.id)
    session.commit()
    assert "Kofi Mensah" in organiser.get("/events/tarkwa/participants?organisation=mincom").text
