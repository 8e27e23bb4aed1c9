"""Issued reports come into a database that holds an event already; none was issued before."""

import uuid

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back

HASH = "0" * 64


@pytest.mark.database
def test_nothing_of_before_was_issued_and_taking_it_back_leaves_the_event(engine):
    migrate(engine, to="0017")
    with engine.begin() as connection:
        insert_registration(connection, 1)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM report_version")).scalar() == 0
    take_back(engine, to="0017")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT slug FROM event")).scalar() == "tarkwa"
    assert "report_version" not in sa.inspect(engine).get_table_names()


@pytest.mark.database
def test_no_number_of_a_version_is_given_twice_and_none_has_half_a_hash(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a")
        insert_version(connection, number=1)
    for facts in ({"number": 1}, {"number": 0}, {"number": 2, "sha256": "abc"}):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            insert_version(connection, **facts)
    with engine.begin() as connection:
        insert_version(connection, number=2)


def insert_version(connection, *, number, sha256=HASH):
    name = uuid.uuid4() if connection.dialect.name == "postgresql" else uuid.uuid4().hex
    insert(connection, "report_version", id=name, event_id=1, number=number, content="{}", sha256=sha256)
