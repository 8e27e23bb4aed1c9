"""A choice of the programme report kept under a name: its owner's alone, and an address like any other."""

import sqlalchemy as sa

from dialogues.registration.view_models import SavedView
from tests.browser import Document
from tests.factories import make_event


def save(browser, name="Ghana only"):
    return browser.post("/report/views/new?country=GH&sector=MIN", data={"name": name})


def kept_id(session):
    return session.scalars(sa.select(SavedView.id)).one()


def test_a_choice_is_kept_and_leads_back_to_the_same_address(organiser):
    make_event()
    assert save(organiser).location.endswith("/report?country=GH&sector=MIN")
    page = organiser.get("/report").text
    assert "Ghana only" in page
    assert 'href="/report?country=GH&amp;sector=MIN"' in page


def test_a_view_without_a_name_is_refused_and_nothing_is_kept(organiser):
    make_event()
    page = save(organiser, name="  ")
    assert page.status_code == 422
    assert "Give the view a name." in page.text
    assert "No view is saved yet" in organiser.get("/report/views").text


def test_a_view_is_its_owners_alone(organiser, outsider, session):
    make_event()
    save(organiser)
    address = f"/report/views/{kept_id(session)}/rename"
    assert "Ghana only" not in outsider.get("/report/views").text
    save(outsider, name="Mine")
    own = session.scalars(sa.select(SavedView.id).where(SavedView.name == "Mine")).one()
    outsider.get("/report/views")
    form = outsider._form_to(Document(outsider.page.text), f"/report/views/{own}/rename")
    assert outsider._send(address, form, {"name": "Taken"}).status_code == 404
    assert "Ghana only" in organiser.get("/report/views").text


def test_a_removed_view_comes_back(organiser, session):
    make_event()
    save(organiser)
    view_id = kept_id(session)
    organiser.post(f"/report/views/{view_id}/remove", form_at="/report/views")
    page = organiser.follow().text
    assert "Show the report so" not in page
    organiser.press(f"/report/views/{view_id}/restore")
    assert "Show the report so" in organiser.get("/report/views").text
