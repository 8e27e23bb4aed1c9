"""The tables of imports come into a database that is in use, and leave it as it was."""

import pytest
import sqlalchemy as sa

from tests.migrations.old_rows import insert, insert_registration, migrate, take_back

TABLES = {"import_batch", "import_change", "import_source"}


@pytest.mark.database
def test_imports_are_kept_from_now_on_and_nobody_on_the_list_is_touched(engine):
    migrate(engine, to="0002")
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a" * 43)
    migrate(engine, to="0003")
    with engine.begin() as connection:
        insert(connection, "import_batch", id=1, event_id=1)
        insert(connection, "import_change", batch_id=1, kind="registration", row_id=1, deed="added")
        assert connection.exec_driver_sql("SELECT count(*) FROM registration").scalar() == 1
    take_back(engine, to="0002")
    assert not TABLES & set(sa.inspect(engine).get_table_names())
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM registration").scalar() == 1


@pytest.mark.database
def test_a_change_without_what_was_before_is_refused(engine):
    migrate(engine, to="0003")
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a" * 43)
        insert(connection, "import_batch", id=1, event_id=1)
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        insert(connection, "import_change", batch_id=1, kind="registration", row_id=1, deed="changed")
