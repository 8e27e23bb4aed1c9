"""Pictures of signed sheets come into a database in which sheets were printed already."""

import uuid

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert_registration, migrate, take_back


@pytest.mark.database
def test_a_sheet_of_before_has_no_picture_and_may_have_one(engine):
    migrate(engine, to="0020")
    with engine.begin() as connection:
        insert_registration(connection, 1)
        connection.execute(
            sa.text(
                "INSERT INTO printed_sheet (id, event_id, day, paper, people, kept_at, kept_by_name) "
                "VALUES ('JFZ384PH', 1, '2016-01-19', 'a4', '[1]', '2016-01-18 17:00:00', 'Adjoa Baah')"
            )
        )
    schema.bring_up_to_date(engine, at=NOW)
    add = sa.text(
        "INSERT INTO sheet_scan (id, sheet_id, media_type, content, size, sha256, kept_at, kept_by_name) "
        "VALUES (:id, 'JFZ384PH', 'image/png', :content, :size, :sha256, '2016-01-19 17:00:00', 'Adjoa Baah')"
    ).bindparams(sa.bindparam("id", type_=sa.Uuid()), sa.bindparam("content", type_=sa.LargeBinary()))
    facts = {"content": b"x", "sha256": "a"}
    with engine.begin() as connection:
        connection.execute(add, facts | {"id": uuid_of(1), "size": 1})
    for wrong in ({"size": 0}, {"size": 10_000_001}, {"size": 1}):  # too light, too heavy, kept already
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            connection.execute(add, facts | {"id": uuid_of(2)} | wrong)
    take_back(engine, to="0020")
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT id FROM printed_sheet")).scalar() == "JFZ384PH"
    assert "sheet_scan" not in sa.inspect(engine).get_table_names()


def uuid_of(number):
    return uuid.UUID(int=number)
