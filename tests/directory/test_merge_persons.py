"""Two persons become one: once in the directory, once in each event, with everything either had."""

import uuid

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import SessionPerson, SessionRole
from dialogues.attendance.models import MarkStatus
from dialogues.attendance.queries import list_person_days, recount
from dialogues.attendance.rules import BadgeOfOtherEvent, UnknownPerson
from dialogues.attendance.session_services import NewSessionMark, mark_in_session
from dialogues.core.errors import NotFoundHere
from dialogues.directory import rules, services
from dialogues.directory.rules import Side
from dialogues.outbox.models import Mail
from dialogues.people.models import Person
from dialogues.people.queries import list_people, list_possible_same
from dialogues.registration import queries
from dialogues.registration.former_queries import find_by_link, find_what_it_became
from dialogues.registration.models import Consent, ConsentAnswer, Purpose, Registration
from tests.directory.conftest import ADWOA, FIRST, NOW, SECOND, content
from tests.factories import make_agenda_session, make_event, make_person, make_registration


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def twice(event):
    """One woman, twice on the list of one event: the older registration and the newer one."""
    return make_registration(event, "Esi Quaye", phone="+233201234567"), make_registration(event, "Ɛsi Quaye")


def test_one_person_is_in_the_directory_afterwards(session, merge):
    one, other = make_person("Esi Quaye"), make_person("Ɛsi Quaye", phone="+233201234567")
    kept, gone = one.id, other.id
    merge(gone, kept)
    assert [row.id for row in list_people(session).rows] == [kept]
    assert [row.person_id for row in list_possible_same(session, full_name="Esi Quaye")] == [kept]
    assert session.get(Person, kept).phone == "+233201234567"
    assert session.get(Person, gone).merged_into_id == kept


def test_of_each_difference_the_chosen_fact_is_kept(session, merge):
    one = make_person("Esi Quaye", position="Chair", place="Tarkwa")
    other = make_person("Ɛsi Quaye", position="Treasurer")
    merge(one.id, other.id, chosen={"position": Side.SECOND, "full_name": Side.SECOND})
    assert (one.full_name, one.position, one.place) == ("Ɛsi Quaye", "Treasurer", "Tarkwa")
    assert one.search_key == " esi quaye"


def test_both_telephone_numbers_are_kept_where_each_had_one(session, merge):
    one, other = make_person("Esi Quaye", phone="+233201234567"), make_person("Esi Quaye", phone="+233244000111")
    merge(one.id, other.id)
    assert (one.phone, one.phone_alternative) == ("+233201234567", "+233244000111")


def test_a_difference_that_nobody_decided_refuses_the_merge(session):
    one, other = make_person("Esi Quaye", position="Chair"), make_person("Esi Quaye", position="Treasurer")
    with pytest.raises(rules.NotChosen):
        services.merge_persons(session, first_id=one.id, second_id=other.id, chosen={}, actor=ADWOA, at=NOW)


def test_registrations_of_other_events_come_along(session, merge):
    one = make_registration(make_event("tarkwa"), "Esi Quaye")
    other = make_registration(make_event("geita"), "Ɛsi Quaye")
    merge(one.person_id, other.person_id)
    assert {row.slug for row in queries.list_events_of(session, [one.person_id])} == {"tarkwa", "geita"}


def test_two_registrations_of_one_event_are_one(session, merge, event, twice):
    older, newer = twice
    merge(older.person_id, newer.person_id)
    assert queries.count_registrations(session, event.id) == 1
    assert [row.id for row in queries.list_full(session, event.id)] == [older.id]
    assert find_what_it_became(session, event.id, newer.id) == older.id


def test_a_person_chooses_which_registration_describes_them_at_the_event(session, merge, event, twice):
    older, newer = twice
    newer.position = "Treasurer"
    merge(older.person_id, newer.person_id, described_by=[newer.id])
    [row] = queries.list_full(session, event.id)
    assert (row.id, row.position, row.phone) == (newer.id, "Treasurer", "+233201234567")
    assert newer.person_id == min(older.person_id, newer.person_id)


