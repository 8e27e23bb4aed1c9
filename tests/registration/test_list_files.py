"""What is on the screen, taken away: the same people and words, safe in a spreadsheet, read back as it was."""

import io
import itertools
import json
import re
import zipfile
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dialogues.core.spreadsheets import read_table, unguarded
from dialogues.imports.services import plan_import
from dialogues.people.fields import SPOKEN
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.kinds import EventRole
from dialogues.registration.list_columns import COLUMNS
from tests.factories import make_event, make_group, make_organisation, make_person, make_registration

LIST = "/events/tarkwa/participants"
ALL = ",".join(column.code for column in COLUMNS)
FORMULA = '=HYPERLINK("http://evil.example","Ama")'


@pytest.fixture
def event(session: Session):
    event = make_event()
    group, bonsa = make_group("Pit owners", "MIN"), make_organisation("Bonsa Women's Group")
    facts: dict[str, Any] = {
        "position": "Treasurer", "phone": "+233244118207", "phone_alternative": "+233201234567", "place": "Nsuaem",
        "email": "esi@example.org", "language": "ak", "stakeholder_group_id": group.id, "organisation_id": bonsa.id,
        "age_group": "80+", "honorific": "Nana",
    }  # fmt: skip
    person = make_person("Ɛsi Mensah", **facts)
    make_registration(
        event, "Ɛsi Mensah", person=person, organisation="Bonsa Women's Group", role="speaker",
        notes="sits in front,\n“always”", **facts,
    )  # fmt: skip
    make_registration(event, "Kofi Annor", sector="GOV", status="applied", gender="man")
    return event


