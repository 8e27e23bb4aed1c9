"""Sessions may be parked, pinned, skipped and shortened; days have hours and may run late; steps can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Numbers of sessions are never given twice: a rebuilt table goes on counting where the old one stood.
_AUTOINCREMENT = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Make room for what the builder keeps; every session stays on its day, under its number."""
    with op.batch_alter_table("event_day") as batch:
        batch.add_column(sa.Column("opens", sa.Time(), nullable=True))
        batch.add_column(sa.Column("closes", sa.Time(), nullable=True))
        batch.add_column(sa.Column("minutes_late", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_event_day_closes_after_opening"), "closes > opens")
        batch.create_check_constraint(op.f("ck_event_day_late_by_something"), "minutes_late > 0")
    counted = _last_number()
    with op.batch_alter_table("agenda_session", table_kwargs=_AUTOINCREMENT) as batch:
        batch.alter_column("day_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("parked_in_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("may_skip", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("minutes_min", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("expected", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_agenda_session_parked_in_id_event"), "event", ["parked_in_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_agenda_session_on_a_day_or_parked"), "(day_id IS NULL) <> (parked_in_id IS NULL)"
        )
        batch.create_check_constraint(op.f("ck_agenda_session_lasts_at_least_a_minute"), "minutes_min > 0")
        batch.create_check_constraint(op.f("ck_agenda_session_expects_somebody"), "expected > 0")
    _go_on_counting(counted)
    op.create_index(op.f("ix_agenda_session_parked_in_id"), "agenda_session", ["parked_in_id"])
    op.create_table(
        "travel_time",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_travel_time_each_pair_once")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_travel_time_takes_time")),
        sa.ForeignKeyConstraint(["first_id"], ["place.id"], name=op.f("fk_travel_time_first_id_place")),
        sa.ForeignKeyConstraint(["second_id"], ["place.id"], name=op.f("fk_travel_time_second_id_place")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_travel_time")),
    )
    op.create_index(op.f("ix_travel_time_second_id"), "travel_time", ["second_id"])
    op.create_table(
        "agenda_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_agenda_step_event_id_event")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_agenda_step_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_step")),
    )
    op.create_index("ix_agenda_step_event_id_made_by_id", "agenda_step", ["event_id", "made_by_id"])


def downgrade() -> None:
    """Forget what was parked, with its people; all other sessions stay."""
    op.drop_table("agenda_step")
    op.drop_table("travel_time")
    op.execute(
        "DELETE FROM session_person WHERE agenda_session_id IN (SELECT id FROM agenda_session WHERE day_id IS NULL)"
    )
    op.execute("DELETE FROM agenda_session WHERE day_id IS NULL")
    op.drop_index(op.f("ix_agenda_session_parked_in_id"), table_name="agenda_session")
    counted = _last_number()
    with op.batch_alter_table("agenda_session", table_kwargs=_AUTOINCREMENT) as batch:
        batch.drop_constraint(op.f("ck_agenda_session_on_a_day_or_parked"), type_="check")
        batch.drop_constraint(op.f("ck_agenda_session_lasts_at_least_a_minute"), type_="check")
        batch.drop_constraint(op.f("ck_agenda_session_expects_somebody"), type_="check")
        batch.drop_constraint(op.f("fk_agenda_session_parked_in_id_event"), type_="foreignkey")
        batch.drop_column("expected")
        batch.drop_column("minutes_min")
        batch.drop_column("may_skip")
        batch.drop_column("is_pinned")
        batch.drop_column("parked_in_id")
        batch.alter_column("day_id", existing_type=sa.Integer(), nullable=False)
    _go_on_counting(counted)
    with op.batch_alter_table("event_day") as batch:
        batch.drop_constraint(op.f("ck_event_day_late_by_something"), type_="check")
        batch.drop_constraint(op.f("ck_event_day_closes_after_opening"), type_="check")
        batch.drop_column("minutes_late")
        batch.drop_column("closes")
        batch.drop_column("opens")


def _last_number() -> int | None:
    """The highest number a session ever had; None on PostgreSQL, which rebuilds no table."""
    if op.get_bind().dialect.name != "sqlite":
        return None
    return op.get_bind().scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'agenda_session'"))


def _go_on_counting(number: int | None) -> None:
    if number is None:
        return
    bind = op.get_bind()
    bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'agenda_session'"))
    bind.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('agenda_session', :seq)"), {"seq": number})
