"""What happens to persons, organisations and groups, and what the journal keeps of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor
from dialogues.people import queries, rules, services
from dialogues.people.facts import PersonFacts
from dialogues.people.models import Organisation, StakeholderGroup
from dialogues.people.sectors import FIRST_GROUPS, Sector
from tests.factories import make_event, make_group, make_organisation, make_person, make_registration

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
KWABENA = Actor(name="Kwabena Osei")
ACT: dict[str, Any] = {"actor": KWABENA, "at": NOON}


def _entries(session: Session, action: str) -> list[Entry]:
    session.flush()
    return list(session.scalars(sa.select(Entry).where(Entry.action == action).order_by(Entry.id)))


def _describe(session: Session, **facts):
    given = PersonFacts(**{"full_name": "Ama Serwaa", "sector": Sector.MIN, **facts})
    return services.describe(session, given, country="GH", **ACT)


def test_a_name_is_kept_as_written_and_in_one_form(session: Session):
    assert _describe(session, full_name="  Ɛsi   O'Neill-MENSAH ").full_name == "Ɛsi O'Neill-MENSAH"
    assert _describe(session, full_name="E\u0301va").full_name == "Éva"
    assert len(_describe(session, full_name="Andriamahefamparany " * 249).full_name) == 249 * 20 - 1


def test_empty_words_are_nothing(session: Session):
    described = _describe(session, position="  ", organisation="-", email=" ")
    assert (described.position, described.organisation_id, described.email) == (None, None, None)


def test_an_organisation_is_found_by_its_folded_name_and_added_once(session: Session):
    known = make_organisation("Bɔnsa Women's Group")
    assert _describe(session, organisation="bonsa womens GROUP").organisation_id == known.id
    first = _describe(session, organisation="Prestea Diggers").organisation_id
    assert _describe(session, organisation="PRESTEA diggers").organisation_id == first
    assert session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 2


def test_a_group_must_be_of_the_sector(session: Session):
    media = make_group("Media", "OTH")
    assert _describe(session, sector=None, stakeholder_group_id=media.id).sector is Sector.OTH
    with pytest.raises(rules.GroupOfOtherSector):
        _describe(session, sector=Sector.GOV, stakeholder_group_id=media.id)
    with pytest.raises(rules.UnknownGroup):
        _describe(session, stakeholder_group_id=media.id + 1)


@pytest.mark.parametrize("field", ("position", "place", "honorific", "phone"))
def test_a_pasted_page_is_refused_in_its_field(session: Session, field: str):
    with pytest.raises(rules.TooLong) as refusal:
        _describe(session, **{field: "word " * 300})
    assert refusal.value.field == field


def test_a_change_of_somebody_is_noted_from_and_to(session: Session):
    person = make_person("Ama Serwaa", position="Treasurer")
    facts = PersonFacts(full_name="Ama Serwaa", sector=Sector.MIN, position="Chair", organisation="Bonsa Group")
    services.update_person(session, person, facts, version=person.version, **ACT)
    (entry,) = _entries(session, "person.changed")
    assert entry.changes == {
        "position": ["Treasurer", "Chair"], "organisation": [None, "Bonsa Group"], "gender": ["woman", "not_stated"],
    }  # fmt: skip


def test_saving_what_is_there_notes_nothing(session: Session):
    person = make_person("Ama Serwaa", gender="not_stated")
    services.update_person(
        session, person, PersonFacts(full_name="Ama Serwaa", sector=Sector.MIN), version=person.version, **ACT
    )
    assert _entries(session, "person.changed") == []


def test_a_new_name_is_found_and_the_old_one_no_longer(session: Session):
    person = make_person("Ama Serwaa")
    facts = PersonFacts(full_name="Ɛsi Serwaa", sector=Sector.MIN, sort_as="Serwaa, Ɛsi")
    services.update_person(session, person, facts, version=person.version, **ACT)
    assert [row.id for row in queries.list_people(session, text="3si").rows] == [person.id]
    assert queries.list_people(session, text="ama").rows == []
    assert person.sort_key == " serwaa esi"


def test_an_older_page_does_not_overwrite_a_newer_change(session: Session):
    person = make_person("Ama Serwaa")
    with pytest.raises(rules.ChangedMeanwhile):
        services.update_person(
            session, person, PersonFacts(full_name="X", sector=Sector.GOV), version=person.version - 1, **ACT
        )
    assert person.full_name == "Ama Serwaa"


def test_two_organisations_may_not_have_one_folded_name(session: Session):
    make_organisation("Bonsa Group")
    with pytest.raises(rules.OrganisationExists, match="Bonsa Group"):
        services.add_organisation(session, name="bɔnsa  GROUP", sector=None, country=None, **ACT)


def test_an_organisation_may_change_its_spelling_but_not_into_another(session: Session):
    bonsa, _other = make_organisation("Bonsa Group"), make_organisation("Prestea Diggers")
    change = {"sector": Sector.MIN, "country": "GH", **ACT}
    services.update_organisation(session, bonsa, name="Bɔnsa Group", version=bonsa.version, **change)
    assert bonsa.name == "Bɔnsa Group"
    session.flush()
    with pytest.raises(rules.OrganisationExists):
        services.update_organisation(session, bonsa, name="Prestea diggers", version=bonsa.version, **change)


def test_the_first_groups_are_there_once_and_never_come_back(session: Session):
    services.ensure_first_groups(session)
    services.ensure_first_groups(session)
    groups = session.scalars(sa.select(StakeholderGroup)).all()
    assert [(group.name, group.sector) for group in groups] == [(str(name), sector) for name, sector in FIRST_GROUPS]
    for group in groups[1:]:
        session.delete(group)
    session.flush()
    services.ensure_first_groups(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(StakeholderGroup)) == 1


def test_every_sector_has_a_first_group(session: Session):
    assert {sector for _name, sector in FIRST_GROUPS} == set(Sector)


def test_a_group_that_moves_takes_its_people_along_but_not_their_past(session: Session):
    media = make_group("Media", "OTH")
    person = make_person("Ama Serwaa", sector="OTH", stakeholder_group_id=media.id)
    past = make_registration(make_event(), person=person, sector="OTH", stakeholder_group_id=media.id)
    assert services.update_group(session, media, name="Media", sector=Sector.CSO, **ACT) == 1
    assert (person.sector, past.sector) == (Sector.CSO, Sector.OTH)
    assert _entries(session, "person.changed")[0].changes == {"sector": ["OTH", "CSO"]}


def test_a_retired_group_is_offered_only_to_those_in_it(session: Session):
    media, donors = make_group("Media", "OTH"), make_group("Donors", "OTH")
    services.retire_group(session, media, **ACT)
    services.retire_group(session, media, **ACT)
    assert [group.id for group in queries.list_group_choices(session)] == [donors.id]
    assert {group.id for group in queries.list_group_choices(session, chosen_id=media.id)} == {media.id, donors.id}
    services.restore_group(session, media, **ACT)
    assert {group.id for group in queries.list_group_choices(session)} == {media.id, donors.id}
    assert len(_entries(session, "stakeholder_group.retired")) == 1
