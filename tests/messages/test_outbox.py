"""Every mail on a page: how it stands, why, and what may be done."""

import sqlalchemy as sa

from dialogues.core.db import unit_of_work
from dialogues.outbox import services
from dialogues.outbox.models import Mail, MailState
from tests.factories import MADE_AT, make_event, make_mail


def fail_mail(session, event=None, reason="address_refused: 550 5.1.1 No such user", **facts):
    mail = make_mail(event, **facts)
    session.commit()
    with unit_of_work() as work:
        services.note_refused(work, services.claim_next(work, at=MADE_AT), reason, at=MADE_AT)
    return mail


def states(session):
    session.expire_all()
    return session.scalars(sa.select(Mail.state)).all()


def test_the_administrator_sees_every_mail_with_its_reason(administrator, session):
    fail_mail(session)
    page = administrator.get("/outbox?state=failed")
    assert "The mail server says that nobody has this address: 550 5.1.1 No such user" in page.text
    assert 'tabs__count--alert">1' in page.text


def test_a_reason_without_details_ends_like_a_sentence(administrator, session):
    fail_mail(session, reason="refused")
    assert "The mail server refused this mail." in administrator.get("/outbox").text


def test_a_mail_is_taken_back_and_the_undo_puts_it_back(organiser, session):
    event = make_event()
    mail = make_mail(event)
    session.commit()
    address = f"/events/tarkwa/messages/{mail.id}"
    organiser.get(address)
    organiser.press(f"{address}/withdraw")
    assert states(session) == [MailState.WITHDRAWN]
    organiser.follow()
    organiser.press(f"{address}/retry")
    assert states(session) == [MailState.WAITING]


def test_a_mail_that_was_sent_cannot_be_taken_back(organiser, session):
    mail = make_mail(make_event())
    session.commit()
    organiser.get(f"/events/tarkwa/messages/{mail.id}")
    mail.state = MailState.SENT
    session.commit()
    organiser.press(f"/events/tarkwa/messages/{mail.id}/withdraw")
    assert "This mail has left already" in organiser.follow().text
    assert states(session) == [MailState.SENT]


def test_all_that_failed_is_tried_again_of_this_event_only(organiser, session):
    fail_mail(session, make_event())
    fail_mail(session, make_event("geita"))
    organiser.get("/events/tarkwa/messages")
    organiser.press("/events/tarkwa/messages/retry")
    assert sorted(states(session)) == [MailState.FAILED, MailState.WAITING]


def test_the_mail_of_another_event_is_not_found(organiser, session):
    make_event()
    mail = make_mail(make_event("geita"))
    session.commit()
    assert organiser.get(f"/events/tarkwa/messages/{mail.id}").status_code == 404


def test_markup_in_a_mail_is_shown_and_not_obeyed(administrator, session):
    mail = make_mail(text="<script>alert(1)</script>", subject="<b>Welcome</b>")
    session.commit()
    page = administrator.get(f"/outbox/{mail.id}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_many_mails_cost_no_more_questions_than_one(administrator, session, count_queries):
    make_mail()
    session.commit()
    with count_queries() as one:
        administrator.get("/outbox")
    for _number in range(20):
        make_mail()
    session.commit()
    with count_queries() as many:
        administrator.get("/outbox")
    assert many.number == one.number
