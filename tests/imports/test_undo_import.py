"""Taking an import back: everything as before, but for what was used or changed since."""

import uuid
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dialogues.attendance.models import Mark, MarkSource
from dialogues.attendance.services import NewMark, mark_many
from dialogues.audit.models import Entry
from dialogues.audit.services import Actor
from dialogues.core.spreadsheets import read_table, write_csv
from dialogues.imports import rules, services, undo_services
from dialogues.imports.decisions import Decisions
from dialogues.imports.models import ImportBatch, ImportChange, Undone
from dialogues.people.facts import PersonFacts
from dialogues.people.models import Organisation, Person
from dialogues.people.sectors import Sector
from dialogues.registration.models import Registration
from dialogues.registration.services import cancel, register_recognised
from tests.factories import make_event, make_organisation, make_person, make_registration

NOW = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
ADWOA = Actor(name="Adwoa Sarpong")
HEADS = ("Name", "Sector", "Organisation", "Phone")
TWO = (HEADS, ("Ama Serwaa", "MIN", "Bonsa Diggers", "0244123457"), ("Kofi Ɔsei", "GOV", "Minerals Commission", ""))


def take(session, event, *rows, said=None):
    table = read_table(write_csv(rows))
    outcome = services.import_good_rows(session, event, table, actor=ADWOA, at=NOW, said=said or Decisions())
    session.flush()
    session.expire_all()
    return outcome


def undo(session, outcome):
    taken = undo_services.undo_import(session, outcome.batch, actor=ADWOA, at=NOW)
    session.flush()
    session.expire_all()
    return taken


def rows_of(session, *tables):
    """Everything in these tables but version numbers."""
    return [
        [
            {key: value for key, value in row._mapping.items() if key != "version"}
            for row in session.execute(sa.select(table.__table__).order_by(table.id))
        ]
        for table in tables
    ]


def counts(session):
    return [session.scalar(sa.select(sa.func.count(table.id))) for table in (Registration, Person, Organisation)]


def test_an_import_that_is_taken_back_leaves_nothing_behind(session):
    event = make_event()
    make_organisation("Minerals Commission")
    before = rows_of(session, Registration, Person, Organisation)
    outcome = take(session, event, *TWO)
    assert counts(session) == [2, 2, 2]
    taken = undo(session, outcome)
    assert (taken.removed, taken.restored, taken.kept) == (2, 0, 0)
    assert rows_of(session, Registration, Person, Organisation) == before


def test_what_was_updated_is_as_before(session):
    event = make_event()
    make_registration(event, organisation="Bonsa Diggers", phone="+233201111111", notes="Vegetarian")
    before = rows_of(session, Registration, Person, Organisation)
    heads = ("Name", "Sector", "Organisation", "Position", "Gender", "Notes", "Role")
    outcome = take(session, event, heads, ("Ama Serwaa", "CSO", "Fair Gold", "Chair", "m", "By bus", "speaker"))
    assert outcome.updated == 1
    assert rows_of(session, Registration, Person, Organisation) != before
    taken = undo(session, outcome)
    assert (taken.removed, taken.restored, taken.kept) == (0, 1, 0)
    assert rows_of(session, Registration, Person, Organisation) == before


def test_somebody_known_stays_in_the_directory_as_they_were_known(session):
    event = make_event()
    make_person("Ama Serwaa", phone="+233244123457")
    before = rows_of(session, Registration, Person, Organisation)
    undo(session, take(session, event, *TWO[:2]))
    assert rows_of(session, Registration, Person, Organisation) == before


