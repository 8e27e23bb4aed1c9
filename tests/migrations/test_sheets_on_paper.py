"""Sheets come into a database that holds marks already, and no mark is lost on the way there or back."""

import uuid

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back

MARK = uuid.UUID("6f1b1c55-2c3b-4b8e-9a53-94dd4bb0a001")


@pytest.mark.database
def test_marks_of_before_sheets_were_kept_stay_as_they_are(engine):
    migrate(engine, to="0011")
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a")
        insert(connection, "event_day", id=1, event_id=1, kind="workshop")
        facts = {"part": "whole_day", "status": "present", "source": "paper", "marked_by_id": None}
        mark_id = MARK.hex if connection.dialect.name == "sqlite" else MARK  # read as plain text there
        insert(connection, "mark", id=mark_id, registration_id=1, day_id=1, **facts)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert(connection, "printed_sheet", id="K7M2QX4R", event_id=1, kept_by_id=None, people=[1])
        entry = {"part": "morning", "says": "signed", "reading": 1, "is_walk_in": False, "registration_id": None}
        other = mark_id if connection.dialect.name == "postgresql" else uuid.uuid4().hex
        insert(connection, "sheet_entry", id=other, sheet_id="K7M2QX4R", mark_id=mark_id, typed_by_id=None, **entry)
    take_back(engine, to="0011")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM mark")).scalar() == 1
    assert not {"printed_sheet", "sheet_entry"} & set(sa.inspect(engine).get_table_names())
