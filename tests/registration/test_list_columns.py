"""Columns chosen, their order, what each shows; remembered for one reader; less for the door."""

import pytest
from sqlalchemy.orm import Session

from dialogues.registration.list_columns import COLUMNS
from dialogues.registration.models import Consent, ConsentAnswer, Purpose
from tests.factories import MADE_AT, make_event, make_group, make_registration

LIST = "/events/tarkwa/participants"
ALL = ",".join(column.code for column in COLUMNS)


@pytest.fixture
def event(session: Session):
    event = make_event()
    chief = make_registration(event, "Kofi Annor", status="cancelled")
    ama = make_registration(
        event, "Ama Serwaa", organisation="Bonsa Women's Group", position="Treasurer", phone="+233244118207",
        phone_alternative="+233201234567", email="ama@example.org", place="Nsuaem", language="ak", role="speaker",
        notes="walks with a stick", age_group="19-30", honorific="Dr", source="import",
        stakeholder_group_id=make_group("Chiefs", "MIN").id, in_place_of_id=chief.id,
        in_place_from=event.days[0].day,
    )  # fmt: skip
    session.add(Consent(registration_id=ama.id, purpose=Purpose.PHOTO, answer=ConsentAnswer.YES, recorded_at=MADE_AT))
    session.flush()
    return event


def heads(page) -> list[str]:
    head = page.text[page.text.index("<thead") : page.text.index("</thead>")]
    words = [column.label for column in COLUMNS if f">{column.label}<" in head]
    return sorted(words, key=head.index)


def test_every_column_shows_what_is_known(event, organiser):
    page = organiser.get(f"{LIST}?columns={ALL}").text
    row = page[page.index(">Ama Serwaa<") :]
    row = row[: row.index("</tr>")]
    for words in (
        "Bonsa Women&#39;s Group", "Treasurer", "MIN", "Chiefs", "Woman", "19-30",
        "+233 24 411 8207 / +233 20 123 4567", "ama@example.org", "Nsuaem", "Akan", "Speaker", "Confirmed",
        "Spreadsheet", "Mon 5 Jan 2026", "Kofi Annor", "Photographs", "Dr", "walks with a stick",
    ):  # fmt: skip
        assert words in row, words


def test_the_columns_stand_in_the_order_of_the_address(event, organiser):
    assert heads(organiser.get(f"{LIST}?columns=role,phone,role,organisation")) == ["Role", "Telephone", "Organisation"]


def test_what_is_ticked_is_remembered_for_this_reader_alone(event, organiser, administrator):
    before = heads(organiser.get(LIST))
    organiser.post(f"{LIST}/columns", {"column": ["gender", "organisation"]})
    assert organiser.page.status_code == 303
    assert heads(organiser.get(LIST)) == ["Gender", "Organisation"]
    assert heads(administrator.get(LIST)) == before
    organiser.post(f"{LIST}/columns", {"column": None})
    assert heads(organiser.get(LIST)) == before


def test_an_arrow_moves_a_column_and_the_filters_stay(event, organiser):
    organiser.get(f"{LIST}/columns?sector=MIN&columns=phone,role,status")
    organiser.client.post(
        f"{LIST}/columns?sector=MIN&columns=phone,role,status",
        data={"csrf_token": token(organiser), "column": ["phone", "role", "status"], "down": "phone"},
    )
    page = organiser.get(f"{LIST}/columns?sector=MIN").text
    assert page.index("column-role") < page.index("column-phone") < page.index("column-status")
    assert "/participants?sector=MIN" in page


def test_the_top_one_goes_no_higher(event, organiser):
    organiser.get(f"{LIST}/columns")
    data = {"csrf_token": token(organiser), "column": ["phone", "role"], "up": "phone"}
    assert organiser.client.post(f"{LIST}/columns", data=data).status_code == 303
    assert heads(organiser.get(LIST)) == ["Telephone", "Role"]


def test_the_door_has_no_more_columns_than_it_may_see(event, door):
    door.get(f"{LIST}/columns")
    data = {"csrf_token": token(door), "column": ["phone", "notes", "status"]}
    door.client.post(f"{LIST}/columns", data=data)
    page = door.get(f"{LIST}?columns={ALL}")
    assert heads(page) == ["Organisation", "Sector", "Status"]
    main = page.text[page.text.index("<main") :]
    for words in ("411", "ama@example.org", "with a stick", "Treasurer", "Photographs", "Kofi Annor</td>"):
        assert words not in main
    assert heads(door.get(LIST)) == ["Status"]


def test_the_length_of_a_page_is_remembered(session, event, organiser):
    for number in range(60):
        make_registration(event, f"Adwoa {number:02}")
    organiser.get(f"{LIST}?sector=MIN")
    organiser.press(f"{LIST}/page-size?sector=MIN", {"size": "25"})
    assert organiser.page.location.endswith("?sector=MIN")
    assert "1–25 of 62" in organiser.get(LIST).text
    organiser.press(f"{LIST}/page-size", {"size": "5000"})
    assert "1–25 of 62" in organiser.get(LIST).text


def test_a_letter_leads_to_the_page_it_begins_on(session, event, organiser):
    for number in range(60):
        make_registration(event, f"Bɛnyaa {number:02}")
    page = organiser.get(LIST).text
    assert f'href="{LIST}?page=1">B<' in page
    assert f'href="{LIST}?page=2">K<' in page
    assert "Kofi Annor" in organiser.get(f"{LIST}?page=2").text
    assert "pagination__letters" not in organiser.get(f"{LIST}?sort=role").text


@pytest.mark.parametrize("sort", [column.code for column in COLUMNS if column.sort is not None])
def test_whatever_sorts_sorts_both_ways(event, organiser, sort):
    for wanted in (sort, f"-{sort}"):
        page = organiser.get(f"{LIST}?columns={ALL}&sort={wanted}").text
        assert f'aria-sort="{"descending" if wanted[0] == "-" else "ascending"}"' in page
        assert page.index("Ama Serwaa") > 0


def test_every_column_costs_no_question_for_each_person(session, event, organiser, count_queries):
    def number() -> int:
        with count_queries() as counted:
            organiser.get(f"{LIST}?columns={ALL}")
        return counted.number

    number()
    few = number()
    for one in range(40):
        make_registration(event, f"Adwoa {one:02}", language="tw", phone=f"+2332441182{one:02}")
    assert number() == few


def token(browser) -> str:
    text = browser.page.text
    return text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
