"""A stranger with the paper and the tables in hand recounts every figure: by the words on the paper, row by row.

Nothing of the program's own counting is used here: the register and the marks are read from the CSV files that anybody
may be given, counted as the method page says, and held against each line of figures on the paper and in its table.
"""

import csv
import io
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

import pytest

from dialogues.people.models import StakeholderGroup
from tests.documents import reading
from tests.factories import make_event, make_group, make_registration
from tests.reports.attended import attend

SECTORS = {
    "GOV": "Government", "CSO": "Civil society", "ACA": "Academia", "IND": "Industry", "MIN": "Miners", "OTH": "Other",
}  # fmt: skip
GENDERS = ("woman", "man", "other", "not_stated")
COLUMNS = dict(zip(GENDERS, ("women", "men", "other_gender", "gender_not_stated"), strict=True))
AGES = {"19-30": "19 to 30", "31-50": "31 to 50", "51-65": "51 to 65", "": "Not stated"}
DAYS = [date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 4), date(2026, 6, 5)]
DAY_WORDS = dict(zip(DAYS, ("Tue 2 Jun", "Wed 3 Jun", "Thu 4 Jun", "Fri 5 Jun"), strict=True))
SOURCES = {"desk": "Desk", "paper": "Paper", "correction": "Correction"}


@dataclass
class Person:
    """A row of the register, and the halves of days that its marks speak of."""

    row: dict[str, str]
    halves: dict[tuple[str, str], str] = field(default_factory=dict)

    def was_there(self, day):
        return any(self.halves.get((day.isoformat(), half)) == "present" for half in ("morning", "afternoon"))

    @property
    def days(self):
        return [day for day in DAYS if self.was_there(day)]

    @property
    def is_registered(self):
        return self.row["role"] == "participant" and (self.row["status"] == "confirmed" or bool(self.days))


@dataclass
class Recount:
    """What the two tables add up to."""

    people: list[Person]
    marks: list[dict[str, str]]
    recorded: list[date]

    def of(self, **facts):
        return [one for one in self.people if all(one.row[name] == value for name, value in facts.items())]

    def four(self, some):
        present = [one for one in some if one.days]
        every = [one for one in present if len(one.days) == len(self.recorded)]
        return len(some), len(present), sum(len(one.days) for one in some), len(every)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def recount(register, attendance):
    """The method page of the report, word by word."""
    people = {row["id"]: Person(row) for row in rows_of(register)}
    marks = rows_of(attendance)
    for mark in sorted(marks, key=lambda one: one["seen_at"]):
        for half in ("morning", "afternoon"):
            if mark["part"] in ("whole_day", half):
                people[mark["registration_id"]].halves[mark["day"], half] = mark["status"]
    counted = [one for one in people.values() if one.is_registered]
    of_counted = {one.row["id"] for one in counted}
    recorded = sorted({mark["day"] for mark in marks if mark["registration_id"] in of_counted})
    return Recount(
        counted, [one for one in marks if one["registration_id"] in of_counted], list(map(date.fromisoformat, recorded))
    )


def share(part, whole):
    return f"{round(100 * part / whole)}%" if whole else "–"


@pytest.fixture
def event(session):
    """Four days, the last not recorded; everybody of the register differs in something."""
    event = make_event(days=4)
    chiefs, media = make_group("Traditional chiefs", "OTH"), make_group("Local media", "OTH")
    choices = zip(
        itertools.cycle(["MIN", "GOV", "CSO", "MIN", "OTH", "IND", "MIN"]),
        itertools.cycle(GENDERS[:2] + GENDERS),
        itertools.cycle(["31-50", "19-30", None, "51-65", "31-50"]),
        itertools.cycle(["PPP", "P.P", "aPp", "..P", "...", "eP-", "pPP", "PaP"]),
        strict=False,
    )
    for number, (sector, gender, age, days) in enumerate(itertools.islice(choices, 61)):
        group: StakeholderGroup | None = (chiefs, media)[number % 2] if sector == "OTH" else None
        person = make_registration(
            event, f"Ama {number:02} Serwaa", sector=sector, gender=gender, age_group=age,
            source="walk_in" if number % 9 == 0 else "staff", stakeholder_group_id=group.id if group else None,
        )  # fmt: skip
        for day, sign in zip(event.days, days, strict=False):
            source = "paper" if number % 3 else "desk"
            if sign in "Pap":
                attend(person, day, {"P": "whole_day", "a": "morning", "p": "afternoon"}[sign], source=source)
            elif sign in "e-":
                attend(person, day, "whole_day", {"e": "excused", "-": "absent"}[sign])
    left = make_registration(event, "Kofi who left", sector="ACA", gender="man")
    attend(left, event.days[0])
    session.flush()
    left.status = type(left.status)("cancelled")
    make_registration(event, "Yaa who never came", sector="ACA", gender="woman")
    make_registration(event, "Esi who waits", sector="ACA", status="waiting")
    attend(make_registration(event, "Adwoa who leads", sector="ACA", role="facilitator"), event.days[0])
    session.commit()
    return event


