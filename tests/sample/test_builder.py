"""The sample programme: whole, the same for a given day, and everything in it that a newcomer should see."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import SessionPerson
from dialogues.agenda.queries import list_agenda
from dialogues.app import create_app
from dialogues.attendance import queries as attendance
from dialogues.core.db import Base, db, unit_of_work
from dialogues.directory.queries import list_proposals
from dialogues.events.logo_queries import list_on_papers
from dialogues.events.models import Event
from dialogues.people.models import StakeholderGroup
from dialogues.people.queries import find_organisation_by_name
from dialogues.people.sectors import Sector
from dialogues.registration import seat_queries
from dialogues.registration.models import Registration, Source, Status
from dialogues.sample import builder

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DEEP_NIGHT = datetime(2026, 11, 23, 0, 20, tzinfo=UTC)
SLUGS = {"london-2015", "ghana-2016", "shareasm-2017", "tanzania-2017", "madagascar", "ghana-today"}


def _built(folder, now):
    app = create_app(instance=folder, settings={"DATABASE_URL": ""})
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with unit_of_work() as session:
            builder.build(session, now=now)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    yield from _built(tmp_path_factory.mktemp("sample") / "instance", NOON)


@pytest.fixture
def live(built):
    return db.session.scalar(sa.select(Event).where(Event.slug == "ghana-today"))


def test_the_real_events_frames_are_there(built):
    assert set(db.session.scalars(sa.select(Event.slug))) == SLUGS
    assert set(db.session.scalars(sa.select(Event.is_sample))) == {True}


def test_loading_it_twice_changes_nothing(built):
    def counts():
        return {table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables}

    tables = Base.metadata.sorted_tables
    before = counts()
    db.session.commit()
    with unit_of_work() as session:
        assert builder.build(session, now=NOON) == 0
    assert counts() == before


def _content():
    return {
        table.name: sorted(map(repr, db.session.execute(sa.select(table)).all()))
        for table in Base.metadata.sorted_tables
    }


def test_the_same_day_gives_the_same_programme(built, tmp_path):
    first = _content()
    for _app in _built(tmp_path / "again", NOON):
        assert _content() == first


def test_another_day_gives_another_programme(built, tmp_path):
    first = _content()
    for _app in _built(tmp_path / "later", datetime(2026, 11, 24, 12, 0, tzinfo=UTC)):
        assert _content() != first


def test_the_third_day_of_one_dialogue_is_today(live):
    assert [str(day.day) for day in live.days] == ["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"]


def test_its_days_are_closed_open_begun_and_to_come(live):
    counts = attendance.day_counts(db.session(), live.id)
    assert [one.closed for one in counts] == [True, False, False, False]
    assert counts[1].not_recorded >= 2
    assert 0 < counts[2].present < counts[2].expected
    assert not counts[3].recorded


def test_somebody_never_came_and_somebody_came_for_half_a_day(live):
    states = attendance.list_day_states_for_report(db.session(), live.id)
    present = {row.registration_id for row in states if "present" in (row.morning, row.afternoon)}
    confirmed = set(
        db.session.scalars(
            sa.select(Registration.id).where(Registration.event_id == live.id, Registration.status == Status.CONFIRMED)
        )
    )
    assert confirmed - present
    assert any(row.morning == "present" and row.afternoon == "not_recorded" for row in states)


def test_it_has_a_substitute_walk_ins_and_every_state(live):
    rows = db.session.scalars(sa.select(Registration).where(Registration.event_id == live.id)).all()
    assert any(row.in_place_of_id for row in rows)
    assert sum(row.source is Source.WALK_IN for row in rows) == 2
    assert {row.status for row in rows} >= {
        Status.CONFIRMED,
        Status.WAITING,
        Status.APPLIED,
        Status.INVITED,
        Status.CANCELLED,
    }


def test_all_seats_of_miners_are_taken_some_wait_and_one_is_held_for_somebody_to_phone(live):
    room = seat_queries.count_room(db.session(), live.id)
    assert room.held(Sector.MIN) == room.plan.sectors[Sector.MIN]
    assert room.all_held < room.plan.capacity
    waiting = seat_queries.list_waiting(db.session(), live.id)
    assert [one.position for one in waiting if one.sector == "MIN"][:2] == [1, 2]
    assert [(one.by_mail, one.email) for one in waiting if one.offer_id] == [(False, None)]
    assert seat_queries.count_misplaced(db.session()) == 0


def test_a_person_or_a_room_is_twice_at_once_on_some_day(live):
    assert any(day.clashes for day in list_agenda(db.session(), live.id))


def test_a_speaker_is_named_who_is_not_registered(live):
    assert (
        db.session.scalar(sa.select(sa.func.count()).where(SessionPerson.name.is_not(None)).select_from(SessionPerson))
        == 1
    )


def test_chiefs_and_journalists_stand_under_their_groups(live):
    names = set(
        db.session.scalars(
            sa.select(StakeholderGroup.name).join(Registration).where(Registration.event_id == live.id).distinct()
        )
    )
    assert {"Traditional authorities and chiefs", "Media"} <= names


def test_names_in_all_the_letters_are_there(live):
    letters = set("".join(db.session.scalars(sa.select(Registration.full_name))))
    assert set("ƐɛƆɔŊŋƉɖƑƒƔɣƲʋ\u0304") <= letters


def test_everybody_can_be_told_to_be_invented(built):
    bodies = set(db.session.scalars(sa.select(Registration.organisation_name)))
    assert all(any(word in name for word in ("invent", "noforonina")) for name in bodies)


def test_a_double_and_two_cousins_are_proposed_and_a_body_has_two_names(built):
    pairs = {
        (one.first.person.full_name, one.second.person.full_name): [reason.value for reason in one.reasons]
        for page in (1, 2, 3, 4, 5)
        for one in list_proposals(db.session(), page=page).rows
    }
    assert pairs["Esi Aidoo Quansah", "Ɛsi Aidoo Quansah"] == ["same_name", "same_phone", "same_organisation"]
    assert pairs["Kojo Appiah Bonsu", "Abena Bonsu"] == ["same_phone", "same_organisation"]
    assert find_organisation_by_name(db.session(), "twmu (invented)").name == "Tarkwa Women Miners Union (invented)"


def test_people_come_back_to_the_same_country(live):
    twice = sa.select(Registration.person_id).group_by(Registration.person_id).having(sa.func.count() > 1).limit(1)
    assert db.session.scalar(twice) is not None


def test_states_of_days_agree_with_their_marks(built):
    assert attendance.recount(db.session()) == []


def test_in_the_small_hours_nobody_was_seen_in_the_future(tmp_path):
    for _app in _built(tmp_path / "night", DEEP_NIGHT):
        latest = db.session.scalar(sa.text("SELECT max(seen_at) FROM mark"))
        assert latest < "2026-11-23 00:20"


def test_the_papers_of_the_present_event_have_two_invented_logos(live):
    shown = list_on_papers(db.session(), live)
    assert [one.name for one in shown] == ["Friends of the Ankobra (invented)", "Fund for Fair Minerals (invented)"]
    assert all(one.logo_id for one in shown)
    assert "(invented)" in shown[0].address
