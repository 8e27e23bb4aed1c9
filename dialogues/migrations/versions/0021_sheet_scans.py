"""Pictures of signed sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TYPES = sa.Enum(
    "application/pdf", "image/jpeg", "image/png",
    name="scan_type", native_enum=False, create_constraint=True, length=24,
)  # fmt: skip


def upgrade() -> None:
    """Make the table; no sheet has a picture yet."""
    op.create_table(
        "sheet_scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Text(), nullable=False),
        sa.Column("media_type", _TYPES, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("kept_by_name", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("size BETWEEN 1 AND 10000000", name=op.f("ck_sheet_scan_size_to_keep")),
        sa.ForeignKeyConstraint(["sheet_id"], ["printed_sheet.id"], name=op.f("fk_sheet_scan_sheet_id_printed_sheet")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["user.id"], name=op.f("fk_sheet_scan_kept_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_scan")),
        sa.UniqueConstraint("sheet_id", "sha256", name="uq_sheet_scan_sheet_id"),
    )
    op.create_index(op.f("ix_sheet_scan_sheet_id"), "sheet_scan", ["sheet_id"])


def downgrade() -> None:
    """Forget the pictures; sheets and what was read on them stay."""
    op.drop_table("sheet_scan")
