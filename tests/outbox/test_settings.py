"""Settings that keep mails from leaving are named, and the health of the instance tells of mails that are stuck."""

from datetime import timedelta

import pytest

from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.home.checks import list_findings
from dialogues.outbox import services
from dialogues.outbox.senders import kind_of_sender, wrong_settings
from dialogues.settings import Settings
from tests.outbox.conftest import NOON, post

GOOD = {"MAIL_HOST": "mail.example.org", "MAIL_FROM": "office@example.org"}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    (
        ({}, []),
        ({"MAIL_SENDER": "pigeon"}, ["MAIL_SENDER"]),
        ({"MAIL_SENDER": "smtp", "MAIL_HOST": ""}, ["MAIL_HOST"]),
        ({"MAIL_SECURITY": "some"}, ["MAIL_SECURITY"]),
        ({"MAIL_PORT": 70000}, ["MAIL_PORT"]),
        ({"MAIL_USER": "office"}, ["MAIL_PASSWORD"]),
        ({"MAIL_USER": "office", "MAIL_PASSWORD": "x", "MAIL_SECURITY": "none"}, ["MAIL_SECURITY"]),
        ({"MAIL_FROM": "office"}, ["MAIL_FROM"]),
        ({"MAIL_FROM": "office@example.org, all@example.org"}, ["MAIL_FROM"]),
        ({"MAIL_TIMEOUT_S": 0}, ["MAIL_TIMEOUT_S"]),
    ),
)
def test_each_wrong_setting_is_named(changed, wrong):
    assert wrong_settings(Settings(**{**GOOD, **changed})) == wrong


def test_without_any_setting_mails_wait_and_nothing_is_wrong():
    assert (kind_of_sender(Settings()), wrong_settings(Settings())) == ("", [])


def mails_finding(app):
    with app.test_request_context():
        return next(one for one in list_findings(app, db.session()) if one.name == "Mails")


def test_health_speaks_of_a_mail_that_failed(shared):
    assert mails_finding(shared).is_well
    with unit_of_work() as work:
        post(work)
        services.note_refused(work, services.claim_next(work, at=NOON), "refused", at=NOON)
    assert "One mail could not be sent." in mails_finding(shared).sentence


def test_health_speaks_of_a_mail_that_nobody_sends(shared):
    with unit_of_work() as work:
        post(work, at=clock.now() - timedelta(minutes=50))
    assert mails_finding(shared).is_well
    with unit_of_work() as work:
        post(work, at=clock.now() - timedelta(minutes=70))
    assert "waited for more than an hour" in mails_finding(shared).sentence
