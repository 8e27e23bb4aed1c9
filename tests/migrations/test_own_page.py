"""Who is registered already gets an address of their own, and nobody is lost on the way."""

import pytest

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert_registration, migrate, take_back


@pytest.mark.database
def test_everybody_registered_before_has_an_address_of_their_own(engine):
    migrate(engine, to="0001")
    with engine.begin() as connection:
        insert_registration(connection, 1)
        insert_registration(connection, 2)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection:
        tokens = connection.exec_driver_sql("SELECT link_token FROM registration ORDER BY id").scalars().all()
    assert len({token for token in tokens if len(token) == 43}) == 2
    take_back(engine, to="0001")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM registration").scalar() == 2
