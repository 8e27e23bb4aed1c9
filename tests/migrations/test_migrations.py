"""Migrations lead from nothing to the models and back, on both databases, and lose nothing on the way."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from dialogues.core import schema
from dialogues.core.db import Base

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)


def _constraints(engine):
    """Every named constraint and index of every table, with what it says."""
    inspector = sa.inspect(engine)
    return {
        table: {
            "columns": {one["name"]: (str(one["type"]), one["nullable"]) for one in inspector.get_columns(table)},
            "checks": sorted((one["name"], one["sqltext"]) for one in inspector.get_check_constraints(table)),
            "unique": sorted((one["name"], one["column_names"]) for one in inspector.get_unique_constraints(table)),
            "keys": sorted((one["name"], one["referred_table"]) for one in inspector.get_foreign_keys(table)),
            "indexes": sorted((one["name"], one["column_names"]) for one in inspector.get_indexes(table)),
        }
        for table in sorted(inspector.get_table_names())
        if table != "alembic_version"
    }


@pytest.mark.database
def test_migrations_from_nothing_make_the_tables_of_the_models(engine):
    schema.bring_up_to_date(engine, at=NOW)
    migrated = _constraints(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)
    assert _constraints(engine) == migrated


@pytest.mark.database
def test_a_column_missing_from_the_migrations_would_be_noticed(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE process DROP COLUMN country")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert [change[0] for change in compare_metadata(context, Base.metadata)] == ["add_column"]


def test_the_names_of_the_files_say_the_revisions_in_their_order():
    scripts = ScriptDirectory.from_config(schema.alembic_config())
    assert schema.known_revisions() == [script.revision for script in reversed(list(scripts.walk_revisions()))]
    assert schema.head_revision() == scripts.get_current_head()


@pytest.mark.database
def test_a_second_start_finds_nothing_to_do(engine):
    assert schema.bring_up_to_date(engine, at=NOW) is True
    assert schema.bring_up_to_date(engine, at=NOW) is False


@pytest.mark.database
def test_every_migration_can_be_taken_back(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection, connection.begin():
        config = schema.alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert sa.inspect(engine).get_table_names() == ["alembic_version"]


@pytest.mark.database
def test_a_database_of_a_newer_program_is_left_alone(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(schema.UnknownSchema, match="9999"):
        schema.bring_up_to_date(engine, at=NOW)
    assert schema.current_revision(engine) == "9999"
