"""A bus arrives: who is missing of it is marked in one act, and taken back as one."""

import re
import uuid
from datetime import timedelta

import pytest

from dialogues.attendance import group_queries, group_services, rules, services
from dialogues.attendance.group_models import GroupArrival, GroupMark
from dialogues.attendance.models import Mark, Part
from dialogues.attendance.queries import find_day
from dialogues.audit.models import Entry
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_group, make_registration

GROUP = uuid.UUID("6f1b1c55-2c3b-4b8e-9a53-94dd4bb0a0aa")
PAGE = "/events/tarkwa/desk/group?day=2026-06-02&part=whole_day&by=organisation&value=Bonsa+Miners"


@pytest.fixture
def bus(session):
    """Three miners of one union, one of whom is not confirmed, and two others."""
    event = make_event("tarkwa")
    union = [make_registration(event, name, organisation="Bonsa Miners") for name in ("Ama", "Kofi", "Esi")]
    make_registration(event, "Yaw Waits", organisation="Bonsa Miners", status="waiting")
    make_registration(event, "Abena Alone", organisation="Ministry", phone="+233201234567")
    session.commit()
    return union


def marked(session, people, *, group_id=GROUP, at=MORNING, part=Part.WHOLE):
    """What marking these people as a group says."""
    event_id, numbers = people[0].event_id, [one.id for one in people]
    day = find_day(session, event_id, FIRST)
    return group_services.mark_group(
        session, group_id, numbers, event_id=event_id, day=day, part=part, label="Bonsa Miners",
        actor=ESI, at=at,
    )  # fmt: skip


def test_a_group_is_in_by_one_act_and_each_mark_says_so(session, bus, halves):
    assert marked(session, bus) == 3
    assert {halves(one) for one in bus} == {("present", "present")}
    assert session.query(GroupMark).count() == session.query(Mark).count() == 3


def test_the_same_act_twice_is_once(session, bus):
    assert marked(session, bus) == marked(session, bus) == 3
    assert session.query(Mark).count() == 3


def test_who_is_in_already_is_not_marked_again(session, bus, mark):
    mark(bus[0])
    assert marked(session, bus) == 2
    assert session.query(Mark).count() == 3


def test_nobody_new_makes_no_group(session, bus, mark):
    for one in bus:
        mark(one)
    assert marked(session, bus) == 0
    assert session.query(GroupArrival).count() == 0


def test_taking_back_leaves_who_was_put_right_since(session, bus, mark, halves):
    marked(session, bus)
    mark(bus[0], "excused", source="correction", reason="Was not on the bus.")
    event_id = bus[0].event_id
    assert group_services.take_back_group(session, GROUP, event_id=event_id, actor=ESI, at=MORNING) == 2
    assert halves(bus[0]) == ("excused", "excused")
    assert halves(bus[1]) == ("not_recorded", "not_recorded")
    with pytest.raises(rules.ChangedSince):
        group_services.take_back_group(session, GROUP, event_id=event_id, actor=ESI, at=MORNING)


def test_taking_back_gives_again_what_was_recorded_before(session, bus, mark, halves):
    mark(bus[0], "excused", part="afternoon")
    later = MORNING + timedelta(minutes=1)
    marked(session, bus, at=later)
    group_services.take_back_group(session, GROUP, event_id=bus[0].event_id, actor=ESI, at=later)
    assert halves(bus[0]) == ("not_recorded", "excused")


def test_a_group_of_two_hundred_takes_as_many_statements_as_one_of_three(session, bus, count_queries):
    many = [make_registration(bus[0].event, f"Person {number}") for number in range(200)]
    session.commit()

    def statements(people, group_id):
        assert all(one.id for one in people)  # read before statements are counted
        with count_queries() as count:
            marked(session, people, group_id=group_id)
            group_services.take_back_group(session, group_id, event_id=people[0].event_id, actor=ESI, at=MORNING)
            session.flush()
        session.commit()
        return count.number

    few = statements(bus, uuid.uuid4())
    assert statements(many, uuid.uuid4()) <= few + 6  # long inserts are cut into pieces


def test_only_who_is_expected_and_has_no_mark_is_missing(session, bus, mark):
    mark(bus[0])
    mark(bus[1], "excused")
    day = find_day(session, bus[0].event_id, FIRST)
    found = group_queries.list_missing(session, bus[0].event_id, day=day, part=Part.WHOLE)
    assert [one.full_name for one in found] == ["Abena Alone", "Esi"]


