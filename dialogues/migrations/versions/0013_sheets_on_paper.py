"""Sign-in sheets that were printed, and what was read on them when they came back signed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make the tables. Sheets of before were not kept; one is kept when it is typed, if the list is still the same."""
    op.create_table(
        "printed_sheet",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("kept_by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_printed_sheet_event_id_event")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["user.id"], name=op.f("fk_printed_sheet_kept_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_sheet")),
    )
    op.create_index(op.f("ix_printed_sheet_event_id"), "printed_sheet", ["event_id"])
    op.create_table(
        "sheet_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Text(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("part", _choice("whole_day", "morning", "afternoon", name="part"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("says", _choice("signed", "not_signed", "excused", name="says"), nullable=False),
        sa.Column("typed_at", sa.DateTime(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=True),
        sa.Column("typed_by_name", sa.Text(), nullable=False),
        sa.Column("mark_id", sa.Uuid(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("reading IN (1, 2, 3)", name=op.f("ck_sheet_entry_known_reading")),
        sa.CheckConstraint("row_number > 0 AND version > 0", name=op.f("ck_sheet_entry_counted_from_one")),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_sheet_entry_mark_id_mark")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_sheet_entry_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["printed_sheet.id"], name=op.f("fk_sheet_entry_sheet_id_printed_sheet")),
        sa.ForeignKeyConstraint(["typed_by_id"], ["user.id"], name=op.f("fk_sheet_entry_typed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_entry")),
        sa.UniqueConstraint(
            "sheet_id", "reading", "is_walk_in", "row_number", "part", "version", name="uq_sheet_entry_version"
        ),
    )
    op.create_index(op.f("ix_sheet_entry_registration_id"), "sheet_entry", ["registration_id"])


def downgrade() -> None:
    """Forget sheets and what was read on them; the marks that followed stay."""
    op.drop_table("sheet_entry")
    op.drop_table("printed_sheet")
