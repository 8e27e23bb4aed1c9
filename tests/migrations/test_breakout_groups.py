"""An old database gets the tables of breakout groups; what cannot be is refused there."""

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back

PREVIOUS = "0014"
ROUND = {"event_id": 1, "who": "confirmed", "has_guests": False} | dict.fromkeys(
    ("sector", "organisation", "gender", "stakeholder_group", "language", "meeting"), "normal"
)
OPEN = {"group_id": 1, "closed_at": None, "closed_because": None}


def a_round(connection):
    for number in (1, 2):
        insert_registration(connection, number, link_token=f"LINK{number}", queue_number=None)
    insert(connection, "group_round", id=1, number=1, agenda_session_id=None, **ROUND)
    insert(connection, "round_group", id=1, round_id=1, position=0, facilitator_id=1)
    insert(connection, "group_placement", id=1, round_id=1, registration_id=1, **OPEN)


@pytest.mark.database
def test_people_of_before_can_be_placed_and_stay_when_groups_are_forgotten(engine):
    migrate(engine, to=PREVIOUS)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        a_round(connection)
        insert(connection, "group_bond", id=1, event_id=1, kind="apart")
        insert(connection, "group_bond_person", id=1, bond_id=1, registration_id=1)
    take_back(engine, to=PREVIOUS)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM registration").scalar() == 2


@pytest.mark.database
@pytest.mark.parametrize(
    ("table", "facts"),
    (
        ("group_placement", {"id": 2, "round_id": 1, "registration_id": 1} | OPEN),
        ("group_placement", {"id": 2, "round_id": 1, "registration_id": 2} | OPEN | {"closed_because": "left"}),
        ("group_placement", {"id": 2, "round_id": 1, "registration_id": 2} | OPEN | {"group_id": 9}),
        ("group_round", {"id": 2, "number": 1} | ROUND),
        ("group_round", {"id": 2, "number": 0} | ROUND),
        ("group_round", {"id": 2, "number": 2} | ROUND | {"sector": "very"}),
        ("round_group", {"id": 2, "round_id": 1, "position": 1, "facilitator_id": 1}),
        ("round_group", {"id": 2, "round_id": 1, "position": 0}),
        ("group_bond", {"id": 1, "event_id": 1, "kind": "perhaps"}),
    ),
    ids=(
        "twice in a round", "closed for no time", "a group that is not", "a number twice", "round nought",
        "no such level", "leads two groups", "a place twice", "no such wish",
    ),
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused(engine, table, facts):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        a_round(connection)
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        insert(connection, table, **facts)


@pytest.mark.database
def test_the_same_person_may_sit_in_another_round(engine):
    """The control of the test above: what may be is not refused."""
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        a_round(connection)
        insert(connection, "group_round", id=2, number=2, agenda_session_id=None, **ROUND)
        insert(connection, "round_group", id=2, round_id=2, position=0, facilitator_id=1)
        insert(connection, "group_placement", id=2, round_id=2, registration_id=1, **(OPEN | {"group_id": 2}))
