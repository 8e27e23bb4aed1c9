"""Kept figures come into a database that holds events already; nothing is kept of them until they are counted."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core import schema
from dialogues.reports.tally_queries import list_to_keep, list_wrong
from dialogues.reports.tally_services import keep_tally
from tests.migrations.old_rows import NOW, insert_registration, migrate, take_back


@pytest.mark.database
def test_an_event_of_before_is_counted_and_taking_it_back_leaves_it(engine):
    migrate(engine, to="0019")
    with engine.begin() as connection:
        insert_registration(connection, 1)
    schema.bring_up_to_date(engine, at=NOW)
    with Session(engine) as session, session.begin():
        assert list_to_keep(session) == [1]
        keep_tally(session, 1, at=NOW)
    with Session(engine) as session:
        assert (list_to_keep(session), list_wrong(session)) == ([], [])
    take_back(engine, to="0019")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT slug FROM event")).scalar() == "tarkwa"
    assert "event_tally" not in sa.inspect(engine).get_table_names()
