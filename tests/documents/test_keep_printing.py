"""The print centre remembers: who printed what and when, and with which options."""

import re

import sqlalchemy as sa

from dialogues.audit.models import Entry
from tests.factories import make_agenda_session, make_event, make_registration

PAGE = "/events/tarkwa/documents"


def press(browser, document="agenda", *, page=None, **options):
    """Choose the options of a document and press the button of its form."""
    told = page or browser.get(f"{PAGE}?document={document}").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', told)[1]
    to = f"{PAGE}/sign-in-sheet" if document == "sign-in-sheet" else f"{PAGE}/{document}.pdf"
    return browser.client.post(to, data={"csrf_token": token, **options})


def chosen(page, name):
    """What a list of choices stands on."""
    inside = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0]
    found = re.search(r'value="([^"]*)" selected', inside)
    return found[1] if found else ""


def printed(page):
    """The part of the page about what was printed."""
    return page.partition('id="printed"')[2]


def test_printing_leads_to_the_document_and_the_journal_knows(organiser, session):
    make_agenda_session(make_event().days[0], "Opening")
    answer = press(organiser, day="2026-06-02", paper="letter", language="en,fr", of="plan")
    assert answer.status_code == 303
    assert answer.location == f"{PAGE}/agenda.pdf?day=2026-06-02&language=en,fr&paper=letter&of=plan"
    assert organiser.client.get(answer.location).content_type == "application/pdf"
    entry = session.scalars(sa.select(Entry).where(Entry.action == "document.printed")).one()
    assert entry.changes["printed_day"] == [None, "2026-06-02"]
    assert entry.changes["printed_paper"] == [None, "letter"]
    assert entry.subject_name == "Agenda for participants"


def test_the_next_visit_offers_what_was_chosen_last_to_the_same_user_for_the_same_document(organiser, facilitator):
    make_event()
    assert chosen(organiser.get(PAGE).text, "paper") == "A4"
    press(organiser, paper="letter", language="fr", of="plan")
    page = organiser.get(PAGE).text
    assert (chosen(page, "paper"), chosen(page, "language"), chosen(page, "of")) == ("letter", "fr", "plan")
    assert chosen(facilitator.get(PAGE).text, "paper") == "A4"
    assert chosen(organiser.get(f"{PAGE}?document=badges").text, "paper") == "A4"


def test_the_options_of_one_event_are_not_those_of_another(organiser):
    make_event()
    make_event("geita")
    press(organiser, paper="letter")
    assert chosen(organiser.get("/events/geita/documents").text, "paper") == "A4"


def test_the_page_says_who_printed_what_and_prints_the_same_again(organiser):
    make_event()
    assert printed(organiser.get(PAGE).text) == ""
    press(organiser, "attendance-report", paper="letter", names="no", language="fr")
    page = organiser.get(PAGE).text
    told = printed(page)
    assert re.search("Attendance report.*Letter.*French|Attendance report.*Letter.*Français", told)
    assert "Without names" in told
    form = re.search(rf'action="({PAGE}/attendance-report.pdf)".*?</form>', told, re.DOTALL)
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', form[0]))
    again = organiser.client.post(form[1], data=hidden)
    assert again.location == f"{PAGE}/attendance-report.pdf?language=fr&paper=letter&names=no"


def test_the_list_tells_the_options_in_words(organiser):
    event = make_event()
    make_registration(event, "Ama Serwaa", sector="MIN")
    make_registration(event, "Kofi Ɔsei", sector="GOV")

    def told(name, **options):
        press(organiser, name, **options)
        first = printed(organiser.get(PAGE).text).partition("timeline__by")[0]
        return re.sub("<[^>]*>", "", first)

    assert "Badges · Miners · for one person · A4 · English" in told("badges", sector="MIN", language="en", paper="A4")
    one = told("badges", person="Kofi Ɔsei", language="en", pages="1")
    assert "pages 1" in one
    assert "Kofi" not in one
    assert "English + Français" in told("sign-in-sheet", day="2026-06-03", language="en,fr")
    pack = told("day-pack", day="2026-06-03", parts="agenda,desk-list")
    assert "Tue 3" in pack or "Wed 3 Jun 2026" in pack
    assert "Agenda for participants, Desk list" in pack
    own = told("donor-summary", commitments="A guide; Minerals Commission", next="April")
    assert "with own words: Commitments, What happens next" in own
    assert "Minerals Commission" not in own


