"""A merge is taken back exactly; what came since stays where it is and is named."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogues.accounts.access import Permission
from dialogues.attendance.queries import day_counts, recount
from dialogues.audit.models import Entry
from dialogues.core.db import Base
from dialogues.core.errors import NotFoundHere
from dialogues.directory import rules
from dialogues.people.models import Person
from dialogues.people.queries import list_people
from dialogues.registration import queries
from dialogues.registration.models import Consent, ConsentAnswer, Purpose
from dialogues.reports.exports import List, list_file, list_objects
from dialogues.reports.files import FileFormat
from tests.directory.conftest import FIRST, NOW, SECOND, content
from tests.factories import make_event, make_person, make_registration


def _exports(session, event):
    files = []
    for which in List:
        objects = list_objects(session, event, which, permissions=frozenset(Permission))
        files += [list_file(objects, which, form) for form in (FileFormat.CSV, FileFormat.JSON, FileFormat.HXL)]
    return files


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def twice(session, mark, event):
    """One woman, twice on the list of one event, seen under both registrations."""
    older = make_registration(event, "Esi Quaye", phone="+233201234567")
    newer = make_registration(event, "Ɛsi Quaye", email="esi@example.org")
    mark(event.id, registration_id=older.id, part="morning")
    mark(event.id, registration_id=newer.id, part="morning", at=NOW + timedelta(hours=1), status="excused")
    mark(event.id, registration_id=newer.id, day=SECOND)
    session.commit()
    return older, newer


def test_the_totals_count_one_person_with_the_days_of_both(session, merge, event, twice):
    older, newer = twice
    before = day_counts(session, event.id)
    merge(older.person_id, newer.person_id)
    after = day_counts(session, event.id)
    assert [day.expected for day in before] == [2, 2, 2]
    assert [day.expected for day in after] == [1, 1, 1]
    assert sum(day.present for day in after) == 1  # the morning they share is excused: the later mark says so
    assert recount(session) == []


def test_exports_are_byte_for_byte_what_they_were(session, merge, undo, event, twice):
    older, newer = twice
    before, exports = content(), _exports(session, event)
    done = merge(older.person_id, newer.person_id, described_by=[newer.id])
    assert _exports(session, event) != exports
    undo(done.id)
    assert _exports(session, event) == exports
    assert content() == before


def test_what_was_changed_since_stays_and_is_named(session, merge, undo, mark, event, twice):
    older, newer = twice
    person = session.get(Person, older.person_id)
    newer.person.email, newer.person.position = "esi@example.org", "Chair"
    done = merge(older.person_id, newer.person_id)
    person.position = "Treasurer"
    session.commit()
    mark(event.id, badge_code=newer.badge_code, day=SECOND, at=NOW + timedelta(hours=5), status="absent")
    undone = undo(done.id)
    assert dict(undone.still) == {"position": "Treasurer", "marks": 1}
    assert (person.position, person.email) == ("Treasurer", None)
    assert (newer.person.position, newer.event_id) == ("Chair", event.id)
    assert recount(session) == []


def test_answers_about_consent_are_again_those_of_each(session, merge, undo, event, twice):
    older, newer = twice
    for one, answer in ((older, "no"), (newer, "yes")):
        session.add(
            Consent(registration_id=one.id, purpose=Purpose.PHOTO, answer=ConsentAnswer(answer), recorded_at=NOW)
        )
    session.commit()
    undo(merge(older.person_id, newer.person_id).id)
    said = [queries.find_consents(session, one.id)[Purpose.PHOTO].answer for one in twice]
    assert said == [ConsentAnswer.NO, ConsentAnswer.YES]


def test_a_merge_is_taken_back_once_and_the_later_one_first(merge, undo):
    one, other, third = make_person("Esi Quaye"), make_person("Esi Quaye"), make_person("Esi Quaye")
    earlier = merge(other.id, third.id)
    later = merge(one.id, other.id)
    with pytest.raises(rules.LaterMerge):
        undo(earlier.id)
    undo(later.id)
    undo(earlier.id)
    with pytest.raises(rules.TakenBackAlready):
        undo(earlier.id)
    with pytest.raises(NotFoundHere):
        undo(99_999)


def test_a_chain_of_merges_is_taken_back_exactly(session, merge, undo, mark, event, twice):
    older, newer = twice
    third = make_registration(event, "Esi Q.")
    mark(event.id, registration_id=third.id, day=SECOND, part="afternoon")
    session.commit()
    before = content()
    first = merge(newer.person_id, third.person_id)
    second = merge(older.person_id, newer.person_id)
    assert {row.merged_into_id for row in session.scalars(sa.select(Person)) if row.id != older.person_id} == {
        older.person_id
    }
    undo(second.id)
    undo(first.id)
    assert content() == before


def test_the_journal_tells_of_the_merge_and_of_its_undoing(session, merge, undo, twice):
    older, newer = twice
    undo(merge(older.person_id, newer.person_id).id)
    actions = list(
        session.scalars(sa.select(Entry.action).where(Entry.actor_name == "Adwoa Sarpong").order_by(Entry.id))
    )
    assert [one for one in actions if not one.startswith("attendance")] == [
        "registration.united",
        "person.merged",
        "registration.parted",
        "person.parted",
    ]


_MARK = st.tuples(
    st.integers(0, 2),  # whose
    st.sampled_from([FIRST, SECOND]),
    st.sampled_from(["morning", "afternoon", "whole_day"]),
    st.sampled_from(["present", "excused", "absent", "withdrawn"]),
    st.integers(0, 3),  # hours later
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=st.lists(_MARK, max_size=8), order=st.permutations([0, 1, 2]), data=st.data())
def test_merging_and_taking_back_changes_nothing_and_the_order_of_three_does_not_matter(
    session, merge, undo, mark, marks, order, data
):
    """Whatever was recorded of three registrations of one person."""
    session.rollback()
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(sa.delete(table))
    session.commit()
    session.expunge_all()
    event = make_event()
    rows = [make_registration(event, name) for name in ("Esi Quaye", "Ɛsi Quaye", "3si Quaye")]
    ids, people = [row.id for row in rows], [row.person_id for row in rows]
    for number, (whose, day, part, status, hours) in enumerate(marks):
        mark(
            event.id, id=uuid.UUID(int=number + 1), registration_id=ids[whose], day=day, part=part, status=status,
            source="correction", reason="seen", at=NOW + timedelta(hours=hours),
        )  # fmt: skip
    for whose in data.draw(st.lists(st.integers(0, 2), max_size=2, unique=True)):
        answer = data.draw(st.sampled_from(list(ConsentAnswer)))
        session.add(Consent(registration_id=ids[whose], purpose=Purpose.PHOTO, answer=answer, recorded_at=NOW))
    session.commit()
    before = content()
    states = []
    for turn in (order, [0, 1, 2]):
        first, second, third = (people[at] for at in turn)
        done = [merge(first, second), merge(min(first, second), third)]
        states.append(_states(session, event))
        assert [row.id for row in list_people(session).rows] == [people[0]]
        for one in reversed(done):
            undo(one.id)
        assert content() == before
    assert states[0] == states[1]
    assert recount(session) == []


def _states(session, event):
    return [(day.day, day.expected, day.present, day.excused, day.absent) for day in day_counts(session, event.id)]
