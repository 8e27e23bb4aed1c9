"""Takes the mails that are due to the sender, one by one, from a thread of the server or from a command."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.outbox import queries, services
from dialogues.outbox.envelope import CannotBeAddressed, build
from dialogues.outbox.rules import RETRY_SERVER_AFTER, reason_text
from dialogues.outbox.senders import NoServer, Refused, Sender, TryLater, make_sender

LOOK_EVERY_S = 15  # how long a mail may wait that is due at once
_log = logging.getLogger(__name__)


@dataclass
class Round:
    """What became of the mails that were due."""

    sent: int = 0
    put_off: int = 0  # tried again later
    given_up: int = 0
    no_server: str = ""  # why nothing more could be sent


def send_due(sender: Sender, *, now: Callable[[], datetime] = clock.now) -> Round:
    """Send whatever is due, each mail in two short acts: taken in hand, and what became of it."""
    tally = Round()
    try:
        while not tally.no_server and _is_any_due(now()):
            with unit_of_work() as session:
                claimed = services.claim_next(session, at=now())
            if claimed is None:
                break
            _send(sender, claimed, tally, now)
    finally:
        sender.close()
    return tally


def _is_any_due(at: datetime) -> bool:
    """Looking first leaves the one writer of a file database to the people."""
    found = queries.is_any_due(db.session(), at=at)
    db.session.rollback()
    return found


def _send(sender: Sender, claimed: services.Claimed, tally: Round, now: Callable[[], datetime]) -> None:
    note, reason = services.note_failed_try, ""
    try:
        sender.send(build(claimed, sender.origin))
    except CannotBeAddressed:
        note, reason = services.note_refused, "bad_address"
    except NoServer as trouble:
        note, reason = services.note_no_server, reason_text(trouble.reason, trouble.detail)
        tally.no_server = reason
    except TryLater as trouble:
        reason = reason_text(trouble.reason, trouble.detail)
    except Refused as refusal:
        note, reason = services.note_refused, reason_text(refusal.reason, refusal.detail)
    with unit_of_work() as session:
        if not reason:
            services.note_sent(session, claimed, at=now())
        else:
            note(session, claimed, reason, at=now())
    tally.sent += not reason
    tally.given_up += note is services.note_refused
    tally.put_off += bool(reason) and note is not services.note_refused


class Postman:
    """Sends what is due while the server runs, in a thread of its own."""

    def __init__(self, app: Flask, sender: Sender) -> None:
        self._app, self._sender = app, sender
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more. A mail that is on its way just now is waited for, a moment."""
        self._stopped.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        pause = 0.0
        while not self._stopped.wait(pause):
            pause = run_once(self._app, self._sender)


def run_once(app: Flask, sender: Sender) -> float:
    """Send what is due; returns how many seconds to rest. A database that is busy or gone is asked again later."""
    try:
        with app.app_context():
            tally = send_due(sender)
    except (sa.exc.SQLAlchemyError, OSError):
        _log.exception("The outbox could not be worked through; it is tried again.")
        return RETRY_SERVER_AFTER.total_seconds()
    return RETRY_SERVER_AFTER.total_seconds() if tally.no_server else LOOK_EVERY_S


def start_postman(app: Flask) -> Postman | None:
    """The thread that sends this instance's mails, started; None if it has no sender."""
    sender = make_sender(app.config["DIALOGUES"], Path(app.instance_path))
    if sender is None:
        return None
    postman = Postman(app, sender)
    postman.start()
    return postman
