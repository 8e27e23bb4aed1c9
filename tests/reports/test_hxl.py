"""Every HXL file is read and judged by the reference library, with the schema that comes with it."""

import hxl
import pytest
from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.core.spreadsheets import read_table, write_csv
from dialogues.reports.cli import export, report
from tests.factories import make_event, make_registration
from tests.reports.agreed import agree, event_people
from tests.reports.attended import attend, make_attended_event

NAMES = ("Ama Serwaa", "Kofi Ɔsei", "Bonsa Diggers")


def judged(content, tmp_path):
    """What the library's own schema says against a file, errors only, and the file as the library reads it."""
    file = tmp_path / "judged.csv"
    file.write_bytes(content)
    options = hxl.input.InputOptions(allow_local=True)
    wrong = []

    def note(problem):
        if problem.rule.severity == "error":
            wrong.append(f"{problem.column}: {problem.value}: {problem.message}")

    with hxl.data(str(file), options) as source:
        hxl.schema(callback=note).validate(source)
    with hxl.data(str(file), options) as source:
        return wrong, [column.display_tag for column in source.columns], [row.values for row in source]


def written(app, tmp_path, command, *arguments):
    db.session.commit()
    file = tmp_path / "written.hxl.csv"
    done = CliRunner().invoke(command, [*arguments, "--format", "hxl", "-o", str(file)], obj=lambda: app)
    assert done.exit_code == 0, done.output
    return file.read_bytes()


@pytest.mark.parametrize(
    ("command", "arguments"),
    (
        (report, ("tarkwa",)),
        (report, ("tarkwa", "obuasi")),
        (report, ("obuasi",)),
        (export, ("tarkwa", "registrations")),
        (export, ("tarkwa", "attendance")),
    ),
)
def test_the_reference_library_finds_no_error_in_what_is_written(app, session, tmp_path, command, arguments):
    event = make_attended_event()
    agree(*event_people(event))
    make_registration(make_event("obuasi"), "Never came")
    content = written(app, tmp_path, command, *arguments)
    wrong, tags, rows = judged(content, tmp_path)
    assert wrong == []
    table = read_table(content)
    assert tags == [str(cell) for cell in table.rows[1].cells]
    assert len(rows) == len(table.rows) - 2 > 0


def test_the_library_does_find_an_error_where_there_is_one(tmp_path):
    wrong, _tags, _rows = judged(
        write_csv([["part", "present"], ["#date+part", "#reached"], ["morning", "many"]]), tmp_path
    )
    assert len(wrong) == 2


def test_the_tags_are_those_of_the_standard_for_a_dialogue(app, session, tmp_path):
    make_attended_event()
    _wrong, tags, rows = judged(written(app, tmp_path, report, "tarkwa"), tmp_path)
    for tag in ("#date+start", "#event+name", "#loc+name", "#group+name", "#targeted", "#reached", "#reached+f"):
        assert tag in tags
    assert not [tag for tag in tags if tag.startswith("#sector")]  # that is a humanitarian cluster
    assert sum(int(row[tags.index("#reached")]) for row in rows) == 3


def test_a_day_that_was_not_recorded_is_empty_and_no_nought(app, session, tmp_path):
    make_attended_event()
    _wrong, tags, rows = judged(written(app, tmp_path, report, "tarkwa"), tmp_path)
    assert {row[tags.index("#reached+day_2026_06_04")] for row in rows} == {""}


@pytest.mark.parametrize("which", ("registrations", "attendance"))
def test_only_those_are_named_who_agreed_and_nobody_can_be_called(app, session, tmp_path, which):
    event = make_attended_event()
    people = {one.full_name: one for one in event_people(event)}
    agree(people["Kofi Ɔsei"])
    agree(people["Ama Serwaa"])
    agree(people["Ama Serwaa"], answer="no")
    text = written(app, tmp_path, export, "tarkwa", which).decode()
    assert "Kofi Ɔsei" in text
    for told in ("Ama Serwaa", "Bonsa Diggers", "+233244123457", people["Kofi Ɔsei"].badge_code, "Esi Quaye"):
        assert told not in text
    assert "MIN" in text


def test_the_house_keeps_the_names_that_are_not_passed_on(app, session, tmp_path):
    make_attended_event()
    file = tmp_path / "list.csv"
    db.session.commit()
    CliRunner().invoke(export, ["tarkwa", "registrations", "--format", "csv", "-o", str(file)], obj=lambda: app)
    assert all(name in file.read_text() for name in (*NAMES, "+233244123457"))


@pytest.mark.parametrize("which", ("registrations", "attendance"))
def test_nobody_is_named_under_the_chatham_house_rule(app, session, tmp_path, which):
    event = make_attended_event()
    event.is_chatham_house = True
    agree(*event_people(event))
    text = written(app, tmp_path, export, "tarkwa", which).decode()
    assert not [name for name in NAMES if name in text]


def test_a_mark_late_at_night_keeps_its_day(app, session, tmp_path):
    event = make_event()
    attend(make_registration(event), event.days[0])
    wrong, tags, rows = judged(written(app, tmp_path, export, "tarkwa", "attendance"), tmp_path)
    assert wrong == []
    assert rows[0][tags.index("#date+day")] == "2026-06-02"
