"""Sessions stay on their day, under their number, when the builder comes; a number once given is never given again."""

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back

SPEAKER = "INSERT INTO session_person (id, agenda_session_id, name, role) VALUES (1, 1, 'Ama', 'lead')"


@pytest.mark.database
def test_sessions_of_before_stay_on_their_day_and_numbers_are_not_given_again(engine):
    migrate(engine, to="0015")
    with engine.begin() as connection:
        insert_registration(connection, 1)
        insert(connection, "event_day", id=1, event_id=1, kind="workshop")
        facts = {"day_id": 1, "kind": "plenary", "title": "Welcome"}
        for number in (1, 2):
            connection.execute(
                sa.text(
                    "INSERT INTO agenda_session (id, day_id, starts, ends, kind, title, version) "
                    "VALUES (:id, :day_id, '09:00:00', '10:00:00', :kind, :title, 3)"
                ),
                {"id": number, **facts},
            )
        connection.execute(sa.text(SPEAKER))
        connection.execute(sa.text("DELETE FROM agenda_session WHERE id = 2"))
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        row = connection.execute(sa.text("SELECT id, day_id, title, version, is_pinned, may_skip FROM agenda_session"))
        assert [tuple(one) for one in row] == [(1, 1, "Welcome", 3, False, False)]
        if connection.dialect.name == "sqlite":
            assert connection.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'agenda_session'")) == 2
    take_back(engine, to="0015")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT id, day_id FROM agenda_session")).all() == [(1, 1)]
        assert connection.execute(sa.text("SELECT count(*) FROM session_person")).scalar() == 1


@pytest.mark.database
def test_what_is_parked_is_forgotten_with_its_people_on_the_way_back(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert(connection, "event", id=1, slug="tarkwa", kind="dialogue", zone_name="Africa/Accra")
        connection.execute(
            sa.text(
                "INSERT INTO agenda_session (id, parked_in_id, starts, ends, kind, title, version, is_pinned, may_skip)"
                " VALUES (1, 1, '09:00:00', '10:00:00', 'plenary', 'A film', 1, false, false)"
            )
        )
        connection.execute(sa.text(SPEAKER))
    take_back(engine, to="0015")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM agenda_session")).scalar() == 0
        assert connection.execute(sa.text("SELECT count(*) FROM session_person")).scalar() == 0


@pytest.mark.database
def test_a_session_is_on_a_day_or_parked_and_never_both(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert(connection, "event", id=1, slug="tarkwa", kind="dialogue", zone_name="Africa/Accra")
    wrong = (
        "INSERT INTO agenda_session (id, starts, ends, kind, title, version, is_pinned, may_skip)"
        " VALUES (1, '09:00:00', '10:00:00', 'plenary', 'Nowhere', 1, false, false)"
    )
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.text(wrong))
