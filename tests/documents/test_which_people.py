"""Which people and which pages: what is chosen in the print centre is what is printed, and what cannot be is said."""

import io
import re
from datetime import UTC, datetime

import pypdf
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from dialogues.audit.models import Entry
from dialogues.core.db import db
from dialogues.documents.cli import document
from dialogues.documents.option_rules import (
    NoPageNought,
    NoSuchPage,
    NotPages,
    Pages,
    PagesBackwards,
    PagesTooLong,
    read_ids,
    read_pages,
    told_ids,
)
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.registration.models import Registration
from tests.documents.reading import pages_text, without_breaks
from tests.factories import make_event, make_invitation, make_registration
from tests.reports.attended import attend

PAGE = "/events/tarkwa/documents"
NAMES = ("Ama Serwaa", "Kofi Annor", "Esi Quaye")
OF_PEOPLE = ("badges", "name-tents", "certificates")


@pytest.fixture
def event(session):
    """Three people of two sectors, each there on the first day; one registered later than the others."""
    event = make_event()
    for name, sector in zip(NAMES, ("MIN", "GOV", "MIN"), strict=True):
        attend(make_registration(event, name, sector=sector), event.days[0])
    last = person(session, "Esi Quaye")
    last.registered_at = datetime(2026, 5, 20, 23, 30, tzinfo=UTC)
    session.commit()
    return event


def person(session, name):
    return session.scalars(sa.select(Registration).where(Registration.full_name == name)).one()


def named(pdf):
    told = without_breaks(pdf)
    return {name for name in NAMES if name.replace(" ", "") in told}


def press(browser, name, *, page=None, **options):
    """Choose the options of a document and press the button of its form."""
    told = page or browser.get(f"{PAGE}?document={name}").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', told)[1]
    to = f"{PAGE}/sign-in-sheet" if name == "sign-in-sheet" else f"{PAGE}/{name}.pdf"
    return browser.client.post(to, data={"csrf_token": token, "language": "en", "paper": "A4", **options})


def printed(browser, name, **options):
    """Whom the document names that the button leads to."""
    answer = press(browser, name, **options)
    assert answer.status_code == 303, answer.text
    return named(browser.client.get(answer.location).data)


def noted(session):
    return session.scalar(sa.select(sa.func.count()).where(Entry.action == "document.printed"))


# ---------------------------------------------------------------- which people
@pytest.mark.parametrize("name", OF_PEOPLE)
def test_of_each_document_of_people_some_can_be_printed(organiser, event, name):
    assert printed(organiser, name) == set(NAMES)
    assert printed(organiser, name, sector="GOV") == {"Kofi Annor"}
    assert printed(organiser, name, since="2026-05-20") == {"Esi Quaye"}
    assert printed(organiser, name, person="kofi annor") == {"Kofi Annor"}
    assert printed(organiser, name, sector="MIN", since="2026-05-20") == {"Esi Quaye"}


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_only_those_it_was_not_printed_for_yet(organiser, session, event, name):
    assert printed(organiser, name, sector="GOV") == {"Kofi Annor"}
    first = press(organiser, name, people="new")
    assert named(organiser.client.get(first.location).data) == {"Ama Serwaa", "Esi Quaye"}
    late = make_registration(event, "Yaw Boateng")
    attend(late, event.days[0])
    session.commit()
    second = press(organiser, name, people="new")
    assert "YawBoateng" in without_breaks(organiser.client.get(second.location).data)
    assert named(organiser.client.get(second.location).data) == set()
    assert named(organiser.client.get(first.location).data) == {"Ama Serwaa", "Esi Quaye"}, "the address stays true"
    refused = press(organiser, name, people="new")
    assert refused.status_code == 422
    assert "Nobody is left by this choice of people" in refused.text


def test_a_printing_of_another_document_or_of_some_pages_does_not_count(organiser, event):
    printed(organiser, "name-tents")
    printed(organiser, "badges", pages="1")
    assert printed(organiser, "badges", people="new") == set(NAMES)


