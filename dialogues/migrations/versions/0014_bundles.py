"""Events that travel between installations, and groups that were marked in one act."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_NAMED = (
    "event", "person", "place", "room", "question", "registration", "invitation", "agenda_session", "session_person",
)  # fmt: skip


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make the tables. Nothing that is there is touched; rows get their shared names when they first travel."""
    op.create_table(
        "group_arrival",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("part", _choice("whole_day", "morning", "afternoon", name="part"), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_group_arrival_event_id_event")),
        sa.ForeignKeyConstraint(["day_id"], ["event_day.id"], name=op.f("fk_group_arrival_day_id_event_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_arrival")),
    )
    op.create_index(op.f("ix_group_arrival_event_id"), "group_arrival", ["event_id"])
    op.create_index(op.f("ix_group_arrival_day_id"), "group_arrival", ["day_id"])
    op.create_table(
        "group_mark",
        sa.Column("mark_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_group_mark_mark_id_mark")),
        sa.ForeignKeyConstraint(["group_id"], ["group_arrival.id"], name=op.f("fk_group_mark_group_id_group_arrival")),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("pk_group_mark")),
    )
    op.create_index(op.f("ix_group_mark_group_id"), "group_mark", ["group_id"])
    op.create_table(
        "installation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("packed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "shared_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(f"{name}_id", sa.Integer(), nullable=True) for name in _NAMED),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_shared_name_{name}_id_{name}"), ondelete="CASCADE"
            )
            for name in _NAMED
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_name")),
        *(sa.UniqueConstraint(f"{name}_id", name=op.f(f"uq_shared_name_{name}_id")) for name in _NAMED),
    )
    op.create_table(
        "exchange",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.Uuid(), nullable=False),
        sa.Column("heard_of_us", sa.Integer(), nullable=False),
        sa.Column("packed", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("brought_at", sa.DateTime(), nullable=False),
        sa.Column("brought_by_name", sa.Text(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_exchange_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "other", name=op.f("pk_exchange")),
    )
    op.create_table(
        "heard_row",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("theirs", sa.JSON(), nullable=False),
        sa.Column("ours", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_heard_row_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "other", "kind", "key", name=op.f("pk_heard_row")),
    )
    op.create_table(
        "bundle_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("theirs", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_name", sa.Text(), nullable=True),
        sa.Column("taken", _choice("ours", "theirs", "both_changed", name="side"), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.CheckConstraint("(settled_at IS NULL) = (taken IS NULL)", name=op.f("ck_bundle_conflict_settled_somehow")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_bundle_conflict_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_conflict")),
    )
    op.create_index("ix_bundle_conflict_event_id_settled_at", "bundle_conflict", ["event_id", "settled_at"])


def downgrade() -> None:
    """Take the tables away again; events and marks stay."""
    for name in (
        "bundle_conflict", "heard_row", "exchange", "shared_name", "installation", "group_mark", "group_arrival",
    ):  # fmt: skip
        op.drop_table(name)
