"""Editions of agendas, links for the wall, what facilitators need of a session, and the Chatham House Rule."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns; nothing is published yet, and nothing that was planned is under the rule."""
    op.create_table(
        "agenda_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_by_name", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_agenda_edition_number_from_one")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_agenda_edition_event_id_event")),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_agenda_edition_published_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_edition")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_agenda_edition_event_id_number")),
    )
    op.create_table(
        "wall_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_wall_link_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_link")),
        sa.UniqueConstraint("token", name=op.f("uq_wall_link_token")),
    )
    op.create_index(op.f("ix_wall_link_event_id"), "wall_link", ["event_id"])
    for name in ("aim", "steps", "materials"):
        op.add_column("agenda_session", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("agenda_session", _flag())
    op.add_column("agenda_session", sa.Column("translations", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("event", _flag())


def downgrade() -> None:
    """Forget editions, links, and what was added to sessions; the plan itself stays."""
    op.drop_table("wall_link")
    op.drop_table("agenda_edition")
    op.drop_column("event", "is_chatham_house")
    for name in ("translations", "is_chatham_house", "materials", "steps", "aim"):
        op.drop_column("agenda_session", name)


def _flag() -> sa.Column[bool]:
    return sa.Column("is_chatham_house", sa.Boolean(), nullable=False, server_default=sa.false())
