"""Two senders at once, and a sender that is killed: every mail arrives, none under two numbers."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.outbox import services
from dialogues.outbox.envelope import From
from dialogues.outbox.models import Mail, MailState
from dialogues.outbox.postman import send_due
from dialogues.outbox.rules import LEASE
from dialogues.outbox.senders import MailServer
from tests.outbox.conftest import NOON, post, settings_for

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[2]
MAILS, SENDERS = 24, 4


def send_from_threads(app, sink):
    start = threading.Barrier(SENDERS)
    trouble = []

    def run():
        sender = MailServer(From("office@example.org"), settings_for(sink))
        with app.app_context():
            start.wait()
            try:
                send_due(sender, now=lambda: NOON)
            except sa.exc.SQLAlchemyError as error:
                trouble.append(error)

    threads = [threading.Thread(target=run) for _sender in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []


def write_mails(count):
    with unit_of_work() as work:
        for number in range(count):
            post(work, number)
    db.session.remove()


def test_four_senders_at_once_send_every_mail_exactly_once(shared, sink):
    write_mails(MAILS)
    send_from_threads(shared, sink)
    assert len(sink.ids) == MAILS
    assert set(sink.ids.values()) == {1}


def test_without_the_claim_mails_would_arrive_twice(shared, sink, monkeypatch):
    """The control: each sender looks without taking in hand, and none sends before all have looked."""
    looked = threading.Barrier(SENDERS, timeout=60)
    done, send = threading.local(), MailServer.send

    def look(session, *, at):
        if getattr(done, "yes", False):
            return None
        done.yes = True
        mail = session.scalars(sa.select(Mail).order_by(Mail.to_address).limit(1)).one()
        mail_facts = (mail.id, mail.id, mail.to_address, mail.to_name, mail.subject, mail.text, mail.language, NOON)
        return services.Claimed(*mail_facts)

    def send_when_all_have_looked(self, message):
        looked.wait()
        send(self, message)

    write_mails(1)
    monkeypatch.setattr(services, "claim_next", look)
    monkeypatch.setattr(MailServer, "send", send_when_all_have_looked)
    send_from_threads(shared, sink)
    assert set(sink.ids.values()) == {SENDERS}


def test_a_sender_killed_after_the_mail_arrived_sends_it_again_under_the_same_number(
    shared, sink, tmp_path, postgresql_url
):
    write_mails(1)
    sink.answers["esi"] = "hold"
    facts = settings_for(sink)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUES_")} | {
        "DIALOGUES_MAIL_HOST": facts.MAIL_HOST,
        "DIALOGUES_MAIL_PORT": str(facts.MAIL_PORT),
        "DIALOGUES_MAIL_SECURITY": "none",
        "DIALOGUES_MAIL_FROM": facts.MAIL_FROM,
        "DIALOGUES_TESTED_INSTANCE": str(tmp_path / "instance"),
        "DIALOGUES_DATABASE_URL": postgresql_url or "",
    }
    program = (
        "import os; from pathlib import Path; from dialogues.app import create_app; "
        "from dialogues.outbox.postman import run_once; from dialogues.outbox.senders import make_sender; "
        "app = create_app(instance=Path(os.environ['DIALOGUES_TESTED_INSTANCE'])); "
        "run_once(app, make_sender(app.config['DIALOGUES'], Path(app.instance_path)))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=environment)
    try:
        assert sink.has_all.wait(60)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    sink.go_on.set()
    sink.answers.clear()
    sender = MailServer(From("office@example.org"), facts)
    assert send_due(sender).sent == 0  # nobody knows yet that it died
    later = clock.now() + LEASE
    assert send_due(sender, now=lambda: later).sent == 1
    assert list(sink.ids.values()) == [2]
    assert db.session.scalars(sa.select(Mail.state)).all() == [MailState.SENT]
