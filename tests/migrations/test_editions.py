"""Editions come into a database that holds an agenda already, and the agenda stays as it was planned."""

from datetime import time

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back


@pytest.mark.database
def test_sessions_of_before_are_planned_as_they_were_and_name_whom_they_named(engine):
    migrate(engine, to="0016")
    with engine.begin() as connection:
        insert_registration(connection, 1)
        insert(connection, "event_day", id=1, event_id=1, kind="workshop")
        facts = {"kind": "plenary", "starts": time(9), "ends": time(10), "title": "Opening", "day_id": 1}
        insert(connection, "agenda_session", id=1, **facts)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT title, aim, is_chatham_house FROM agenda_session")).one()
        assert (kept.title, kept.aim, bool(kept.is_chatham_house)) == ("Opening", None, False)
        assert not connection.execute(sa.text("SELECT is_chatham_house FROM event")).scalar()
        assert connection.execute(sa.text("SELECT count(*) FROM agenda_edition")).scalar() == 0
    take_back(engine, to="0016")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT title FROM agenda_session")).scalar() == "Opening"
    assert not {"agenda_edition", "wall_link"} & set(sa.inspect(engine).get_table_names())


@pytest.mark.database
def test_no_number_of_an_edition_is_given_twice(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a")
        insert(connection, "agenda_edition", id=1, event_id=1, number=1, content="{}")
    for number in (1, 0):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            insert(connection, "agenda_edition", id=2, event_id=1, number=number, content="{}")
