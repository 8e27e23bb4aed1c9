"""A reminder never reaches who has answered, and nobody more than three times."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from dialogues.accounts.models import User
from dialogues.core.db import unit_of_work
from dialogues.invitations.models import Invitation
from dialogues.outbox import services as outbox
from dialogues.outbox.models import Mail, MailState
from dialogues.registration import services as registrations
from dialogues.registration.models import Registration
from tests.factories import make_invitation, make_registration
from tests.invitations.conftest import ANSWER_BY, NOON

LIST = "/events/tarkwa/invitations"


@pytest.fixture
def three(session, event):
    """Three invited: one with an address, one without, one who has accepted."""
    for name, email, answer in (
        ("Ama Serwaa", "ama@example.org", "open"), ("Kofi Narkaah", None, "open"),
        ("Yaw Boateng", "yaw@example.org", "accepted")
    ):  # fmt: skip
        person = make_registration(event, name, status="invited", email=email, phone="+233244118207")
        make_invitation(event, registration=person, answer_by=ANSWER_BY, answer=answer)
    session.commit()


def reminders(session):
    session.expire_all()
    return session.scalars(sa.select(Mail).where(Mail.kind == "invitation.reminder").order_by(Mail.created_at)).all()


def leaves(session, at):
    """Which mails a sender would take in hand at that moment."""
    addresses: list[str] = []
    while True:
        with unit_of_work() as work:
            claimed = outbox.claim_next(work, at=at)
        if claimed is None:
            return addresses
        addresses.append(claimed.to_address)


def remind_all(organiser):
    organiser.get(LIST)
    organiser.press(f"{LIST}/remind")
    return organiser.follow()


def test_only_who_has_not_answered_and_has_an_address_is_reminded(organiser, session, three):
    assert "Remind 2 who have not answered" in organiser.get(LIST).text
    assert "One reminder leaves in a minute." in remind_all(organiser).text
    assert [mail.to_address for mail in reminders(session)] == ["ama@example.org"]
    assert reminders(session)[0].text.startswith("Dear Ama Serwaa,")


def test_nobody_is_reminded_more_than_three_times(organiser, session, three, today):
    for _time in range(3):
        remind_all(organiser)
        today.shift(timedelta(minutes=10))
    assert "Nobody is to be reminded" in remind_all(organiser).text
    assert len(reminders(session)) == 3


def test_a_reminder_taken_back_does_not_count(organiser, session, three):
    remind_all(organiser)
    organiser.press(f"/events/tarkwa/messages/batches/{reminders(session)[0].batch}/withdraw")
    for _time in range(3):
        remind_all(organiser)
    states = [mail.state for mail in reminders(session)]
    assert sorted(states) == [MailState.WAITING] * 3 + [MailState.WITHDRAWN]


def test_who_answered_through_the_list_in_the_meantime_is_not_reminded(organiser, session, three):
    remind_all(organiser)
    with unit_of_work() as work:
        ama = work.scalars(sa.select(Registration).where(Registration.full_name == "Ama Serwaa")).one()
        registrations.confirm(work, ama, actor=outbox.POSTMAN, at=NOON)
    assert leaves(session, NOON + timedelta(minutes=2)) == []
    assert [mail.state for mail in reminders(session)] == [MailState.WITHDRAWN]


def test_the_control_who_did_not_answer_gets_it(organiser, session, three):
    remind_all(organiser)
    assert leaves(session, NOON + timedelta(minutes=2)) == ["ama@example.org"]


def test_filters_of_the_list_are_those_of_the_reminder(organiser, session, event, three):
    chief = make_registration(event, "Nana Amakye II", sector="OTH", status="invited", email="nana@example.org")
    make_invitation(event, registration=chief, answer_by=ANSWER_BY)
    session.commit()
    organiser.get(f"{LIST}?sector=OTH")
    organiser.press(f"{LIST}/remind?sector=OTH")
    assert [mail.to_address for mail in reminders(session)] == ["nana@example.org"]


def test_the_list_to_telephone_holds_who_has_no_address_and_has_not_answered(organiser, session, three):
    page = organiser.get(f"{LIST}?reach=telephone").text.split("<main")[1]
    assert "Kofi Narkaah" in page
    assert "+233 24 411 8207" in page
    assert "Ama Serwaa" not in page


def test_the_tabs_count_and_the_expired_are_told_apart(organiser, session, three, today):
    today.move_to("2026-05-27T09:00:00+00:00")
    organiser.sign_in(session.scalars(sa.select(User)).first())
    page = organiser.get(f"{LIST}?standing=expired").text.split("<main")[1]
    assert "Ama Serwaa" in page
    assert "Yaw Boateng" not in page


def test_a_withdrawn_invitation_takes_its_letters_and_its_place_along_and_undo_brings_it_back(
    organiser, session, three
):
    invitation = session.scalars(sa.select(Invitation).order_by(Invitation.id)).first()
    address = f"{LIST}/{invitation.id}"
    organiser.get(address)
    organiser.press(f"{address}/send")
    organiser.follow()
    organiser.press(f"{address}/withdraw")
    session.expire_all()
    assert (invitation.answer.value, invitation.registration.status.value) == ("withdrawn", "cancelled")
    assert {mail.state for mail in session.scalars(sa.select(Mail))} == {MailState.WITHDRAWN}
    organiser.follow()
    organiser.press(f"{address}/restore")
    session.expire_all()
    assert (invitation.answer.value, invitation.registration.status.value) == ("open", "invited")


def test_what_they_said_on_the_telephone_is_written_down(organiser, session, three):
    invitation = session.scalars(sa.select(Invitation).order_by(Invitation.id)).first()
    address = f"{LIST}/{invitation.id}"
    organiser.get(address)
    organiser.press(f"{address}/accept")
    session.expire_all()
    assert (invitation.answer.value, invitation.registration.status.value) == ("accepted", "confirmed")
    organiser.follow()
    organiser.press(f"{address}/decline")
    session.expire_all()
    assert (invitation.answer.value, invitation.registration.status.value) == ("declined", "cancelled")


def test_a_long_list_costs_no_more_questions_than_a_short_one(organiser, session, event, three, count_queries):
    organiser.get(LIST)
    with count_queries() as few:
        organiser.get(LIST)
    for number in range(30):
        person = make_registration(event, f"Person {number}", status="invited", email=f"p{number}@example.org")
        make_invitation(event, registration=person)
    session.commit()
    with count_queries() as many:
        organiser.get(LIST)
    assert many.number == few.number


def test_reminding_many_asks_as_few_questions_as_reminding_one(organiser, session, event, three, count_queries):
    organiser.get(LIST)
    with count_queries() as few:
        organiser.press(f"{LIST}/remind")
    for number in range(30):
        person = make_registration(event, f"Person {number}", status="invited", email=f"p{number}@example.org")
        make_invitation(event, registration=person)
    session.commit()
    organiser.get(LIST)
    with count_queries() as many:
        organiser.press(f"{LIST}/remind")
    assert many.number <= few.number + 2
