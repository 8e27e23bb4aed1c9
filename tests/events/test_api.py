import itertools

import pytest

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken
from dialogues.core.tokens import digest
from dialogues.events.models import Grant
from tests.factories import MADE_AT, make_event, make_process


@pytest.fixture
def ask(stranger, session):
    """Ask the API with a new token: of a role for everything, or for one event."""
    numbers = itertools.count(1)

    def asking(address, *, role="reporter", event=None):
        secret = f"secret-{next(numbers)}"
        everywhere = None if event else Role(role)
        token = ApiToken(name="test", token_digest=digest(secret), role=everywhere, made_at=MADE_AT, ended_at=None)
        session.add(token)
        session.flush()
        if event:
            session.add(Grant(token_id=token.id, event_id=event.id, role=Role(role)))
        return stranger.get(address, headers={"Authorization": f"Bearer {secret}"})

    return asking


def test_events_are_listed_newest_first_in_pages(ask, session):
    for month in range(1, 4):
        make_event(f"e{month}", starts=f"2026-0{month}-01", days=1, process=make_process(slug=f"p{month}"))
    first = ask("/api/v1/events?per_page=2").json
    assert [one["slug"] for one in first["events"]] == ["e3", "e2"]
    assert (first["total"], first["next"]) == (3, "/api/v1/events?page=2&per_page=2")
    second = ask(first["next"]).json
    assert ([one["slug"] for one in second["events"]], second["next"]) == (["e1"], None)
    assert second["events"][0]["process"] == "p1"


def test_an_event_names_its_days_as_they_are_at_the_venue(ask, session):
    make_event("geita", starts="2017-11-07", days=4, zone="Africa/Nairobi")
    answer = ask("/api/v1/events/geita").json
    assert (answer["zone"], answer["starts_on"], answer["ends_on"]) == ("Africa/Nairobi", "2017-11-07", "2017-11-10")
    assert [day["day"] for day in answer["days"]] == ["2017-11-07", "2017-11-08", "2017-11-09", "2017-11-10"]
    assert answer["days"][0]["closed"] is False


def test_a_token_for_one_event_sees_that_one_only(ask, session):
    event = make_event("tarkwa")
    make_event("geita")
    assert [one["slug"] for one in ask("/api/v1/events", event=event).json["events"]] == ["tarkwa"]


def test_an_event_of_somebody_else_is_not_found(ask, session):
    event = make_event("tarkwa")
    make_event("geita")
    answer = ask("/api/v1/events/geita", event=event)
    assert answer.status_code == 404
    assert set(answer.json["error"]) == {"code", "message"}


def test_without_a_token_nothing_is_told(stranger, session):
    make_event("tarkwa")
    for address in ("/api/v1/events", "/api/v1/events/tarkwa", "/api/v1/events/tarkwa/agenda"):
        assert stranger.get(address).status_code == 401
