"""Eight phones, a day without a network, every order: `python -m tests.bench replay [DATABASE_URL]`.

2,400 marks by clocks from 400 days slow to a day fast, handed in in 200 random orders, each mark twice and a quarter of
the batches once more; and beside it what the rule of arrival would have left.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from dialogues.app import create_app
from dialogues.core.db import Base, db
from tests.attendance.replay import LATER, a_day, by_arrival, deliver, deliveries, final_state
from tests.factories import make_event, make_registration

MARKS, PEOPLE, ORDERS = 2_400, 300, 200


def main() -> None:
    """Play all orders on SQLite, or on the empty database that DIALOGUES_BENCH_DATABASE_URL names, and print."""
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DIALOGUES_BENCH_DATABASE_URL", "sqlite://")
        app = create_app(instance=Path(folder), settings={"DATABASE_URL": url})
        with app.app_context():
            Base.metadata.create_all(db.engine)
            session = db.session()
            event = make_event(f"replay-{time.monotonic_ns()}")
            people = [make_registration(event, f"Person {number}").id for number in range(PEOPLE)]
            session.commit()
            seen, starts = a_day(people, number=MARKS, seed=1), time.monotonic()
            found, wrong = set(), set()
            for order in range(ORDERS):
                batches = deliveries(seen, seed=order)
                deliver(session, batches, event.id, LATER)
                found.add(final_state(session))
                wrong.add(by_arrival(batches))
                session.rollback()  # a delete would leave PostgreSQL ever more rows to step over
            kept = {number for number, _states in found}
            sys.stdout.write(
                f"{ORDERS} orders of {MARKS} marks on {db.engine.dialect.name}: {len(found)} final state, "
                f"{min(kept)} of {MARKS} marks kept, {time.monotonic() - starts:.0f} s; "
                f"by the rule of arrival {len(wrong)} states\n"
            )
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
