"""The participants' agenda: what it says, how days share pages, where it goes on."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dialogues.documents import agenda
from dialogues.documents.facts import AgendaDay
from tests.documents import reading
from tests.documents.paper_facts import FIRST, make_agenda_day, make_agenda_facts, make_agenda_item


def text_of(*days: AgendaDay, **changed) -> str:
    return reading.text(agenda.draw(make_agenda_facts(*days, **changed)))


def test_an_item_says_time_number_title_people_and_room() -> None:
    item = make_agenda_item("The licence", "09:45", number="3.4", people=("Yaw Boadi", "Maame Yaa"), room="Main hall")
    said = text_of(AgendaDay(day=FIRST, items=(item,)))
    assert "09:45 3.4 The licence Yaw Boadi; Maame Yaa Main hall" in said
    assert "10:00 End of the day" in said


def test_the_head_says_when_where_and_who_called() -> None:
    days = (make_agenda_day("A"), make_agenda_day("B", day=FIRST + timedelta(3)))
    said = text_of(*days, convener="Friends of the Coast")
    assert "Tarkwa, Ghana · 19–22 Jan 2016 · convened by Friends of the Coast" in said
    assert "Tuesday 19 January 2016" in said
    assert "Friday 22 January 2016" in said


def test_two_short_days_share_a_page_with_a_fold_and_a_long_one_has_its_own() -> None:
    short = [make_agenda_day("A", "B", day=FIRST + timedelta(n)) for n in range(2)]
    long = make_agenda_day(*"ABCDEFGHIJKL", day=date(2016, 1, 21))
    pages = reading.pages_text(agenda.draw(make_agenda_facts(*short, long)))
    assert len(pages) == 2
    assert "Wednesday 20 January 2016" in pages[0]
    assert "Thursday 21 January 2016" in pages[1]
    assert reading.outline(agenda.draw(make_agenda_facts(*short, long)))[2] == "Thursday 21 January 2016"


def test_a_day_too_long_for_a_page_says_that_it_goes_on() -> None:
    pages = reading.pages_text(agenda.draw(make_agenda_facts(make_agenda_day(*(f"Session {n}" for n in range(60))))))
    assert len(pages) == 3
    assert ["Continued on the next page." in page for page in pages] == [True, True, False]
    assert ["· continued" in page for page in pages] == [False, True, True]
    assert "Session 59" in pages[2]


def test_a_day_without_sessions_and_an_event_without_days_say_so() -> None:
    assert "Nothing is planned for this day yet." in text_of(AgendaDay(day=FIRST))
    assert "The days of this event are not set yet." in text_of(days=())


def test_the_second_language_stands_under_the_first() -> None:
    day = AgendaDay(day=FIRST, items=(make_agenda_item("Opening", second_title="Ufunguzi"),))
    said = text_of(day, second_language="sw", second_event_title="Majadiliano")
    assert "Opening Ufunguzi" in said
    assert "Tuesday 19 January 2016 · Jumanne, 19 Januari 2016" in said
    assert "Action dialogue on small-scale mining Majadiliano" in said


def test_short_texts_stand_at_the_foot_and_long_ones_on_the_last_page() -> None:
    short = reading.pages_text(agenda.draw(make_agenda_facts()))
    long = reading.pages_text(agenda.draw(make_agenda_facts(directions="Up the hill past the post office. " * 20)))
    assert (len(short), len(long)) == (1, 2)
    assert "post office" in short[0]
    assert "last page" in long[0]
    assert "post office" not in long[0]
    assert long[1].count("hill") == 20


def test_the_live_page_is_a_code_and_never_a_link() -> None:
    pdf = agenda.draw(make_agenda_facts())
    assert "Agenda as it stands now" in reading.text(pdf)
    assert b"dialogues.example" not in reading.everything(pdf)
    assert b"Tarkwa" in reading.everything(pdf)
    assert reading.active_parts(pdf) == []
    assert "stands now" not in text_of(live_url="")


def test_times_of_printing_are_those_of_the_event() -> None:
    assert "printed 25 Jan 2016 12:10 EAT" in text_of(zone=ZoneInfo("Africa/Nairobi"))
    assert "printed 25 Jan 2016 09:10 GMT" in text_of()


def test_letter_paper_is_letter_paper() -> None:
    assert reading.paper(agenda.draw(make_agenda_facts(paper="letter"))) == (215.9, 279.4)
    assert reading.paper(agenda.draw(make_agenda_facts())) == (210.0, 297.0)


def test_a_heading_stands_beside_the_date_if_there_is_room_and_before_the_first_item_if_not() -> None:
    short = text_of(make_agenda_day("Opening", heading="From the field to the questions · Conference hall, Tarkwa"))
    assert "19 January 2016 From the field to the questions · Conference hall, Tarkwa 08:00" in short
    long = reading.letters(agenda.draw(make_agenda_facts(make_agenda_day("Opening", heading="Q" * 150))), 1)
    date = next(one for one in long if one.text == "T" and 4 < one.bottom - one.top < 5)  # set in 13 pt
    first = next(one for one in long if one.text == "Q")
    assert first.top > date.bottom
    assert not [one for one in long if one.text == "Q" and one.bottom < date.bottom]
