import pytest

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken
from dialogues.core.tokens import digest
from tests.factories import MADE_AT, make_agenda_session, make_event, make_place, make_registration

ADDRESS = "/api/v1/events/tarkwa/agenda"


@pytest.fixture
def ask(stranger, session):
    """Ask the API with a new token of a role."""

    def asking(role):
        session.add(ApiToken(name=role, token_digest=digest(role), role=Role(role), made_at=MADE_AT, ended_at=None))
        return stranger.get(ADDRESS, headers={"Authorization": f"Bearer {role}"}).json

    return asking


def test_the_agenda_is_told_day_by_day_in_the_time_of_the_venue(ask, session, give_role):
    event = make_event("tarkwa", days=2, zone="Africa/Nairobi")
    block = make_agenda_session(event.days[1], "Welcome", starts="08:30", place=make_place(event, "Bonsa Hall"))
    give_role(block, make_registration(event, "Ama Serwaa"))
    give_role(block, "Kofi", "speaker")
    told = ask("reporter")
    assert (told["event"], told["zone"]) == ("tarkwa", "Africa/Nairobi")
    assert [(day["day"], len(day["sessions"])) for day in told["days"]] == [("2026-06-02", 0), ("2026-06-03", 1)]
    assert told["days"][1]["sessions"] == [
        {
            "id": block.id,
            "number": "2.1",
            "starts": "08:30",
            "ends": "10:00",
            "kind": "plenary",
            "title": "Welcome",
            "place": "Bonsa Hall",
            "room": None,
            "description": None,
            "people": [
                {"name": "Ama Serwaa", "role": "lead", "is_registered": True},
                {"name": "Kofi", "role": "speaker", "is_registered": False},
            ],
        }
    ]


def test_process_notes_are_for_tokens_that_may_edit_the_agenda(ask, session):
    event = make_event("tarkwa")
    make_agenda_session(event.days[0], process_notes="Ask the chief first")
    assert "process_notes" not in ask("reporter")["days"][0]["sessions"][0]
    assert ask("facilitator")["days"][0]["sessions"][0]["process_notes"] == "Ask the chief first"


def test_the_clashes_are_those_of_the_page(ask, facilitator, session, give_role):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0], "Welcome", starts="08:00", ends="09:00")
    make_agenda_session(event.days[0], "Tea", starts="08:50", ends="09:00", kind="break")
    give_role(block, "Nana")
    kinds = [one["kind"] for one in ask("facilitator")["days"][0]["clashes"]]
    assert sorted(kinds) == ["break_swallowed", "lead_unknown"]
    assert "2 clashes" in facilitator.get("/events/tarkwa/agenda").text
