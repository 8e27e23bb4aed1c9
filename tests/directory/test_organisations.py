"""Organisations under several names: found by each, merged, taken back."""

import pytest
import sqlalchemy as sa

from dialogues.directory import organisation_services, rules, services
from dialogues.directory.models import Merge
from dialogues.directory.organisation_queries import list_organisation_proposals
from dialogues.directory.rules import Side
from dialogues.imports.queries import read_known
from dialogues.people.facts import PersonFacts
from dialogues.people.models import Organisation
from dialogues.people.queries import find_organisation_by_name, list_organisations
from dialogues.people.rules import OrganisationExists
from dialogues.people.sectors import Sector
from dialogues.registration.services import register_recognised
from tests.directory.conftest import ADWOA, NOW, content
from tests.factories import make_event, make_organisation, make_person, make_registration


@pytest.fixture
def commission():
    return make_organisation("Minerals Commission", sector="GOV")


@pytest.fixture
def add_alias(session):
    def adding(owner, name):
        return organisation_services.add_alias(session, owner.id, name=name, actor=ADWOA, at=NOW)

    return adding


@pytest.fixture
def merge(session):
    def merging(one, other, *, name=Side.FIRST):
        done = organisation_services.merge_organisations(
            session, first_id=one.id, second_id=other.id, chosen={"name": name, "sector": Side.FIRST}, actor=ADWOA,
            at=NOW,
        )  # fmt: skip
        session.commit()
        return done

    return merging


def test_an_alias_finds_the_organisation_everywhere(session, commission, add_alias):
    add_alias(commission, "MinCom")
    event = make_event()
    facts = PersonFacts(full_name="Yaw Osei", sector=Sector.GOV, organisation="mincom")
    registration = register_recognised(session, event, facts=facts, actor=ADWOA, at=NOW)
    assert find_organisation_by_name(session, "MINCOM") is commission
    assert [row.name for row in list_organisations(session, text="minc").rows] == ["Minerals Commission"]
    assert (registration.organisation_id, registration.organisation_name) == (commission.id, "Minerals Commission")
    assert read_known(session, event).organisations[" mincom"] == (commission.id, "Minerals Commission")
    assert session.scalar(sa.select(sa.func.count(Organisation.id))) == 2


def test_an_alias_tells_two_people_of_one_name_together(session, commission, add_alias):
    add_alias(commission, "MinCom")
    known = make_person("Yaw Osei", sector="GOV", organisation_id=commission.id)
    facts = PersonFacts(full_name="Yaw Osei", sector=Sector.GOV, organisation="MinCom")
    assert register_recognised(session, make_event(), facts=facts, actor=ADWOA, at=NOW).person_id == known.id


def test_a_name_means_one_organisation_only(session, commission, add_alias):
    other = make_organisation("Bonsa Mines")
    add_alias(commission, "MinCom")
    with pytest.raises(OrganisationExists, match="Minerals Commission"):
        add_alias(other, "mincom")
    with pytest.raises(OrganisationExists, match="Bonsa Mines"):
        add_alias(commission, "BONSA MINES")
    with pytest.raises(rules.OwnName):
        add_alias(commission, "minerals commission")


def test_the_database_itself_keeps_a_name_from_two_organisations(session, commission, add_alias):
    add_alias(commission, "MinCom")
    session.commit()
    session.add(Organisation(name="MINCOM", search_key=" mincom"))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_merging_moves_people_and_registrations_and_leaves_names_as_written(session, commission, merge):
    other = make_organisation("Min. Commission", sector="GOV")
    person = make_person("Yaw Osei", organisation_id=other.id)
    registration = make_registration(
        make_event(), "Yaw Osei", organisation="Min. Commission", organisation_id=other.id, person=person
    )
    merge(commission, other)
    assert (person.organisation_id, registration.organisation_id) == (commission.id, commission.id)
    assert registration.organisation_name == "Min. Commission"
    assert find_organisation_by_name(session, "min commission") is commission
    assert [row.people for row in list_organisations(session).rows] == [1]


