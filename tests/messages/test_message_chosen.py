"""From the list of participants to a message: those ticked, or all that match, however many, and nobody else."""

import re

import pytest
import sqlalchemy as sa

from dialogues.outbox.models import Mail
from tests.factories import make_event, make_registration

LIST = "/events/tarkwa/participants"
CHOSEN = "/events/tarkwa/messages/chosen"
PAGE = "/events/tarkwa/messages/new"
LETTER = {"subject": "Bus", "text": "At nine.", "then": "send"}
MANY = 700  # more than an address could name one by one
ADDRESS_LENGTH_MAX = 2000  # what every browser, server and proxy between them takes


@pytest.fixture
def event(session):
    event = make_event()
    session.commit()
    return event


def people(event, number, sector="MIN"):
    made = [
        make_registration(event, f"{sector} {one:03}", sector=sector, email=f"{sector}{one:03}@example.org".lower())
        for one in range(number)
    ]
    return sorted(made, key=lambda row: row.id)


def choose(browser, *rows, at=LIST, **more):
    """Press the button of the bar as a browser without script does, and go where it leads."""
    browser.get(at)
    text = browser.page.text
    assert f'formaction="{CHOSEN}"' in text
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|once|view)"[^>]*value="([^"]*)"', text))
    hidden["view"] = hidden.get("view", "").replace("&amp;", "&")
    data = {**hidden, "chosen": [f"{row.id}.{row.version}" for row in rows], **more}
    browser._load(browser.client.post, CHOSEN, data=data)
    return browser.page


def write(browser):
    """Follow to the page of the message and send it, with what the page itself holds."""
    address = browser.page.location
    page = browser.follow()
    hidden = dict(re.findall(r'<input type="hidden" name="(matching|registration)" value="([^"]*)"', page.text))
    held = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
    asked = re.findall(r'<input type="hidden" name="registration" value="(\d+)"', page.text)
    browser.post(PAGE, LETTER | held | ({"registration": asked} if asked else {}), form_at=address)
    return page


def receivers(session):
    return session.scalars(sa.select(Mail.to_address).order_by(Mail.to_address)).all()


def test_those_ticked_are_written_to_and_nobody_else(organiser, session, event):
    first, second, _third = people(event, 3)
    choose(organiser, first, second)
    assert receivers(session) == []
    assert "To the 2 people you chose." in write(organiser).text
    assert receivers(session) == ["min000@example.org", "min001@example.org"]


def test_all_that_match_are_written_to_the_other_pages_too(organiser, session, event):
    people(event, 60)
    people(event, 2, sector="GOV")
    choose(organiser, at=f"{LIST}?sector=MIN", everybody="60")
    page = write(organiser)
    assert "To the 60 people who match now." in page.text
    assert "Sector" in page.text  # the filters are told
    assert len(receivers(session)) == 60
    assert not [one for one in receivers(session) if one.startswith("gov")]


def test_everybody_of_the_plain_list_is_everybody(organiser, session, event):
    people(event, 3)
    people(event, 2, sector="GOV")
    choose(organiser, everybody="5")
    write(organiser)
    assert len(receivers(session)) == 5


def test_the_address_stays_short_however_many_are_chosen(organiser, session, event):
    rows = people(event, MANY)
    session.commit()
    by_filter = choose(organiser, everybody=str(MANY)).location
    ticked = choose(organiser, *rows[:100]).location  # the longest page of the list
    assert max(len(by_filter), len(ticked)) < ADDRESS_LENGTH_MAX
    choose(organiser, everybody=str(MANY))
    write(organiser)
    assert len(receivers(session)) == MANY


def test_nobody_chosen_leads_back_to_the_list_with_a_sentence(organiser, session, event):
    people(event, 1)
    assert choose(organiser).location.startswith(LIST)
    assert "Choose somebody first." in organiser.follow().text


def test_people_of_another_event_are_not_written_to(organiser, session, event):
    (mine,) = people(event, 1)
    (foreign,) = people(make_event("geita"), 1, sector="GOV")
    choose(organiser, mine, foreign)
    write(organiser)
    assert receivers(session) == ["min000@example.org"]


def test_a_list_that_changed_before_it_is_sent_goes_to_whom_it_leaves_then(organiser, session, event):
    people(event, 2)
    choose(organiser, at=f"{LIST}?sector=MIN", everybody="2")
    people(event, 1, sector="GOV")
    write(organiser)
    assert receivers(session) == ["min000@example.org", "min001@example.org"]


def test_who_may_not_edit_is_not_offered_it(reporter, session, event):
    people(event, 1)
    assert CHOSEN not in reporter.get(LIST).text
