"""People followed over several events: new, back again, not seen since; contact hours; and what leaves the house."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dialogues.people.sectors import Sector
from dialogues.reports.figures import programme_figures
from dialogues.reports.programme_charts import charts, find_chart
from dialogues.reports.programme_published import outside
from dialogues.reports.programme_rules import UNKNOWN, VisitContinuity, contact_hours, follow, people_set
from tests.factories import make_agenda_session, make_event, make_person, make_registration
from tests.reports.attended import NOON, attend

GOV, MIN = Sector.GOV, Sector.MIN


def came(*courses):
    """Events, from where people went: for each course a sector or None at each event, and how many people took it."""
    people = [where for *where, number in courses for _one in range(number)]
    return [
        {sector: people_set(at for at, one in enumerate(here) if one is sector) for sector in Sector}
        for here in zip(*people, strict=True)
    ]


def test_new_back_and_not_again_are_told_apart():
    followed = follow(came((GOV, GOV, None, 3), (None, GOV, GOV, 2), (GOV, None, None, 4)), [True] * 3)
    assert (followed.people, followed.returning) == (9, 5)
    assert followed.by_event == (
        VisitContinuity(7, 7, None, 4),
        VisitContinuity(5, 2, 3, 3),
        VisitContinuity(2, 0, 2, None),
    )
    assert followed.by_times == {1: 4, 2: 5}


def test_an_event_that_was_not_recorded_makes_nobody_missing():
    followed = follow(came((GOV, None, 3)), [True, False])
    assert followed.by_event == (VisitContinuity(3, 3, None, None), UNKNOWN)


def test_a_sector_counts_each_visit_as_it_was_then():
    followed = follow(came((GOV, MIN, 5)), [True, True])
    assert followed.people_by_sector[GOV] == followed.people_by_sector[MIN] == 5
    assert followed.by_sector[MIN] == VisitContinuity(5, 0, 5, 0)
    assert followed.by_sector[GOV] == VisitContinuity(5, 5, 0, 0)  # they came again, as miners


def one_by_one(people, recorded):
    """The same the slow way: each person is followed alone."""
    known = [at for at, kept in enumerate(recorded) if kept]
    visits, new, last = ([dict.fromkeys(Sector, 0) for _event in recorded] for _each in range(3))
    times: dict[int, int] = {}
    for course in people:
        been = [at for at, sector in enumerate(course) if sector is not None]
        for at in been:
            visits[at][course[at]] += 1
        if been:
            times[len(been)] = times.get(len(been), 0) + 1
            new[been[0]][course[been[0]]] += 1
            last[been[-1]][course[been[-1]]] += been[-1] < known[-1]
    return visits, new, last, times


@st.composite
def programmes(draw):
    """Where each person of a few was at up to nine events, as which sector; where anybody was, it was recorded."""
    number = draw(st.integers(1, 9))
    people = draw(st.lists(st.lists(st.sampled_from((None, GOV, MIN)), min_size=number, max_size=number), min_size=1))
    recorded = [draw(st.booleans()) or any(course[at] for course in people) for at in range(number)]
    return people, recorded


@given(programmes())
def test_all_people_at_once_are_followed_as_each_alone(programme):
    people, recorded = programme
    followed = follow(came(*((*course, 1) for course in people)), recorded)
    visits, new, last, times = one_by_one(people, recorded)
    assert followed.by_times == times
    assert list(followed.by_times) == sorted(times)
    assert followed.people == sum(times.values())
    for at, one in enumerate(followed.by_event):
        if recorded[at]:
            assert (one.visits, one.new) == (sum(visits[at].values()), sum(new[at].values()))
            assert one.not_again in (sum(last[at].values()), None)
    for sector in Sector:
        one = followed.by_sector[sector]
        if any(recorded):
            assert (one.visits, one.new) == (sum(e[sector] for e in visits), sum(e[sector] for e in new))
            assert one.not_again in (sum(e[sector] for e in last), None)
        assert followed.people_by_sector[sector] == sum(sector in course for course in people)


def test_hours_without_an_agenda_are_not_nought():
    assert contact_hours([(4, 4, None)]).hours is None
    assert contact_hours([(4, 2, (90, 60)), (9, 9, None)]).minutes == 4 * 90 + 2 * 60


def make_dialogues(session, *, first=7, again=6, number=2):
    """Two events; `again` of the `first` came to the second as well."""
    events = [
        make_event(f"dialogue-{at}", title=f"Dialogue {at}", starts=f"2026-0{at}-02") for at in range(1, number + 1)
    ]
    people = [make_person(f"Person {at}", sector="MIN") for at in range(first)]
    for at, event in enumerate(events):
        for person in people[: first if at == 0 else again]:
            one = make_registration(event, person.full_name, person=person, sector="MIN", gender="woman")
            attend(one, event.days[0])
    session.commit()
    return events


def test_the_same_person_at_two_events_is_one_person_and_two_visits(session):
    figures = programme_figures(session, make_dialogues(session), as_of=NOON)
    assert (figures.people, figures.visits, figures.returning) == (7, 13, 6)
    newest, oldest = (one.continuity for one in figures.along)
    assert oldest == VisitContinuity(7, 7, None, 1)
    assert newest == VisitContinuity(6, 0, 6, None)


def test_many_events_are_followed(session):
    person = make_person("Ama Serwaa")
    events = [make_event(f"event-{at}", starts=f"2025-01-{at + 1:02}", days=1) for at in range(23)]
    for event in events:
        attend(make_registration(event, "Ama Serwaa", person=person), event.days[0])
    figures = programme_figures(session, events, as_of=NOON)
    assert (figures.people, figures.visits) == (1, 23)
    assert figures.by_times == {23: 1}


def test_contact_hours_follow_from_the_agenda_and_the_half_days(session):
    event = make_event()
    make_agenda_session(event.days[0], starts="09:00", ends="10:30")
    attend(make_registration(event), event.days[0], "morning")
    attend(make_registration(event, "Kofi"), event.days[0], "afternoon")
    session.commit()
    assert programme_figures(session, [event], as_of=NOON).contact.minutes == 90


def test_a_chosen_sector_counts_only_those_who_came_as_such(session):
    events = make_dialogues(session)
    attend(make_registration(events[0], "Kofi", sector="GOV"), events[0].days[1])
    figures = programme_figures(session, events, as_of=NOON, sector=Sector("MIN"))
    assert (figures.people, figures.visits) == (7, 13)
    assert figures.events[1].recorded_days == 2  # somebody of another sector was marked on the second
    assert [chart.name for chart in charts(figures)] == ["visits", "genders", "continuity", "times", "hours"]


def test_small_groups_are_in_no_picture_and_not_worked_out_from_sums(session):
    figures = programme_figures(session, make_dialogues(session, first=9, again=7), as_of=NOON)
    found = find_chart(figures, "continuity")
    assert found is not None
    assert found.lines[0].values == (9, None, 2)  # inside the house
    public = outside(figures, below=5)
    shown = public.find("continuity")
    assert shown is not None
    assert [line.values[2] for line in shown.chart.lines] == [None, None]


@pytest.mark.parametrize("again", (1, 2, 3, 4))
def test_the_number_of_people_is_not_told_where_it_tells_who_came_back(session, again):
    public = outside(programme_figures(session, make_dialogues(session, first=20, again=again), as_of=NOON), below=5)
    assert not public.tells_people
    assert {"people", "continuity", "returning", "times"}.isdisjoint(one.chart.name for one in public.charts)


def test_every_chart_has_its_files_and_pictures(organiser, session):
    make_dialogues(session)
    page = organiser.get("/report?from=2026-01-01").text
    addresses = set(re.findall(r'href="(/report/charts/[^"]+)"', page))
    assert len(addresses) == 8 * 5
    for address in sorted(addresses):
        answer = organiser.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address


def test_a_picture_says_what_it_is_and_no_name(organiser, session):
    make_dialogues(session)
    drawn = organiser.get("/report/charts/visits.svg").text
    assert "Visits to each event, in the order of time" in drawn
    assert "Source: attendance records, as of" in drawn
    assert "Person 1" not in drawn
    picture = Image.open(io.BytesIO(organiser.get("/report/charts/visits.png").data))
    assert (picture.format, picture.width, picture.info) == ("PNG", 2400, {})


def test_a_title_in_markup_stays_letters_in_the_picture(organiser, session):
    event = make_event(title="<script>alert(1)</script> & so on\x07")
    for at in range(6):
        attend(make_registration(event, f"Person {at}"), event.days[0])
    session.commit()
    drawn = organiser.get("/report/charts/visits.svg").text
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_the_paper_is_a_pdf_even_of_nothing(organiser, session):
    assert organiser.get("/report.pdf").data.startswith(b"%PDF")
    make_event("empty", title="x" * 4000)
    session.commit()
    assert organiser.get("/report.pdf?paper=letter&language=fr").data.startswith(b"%PDF")
