"""Views of a list kept under a name, how somebody likes a list best, and acts on many people at once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KINDS = ("confirm", "decline", "cancel", "restore", "group", "role", "language")
_REFUSALS = ("state", "same", "sector", "changed")


def upgrade() -> None:
    """Make the tables; nobody has kept or done anything yet."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("NOT is_shared OR event_id IS NOT NULL", name=op.f("ck_saved_view_shared_has_event")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_saved_view_event_id_event")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_saved_view_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index("ix_saved_view_event_id_page", "saved_view", ["event_id", "page"])
    op.create_index(op.f("ix_saved_view_owner_id"), "saved_view", ["owner_id"])
    op.create_table(
        "opening_view",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_opening_view_event_id_event")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_opening_view_user_id_user")),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_view.id"], name=op.f("fk_opening_view_view_id_saved_view"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "event_id", name=op.f("pk_opening_view")),
    )
    op.create_index(op.f("ix_opening_view_view_id"), "opening_view", ["view_id"])
    op.create_table(
        "list_habit",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=True),
        sa.Column("page_size", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "page_size IS NULL OR page_size IN (25, 50, 100)", name=op.f("ck_list_habit_page_size_is_offered")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_list_habit_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "page", name=op.f("pk_list_habit")),
    )
    op.create_table(
        "bulk_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("bulk_kind", _KINDS), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_bulk_act_done_by_id_user")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_bulk_act_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_act")),
    )
    op.create_index(op.f("ix_bulk_act_event_id"), "bulk_act", ["event_id"])
    op.create_table(
        "bulk_change",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("person_version", sa.Integer(), nullable=True),
        sa.Column("refusal", _choice("refusal", _REFUSALS), nullable=True),
        sa.CheckConstraint(
            "(version IS NULL) = (refusal IS NOT NULL)", name=op.f("ck_bulk_change_changed_or_refused")
        ),
        sa.CheckConstraint(
            "person_version IS NULL OR version IS NOT NULL", name=op.f("ck_bulk_change_directory_follows")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["bulk_act.id"], name=op.f("fk_bulk_change_act_id_bulk_act")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_bulk_change_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("act_id", "registration_id", name=op.f("pk_bulk_change")),
    )
    op.create_index(op.f("ix_bulk_change_registration_id"), "bulk_change", ["registration_id"])


def downgrade() -> None:
    """Forget the views, the habits and what was done to many at once; what it changed stays."""
    for table in ("bulk_change", "bulk_act", "list_habit", "opening_view", "saved_view"):
        op.drop_table(table)


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
