"""Swapping, moving, locking and taking out by hand, each with its way back; late-comers and leavers."""

import pytest

from dialogues.groups.models import GroupPlacement, GroupRound, RoundGroup
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.models import Registration, Status
from tests.browser import Document
from tests.factories import make_bond, make_group_round
from tests.groups.conftest import AT, seat


@pytest.fixture
def do(facilitator, six):
    """Send a form of the board, with somebody picked or not; returns the page it leads to."""

    def act(path, *, picked=None, **values):
        board = f"{AT}?round=1&picked={picked}" if picked else f"{AT}?round=1"
        data = {name: str(value) for name, value in values.items()}
        facilitator.post(f"{AT}/{six.id}/{path}", data, form_at=board)
        return facilitator.follow()

    return act


def undo(facilitator):
    """Press the Undo of the page that is shown."""
    form = next(one for one in _forms(facilitator) if "/take-back/" in one.action)
    facilitator.press(form.action)
    return facilitator.follow()


def _forms(browser):
    return Document(browser.page.text).forms


def test_two_people_change_places_and_back(facilitator, do, six, letters, place):
    page = do("swap", first=place("A").id, second=place("D").id)
    assert letters(six) == ["BCD", "AEF"]
    assert "Swapped: Person A (A) and Person D (B)." in page.text
    undo(facilitator)
    assert letters(six) == ["ABC", "DEF"]
    undo(facilitator)  # and after all
    assert letters(six) == ["BCD", "AEF"]


def test_one_swap_is_taken_back_though_another_followed(facilitator, do, six, letters, place):
    do("swap", first=place("A").id, second=place("D").id)
    first = next(one.action for one in _forms(facilitator) if "/take-back/" in one.action)
    do("swap", first=place("B").id, second=place("E").id)
    facilitator.client.post(first, data=_token(facilitator))
    assert letters(six) == ["ACE", "BDF"]


def test_a_swap_of_somebody_who_moved_since_is_not_taken_back(facilitator, do, six, letters, place):
    do("swap", first=place("A").id, second=place("D").id)
    first = next(one.action for one in _forms(facilitator) if "/take-back/" in one.action)
    do("swap", first=place("A").id, second=place("B").id)
    before = letters(six)
    page = facilitator.client.post(first, data=_token(facilitator), follow_redirects=True)
    assert "This was changed again since, so it cannot be taken back." in page.text
    assert letters(six) == before


def _token(browser):
    form = next(one for one in _forms(browser) if "csrf_token" in one.values)
    return {"csrf_token": form.values["csrf_token"][0]}


def test_somebody_moves_without_a_swap(do, six, letters, place, session):
    group = session.query(RoundGroup).filter_by(position=1).one()
    page = do("move", placement=place("A").id, group=group.id)
    assert letters(six) == ["BC", "ADEF"]
    assert "Person A is in group B now." in page.text


def test_who_is_picked_sees_what_each_swap_would_make_and_the_round_has_that_then(facilitator, do, six, place):
    page = facilitator.get(f"{AT}?picked={place('A').id}")
    promised = page.text.split(f'value="{place("E").id}" data-row>')[1].split("<")[0]
    page = do("swap", first=place("A").id, second=place("E").id)
    assert f"{promised} of 100." in page.text


def test_who_is_locked_is_neither_swapped_nor_moved_and_stays_when_groups_are_made_again(
    facilitator, do, six, letters, place, session
):
    do("lock", placement=place("A").id)
    group = session.query(RoundGroup).filter_by(position=1).one()
    assert "Person A is locked in group A. Unlock first." in do("swap", first=place("A").id, second=place("D").id).text
    assert "Person A is locked in group A. Unlock first." in do("move", placement=place("A").id, group=group.id).text
    for seed in ("1", "2", "3"):
        facilitator.post(f"{AT}/{six.id}/again", {"seed": seed})
        assert "A" in letters(six)[0]
    do("unlock", placement=place("A").id, picked=place("A").id)
    do("swap", first=place("A").id, second=place(letters(six)[1][0]).id)
    assert "A" in letters(six)[1]


def test_without_the_lock_somebody_may_go_elsewhere(facilitator, six, letters):
    """The control of the test above."""
    seen = set()
    for seed in range(8):
        facilitator.post(f"{AT}/{six.id}/again", {"seed": str(seed)})
        seen.add("A" in letters(six)[0])
    assert seen == {True, False}


def test_two_people_of_one_group_have_nothing_to_swap(do, six, letters, place):
    assert "Person A is in group A already." in do("swap", first=place("A").id, second=place("B").id).text
    assert letters(six) == ["ABC", "DEF"]


def test_a_swap_made_from_an_old_page_is_refused_and_says_so(facilitator, do, six, letters, place, session):
    old = session.get(GroupRound, six.id).version
    do("swap", first=place("A").id, second=place("D").id)
    page = do("swap", first=place("A").id, second=place("B").id, version=old)
    assert "The groups were changed meanwhile." in page.text
    assert letters(six) == ["BCD", "AEF"]


@pytest.mark.parametrize(("first", "second"), (("", ""), ("0", "9999999"), ("x", "-1"), ("999999999999", "1")))
def test_a_swap_of_nobody_changes_nothing(do, six, letters, first, second):
    page = do("swap", first=first, second=second)
    assert "That person is not in a group of this round any more." in page.text
    assert letters(six) == ["ABC", "DEF"]


