"""Letterheads of organisations, their logos, and whose logos stand on the papers of an event."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TEXTS = ("printed_name", "letter_address", "letter_footer")
_PLACES = ("first_id", "second_id", "third_id")


def upgrade() -> None:
    """Make the tables and columns; no organisation has a letterhead yet, and papers look as they did."""
    op.create_table(
        "logo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("unused_since", sa.DateTime(), nullable=True),
        sa.CheckConstraint("width BETWEEN 1 AND 600", name=op.f("ck_logo_width_to_print")),
        sa.CheckConstraint("height BETWEEN 1 AND 400", name=op.f("ck_logo_height_to_print")),
        sa.CheckConstraint("length(png) BETWEEN 1 AND 200000", name=op.f("ck_logo_light_enough")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logo")),
        sa.UniqueConstraint("sha256", name=op.f("uq_logo_sha256")),
    )
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("logo_id", sa.Integer(), nullable=True))
        for name in _TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=True))
        batch.create_foreign_key(op.f("fk_organisation_logo_id_logo"), "logo", ["logo_id"], ["id"])
    named = sa.text("logo_id IS NOT NULL")
    op.create_index(
        "ix_organisation_logo_id", "organisation", ["logo_id"], sqlite_where=named, postgresql_where=named
    )
    op.create_table(
        "paper_logos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("process_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _PLACES),
        sa.CheckConstraint("(event_id IS NULL) <> (process_id IS NULL)", name=op.f("ck_paper_logos_one_scope")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_paper_logos_event_id_event")),
        sa.ForeignKeyConstraint(["process_id"], ["process.id"], name=op.f("fk_paper_logos_process_id_process")),
        *(
            sa.ForeignKeyConstraint([name], ["organisation.id"], name=op.f(f"fk_paper_logos_{name}_organisation"))
            for name in _PLACES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_logos")),
        sa.UniqueConstraint("event_id", name=op.f("uq_paper_logos_event_id")),
        sa.UniqueConstraint("process_id", name=op.f("uq_paper_logos_process_id")),
    )
    for name in _PLACES:
        op.create_index(op.f(f"ix_paper_logos_{name}"), "paper_logos", [name])


def downgrade() -> None:
    """Forget letterheads and logos; organisations stay as they are called."""
    op.drop_table("paper_logos")
    op.drop_index("ix_organisation_logo_id", "organisation")
    with op.batch_alter_table("organisation") as batch:
        batch.drop_constraint(op.f("fk_organisation_logo_id_logo"), type_="foreignkey")
        for name in (*_TEXTS, "logo_id"):
            batch.drop_column(name)
    op.drop_table("logo")
