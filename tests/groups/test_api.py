"""What programs read of groups: published rounds, with names for those alone who may know them."""

import pytest

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken
from dialogues.core.tokens import digest
from dialogues.groups.models import RoundGroup
from tests.factories import MADE_AT, make_agenda_session, make_group_round, make_registration

ADDRESS = "/api/v1/events/tarkwa/groups"


@pytest.fixture
def ask(stranger, session):
    """Ask the API with a token of a role."""

    def asking(role, address=ADDRESS, **headers):
        if session.query(ApiToken).filter_by(name=role).first() is None:
            session.add(ApiToken(name=role, token_digest=digest(role), role=Role(role), made_at=MADE_AT, ended_at=None))
            session.commit()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return stranger.client.get(address, headers={"Authorization": f"Bearer {role}", **headers})

    return asking


@pytest.fixture
def published(session, event, six):
    """The six of a published round in a session of the first day; the first group has all a group may have."""
    block = make_agenda_session(event.days[0], "Five questions", kind="breakout")
    six.agenda_session_id, six.published_at = block.id, MADE_AT
    first = session.query(RoundGroup).order_by(RoundGroup.position).first()
    first.room, first.topic = "Room Bonsa", "Who fills the old pits?"
    first.facilitator_id = make_registration(event, "Faraja Mrema", role="facilitator").id
    session.commit()
    return block


def test_a_round_is_told_with_its_session_its_groups_and_who_sits_in_them(ask, session, event, published):
    told = ask("facilitator").json
    assert (told["total"], told["next"]) == (1, None)
    [one] = told["rounds"]
    assert one["session"] == {
        "id": published.id, "title": "Five questions", "day": "2026-06-02", "starts": "09:00", "ends": "10:00",
    }  # fmt: skip
    first, second = one["groups"]
    assert {key: first[key] for key in ("name", "room", "topic", "size", "facilitator", "rapporteur")} == {
        "name": "A", "room": "Room Bonsa", "topic": "Who fills the old pits?", "size": 3,
        "facilitator": "Faraja Mrema", "rapporteur": None,
    }  # fmt: skip
    assert [person["full_name"] for person in first["people"]] == ["Person A", "Person B", "Person C"]
    assert set(first["people"][0]) == {"registration_id", "full_name", "honorific", "sector", "organisation"}
    assert (second["name"], second["room"], second["size"]) == ("B", None, 3)


def test_who_may_not_see_names_learns_of_nobody_who_sits_there(ask, published):
    [one] = ask("reporter").json["rounds"]
    assert one["groups"][0]["size"] == 3
    assert "Person" not in ask("reporter").text
    assert "Person A" in ask("door").text


def test_a_draft_is_for_who_may_edit_the_agenda(ask, six):
    for role in ("reporter", "door"):
        assert ask(role).json == {"rounds": [], "total": 0, "next": None}
    assert [one["published_at"] for one in ask("facilitator").json["rounds"]] == [None]


@pytest.mark.parametrize("how", ("event", "session"))
def test_under_the_rule_nobody_is_named_but_to_who_plans_it(ask, session, event, published, how):
    assert "Faraja Mrema" in ask("reporter").text
    (event if how == "event" else published).is_chatham_house = True
    session.commit()
    for role in ("reporter", "door"):
        text = ask(role).text
        assert "Who fills the old pits?" in text
        assert "Person" not in text
        assert "Faraja" not in text
    assert "Person A" in ask("facilitator").text


def test_rounds_come_a_page_at_a_time(ask, session, event, six):
    for _ in range(2):
        make_group_round(event, [])
    session.commit()
    first = ask("organiser", f"{ADDRESS}?per_page=2").json
    assert ([one["number"] for one in first["rounds"]], first["total"]) == ([1, 2], 3)
    second = ask("organiser", first["next"]).json
    assert ([one["number"] for one in second["rounds"]], second["next"]) == ([3], None)
    assert ask("organiser", f"{ADDRESS}?page=nought").status_code == 400
    assert ask("organiser", f"{ADDRESS}?page=9").json["rounds"] == []


def test_what_did_not_change_is_not_told_again(ask, session, published):
    tag = ask("door").headers["ETag"]
    assert ask("door", If_None_Match=tag).status_code == 304
    session.query(RoundGroup).update({"room": "Veranda"})
    session.commit()
    again = ask("door", If_None_Match=tag)
    assert again.status_code == 200
    assert "Veranda" in again.text


def test_another_event_is_not_there(ask, published):
    assert ask("administrator", "/api/v1/events/geita/groups").status_code == 404


def test_many_rounds_take_as_many_queries_as_one(ask, session, event, published, count_queries):
    ask("organiser")
    with count_queries() as one:
        ask("organiser")
    for number in range(5):
        make_group_round(event, [make_registration(event, f"Late {number}")])
    session.commit()
    session.expire_all()
    with count_queries() as many:
        assert len(ask("organiser").json["rounds"]) == 6
    assert many.number == one.number