def test_somebody_of_another_round_cannot_be_swapped(do, six, letters, place, event, session):
    other = make_group_round(event, seat(event, "XY"), seat(event, "Z"))
    session.commit()
    do("swap", first=place("A").id, second=place("Z").id)
    assert (letters(six), letters(other)) == (["ABC", "DEF"], ["XY", "Z"])


def test_who_is_taken_out_stays_known_and_comes_back(facilitator, do, six, letters, place, session):
    do("take-out", placement=place("A").id, picked=place("A").id)
    assert letters(six) == ["BC", "DEF"]
    row = place("A")
    assert (row.closed_because, row.closed_at is not None) == ("taken_out", True)
    undo(facilitator)
    assert letters(six) == ["ABC", "DEF"]


def test_late_comers_are_placed_and_nobody_else_moves(facilitator, do, six, letters, event, session):
    seat(event, "GHI")
    session.commit()
    page = facilitator.get(AT)
    assert "3 people who are there are in no group: Person G, Person H and Person I" in page.text
    page = do("late")
    tables = letters(six)
    assert [one[:3] for one in tables] == ["ABC", "DEF"]
    assert sorted(len(one) for one in tables) == [4, 5]
    assert "3 people are placed" in page.text
    undo(facilitator)
    assert letters(six) == ["ABC", "DEF"]


def test_a_late_comer_sits_where_it_costs_least(do, event, session, six, letters):
    first, second = six_of(session, six)
    for row, sector in zip([*first, *second], ("MIN", "MIN", "MIN", "GOV", "CSO", "GOV"), strict=True):
        row.sector, row.gender = Sector(sector), Gender.NOT_STATED
    late = seat(event, "M")[0]
    late.sector = Sector.MIN
    session.commit()
    do("late")
    assert letters(six) == ["ABC", "DEFM"]


def test_a_late_comer_goes_to_whom_they_are_kept_with_and_not_to_whom_they_are_kept_from(
    do, event, session, six, letters
):
    first, _second = six_of(session, six)
    mate, foe = seat(event, "MN")
    make_bond(event, "together", mate, first[0])
    make_bond(event, "apart", foe, first[1])
    session.commit()
    do("late")
    assert letters(six) == ["ABCM", "DEFN"]


def six_of(session, one):
    rows = session.query(GroupPlacement).filter_by(round_id=one.id).order_by(GroupPlacement.id).all()
    people = [session.get(Registration, row.registration_id) for row in rows]
    return people[:3], people[3:]


def test_who_left_is_closed_and_nobody_else_moves(facilitator, do, six, letters, place, session):
    first, _second = six_of(session, six)
    first[0].status = Status.CANCELLED
    session.commit()
    assert "One person in a group is not there: Person A" in facilitator.get(AT).text
    page = do("leavers")
    assert letters(six) == ["BC", "DEF"]
    assert "One person is out: Person A (A)." in page.text
    assert place("A").closed_because == "left"
    undo(facilitator)
    assert letters(six) == ["ABC", "DEF"]


def test_who_came_back_has_one_place_in_the_round(do, six, letters, place, session):
    first, _second = six_of(session, six)
    first[0].status = Status.CANCELLED
    session.commit()
    do("leavers")
    first[0].status = Status.CONFIRMED
    session.commit()
    do("late")
    assert letters(six) == ["ABC", "DEF"]
    assert session.query(GroupPlacement).count() == 6


def test_wishes_that_hands_broke_are_said(do, facilitator, six, event, session, place):
    first, second = six_of(session, six)
    make_bond(event, "apart", first[0], second[0])
    make_bond(event, "together", first[1], first[2])
    session.commit()
    do("swap", first=place("A").id, second=place("E").id)
    page = do("swap", first=place("B").id, second=place("F").id)
    assert "Person A and Person D are to be kept apart and sit together." in page.text
    assert "Person B and Person C are to be kept together and sit apart." in page.text


def test_a_round_that_is_removed_comes_back_with_everybody(facilitator, do, six, letters, session):
    number = six.id
    do("remove")
    assert session.query(GroupPlacement).count() == 0
    undo(facilitator)
    assert letters(session.get(GroupRound, number)) == ["ABC", "DEF"]


def test_who_changes_a_round_just_removed_reads_so_and_keeps_what_they_wrote(facilitator, do, six, session):
    group = session.query(RoundGroup).first()
    edit = f"{AT}/{six.id}/group/{group.id}"
    facilitator.get(edit)
    sent = {**_values(facilitator, edit), "topic": "Who fills the old pits?"}
    do("remove")
    page = facilitator.client.post(edit, data=sent)
    assert page.status_code == 404
    assert "removed round 1 of the groups" in page.text
    assert "Who fills the old pits?" in page.text
    again = facilitator.client.post(f"{AT}/{six.id}/swap", data={"first": "1", "second": "4"} | _csrf(sent))
    assert "This round was removed" in again.text


def _values(browser, address):
    form = next(one for one in _forms(browser) if one.action in ("", address))
    return {name: values[0] for name, values in form.values.items()}


def _csrf(sent):
    return {"csrf_token": sent["csrf_token"]}


def test_a_round_that_never_was_is_not_found(facilitator, six):
    assert facilitator.get(f"{AT}/999/again").status_code == 404


def test_the_history_tells_what_was_done_in_words(organiser, six, session, place):
    organiser.post(f"{AT}/{six.id}/swap", {"first": str(place("A").id), "second": str(place("D").id)}, form_at=AT)
    page = organiser.get("/events/tarkwa/history")
    assert "Two people changed places in round 1 (Swapped: Person A (A) → Person D (B))" in page.text
