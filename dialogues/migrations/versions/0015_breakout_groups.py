"""Rounds of breakout groups: the groups, who is in which, and who is to be kept apart or together."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _level(name: str) -> sa.Enum:
    return _choice("off", "normal", "high", name=name)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "group_bond",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("apart", "together", name="bond_kind"), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_group_bond_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_bond")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_group_bond_event_id"), "group_bond", ["event_id"])
    op.create_table(
        "group_bond_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bond_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bond_id"], ["group_bond.id"], name=op.f("fk_group_bond_person_bond_id_group_bond")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_group_bond_person_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_bond_person")),
        sa.UniqueConstraint("bond_id", "registration_id", name=op.f("uq_group_bond_person_bond_id_registration_id")),
    )
    op.create_index(op.f("ix_group_bond_person_registration_id"), "group_bond_person", ["registration_id"])
    op.create_table(
        "group_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agenda_session_id", sa.Integer(), nullable=True),
        sa.Column("who", _choice("confirmed", "present", name="who"), nullable=False),
        sa.Column("has_guests", sa.Boolean(), nullable=False),
        sa.Column("sector", _level("sector"), nullable=False),
        sa.Column("organisation", _level("organisation"), nullable=False),
        sa.Column("gender", _level("gender"), nullable=False),
        sa.Column("stakeholder_group", _level("stakeholder_group"), nullable=False),
        sa.Column("language", _level("language"), nullable=False),
        sa.Column("meeting", _level("meeting"), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_group_round_number_from_one")),
        sa.ForeignKeyConstraint(
            ["agenda_session_id"],
            ["agenda_session.id"],
            name=op.f("fk_group_round_agenda_session_id_agenda_session"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_group_round_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_round")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_group_round_event_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_group_round_agenda_session_id"), "group_round", ["agenda_session_id"])
    op.create_table(
        "round_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("facilitator_id", sa.Integer(), nullable=True),
        sa.Column("rapporteur_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["facilitator_id"], ["registration.id"], name=op.f("fk_round_group_facilitator_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["rapporteur_id"], ["registration.id"], name=op.f("fk_round_group_rapporteur_id_registration")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["group_round.id"], name=op.f("fk_round_group_round_id_group_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_group")),
        sa.UniqueConstraint("round_id", "facilitator_id", name=op.f("uq_round_group_round_id_facilitator_id")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_round_group_round_id_id")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_round_group_round_id_position")),
        sa.UniqueConstraint("round_id", "rapporteur_id", name=op.f("uq_round_group_round_id_rapporteur_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_round_group_facilitator_id"), "round_group", ["facilitator_id"])
    op.create_index(op.f("ix_round_group_rapporteur_id"), "round_group", ["rapporteur_id"])
    op.create_table(
        "group_placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_because", _choice("left", "taken_out", name="closed_because"), nullable=True),
        sa.Column("told_group", sa.Text(), nullable=True),
        sa.Column("told_room", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_because IS NULL)", name=op.f("ck_group_placement_closed_for_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_group_placement_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "group_id"],
            ["round_group.round_id", "round_group.id"],
            name=op.f("fk_group_placement_round_id_group_id_round_group"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["group_round.id"], name=op.f("fk_group_placement_round_id_group_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_placement")),
        sa.UniqueConstraint("round_id", "registration_id", name=op.f("uq_group_placement_round_id_registration_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_group_placement_group_id", "group_placement", ["group_id"])
    op.create_index("ix_group_placement_registration_id", "group_placement", ["registration_id"])


def downgrade() -> None:
    """Forget all rounds; everybody registered stays."""
    for name in ("group_placement", "round_group", "group_round", "group_bond_person", "group_bond"):
        op.drop_table(name)