@pytest.fixture
def papers(organiser, event):
    """What the stranger was given: the paper, its table, the register and the marks."""
    base = f"/events/{event.slug}"
    names = ("report.csv?figures=internal", "export/registrations.csv", "export/attendance.csv")
    tables = [organiser.client.get(f"{base}/{name}") for name in names]
    assert [one.status_code for one in tables] == [200, 200, 200]
    paper = organiser.client.get(f"{base}/documents/attendance-report.pdf").data
    table, register, attendance = (one.text for one in tables)
    return paper, rows_of(table), recount(register, attendance)


def expected_lines(found):
    """Every line of figures that the paper must have, made from the recount alone."""
    everybody, recorded = found.people, found.recorded
    registered, present, person_days, every_day = found.four(everybody)
    lines = [f"All sectors {present} 100% {registered}"]
    for code, name in SECTORS.items():
        of_sector = found.of(sector=code)
        came = [one for one in of_sector if one.days]
        genders = [sum(one.row["gender"] == gender for one in came) for gender in GENDERS]
        lines.append(f"{code} {name} {len(came)} {share(len(came), present)} {len(of_sector)}")
        counts = " ".join(map(str, (len(of_sector), len(came), *genders)))
        lines.append(f"{code} {name} {counts} {share(genders[0], len(came))}")
    came = [one for one in everybody if one.days]
    genders = [sum(one.row["gender"] == gender for one in came) for gender in GENDERS]
    lines.append(f"All sectors {registered} {present} {' '.join(map(str, genders))} {share(genders[0], present)}")
    for day in DAYS:
        there = [one for one in everybody if one.was_there(day)]
        if day not in recorded:
            lines.append(f"{DAY_WORDS[day]} not recorded")
            continue
        lines.append(f"{DAY_WORDS[day]} {len(there)} {share(len(there), registered)}")
        halves = [
            sum(one.halves.get((day.isoformat(), half)) == "present" for one in everybody)
            for half in ("morning", "afternoon")
        ]
        sectors = [sum(one.row["sector"] == code for one in there) for code in SECTORS]
        lines.append(" ".join(map(str, (DAY_WORDS[day], *halves, *sectors, len(there)))))
    by_sector = [found.four(found.of(sector=code))[2] for code in SECTORS]
    lines.append(" ".join(map(str, ("Person-days", *by_sector, person_days))))
    lengths = Counter(len(one.days) for one in everybody)
    lines += [
        f"{number} day{'s' if number > 1 else ''} {lengths[number]} {share(lengths[number], registered)}"
        for number in range(1, len(recorded) + 1)
    ]
    lines.append(f"Registered, never came {lengths[0]} {share(lengths[0], registered)}")
    lines.append(f"Registered {registered} 100%")
    by_group = defaultdict(list)
    for one in everybody:
        by_group[one.row["sector"], one.row["stakeholder_group"] or "No group"].append(one)
    for (code, name), some in by_group.items():
        lines.append(f"{code} {name} {' '.join(map(str, found.four(some)))}")
    for age, name in AGES.items():
        lines.append(f"{name} {' '.join(map(str, found.four(found.of(age_group=age))))}")
    lines += [f"{label} {registered} {present} {person_days} {every_day}" for label in ("All groups", "All age groups")]
    sources = Counter(one["source"] for one in found.marks)
    lines += [f"{name} {sources[source]}" for source, name in SOURCES.items()]
    return lines


