"""The registration form that anybody may fill in, its questions and answers, and the wording of consent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _codes(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make the tables of the public form; a consent may name the words it was given to."""
    op.create_table(
        "consent_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("list_sharing", sa.Text(), nullable=True),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("recording", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_consent_wording_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_wording")),
        sa.UniqueConstraint("event_id", "language", "number", name=op.f("uq_consent_wording_event_id_language_number")),
    )
    op.create_table(
        "public_form",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at",
            name=op.f("ck_public_form_closes_after_opening"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_public_form_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_public_form")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind", _codes("text", "long_text", "choice", "choices", "yes_no", name="question_kind"), nullable=False
        ),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("help_text", sa.Text(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("translations", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("shown_if_id", sa.Integer(), nullable=True),
        sa.Column("shown_if_answer", sa.Text(), nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(shown_if_id IS NULL) = (shown_if_answer IS NULL)", name=op.f("ck_question_whole_condition")
        ),
        sa.CheckConstraint(
            "shown_if_id IS NULL OR shown_if_id <> id", name=op.f("ck_question_not_its_own_condition")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_question_event_id_event")),
        sa.ForeignKeyConstraint(["shown_if_id"], ["question.id"], name=op.f("fk_question_shown_if_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_event_id"), "question", ["event_id"])
    op.create_table(
        "sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("phone_key", sa.Text(), nullable=True),
        sa.Column("words_key", sa.Text(), nullable=True),
        sa.Column("was_held", sa.Boolean(), nullable=False),
        sa.Column("was_mailed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_sending_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending")),
    )
    op.create_index("ix_sending_event_id_at", "sending", ["event_id", "at"])
    op.create_index("ix_sending_email_key_at", "sending", ["email_key", "at"])
    op.create_table(
        "application",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "shown_as",
            _codes("invited", "applied", "confirmed", "waiting", "declined", "cancelled", name="status"),
            nullable=False,
        ),
        sa.Column(
            "hold_reason",
            _codes(
                "possible_duplicate", "shared_contact", "same_words", "link_in_name", "surge", name="hold_reason"
            ),
            nullable=True,
        ),
        sa.Column("same_as_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_application_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["same_as_id"], ["registration.id"], name=op.f("fk_application_same_as_id_registration")
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_application")),
    )
    op.create_table(
        "erasure_request",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_erasure_request_answered_by_id_user")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_erasure_request_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_erasure_request")),
    )
    op.create_table(
        "given_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_given_answer_question_id_question")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_given_answer_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_answer")),
        sa.UniqueConstraint(
            "registration_id", "question_id", name=op.f("uq_given_answer_registration_id_question_id")
        ),
    )
    op.create_index(op.f("ix_given_answer_question_id"), "given_answer", ["question_id"])
    with op.batch_alter_table("consent") as batch:
        batch.add_column(sa.Column("wording_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_consent_wording_id_consent_wording"), "consent_wording", ["wording_id"], ["id"]
        )
    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("needs", sa.Text(), nullable=True))


def downgrade() -> None:
    """Forget the form, its questions and what was answered; registrations and consents stay."""
    with op.batch_alter_table("registration") as batch:
        batch.drop_column("needs")
    with op.batch_alter_table("consent") as batch:
        batch.drop_constraint(op.f("fk_consent_wording_id_consent_wording"), type_="foreignkey")
        batch.drop_column("wording_id")
    op.drop_index(op.f("ix_given_answer_question_id"), table_name="given_answer")
    op.drop_table("given_answer")
    op.drop_table("erasure_request")
    op.drop_table("application")
    op.drop_index("ix_sending_email_key_at", table_name="sending")
    op.drop_index("ix_sending_event_id_at", table_name="sending")
    op.drop_table("sending")
    op.drop_index(op.f("ix_question_event_id"), table_name="question")
    op.drop_table("question")
    op.drop_table("public_form")
    op.drop_table("consent_wording")
