"""Phones, the codes that pair them, walk-ins they made, and what they handed in that waits for an organiser."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make the tables; a mark may carry the device's own count. Marks of before carry none."""
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("paired_at", sa.DateTime(), nullable=False),
        sa.Column("paired_by_id", sa.Integer(), nullable=True),
        sa.Column("paired_by_name", sa.Text(), nullable=False),
        sa.Column("app_version", sa.Text(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(), nullable=True),
        sa.Column("list_taken_at", sa.DateTime(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("clock_offset_s", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_device_event_id_event")),
        sa.ForeignKeyConstraint(["paired_by_id"], ["user.id"], name=op.f("fk_device_paired_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_device_token_digest")),
    )
    op.create_index(op.f("ix_device_event_id"), "device", ["event_id"])
    op.create_table(
        "pairing_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.Text(), nullable=False),
        sa.Column("device_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_pairing_code_event_id_event")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_pairing_code_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_code")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_pairing_code_code_digest")),
    )
    op.create_index(op.f("ix_pairing_code_event_id"), "pairing_code", ["event_id"])
    op.create_table(
        "walk_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("was_known", sa.Boolean(), nullable=False),
        sa.Column("looks_like_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_walk_in_event_id_event")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_walk_in_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["looks_like_id"], ["registration.id"], name=op.f("fk_walk_in_looks_like_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_in")),
    )
    op.create_index(op.f("ix_walk_in_event_id"), "walk_in", ["event_id"])
    op.create_index(op.f("ix_walk_in_registration_id"), "walk_in", ["registration_id"])
    op.create_table(
        "held_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("mark", "walk_in", name="held_kind"), nullable=False),
        sa.Column("mark_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("device", sa.Text(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("clock_offset_s", sa.Integer(), nullable=False),
        sa.Column("sent_by_name", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settlement", _choice("accepted", "discarded", "recorded", name="settlement"), nullable=True),
        sa.Column("settled_by_name", sa.Text(), nullable=True),
        sa.Column("settle_reason", sa.Text(), nullable=True),
        sa.Column("result_mark_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(settled_at IS NULL) = (settlement IS NULL)", name=op.f("ck_held_mark_settled_somehow")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_held_mark_event_id_event")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_held_mark_device_id_device")),
        sa.ForeignKeyConstraint(["result_mark_id"], ["mark.id"], name=op.f("fk_held_mark_result_mark_id_mark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_mark")),
        sa.UniqueConstraint("event_id", "fingerprint", name=op.f("uq_held_mark_event_id_fingerprint")),
    )
    op.create_index("ix_held_mark_event_id_mark_id", "held_mark", ["event_id", "mark_id"])
    op.add_column("mark", sa.Column("device_counter", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Forget phones and what is held; marks stay."""
    op.drop_column("mark", "device_counter")
    op.drop_table("held_mark")
    op.drop_table("walk_in")
    op.drop_table("pairing_code")
    op.drop_table("device")