def test_a_confirmed_registration_stays_confirmed_whichever_describes(session, merge, event):
    older = make_registration(event, "Esi Quaye", status="cancelled")
    newer = make_registration(event, "Esi Quaye")
    merge(older.person_id, newer.person_id, described_by=[older.id])
    assert older.status == "confirmed"


def test_attendance_is_united_and_not_doubled(session, merge, mark, event, twice):
    older, newer = twice
    mark(event.id, registration_id=older.id, part="morning")
    mark(event.id, registration_id=newer.id, part="afternoon")
    mark(event.id, registration_id=newer.id, day=SECOND)
    merge(older.person_id, newer.person_id)
    days = {one.day.day: (one.morning, one.afternoon) for one in list_person_days(session, older.id)}
    assert days[FIRST] == ("present", "present")
    assert days[SECOND] == ("present", "present")
    assert recount(session) == []


def test_marks_of_agenda_sessions_come_along(session, merge, event, twice):
    older, newer = twice
    block = make_agenda_session(event.days[0])
    wanted = NewSessionMark(uuid.uuid4(), block.id, newer.id, MarkStatus.PRESENT)
    mark_in_session(session, wanted, event_id=event.id, actor=ADWOA, at=NOW)
    merge(older.person_id, newer.person_id)
    late = NewSessionMark(uuid.uuid4(), block.id, newer.id, MarkStatus.EXCUSED)  # a page that was open before
    assert mark_in_session(session, late, event_id=event.id, actor=ADWOA, at=NOW) == "Esi Quaye"


def test_both_badges_and_both_links_lead_to_the_one_registration(session, merge, mark, event, twice):
    older, newer = twice
    badges, links = [one.badge_code for one in twice], [one.link_token for one in twice]
    merge(older.person_id, newer.person_id)
    assert {queries.find_by_badge(session, event.id, code).id for code in badges} == {older.id}
    assert {find_by_link(session, token).id for token in links} == {older.id}
    for badge in badges:
        assert mark(event.id, badge_code=badge, source="import").person.id == older.id
    assert mark(event.id, registration_id=newer.id, source="import").person.id == older.id  # from a phone's queue


def test_a_badge_of_nobody_stays_a_badge_of_nobody(session, merge, mark, event, twice):
    older, newer = twice
    merge(older.person_id, newer.person_id)
    with pytest.raises(UnknownPerson):
        mark(event.id, badge_code="0" * 26)
    assert queries.find_by_badge(session, event.id, "0" * 26) is None
    elsewhere = make_event("geita")
    assert queries.find_by_badge(session, elsewhere.id, newer.badge_code) is None
    with pytest.raises(BadgeOfOtherEvent):
        mark(elsewhere.id, badge_code=newer.badge_code)


def test_a_mark_that_a_phone_sends_again_after_the_merge_is_known(session, merge, mark, event, twice):
    older, newer = twice
    key = uuid.uuid4()
    facts = {"id": key, "seen_at": NOW, "source": "import"}
    mark(event.id, badge_code=newer.badge_code, **facts)
    merge(older.person_id, newer.person_id)
    assert mark(event.id, badge_code=newer.badge_code, **facts).outcome == "already_recorded"


def test_the_stricter_answer_about_consent_holds(session, merge, event, twice):
    older, newer = twice
    session.add_all(
        Consent(registration_id=one.id, purpose=Purpose.PHOTO, answer=ConsentAnswer(answer), recorded_at=NOW)
        for one, answer in ((older, "no"), (newer, "yes"))
    )
    merge(older.person_id, newer.person_id)
    assert queries.find_consents(session, older.id)[Purpose.PHOTO].answer is ConsentAnswer.NO


