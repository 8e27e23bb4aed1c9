"""An old database gets the tables of views and of acts on many people, and nobody is lost on the way."""

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back

PREVIOUS = "0002"


@pytest.mark.database
def test_an_old_list_can_be_kept_as_a_view_and_acted_on(engine):
    migrate(engine, to=PREVIOUS)
    with engine.begin() as connection:
        insert_registration(connection, 1)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert(connection, "user", id=1)
        insert(connection, "saved_view", id=1, page="participants", event_id=1, owner_id=1, is_shared=True)
        insert(connection, "opening_view", user_id=1, event_id=1, view_id=1)
        insert(connection, "list_habit", user_id=1, page="participants", page_size=100)
        insert(connection, "bulk_act", id=1, event_id=1, kind="cancel")
        insert(connection, "bulk_change", act_id=1, registration_id=1, before="confirmed", version=2)
    take_back(engine, to=PREVIOUS)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT full_name FROM registration").scalars().all() == ["Ama Owusu"]


@pytest.mark.database
@pytest.mark.parametrize(
    ("table", "facts"),
    (
        ("saved_view", {"owner_id": 1, "event_id": None, "is_shared": True}),
        ("list_habit", {"user_id": 1, "page_size": 10_000}),
        ("bulk_act", {"event_id": 1, "kind": "delete"}),
        ("bulk_change", {"act_id": 1, "registration_id": 1, "version": 2, "refusal": "state"}),
        ("bulk_change", {"act_id": 1, "registration_id": 1, "version": None, "refusal": None}),
    ),
)
def test_a_row_that_cannot_be_is_refused(engine, table, facts):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert_registration(connection, 1)
        insert(connection, "user", id=1)
        insert(connection, "bulk_act", id=1, event_id=1, kind="cancel")
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        insert(connection, table, **facts)
