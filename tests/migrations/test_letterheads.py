"""Letterheads come into a database that knows organisations and events, and both stay as they were."""

import pytest
import sqlalchemy as sa

from dialogues.core import schema
from tests.migrations.old_rows import NOW, insert, insert_registration, migrate, take_back


@pytest.mark.database
def test_organisations_of_before_have_no_letterhead_and_stay_as_they_were(engine):
    migrate(engine, to="0018")
    with engine.begin() as connection:
        insert_registration(connection, 1)
        insert(connection, "organisation", id=1, search_key=" bonsa mines")
        insert(connection, "organisation", id=2, search_key=" bonsa", alias_of_id=1)
    schema.bring_up_to_date(engine, at=NOW)
    with engine.connect() as connection:
        told = "SELECT search_key, alias_of_id, logo_id, printed_name, letter_address, letter_footer FROM organisation"
        kept = connection.execute(sa.text(f"{told} ORDER BY id")).all()
        assert [tuple(row) for row in kept] == [(" bonsa mines", *[None] * 5), (" bonsa", 1, *[None] * 4)]
        assert connection.execute(sa.text("SELECT count(*) FROM paper_logos")).scalar() == 0
    take_back(engine, to="0018")
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT search_key, alias_of_id FROM organisation ORDER BY id")).all()
        assert [tuple(row) for row in kept] == [(" bonsa mines", None), (" bonsa", 1)]
    assert not {"logo", "paper_logos"} & set(sa.inspect(engine).get_table_names())


@pytest.mark.database
def test_the_database_itself_refuses_a_heavy_logo_and_a_second_choice(engine):
    schema.bring_up_to_date(engine, at=NOW)
    with engine.begin() as connection:
        insert_registration(connection, 1, link_token="a")
        insert(connection, "process", id=1, slug="ghana")
        insert(connection, "logo", id=1, sha256="a", png=b"picture", width=600, height=400)
        insert(connection, "paper_logos", id=1, event_id=1)
        insert(connection, "paper_logos", id=2, process_id=1)
    refused: list[tuple[str, dict[str, object]]] = [
        ("logo", {"id": 2, "sha256": "b", "png": b"p", "width": 601, "height": 1}),
        ("logo", {"id": 2, "sha256": "b", "png": b"p", "width": 1, "height": 401}),
        ("logo", {"id": 2, "sha256": "b", "png": bytes(200_001), "width": 1, "height": 1}),
        ("logo", {"id": 2, "sha256": "a", "png": b"p", "width": 1, "height": 1}),
        ("paper_logos", {"id": 3, "event_id": 1}),
        ("paper_logos", {"id": 3, "process_id": 1}),
        ("paper_logos", {"id": 3, "event_id": 1, "process_id": 1}),
        ("paper_logos", {"id": 3}),
    ]
    for name, facts in refused:
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            insert(connection, name, **facts)
