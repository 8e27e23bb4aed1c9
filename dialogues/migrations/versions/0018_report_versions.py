"""Reports as they were issued: numbered, dated, with their figures as they were."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing was issued yet."""
    op.create_table(
        "report_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_by_name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_report_version_number_from_one")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_report_version_whole_hash")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_report_version_event_id_event")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["user.id"], name=op.f("fk_report_version_issued_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_report_version_event_id_number")),
    )


def downgrade() -> None:
    """Forget what was issued; what it was counted from stays."""
    op.drop_table("report_version")
