"""How Alembic meets the database: the connection and its transaction are given by `core.schema`."""

from alembic import context

from dialogues import tables
from dialogues.core.db import Base

tables.gather()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transactional_ddl=True,
)
context.run_migrations()
