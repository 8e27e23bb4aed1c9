"""What happens by the clock while the program serves, without anybody's doing.

Offers of seats lapse and pass on; the figures of events in which nothing happens any more are kept.
"""

import threading

import sqlalchemy as sa
from flask import Flask

from dialogues.core import clock
from dialogues.core.db import db
from dialogues.registration.offering import pass_on_everywhere
from dialogues.reports.keeping import keep_quiet_events

EVERY_S = 60  # an offer may stand a minute longer than it says; nobody who waits two days notices


def start_clock(app: Flask, *, every_s: float = EVERY_S) -> threading.Event:
    """Let the clock run in a thread of its own until the process ends or the event returned is set.

    Several processes may each have one: passing on twice changes nothing.
    """
    stopped = threading.Event()

    def run() -> None:
        while not stopped.wait(every_s):
            tick(app)

    threading.Thread(target=run, name="clock", daemon=True).start()
    return stopped


def tick(app: Flask) -> None:
    """Do once what is due. A database that is busy or gone is tried again at the next tick."""
    with app.app_context():
        try:
            pass_on_everywhere()
        except sa.exc.DatabaseError as error:
            app.logger.warning("offers were not passed on: %s", error.orig)
        finally:
            db.session.remove()
        try:
            keep_quiet_events(at=clock.now())
        except sa.exc.DatabaseError as error:
            app.logger.info("figures were not kept: %s", error.orig)
        finally:
            db.session.remove()
