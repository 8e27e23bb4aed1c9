"""Two people at one sheet: on a database of its own, in threads of their own, started at one moment."""

import threading
import uuid

import pytest
import sqlalchemy as sa

from dialogues.attendance.models import Mark, Part
from dialogues.attendance.queries import recount
from dialogues.audit.services import Actor
from dialogues.core.db import db, unit_of_work
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.paper import services
from dialogues.paper.models import SheetEntry
from dialogues.paper.rules import Reading, Row, Says
from tests.factories import make_event, make_registration, make_sheet, make_user
from tests.paper.conftest import EVENING

pytestmark = pytest.mark.database
ROWS = 20
HANDS = 3


@pytest.fixture
def at_once(shared):
    """Let several people type the same rows of one sheet at one moment; what each was told, or raised."""

    def running(*saying: Says):
        event = make_event()
        for number in range(ROWS):
            make_registration(event, f"Person {number:02}")
        sheet_id = make_sheet(event).id
        actors = [Actor(name=f"Hand {n}", user_id=make_user(f"Hand {n}").id) for n in range(len(saying))]
        db.session.commit()
        start = threading.Barrier(len(saying))
        told: list[object] = [None] * len(saying)

        def run(number: int, says: Says) -> None:
            typed = {Row(False, row): says for row in range(1, ROWS + 1)}
            with shared.app_context():
                start.wait()
                try:
                    with unit_of_work() as session:
                        sheet = session.get_one(PrintedSheet, sheet_id)
                        done = services.type_rows(
                            session, sheet, typed, part=Part.MORNING, reading=Reading.FIRST, actor=actors[number],
                            at=EVENING, reason="Again.",
                        )  # fmt: skip
                    told[number] = (len(done.kept), len(done.again), len(done.refused))
                except sa.exc.SQLAlchemyError as error:
                    told[number] = error
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=run, args=one) for one in enumerate(saying)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.expire_all()
        return told

    return running


def count(kind):
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_the_same_rows_typed_at_once_are_kept_once(at_once):
    told = at_once(*[Says.SIGNED] * HANDS)
    assert sorted(told) == [(0, ROWS, 0)] * (HANDS - 1) + [(ROWS, 0, 0)]
    assert (count(SheetEntry), count(Mark)) == (ROWS, ROWS)
    assert recount(db.session()) == []


def test_of_two_who_type_otherwise_at_once_one_is_kept_and_the_other_told_row_by_row(at_once):
    told = at_once(Says.SIGNED, Says.NOT_SIGNED)
    assert sorted(told) == [(0, 0, ROWS), (ROWS, 0, 0)]
    assert count(SheetEntry) == ROWS
    assert len(set(db.session.scalars(sa.select(SheetEntry.says)))) == 1


def test_control_without_holding_the_sheet_the_constraint_says_no(at_once, monkeypatch, shared):
    """The sheet is held only so that people are told; that nothing is doubled is the constraint's doing."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("On SQLite a writer holds the whole database.")
    waiting = threading.Barrier(2)
    judge = services._take_back_former

    def slowly(*args, **kwargs):
        waiting.wait()  # both have seen an empty sheet
        judge(*args, **kwargs)

    monkeypatch.setattr(services, "_hold", lambda *_args: None)
    monkeypatch.setattr(services, "_take_back_former", slowly)
    told = at_once(Says.SIGNED, Says.NOT_SIGNED)
    assert sum(isinstance(one, sa.exc.IntegrityError) for one in told) == 1
    assert count(SheetEntry) == ROWS


def test_a_version_of_a_cell_is_taken_once(shared):
    event = make_event()
    make_registration(event)
    facts = {
        "sheet_id": make_sheet(event).id, "reading": 1, "is_walk_in": False, "row_number": 1, "part": Part.MORNING,
        "version": 1, "says": Says.SIGNED, "typed_at": EVENING, "typed_by_name": "Adjoa Baah",
    }  # fmt: skip
    db.session.add(SheetEntry(id=uuid.uuid4(), **facts))
    db.session.flush()
    db.session.add(SheetEntry(id=uuid.uuid4(), **facts))
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()
