"""Mails leave once, whatever the mail server does; what it said no to is told apart from what it may take later."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.core.db import unit_of_work
from dialogues.outbox import rules, services, wanted
from dialogues.outbox.envelope import From
from dialogues.outbox.models import Mail, MailState
from dialogues.outbox.postman import send_due
from dialogues.outbox.rules import LEASE, TRIES_MAX, pause_after
from dialogues.outbox.senders import Console, Files, MailServer
from tests.outbox.conftest import NOON, free_port, post, settings_for

HERE = From("office@example.org")


def at(moment):
    return lambda: moment


def wait_with(*mails, **changed):
    with unit_of_work() as work:
        for number in mails or (1,):
            post(work, number, **changed)


def the_mail(session):
    session.expire_all()
    return session.scalars(sa.select(Mail)).one()


def test_every_mail_that_is_due_arrives_once_and_is_not_sent_again(session, sink, sender):
    wait_with(1, 2, 3)
    assert send_due(sender, now=at(NOON)).sent == 3
    assert send_due(sender, now=at(NOON)).sent == 0
    assert list(sink.ids.values()) == [1, 1, 1]
    assert {(mail.state, mail.sent_at) for mail in session.scalars(sa.select(Mail))} == {(MailState.SENT, NOON)}


def test_a_mail_is_not_sent_before_its_time(session, sink, sender):
    wait_with(not_before=NOON + timedelta(days=2))
    assert send_due(sender, now=at(NOON + timedelta(days=1))).sent == 0
    assert send_due(sender, now=at(NOON + timedelta(days=2))).sent == 1


def test_what_arrives_is_what_was_written(session, sink, sender):
    wait_with(text="Akwaaba, Ɛsi.\nŋ ɖ ƒ ɣ ʋ\n" + "long " * 300)
    send_due(sender, now=at(NOON))
    (message, receivers), mail = sink.arrived[0], the_mail(session)
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == mail.text.rstrip()
    assert message["Message-ID"] == f"<{mail.id}@example.org>"
    assert receivers == ["esi1@example.org"]
    assert message["From"] == "The Convenor <office@example.org>"


def test_an_address_that_does_not_exist_is_given_up_at_once_and_the_others_arrive(session, sink, sender):
    wait_with(1, 2, 3)
    sink.answers["esi2"] = "550 5.1.1 No such user"
    tally = send_due(sender, now=at(NOON))
    assert (tally.sent, tally.given_up) == (2, 1)
    failed = session.scalars(sa.select(Mail).where(Mail.state == MailState.FAILED)).one()
    assert (failed.to_address, failed.last_error) == ("esi2@example.org", "address_refused: 550 5.1.1 No such user")
    assert session.scalars(sa.select(Entry.action)).all() == ["mail.given_up"]


@pytest.mark.parametrize("answer", ("450 4.2.1 Mailbox busy", "451 after the text", "disconnect", "hang"))
def test_a_trouble_that_may_pass_is_tried_again_later_and_at_last_given_up(session, sink, answer):
    wait_with()
    sink.answers["esi"] = answer
    sender = MailServer(HERE, settings_for(sink, MAIL_TIMEOUT_S=0.2 if answer == "hang" else 5))
    now, seen = NOON, []
    for tried in range(1, TRIES_MAX):
        assert send_due(sender, now=at(now)).put_off == 1
        mail = the_mail(session)
        assert (mail.state, mail.tries, mail.next_try_at) == (MailState.WAITING, tried, now + pause_after(tried))
        assert send_due(sender, now=at(mail.next_try_at - timedelta(seconds=1))).put_off == 0
        seen.append(mail.next_try_at - now)
        now = mail.next_try_at
    send_due(sender, now=at(now))
    assert the_mail(session).state is MailState.FAILED
    assert seen == sorted(seen)
    assert seen[0] == timedelta(minutes=1)
    assert sink.arrived == []


def test_a_trouble_that_passes_lets_the_mail_arrive_once(session, sink, sender):
    wait_with()
    sink.answers["esi"] = "disconnect"
    send_due(sender, now=at(NOON))
    sink.answers.clear()
    assert send_due(sender, now=at(NOON + pause_after(1))).sent == 1
    assert list(sink.ids.values()) == [1]
    assert the_mail(session).last_error is None


def test_without_a_mail_server_no_mail_loses_a_try_however_long_it_lasts(session):
    wait_with(1, 2)
    sender = MailServer(HERE, settings_for(type("Nobody", (), {"port": free_port()})))
    now = NOON
    for _hour in range(50):
        tally = send_due(sender, now=at(now))
        assert tally.no_server.startswith("unreachable: ")
        assert tally.put_off == 1  # the other one is not tried in vain
        now += timedelta(hours=1)
    states = {(mail.state, mail.tries) for mail in session.scalars(sa.select(Mail))}
    assert states == {(MailState.WAITING, 0)}


def test_a_refused_sign_in_is_the_servers_trouble_and_not_the_mails(session, sink):
    wait_with()
    sender = MailServer(HERE, settings_for(sink, MAIL_USER="office", MAIL_PASSWORD="wrong"))
    assert send_due(sender, now=at(NOON)).no_server
    assert the_mail(session).tries == 0


def test_a_server_without_encryption_gets_no_mail_where_encryption_is_asked_for(session, sink):
    wait_with()
    sender = MailServer(HERE, settings_for(sink, MAIL_SECURITY="starttls"))
    assert send_due(sender, now=at(NOON)).no_server.startswith("no_encryption: ")
    assert sink.arrived == []


def test_an_address_with_a_comma_reaches_nobody(session, sink, sender):
    wait_with(to_address="esi@example.org, all@example.org")
    assert send_due(sender, now=at(NOON)).given_up == 1
    assert sink.arrived == []


def test_a_mail_whose_sender_died_is_left_alone_until_the_claim_runs_out_then_sent_under_its_number(
    session, sink, sender
):
    wait_with()
    with unit_of_work() as work:
        first = services.claim_next(work, at=NOON)
    assert send_due(sender, now=at(NOON + LEASE - timedelta(seconds=1))).sent == 0
    assert send_due(sender, now=at(NOON + LEASE)).sent == 1
    with unit_of_work() as work:  # the first one was only slow: it has nothing to say any more
        services.note_failed_try(work, first, "later", at=NOON + LEASE)
    assert the_mail(session).state is MailState.SENT
    assert list(sink.ids) == [f"<{first.id}@example.org>"]


def test_a_mail_at_which_the_program_dies_every_time_is_given_up(session, sender):
    wait_with()
    now = NOON
    for _time in range(TRIES_MAX):
        with unit_of_work() as work:
            assert services.claim_next(work, at=now)
        now += LEASE
    assert send_due(sender, now=at(now)).sent == 0
    assert (the_mail(session).state, the_mail(session).last_error) == (MailState.FAILED, "interrupted")


def test_a_mail_nobody_wants_any_more_is_taken_back_when_its_turn_comes(session, sink, sender, monkeypatch):
    monkeypatch.setattr(
        wanted, "_CHECKS", {"test.reminder": lambda _session, mail: mail.to_address == "esi2@example.org"}
    )
    wait_with(1, 2, kind="test.reminder")
    assert send_due(sender, now=at(NOON)).sent == 1
    assert [receivers for _message, receivers in sink.arrived] == [["esi2@example.org"]]
    assert session.scalars(sa.select(Mail.state).order_by(Mail.to_address)).all() == [
        MailState.WITHDRAWN,
        MailState.SENT,
    ]


def test_files_hold_one_mail_each_for_their_owner_only(session, tmp_path):
    wait_with(1, 2)
    folder = tmp_path / "mails"
    assert send_due(Files(HERE, folder), now=at(NOON)).sent == 2
    files = list(folder.iterdir())
    assert {path.suffix for path in files} == {".eml"}
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}
    assert {path.stem for path in files} == {str(mail.id) for mail in session.scalars(sa.select(Mail))}


def test_the_terminal_shows_the_whole_mail(session, capsys):
    wait_with()
    send_due(Console(HERE), now=at(NOON))
    assert "To: " in capsys.readouterr().out


def test_pauses_grow_and_never_exceed_half_a_day():
    pauses = [pause_after(tries) for tries in range(1, 40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=12)
    assert rules.is_given_up(TRIES_MAX)


def test_sending_a_hundred_mails_asks_the_same_few_questions_for_each(session, sink, sender, count_queries):
    wait_with(1, 2)
    with count_queries() as two:
        send_due(sender, now=at(NOON))
    wait_with(*range(10))
    with count_queries() as ten:
        send_due(sender, now=at(NOON))
    assert (ten.number - 2) * 2 <= (two.number) * 10
