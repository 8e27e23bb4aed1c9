"""What every test may ask for: an application on an empty database, its session, and the cast.

`--database=postgresql` runs the tests marked `database` on the server named by DIALOGUES_TEST_DATABASE_URL.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues import tables
from dialogues.app import create_app
from dialogues.core.db import Base, db
from tests import factories
from tests.browser import Browser


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the same tests run on either database."""
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_configure() -> None:
    """Hear Ctrl-C, and let every server that is started hear it, though a shell began this run in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that touches the database, so that it runs on both."""
    for item in items:
        if "session" in getattr(item, "fixturenames", ()) and "e2e" not in item.keywords:
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def postgresql_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """A database of this worker's own on the PostgreSQL server, or None when tests run on SQLite."""
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    server = sa.make_url(os.environ["DIALOGUES_TEST_DATABASE_URL"])
    name = f"dialogues_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    own = server.set(database=name)
    tables.gather()
    own_engine = sa.create_engine(own)
    Base.metadata.create_all(own_engine)
    own_engine.dispose()
    yield own.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture
def app(tmp_path: Path, postgresql_url: str | None) -> Iterator[Flask]:
    """The application on an empty database, inside its context."""
    with _application(tmp_path, postgresql_url or "sqlite://") as app:
        yield app


@pytest.fixture
def shared(tmp_path: Path, postgresql_url: str | None) -> Iterator[Flask]:
    """The application on an empty database that several threads and processes can open: a file, or the server."""
    with _application(tmp_path, postgresql_url or "") as app:
        yield app


@contextmanager
def _application(tmp_path: Path, url: str) -> Iterator[Flask]:
    app = create_app(instance=tmp_path / "instance", settings={"DATABASE_URL": url})
    app.testing = True
    with app.app_context():
        if url.startswith("postgresql"):
            names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            db.session.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            db.session.commit()
        else:
            Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, one for the whole run: Playwright starts only once in a process."""
    from playwright.sync_api import expect, sync_playwright

    from tests.chromium import PATIENCE_MS, find_chromium

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-background-networking", "--no-first-run"],
        )
        yield browser
        browser.close()


@pytest.fixture
def session(app: Flask) -> Session:
    """The session of the test. Commit before a request; it expires what was read."""
    return db.session()


@pytest.fixture
def stranger(app: Flask, session: Session) -> Browser:
    """A browser of somebody who has not signed in."""
    return Browser(app, session)


@pytest.fixture
def administrator(app: Flask, session: Session) -> Browser:
    """A browser signed in as administrator."""
    return Browser(app, session).sign_in(factories.make_user("Adwoa Sarpong", role="administrator"))


@pytest.fixture
def organiser(app: Flask, session: Session) -> Browser:
    """A browser signed in as organiser of every event."""
    return Browser(app, session).sign_in(factories.make_user("Kwabena Osei", role="organiser"))


@pytest.fixture
def facilitator(app: Flask, session: Session) -> Browser:
    """A browser signed in as facilitator of every event."""
    return Browser(app, session).sign_in(factories.make_user("Faraja Mrema", role="facilitator"))


@pytest.fixture
def door(app: Flask, session: Session) -> Browser:
    """A browser signed in as door volunteer of every event."""
    return Browser(app, session).sign_in(factories.make_user("Esi Quaye", role="door"))


@pytest.fixture
def reporter(app: Flask, session: Session) -> Browser:
    """A browser signed in as reporter on every event."""
    return Browser(app, session).sign_in(factories.make_user("Lalao Rakoto", role="reporter"))


@pytest.fixture
def outsider(app: Flask, session: Session) -> Browser:
    """A browser signed in as somebody without any role."""
    return Browser(app, session).sign_in(factories.make_user("Musa Juma", role=None))


class QueryCount:
    """How many statements were sent to the database while a block ran, and which."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def number(self) -> int:
        """Statements sent, transactions and savepoints left out."""
        return len(self.statements)


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], AbstractContextManager[QueryCount]]:
    """Count the statements sent while a block runs, in whatever session."""

    @contextmanager
    def counting() -> Iterator[QueryCount]:
        count = QueryCount()

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
                count.statements.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield count
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return counting