def cells(browser, address: str) -> list[list[str]]:
    answer = browser.get(address)
    assert answer.status_code == 200
    table = read_table(answer.data)
    return [[str(cell) for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("form", ("tsv", "csv", "xlsx"))
def test_a_file_has_the_people_and_columns_of_the_screen(event, organiser, form):
    found = cells(organiser, f"{LIST}/list.{form}?gender=woman&columns=phone,sector,role")
    assert found == [
        ["Name", "Telephone", "Sector", "Role"],
        ["Ɛsi Mensah", "+233 24 411 8207 / +233 20 123 4567", "Miners", "Speaker"],
    ]
    disposition = organiser.page.headers["Content-Disposition"]
    assert disposition == f"attachment; filename=tarkwa-participants-woman.{form}"


def test_json_has_codes_under_the_keys_of_the_api(event, organiser):
    told = json.loads(organiser.get(f"{LIST}/list.json?columns=phone,sector,consents,registered_on").data)
    assert told["total"] == 2
    assert told["registrations"][0] == {
        "id": 1, "full_name": "Ɛsi Mensah", "phone": "+233244118207", "sector": "MIN", "consents": [],
        "registered_on": "2026-01-05",
    }  # fmt: skip


@pytest.mark.parametrize("form", ("tsv", "csv", "xlsx", "json"))
def test_the_door_takes_away_no_more_than_it_sees(event, door, form):
    content = door.get(f"{LIST}/list.{form}?columns={ALL}&gender=woman").data
    if form == "xlsx":
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(book.read(name) for name in book.namelist())
    assert b"Kofi Annor" in content
    for secret in ("244", "esi@example", "Treasurer", "front", "Nsuaem", "woman", "Woman"):
        assert secret.encode() not in content


@pytest.mark.parametrize("form", ("tsv", "csv"))
def test_no_cell_runs_as_a_formula_and_the_guard_comes_off_again(event, organiser, form):
    make_registration(event, FORMULA, organisation="@SUM(A1)", position="-1+1")
    text = organiser.get(f"{LIST}/list.{form}?columns=organisation,position,phone").text
    running = re.compile(r'(?:^|[,\t])"?[=+\-@]', re.MULTILINE)
    assert not running.search(text.lstrip("\ufeff"))
    assert running.search("Name,=1+1")
    found = cells(organiser, f"{LIST}/list.{form}?columns=organisation,position,phone")
    assert [FORMULA, "@SUM(A1)", "-1+1"] in found
    assert unguarded("'=1") == "=1"


def test_a_workbook_holds_a_real_table_and_no_formula(event, organiser):
    make_registration(event, FORMULA)
    book = zipfile.ZipFile(io.BytesIO(organiser.get(f"{LIST}/list.xlsx").data))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    table = book.read("xl/tables/table1.xml").decode()
    assert "<f>" not in sheet
    assert "<cols>" in sheet
    assert 'ref="A1:E4"' in table
    assert 'name="Telephone"' in table


def test_a_workbook_of_nobody_opens_as_well(event, organiser):
    assert cells(organiser, f"{LIST}/list.xlsx?q=zzz") == [["Name", "Organisation", "Sector", "Telephone", "Status"]]


@pytest.mark.parametrize("form", ("tsv", "csv", "xlsx"))
def test_what_was_taken_away_is_read_back_and_changes_nothing(session, event, organiser, form):
    content = organiser.get(f"{LIST}/list.{form}?columns={ALL}").data
    plan = plan_import(session, event, read_table(content))
    assert (plan.new, plan.updated, plan.unchanged) == (0, 0, 2)


@pytest.mark.parametrize("language", ("en", "fr"))
def test_the_words_of_a_list_are_read_back_in_each_language(session, organiser, language):
    event = make_event()
    for number, (role, gender, sector, age) in enumerate(
        zip(EventRole, itertools.cycle(Gender), itertools.cycle(Sector), itertools.cycle(AgeGroup), strict=False)
    ):
        person = make_person(f"Ama {number}", sector=sector, gender=gender, language=SPOKEN[number], age_group=age)
        make_registration(
            event, f"Ama {number}", person=person, role=role, gender=gender, sector=sector, language=SPOKEN[number],
            age_group=age,
        )  # fmt: skip
    address = f"{LIST}/list.tsv?columns={ALL}&language={language}"
    plan = plan_import(session, event, read_table(organiser.get(address).data))
    assert [one for line in plan.plan.lines for one in line.said.refusals] == []
    assert (plan.new, plan.updated, plan.unchanged) == (0, 0, len(EventRole))


def test_a_word_that_was_changed_is_noticed_when_it_is_read_back(session, event, organiser):
    """Without this the tests above could pass because nothing is ever compared."""
    content = organiser.get(f"{LIST}/list.tsv?columns={ALL}").data.replace(b"Treasurer", b"Chair")
    plan = plan_import(session, event, read_table(content))
    assert (plan.new, plan.updated, plan.unchanged) == (0, 1, 1)


def test_only_those_chosen_are_taken_away(event, organiser):
    organiser.get(LIST)
    form = organiser.page.text[organiser.page.text.index("data-bulk") :]
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|once|view)"[^>]*value="([^"]*)"', form))
    page = organiser._load(organiser.client.post, f"{LIST}/chosen.tsv", data={**hidden, "chosen": "2.1"})
    assert page.text.splitlines()[1:] == ["Kofi Annor\t\tGovernment\t\tApplied"]
    assert page.headers["Content-Disposition"].endswith("tarkwa-participants-chosen.tsv")
    page = organiser._load(organiser.client.post, f"{LIST}/chosen.tsv", data={**hidden, "everybody": "2"})
    assert len(page.text.splitlines()) == 3
    foreign = make_registration(make_event("accra"), "Foreign")
    page = organiser._load(organiser.client.post, f"{LIST}/chosen.tsv", data={**hidden, "chosen": f"{foreign.id}.1"})
    assert "Foreign" not in page.text
    page = organiser._load(organiser.client.post, f"{LIST}/chosen.tsv", data=hidden)
    assert page.status_code == 303


def test_taking_a_list_away_asks_the_same_for_few_and_for_many(session, event, organiser, count_queries):
    def number() -> int:
        with count_queries() as counted:
            organiser.get(f"{LIST}/list.csv?columns={ALL}")
        return counted.number

    number()
    few = number()
    for one in range(60):
        make_registration(event, f"Ama {one}")
    assert number() == few
