"""The index of the list holds everybody who was registered before, and goes again without anybody."""

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert_registration, migrate, take_back

_NAME = "ix_registration_listed"


def _names(engine):
    return {index["name"] for index in sa.inspect(engine).get_indexes("registration")}


@pytest.mark.database
def test_whoever_was_registered_before_is_counted_by_it(engine):
    migrate(engine, to="0001")
    with engine.begin() as connection:
        insert_registration(connection, 1)
        insert_registration(connection, 2)
    schema.bring_up_to_date(engine, at=NOW)
    assert _NAME in _names(engine)
    counted = "SELECT count(*) FROM registration WHERE event_id = (SELECT max(event_id) FROM registration)"
    with engine.connect() as connection:
        by_sector = connection.exec_driver_sql(f"{counted} AND sector IN ('GOV', 'CSO', 'ACA', 'IND', 'MIN', 'OTH')")
        assert by_sector.scalar() == connection.exec_driver_sql(counted).scalar() == 2
    take_back(engine, to="0010")
    assert _NAME not in _names(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM registration").scalar() == 2
