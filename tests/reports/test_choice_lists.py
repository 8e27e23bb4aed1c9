"""The choice lists are a form that the reference converter takes, and name only whom they may."""

import io

import openpyxl
from click.testing import CliRunner
from pyxform.xls2xform import convert

from dialogues.core.db import db
from dialogues.reports.cli import export
from tests.factories import make_agenda_session, make_event, make_registration
from tests.reports.agreed import agree, event_people
from tests.reports.attended import make_attended_event

FILE = "/events/tarkwa/export/choices.xlsx"
API = "/api/v1/events/tarkwa/choices"
PLAIN = {"sector", "day", "session"}


def make_full_event():
    """The attended event with a session; everybody agreed to be on the shared list, but Yaa."""
    event = make_attended_event()
    make_agenda_session(event.days[0], "Welcome", translations={"fr": {"title": "Bienvenue"}})
    agree(*(one for one in event_people(event) if one.full_name != "Yaa Asantewaa"))
    db.session.commit()
    return event


def choices_of(content):
    page = openpyxl.load_workbook(io.BytesIO(content))["choices"]
    heads, *rows = page.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def lists_of(content):
    return {one["list_name"] for one in choices_of(content)}


def test_the_reference_converter_makes_a_form_of_it_without_a_warning(organiser):
    make_full_event()
    done = convert(io.BytesIO(organiser.get(FILE).data), file_type=".xlsx")
    assert done.warnings == []
    assert "<h:title>Tarkwa dialogue</h:title>" in done.xform
    assert 'lang="Français (fr)"' in done.xform
    for name in ("Bonsa Diggers", "Gouvernement", "Bienvenue", "Ama Serwaa, Bonsa Diggers"):
        assert name in done.xform


def test_every_list_is_there_with_its_labels_in_both_languages(organiser):
    event = make_full_event()
    choices = choices_of(organiser.get(FILE).data)
    assert {one["list_name"] for one in choices} == PLAIN | {"organisation", "participant"}
    by_name = {one["name"]: one for one in choices}
    assert by_name["GOV"]["label::Français (fr)"] == "Gouvernement"
    assert by_name["day_2026_06_02"]["label::English (en)"] == "Tue 2 Jun 2026"
    session_choice = next(one for one in choices if one["list_name"] == "session")
    assert session_choice["label::Français (fr)"].endswith("Bienvenue")
    assert session_choice["day"] == "day_2026_06_02"
    ama = next(one for one in event_people(event) if one.full_name == "Ama Serwaa")
    assert by_name[f"p_{ama.badge_code[:8]}"]["sector"] == "MIN"
    assert ama.badge_code not in str(choices)  # the short code opens nothing


def test_names_of_choices_are_different_and_hold_letters_figures_and_underscores_only(organiser):
    event = make_event()
    for number, name in enumerate(("Bonsa & Co", "Bonsa, Co", "Ɔkyeame", "???", "鉱山")):
        agree(make_registration(event, f"Person {number}", organisation=name))
    db.session.commit()
    choices = choices_of(organiser.get(FILE).data)
    names = [(one["list_name"], one["name"]) for one in choices]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.replace("_", "").isalnum() and name[0].isalpha() for _list, name in names)
    convert(io.BytesIO(organiser.get(FILE).data), file_type=".xlsx")


def test_an_event_with_nothing_in_it_is_still_a_form(organiser):
    make_event()
    content = organiser.get(FILE).data
    assert lists_of(content) == {"sector", "day"}
    assert convert(io.BytesIO(content), file_type=".xlsx").warnings == []


def test_names_go_only_to_who_may_print_them(organiser, facilitator, door, reporter):
    make_full_event()
    named = {organiser: True, facilitator: True, door: False, reporter: False}
    for browser, is_named in named.items():
        content = browser.get(FILE).data
        assert (lists_of(content) > PLAIN) is is_named
        assert ("Ama Serwaa" in str(choices_of(content))) is is_named


def test_nobody_is_named_who_did_not_agree_or_took_it_back(organiser):
    event = make_full_event()
    kofi = next(one for one in event_people(event) if one.full_name == "Kofi Ɔsei")
    agree(kofi, answer="no")
    db.session.commit()
    told = str(choices_of(organiser.get(FILE).data))
    assert "Ama Serwaa" in told
    for name in ("Kofi Ɔsei", "Yaa Asantewaa", "Faraja Mrema", "Musa Juma"):  # no, never asked, staff, cancelled
        assert name not in told


def test_nobody_and_no_organisation_is_named_under_the_chatham_house_rule(organiser):
    make_full_event().is_chatham_house = True
    db.session.commit()
    assert lists_of(organiser.get(FILE).data) == PLAIN


def test_outsiders_and_strangers_get_nothing(outsider, stranger):
    make_full_event()
    assert outsider.get(FILE).status_code == 404
    assert stranger.get(FILE).location.startswith("/sign-in")


def test_a_formula_in_a_title_is_a_text(organiser):
    event = make_event(title="=1+1")
    agree(make_registration(event, "@SUM(A1)", organisation="-x"))
    db.session.commit()
    book = openpyxl.load_workbook(io.BytesIO(organiser.get(FILE).data))
    assert [cell.coordinate for page in book for row in page for cell in row if cell.data_type == "f"] == []


def test_the_command_writes_it_as_xlsx_only(app, session, tmp_path):
    make_full_event()
    file = tmp_path / "choices.xlsx"
    arguments = ["tarkwa", "choices", "--format", "xlsx", "-o", str(file)]
    run = CliRunner().invoke(export, arguments, obj=lambda: app)
    assert run.exit_code == 0, run.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert "participant" in lists_of(file.read_bytes())
    run = CliRunner().invoke(export, [*arguments[:3], "csv", *arguments[4:]], obj=lambda: app)
    assert run.exit_code == 2


def test_the_api_answers_what_its_token_may_see(stranger, api_token):
    make_full_event()
    told = stranger.get(API, headers=api_token).json["choices"]
    assert {one["list_name"] for one in told} == PLAIN
    assert told[0] == {"list_name": "sector", "name": "GOV", "labels": {"en": "Government", "fr": "Gouvernement"}}


def test_many_people_need_as_many_questions_as_few(organiser, count_queries):
    event = make_full_event()
    organiser.get(FILE)
    with count_queries() as few:
        organiser.get(FILE)
    agree(*(make_registration(event, f"Person {number}") for number in range(20)))
    db.session.commit()
    with count_queries() as many:
        organiser.get(FILE)
    assert many.number == few.number
