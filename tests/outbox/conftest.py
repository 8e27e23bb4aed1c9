"""A mail server that misbehaves when told to, and mails to send to it."""

import asyncio
import socket
import threading
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from dialogues.outbox import services
from dialogues.outbox.envelope import From
from dialogues.outbox.senders import MailServer
from dialogues.settings import Settings

NOON = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)


def post(session, number=1, **changed):
    """A mail that waits since NOON."""
    facts = {
        "kind": "test.greeting",
        "to_address": f"esi{number}@example.org",
        "to_name": "Ɛsi Quaye",
        "subject": "Welcome",
        "text": "Good morning.\n\nSee you on Tuesday.",
        "language": "en",
        "at": NOON,
    }
    return services.post(session, **{**facts, **changed})


class Sink:
    """What arrived; and what is answered to whom: `answers` by the first letters of the address."""

    def __init__(self):
        self.port = 0
        self.arrived = []
        self.answers = {}
        self.has_all = threading.Event()  # a whole mail was read and not answered yet
        self.go_on = threading.Event()  # answer it now

    @property
    def ids(self):
        """How often each mail arrived, by its number."""
        return Counter(message["Message-ID"] for message, _receivers in self.arrived)

    def answer_to(self, address):
        return next((answer for start, answer in self.answers.items() if address.startswith(start)), "250 OK")

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server, _session, envelope, address, _options
    ):
        answer = self.answer_to(address)
        if answer.startswith(("4", "5")) and "after" not in answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the same
        self, server, _session, envelope
    ):
        answer = self.answer_to(envelope.rcpt_tos[0])
        if answer == "disconnect":
            server.transport.abort()
            return "250 too late"
        if answer == "hang":
            await asyncio.sleep(0.5)
            return "250 too late"
        if answer.startswith(("4", "5")):
            return answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived.append((message, list(envelope.rcpt_tos)))
        if answer == "hold":
            self.has_all.set()
            while not self.go_on.is_set():
                await asyncio.sleep(0.01)
        return "250 OK"


class _Controller(Controller):
    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=False, hostname="sink")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sink():
    """A mail server on this machine."""
    handler = Sink()
    controller = _Controller(handler, hostname="127.0.0.1", port=free_port())
    handler.port = controller.port
    controller.start()
    yield handler
    handler.go_on.set()
    controller.stop()


def settings_for(sink, **more):
    facts = {
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": sink.port,
        "MAIL_SECURITY": "none",
        "MAIL_FROM": "office@example.org",
    }
    return Settings(**{**facts, "MAIL_TIMEOUT_S": 5, **more})


@pytest.fixture
def sender(sink):
    """What hands mails to the sink."""
    sender = MailServer(From("office@example.org", "The Convenor"), settings_for(sink))
    yield sender
    sender.close()
