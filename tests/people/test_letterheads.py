"""The letterhead of an organisation: its words, its logo, and what brings the last one back."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from dialogues.audit.models import Entry
from dialogues.audit.services import COMMAND_LINE
from dialogues.audit.wording import done_in_words
from dialogues.core import pictures
from dialogues.core.pictures import read_logo
from dialogues.people import letterhead_rules, letterhead_services
from dialogues.people.models import Logo
from tests.browser import Document
from tests.core.drawn import claimed_png, logo_file
from tests.factories import make_letterhead, make_organisation

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
RED = logo_file(ink=(200, 30, 30))


@pytest.fixture
def mines(session):
    return make_organisation("Bonsa Mines")


def home(organisation):
    return f"/organisations/{organisation.id}"


def send(browser, organisation, content, name="logo.png", **more):
    page = f"{home(organisation)}/letterhead"
    return browser.post(f"{home(organisation)}/logo", {"logo-file": (io.BytesIO(content), name)}, form_at=page, **more)


def test_the_words_are_kept_tidied_and_noted(organiser, mines, session):
    assert "Letterhead and logo" in organiser.get(home(mines)).text
    words = {
        "printed_name": " Bonsa  Mines Company ",
        "letter_address": "12 Old Road\r\n\r\n  Tarkwa  \r\n",
        "letter_footer": "Company no. 1234",
    }
    organiser.post(f"{home(mines)}/letterhead", words)
    assert mines.printed_name == "Bonsa Mines Company"
    assert mines.letter_address == "12 Old Road\nTarkwa"
    page = organiser.follow().text
    assert "The letterhead is saved." in page
    assert "Company no. 1234" in page
    [entry] = session.scalars(sa.select(Entry)).all()
    assert done_in_words(entry) == "The letterhead of “Bonsa Mines” was changed"
    assert entry.changes["printed_name"] == [None, "Bonsa Mines Company"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    (
        ({"letter_address": "\n".join("abcdef")}, "An address has at most 5 lines. Put two on one line, with a comma."),
        ({"letter_address": "x" * 121}, "is 121 signs long; a line has room for 120."),
        ({"printed_name": "x" * 5_000}, "is 5,000 signs long; a line has room for 120."),
        ({"letter_footer": "x" * 200}, "is 200 signs long; a line has room for 120."),
    ),
)
def test_words_that_do_not_fit_are_refused_and_stay_in_the_form(organiser, mines, words, sentence):
    answer = organiser.post(f"{home(mines)}/letterhead", {"letter_footer": "Company no. 1234", **words})
    assert answer.status_code == 422
    assert sentence in answer.text
    [name] = words
    values = Document(answer.text).forms
    sent = next(form.values for form in values if "printed_name" in form.names)
    assert sent[name][0].strip() == words[name].strip()
    assert (mines.printed_name, mines.letter_address, mines.letter_footer) == (None, None, None)


def test_who_saves_second_sees_what_the_first_one_saved(organiser, mines, session):
    address = f"{home(mines)}/letterhead"
    organiser.get(address)
    mines.letter_footer = "Registered in Tarkwa"
    session.commit()
    answer = organiser.press(address, {"letter_footer": "Registered in Accra"})
    assert answer.status_code == 422
    assert "Somebody else changed this while you were writing." in answer.text
    assert "Registered in Tarkwa" in answer.text


def test_a_logo_is_kept_shown_replaced_and_brought_back(organiser, mines, session):
    answer = send(organiser, mines, logo_file())
    assert answer.status_code == 303
    first = mines.logo_id
    assert (mines.logo.width, mines.logo.height) == (300, 150)
    page = organiser.follow().text
    assert 'alt="Logo of Bonsa Mines"' in page
    send(organiser, mines, RED, "../../etc/passwd")
    assert mines.logo_id != first
    organiser.follow()
    organiser.press(f"{home(mines)}/logo/restore/{first}")
    assert mines.logo_id == first
    organiser.follow()
    organiser.press(f"{home(mines)}/logo/remove")
    assert mines.logo_id is None
    organiser.follow()
    organiser.press(f"{home(mines)}/logo/restore/{first}")
    assert mines.logo_id == first
    said = [done_in_words(one) for one in session.scalars(sa.select(Entry).order_by(Entry.id))]
    assert said == [
        "“Bonsa Mines” got a logo",
        "“Bonsa Mines” got a logo",
        "“Bonsa Mines” got its former logo back",
        "The logo of “Bonsa Mines” was taken away",
        "“Bonsa Mines” got its former logo back",
    ]


def test_undoing_the_first_logo_leaves_none(organiser, mines):
    send(organiser, mines, logo_file())
    organiser.follow()
    organiser.press(f"{home(mines)}/logo/restore/0")
    assert mines.logo_id is None


def test_the_same_picture_twice_is_one_and_changes_nothing(organiser, mines, session):
    send(organiser, mines, logo_file())
    send(organiser, mines, logo_file())
    other = make_organisation("Nsuta Mines")
    send(organiser, other, logo_file())
    assert session.scalar(sa.select(sa.func.count(Logo.id))) == 1
    assert session.scalar(sa.select(sa.func.count(Entry.id))) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    (
        (b"", "The file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG drawing, which cannot be printed safely."),
        (b"%PDF-1.7", "Only PNG and JPEG pictures can be printed."),
        (claimed_png(30_000, 30_000), "The picture is 30,000 by 30,000 points, more than can be read."),
        (logo_file()[:300], "The picture is damaged or ends too early."),
    ),
)
def test_a_file_that_cannot_be_printed_is_refused_beside_the_field(organiser, mines, content, sentence):
    make_letterhead(mines)
    before = mines.logo_id
    answer = send(organiser, mines, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert mines.logo_id == before


def test_no_file_is_refused_in_a_sentence(organiser, mines):
    organiser.get(f"{home(mines)}/letterhead")
    answer = organiser.press(f"{home(mines)}/logo")
    assert answer.status_code == 422
    assert "Choose the file of the logo." in answer.text


def test_fifty_megabytes_are_turned_away_unread(organiser, mines):
    answer = send(organiser, mines, logo_file(), environ_overrides={"CONTENT_LENGTH": "50000000"})
    assert answer.status_code == 413
    assert mines.logo_id is None


def test_the_picture_is_served_as_what_it_is_and_asked_for_again(organiser, mines, session):
    make_letterhead(mines)
    answer = organiser.get(f"{home(mines)}/logo.png")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.data)).size == (300, 150)
    etag = answer.headers["ETag"]
    again = organiser.get(f"{home(mines)}/logo.png", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    picture = read_logo(RED)
    letterhead_services.set_logo(session, mines, picture, actor=COMMAND_LINE, at=NOW)
    session.commit()
    other = organiser.get(f"{home(mines)}/logo.png", headers={"If-None-Match": etag})
    assert (other.status_code, other.data) == (200, picture.png)


def test_without_a_logo_or_an_organisation_there_is_no_picture(organiser, mines, session):
    assert organiser.get(f"{home(mines)}/logo.png").status_code == 404
    assert organiser.get("/organisations/4711/logo.png").status_code == 404
    alias = make_organisation("Bonsa")
    alias.alias_of_id = mines.id
    session.commit()
    assert organiser.get(f"{home(alias)}/letterhead").status_code == 404


def test_six_megabytes_are_refused_in_a_sentence(organiser, mines, monkeypatch):
    monkeypatch.setattr(pictures, "FILE_BYTES_MAX", 1_000)  # the test's own browser leaks what is really as large
    assert "A logo has at most 5 MB." in send(organiser, mines, logo_file() + bytes(5_000)).text


@pytest.mark.parametrize("who", ("facilitator", "door", "reporter", "outsider"))
def test_who_does_not_see_the_directory_sees_no_letterhead(request, mines, session, who):
    make_letterhead(mines)
    browser = request.getfixturevalue(who)
    assert browser.get(f"{home(mines)}/letterhead").status_code == 403
    assert browser.get(f"{home(mines)}/logo.png").status_code == 403


def test_a_logo_that_nobody_used_for_a_day_is_gone_and_its_undo_says_so(session, mines):
    def put(content, at):
        return letterhead_services.set_logo(session, mines, read_logo(content), actor=COMMAND_LINE, at=at)

    put(logo_file(), NOW)
    first = put(RED, NOW + timedelta(days=400))
    assert session.get(Logo, first) is not None  # used until a moment ago, however old it is
    put(logo_file(ink=(1, 2, 3)), NOW + timedelta(days=402))
    session.expire_all()
    assert session.get(Logo, first) is None
    with pytest.raises(letterhead_rules.LogoGone):
        letterhead_services.restore_logo(session, mines, first, actor=COMMAND_LINE, at=NOW)


def test_a_logo_that_another_organisation_uses_is_never_cleared(session, mines):
    make_letterhead(mines)
    other = make_letterhead(make_organisation("Nsuta Mines"))
    kept = other.logo_id
    for days, ink in ((0, 10), (5, 20), (10, 30)):
        picture = read_logo(logo_file(ink=(ink, 0, 0)))
        letterhead_services.set_logo(session, mines, picture, actor=COMMAND_LINE, at=NOW + timedelta(days=days))
    session.expire_all()
    assert other.logo_id == kept
    assert session.get(Logo, kept).unused_since is None