def test_the_chosen_name_stays_and_undoing_puts_everything_back(session, commission, merge, add_alias):
    other = make_organisation("Commission of Minerals")
    add_alias(commission, "MinCom")
    make_person("Yaw Osei", organisation_id=commission.id)
    session.commit()
    before = content()
    done = merge(commission, other, name=Side.SECOND)
    assert find_organisation_by_name(session, "mincom") is other
    assert find_organisation_by_name(session, "Minerals Commission") is other
    assert other.sector is Sector.GOV
    services.undo_merge(session, done.id, actor=ADWOA, at=NOW)
    session.commit()
    assert content() == before


def test_a_name_that_came_with_a_merge_is_not_removed_alone(session, commission, merge):
    other = make_organisation("Min. Commission", sector="GOV")
    merge(commission, other)
    with pytest.raises(rules.NameOfAMerge):
        organisation_services.remove_alias(session, other.id, actor=ADWOA, at=NOW)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    (
        ("Bonsa Mining Ltd", "The Bonsa Mining Company", "Same words"),
        ("Bonsa Mining", "Bonsa Minning", "Names nearly alike"),
        ("Environmental Protection Agency", "EPA", "One is the short form of the other"),
    ),
)
def test_two_names_of_one_organisation_are_proposed_with_why(session, one, other, reason):
    make_organisation(one)
    make_organisation(other)
    make_organisation("Ministry of Finance")
    assert [pair.reason for pair in list_organisation_proposals(session).rows] == [reason]


def test_two_bodies_of_one_town_are_two(session):
    make_organisation("Women of Nsuaem Pit")
    make_organisation("Nsuaem Top Mine")
    assert list_organisation_proposals(session).total == 0


def test_branches_with_numbers_are_two(session):
    make_organisation("Miners Association 1")
    make_organisation("Miners Association 2")
    assert list_organisation_proposals(session).total == 0


def test_a_name_is_added_removed_and_brought_back_on_its_page(organiser, session, commission):
    address = f"/organisations/{commission.id}/aliases"
    organiser.post(address, {"name": "MinCom"})
    assert "The organisation is found by “MinCom” too." in organiser.follow().text
    alias_id = session.scalar(sa.select(Organisation.id).where(Organisation.alias_of_id == commission.id))
    assert "Also called: MinCom" in organiser.get(f"/organisations/{commission.id}").text
    assert organiser.get(f"/organisations/{alias_id}").location == f"/organisations/{commission.id}"
    organiser.get(address)
    organiser.press(f"/organisations/aliases/{alias_id}/remove")
    assert "It has no other name yet." in organiser.follow().text
    organiser.press(f"{address}/restore")
    assert "MinCom" in organiser.follow().text
    refused = organiser.post(address, {"name": "mincom"})
    assert refused.status_code == 422
    assert "It is found by it already." in refused.text


def test_a_pair_is_merged_on_its_page_and_undone(organiser, session, commission):
    other = make_organisation("Minerals Comission", sector="GOV")
    make_person("Yaw Osei", organisation_id=other.id)
    page = organiser.get("/organisations/duplicates")
    assert "Names nearly alike" in page.text
    organiser.post(f"/organisations/merge/{commission.id}/{other.id}", {"name": "first"})
    assert "“Minerals Comission” is another name of “Minerals Commission” now." in organiser.follow().text
    organiser.press(f"/people/merges/{session.scalar(sa.select(Merge.id))}/undo")
    organiser.follow()
    assert session.get(Organisation, other.id).alias_of_id is None


def test_a_pair_of_organisations_that_are_two_goes_and_comes_back(organiser, commission):
    other = make_organisation("Minerals Comission", sector="GOV")
    organiser.get("/organisations/duplicates")
    organiser.press(f"/organisations/not-same/{commission.id}/{other.id}")
    assert "No organisation seems to be there twice" in organiser.follow().text
    organiser.get("/organisations/not-same")
    organiser.press(f"/organisations/not-same/{commission.id}/{other.id}/undo")
    assert "Minerals Comission" in organiser.follow().text


def test_what_cannot_be_merged_is_told_in_a_sentence(organiser, commission, merge):
    other = make_organisation("Min. Commission", sector="GOV")
    merge(commission, other)
    third = make_organisation("Commission", sector="GOV")
    assert organiser.get(f"/organisations/merge/{third.id}/{other.id}").status_code == 422
    assert organiser.get(f"/organisations/merge/{third.id}/{third.id}").status_code == 422
    assert organiser.get(f"/organisations/merge/{third.id}/9999").status_code == 404
