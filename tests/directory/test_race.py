"""Two at once: whoever comes second is told, nothing is half done, and nobody is left under a double."""

import threading
import uuid

import pytest
import sqlalchemy as sa

from dialogues.attendance import services as attendance
from dialogues.attendance.models import Mark, MarkSource
from dialogues.attendance.queries import recount
from dialogues.core.db import db, unit_of_work
from dialogues.directory import rules, services
from dialogues.directory.models import Merge
from dialogues.people.facts import PersonFacts
from dialogues.people.models import Person
from dialogues.people.sectors import Sector
from dialogues.registration import services as registrations
from dialogues.registration.models import Registration
from tests.directory.conftest import ADWOA, FIRST, NOW
from tests.factories import make_event, make_person, make_registration

pytestmark = pytest.mark.database
FACTS = PersonFacts(full_name="Esi Quaye", sector=Sector.MIN)


def merging(first_id, second_id):
    def act(session):
        return services.merge_persons(
            session, first_id=first_id, second_id=second_id, chosen={}, actor=ADWOA, at=NOW
        ).kept_id

    return act


def undoing(merge_id):
    return lambda session: services.undo_merge(session, merge_id, actor=ADWOA, at=NOW).still


def registering(event_id, person_id):
    def act(session):
        from dialogues.events.models import Event

        event = session.get(Event, event_id)
        return registrations.register(session, event, facts=FACTS, actor=ADWOA, at=NOW, person_id=person_id).person_id

    return act


def under_a_double():
    """Registrations on a list whose person is part of somebody else: nobody finds them in the directory."""
    hidden = sa.select(Registration.id).join(Registration.person)
    return list(
        db.session.scalars(hidden.where(Registration.event_id.is_not(None), Person.merged_into_id.is_not(None)))
    )


def test_the_same_merge_twice_at_once_is_made_once(shared, at_once):
    one, other = make_person("Esi Quaye").id, make_person("Esi Quaye").id
    results = at_once(merging(one, other), merging(other, one))
    assert sorted(map(type, results), key=str) == sorted([int, rules.MergedMeanwhile], key=str)
    assert db.session.scalar(sa.select(sa.func.count(Merge.id))) == 1


def test_two_merges_of_one_person_end_in_no_chain(shared, at_once):
    one, two, three = (make_person("Esi Quaye").id for _ in range(3))
    results = at_once(merging(one, two), merging(two, three))
    assert all(isinstance(one, int | rules.MergedMeanwhile) for one in results)
    into = dict(db.session.execute(sa.select(Person.id, Person.merged_into_id)).all())
    assert all(into[where] is None for where in into.values() if where is not None)


def test_a_mark_made_while_its_badge_is_merged_stands_under_the_one_registration(shared, at_once):
    event = make_event()
    older, newer = make_registration(event, "Esi Quaye"), make_registration(event, "Esi Quaye")
    event_id, badge, kept = event.id, newer.badge_code, older.id
    wanted = attendance.NewMark(id=uuid.uuid4(), day=FIRST, source=MarkSource.QR, badge_code=badge)

    def scan(session):
        return attendance.mark_many(session, [wanted], event_id=event_id, actor=ADWOA, at=NOW)[0].outcome

    results = at_once(merging(older.person_id, newer.person_id), scan)
    assert results[1] == "recorded", results
    assert db.session.scalars(sa.select(Mark.registration_id)).all() == [kept]
    assert recount(db.session()) == []


def test_somebody_put_on_a_list_while_they_are_merged_is_under_the_one_person(shared, at_once):
    event_id = make_event().id
    one, other = make_person("Esi Quaye").id, make_person("Esi Quaye").id
    results = at_once(merging(one, other), registering(event_id, other))
    assert not [result for result in results if isinstance(result, Exception)], results
    assert under_a_double() == []


def test_an_undo_sent_twice_at_once_is_done_once(shared, at_once):
    one, other = make_person("Esi Quaye").id, make_person("Esi Quaye").id
    db.session.commit()
    with unit_of_work() as session:
        merging(one, other)(session)
    merge_id = db.session.scalar(sa.select(Merge.id))
    results = at_once(undoing(merge_id), undoing(merge_id))
    assert sorted(map(type, results), key=str) == sorted([list, rules.TakenBackAlready], key=str)


def test_without_the_lock_somebody_would_be_left_under_a_double(shared, request, monkeypatch):
    """The control: who is read and not held can be merged away before the list is written. SQLite has one writer."""
    if request.config.getoption("--database") == "sqlite":
        pytest.skip("one writer at a time: there is nothing to come in between")
    event_id = make_event().id
    one, other = make_person("Esi Quaye").id, make_person("Esi Quaye").id
    db.session.commit()
    was_read, is_merged = threading.Event(), threading.Event()

    def read_and_wait(session, person_id):
        found = session.get(Person, person_id)
        was_read.set()
        assert is_merged.wait(timeout=30)
        return found

    monkeypatch.setattr(registrations, "find_person_to_register", read_and_wait)
    monkeypatch.setattr("dialogues.people.services.change_person", lambda *_args, **_more: None)

    def register():
        with shared.app_context():
            with unit_of_work() as session:
                registering(event_id, other)(session)
            db.session.remove()

    thread = threading.Thread(target=register)
    thread.start()
    assert was_read.wait(timeout=30)
    with unit_of_work() as session:
        merging(one, other)(session)
    is_merged.set()
    thread.join()
    assert len(under_a_double()) == 1
