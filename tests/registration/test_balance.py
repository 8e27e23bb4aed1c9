"""How near a list is to the balance that is wanted, in numbers and in sentences."""

import pytest
from sqlalchemy.orm import Session

from dialogues.people.sectors import Gender, Sector
from dialogues.registration import balance_rules as rules
from dialogues.registration.balance_page import balance_panel
from dialogues.registration.balance_rules import Subject, Target
from dialogues.registration.balance_services import set_targets
from dialogues.registration.seat_models import BalanceTarget
from tests.browser import Browser
from tests.factories import make_event, make_registration
from tests.registration.seats import APRIL, KWABENA, plan

MINERS, WOMEN = Subject(Sector.MIN), Subject(gender=Gender.WOMAN)
WOMEN_OF_MINERS = Subject(Sector.MIN, Gender.WOMAN)


@pytest.mark.parametrize(
    ("typed", "target"),
    (("12", Target(12)), ("30%", Target(None, 30)), (" 30 % ", Target(None, 30)), ("", None), ("0", Target(0))),
)
def test_a_target_is_a_number_or_a_share(typed, target):
    assert rules.read_target(typed) == target


@pytest.mark.parametrize("typed", ("a third", "101%", "-1", "1.5", "٣٠", "1000000", "12 people", "%"))
def test_anything_else_is_no_target(typed):
    with pytest.raises(rules.NotAnAmount, match="such as 30%"):
        rules.read_target(typed)


@pytest.mark.parametrize(
    ("target", "have", "people", "seats", "short"),
    (
        (Target(12), 10, 40, None, 2),
        (Target(12), 15, 40, None, 0),
        (Target(percent=30), 8, 30, 40, 4),  # 12 of 40 seats
        (Target(percent=50), 10, 30, None, 10),  # each who comes makes the whole larger: 20 of 40
        (Target(percent=45), 9, 20, None, 0),
        (Target(percent=100), 19, 20, None, 1),
        (Target(percent=30), 0, 0, None, 0),
        (Target(percent=30), 0, 0, 10, 3),
        (Target(percent=33), 0, 0, 10, 4),  # a part of a person is a whole one
    ),
)
def test_how_many_more_are_wanted(target, have, people, seats, short):
    assert rules.missing(target, have, people=people, seats=seats) == short


@pytest.mark.parametrize("percent", range(0, 100, 7))
@pytest.mark.parametrize(("have", "people"), ((0, 1), (3, 10), (10, 30), (29, 64)))
def test_those_who_are_wanted_reach_the_share_and_one_fewer_would_not(percent, have, people):
    more = rules.missing(Target(percent=percent), have, people=people, seats=None)
    assert 100 * (have + more) >= percent * (people + more)
    if more:
        assert 100 * (have + more - 1) < percent * (people + more - 1)


@pytest.fixture
def event(session: Session):
    event = make_event()
    for number, (sector, gender, status) in enumerate(
        (
            ("MIN", "man", "confirmed"), ("MIN", "man", "confirmed"), ("MIN", "woman", "confirmed"),
            ("GOV", "not_stated", "confirmed"), ("MIN", "woman", "invited"), ("GOV", "man", "declined"),
            ("CSO", "woman", "waiting"), ("CSO", "woman", "applied"),
        )
    ):  # fmt: skip
        make_registration(event, f"Person {number}", sector=sector, gender=gender, status=status)
    make_registration(event, "Faraja", sector="CSO", gender="woman", role="facilitator")
    return event


def want(session, event, **targets):
    named = {"miners": MINERS, "women": WOMEN, "women_of_miners": WOMEN_OF_MINERS, "academia": Subject(Sector.ACA)}
    wanted = {named[name]: rules.read_target(text) for name, text in targets.items()}
    set_targets(session, event, wanted, actor=KWABENA, at=APRIL)
    session.flush()


def row(panel, code):
    return next(one for one in panel.rows if one["sector"] == code)


def test_invited_are_all_who_were_asked_and_staff_are_not_counted(app, session, event):
    panel = balance_panel(session, event)
    assert (row(panel, "MIN")["invited"], row(panel, "MIN")["confirmed"], row(panel, "MIN")["women"]) == ("4", "3", "1")
    assert (row(panel, "GOV")["invited"], row(panel, "GOV")["confirmed"]) == ("2", "1")
    assert (row(panel, "CSO")["invited"], row(panel, "CSO")["confirmed"]) == ("0", "0")
    assert (row(panel, None)["invited"], row(panel, None)["confirmed"]) == ("6", "4")
    assert panel.genders == ["1 women, 2 men, 1 of another gender or not stated: 25% women (n = 4)."]
    assert panel.source.startswith("n = 4, confirmed participants, as of ")


def test_who_is_wanted_is_said_in_sentences_the_largest_gap_first(app, session, event):
    want(session, event, miners="5", women_of_miners="4", women="50%", academia="1")
    panel = balance_panel(session, event)
    assert panel.title == "Short of their targets: Miners and Academia"
    assert panel.wishes == [
        "3 more women wanted: Miners",
        "2 more people wanted: Miners",
        "2 more women wanted",
        "1 more person wanted: Academia",
    ]
    assert [(bar["sector"], bar["share"]) for bar in panel.bars if "target" in bar] == [
        ("MIN", "of 5, 2 short"),
        ("ACA", "of 1, 1 short"),
    ]


def test_a_share_of_women_among_miners_is_a_share_of_the_miners_wanted(app, session, event):
    want(session, event, miners="10", women_of_miners="50%")
    assert "4 more women wanted: Miners" in balance_panel(session, event).wishes


def test_present_people_are_shown_where_somebody_hands_them_in(app, session, event):
    present = {(Sector.MIN, Gender.WOMAN): 1, (Sector.MIN, Gender.MAN): 1}
    panel = balance_panel(session, event, present=present)
    assert (row(panel, "MIN")["present"], row(panel, "GOV")["present"], row(panel, None)["present"]) == ("2", "0", "2")
    assert balance_panel(session, event).has_present is False


def test_a_target_that_is_taken_away_is_gone_and_noted(session, event):
    want(session, event, miners="5", women="40%")
    want(session, event, women="40%")
    assert [(one.subject, one.percent) for one in session.query(BalanceTarget)] == [("woman", 40)]


def test_targets_never_refuse_anybody(organiser: Browser, session, event):
    want(session, event, miners="1")
    page = organiser.post("/events/tarkwa/participants/new", {"full_name": "Yaw Boateng", "sector": "MIN"})
    assert page.status_code == 303


@pytest.mark.parametrize(
    "address",
    (
        "", "/participants", "/participants/new", "/seats", "/invitations", "/invitations/new/known",
        "/invitations/new/list", "/invitations/new/seat",
    ),
)  # fmt: skip
def test_the_panel_stands_where_people_are_invited_and_added(organiser: Browser, session, event, address):
    plan(session, event, capacity=3)
    want(session, event, miners="5")
    page = organiser.get(f"/events/tarkwa{address}").text
    for words in ("Short of its target: Miners", "2 more people wanted: Miners", "4 of 3 seats are taken.",
                  "One person over capacity.", "n = 4"):  # fmt: skip
        assert words in page, words


def test_the_door_sees_no_balance(door: Browser, session, event):
    want(session, event, miners="5")
    assert "wanted" not in door.get("/events/tarkwa/participants").text