def test_options_that_few_need_are_folded_away_until_one_is_set(organiser):
    make_registration(make_event(), "Ama Serwaa")
    page = organiser.get(f"{PAGE}?document=badges").text
    assert page.count('<details><summary class="fold__title">') == 2
    press(organiser, "badges", pages="1", stock="")
    page = organiser.get(f"{PAGE}?document=badges").text
    assert page.count('<details open><summary class="fold__title">') == 1
    assert "fold__title" not in organiser.get(f"{PAGE}?document=agenda").text


def test_the_options_of_a_chosen_document_stand_before_the_list(organiser):
    make_event()
    chosen_first = organiser.get(f"{PAGE}?document=badges").text
    assert chosen_first.index('id="options-title"') < chosen_first.index('id="documents"')
    at_first = organiser.get(PAGE).text
    assert at_first.index('id="documents"') < at_first.index('id="options-title"')


def test_a_sign_in_sheet_is_kept_and_remembered_in_two_languages_too(organiser):
    make_registration(make_event())
    answer = press(organiser, "sign-in-sheet", day="2026-06-03", paper="letter", language="en,fr")
    assert answer.location == f"{PAGE}/sign-in-sheet.pdf?language=en,fr&paper=letter&day=2026-06-03"
    page = organiser.get(f"{PAGE}?document=sign-in-sheet").text
    assert (chosen(page, "paper"), chosen(page, "language")) == ("letter", "en,fr")
    assert "Sign-in sheet" in printed(page)


def test_readers_are_told_of_printings_only_of_what_they_may_have(organiser, facilitator, door, reporter):
    make_event()
    press(organiser, "invitation-letters")
    press(organiser, "badges")
    assert "Invitation letters" in printed(organiser.get(PAGE).text)
    of_facilitator = printed(facilitator.get(PAGE).text)
    assert "Badges" in of_facilitator
    assert "Invitation letters" not in of_facilitator
    for browser in (door, reporter):
        assert printed(browser.get(PAGE).text) == ""


def test_what_may_not_be_printed_is_not_noted(organiser, door, reporter, session):
    make_event()
    assert press(door, "badges", page=door.get(PAGE).text).status_code == 403
    assert press(reporter, "attendance-report", names="yes").status_code == 403
    assert press(organiser, "nothing", page=organiser.get(PAGE).text).status_code == 404
    assert press(organiser, "badges", language="en,fr").status_code == 404
    assert press(organiser, day="2026-06-09").status_code == 422
    assert press(organiser, paper="A0").status_code == 404
    assert session.scalar(sa.select(sa.func.count()).where(Entry.action == "document.printed")) == 0


def test_a_name_that_was_asked_for_is_not_kept(organiser, session):
    event = make_event()
    make_agenda_session(event.days[0], "Opening")
    press(organiser, "facilitator-day", who="Zukiswa Ncube")
    entry = session.scalars(sa.select(Entry).where(Entry.action == "document.printed")).one()
    assert "Zukiswa" not in str(entry.changes)


def test_the_page_asks_as_many_questions_however_much_was_printed(organiser, count_queries):
    make_event()
    press(organiser)
    with count_queries() as one:
        organiser.get(PAGE)
    for paper in ("A4", "letter") * 6:
        press(organiser, paper=paper)
    with count_queries() as many:
        organiser.get(PAGE)
    assert len(many.statements) == len(one.statements)
