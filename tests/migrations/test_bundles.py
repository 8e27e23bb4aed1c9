"""Events that travel come into a database that holds marks already; nothing of it is touched, there or back."""

import uuid

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back

MARK = uuid.UUID("6f1b1c55-2c3b-4b8e-9a53-94dd4bb0a001")
MADE = {"group_arrival", "group_mark", "installation", "shared_name", "exchange", "heard_row", "bundle_conflict"}


@pytest.mark.database
def test_marks_of_before_stay_and_belong_to_no_group(engine):
    migrate(engine, to="0013")
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a")
        insert(connection, "event_day", id=1, event_id=1, kind="workshop")
        facts = {"part": "whole_day", "status": "present", "source": "desk", "marked_by_id": None}
        mark_id = MARK.hex if connection.dialect.name == "sqlite" else MARK  # read as plain text there
        insert(connection, "mark", id=mark_id, registration_id=1, day_id=1, **facts)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM mark")).scalar() == 1
        assert connection.execute(sa.text("SELECT count(*) FROM group_mark")).scalar() == 0
        assert connection.execute(sa.text("SELECT count(*) FROM shared_name")).scalar() == 0
    take_back(engine, to="0013")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM mark")).scalar() == 1
    assert not MADE & set(sa.inspect(engine).get_table_names())


@pytest.mark.database
def test_the_shared_name_of_a_row_goes_with_it(engine):
    """The number of a removed row is given again on SQLite; whoever gets it must not be taken for the old one."""
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a")
        insert(connection, "place", id=1, event_id=1)
        name = MARK.hex if connection.dialect.name == "sqlite" else MARK
        insert(connection, "shared_name", id=name, place_id=1)
        connection.execute(sa.text("DELETE FROM place"))
        assert connection.execute(sa.text("SELECT count(*) FROM shared_name")).scalar() == 0
