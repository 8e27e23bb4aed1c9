"""Rows are removed by the thousand when an import is taken back: whoever refers to one is found by an index."""

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back

REMOVED = ("organisation", "person", "registration")  # by the thousand; other rows go one at a time


def unfound(engine):
    """The columns that refer to those tables and that no index begins with."""
    inspector = sa.inspect(engine)
    missing = []
    for table in inspector.get_table_names():
        begun = {one["column_names"][0] for one in inspector.get_indexes(table)}
        begun |= {one["column_names"][0] for one in inspector.get_unique_constraints(table)}
        begun |= set(inspector.get_pk_constraint(table)["constrained_columns"][:1])
        keys = [one for one in inspector.get_foreign_keys(table) if one["referred_table"] in REMOVED]
        missing += [
            f"{table}.{one['constrained_columns'][0]}" for one in keys if one["constrained_columns"][0] not in begun
        ]
    return missing


@pytest.mark.database
def test_whatever_refers_to_somebody_is_found_by_an_index(engine):
    migrate(engine, to="0009")
    assert "registration.merged_into_id" in unfound(engine)
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="one")
        insert(connection, "person", id=2, sector="MIN", gender="woman", merged_into_id=1)
    schema.bring_up_to_date(engine, at=NOW)
    assert unfound(engine) == []
    take_back(engine, to="0009")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT merged_into_id FROM person WHERE id = 2").scalar() == 1


def test_sqlite_finds_the_few_by_their_index_when_it_removes_somebody(engine):
    """Partial indexes serve the questions of foreign keys; whether they do is SQLite's choice, so it is looked at."""
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection:
        for table, column in (("person", "merged_into_id"), ("application", "same_as_id")):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 7").all()
            assert f"ix_{table}_{column}" in str(plan)
