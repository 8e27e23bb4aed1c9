"""A mail belongs to the act it tells of."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dialogues.core.db import unit_of_work
from dialogues.outbox import services
from dialogues.outbox.models import Mail, MailState

NOON = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)


def post(session, **changed):
    facts = {
        "kind": "test.greeting",
        "to_address": "esi@example.org",
        "to_name": "Ɛsi Quaye",
        "subject": "Welcome",
        "text": "Good morning.\n\nSee you on Tuesday.",
        "language": "en",
        "at": NOON,
    }
    return services.post(session, **{**facts, **changed})


def fail_after_posting():
    with unit_of_work() as work:
        post(work)
        work.flush()
        raise ZeroDivisionError


def test_a_mail_waits_until_it_is_sent(session):
    with unit_of_work() as work:
        post(work)
    mail = session.scalars(sa.select(Mail)).one()
    assert (mail.state, mail.tries, mail.next_try_at, mail.sent_at) == (MailState.WAITING, 0, NOON, None)
    assert mail.text == "Good morning.\n\nSee you on Tuesday."


def test_an_act_that_fails_leaves_no_mail(session):
    with pytest.raises(ZeroDivisionError):
        fail_after_posting()
    assert session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 0


def test_a_subject_and_a_name_stay_on_one_line(session):
    mail = post(session, subject="Welcome\r\nBcc: everybody@example.org", to_name="Ɛsi\nQuaye")
    assert mail.subject == "Welcome Bcc: everybody@example.org"
    assert mail.to_name == "Ɛsi Quaye"