def test_roles_in_the_agenda_come_along_and_none_is_said_twice(session, merge, undo, event, twice):
    older, newer = twice
    both, own = make_agenda_session(event.days[0], "Welcome"), make_agenda_session(event.days[1], "Panel")
    for block, one in ((both, older), (both, newer), (own, newer)):
        session.add(SessionPerson(agenda_session_id=block.id, registration_id=one.id, role=SessionRole.SPEAKER))
    session.commit()
    before = content()
    done = merge(older.person_id, newer.person_id)
    spoken = session.execute(sa.select(SessionPerson.agenda_session_id, SessionPerson.registration_id)).all()
    assert sorted(tuple(row) for row in spoken) == sorted([(both.id, older.id), (own.id, older.id)])
    undo(done.id)
    assert content() == before


def test_seats_held_for_and_by_either_come_along(session, merge, event, twice):
    older, newer = twice
    absent = make_registration(event, "Kofi Mensah")
    stand_in = make_registration(event, "Yaw Osei", in_place_of_id=newer.id, in_place_from=SECOND)
    newer.in_place_of_id, newer.in_place_from = absent.id, FIRST
    merge(older.person_id, newer.person_id)
    assert (older.in_place_of_id, older.in_place_from) == (absent.id, FIRST)
    assert stand_in.in_place_of_id == older.id


def test_nobody_holds_their_own_seat(session, merge, undo, event, twice):
    older, newer = twice
    newer.in_place_of_id, newer.in_place_from = older.id, SECOND
    session.commit()
    before = content()
    done = merge(older.person_id, newer.person_id, described_by=[newer.id])
    assert newer.in_place_of_id is None
    assert queries.list_substitutes(session, newer.id) == []
    undo(done.id)
    assert content() == before


def test_mails_come_along(session, merge, event, twice):
    older, newer = twice
    session.add(
        Mail(
            kind="x",
            to_address="a@example.org",
            to_name="Esi",
            subject="x",
            text="x",
            language="en",
            registration_id=newer.id,
            state="waiting",
            created_at=NOW,
            next_try_at=NOW,
        )
    )
    merge(older.person_id, newer.person_id)
    assert session.scalar(sa.select(Mail.registration_id)) == older.id


@pytest.mark.parametrize("order", (("one", "two", "three"), ("three", "two", "one"), ("two", "one", "three")))
def test_three_of_one_person_end_in_one_whatever_the_order(session, merge, mark, event, order):
    rows = {word: make_registration(event, f"Esi {word}") for word in ("one", "two", "three")}
    for row, part in zip(rows.values(), ("morning", "afternoon", "whole_day"), strict=True):
        mark(event.id, registration_id=row.id, part=part, day=SECOND if part == "whole_day" else FIRST)
    first, second, third = (rows[word].person_id for word in order)
    oldest = rows["one"].person_id
    merge(first, second)
    merge(min(first, second), third)
    assert [row.id for row in list_people(session).rows] == [oldest]
    assert queries.count_registrations(session, event.id) == 1
    badges = {queries.find_by_badge(session, event.id, row.badge_code).id for row in rows.values()}
    assert badges == {queries.list_full(session, event.id)[0].id}
    assert session.scalar(sa.select(sa.func.count()).where(Registration.merged_into_id.in_(badges))) == 2


def test_a_merge_with_itself_with_nobody_or_with_somebody_merged_is_refused(session, merge):
    one, other, third = make_person("Esi Quaye"), make_person("Esi Quaye"), make_person("Esi Quaye")
    with pytest.raises(rules.WithItself):
        merge(one.id, one.id)
    merge(one.id, other.id)
    with pytest.raises(rules.MergedMeanwhile, match="Esi Quaye"):
        merge(third.id, other.id)
    with pytest.raises(NotFoundHere):
        services.merge_persons(session, first_id=one.id, second_id=99_999, chosen={}, actor=ADWOA, at=NOW)
