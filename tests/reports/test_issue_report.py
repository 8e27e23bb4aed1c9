"""Issuing a report: numbered, dated and frozen, and never changed by what is recorded later."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor
from dialogues.core.db import db, unit_of_work
from dialogues.events.models import Event
from dialogues.people.sectors import AgeGroup
from dialogues.registration.models import Registration
from dialogues.reports import version_queries as versions
from dialogues.reports import version_rules as rules
from dialogues.reports import version_services as services
from dialogues.reports.version_changes import Part, list_changes
from dialogues.reports.version_content import fingerprint, freeze, hash_of, thaw
from dialogues.reports.version_models import ReportVersion
from tests.factories import make_agenda_session, make_event, make_group, make_place, make_process, make_registration
from tests.registration.racing import at_once
from tests.reports.attended import attend, make_attended_event

AT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
KWABENA = Actor("Kwabena Osei")
PAGE = "/events/tarkwa/report"


def issue(session, event, *, at=AT, **facts):
    return services.issue_report(session, event=event, actor=KWABENA, at=at, groups_below=5, **facts)


def now(session, event, at=LATER):
    return versions.report_of_now(session, event, as_of=at)


def correct(session, event):
    """Yaa was there on the second day after all."""
    session.flush()
    yaa = session.scalars(sa.select(Registration).where(Registration.full_name == "Yaa Asantewaa")).one()
    attend(yaa, event.days[1], source="correction")
    session.flush()


# ---------------------------------------------------------------- what is frozen
def full_event():
    """An event with something in every part of its report."""
    process = make_process()
    earlier = make_event("earlier", starts="2026-03-02", process=process, days=1)
    event = make_attended_event(process=process)
    event.convenor, event.is_chatham_house = "Friends of the Nation", True
    ama = db.session.query(Registration).filter_by(full_name="Ama Serwaa").one()
    ama.stakeholder_group_id, ama.age_group = make_group("Women’s groups", "MIN").id, AgeGroup.TO_30
    attend(make_registration(earlier, "Ama Serwaa", person=ama.person), earlier.days[0])
    make_agenda_session(event.days[0], place=make_place(event, "Nsuta Hall"))
    db.session.flush()
    return event


def test_a_version_reads_back_as_the_report_it_was_made_from(session):
    event = full_event()
    report = now(session, event)
    assert report.figures.continuity
    assert report.places
    read = thaw(json.loads(json.dumps(freeze(report))))
    assert read.figures.groups == report.figures.groups
    assert replace(read.figures, by_group=(), group_names={}) == replace(report.figures, by_group=(), group_names={})
    assert replace(read, figures=report.figures) == report
    assert list_changes(report, read) == []


def test_nobody_is_named_in_a_version(session):
    event = full_event()
    content = issue(session, event).content
    for name in ("Serwaa", "Ɔsei", "Bonsa Diggers", "+233"):
        assert name not in content


def test_a_version_is_not_changed_by_what_is_recorded_erased_or_renamed_later(session):
    event = make_attended_event()
    first = issue(session, event)
    kept = first.content, first.sha256
    before = versions.find_version(session, event_id=event.id, number=1).report
    correct(session, event)
    event.title = "Another title"
    for row in session.scalars(sa.select(Registration)):
        row.full_name, row.organisation_name, row.gender = "–", None, "not_stated"
    session.flush()
    session.expire_all()
    row = session.scalars(sa.select(ReportVersion)).one()
    assert (row.content, row.sha256) == kept
    after = versions.find_version(session, event_id=event.id, number=1).report
    assert after == before
    assert after.figures.title == "Tarkwa dialogue"


# ---------------------------------------------------------------- issuing
def test_versions_are_numbered_from_one_and_carry_who_when_and_why(session):
    event = make_attended_event()
    first = issue(session, event)
    correct(session, event)
    second = issue(session, event, at=LATER, note="The second sheet was read again.")
    assert [(one.number, one.issued_by_name, one.issued_at) for one in (first, second)] == [
        (1, "Kwabena Osei", AT),
        (2, "Kwabena Osei", LATER),
    ]
    told = versions.find_version(session, event_id=event.id, number=2).issued
    assert (told.note, told.follows, told.follows_sha256) == ("The second sheet was read again.", 1, first.sha256)


def test_the_same_report_is_not_issued_twice_however_much_later(session):
    event = make_attended_event()
    issue(session, event)
    with pytest.raises(rules.NothingToIssue, match="Version 1 says all of this already"):
        issue(session, event, at=LATER)


def test_a_report_about_nobody_is_not_issued(session):
    with pytest.raises(rules.NobodyToReport):
        issue(session, make_event())


def test_figures_that_moved_while_they_were_looked_at_are_not_issued(session):
    event = make_attended_event()
    seen = fingerprint(now(session, event))
    correct(session, event)
    with pytest.raises(rules.FiguresMoved):
        issue(session, event, seen=seen)
    issue(session, event, seen=fingerprint(now(session, event, at=AT)))


def test_the_journal_knows_who_issued_what(session):
    event = make_attended_event()
    version = issue(session, event, note="For the donor")
    entry = session.scalars(sa.select(Entry).where(Entry.action == "report.issued")).one()
    assert (entry.actor_name, entry.subject_id, entry.reason) == ("Kwabena Osei", str(version.id), "For the donor")
    assert entry.changes["sha256"] == [None, version.sha256]


def test_two_who_issue_at_once_make_one_version(shared):
    with shared.app_context():
        event = make_attended_event()
        db.session.commit()
        event_id = event.id

    def press():
        with unit_of_work() as session:
            issue(session, session.get(Event, event_id))

    errors = at_once(shared, [press, press])
    assert [type(one) for one in errors] == [rules.NothingToIssue]
    with shared.app_context():
        assert db.session.scalars(sa.select(ReportVersion.number)).all() == [1]


# ---------------------------------------------------------------- tampering
@pytest.mark.parametrize(("old", "new"), (('"person_days":5', '"person_days":6'), ('"note":""', '"note":" "')))
def test_a_version_that_was_changed_outside_the_program_is_not_believed(session, old, new):
    event = make_attended_event()
    version = issue(session, event)
    assert old in version.content
    changed, kept = version.content.replace(old, new), version.sha256
    session.execute(sa.update(ReportVersion).values(content=changed))
    session.expire_all()
    with pytest.raises(rules.VersionAltered):
        versions.find_version(session, event_id=event.id, number=1)
    second = issue(session, event, at=LATER)  # it hinders no better version, which keeps the hash it was issued with
    told = versions.find_version(session, event_id=event.id, number=second.number)
    assert (told.issued.follows, told.issued.follows_sha256) == (1, kept)
    assert versions.find_followed(session, event.id, told) is None


def test_the_text_of_another_version_is_not_believed_under_this_number(session):
    event = make_attended_event()
    first = issue(session, event)
    correct(session, event)
    second = issue(session, event, at=LATER)
    assert versions.find_followed(session, event.id, versions.believed(second)).number == 1
    session.execute(
        sa.update(ReportVersion).where(ReportVersion.number == 1).values(content=second.content, sha256=second.sha256)
    )
    session.expire_all()
    assert first.content == second.content
    with pytest.raises(rules.VersionAltered):
        versions.find_version(session, event_id=event.id, number=1)


@pytest.mark.parametrize(
    ("old", "new"),
    (
        ('"person_days":5', '"person_days":"5"'),
        ('"person_days":5', '"person_days":-5'),
        ('"person_days":5', '"person_days":true'),
        ('"recorded":true', '"recorded":1'),
        ('"present":3', '"present":null'),
        ('"walk_ins":1', '"walk_ins":1.0'),
        ('"zone":"Africa/Accra"', '"zone":"Africa/Nowhere"'),
        ('"sector":"MIN"', '"sector":"XXX"'),
    ),
)
def test_a_version_with_figures_that_are_none_is_not_believed_though_its_hash_fits(session, old, new):
    event = make_attended_event()
    content = issue(session, event).content
    assert old in content
    content = content.replace(old, new)
    session.execute(sa.update(ReportVersion).values(content=content, sha256=hash_of(content)))
    session.expire_all()
    with pytest.raises(rules.VersionAltered):
        versions.find_version(session, event_id=event.id, number=1)


@pytest.mark.parametrize("content", ("", "[]", "{}", '{"report": {}, "issued": {"at": 1}}'))
def test_a_version_that_says_nothing_readable_is_not_believed_though_its_hash_fits(session, content):
    event = make_attended_event()
    issue(session, event)
    session.execute(sa.update(ReportVersion).values(content=content, sha256=hash_of(content)))
    session.expire_all()
    with pytest.raises(rules.VersionAltered):
        versions.find_version(session, event_id=event.id, number=1)


# ---------------------------------------------------------------- differences
def test_a_correction_is_told_figure_by_figure_and_where_it_stands(session):
    event = make_attended_event()
    issue(session, event)
    correct(session, event)
    version = versions.find_latest_version(session, event.id)
    changes = {(one.part, one.of, one.figure): (one.before, one.after)
               for one in versions.changes_since(version, now(session, event))}  # fmt: skip
    day = event.days[1].day.isoformat()
    assert changes == {
        (Part.NUMBERS, "", "present_any_day"): (3, 4),
        (Part.NUMBERS, "", "person_days"): (5, 6),
        (Part.SECTORS, "CSO", "present_any_day"): (0, 1),
        (Part.SECTORS, "CSO", "person_days"): (0, 1),
        (Part.GENDERS, "CSO", "woman"): (0, 1),
        (Part.GENDERS, "ALL", "woman"): (1, 2),
        (Part.DAYS, day, "present"): (2, 3),
        (Part.DAYS, day, "morning"): (1, 2),
        (Part.DAYS, day, "afternoon"): (2, 3),
        (Part.DAYS, day, "not_recorded"): (1, 0),
        (Part.DAYS_BY_SECTOR, day, "CSO"): (0, 1),
        (Part.DAYS_PRESENT, "", "1"): (1, 2),
        (Part.DAYS_PRESENT, "", "0"): (1, 0),
        (Part.GROUPS, "CSO ", "present_any_day"): (0, 1),
        (Part.GROUPS, "CSO ", "person_days"): (0, 1),
        (Part.AGES, "not_stated", "present_any_day"): (3, 4),
        (Part.AGES, "not_stated", "person_days"): (5, 6),
        (Part.SOURCES, "", "correction"): (1, 2),
    }


def test_a_day_that_comes_to_be_recorded_had_no_figures_before_not_nought(session):
    event = make_attended_event()
    issue(session, event)
    attend(
        session.scalars(sa.select(Registration).where(Registration.full_name == "Yaa Asantewaa")).one(), event.days[2]
    )
    session.flush()
    changes = versions.changes_since(versions.find_latest_version(session, event.id), now(session, event))
    day = event.days[2].day.isoformat()
    told = {one.figure: (one.before, one.after) for one in changes if one.of == day and one.part is Part.DAYS}
    assert told["present"] == (None, 1)
    assert told["state"] == ("not_recorded", "open")


def test_a_new_title_is_a_difference_and_the_time_of_counting_is_none(session):
    event = make_attended_event()
    issue(session, event)
    event.title = "Round two"
    [change] = versions.changes_since(versions.find_latest_version(session, event.id), now(session, event))
    assert (change.part, change.figure, change.after) == (Part.EVENT, "title", "Round two")
