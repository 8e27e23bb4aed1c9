"""Whoever refers to a person, a registration or an organisation is found by an index, so removing many is no scan each."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OF_THE_FEW = (
    ("person", "merged_into_id"),
    ("registration", "merged_into_id"),
    ("application", "same_as_id"),
    ("walk_in", "looks_like_id"),
)


def upgrade() -> None:
    """Make the indexes; no row changes."""
    op.create_index(op.f("ix_registration_organisation_id"), "registration", ["organisation_id"])
    for table, column in _OF_THE_FEW:
        is_named = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=is_named, postgresql_where=is_named)


def downgrade() -> None:
    """Remove them."""
    for table, column in _OF_THE_FEW:
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_index(op.f("ix_registration_organisation_id"), "registration")
