"""An invitation that is accepted when all seats are taken leads to the waiting list, not past it."""

from datetime import UTC, datetime

import pytest

from dialogues.audit.services import Actor
from dialogues.invitations import services
from dialogues.people.facts import PersonFacts
from dialogues.people.sectors import Sector
from dialogues.registration import seat_services
from dialogues.registration.models import Registration, Status
from dialogues.registration.seat_rules import Plan
from tests.factories import make_event, make_invitation, make_registration

NOON = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
ESI = Actor(name="Ɛsi Quaye")


@pytest.fixture
def event(session):
    event = make_event()
    seat_services.plan_seats(session, event, Plan(capacity=1), actor=ESI, at=NOON)
    session.commit()
    return event


def invited(event, name="Ama Darkwah"):
    return make_invitation(event, registration=make_registration(event, name, status="invited"))


def named(name="Kofi Mensah"):
    return PersonFacts(full_name=name, sector=Sector.MIN, phone="0244 000 111")


def test_the_last_seat_goes_to_who_accepts_first_and_the_next_waits(session, event):
    first, second = invited(event), invited(event, "Yaw Boateng")
    for invitation in (first, second):
        services.accept(session, invitation, actor=ESI, at=NOON)
    assert first.registration.status is Status.CONFIRMED
    assert second.registration.status is Status.WAITING
    assert seat_services.find_position(session, second.registration) == 1


def test_who_declined_and_comes_after_all_finds_the_seat_given_to_another(session, event):
    first, second = invited(event), invited(event, "Yaw Boateng")
    services.accept(session, first, actor=ESI, at=NOON)
    services.decline(session, first, actor=ESI, at=NOON)
    services.accept(session, second, actor=ESI, at=NOON)
    services.accept(session, first, actor=ESI, at=NOON)
    assert (first.registration.status, second.registration.status) == (Status.WAITING, Status.CONFIRMED)


def test_an_invitation_passed_on_brings_nobody_past_a_full_event(session, event):
    make_registration(event, "Abena Ofori")
    invitation = invited(event)
    services.name_somebody(session, invitation, facts=named(), actor=ESI, at=NOON)
    assert invitation.named.status is Status.WAITING


def test_a_seat_that_was_taken_passes_to_whom_its_holder_names(session, event):
    invitation = invited(event)
    services.accept(session, invitation, actor=ESI, at=NOON)
    services.name_somebody(session, invitation, facts=named(), actor=ESI, at=NOON)
    assert invitation.named.status is Status.CONFIRMED
    assert session.get(Registration, invitation.registration_id).status is Status.CANCELLED


def test_an_institution_that_names_somebody_late_finds_the_event_full(session, event):
    make_registration(event, "Abena Ofori")
    invitation = make_invitation(event, organisation_name="Ministry of Lands")
    came = services.name_somebody(session, invitation, facts=named(), actor=ESI, at=NOON)
    assert came.status is Status.WAITING


def test_without_a_limit_everybody_who_accepts_is_expected(session):
    event = make_event("no-limit")
    for name in ("Ama Darkwah", "Yaw Boateng"):
        invitation = invited(event, name)
        services.accept(session, invitation, actor=ESI, at=NOON)
        assert invitation.registration.status is Status.CONFIRMED
