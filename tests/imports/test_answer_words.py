"""A word nobody knows is asked once, for all its rows, and remembered for the next file of the same source."""

import io
import re

import sqlalchemy as sa

from dialogues.registration.models import Registration
from tests.factories import make_event, make_group

PAGE = "/events/tarkwa/import"
LIST = "Nom,Secteur,Genre,Groupe\n" + "".join(
    f"Personne {number},Collectivité,{'Mme' if number % 2 else 'homme'},Anciens\n" for number in range(1, 15)
)


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def upload(browser, text=LIST):
    content = (io.BytesIO(text.encode()), "liste.csv")
    return browser.post(PAGE, {"file": content}, content_type="multipart/form-data").location


def answer(browser, address, **answers):
    browser.get(address)
    browser.press(f"{address}/words", {name.replace("_", "-"): value for name, value in answers.items()})
    return browser.follow()


def test_each_word_is_asked_once_with_the_number_of_its_rows(organiser):
    make_event()
    page = organiser.get(upload(organiser))
    said = words(page.text)
    assert "“Collectivité” stands in 14 rows. What is it, as sector?" in said
    assert "“Mme” stands in 7 rows. What is it, as gender?" in said
    assert "“Anciens” stands in 14 rows. What is it, as stakeholder group?" in said
    assert said.count("“Collectivité” stands in") == 1


def test_the_answer_holds_for_all_its_rows_and_for_the_next_file(organiser, session):
    make_event()
    group = make_group("Elders", "OTH")
    address = upload(organiser)
    page = answer(organiser, address, word_0="OTH", word_1=f"group:{group.id}", word_2="woman")
    assert "words are explained." in page.text
    organiser.get(address)
    answers = re.findall(r'name="asked-(\d+)" value="([^"]*)"', organiser.page.text)
    assert answers == []
    organiser.press(address)
    listed = session.execute(
        sa.select(Registration.sector, Registration.stakeholder_group_id, Registration.gender)
    ).all()
    assert len(listed) == 14
    assert {(sector, group_id) for sector, group_id, _gender in listed} == {("OTH", group.id)}
    more = "Nom,Secteur,Genre,Groupe\nPersonne 99,Collectivité,Mme,Anciens\n"
    page = organiser.get(upload(organiser, more))
    assert "Words to explain" not in page.text
    assert "Import one row" in page.text


def test_a_word_may_stand_for_nothing(organiser, session):
    make_event()
    address = upload(organiser, "Nom,Secteur,Genre\nAma,GOV,Mx\n")
    answer(organiser, address, word_0="")
    organiser.press(address)
    assert session.scalar(sa.select(Registration.gender)) == "not_stated"


def test_an_answer_that_is_none_changes_nothing(organiser):
    make_event()
    address = upload(organiser, "Nom,Secteur\nAma,Mines\n")
    page = answer(organiser, address, word_0="XYZ")
    assert "“Mines” is not one of the six sectors." in page.text


def test_a_group_can_be_the_answer_to_a_word_of_the_sectors(organiser, session):
    make_event()
    group = make_group("Traditional authorities and chiefs", "OTH")
    address = upload(organiser, "Nom,Secteur\nAma,Notables\n")
    answer(organiser, address, word_0=f"group:{group.id}")
    organiser.press(address)
    one = session.scalar(sa.select(Registration))
    assert (one.sector, one.stakeholder_group_id) == ("OTH", group.id)
