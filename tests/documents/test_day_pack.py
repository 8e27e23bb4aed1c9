"""Everything for a day as one file: each document as it is alone, a list of contents that is right, bookmarks."""

import io
import re
from datetime import date

import pypdf
import sqlalchemy as sa

from dialogues.core import clock
from dialogues.documents import services
from dialogues.documents.queries import Options
from dialogues.documents.sheet_models import PrintedSheet
from tests.documents import reading
from tests.documents.test_badges import codes_on
from tests.documents.test_keep_printing import press
from tests.factories import make_agenda_session, make_event, make_registration

PAGE = "/events/tarkwa/documents"
PACK = f"{PAGE}/day-pack.pdf"


def planned():
    event = make_event()
    make_agenda_session(event.days[0], "Opening", starts="08:30", ends="09:00")
    make_agenda_session(event.days[1], "The licence", starts="08:30", ends="09:00")
    for name in ("Ama Serwaa", "Ɛsi Owusuaa", "Kofi Annor"):
        make_registration(event, name, organisation="Bonsa Diggers")
    return event


def without_count(text):
    """The text of a page without the instant it was printed at."""
    return re.sub(r"printed .{5,25}(GMT|UTC\S*)", "", " ".join(text.split()))


def test_each_document_is_in_it_page_for_page_as_it_is_alone(organiser):
    planned()
    pack = organiser.client.get(f"{PACK}?day=2026-06-02&parts={','.join(reversed(services.IN_PACK))}").data
    bound = [without_count(text) for text in reading.pages_text(pack)]
    alone = []
    for name in services.IN_PACK:
        day = "?day=2026-06-02" if services.DOCUMENTS[name].has_days else ""
        alone += [
            without_count(text) for text in reading.pages_text(organiser.client.get(f"{PAGE}/{name}.pdf{day}").data)
        ]
    assert bound[1:] == alone
    assert reading.fonts_not_embedded(pack) == set()


def test_the_first_page_says_what_is_in_it_and_where(organiser):
    planned()
    pack = organiser.client.get(f"{PACK}?day=2026-06-02").data
    first, *rest = reading.pages_text(pack)
    assert "Tuesday 2 June 2026" in first
    reader = pypdf.PdfReader(io.BytesIO(pack))
    for entry in reader.outline:
        if not isinstance(entry, list) and entry.title != "Contents":
            page = reader.get_destination_page_number(entry) + 1
            assert re.search(rf"\b{page}\s+{re.escape(entry.title)}", first), entry.title
    assert f"{len(rest) + 1} pages with this one." in first
    titles = [services.DOCUMENTS[name].title for name in services.USUAL_IN_PACK]
    assert reading.outline(pack) == ["Contents", *titles]


def test_papers_of_other_sizes_keep_them_and_codes_are_still_read(organiser):
    planned()
    pack = organiser.client.get(f"{PACK}?day=2026-06-02&parts=agenda,sign-in-sheet,badges").data
    sizes = [
        (float(page.mediabox.width), float(page.mediabox.height)) for page in pypdf.PdfReader(io.BytesIO(pack)).pages
    ]
    assert any(wide > tall for wide, tall in sizes)
    assert any(wide < tall for wide, tall in sizes)
    codes = codes_on(pack)
    assert len(codes[-1]) == 3
    assert any(len([code for code in page if code.startswith("D1")]) == 4 for page in codes)


def test_what_is_ticked_is_remembered_and_the_sheet_in_it_can_be_typed_in(organiser, session):
    planned()
    answer = press(organiser, "day-pack", day="2026-06-02", parts=["badges", "sign-in-sheet"])
    assert answer.location.endswith("/day-pack.pdf?parts=badges,sign-in-sheet&day=2026-06-02")
    pack = organiser.client.get(answer.location).data
    assert reading.outline(pack) == ["Contents", "Sign-in sheet", "Badges"]
    page = organiser.get(f"{PAGE}?document=day-pack").text
    ticked = re.findall(r'name="parts" value="([a-z-]+)" checked', page)
    assert ticked == ["sign-in-sheet", "badges"]
    assert session.scalars(sa.select(PrintedSheet.day)).all() == [date(2026, 6, 2)]


def test_nobody_gets_papers_in_a_pack_that_they_may_not_have_alone(organiser, door, reporter):
    planned()
    for browser in (door, reporter):
        offered = re.findall(r'name="parts" value="([a-z-]+)"', browser.get(f"{PAGE}?document=day-pack").text)
        assert set(offered) == {"agenda", "door-signs", "wall-agenda", "feedback-sheet"}
        assert "Serwaa" not in reading.text(browser.client.get(PACK).data)
        for name in set(services.IN_PACK) - set(offered):
            assert browser.client.get(f"{PACK}?parts={name}").status_code == 403
    assert organiser.client.get(f"{PACK}?parts=certificates").status_code == 404
    assert organiser.client.get(f"{PACK}?parts=nothing").status_code == 404
    assert organiser.client.get(f"{PAGE}/agenda.pdf?parts=badges").status_code == 404


def test_an_empty_event_gives_pages_that_say_so(app, session):
    event = make_event()
    session.commit()
    pack = services.print_document(
        session,
        event,
        "day-pack",
        Options(parts=services.IN_PACK),
        at=clock.now(),
        base_url="https://dialogues.example",
    )
    assert "Nobody is confirmed yet." in reading.text(pack)


def test_a_document_after_a_pack_is_a_file_of_its_own_again(organiser):
    planned()
    organiser.client.get(PACK)
    assert reading.page_count(organiser.client.get(f"{PAGE}/agenda.pdf?day=2026-06-02").data) == 1
