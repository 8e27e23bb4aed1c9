"""Who was known before stays known, in every list, and can be merged from now on."""

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back


@pytest.mark.database
def test_nobody_known_before_is_taken_as_merged(engine):
    migrate(engine, to="0002")
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="one")
        insert_registration(connection, 2, link_token="two")
        insert(connection, "organisation", id=1, search_key=" bonsa mines")
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person WHERE merged_into_id IS NULL").scalar() == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM organisation WHERE alias_of_id IS NULL").scalar() == 1
        connection.exec_driver_sql("UPDATE registration SET event_id = NULL, merged_into_id = 1 WHERE id = 2")
        connection.exec_driver_sql("UPDATE registration SET event_id = 1, merged_into_id = NULL WHERE id = 2")
    take_back(engine, to="0002")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(event_id) FROM registration").scalar() == 2


@pytest.mark.database
def test_a_registration_leaves_its_event_only_by_becoming_part_of_another(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="one")
    with pytest.raises(sa.exc.IntegrityError, match="merged_has_no_event"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE registration SET event_id = NULL WHERE id = 1")
