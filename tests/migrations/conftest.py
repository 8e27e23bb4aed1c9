"""An empty database that only migrations touch."""

import os

import pytest
import sqlalchemy as sa

import dialogues.core.db  # noqa: F401 - its listeners make connections safe
from dialogues import tables


@pytest.fixture
def engine(request, tmp_path):
    tables.gather()
    if request.config.getoption("--database") == "sqlite":
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'dialogues.sqlite3'}")
        yield engine
        engine.dispose()
        return
    server = sa.create_engine(os.environ["DIALOGUES_TEST_DATABASE_URL"], isolation_level="AUTOCOMMIT")
    name = f"dialogues_migrations_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine = sa.create_engine(server.url.set(database=name))
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()
