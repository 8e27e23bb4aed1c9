"""What several tests of figures and files need."""

import pytest

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.tokens import digest


@pytest.fixture
def api_token(app):
    """The header of a reporter's token."""
    facts = {"name": "script", "token_digest": digest("a-token"), "role": Role.REPORTER}
    db.session.add(ApiToken(**facts, made_at=clock.now(), ended_at=None))
    return {"Authorization": "Bearer a-token"}
