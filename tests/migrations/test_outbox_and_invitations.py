"""Mails that waited before wait afterwards, claimed by nobody."""

import uuid

import pytest

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back


@pytest.mark.database
def test_a_mail_that_waited_still_waits_and_is_claimed_by_nobody(engine):
    migrate(engine, to="0002")
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="x" * 43)
        insert(connection, "mail", id=uuid.uuid4().hex, state="waiting", registration_id=1, event_id=1)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        row = connection.exec_driver_sql("SELECT state, claimed_by, claimed_until, about, batch FROM mail").one()
        assert tuple(row) == ("waiting", None, None, None, None)
        insert(
            connection, "invitation", id=1, event_id=1, registration_id=1, named_id=None, is_seat=False, sector="MIN",
            answer="open", token="y" * 43,
        )  # fmt: skip
    take_back(engine, to="0002")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT state FROM mail").scalar() == "waiting"