def test_who_is_in_for_the_morning_is_missing_in_the_afternoon(session, bus, mark):
    mark(bus[0], part="morning")
    day = find_day(session, bus[0].event_id, FIRST)
    names = [
        {one.full_name for one in group_queries.list_missing(session, bus[0].event_id, day=day, part=part)}
        for part in (Part.MORNING, Part.AFTERNOON)
    ]
    assert names == [{"Kofi", "Esi", "Abena Alone"}, {"Ama", "Kofi", "Esi", "Abena Alone"}]


def test_all_of_a_group_are_ticked_and_who_is_not_there_is_unticked(door, bus, session, halves):
    choice = door.get("/events/tarkwa/desk/group?day=2026-06-02&part=whole_day")
    assert "Bonsa Miners" in choice.text
    page = door.get(PAGE)
    assert "Untick who is not there" in page.text
    here = [str(one.id) for one in bus[:2]]
    door.press(PAGE, {"people": here})
    answer = door.follow()
    assert "Bonsa Miners: 2 people are in." in answer.text
    assert "Bonsa Miners, 2 people" in door.get("/events/tarkwa/desk?day=2026-06-02&part=whole_day").text
    session.expire_all()
    assert [halves(one)[0] for one in bus] == ["present", "present", "not_recorded"]
    undo = re.search(r'action="([^"]*/desk/group/[^"]*take-back[^"]*)"', answer.text)[1].replace("&amp;", "&")
    door.press(undo)
    assert "The marks of 2 people are taken back." in door.follow().text
    session.expire_all()
    assert [halves(one)[0] for one in bus] == ["not_recorded"] * 3
    assert session.query(Entry).filter_by(action="attendance.group_marked").count() == 1


def test_the_desk_takes_a_group_back_without_leaving_the_page(door, bus, session, halves):
    marked(session, bus)
    session.commit()
    page = door.get("/events/tarkwa/desk?day=2026-06-02&part=whole_day")
    token = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]}
    undo = f"/events/tarkwa/desk/group/{GROUP}/take-back?day=2026-06-02&part=whole_day"
    answer = door.client.post(undo, data=token, headers={"X-Fragment": "answer"})
    assert "The marks of 3 people are taken back." in answer.text
    assert "<html" not in answer.text
    again = door.client.post(undo, data=token, headers={"X-Fragment": "answer"})
    assert (again.status_code, "Look again." in again.text) == (422, True)
    session.expire_all()
    assert halves(bus[0])[0] == "not_recorded"


def test_nobody_ticked_marks_nobody(door, bus, session):
    door.post(PAGE, {"people": []})
    assert "Nobody was ticked" in door.follow().text
    assert session.query(Mark).count() == 0


def test_somebody_of_another_group_cannot_be_slipped_in(door, bus, session):
    other = make_registration(bus[0].event, "Somebody Else")
    session.commit()
    door.post(PAGE, {"people": [str(other.id)]})
    assert session.query(Mark).count() == 0


def test_a_closed_day_takes_no_group(door, bus, session):
    door.get(PAGE)
    services.close_day(session, event_id=bus[0].event_id, day=FIRST, actor=ESI, at=MORNING)
    answer = door.press(PAGE, {"people": [str(bus[0].id)]})
    assert answer.status_code == 422
    assert "is closed" in answer.text
    assert "A group arrives" not in door.get("/events/tarkwa/desk?day=2026-06-02").text


def test_the_missing_are_listed_and_phones_are_told_to_who_may_see_them(door, organiser, bus):
    page = "/events/tarkwa/desk/missing?day=2026-06-02&part=whole_day"
    assert "Abena Alone" in door.get(page).text
    assert "+233201234567" not in door.get(page).text
    assert 'href="tel:+233201234567"' in organiser.get(page).text
    assert "Yaw Waits" not in organiser.get(page).text


def test_the_desk_leads_to_both(door, bus):
    text = door.get("/events/tarkwa/desk?day=2026-06-02").text
    assert "Who is missing" in text
    assert "A group arrives" in text


def test_people_of_one_stakeholder_group_arrive_together(door, bus, session):
    chiefs = make_group("Chiefs", "OTH")
    for one in bus[:2]:
        one.stakeholder_group_id = chiefs.id
    session.commit()
    url = PAGE.split("&by=", maxsplit=1)[0] + "&by=group&value=Chiefs"
    door.post(url, {"people": [str(bus[0].id)]})
    assert "Chiefs: one person is in." in door.follow().text
