"""An index by which the list of participants is narrowed, and its tabs, letters and balance are counted."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NAME = "ix_registration_listed"


def upgrade() -> None:
    """Make the index; no row changes."""
    op.create_index(_NAME, "registration", ["event_id", "sector", "gender", "status", "role", "sort_key"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index(_NAME, table_name="registration")
