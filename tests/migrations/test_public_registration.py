"""Who was registered and what they agreed to before there was a public form is still there with it, and without it."""

import pytest

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back

_CONSENTS = "SELECT registration_id, purpose, answer FROM consent ORDER BY id"


@pytest.mark.database
def test_consents_written_down_by_hand_name_no_wording_and_are_kept(engine):
    migrate(engine, to="0002")
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a")
        insert_registration(connection, 2, link_token="b")
        insert(connection, "consent", id=1, registration_id=1, purpose="photo", answer="no")
        insert(connection, "consent", id=2, registration_id=2, purpose="contact", answer="yes")
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(_CONSENTS).all() == [(1, "photo", "no"), (2, "contact", "yes")]
        assert set(connection.exec_driver_sql("SELECT wording_id FROM consent").scalars()) == {None}
        assert set(connection.exec_driver_sql("SELECT needs FROM registration").scalars()) == {None}
    take_back(engine, to="0002")
    with engine.connect() as connection:
        assert connection.exec_driver_sql(_CONSENTS).all() == [(1, "photo", "no"), (2, "contact", "yes")]
        assert connection.exec_driver_sql("SELECT count(*) FROM registration").scalar() == 2
