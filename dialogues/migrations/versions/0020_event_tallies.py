"""Figures of events kept so that a report over many need not count them, and indexes that say whether they hold."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_IS_OF_TWO_PERSONS = sa.text("action IN ('person.merged', 'person.parted')")


def upgrade() -> None:
    """Make the table and the indexes; nothing is kept yet, so everything is counted."""
    op.create_table(
        "event_tally",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("came", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_tally_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_tally")),
    )
    op.create_index("ix_audit_entry_event_id_id", "audit_entry", ["event_id", "id"])
    op.create_index(
        "ix_audit_entry_of_two_persons",
        "audit_entry",
        ["action", "id"],
        sqlite_where=_IS_OF_TWO_PERSONS,
        postgresql_where=_IS_OF_TWO_PERSONS,
    )


def downgrade() -> None:
    """Forget what was kept; what it was counted from stays."""
    op.drop_index("ix_audit_entry_of_two_persons", table_name="audit_entry")
    op.drop_index("ix_audit_entry_event_id_id", table_name="audit_entry")
    op.drop_table("event_tally")
