"""Who sends a mail and what it belongs to; invitations and their letters."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a mail be claimed, grouped and withdrawn with others; make the tables of invitations."""
    with op.batch_alter_table("mail") as batch:
        batch.add_column(sa.Column("about", sa.Text(), nullable=True))
        batch.add_column(sa.Column("batch", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("claimed_by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("claimed_until", sa.DateTime(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_mail_claim_has_end"), "(claimed_by IS NULL) = (claimed_until IS NULL)"
        )
    op.create_index(op.f("ix_mail_about"), "mail", ["about"])
    op.create_index(op.f("ix_mail_batch"), "mail", ["batch"])

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("named_id", sa.Integer(), nullable=True),
        sa.Column("is_seat", sa.Boolean(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column(
            "sector",
            sa.Enum(
                "GOV", "CSO", "ACA", "IND", "MIN", "OTH",
                name="sector", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "open", "accepted", "declined", "substituted", "withdrawn",
                name="answer", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("is_seat OR registration_id IS NOT NULL", name=op.f("ck_invitation_person_or_seat")),
        sa.CheckConstraint(
            "NOT is_seat OR organisation_name IS NOT NULL", name=op.f("ck_invitation_seat_has_organisation")
        ),
        sa.CheckConstraint(
            "(answer IN ('open', 'withdrawn')) OR answered_at IS NOT NULL", name=op.f("ck_invitation_answer_has_time")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_invitation_event_id_event")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_invitation_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(["named_id"], ["registration.id"], name=op.f("fk_invitation_named_id_registration")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_invitation_registration_id")),
        sa.UniqueConstraint("token", name=op.f("uq_invitation_token")),
    )
    op.create_index("ix_invitation_event_id_answer", "invitation", ["event_id", "answer"])
    op.create_index(op.f("ix_invitation_named_id"), "invitation", ["named_id"])
    op.create_table(
        "invitation_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("signed_as", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_invitation_letter_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_letter")),
        sa.UniqueConstraint("event_id", "language", name=op.f("uq_invitation_letter_event_id_language")),
    )


def downgrade() -> None:
    """Forget the invitations, and who sends a mail."""
    op.drop_table("invitation_letter")
    op.drop_index(op.f("ix_invitation_named_id"), table_name="invitation")
    op.drop_index("ix_invitation_event_id_answer", table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_mail_batch"), table_name="mail")
    op.drop_index(op.f("ix_mail_about"), table_name="mail")
    with op.batch_alter_table("mail") as batch:
        batch.drop_constraint(op.f("ck_mail_claim_has_end"), type_="check")
        batch.drop_column("claimed_until")
        batch.drop_column("claimed_by")
        batch.drop_column("batch")
        batch.drop_column("about")
