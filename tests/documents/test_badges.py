"""Badges: every name whole, a code that is read back, nothing near a cut, and only of those who were chosen."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp

from dialogues.documents.badge_layouts import EDGE
from dialogues.documents.badges import HEIGHT, WIDTH, BadgeFacts, BadgePerson, draw, payload
from tests.documents import reading
from tests.factories import make_event, make_registration

LIST = "/events/tarkwa/participants"
PRINT = "/events/tarkwa/documents/badges.pdf"
CHOSEN = "/events/tarkwa/documents/badges/chosen"
CODE = "7K2M9QXA0TF2V3C68VGK1QXFYT"
BASE = "https://dialogues.example.org"
HOSTILE = (
    "Maame Yaa Gyamfuaah",
    "Atta",
    "Prof. Amma Kyerewaa Dwumfuoaa",
    "Selorm Kɔdzo Agbeƒia",
    "<b>Ama</b> & &amp; <img src=x>",
    "Ɛsi ƐɛƆɔŊŋƉɖƑƒƔɣƲʋ n̄ ɔ̃ ɛ́",
    "Andriantsimihetrarivonomenjanahary Rakotozandrindrainiarivelo",
    "W" * 60 + " " + "M" * 60,
    "Nana Wɔfa " + "Kwabena Ɛsi Amoah " * 40,
    "Bakɔ" * 250,
    "(paren) \\back",
)


def person(name="Ama Serwaa", **more):
    return BadgePerson(**{"call": name.split()[0], "name": name, "code": CODE, "sector": "MIN", **more})


def facts(*people, **changed):
    known = {
        "event_title": "Tarkwa dialogue",
        "zone": ZoneInfo("Africa/Accra"),
        "printed_at": datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
    }
    return BadgeFacts(**{**known, "people": people, **changed})


def codes_on(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [[code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())] for page in document]
    finally:
        document.close()


def choose(browser, *rows, **more):
    """Press the button of the bar as a browser without script does."""
    page = browser.get(LIST).text
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|once|view)"[^>]*value="([^"]*)"', page))
    data = {**hidden, "chosen": [f"{row.id}.{row.version}" for row in rows], **more}
    return browser.client.post(CHOSEN, data=data)


def test_a_badge_says_who_somebody_is_and_where_from(app):
    ama = person(organisation="Bonsa Diggers", language="Ewe")
    pdf = draw(facts(ama))
    assert reading.fonts_not_embedded(pdf) == set()
    said = reading.text(pdf)
    for words in ("Tarkwa dialogue", "Ama Serwaa", "Bonsa Diggers", "7K2M-9QXA", "MIN", "Ewe", "Page 1 of 1"):
        assert words in said, words


@pytest.mark.parametrize("name", HOSTILE)
def test_every_name_stands_whole(app, name):
    pdf = draw(facts(person(name, organisation="Ministry of " + name)))
    said = "".join(reading.copied_text(pdf).split()).replace("-", "").replace("\ufffe", "").replace("\x02", "")
    wanted = "".join(name.split()).replace("-", "")
    assert said.count(wanted) == 2 or _count_apart(pdf, wanted) == 2
    assert reading.missing_glyphs(pdf) == 0


def _count_apart(pdf, wanted):
    """How often a name stands there that goes on over several badges: furniture of a badge may stand between."""
    furniture = r"(TarkwaDialogue|Tarkwadialogue|7K2M9QXA|MIN|·?printed.{0,25}GMT|Page\d+of\d+)+"
    joined = re.sub(
        furniture,
        "",
        "".join(reading.copied_text(pdf).split()).replace("-", "").replace("\ufffe", "").replace("\x02", ""),
    )
    return joined.count(wanted)


@pytest.mark.parametrize("paper", ("A4", "letter"))
def test_nothing_stands_near_a_cut_and_nothing_on_anything_else(app, paper):
    pdf = draw(
        facts(
            *(person(name, organisation="Ministry of " + name, language="Kiswahili") for name in HOSTILE), paper=paper
        )
    )
    wide, tall = reading.paper(pdf)
    left, top = (wide - 2 * WIDTH) / 2, (tall - 4 * HEIGHT) / 2
    for page in range(1, reading.page_count(pdf) + 1):
        found = reading.letters(pdf, page)
        assert reading.overlapping(found) == []
        for letter in found:
            if letter.top > top + 4 * HEIGHT or letter.text.isspace():
                continue  # the foot of the page is cut away
            x, y = (letter.left - left) % WIDTH, (letter.top - top) % HEIGHT
            across, down = x + letter.right - letter.left, y + letter.bottom - letter.top
            assert x > EDGE, letter
            assert across < WIDTH - EDGE, letter
            assert y > EDGE, letter
            assert down < HEIGHT - EDGE, letter


def test_a_page_holds_eight(app):
    assert reading.page_count(draw(facts(*[person()] * 8))) == 1
    assert reading.page_count(draw(facts(*[person()] * 9))) == 2


@pytest.mark.parametrize("base_url", ("", BASE, f"{BASE}/{'long' * 40}"))
def test_the_code_is_read_back(app, base_url):
    others = [f"{CODE[:-1]}{sign}" for sign in "01234567"]
    codes = codes_on(draw(facts(*(person(code=code) for code in others), base_url=base_url)))
    said = [f"{BASE}/b/{code}" if base_url == BASE else code for code in others]
    assert sorted(codes[0]) == said
    assert payload(CODE, "") == CODE


def test_nobody_confirmed_is_a_page_that_says_so(app):
    assert "Nobody is confirmed yet." in reading.text(draw(facts()))


def test_the_confirmed_of_the_event_have_badges_staff_too(organiser, session):
    event = make_event()
    ama = make_registration(event, "Ama Serwaa", honorific="Hon.", language="fr")
    make_registration(event, "Yaw Boateng", role="facilitator")
    make_registration(event, "Kofi Annor", status="waiting")
    make_registration(make_event("geita"), "Neema Juma")
    session.commit()
    answer = organiser.client.get(PRINT)
    said = reading.text(answer.data)
    assert "Hon. Ama Serwaa" in said
    assert "French" in said
    assert "Yaw Boateng" in said
    assert "Kofi" not in said
    assert "Neema" not in said
    assert ama.badge_code in codes_on(answer.data)[0]


def test_the_word_lists_go_by_is_what_somebody_is_called(organiser, session):
    make_registration(make_event(), "Nana Akyampon Benie III", sort_as="Akyampon")
    session.commit()
    assert reading.text(organiser.client.get(PRINT).data).count("Akyampon") == 2


def test_a_selection_prints_only_those(organiser, session):
    event = make_event()
    ama, kofi = make_registration(event, "Ama Serwaa"), make_registration(event, "Kofi Annor")
    waiting = make_registration(event, "Yaw Boateng", status="waiting")
    session.commit()
    assert f'formaction="{CHOSEN}"' in organiser.get(LIST).text
    answer = choose(organiser, ama, waiting)
    said = reading.text(answer.data)
    assert answer.content_type == "application/pdf"
    assert "Ama Serwaa" in said
    assert "Kofi" not in said
    assert "Yaw" not in said
    assert "one not confirmed, no badge" in said
    everybody = reading.text(choose(organiser, everybody="3").data)
    assert "Kofi Annor" in everybody
    assert codes_on(choose(organiser, kofi).data) == [[kofi.badge_code]]


def test_somebody_of_another_event_is_not_found(organiser, session):
    mine, foreign = make_registration(make_event()), make_registration(make_event("geita"), "Neema Juma")
    session.commit()
    assert choose(organiser, mine, foreign).status_code == 404
    assert choose(organiser, mine).status_code == 200


def test_nobody_chosen_leads_back_to_the_list(organiser, session):
    make_registration(make_event())
    session.commit()
    assert choose(organiser).location.startswith(LIST)


def test_the_door_and_the_reporter_print_no_badges(door, reporter, session):
    row = make_registration(make_event())
    session.commit()
    for browser in (door, reporter):
        assert browser.client.get(PRINT).status_code == 403
        page = browser.get("/events/tarkwa/documents").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
        data = {"chosen": f"{row.id}.{row.version}", "csrf_token": token[1] if token else ""}
        assert browser.client.post(CHOSEN, data=data).status_code == 403


def test_printing_costs_as_many_questions_for_many_and_writes_nothing(organiser, session, count_queries):
    event = make_event()
    make_registration(event)
    session.commit()
    organiser.client.get(PRINT)
    with count_queries() as one:
        organiser.client.get(PRINT)
    for number in range(20):
        make_registration(event, f"Ama {number}")
    session.commit()
    with count_queries() as many:
        organiser.client.get(PRINT)
    assert len(many.statements) == len(one.statements)
    assert [said for said in many.statements if not said.lstrip().upper().startswith(("SELECT", "WITH"))] == []
