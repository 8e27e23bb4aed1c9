"""The page that packs an event and brings it back, and the commands that do the same."""

import io
import json

import pytest

from dialogues.bundles.arrived import Arrived
from dialogues.bundles.models import BundleConflict
from dialogues.cli import cli
from dialogues.events.models import Event
from dialogues.registration.models import Registration
from tests.bundles.conftest import Place
from tests.factories import MADE_AT, make_event, make_registration

PAGE = "/events/tarkwa/take-along"


@pytest.fixture
def event(session):
    """A dialogue with one person."""
    event = make_event("tarkwa")
    make_registration(event, "Ama Serwaa")
    session.commit()
    return event


def pack(browser, **data):
    """The answer to the form that packs."""
    return browser.post(f"{PAGE}/file", data, form_at=PAGE)


def bring(browser, content, **data):
    """The answer to the form that brings a file in."""
    return browser.post(f"{PAGE}/bring", {"bring-file": (io.BytesIO(content), "tarkwa"), **data}, form_at=PAGE)


def test_the_page_packs_the_event_and_says_what_is_in_it(organiser, event):
    assert "The file holds personal data" in organiser.get(PAGE).text
    answer = pack(organiser)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=tarkwa-")
    assert len(Arrived(answer.data).rows("registration")) == 1


def test_a_short_passphrase_is_refused_at_its_field(organiser, event):
    answer = pack(organiser, **{"pack-passphrase": "short"})
    assert answer.status_code == 422
    assert "Write a passphrase of at least 12 signs." in answer.text


def test_a_file_comes_in_on_the_page(organiser, event, new_laptop, session):
    laptop = new_laptop()
    laptop.bring_in(pack(organiser).data)
    with laptop.open() as there:
        there.query(Registration).one().phone = "+233240000001"
    content = laptop.take_along()
    looked = bring(organiser, content, **{"bring-only_look": "y"})
    assert "Nothing was changed yet." in looked.text
    assert session.query(Registration).one().phone is None
    bring(organiser, content)
    session.expire_all()
    assert session.query(Registration).one().phone == "+233240000001"
    bring(organiser, content)
    assert "This file was brought in before." in organiser.follow().text


def test_what_is_no_file_of_an_event_is_told_at_the_field(organiser, event):
    answer = bring(organiser, b"PK")
    assert answer.status_code == 422
    assert "This is not a file in which an event was taken along" in answer.text


def test_another_event_is_not_brought_in_on_this_page(organiser, event, new_laptop):
    laptop = new_laptop()
    with laptop.open():
        make_event("geita", title="Geita dialogue")
    answer = bring(organiser, laptop.take_along("geita"))
    assert answer.status_code == 422
    assert "This file holds the event “Geita dialogue”." in answer.text


def test_an_event_that_is_not_here_comes_in_on_a_page_of_its_own(organiser, event, new_laptop, session):
    laptop = new_laptop()
    with laptop.open():
        make_event("geita", title="Geita dialogue")
    content = laptop.take_along("geita")
    organiser.post("/bring-in", {"file": (io.BytesIO(content), "x"), "only_look": "y"})
    assert session.query(Event).count() == 1
    organiser.post("/bring-in", {"file": (io.BytesIO(content), "x")})
    assert {one.slug for one in session.query(Event)} == {"tarkwa", "geita"}


@pytest.fixture
def conflict(event, organiser, session):
    """Both sides said where Ama lives."""
    key = next(iter(Arrived(pack(organiser).data).rows("registration")))
    somebody = session.query(Registration).one()
    somebody.place = "Prestea"
    conflict = BundleConflict(
        event_id=event.id, kind="registration", key=key, unit="place", subject_name="Ama Serwaa",
        theirs={"place": "Bogoso"}, found_at=MADE_AT,
    )  # fmt: skip
    session.add(conflict)
    session.commit()
    return conflict


def test_both_versions_are_shown_and_one_is_chosen_and_that_is_undone(organiser, conflict, session):
    assert "One to decide" in organiser.get("/events/tarkwa").text
    text = organiser.get(PAGE).text
    assert "Prestea" in text
    assert "Bogoso" in text
    url = f"{PAGE}/conflicts/{conflict.id}"
    organiser.post(url, {"side": "theirs"}, form_at=PAGE)
    session.expire_all()
    assert session.query(Registration).one().place == "Bogoso"
    organiser.follow()
    organiser.press(f"{url}/reopen")
    session.expire_all()
    assert session.query(Registration).one().place == "Prestea"
    organiser.get(PAGE)
    organiser.post(url, {"side": "ours"}, form_at=PAGE)
    session.expire_all()
    assert (session.query(Registration).one().place, conflict.taken) == ("Prestea", "ours")


def test_what_was_settled_is_not_settled_again(organiser, conflict, session):
    page = organiser.get(PAGE)
    url = f"{PAGE}/conflicts/{conflict.id}"
    organiser.press(url, {"side": "theirs"})
    organiser.page = page  # somebody else still looks at the page of before
    organiser.press(url, {"side": "ours"})
    assert "This was settled already." in organiser.follow().text


def test_a_choice_of_neither_settles_nothing(organiser, conflict, session):
    answer = organiser.post(f"{PAGE}/conflicts/{conflict.id}", {"side": "both_changed"}, form_at=PAGE)
    assert answer.status_code == 200
    session.expire_all()
    assert conflict.settled_at is None


def test_the_commands_pack_and_bring_in(shared, new_laptop, tmp_path):
    from click.testing import CliRunner

    office, laptop = Place(shared), new_laptop()
    with office.open():
        make_registration(make_event("tarkwa"), "Ama Serwaa")
    file = tmp_path / "tarkwa.dialogues-event"

    def run(place, *arguments):
        return CliRunner().invoke(cli.commands["event"], arguments, obj=lambda: place.app)

    told = run(office, "export", "tarkwa", "-o", str(file))
    assert told.exit_code == 0, told.output
    assert "names, telephone numbers" in told.output
    assert file.stat().st_mode & 0o077 == 0
    dry = run(laptop, "import", str(file), "--dry-run", "--json")
    assert json.loads(dry.output)["added"]["registration"] == 1
    for is_known in (False, True):
        assert json.loads(run(laptop, "import", str(file), "--json").output)["is_known"] is is_known
    assert laptop.says() == office.says()
