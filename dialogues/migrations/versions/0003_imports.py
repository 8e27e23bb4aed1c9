"""What each import did, and what is remembered of the files it came from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make the tables of imports. Imports done before are not in them: they cannot be taken back."""
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_by_name", sa.Text(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("updated_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("left_out_count", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_import_batch_event_id_event")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user.id"], name=op.f("fk_import_batch_imported_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_event_id_id", "import_batch", ["event_id", "id"])
    op.create_table(
        "import_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("registration", "person", "organisation", name="import_kind"), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("deed", _choice("added", "changed", "matched", name="import_deed"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("row_key", sa.Text(), nullable=True),
        sa.Column("undone", _choice("removed", "restored", "kept", name="import_undone"), nullable=True),
        sa.CheckConstraint(
            "(deed = 'changed') = (before IS NOT NULL)", name=op.f("ck_import_change_changed_has_before")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_change_batch_id_import_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_change")),
        sa.UniqueConstraint("batch_id", "kind", "row_id", name=op.f("uq_import_change_batch_id_kind_row_id")),
    )
    op.create_table(
        "import_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_source")),
        sa.UniqueConstraint("key", name=op.f("uq_import_source_key")),
    )
    # Removing a registration asks whether anybody refers to it: without an index that reads the whole table each time.
    op.create_index(op.f("ix_registration_in_place_of_id"), "registration", ["in_place_of_id"])
    op.create_index(op.f("ix_session_mark_registration_id"), "session_mark", ["registration_id"])


def downgrade() -> None:
    """Forget what imports did."""
    op.drop_index(op.f("ix_session_mark_registration_id"), table_name="session_mark")
    op.drop_index(op.f("ix_registration_in_place_of_id"), table_name="registration")
    op.drop_table("import_source")
    op.drop_table("import_change")
    op.drop_index("ix_import_batch_event_id_id", table_name="import_batch")
    op.drop_table("import_batch")
