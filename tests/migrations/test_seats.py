"""Who waited before there were numbers keeps the place, and nobody is lost on the way or back."""

import pytest

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert_registration, migrate, take_back

COMING = "SELECT id, queue_number FROM registration ORDER BY id"


@pytest.mark.database
def test_who_waited_before_stands_in_the_order_in_which_they_came(engine):
    migrate(engine, to="0002")
    with engine.begin() as connection:
        for number, status in ((1, "waiting"), (2, "confirmed"), (3, "waiting")):
            insert_registration(connection, number, link_token=f"token-{number}")
            connection.exec_driver_sql(f"UPDATE registration SET status = '{status}' WHERE id = {number}")
        connection.exec_driver_sql("UPDATE registration SET registered_at = '2026-06-04 09:00:00' WHERE id = 1")
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(COMING).all() == [(1, 2), (2, None), (3, 1)]
    take_back(engine, to="0002")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM registration").scalar() == 3
