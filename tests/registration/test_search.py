"""Who is found at the desk and in the list, in which order, and for which event."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core.tokens import new_badge_code
from dialogues.people.sectors import Sector
from dialogues.registration import list_queries, queries
from dialogues.registration.kinds import EventRole, Status
from dialogues.registration.list_columns import BY_CODE
from dialogues.registration.list_filters import Filters
from dialogues.registration.models import Registration
from tests.factories import make_event, make_group, make_organisation, make_registration


@pytest.fixture
def event(session: Session):
    event, other = make_event(), make_event("accra")
    make_registration(event, "Ɛsi Owusuaa Mensimah", organisation="Bonsa Women's Group", phone="+233244118207")
    make_registration(event, "Mensimah Esi", organisation="Prestea Diggers", status="cancelled", sector="GOV")
    make_registration(event, "Kofi Annor", organisation="Esikuma Council", role="speaker", sector="GOV")
    make_registration(other, "Ɛsi of Accra")
    return event


def _names(rows) -> list[str]:
    return [row.full_name for row in rows]


@pytest.mark.parametrize("typed", ("esi", "3si", "ESI", "Ɛsi"))
def test_the_confirmed_come_first_then_those_whose_name_begins_so(session, event, typed):
    assert _names(queries.search(session, event.id, typed, 10)) == [
        "Ɛsi Owusuaa Mensimah", "Kofi Annor", "Mensimah Esi",
    ]  # fmt: skip


def test_words_in_any_order_of_name_and_organisation_find_one(session, event):
    assert _names(queries.search(session, event.id, "wom mens bons", 10)) == ["Ɛsi Owusuaa Mensimah"]


def test_what_is_found_tells_two_equal_names_apart_and_nothing_else(session, event):
    (found,) = queries.search(session, event.id, "esi bonsa", 10)
    assert found._fields == ("id", "full_name", "honorific", "organisation_name", "sector", "status", "role")
    assert found.is_confirmed
    assert "244" not in repr(found)


@pytest.mark.parametrize("typed", ("", "  ", "?", "%", "accra", "kwame"))
def test_nothing_or_nonsense_finds_nobody(session, event, typed):
    assert queries.search(session, event.id, typed, 10) == []


def test_no_more_are_found_than_asked_for(session, event):
    assert len(queries.search(session, event.id, "esi", 2)) == 2


def test_a_badge_is_found_in_its_own_event_however_it_is_typed(session, event):
    code = new_badge_code()
    ama = make_registration(event, "Ama Serwaa", badge_code=code)
    other = make_event("kumasi")
    typed = f"{code[:4]} {code[4:8].lower()}-{code[8:]}".replace("0", "o").replace("1", "l")
    found = queries.find_by_badge(session, event.id, typed)
    assert found is not None
    assert found.id == ama.id
    assert queries.find_by_badge(session, other.id, code) is None
    assert queries.find_by_badge(session, event.id, "NOSUCHBADGE") is None


def listed(session, event, *, sort="name", **filters):
    condition = list_queries.wanted(event.id, Filters(**filters))
    return list_queries.list_lines(session, condition, columns=[BY_CODE["organisation"]], sort=sort)


def test_the_numbers_by_state_follow_the_filters(session, event):
    def count(**filters):
        return list_queries.count_by_status(session, event.id, Filters(**filters))

    assert count() == {**dict.fromkeys(Status, 0), Status.CONFIRMED: 2, Status.CANCELLED: 1}
    assert count(sector=Sector.GOV)[Status.CONFIRMED] == 1
    assert count(text="mens", status=Status.CONFIRMED)[Status.CANCELLED] == 1
    assert sum(count(role=EventRole.SPEAKER).values()) == 1


def test_a_number_is_searched_only_for_who_may_see_it(session, event):
    assert _names(listed(session, event, text="0244 118", by_phone=True)) == ["Ɛsi Owusuaa Mensimah"]
    assert listed(session, event, text="0244 118") == []


@pytest.mark.parametrize(
    ("sort", "first"),
    (
        ("name", "Ɛsi Owusuaa Mensimah"),
        ("-name", "Mensimah Esi"),
        ("sector", "Kofi Annor"),
        ("-sector", "Ɛsi Owusuaa Mensimah"),
        ("-status", "Mensimah Esi"),
    ),
)
def test_the_list_is_sorted_as_asked(session, event, sort, first):
    assert listed(session, event, sort=sort)[0].full_name == first


def test_a_list_by_organisation_goes_by_its_folded_name_and_ends_with_those_of_none(session):
    event = make_event()
    make_registration(event, "Ama Serwaa")
    for person, name in (("Kofi Annor", "Ɛsikuma Council"), ("Adwoa Sarpong", "Prestea Diggers")):
        make_registration(event, person, organisation=name, organisation_id=make_organisation(name).id)
    rows = listed(session, event, sort="organisation")
    assert [row.values[0] for row in rows] == ["Ɛsikuma Council", "Prestea Diggers", None]


def test_a_list_by_name_follows_the_sort_name_where_there_is_one(session):
    event = make_event()
    ama = make_registration(event, "Ama Serwaa")
    zinabu = make_registration(event, "Zinabu Alhassan")
    zinabu.sort_key = " alhassan zinabu"
    session.flush()
    assert [key for key, _name in queries.list_names(session, event.id)] == [zinabu.id, ama.id]


def test_names_leave_out_who_does_not_come(session, event):
    assert [name for _key, name in queries.list_names(session, event.id)] == ["Ɛsi Owusuaa Mensimah", "Kofi Annor"]


def test_a_registration_is_found_in_its_own_event_only(session, event):
    other = make_event("kumasi")
    (found,) = queries.search(session, event.id, "annor", 1)
    assert queries.find_registration(session, event.id, found.id) is not None
    assert queries.find_registration(session, other.id, found.id) is None
    assert queries.find_registration_to_change(session, other.id, found.id) is None


def test_what_is_exported_holds_group_organisation_and_everybody(session, event):
    group = make_group("Media", "OTH")
    make_registration(event, "Adwoa Sarpong", sector="OTH", stakeholder_group_id=group.id, organisation="Tarkwa FM")
    rows = queries.list_for_export(session, event.id)
    assert _names(rows) == ["Adwoa Sarpong", "Ɛsi Owusuaa Mensimah", "Kofi Annor", "Mensimah Esi"]
    assert (rows[0].stakeholder_group, rows[0].organisation) == ("Media", "Tarkwa FM")


def test_a_search_in_the_list_is_answered_from_its_own_index_and_never_goes_through_every_row(session, event):
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("Another database plans by how much there is.")
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    sa.event.listen(session.get_bind(), "before_cursor_execute", note)
    filters = Filters(text="esi", by_phone=True)
    counts, ids = list_queries.search_names(session, event.id, filters)
    sa.event.remove(session.get_bind(), "before_cursor_execute", note)
    lines = list_queries.list_lines(session, list_queries.among(ids), columns=())
    assert (counts[Status.CONFIRMED], counts[Status.CANCELLED]) == (2, 1)
    assert [line.id for line in lines] == ids
    assert sorted(_names(lines)) == ["Kofi Annor", "Mensimah Esi", "Ɛsi Owusuaa Mensimah"]
    for statement, parameters in asked:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert "COVERING INDEX ix_registration_searched (event_id=?)" in " ".join(row[3] for row in plan), statement


def test_a_search_in_one_state_still_counts_the_others(session, event):
    counts, ids = list_queries.search_names(session, event.id, Filters(text="esi", status=Status.CANCELLED))
    assert (counts[Status.CONFIRMED], counts[Status.CANCELLED], counts[Status.WAITING]) == (2, 1, 0)
    assert [session.get(Registration, key).status for key in ids] == [Status.CANCELLED]
