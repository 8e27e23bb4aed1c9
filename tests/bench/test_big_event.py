"""What speed is measured on is an event as the program itself would have kept it."""

import sys

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.attendance.queries import day_counts, recount
from dialogues.people.models import Person
from dialogues.registration.models import Registration
from tests.bench import big_event
from tests.bench.__main__ import ALONE, main
from tests.bench.measuring import Line, Run, exponent, take_turns


def test_the_large_event_holds_the_people_and_sessions_it_promises(session):
    built = big_event.build(session, people=120)
    registrations = sa.select(sa.func.count()).where(Registration.event_id == built.event_id)
    assert session.scalar(registrations) == 120
    assert session.scalar(sa.select(sa.func.count(AgendaSession.id))) == big_event.SESSIONS
    counts = day_counts(session, built.event_id)
    assert [one.closed for one in counts] == [True, True, True, False]
    assert counts[-1].not_recorded > 0


def test_its_kept_states_are_what_its_marks_add_up_to(session):
    big_event.build(session, people=120)
    session.commit()
    assert recount(session) == []


def test_it_is_the_same_every_time(session):
    names = []
    for slug in ("one", "two"):
        built = big_event.build(session, people=40, slug="same" if slug == "one" else "other")
        chosen = sa.select(Registration.full_name).where(Registration.event_id == built.event_id)
        names.append(list(session.scalars(chosen.order_by(Registration.id))))
    assert names[0] != names[1]
    first = session.scalars(sa.select(Person.full_name).order_by(Person.id).limit(40)).all()
    assert list(first) == names[0]


def test_who_is_named_unmarked_has_no_mark_on_the_open_day(session):
    built = big_event.build(session, people=120)
    assert built.unmarked
    assert len(built.unmarked) == len(set(built.unmarked))


def test_a_ratio_is_read_round_by_round():
    run = Run({"ours": [2.0, 20.0, 4.0], "bare": [1.0, 10.0, 2.0]})
    assert run.ratio("ours", "bare") == 2.0
    assert run.noise("ours", "bare") == 0.0
    assert run.noise("ours") > 1.0


def test_everybody_takes_as_many_turns_as_everybody_else():
    turns: list[str] = []
    run = take_turns({"ours": lambda: turns.append("ours"), "bare": lambda: turns.append("bare")}, budget_s=0)
    assert turns.count("ours") == turns.count("bare") == len(run.seconds["ours"]) + 1


def test_growth_is_told_as_a_power():
    assert exponent(100.0, 10.0, times=10) == 1.0
    assert exponent(10.0, 10.0, times=10) == 0.0


def test_a_job_that_is_quick_but_too_far_from_the_limit_is_not_met():
    assert Line("list", 10.0, 2.0, 5.0, at_most_ms=20).is_met
    assert not Line("list", 30.0, 6.0, 5.0, at_most_ms=20).is_met
    assert not Line("list", 10.0, 2.0, 5.0, at_most_ms=20, at_most_ratio=2.0).is_met
    assert Line("list", 10.0).is_met is None


def test_on_a_busy_machine_the_times_of_the_limit_decide():
    assert Line("list", 300.0, 60.0, 5.0, at_most_ms=20, at_most_ratio=5.9).is_met
    assert not Line("list", 300.0, 50.0, 6.0, at_most_ms=20, at_most_ratio=5.9).is_met


def test_a_run_fails_by_the_jobs_that_are_not_met(monkeypatch, capsys):
    lines = [Line("quick", 1.0, at_most_ms=2), Line("slow", 3.0, at_most_ms=2), Line("told", 9.0)]
    monkeypatch.setitem(ALONE, "seats", lambda: lines)
    monkeypatch.setattr(sys, "argv", ["bench", "seats"])
    with pytest.raises(SystemExit, match="than it may be: slow\\."):
        main()
    assert "quick" in capsys.readouterr().out
    lines.pop(1)
    main()