def test_who_was_marked_present_since_is_kept_with_what_they_need(session):
    event = make_event()
    outcome = take(session, event, *TWO)
    ama = session.scalar(sa.select(Registration).where(Registration.full_name == "Ama Serwaa"))
    mark = NewMark(id=uuid.uuid4(), day=event.days[0].day, source=MarkSource.DESK, registration_id=ama.id)
    mark_many(session, [mark], event_id=event.id, actor=ADWOA, at=NOW)
    session.flush()
    taken = undo(session, outcome)
    assert (taken.removed, taken.kept) == (1, 1)
    assert [one.full_name for one in session.scalars(sa.select(Registration))] == ["Ama Serwaa"]
    assert [one.name for one in session.scalars(sa.select(Organisation))] == ["Bonsa Diggers"]
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


def test_who_was_changed_since_is_kept(session):
    event = make_event()
    outcome = take(session, event, *TWO)
    kofi = session.scalar(sa.select(Registration).where(Registration.full_name == "Kofi Ɔsei"))
    cancel(session, kofi, actor=ADWOA, at=NOW)
    session.flush()
    assert undo(session, outcome).kept == 1
    assert [one.full_name for one in session.scalars(sa.select(Registration))] == ["Kofi Ɔsei"]


def test_an_update_that_was_changed_again_stays(session):
    event = make_event()
    registration = make_registration(event)
    outcome = take(session, event, ("Name", "Sector", "Position"), ("Ama Serwaa", "MIN", "Chair"))
    registration.position = "Treasurer"
    session.flush()
    assert (undo(session, outcome).kept, registration.position) == (1, "Treasurer")


def test_who_came_to_another_event_meanwhile_stays_in_the_directory(session):
    event, other = make_event(), make_event("obuasi")
    outcome = take(session, event, *TWO[:2])
    facts = PersonFacts(full_name="Ama Serwaa", sector=Sector.MIN, phone="0244123457")
    register_recognised(session, other, facts=facts, actor=ADWOA, at=NOW)
    session.flush()
    assert undo(session, outcome).removed == 1
    assert [one.event_id for one in session.scalars(sa.select(Registration))] == [other.id]
    assert counts(session) == [1, 1, 1]


def test_an_import_is_taken_back_once_and_can_be_done_again(session):
    event = make_event()
    outcome = take(session, event, *TWO)
    undo(session, outcome)
    with pytest.raises(rules.TakenBackAlready):
        undo_services.undo_import(session, outcome.batch, actor=ADWOA, at=NOW)
    assert take(session, event, *TWO).new == 2


def test_what_was_taken_back_is_in_the_journal_and_with_the_import(session):
    event = make_event()
    outcome = take(session, event, *TWO)
    undo(session, outcome)
    batch = session.get(ImportBatch, outcome.batch.id)
    assert (batch.undone_at, batch.undone_by_name, batch.new_count) == (NOW, "Adwoa Sarpong", 2)
    assert set(session.scalars(sa.select(ImportChange.undone))) == {Undone.REMOVED}
    actions = set(session.scalars(sa.select(Entry.action)))
    assert {"event.import_undone", "registration.removed", "person.removed", "organisation.removed"} <= actions


def test_an_earlier_import_of_the_same_people_is_not_taken_back_with_a_later_one(session):
    event = make_event()
    first = take(session, event, *TWO)
    second = take(session, event, (*HEADS, "Position"), (*TWO[1], "Chair"), ("Yaa Asantewaa", "CSO", "", "", ""))
    assert (second.new, second.updated) == (1, 1)
    undo(session, second)
    assert counts(session)[0] == 2
    assert (undo(session, first).removed, counts(session)) == (2, [0, 0, 0])


def test_the_number_of_questions_does_not_grow_with_the_people(session, count_queries):
    first, second = make_event(), make_event("obuasi")
    session.commit()

    def undo_counted(event, people):
        rows = ((f"Person {number} of {event.slug}", "GOV") for number in range(people))
        outcome = take(session, event, ("Name", "Sector"), *rows)
        session.refresh(outcome.batch)
        with count_queries() as counted:
            undo(session, outcome)
        return counted.number

    assert undo_counted(second, 40) == undo_counted(first, 2)
