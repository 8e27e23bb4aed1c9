"""What happens to registrations, what the directory learns of it, and what the journal keeps."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor
from dialogues.people.facts import PersonFacts
from dialogues.people.models import Organisation, Person
from dialogues.people.rules import ChangedMeanwhile
from dialogues.people.sectors import Gender, Sector
from dialogues.registration import queries, rules, services
from dialogues.registration.models import (
    Consent,
    ConsentAnswer,
    EventRole,
    Purpose,
    Registration,
    Source,
    Status,
)
from tests.factories import make_event, make_group, make_organisation, make_person, make_registration

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
ACT: dict[str, Any] = {"actor": Actor(name="Kwabena Osei"), "at": NOON}


def facts_of(name: str = "Ama Serwaa", **facts: Any) -> PersonFacts:
    return PersonFacts(**{"full_name": name, "sector": Sector.MIN, **facts})


def _register(session: Session, event, name: str = "Ama Serwaa", *, person_id=None, **facts: Any) -> Registration:
    return services.register(session, event, facts=facts_of(name, **facts), person_id=person_id, **ACT)


def _entries(session: Session, action: str) -> list[Entry]:
    session.flush()
    return list(session.scalars(sa.select(Entry).where(Entry.action == action).order_by(Entry.id)))


def test_somebody_new_is_in_the_event_and_in_the_directory(session: Session):
    event = make_event()
    ama = _register(session, event, organisation="Bonsa Group", phone="0244118207/0201557318", position="Chair")
    assert (ama.status, ama.role, ama.source) == (Status.CONFIRMED, EventRole.PARTICIPANT, Source.STAFF)
    assert (ama.organisation_name, ama.phone, ama.phone_alternative) == (
        "Bonsa Group",
        "+233244118207",
        "+233201557318",
    )
    assert (ama.person.position, ama.person.phone) == ("Chair", "+233244118207")
    assert ama.search_key == " ama serwaa bonsa group"
    assert len(ama.badge_code) == 26
    (entry,) = _entries(session, "registration.added")
    assert (entry.event_id, entry.subject_name, entry.changes) == (
        event.id,
        "Ama Serwaa",
        {"status": [None, "confirmed"]},
    )


def test_what_was_left_empty_of_somebody_known_comes_from_the_directory(session: Session):
    bonsa, group = make_organisation("Bonsa Group"), make_group("Artisanal miners", "MIN")
    known = make_person(
        "Ɛsi Mensah",
        position="Treasurer",
        phone="+233244118207",
        organisation_id=bonsa.id,
        stakeholder_group_id=group.id,
    )
    esi = _register(session, make_event(), "Esi Mensah", person_id=known.id, position="Chair")
    assert (esi.full_name, esi.position, esi.phone) == ("Esi Mensah", "Chair", "+233244118207")
    assert (esi.organisation_name, esi.stakeholder_group_id, esi.gender) == ("Bonsa Group", group.id, Gender.WOMAN)


def test_the_directory_takes_over_what_was_said_newest(session: Session):
    known = make_person("Ama Serwaa", position="Treasurer", place="Bogoso")
    _register(session, make_event(), person_id=known.id, position="Chair", sector=Sector.CSO)
    assert (known.position, known.sector, known.place) == ("Chair", Sector.CSO, "Bogoso")


def test_a_group_of_another_sector_is_not_taken_from_the_directory(session: Session):
    group = make_group("Artisanal miners", "MIN")
    known = make_person("Ama Serwaa", stakeholder_group_id=group.id)
    ama = _register(session, make_event(), person_id=known.id, sector=Sector.GOV)
    assert (ama.sector, ama.stakeholder_group_id) == (Sector.GOV, None)


def test_a_person_is_in_an_event_once_whatever_the_state(session: Session):
    event = make_event()
    known = make_registration(event, "Ama Serwaa", status="cancelled")
    with pytest.raises(rules.AlreadyRegistered, match="Ama Serwaa") as refusal:
        _register(session, event, person_id=known.person_id)
    assert refusal.value.registration_id == known.id
    assert _register(session, make_event("accra"), person_id=known.person_id).person_id == known.person_id


def test_two_people_of_one_name_and_one_phone_are_two(session: Session):
    event = make_event()
    one = _register(session, event, phone="0244118207")
    other = _register(session, event, phone="0244118207")
    assert one.person_id != other.person_id


def test_a_walk_in_is_confirmed_with_one_line(session: Session):
    event = make_event()
    ama = services.register_walk_in(
        session, event, full_name="Ama Serwaa", sector=Sector.MIN, organisation="Bonsa Group", **ACT
    )
    assert (ama.status, ama.source, ama.is_confirmed) == (Status.CONFIRMED, Source.WALK_IN, True)
    with pytest.raises(rules.AlreadyRegistered):
        services.register_walk_in(
            session, event, full_name="ama SERWAA", sector=Sector.MIN, organisation="bonsa group", **ACT
        )


@pytest.mark.parametrize(
    ("facts", "is_known"),
    (
        ({"organisation": "bɔnsa group"}, True),
        ({"phone": "0244 118 207"}, True),
        ({"email": "AMA@example.org"}, True),
        ({"organisation": "Prestea Diggers"}, False),
        ({}, False),
    ),
)
def test_at_another_event_somebody_is_known_by_the_name_and_one_more_fact(session: Session, facts, is_known):
    bonsa = make_organisation("Bonsa Group")
    known = make_person("Ama Serwaa", organisation_id=bonsa.id, phone="+233244118207", email="ama@example.org")
    ama = services.register_recognised(session, make_event(), facts=facts_of("Serwaa Ama", **facts), **ACT)
    assert (ama.person_id == known.id) is is_known


@pytest.mark.parametrize(
    ("facts", "is_new"), (({}, False), ({"phone": "0201557318"}, True), ({"organisation": "Prestea Diggers"}, True))
)
def test_at_the_same_event_a_name_with_nothing_against_it_is_the_same_person(session: Session, facts, is_new):
    event = make_event()
    first = _register(session, event, phone="0244118207", organisation="Bonsa Group")
    if is_new:
        second = services.register_recognised(session, event, facts=facts_of(**facts), **ACT)
        assert second.person_id != first.person_id
    else:
        with pytest.raises(rules.AlreadyRegistered):
            services.register_recognised(session, event, facts=facts_of(**facts), **ACT)


def _change(session: Session, registration: Registration, facts: PersonFacts, **more: Any) -> None:
    given = {"version": registration.version, "role": registration.role, **more}
    services.update_registration(session, registration, facts=facts, **given, **ACT)


def test_a_correction_reaches_the_directory_where_it_still_holds_what_is_corrected(session: Session):
    ama = _register(session, make_event(), position="Tresurer", place="Bogoso", phone="0244118207")
    ama.person.place = "Tarkwa"  # learnt since
    _change(session, ama, facts_of(position="Treasurer", place="Prestea", phone="0244118207"))
    assert (ama.position, ama.place) == ("Treasurer", "Prestea")
    assert (ama.person.position, ama.person.place) == ("Treasurer", "Tarkwa")


def test_a_change_is_noted_from_and_to_in_names(session: Session):
    media = make_group("Media", "OTH")
    ama = _register(session, make_event(), organisation="Bonsa Group")
    _change(
        session, ama, facts_of(sector=None, stakeholder_group_id=media.id, organisation="Prestea Diggers"),
        role=EventRole.SPEAKER, notes="Comes by bus",
    )  # fmt: skip
    (entry,) = _entries(session, "registration.changed")
    assert entry.changes == {
        "sector": ["MIN", "OTH"],
        "stakeholder_group": [None, "Media"],
        "organisation": ["Bonsa Group", "Prestea Diggers"],
        "role": ["participant", "speaker"],
        "notes": [None, "Comes by bus"],
    }
    assert [row.id for row in queries.search(session, ama.event_id, "prestea", 5)] == [ama.id]
    assert queries.search(session, ama.event_id, "bonsa", 5) == []


def test_the_name_an_organisation_had_then_stays_when_something_else_is_mended(session: Session):
    ama = _register(session, make_event(), organisation="Bonsa Group")
    assert ama.organisation is not None
    ama.organisation.name, ama.organisation.search_key = "Bonsa Union", " bonsa union"
    session.flush()
    _change(session, ama, facts_of(organisation="Bonsa Group", position="Chair"))
    assert (ama.organisation_name, ama.position) == ("Bonsa Group", "Chair")
    assert session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 1


def test_a_sector_and_group_of_then_may_stay_together_when_the_group_has_moved(session: Session):
    media = make_group("Media", "OTH")
    ama = _register(session, make_event(), sector=Sector.OTH, stakeholder_group_id=media.id)
    media.sector = Sector.CSO
    _change(session, ama, facts_of(sector=Sector.OTH, stakeholder_group_id=media.id, position="Editor"))
    assert (ama.sector, ama.position) == (Sector.OTH, "Editor")


def test_an_older_page_does_not_overwrite_a_newer_change(session: Session):
    ama = _register(session, make_event())
    with pytest.raises(ChangedMeanwhile):
        _change(session, ama, facts_of(position="Chair"), version=ama.version - 1)
    assert ama.position is None


def test_each_act_moves_the_state_and_notes_it(session: Session):
    event = make_event()
    for status, act, action, follows in (
        ("waiting", services.confirm, "registration.confirmed", Status.CONFIRMED),
        ("invited", services.decline, "registration.declined", Status.DECLINED),
        ("confirmed", services.cancel, "registration.cancelled", Status.CANCELLED),
    ):
        one = make_registration(event, f"Ama {status}", status=status)
        act(session, one, **ACT)
        assert one.status is follows
        assert _entries(session, action)[-1].changes == {"status": [status, follows.value]}


@pytest.mark.parametrize("status", ("invited", "applied", "waiting", "confirmed"))
def test_a_cancelled_registration_comes_back_to_where_it_stood(session: Session, status: str):
    ama = make_registration(make_event(), status=status)
    services.cancel(session, ama, **ACT)
    session.flush()
    services.restore(session, ama, **ACT)
    assert ama.status.value == status


def test_what_was_never_seen_moving_is_restored_as_confirmed(session: Session):
    ama = make_registration(make_event(), status="cancelled")
    services.restore(session, ama, **ACT)
    assert ama.status is Status.CONFIRMED


def test_the_last_act_is_taken_back_unless_something_came_after_it(session: Session):
    ama = make_registration(make_event(), status="waiting")
    services.confirm(session, ama, **ACT)
    session.flush()
    seen = ama.version
    services.take_back_status(session, ama, version=seen, **ACT)
    session.flush()
    assert ama.status is Status.WAITING
    with pytest.raises(rules.NothingToTakeBack):
        services.take_back_status(session, ama, version=seen, **ACT)


def test_a_new_registration_has_no_act_to_take_back(session: Session):
    ama = _register(session, make_event())
    with pytest.raises(rules.NothingToTakeBack):
        services.take_back_status(session, ama, version=ama.version, **ACT)


def _answers(session: Session) -> list[tuple[Purpose, ConsentAnswer]]:
    return list(session.execute(sa.select(Consent.purpose, Consent.answer).order_by(Consent.id)))


def test_consent_is_kept_answer_by_answer_and_the_newest_holds(session: Session):
    ama = _register(session, make_event())
    for answer in (ConsentAnswer.YES, ConsentAnswer.YES, ConsentAnswer.NO):
        services.record_consent(session, ama, purpose=Purpose.PHOTO, answer=answer, **ACT)
        session.flush()
    assert _answers(session) == [(Purpose.PHOTO, ConsentAnswer.YES), (Purpose.PHOTO, ConsentAnswer.NO)]
    assert queries.find_consents(session, ama.id)[Purpose.PHOTO].answer is ConsentAnswer.NO
    assert Purpose.CONTACT not in queries.find_consents(session, ama.id)
    changes = [entry.changes for entry in _entries(session, "registration.consent_recorded")]
    assert changes == [{"consent_photo": [None, "yes"]}, {"consent_photo": ["yes", "no"]}]


def _substitute(session: Session, absent: Registration, day: str, **more: Any) -> Registration:
    return services.substitute(
        session, absent, facts=facts_of("Kofi Annor"), from_day=date.fromisoformat(day), **more, **ACT
    )


def test_a_substitute_holds_the_seat_from_a_day_and_both_stay(session: Session):
    absent = make_registration(make_event(starts="2026-06-02"), role="speaker")
    kofi = _substitute(session, absent, "2026-06-03")
    assert (kofi.in_place_of_id, kofi.in_place_from) == (absent.id, date(2026, 6, 3))
    assert (kofi.status, kofi.role, absent.status) == (Status.CONFIRMED, EventRole.SPEAKER, Status.CONFIRMED)
    assert [seat.id for seat in queries.list_substitutes(session, absent.id)] == [kofi.id]
    given_up = queries.find_seat_given_up(session, kofi)
    assert given_up is not None
    assert (given_up.id, given_up.from_day) == (absent.id, date(2026, 6, 3))


def test_a_seat_given_up_before_the_first_day_is_counted_once(session: Session):
    absent = make_registration(make_event(starts="2026-06-02"))
    _substitute(session, absent, "2026-06-02")
    assert absent.status == "cancelled"
    (entry,) = _entries(session, "registration.gives_up_seat")
    assert entry.changes["status"] == ["confirmed", "cancelled"]
    services.restore(session, absent, **ACT)
    assert absent.status == "confirmed"


def test_a_seat_does_not_pass_on_a_day_that_is_not_of_the_event(session: Session):
    absent = make_registration(make_event(starts="2026-06-02"))
    with pytest.raises(rules.NotADayOfTheEvent):
        _substitute(session, absent, "2026-06-09")


def test_nobody_takes_a_seat_who_has_one(session: Session):
    event = make_event(starts="2026-06-02")
    absent, other = make_registration(event), make_registration(event, "Kofi Annor")
    with pytest.raises(rules.AlreadyRegistered):
        _substitute(session, absent, "2026-06-03", person_id=other.person_id)


def test_a_person_may_be_registered_once_even_against_the_rules(session: Session):
    event = make_event()
    ama = make_registration(event)
    with pytest.raises(sa.exc.IntegrityError):
        make_registration(event, person=session.get(Person, ama.person_id))
