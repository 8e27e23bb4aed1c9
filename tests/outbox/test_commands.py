"""The commands of mails: what waits, what is sent, what is tried again."""

import json

import pytest
import sqlalchemy as sa

from dialogues.audit.services import COMMAND_LINE
from dialogues.cli import cli
from dialogues.core.db import unit_of_work
from dialogues.outbox import rules, services
from dialogues.outbox.models import Mail, MailState
from tests.outbox.conftest import NOON, post


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run one command on an instance of the test's own."""
    from click.testing import CliRunner

    monkeypatch.setenv("DIALOGUES_INSTANCE", str(tmp_path / "instance"))

    def run(*arguments, **settings):
        for name, value in settings.items():
            monkeypatch.setenv(f"DIALOGUES_{name}", value)
        return CliRunner().invoke(cli, ["outbox", *arguments])

    return run


def write_mail(tmp_path, **changed):
    from dialogues.app import create_app

    app = create_app(instance=tmp_path / "instance")
    with app.app_context(), unit_of_work() as work:
        mail = post(work, **changed)
        work.flush()
        return mail.id


def test_mails_are_listed_sent_into_files_and_then_no_longer_wait(run, tmp_path):
    assert "There are no mails." in run("list").output
    write_mail(tmp_path)
    assert json.loads(run("list", "--json").output)[0]["state"] == "waiting"
    assert run("send", "--once", MAIL_SENDER="file").output == "1 sent, 0 put off, 0 given up.\n"
    assert [one.suffix for one in (tmp_path / "instance" / "mails").iterdir()] == [".eml"]
    assert json.loads(run("list", "--json", "--state", "sent").output)[0]["to"] == "esi1@example.org"


def test_without_a_mail_server_it_says_what_to_set(run):
    answer = run("send", "--once")
    assert (answer.exit_code, "set MAIL_HOST and MAIL_FROM" in answer.output) == (1, True)


def test_wrong_settings_are_named(run):
    answer = run("send", "--once", MAIL_SENDER="smtp", MAIL_HOST="mail.example.org", MAIL_FROM="nobody")
    assert (answer.exit_code, "MAIL_FROM" in answer.output) == (1, True)


def test_an_unreachable_server_is_one_sentence_and_exit_1(run, tmp_path):
    write_mail(tmp_path) if (tmp_path / "instance").exists() else run("list")
    write_mail(tmp_path)
    answer = run("send", "--once", MAIL_HOST="127.0.0.1", MAIL_PORT="9", MAIL_FROM="office@example.org")
    assert answer.exit_code == 1
    assert "The mail server cannot be reached" in answer.output


def test_a_mail_that_was_given_up_is_put_back(run, tmp_path):
    run("list")
    mail_id = write_mail(tmp_path, to_address="none")
    run("send", "--once", MAIL_SENDER="file")
    assert json.loads(run("list", "--json").output)[0]["state"] == "failed"
    assert run("retry", str(mail_id)).output == "1 put into the queue again.\n"
    assert run("retry", str(mail_id)).exit_code == 1


def test_a_mail_is_taken_back_while_it_waits_and_not_while_it_leaves(session):
    with unit_of_work() as work:
        post(work)
        claimed = services.claim_next(work, at=NOON)
        mail = work.get(Mail, claimed.id)
        with pytest.raises(rules.AlreadyLeft):
            services.withdraw(work, mail, actor=COMMAND_LINE, at=NOON)
        services.note_failed_try(work, claimed, "later", at=NOON)
        services.withdraw(work, mail, actor=COMMAND_LINE, at=NOON)
    assert session.scalars(sa.select(Mail.state)).all() == [MailState.WITHDRAWN]
    with unit_of_work() as work:
        services.retry(work, work.get(Mail, claimed.id), actor=COMMAND_LINE, at=NOON)
    assert session.scalars(sa.select(Mail.state)).all() == [MailState.WAITING]
