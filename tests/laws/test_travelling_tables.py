"""Whatever hangs on an event travels with it, or somebody said why it stays."""

from dialogues import tables
from dialogues.bundles.kinds import BY_NAME, LEFT_OUT
from dialogues.core.db import Base

# What belongs to the installation and to no event.
OF_THE_INSTALLATION = {
    "user", "sign_in", "sign_in_failure", "setup_code", "api_token", "sent_form", "list_habit", "import_source",
    "merge", "not_same", "installation",
}  # fmt: skip


def untold(known):
    """The tables that neither travel nor are said to stay."""
    tables.gather()
    return sorted(set(Base.metadata.tables) - known - set(LEFT_OUT) - OF_THE_INSTALLATION)


def test_every_table_travels_or_is_said_to_stay():
    assert untold(set(BY_NAME)) == []
    assert not set(BY_NAME) & set(LEFT_OUT)


def test_a_table_that_nobody_thought_of_is_noticed():
    assert untold(set(BY_NAME) - {"mark"}) == ["mark"]
