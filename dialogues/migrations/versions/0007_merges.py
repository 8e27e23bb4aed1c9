"""Persons, registrations and organisations that were found to be one, and pairs that are not the same."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _kind() -> sa.Enum:
    return sa.Enum("person", "organisation", name="kind", native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make the tables of merges; let rows say which other row they have become."""
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("kept_name", sa.Text(), nullable=False),
        sa.Column("gone_name", sa.Text(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_name", sa.Text(), nullable=True),
        sa.CheckConstraint("kept_id <> gone_id", name=op.f("ck_merge_of_two")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_merge_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index("ix_merge_kind_kept_id", "merge", ["kind", "kept_id"])
    op.create_index("ix_merge_kind_gone_id", "merge", ["kind", "gone_id"])
    op.create_table(
        "not_same",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("said_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_not_same_in_order")),
        sa.ForeignKeyConstraint(["said_by_id"], ["user.id"], name=op.f("fk_not_same_said_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_same")),
        sa.UniqueConstraint("kind", "first_id", "second_id", name=op.f("uq_not_same_kind_first_id_second_id")),
    )
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_person_merged_into_id_person"), "person", ["merged_into_id"], ["id"])
        batch.create_check_constraint(op.f("ck_person_not_own_double"), "merged_into_id IS NULL OR merged_into_id <> id")
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("alias_of_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_organisation_alias_of_id_organisation"), "organisation", ["alias_of_id"], ["id"]
        )
        batch.create_check_constraint(op.f("ck_organisation_not_own_alias"), "alias_of_id IS NULL OR alias_of_id <> id")
        batch.create_index(op.f("ix_organisation_alias_of_id"), ["alias_of_id"])
    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.alter_column("event_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(
            op.f("fk_registration_merged_into_id_registration"), "registration", ["merged_into_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_registration_merged_has_no_event"), "(event_id IS NULL) = (merged_into_id IS NOT NULL)"
        )


def downgrade() -> None:
    """Forget what was merged: take every merge back before this.

    Fails, and changes nothing, while a registration is part of another: the old tables have no place for it.
    """
    with op.batch_alter_table("registration") as batch:
        batch.drop_constraint(op.f("ck_registration_merged_has_no_event"), type_="check")
        batch.drop_constraint(op.f("fk_registration_merged_into_id_registration"), type_="foreignkey")
        batch.alter_column("event_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("merged_into_id")
    with op.batch_alter_table("organisation") as batch:
        batch.drop_index(op.f("ix_organisation_alias_of_id"))
        batch.drop_constraint(op.f("ck_organisation_not_own_alias"), type_="check")
        batch.drop_constraint(op.f("fk_organisation_alias_of_id_organisation"), type_="foreignkey")
        batch.drop_column("alias_of_id")
    with op.batch_alter_table("person") as batch:
        batch.drop_constraint(op.f("ck_person_not_own_double"), type_="check")
        batch.drop_constraint(op.f("fk_person_merged_into_id_person"), type_="foreignkey")
        batch.drop_column("merged_into_id")
    op.drop_table("not_same")
    op.drop_index("ix_merge_kind_gone_id", table_name="merge")
    op.drop_index("ix_merge_kind_kept_id", table_name="merge")
    op.drop_table("merge")
