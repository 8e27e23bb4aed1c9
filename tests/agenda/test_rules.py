from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from dialogues.agenda import rules
from dialogues.agenda.rules import ClashKind, Presence, Slot

NAIROBI = ZoneInfo("Africa/Nairobi")
DAY = date(2026, 6, 3)


def at(text: str) -> time:
    return time.fromisoformat(text)


def slot(number: int, starts: str, ends: str, *people: str | int, room_id: int | None = None) -> Slot:
    presences = tuple(Presence(f"Person {one}", one) if isinstance(one, int) else Presence(one) for one in people)
    return Slot(number, at(starts), at(ends), room_id, f"Room {room_id}", presences)


@pytest.mark.parametrize(
    ("typed", "meant"),
    (
        ("9", "09:00"),
        ("9:00", "09:00"),
        ("09.00", "09:00"),
        ("9h30", "09:30"),
        ("14h", "14:00"),
        ("0930", "09:30"),
        ("930", "09:30"),
        (" 17:05 ", "17:05"),
        ("2:30 pm", "14:30"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("0:00", "00:00"),
    ),
)
def test_a_time_is_understood_as_people_type_it(typed: str, meant: str) -> None:
    assert rules.parse_time(typed) == at(meant)


@pytest.mark.parametrize(
    "typed", ("", "noon", "25:00", "9:60", "24:00", "13 pm", "0 am", "9:0", "9-10", "9:00:00", "-9", "٩")
)
def test_what_is_not_a_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(rules.NotATime):
        rules.parse_time(typed)


def test_a_session_ends_after_it_begins() -> None:
    rules.require_session_times(at("09:00"), at("09:01"), day=DAY, zone=NAIROBI)
    for ends in ("09:00", "08:59"):
        with pytest.raises(rules.EndsBeforeStart):
            rules.require_session_times(at("09:00"), at(ends), day=DAY, zone=NAIROBI)


def test_an_hour_that_the_clocks_jump_over_is_refused_on_that_day_only() -> None:
    london = ZoneInfo("Europe/London")
    spring = date(2015, 3, 29)  # 01:00 became 02:00
    with pytest.raises(rules.NoSuchTime):
        rules.require_session_times(at("01:30"), at("03:00"), day=spring, zone=london)
    rules.require_session_times(at("01:30"), at("03:00"), day=date(2015, 3, 30), zone=london)
    rules.require_session_times(at("02:00"), at("03:00"), day=spring, zone=london)


def test_one_person_in_two_sessions_at_once_is_a_clash_over_the_time_they_share() -> None:
    [clash] = rules.list_clashes([slot(1, "09:00", "10:30", 7), slot(2, "10:00", "11:00", 7)])
    assert (clash.kind, clash.name, clash.first_id, clash.second_id) == (ClashKind.PERSON, "Person 7", 1, 2)
    assert (clash.starts, clash.ends) == (at("10:00"), at("10:30"))


def test_sessions_that_only_touch_do_not_clash() -> None:
    assert rules.list_clashes([slot(1, "09:00", "10:00", 7, room_id=3), slot(2, "10:00", "11:00", 7, room_id=3)]) == []


def test_two_sessions_at_once_with_different_people_and_rooms_do_not_clash() -> None:
    assert rules.list_clashes([slot(1, "09:00", "10:00", 7, room_id=3), slot(2, "09:00", "10:00", 8, room_id=4)]) == []


def test_sessions_without_a_room_do_not_clash_over_it() -> None:
    assert rules.list_clashes([slot(1, "09:00", "10:00"), slot(2, "09:00", "10:00")]) == []


def test_a_room_used_twice_at_once_is_a_clash() -> None:
    [clash] = rules.list_clashes([slot(1, "09:00", "12:00", room_id=3), slot(2, "11:00", "11:30", room_id=3)])
    assert (clash.kind, clash.name) == (ClashKind.ROOM, "Room 3")


def test_a_name_typed_with_other_letters_is_the_same_person() -> None:
    [clash] = rules.list_clashes([slot(1, "09:00", "10:00", "Ɛsi Mɛnsah"), slot(2, "09:00", "10:00", "ESI MENSAH")])
    assert clash.name == "Ɛsi Mɛnsah"


def test_a_typed_name_is_taken_for_the_registered_person_of_that_name() -> None:
    registered = Slot(1, at("09:00"), at("10:00"), people=(Presence("Ama Serwaa", 7),))
    assert len(rules.list_clashes([registered, slot(2, "09:00", "10:00", "ama serwaa")])) == 1


def test_two_registered_people_of_one_name_do_not_clash() -> None:
    first = Slot(1, at("09:00"), at("10:00"), people=(Presence("Ama Serwaa", 7),))
    second = Slot(2, at("09:00"), at("10:00"), people=(Presence("Ama Serwaa", 8),))
    assert rules.list_clashes([first, second]) == []


def test_somebody_with_two_roles_in_a_session_clashes_once() -> None:
    assert len(rules.list_clashes([slot(1, "09:00", "10:00", 7, 7), slot(2, "09:00", "10:00", 7)])) == 1


def test_a_session_changes_places_with_the_next_and_keeps_its_length_and_the_pause() -> None:
    day = [slot(1, "09:00", "09:30"), slot(2, "09:45", "11:00"), slot(3, "11:00", "12:00")]
    times = rules.exchange_with_next(day, 1)
    assert times == {2: (at("09:00"), at("10:15")), 1: (at("10:30"), at("11:00"))}


def test_changing_places_twice_changes_nothing() -> None:
    day = [slot(1, "09:00", "09:30"), slot(2, "09:45", "11:00")]
    times = rules.exchange_with_next(day, 1)
    moved = [Slot(number, *times[number]) for number in times]
    assert rules.exchange_with_previous(moved, 1) == {one.session_id: (one.starts, one.ends) for one in day}


def test_parallel_sessions_move_together() -> None:
    day = [slot(1, "09:00", "10:00"), slot(2, "10:00", "11:00"), slot(3, "10:30", "11:30"), slot(4, "11:30", "12:00")]
    times = rules.exchange_with_previous(day, 3)
    assert times == {2: (at("09:00"), at("10:00")), 3: (at("09:30"), at("10:30")), 1: (at("10:30"), at("11:30"))}


def test_the_last_session_of_a_day_cannot_go_later_nor_the_first_earlier() -> None:
    day = [slot(1, "09:00", "09:30"), slot(2, "09:45", "11:00")]
    with pytest.raises(rules.NothingToChangeWith):
        rules.exchange_with_next(day, 2)
    with pytest.raises(rules.NothingToChangeWith):
        rules.exchange_with_previous(day, 1)


def test_a_number_names_the_day_only_where_there_are_several() -> None:
    assert rules.item_number(day_number=3, days=4, place_in_day=10) == "3.10"
    assert rules.item_number(day_number=1, days=1, place_in_day=10) == "10"
