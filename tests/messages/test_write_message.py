"""Writing to many: whom it reaches, what each gets, and taking it back."""

import pytest
import sqlalchemy as sa

from dialogues.messages.rules import fill
from dialogues.outbox.models import Mail, MailState
from dialogues.registration.models import Registration
from tests.factories import make_event, make_registration

PAGE = "/events/tarkwa/messages/new"
WORDS = {"status": "confirmed", "subject": "Bus for {name}", "text": "Dear {name},\nsee {link}\n{dates}"}


def mails(session):
    session.expire_all()
    return session.scalars(sa.select(Mail).order_by(Mail.to_address)).all()


@pytest.fixture
def event(session):
    event = make_event()
    make_registration(event, "Ama Serwaa", sector="MIN", email="ama@example.org", honorific="Hon.")
    make_registration(event, "Ɛsi Quaye", sector="GOV", email="esi@example.org")
    make_registration(event, "Kofi Narkaah", sector="GOV")
    make_registration(event, "Yaw Boateng", sector="GOV", email="yaw@example.org", status="cancelled")
    session.commit()
    return event


def test_it_is_shown_first_as_one_of_them_gets_it_and_nothing_is_written(organiser, session, event):
    organiser.get(PAGE)
    page = organiser.post(PAGE, WORDS)
    assert "Bus for Hon. Ama Serwaa" in page.text
    assert "Send to 2 people" in page.text
    assert "One has no e-mail address" in page.text
    assert mails(session) == []


def test_each_gets_a_mail_of_their_own_and_it_can_be_taken_back(organiser, session, event):
    organiser.get(PAGE)
    organiser.post(PAGE, WORDS | {"then": "send"})
    sent = mails(session)
    assert [(mail.to_address, mail.subject) for mail in sent] == [
        ("ama@example.org", "Bus for Hon. Ama Serwaa"),
        ("esi@example.org", "Bus for Ɛsi Quaye"),
    ]
    assert "/my/" in sent[0].text
    assert "2–4" in sent[0].text
    organiser.follow()
    organiser.press(f"/events/tarkwa/messages/batches/{sent[0].batch}/withdraw")
    assert {mail.state for mail in mails(session)} == {MailState.WITHDRAWN}


def test_sent_twice_by_a_nervous_hand_it_is_written_once(organiser, session, event):
    page = organiser.get(PAGE)
    assert page.status_code == 200
    key = {"once": "the-same-key"}
    organiser.post(PAGE, WORDS | {"then": "send"} | key)
    organiser.get(PAGE)
    organiser.post(PAGE, WORDS | {"then": "send"} | key)
    assert len(mails(session)) == 2


def test_a_sector_narrows_whom_it_reaches(organiser, session, event):
    organiser.get(PAGE)
    organiser.post(PAGE, WORDS | {"then": "send", "sector": "GOV"})
    assert [mail.to_address for mail in mails(session)] == ["esi@example.org"]


def test_people_chosen_elsewhere_are_those_it_reaches(organiser, session, event):
    ama = session.scalar(sa.select(Registration.id).where(Registration.full_name == "Ama Serwaa"))
    foreign = make_registration(make_event("geita"), "Zawadi", email="zawadi@example.org").id
    session.commit()
    address = f"{PAGE}?registration={ama}&registration={foreign}"
    organiser.post(
        PAGE,
        {"subject": "Bus", "text": "At nine.", "then": "send", "registration": [str(ama), str(foreign)]},
        form_at=address,
    )
    assert [mail.to_address for mail in mails(session)] == ["ama@example.org"]


def test_a_test_goes_to_who_writes_and_to_nobody_else(organiser, session, event):
    organiser.get(PAGE)
    organiser.post(PAGE, WORDS)
    organiser.post(PAGE, WORDS | {"then": "test"})
    (mail,) = mails(session)
    assert mail.kind == "message.test"
    assert mail.subject == "Bus for Hon. Ama Serwaa"
    assert not mail.to_address.startswith(("ama", "esi"))


def test_nobody_with_an_address_is_told_beside_the_choice(organiser, session, event):
    organiser.get(PAGE)
    page = organiser.post(PAGE, WORDS | {"then": "send", "sector": "ACA"})
    assert page.status_code == 422
    assert "Nobody of those chosen has an e-mail address." in page.text


def test_an_empty_message_is_refused_and_what_was_typed_is_kept(organiser, session, event):
    organiser.get(PAGE)
    page = organiser.post(PAGE, {"status": "confirmed", "subject": "Bus", "text": "", "then": "send"})
    assert page.status_code == 422
    assert 'value="Bus"' in page.text


@pytest.mark.parametrize(
    "text",
    ("{event.__init__}", "{event.title}", "{0}", "{{ config }}", "{% raw %}", "%(name)s", "%s", "{unknown}",
     "{name!r}", "{name.__class__}", "{}"),
)  # fmt: skip
def test_what_is_no_placeholder_comes_out_as_it_was_typed(text):
    assert fill(text, {"name": "Ama", "event": "Tarkwa"}) == text


def test_what_was_filled_in_is_not_looked_at_again():
    assert fill("{name} {event}", {"name": "{event}", "event": "{name}"}) == "{event} {name}"
