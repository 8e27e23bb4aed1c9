"""Making rounds: from whom, into how many groups, and what is refused."""

import pytest

from dialogues.groups import queries
from dialogues.groups.models import GroupRound
from dialogues.groups.rules import table_name
from tests.factories import make_agenda_session, make_bond, make_registration
from tests.groups.conftest import AT, seat

NEW = f"{AT}/new"


def rounds(session):
    session.expire_all()
    return session.query(GroupRound).order_by(GroupRound.number).all()


def test_without_groups_the_page_says_what_to_do_first(facilitator, event):
    assert "No groups yet" in facilitator.get(AT).text


def test_groups_are_made_from_everybody_confirmed_and_belong_to_a_session(facilitator, event, session, letters):
    seat(event, "ABCDEFGHIJKL")
    make_registration(event, "Person X", status="cancelled")
    make_registration(event, "Person Y", role="facilitator")
    make_agenda_session(event.days[0], "Five questions", kind="breakout")
    session.commit()
    facilitator.post(NEW, {"tables": "3"})
    page = facilitator.follow()
    [made] = rounds(session)
    assert sorted("".join(letters(made))) == list("ABCDEFGHIJKL")
    assert [len(one) for one in letters(made)] == [4, 4, 4]
    for words in ("Well mixed: 100 of 100.", "Five questions", "Facilitator: Person Y"):
        assert words in page.text


def test_groups_are_made_from_who_is_here_today(facilitator, event, session, letters, present):
    here = seat(event, "ABCD")
    seat(event, "EFGH")
    present(here)
    facilitator.post(NEW, {"tables": "2", "who": "present"})
    [made] = rounds(session)
    assert sorted("".join(letters(made))) == list("ABCD")


def test_speakers_sit_in_groups_only_if_they_are_asked_to(facilitator, event, session, letters):
    seat(event, "ABCD")
    seat(event, "S", role="speaker")
    session.commit()
    facilitator.post(NEW, {"tables": "2"})
    facilitator.post(NEW, {"tables": "2", "has_guests": "y"})
    assert ["S" in "".join(letters(one)) for one in rounds(session)] == [False, True]


def test_several_rounds_are_made_at_once_and_the_same_seed_makes_the_same(facilitator, event, session, letters):
    seat(event, "ABCDEFGHI")
    session.commit()
    facilitator.post(NEW, {"tables": "3", "rounds": "3", "seed": "11"})
    made = [letters(one) for one in rounds(session)]
    assert len(made) == 3
    for one in rounds(session):
        facilitator.post(f"{AT}/{one.id}/remove", form_at=f"{AT}?round={one.number}")
    facilitator.post(NEW, {"tables": "3", "rounds": "3", "seed": "11"})
    assert [letters(one) for one in rounds(session)] == made
    assert [one.number for one in rounds(session)] == [1, 2, 3]


def test_nobody_meets_twice_where_that_can_be(facilitator, event, session):
    seat(event, "ABCDEFGHI")
    session.commit()
    facilitator.post(NEW, {"tables": "3", "rounds": "2", "seed": "1"} | dict.fromkeys(LIKENESSES, "off"))
    assert "Nobody meets anybody twice." in facilitator.get(f"{AT}?round=2").text


LIKENESSES = [f"level_{one}" for one in ("sector", "gender", "organisation", "stakeholder_group", "language")]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    (
        ({"tables": "0"}, "Make from 2 to 60 groups."),
        ({"tables": ""}, "Say how many groups there are, such as 6."),
        ({"tables": "-3"}, "is not a whole number"),
        ({"tables": "100"}, "Make from 2 to 60 groups."),
        ({"tables": "60"}, "6 people make at most 3 groups of two. Make fewer groups."),
        ({"tables": "4"}, "6 people make at most 3 groups of two. Make fewer groups."),
        ({"tables": "2", "rounds": "0"}, "Make from 1 to 8 rounds at once."),
        ({"tables": "2", "rounds": "900"}, "Make from 1 to 8 rounds at once."),
        ({"tables": "2", "seed": "12345678"}, "A seed has six digits at most."),
        ({"tables": "2", "who": "everybody"}, "Choose one of the list."),
        ({"tables": "2", "level_sector": "very"}, "Choose one of the list."),
        ({"tables": "2", "who": "present"}, "Nobody is there to make groups of."),
    ),
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_made(facilitator, event, session, sent, sentence):
    seat(event, "ABCDEF")
    session.commit()
    page = facilitator.post(NEW, sent)
    assert page.status_code == 422
    assert sentence in page.text
    assert rounds(session) == []


def test_wishes_against_each_other_are_named_with_who_and_whom(facilitator, event, session):
    people = seat(event, "ABCDEF")
    make_bond(event, "apart", people[0], people[2])
    make_bond(event, "together", people[0], people[1])
    make_bond(event, "together", people[1], people[2])
    session.commit()
    page = facilitator.post(NEW, {"tables": "2"})
    assert page.status_code == 422
    assert "Person A and Person C are to be kept apart and to be kept together." in page.text


def test_more_kept_together_than_a_group_holds_are_named(facilitator, event, session):
    people = seat(event, "ABCDEF")
    make_bond(event, "together", *people[:3])
    session.commit()
    page = facilitator.post(NEW, {"tables": "3"})
    assert "Person A, Person B, Person C are to be kept together: 3 people, but a group has 2 seats." in page.text


def test_more_kept_apart_than_there_are_groups_are_named(facilitator, event, session):
    people = seat(event, "ABCDEF")
    make_bond(event, "apart", *people[:3])
    session.commit()
    page = facilitator.post(NEW, {"tables": "2"})
    assert page.status_code == 422
    assert "cannot be kept apart: too many are kept apart for 2 groups." in page.text


def test_wishes_hold(facilitator, event, session, letters):
    people = seat(event, "ABCDEF")
    make_bond(event, "together", people[0], people[3])  # of one sector, who would be parted otherwise
    make_bond(event, "apart", people[1], people[2])
    session.commit()
    facilitator.post(NEW, {"tables": "2"})
    [made] = rounds(session)
    tables = letters(made)
    assert any({"A", "D"} <= set(one) for one in tables)
    assert not any({"B", "C"} <= set(one) for one in tables)


def test_without_wishes_those_of_one_sector_are_parted(facilitator, event, session, letters):
    """The control of the test above."""
    seat(event, "ABCDEF")
    session.commit()
    facilitator.post(NEW, {"tables": "2"})
    [made] = rounds(session)
    assert not any({"A", "D"} <= set(one) for one in letters(made))


def test_the_door_may_neither_see_nor_make_groups(door, event):
    assert [door.get(one).status_code for one in (AT, NEW)] == [403, 403]


def test_the_board_asks_the_same_number_of_questions_whoever_many_there_are(facilitator, event, session, count_queries):
    seat(event, "ABCDEF")
    session.commit()
    facilitator.post(NEW, {"tables": "2", "rounds": "2"})
    facilitator.get(AT)
    with count_queries() as few:
        facilitator.get(AT)
    seat(event, "GHIJKLMNOPQR")
    session.commit()
    facilitator.post(f"{AT}/2/late", form_at=AT)
    facilitator.get(AT)
    with count_queries() as many:
        facilitator.get(AT)
    assert many.number == few.number
    assert queries.list_rounds(session, event.id)


def test_letters_go_on_after_z():
    assert [table_name(one) for one in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
