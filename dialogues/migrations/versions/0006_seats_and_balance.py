"""Seats, the order of the waiting list, offers of seats, and the balance that is wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SECTORS = ("GOV", "CSO", "ACA", "IND", "MIN", "OTH")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make the tables; number those who wait in the order in which they came, so that nobody loses a place."""
    op.create_table(
        "seat_plan",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("giving", _choice("giving", "automatic", "by_hand"), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("by_hand_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity IS NULL OR capacity >= 0", name=op.f("ck_seat_plan_capacity_not_negative")),
        sa.CheckConstraint("offer_hours > 0", name=op.f("ck_seat_plan_offer_stands")),
        sa.CheckConstraint("by_hand_days >= 0", name=op.f("ck_seat_plan_days_not_negative")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_seat_plan_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_seat_plan")),
    )
    op.create_table(
        "sector_seats",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sector", _choice("sector", *_SECTORS), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_sector_seats_capacity_not_negative")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_sector_seats_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "sector", name=op.f("pk_sector_seats")),
    )
    op.create_table(
        "balance_target",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(number IS NULL) <> (percent IS NULL)", name=op.f("ck_balance_target_number_or_share")
        ),
        sa.CheckConstraint("number IS NULL OR number >= 0", name=op.f("ck_balance_target_number_not_negative")),
        sa.CheckConstraint(
            "percent IS NULL OR (percent >= 0 AND percent <= 100)", name=op.f("ck_balance_target_share_of_hundred")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_balance_target_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "subject", name=op.f("pk_balance_target")),
    )
    op.create_table(
        "seat_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column(
            "state", _choice("offer_state", "open", "accepted", "declined", "expired", "withdrawn"), nullable=False
        ),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_seat_offer_event_id_event")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_seat_offer_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_offer")),
        sa.UniqueConstraint("token", name=op.f("uq_seat_offer_token")),
    )
    op.create_index(op.f("ix_seat_offer_registration_id"), "seat_offer", ["registration_id"])
    op.create_index("ix_seat_offer_event_id_state", "seat_offer", ["event_id", "state"])
    op.create_index("ix_seat_offer_state_expires_at", "seat_offer", ["state", "expires_at"])
    op.create_index(
        "uq_seat_offer_open",
        "seat_offer",
        ["registration_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    # A column that may be empty is added in place: no table is rebuilt.
    op.add_column("registration", sa.Column("queue_number", sa.Integer(), nullable=True))
    _number_those_who_wait()
    op.create_index(
        "uq_registration_event_id_queue_number", "registration", ["event_id", "queue_number"], unique=True
    )


def _number_those_who_wait() -> None:
    registration = sa.table(
        "registration",
        sa.column("id", sa.Integer),
        sa.column("event_id", sa.Integer),
        sa.column("status", sa.Text),
        sa.column("registered_at", sa.DateTime),
        sa.column("queue_number", sa.Integer),
    )
    connection = op.get_bind()
    chosen = (
        sa.select(registration.c.id, registration.c.event_id)
        .where(registration.c.status == "waiting")
        .order_by(registration.c.event_id, registration.c.registered_at, registration.c.id)
    )
    last: dict[int, int] = {}
    numbers = []
    for key, event_id in connection.execute(chosen):
        last[event_id] = last.get(event_id, 0) + 1
        numbers.append({"key": key, "number": last[event_id]})
    if numbers:
        connection.execute(
            sa.update(registration)
            .where(registration.c.id == sa.bindparam("key"))
            .values(queue_number=sa.bindparam("number")),
            numbers,
        )


def downgrade() -> None:
    """Forget seats, offers and targets; who waits is on the list as before."""
    op.drop_index("uq_registration_event_id_queue_number", table_name="registration")
    with op.batch_alter_table("registration") as batch:
        batch.drop_column("queue_number")
    for name in ("seat_offer", "balance_target", "sector_seats", "seat_plan"):
        op.drop_table(name)
