"""Mails that wait to be sent, and the address of each person's own page."""

import sqlalchemy as sa
from alembic import op

from dialogues.core.tokens import new_secret

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of mails; give everybody who is registered an address of their own."""
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                "withdrawn",
                name="mail_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_mail_event_id_event")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_mail_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_state_next_try_at", "mail", ["state", "next_try_at"])
    op.create_index("ix_mail_event_id_created_at", "mail", ["event_id", "created_at"])
    op.create_index(op.f("ix_mail_registration_id"), "mail", ["registration_id"])

    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("link_token", sa.Text(), nullable=True))
    registration = sa.table("registration", sa.column("id", sa.Integer), sa.column("link_token", sa.Text))
    connection = op.get_bind()
    ids = connection.scalars(sa.select(registration.c.id)).all()
    if ids:
        connection.execute(
            sa.update(registration)
            .where(registration.c.id == sa.bindparam("key"))
            .values(link_token=sa.bindparam("token")),
            [{"key": key, "token": new_secret()} for key in ids],
        )
    with op.batch_alter_table("registration") as batch:
        batch.alter_column("link_token", existing_type=sa.Text(), nullable=False)
        batch.create_unique_constraint(op.f("uq_registration_link_token"), ["link_token"])


def downgrade() -> None:
    """Forget the mails and the addresses."""
    with op.batch_alter_table("registration") as batch:
        batch.drop_constraint(op.f("uq_registration_link_token"), type_="unique")
        batch.drop_column("link_token")
    op.drop_index(op.f("ix_mail_registration_id"), table_name="mail")
    op.drop_index("ix_mail_event_id_created_at", table_name="mail")
    op.drop_index("ix_mail_state_next_try_at", table_name="mail")
    op.drop_table("mail")
