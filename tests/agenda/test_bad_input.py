"""What cannot be is said in a sentence wherever it is typed; nothing is changed, and nothing that was typed is lost."""

import re

import pytest

from dialogues.agenda.models import AgendaSession
from tests.factories import make_agenda_session, make_event

AGENDA = "/events/tarkwa/agenda"
LONG = "Ɛ" * 5000


@pytest.fixture
def block(session):
    """A session of the day on which the clocks of London go forward, and another after it."""
    event = make_event("tarkwa", starts="2015-03-29", days=1, zone="Europe/London")
    made = make_agenda_session(event.days[0], "Welcome", starts="09:00", ends="10:00")
    make_agenda_session(event.days[0], "Voices", starts="10:00", ends="11:00")
    session.commit()
    return made


def typed(text, name):
    """What stands in a field of a page that was refused."""
    found = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*', text)
    return re.search(r'value="([^"]*)"', found[0])[1] if found else None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    (
        ({"starts": "10:30", "ends": "9:15"}, "The session ends at 09:15, but it begins at 10:30."),
        ({"starts": "9:00", "ends": "9:00"}, "Give an end after the beginning."),
        ({"starts": "1:30"}, "Clocks go forward on Sun 29 Mar 2015: 01:30 does not exist that day."),
        ({"starts": "noon"}, "“noon” is not a time."),
        ({"ends": "24:10"}, "“24:10” is not a time."),
        ({"ends": "", "minutes": "1000"}, "“Welcome” would end after midnight."),
        ({"ends": "", "minutes": "-5"}, "Write the minutes as a number from 1 to 1439."),
        ({"title": LONG}, "Write at most 200 signs."),
        ({"description": LONG + "x"}, "Write at most 5000 signs."),
    ),
)
def test_a_session_that_cannot_be_so_stays_as_it_was(facilitator, session, titles, block, wrong, sentence):
    before = titles()
    answer = facilitator.post(f"{AGENDA}/{block.id}", {"description": "An hour of work", **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert titles() == before
    for name, value in wrong.items():
        if name == "description":
            assert value in answer.text
        elif value and name in {"title", "minutes"}:
            assert typed(answer.text, name) == value
    if "description" not in wrong:
        assert "An hour of work" in answer.text


@pytest.mark.parametrize(
    ("hours", "sentence"),
    (
        ({"opens": "17:00", "closes": "8:00"}, "08:00"),
        ({"opens": "1:30", "closes": "17:00"}, "01:30 does not exist that day."),
        ({"opens": "early", "closes": "17:00"}, "“early” is not a time."),
    ),
)
def test_hours_of_a_day_that_cannot_be_are_refused_and_shown_again(facilitator, session, block, hours, sentence):
    answer = facilitator.post(f"{AGENDA}/days/{block.day_id}/hours", hours)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert block.day.opens is None
    assert re.search(r'value="(early|17:00|01:30)"', answer.text)


@pytest.mark.parametrize(
    ("act", "fields"), (("split", {"minutes": "20", "title": LONG}), ("merge", {"title": LONG}))
)  # fmt: skip
def test_a_title_of_five_thousand_signs_is_kept_in_its_field(facilitator, session, titles, block, act, fields):
    before = titles()
    answer = facilitator.post(f"{AGENDA}/{block.id}/{act}", fields)
    assert answer.status_code == 422
    assert "Write at most 200 signs." in answer.text
    assert typed(answer.text, "title") == LONG
    assert titles() == before


@pytest.mark.parametrize("act", ("split", "merge"))
def test_who_cuts_or_joins_what_was_just_removed_is_told(facilitator, session, titles, block, act):
    address = f"{AGENDA}/{block.id}"
    facilitator.get(address)
    first = facilitator.page
    facilitator.get(f"{address}/{act}")
    form = facilitator.page
    facilitator.page = first
    facilitator.press(f"{address}/remove")
    before = titles()
    facilitator.page = form
    answer = facilitator.press(f"{address}/{act}", {"title": "Rewritten"})
    told = facilitator.follow().text if answer.status_code == 303 else answer.text
    assert "no longer where it was" in told
    assert titles() == before == [("Voices", "10:00", "11:00")]


@pytest.mark.parametrize("act", ("park", "pin", "remove", "earlier"))
def test_a_button_for_what_was_just_removed_says_so_and_does_nothing(facilitator, session, titles, block, act):
    address = f"{AGENDA}/{block.id}"
    facilitator.get(address)
    form = facilitator.page
    facilitator.press(f"{address}/remove")
    before = titles()
    facilitator.page = form
    answer = facilitator.press(f"{address}/{act}")
    told = facilitator.follow().text if answer.status_code == 303 else answer.text
    assert "no longer where it was" in told or "was removed from the agenda meanwhile" in told
    assert titles() == before


def test_a_day_that_runs_late_by_what_was_just_removed_is_shown_anew(facilitator, session, titles, block):
    address = f"{AGENDA}/days/{block.day_id}/late"
    facilitator.get(address)
    form = facilitator.page
    facilitator.get(f"{AGENDA}/{block.id}")
    facilitator.press(f"{AGENDA}/{block.id}/remove")
    before = titles()
    facilitator.page = form
    answer = facilitator.press(address, {"overran": str(block.id), "minutes": "35"})
    assert answer.status_code in {200, 422}
    assert typed(answer.text, "minutes") == "35"
    assert titles() == before


def test_many_parallel_rooms_can_be_moved_as_one(facilitator, session):
    event = make_event("tarkwa")
    blocks = [make_agenda_session(event.days[0], f"Room {n}", starts="09:00", ends="10:00") for n in range(100)]
    last = make_agenda_session(event.days[0], "Tea", starts="10:00", ends="10:20", kind="break")
    session.commit()
    assert facilitator.get(f"{AGENDA}/{blocks[0].id}/move").status_code == 200
    fields = {"spot": f"after-{last.id}", "beside_too": "y"}
    assert facilitator.post(f"{AGENDA}/{blocks[0].id}/move", fields).status_code == 303
    session.expire_all()
    starts = {one.starts.isoformat("minutes") for one in session.query(AgendaSession) if one.title.startswith("Room")}
    assert starts == {"09:20"}
