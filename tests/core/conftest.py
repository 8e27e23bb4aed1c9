"""What the tests of a served instance share."""

import pytest

from dialogues.accounts.access import Role
from dialogues.accounts.services import add_token
from dialogues.app import create_app
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.schema import bring_up_to_date
from tests import factories


@pytest.fixture
def prepared(tmp_path):
    """An instance on disk with an event, the badges of its people and a token for the door."""
    app = create_app(instance=tmp_path / "instance", settings={"DATABASE_URL": ""})
    with app.app_context():
        bring_up_to_date(db.engine, at=clock.now())
        event = factories.make_event()
        badges = [factories.make_registration(event, f"Person {number}").badge_code for number in range(20)]
        _token, secret = add_token(db.session(), name="door", role=Role.DOOR, actor=COMMAND_LINE, at=clock.now())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        yield app, badges, secret
        db.session.remove()
        db.engine.dispose()