def test_badges_of_people_chosen_on_the_list_count_as_printed(organiser, session, event):
    ama = person(session, "Ama Serwaa")
    page = organiser.get("/events/tarkwa/participants").text
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|once|view)"[^>]*value="([^"]*)"', page))
    organiser.client.post(f"{PAGE}/badges/chosen", data={**hidden, "chosen": [f"{ama.id}.{ama.version}"]})
    assert printed(organiser, "badges", people="new") == {"Kofi Annor", "Esi Quaye"}


def test_printing_again_is_for_the_same_people(organiser, session, event):
    press(organiser, "badges", person="Kofi Annor", paper="letter")
    told = organiser.get(f"{PAGE}?document=badges").text.partition('id="printed"')[2]
    form = re.search(rf'action="({PAGE}/badges.pdf)".*?</form>', told, re.DOTALL)
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', form[0]))
    again = organiser.client.post(form[1], data=hidden)
    assert named(organiser.client.get(again.location).data) == {"Kofi Annor"}
    assert "paper=letter" in again.location


def test_a_typed_name_is_nowhere_kept(organiser, session, event):
    answer = press(organiser, "badges", person="Kofi Annor")
    assert "Kofi" not in answer.location
    entry = session.scalars(sa.select(Entry).where(Entry.action == "document.printed")).one()
    assert "Kofi" not in str(entry.changes)


def test_the_code_on_the_badge_finds_its_person(organiser, session, event):
    code = person(session, "Kofi Annor").badge_code
    assert printed(organiser, "badges", person=f"{code[:4]}-{code[4:8]}".lower()) == {"Kofi Annor"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    (
        ({"person": "Nobody Known"}, "Nobody with this document is called “Nobody Known”"),
        ({"person": "<b>x</b>"}, "Nobody with this document is called “&lt;b&gt;x&lt;/b&gt;”"),
        ({"person": "W" * 5000}, "Nobody with this document is called"),
        ({"sector": "ACA"}, "Nobody is left by this choice of people"),
        ({"since": "soon"}, "“soon” is not a day."),
        ({"since": "2026-13-01"}, "“2026-13-01” is not a day."),
        ({"pages": "8-2"}, "“8-2” runs backwards. Write the smaller page first."),
        ({"pages": "x"}, "“x” is not a page. Write pages like this: 2-5, 8"),
        ({"pages": "2-5-8"}, "“2-5-8” is not a page."),
        ({"pages": "0"}, "There is no page 0: pages are counted from 1."),
        ({"pages": "1, 7"}, "There is no page 7: the last page of this document is page 1."),
    ),
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(organiser, session, event, options, sentence):
    answer = press(organiser, "badges", **{"paper": "letter", **options})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2, "in the summary and at the field"
    assert re.search('value="letter" selected', answer.text)
    assert noted(session) == 0
    address = organiser.client.get(f"{PAGE}/badges.pdf", query_string=options)
    assert address.status_code == 422


def test_a_name_that_fits_several_is_refused_and_a_whole_one_is_not(organiser, session, event):
    make_registration(event, "Ama Serwaa Boateng")
    session.commit()
    assert "fits more than one person" in press(organiser, "badges", person="serwaa").text
    assert press(organiser, "badges", person="Ama Serwaa").status_code == 303


@pytest.mark.parametrize(
    "options",
    ({"sector": "XYZ"}, {"people": "some"}, {"printing": "999999"}, {"printing": "x"}, {"printing": "1" * 40}),
)
def test_what_no_list_offers_is_a_wrong_address(organiser, event, options):
    assert organiser.get(f"{PAGE}/badges.pdf").status_code == 200
    assert organiser.client.get(f"{PAGE}/badges.pdf", query_string=options).status_code == 404


def test_a_printing_of_another_event_or_document_is_not_found(organiser, session, event):
    make_registration(make_event("geita"), "Neema Juma")
    session.commit()
    entry_address = press(organiser, "name-tents", people="new").location
    number = re.search(r"printing=([0-9]+)", entry_address)[1]
    assert organiser.get(f"{PAGE}/name-tents.pdf?printing={number}").status_code == 200
    assert organiser.get(f"{PAGE}/badges.pdf?printing={number}").status_code == 404
    assert organiser.get(f"/events/geita/documents/name-tents.pdf?printing={number}").status_code == 404


def test_documents_that_do_not_know_people_or_pages_refuse_them(organiser, event):
    for option in ("people=new", "sector=MIN", "since=2026-05-20", "person=Ama", "pages=1", "view=sector%3DMIN"):
        assert organiser.get(f"{PAGE}/attendance-report.pdf?{option}").status_code == 404, option
    assert organiser.get(f"{PAGE}/sign-in-sheet.pdf?since=2026-05-20").status_code == 404


def test_the_filters_of_the_list_leave_people_as_they_do_there(organiser, facilitator, event):
    def left(browser, query):
        return named(browser.client.get(f"{PAGE}/badges.pdf", query_string={"view": query}).data)

    organiser.get(PAGE)
    assert left(organiser, "sector=MIN&q=ama") == {"Ama Serwaa"}
    assert left(organiser, "gender=woman") == set(NAMES)


def test_what_was_chosen_is_offered_the_next_time(organiser, event):
    press(organiser, "badges", sector="MIN", since="2026-05-01", pages="1", people="new")
    page = organiser.get(f"{PAGE}?document=badges").text
    for part in (
        r'name="since"[^>]*value="2026-05-01"',
        r'name="pages"[^>]*value="1"',
        r'<option selected value="MIN"|value="MIN" selected',
        r'<option selected value="new"|value="new" selected',
    ):
        assert re.search(part, page), part


def test_a_sign_in_sheet_of_one_sector_says_so_and_is_kept_with_its_own_rows(organiser, session, event):
    answer = press(organiser, "sign-in-sheet", day="2026-06-02", sector="GOV")
    pdf = organiser.client.get(answer.location).data
    assert named(pdf) == {"Kofi Annor"}
    assert "Government" in " ".join(pages_text(pdf))
    sheet = session.scalars(sa.select(PrintedSheet)).one()
    assert sheet.people == [person(session, "Kofi Annor").id]
    assert f"{sheet.id[:4]}-{sheet.id[4:]}" in " ".join(pages_text(pdf))


def test_letters_are_chosen_too(organiser, session, event):
    for name, sector in (("Yaa Asantewaa", "CSO"), ("Kwame Mensah", "GOV")):
        make_invitation(event, registration=make_registration(event, name, sector=sector, status="invited"))
    session.commit()

    def letters(**options):
        told = without_breaks(organiser.client.get(press(organiser, "invitation-letters", **options).location).data)
        return {name for name in ("Yaa Asantewaa", "Kwame Mensah") if name.replace(" ", "") in told}

    assert letters(sector="GOV") == {"Kwame Mensah"}
    assert letters(person="yaa") == {"Yaa Asantewaa"}
    assert "Nobody is left" in press(organiser, "invitation-letters", people="new").text
    assert organiser.get(f"{PAGE}/invitation-letters.pdf?view=sector%3DMIN").status_code == 404


# ---------------------------------------------------------------- which pages
def test_pages_are_read_as_people_write_them():
    assert read_pages(" 2-5 , 8;9 – 9") == Pages(((2, 5), (8, 8), (9, 9)))
    assert str(read_pages("2-5,8")) == "2-5, 8"
    assert read_pages("  , ") is None
    for text, error in (
        ("8-2", PagesBackwards),
        ("x", NotPages),
        ("-3", NotPages),
        ("0-2", NoPageNought),
        ("٣", NotPages),
    ):
        with pytest.raises(error):
            read_pages(text)
    with pytest.raises(NoSuchPage, match="There is no page 9: the last page of this document is page 4"):
        Pages(((2, 3), (6, 9))).require_up_to(4)
    with pytest.raises(PagesTooLong, match="at most 200 signs here; these are 303"):
        read_pages("11, " * 75 + "123")


@pytest.mark.parametrize("text", ("2026-02-30", "tomorrow", "0001-01-01", "9999-12-31"))
def test_what_is_no_day_that_anybody_registers_on_is_said_so(organiser, event, text):
    answer = press(organiser, "badges", since=text)
    assert answer.status_code == 422
    assert f"“{text}” is not a day." in answer.text


def test_only_the_pages_asked_for_are_printed_and_keep_their_numbers(organiser, session, event):
    for number in range(30):
        make_registration(event, f"Person {number:02}")
    session.commit()
    whole = pages_text(organiser.get(f"{PAGE}/badges.pdf").data)
    assert len(whole) == 5
    answer = press(organiser, "badges", pages="2-3, 5")
    some = pages_text(organiser.client.get(answer.location).data)
    assert some == [whole[1], whole[2], whole[4]]
    assert "Page 2 of 5" in some[0]


@pytest.mark.parametrize("name", ("sign-in-sheet", "desk-list", "name-tents", "certificates"))
def test_pages_of_other_documents_of_people(organiser, session, event, name):
    whole = pages_text(organiser.get(f"{PAGE}/{name}.pdf").data)
    answer = press(organiser, name, pages="1")
    assert pages_text(organiser.client.get(answer.location).data) == whole[:1]
    refused = press(organiser, name, pages="99")
    assert refused.status_code == 422
    assert "There is no page 99" in refused.text


def test_numbers_of_rows_are_told_in_little_room():
    assert told_ids([5, 3, 4, 9]) == "3-5,9"
    assert read_ids("3-5,9") == {3, 4, 5, 9}
    assert (told_ids([]), read_ids("")) == ("", set())
    assert len(told_ids(range(1, 6001))) < 10


# ---------------------------------------------------------------- the command
def run(app, tmp_path, *arguments):
    db.session.commit()
    file = tmp_path / "out.pdf"
    done = CliRunner().invoke(document, ["tarkwa", *arguments, "-o", str(file)], obj=lambda: app)
    return done, file.read_bytes() if file.exists() else b""


def test_the_command_chooses_people_and_pages_too(app, session, event, tmp_path):
    done, pdf = run(app, tmp_path, "badges", "--sector", "GOV")
    assert (done.exit_code, named(pdf)) == (0, {"Kofi Annor"})
    assert named(run(app, tmp_path, "badges", "--new")[1]) == {"Ama Serwaa", "Esi Quaye"}
    done, _pdf = run(app, tmp_path, "badges", "--new")
    assert str(done.exception) == "Nobody is left by this choice of people, so there is nothing to print."
    assert named(run(app, tmp_path, "badges", "--list", "q=ama")[1]) == {"Ama Serwaa"}
    assert len(pypdf.PdfReader(io.BytesIO(run(app, tmp_path, "badges", "--pages", "1")[1])).pages) == 1
    done, _pdf = run(app, tmp_path, "badges", "--pages", "3-1")
    assert str(done.exception) == "“3-1” runs backwards. Write the smaller page first."