def test_each_line_of_figures_on_the_paper_is_recounted_and_none_is_left_over(papers):
    paper, _table, found = papers
    lines = [" ".join(line.split()) for page in reading.pages_text(paper)[1:] for line in page.splitlines()]
    expected = expected_lines(found)
    assert [line for line in expected if line not in lines] == []
    registered, present, person_days, every_day = found.four(found.people)
    by_day = " ".join(str(sum(one.was_there(day) for one in found.people)) for day in found.recorded)
    totals = (
        f"{registered} registered, {present} present at least one day, {person_days} person-days, "
        f"{every_day} present every day {by_day} {person_days}"
    )
    assert totals in " ".join(lines)
    figures = {line for line in lines if line[-1:].isdigit() or line.endswith(("%", "–", "not recorded"))}
    alone = {line for line in figures if line.isdigit() or _is_said_elsewhere(line)}
    assert [line for line in figures - set(expected) - alone if line not in totals] == []


def _is_said_elsewhere(line):
    """The head and foot of a page, and numbered findings, which are recounted by themselves."""
    return line.startswith(("Tarkwa dialogue", "ATTENDANCE REPORT", "2 ", "3 Most people"))


def test_the_findings_say_what_the_tables_say(papers):
    paper, _table, found = papers
    said = reading.text(paper)
    registered, present, person_days, every_day = found.four(found.people)
    by_day = {day: sum(one.was_there(day) for one in found.people) for day in found.recorded}
    most, fewest = max(by_day, key=by_day.__getitem__), min(by_day, key=by_day.__getitem__)
    women = sum(one.row["gender"] == "woman" for one in found.people if one.days)
    largest = max(SECTORS, key=lambda code: found.four(found.of(sector=code))[1])
    for sentence in (
        f"{present} of {registered} registered people came on at least one day;",
        f"{every_day} came on every recorded day.",
        f"{registered} Registered",
        f"{present} Present at least one day",
        f"{person_days} Person-days",
        f"{every_day} Present every day",
        f"The largest sector was {SECTORS[largest]}, with {found.four(found.of(sector=largest))[1]}.",
        f"{women} of {present} people present were women: {share(women, present)}",
        f"Most people were there on {DAY_WORDS[most]}, {by_day[most]}; fewest on {DAY_WORDS[fewest]}, {by_day[fewest]}",
        f"{share(every_day, registered)} of those registered were there on every recorded day",
        f"Walk-ins among the registered: {sum(one.row['source'] == 'walk_in' for one in found.people)}.",
    ):
        assert sentence in said, sentence


def test_the_annex_tells_each_person_with_their_days(papers):
    paper, _table, found = papers
    rows = defaultdict(list)
    for number, page in enumerate(reading.pages_text(paper), 1):
        if "Annex" in page:
            for one in reading.letters(paper, number):
                rows[number, round((one.top + one.bottom) / 2)].append(one)
    told = [
        "".join(one.text for one in sorted(row, key=lambda one: one.left)).replace(" ", "") for row in rows.values()
    ]
    for one in found.people:
        name = one.row["full_name"].replace(" ", "")
        row = [line for line in told if name in line]
        assert len(row) == 1, name
        assert row[0].endswith(f"{one.row['sector']}{len(one.days)}"), row


def test_each_count_of_the_table_is_recounted(papers):
    _paper, table, found = papers
    assert [row["sector"] for row in table] == [*SECTORS, "ALL"]
    for row in table:
        some = found.people if row["sector"] == "ALL" else found.of(sector=row["sector"])
        names = ("registered", "present_any_day", "person_days", "present_every_day")
        assert tuple(int(row[name]) for name in names) == found.four(some)
        came = Counter(one.row["gender"] for one in some if one.days)
        assert {gender: int(row[column]) for gender, column in COLUMNS.items()} == {one: came[one] for one in GENDERS}
        for day in DAYS:
            there = sum(one.was_there(day) for one in some)
            assert row[f"present_{day}"] == (str(there) if day in found.recorded else ""), day


def test_a_mark_more_or_less_would_be_noticed(papers):
    """The control: without one person's last mark the lines are others."""
    _paper, _table, found = papers
    lines = set(expected_lines(found))
    somebody = next(one for one in found.people if len(one.days) == 1)
    somebody.halves.clear()
    assert lines != set(expected_lines(found))
