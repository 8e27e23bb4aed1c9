"""What an import does to the list of an event."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dialogues.accounts.access import ROLE_PERMISSIONS, Role
from dialogues.audit.models import Entry
from dialogues.audit.services import Actor
from dialogues.core.spreadsheets import Sheet, read_table, write_csv, write_xlsx
from dialogues.imports import rules, services
from dialogues.people.facts import PersonFacts
from dialogues.people.models import Organisation, Person
from dialogues.people.rules import BlankName, NoSector, NotAnEmail
from dialogues.people.sectors import Sector
from dialogues.registration.kinds import EventRole
from dialogues.registration.models import Registration, Source, Status
from dialogues.registration.services import register
from dialogues.reports.exports import List, list_file, list_objects
from dialogues.reports.files import FileFormat
from tests.factories import make_event, make_group, make_organisation, make_person, make_registration
from tests.registration.seats import plan as plan_of_seats

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ADWOA = Actor(name="Adwoa Sarpong")


def table(*rows):
    return read_table(write_csv(rows))


def take(session, event, *rows):
    outcome = services.import_all(session, event, table(*rows), actor=ADWOA, at=NOW)
    session.flush()
    session.expire_all()
    return outcome


def plan(session, event, *rows):
    return services.plan_import(session, event, table(*rows))


def counts(outcome):
    return outcome.new, outcome.updated, outcome.unchanged, len(outcome.plan.possible_duplicates)


def listed(session, event):
    chosen = sa.select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    return list(session.scalars(chosen))


def refusals(outcome):
    return [(row, one.column, type(one.error)) for row, one in outcome.plan.refusals]


def test_a_row_becomes_a_person_an_organisation_and_a_registration(session):
    event = make_event()
    group = make_group("Traditional authorities and chiefs", "OTH")
    heads = ("Full name", "Sector", "Stakeholder group", "Organisation", "Position", "Sex", "Age", "Phone", "E-mail")
    outcome = take(
        session,
        event,
        (*heads, "Town", "Language", "Role", "Notes", "Title"),
        ("Nana Ɛsi  Ŋmaa", "other", group.name, "Stool of Bonsɔ", "Queen mother", "f", "70", "024 412 3457",
         "N@EXAMPLE.org", "Bonsɔ", "Twi", "speaker", "Needs a ramp", "Hon."),
    )  # fmt: skip
    assert counts(outcome) == (1, 0, 0, 0)
    (one,) = listed(session, event)
    assert (one.full_name, one.honorific, one.sector, one.stakeholder_group_id) == (
        "Nana Ɛsi Ŋmaa",
        "Hon.",
        "OTH",
        group.id,
    )
    assert (one.organisation_name, one.position, one.gender, one.age_group) == (
        "Stool of Bonsɔ", "Queen mother", "woman", "66-80",
    )  # fmt: skip
    assert (one.phone, one.email, one.place, one.language) == ("+233244123457", "N@example.org", "Bonsɔ", "tw")
    assert (one.role, one.status, one.source, one.notes) == ("speaker", "confirmed", "import", "Needs a ramp")
    assert (one.search_key, one.sort_key) == (" nana esi nmaa stool of bonso", " nana esi nmaa")
    assert len(one.badge_code) == 26
    assert one.person.full_name == "Nana Ɛsi Ŋmaa"
    assert one.person.organisation is not None
    assert one.person.organisation.search_key == " stool of bonso"


def test_an_import_writes_what_registering_one_by_one_writes(session):
    """The columns of a person and a registration, and the journal's words, are those of the desk."""
    first, second = make_event(), make_event("obuasi")
    facts = PersonFacts(full_name="Kofi Ɔsei", sector=Sector.MIN, organisation="Bonsa Diggers", phone="0244123457")
    register(session, first, facts=facts, actor=ADWOA, at=NOW, source=Source.IMPORT)
    session.flush()
    take(
        session,
        second,
        ("Name", "Sector", "Organisation", "Phone"),
        ("Yaa Ɔsei", "MIN", "Prestea Diggers", "0244123458"),
    )
    one, other = (listed(session, event)[0] for event in (first, second))
    left_out = {"id", "event_id", "person_id", "full_name", "search_key", "sort_key", "organisation_id",
                "organisation_name", "phone", "badge_code", "link_token"}  # fmt: skip
    for table_, pair in ((Registration, (one, other)), (Person, (one.person, other.person))):
        names = [column.name for column in table_.__table__.columns if column.name not in left_out]
        assert {name: getattr(pair[0], name) for name in names} == {name: getattr(pair[1], name) for name in names}
    entries = {
        name: [
            (entry.action, entry.subject_kind, entry.changes, entry.actor_name, entry.event_id is not None)
            for entry in session.scalars(
                sa.select(Entry).where(Entry.subject_name.like(f"{name}%")).order_by(Entry.action)
            )
        ]
        for name in ("Kofi", "Yaa")
    }
    assert entries["Kofi"] == entries["Yaa"]


def test_the_same_file_twice_adds_nobody_and_changes_nothing(session):
    event = make_event()
    rows = (
        ("Full name", "Sector", "Organisation", "Phone", "Notes"),
        ("Ama Serwaa", "MIN", "Bonsa Diggers", "0244123457", "first\nsecond"),
        ("Kofi Ɔsei", "GOV", "", "", ""),
        ("Ama Serwaa", "MIN", "Prestea Diggers", "0201111111", ""),
    )
    assert counts(take(session, event, *rows)) == (3, 0, 0, 0)
    entries = session.scalar(sa.select(sa.func.count()).select_from(Entry))
    assert counts(take(session, event, *rows)) == (0, 0, 3, 0)
    assert session.scalar(sa.select(sa.func.count()).select_from(Entry)) == entries
    assert len(listed(session, event)) == 3


def test_a_dry_run_says_the_same_and_writes_nothing(session, count_queries):
    event = make_event()
    session.commit()
    session.refresh(event)
    with count_queries() as counted:
        outcome = plan(session, event, ("Name", "Sector"), ("Ama", "MIN"))
    assert counts(outcome) == (1, 0, 0, 0)
    assert [one for one in counted.statements if not one.startswith("SELECT")] == []


def test_somebody_on_the_list_takes_over_what_the_file_says_and_nothing_else(session):
    event = make_event()
    make_registration(event, "Ɛsi Owusuaa", organisation="Bonsa Diggers", phone="+233244123457", position="Treasurer")
    heads = ("Name", "Sector", "Organisation", "Phone", "Position")
    outcome = take(session, event, heads, ("Esi Owusuaa", "CSO", "Bonsa diggers", "", ""))
    assert counts(outcome) == (0, 1, 0, 0)
    (one,) = listed(session, event)
    assert (one.full_name, one.sector, one.organisation_name, one.phone, one.position) == (
        "Ɛsi Owusuaa", "CSO", "Bonsa Diggers", "+233244123457", "Treasurer",
    )  # fmt: skip


def test_notes_are_added_to_notes(session):
    event = make_event()
    make_registration(event, notes="Vegetarian")
    rows = (("Name", "Sector", "Notes"), ("Ama Serwaa", "MIN", "Comes by bus"))
    take(session, event, *rows)
    assert counts(take(session, event, *rows)) == (0, 0, 1, 0)
    assert listed(session, event)[0].notes == "Vegetarian\nComes by bus"


def test_somebody_known_from_another_event_is_the_same_person(session):
    other, event = make_event("obuasi"), make_event()
    person = make_person("Ɛsi Owusuaa", sector="MIN", phone="+233244123457", position="Treasurer")
    make_registration(other, "Ɛsi Owusuaa", person=person)
    outcome = take(session, event, ("Name", "Sector", "Phone"), ("Esi Owusuaa", "CSO", "0244123457"))
    assert counts(outcome) == (1, 0, 0, 0)
    (one,) = listed(session, event)
    assert (one.person_id, one.full_name, one.position, one.sector) == (person.id, "Ɛsi Owusuaa", "Treasurer", "CSO")
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1


def test_a_name_alone_does_not_make_two_people_one(session):
    event = make_event()
    make_person("Ama Serwaa", phone="+233201111111")
    outcome = take(session, event, ("Name", "Sector", "Phone"), ("Ama Serwaa", "MIN", "0244123457"))
    assert counts(outcome) == (1, 0, 0, 1)
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2
    assert "Ama Serwaa" in str(outcome.plan.remarks[0][1].error)


def test_an_organisation_is_found_however_it_is_typed_and_added_once(session):
    event = make_event()
    known = make_organisation("Minerals Commission")
    rows = [("Name", "Sector", "Organisation"), ("Ama", "GOV", "MINERALS COMMISSION")]
    rows += [(f"Person {number}", "CSO", name) for number, name in enumerate(("Fair Gold", "fair gold", "Fair  Gold"))]
    take(session, event, *rows)
    assert listed(session, event)[0].organisation_id == known.id
    assert [one.organisation_name for one in listed(session, event)[1:]] == ["Fair Gold"] * 3
    assert session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 2


def test_a_group_in_the_column_of_sectors_says_both(session):
    event = make_event()
    group = make_group("Traditional authorities and chiefs", "OTH")
    take(session, event, ("Name", "Sector"), ("Nana Yaw", "Chiefs"))
    assert (listed(session, event)[0].sector, listed(session, event)[0].stakeholder_group_id) == ("OTH", group.id)


def test_a_group_that_is_not_on_the_list_is_left_out_and_told(session):
    event = make_event()
    outcome = take(session, event, ("Name", "Sector", "Group"), ("Nana Yaw", "OTH", "Elders"))
    assert listed(session, event)[0].stakeholder_group_id is None
    assert [type(one.error) for _row, one in outcome.plan.remarks] == [rules.GroupLeftOut]


def test_given_and_family_names_make_a_full_name(session):
    event = make_event()
    take(session, event, ("Nom", "Prénoms", "Secteur"), ("RAKOTO", "Jean Noël", "mineurs"))
    assert listed(session, event)[0].full_name == "Jean Noël RAKOTO"


def test_titles_stay_in_the_name(session):
    event = make_event()
    take(session, event, ("Name", "Sector"), ("Hon. Dr Kofi Ɔsei", "GOV"))
    assert listed(session, event)[0].full_name == "Hon. Dr Kofi Ɔsei"


def test_somebody_cancelled_stays_cancelled_and_it_is_told(session):
    event = make_event()
    make_registration(event, status="cancelled")
    outcome = take(session, event, ("Name", "Sector"), ("Ama Serwaa", "MIN"))
    assert listed(session, event)[0].status is Status.CANCELLED
    assert [type(one.error) for _row, one in outcome.plan.remarks] == [rules.StaysCancelled]


@pytest.mark.parametrize(
    ("row", "column", "refusal"),
    (
        (("", "GOV", "", "", ""), "Name", BlankName),
        (("Ama", "Mines", "", "", ""), "Sector", rules.UnknownSector),
        (("Ama", "", "", "", ""), "Sector", NoSector),
        (("Ama", "GOV", "nowhere at all", "", ""), "E-mail", NotAnEmail),
        (("Ama", "GOV", "", "Mr", ""), "Gender", rules.UnknownGender),
        (("Ama", "GOV", "", "", "young"), "Age", rules.UnknownAge),
    ),
)
def test_a_row_that_cannot_be_read_is_refused_at_its_column(session, row, column, refusal):
    event = make_event()
    heads = ("Name", "Sector", "E-mail", "Gender", "Age")
    outcome = plan(session, event, heads, ("Kofi", "GOV", "", "", ""), row)
    assert refusals(outcome) == [(3, column, refusal)]


def test_row_numbers_are_those_of_the_file(session):
    event = make_event()
    outcome = plan(session, event, ("List of people",), (), ("Name", "Sector"), ("Ama", "GOV"), (), ("Kofi", "Mines"))
    assert [row for row, _one in outcome.plan.refusals] == [6]


def test_the_same_person_twice_in_a_file_is_refused_the_second_time(session):
    event = make_event()
    rows = [(name, "MIN", "0244123457") for name in ("Ama Serwaa", "SERWAA Ama")]
    outcome = plan(session, event, ("Name", "Sector", "Phone"), *rows)
    assert refusals(outcome) == [(3, "Name", rules.TwiceInFile)]


def test_nothing_is_written_while_a_row_is_refused(session):
    event = make_event()
    with pytest.raises(rules.RowsRefused):
        take(session, event, ("Name", "Sector"), ("Ama", "GOV"), ("Kofi", "Mines"))
    assert listed(session, event) == []


def test_the_good_rows_come_in_if_the_others_are_left_out(session):
    event = make_event()
    rows = table(("Name", "Sector"), ("Ama", "GOV"), ("Kofi", "Mines"))
    outcome = services.import_good_rows(session, event, rows, actor=ADWOA, at=NOW)
    assert (outcome.new, len(outcome.plan.refusals)) == (1, 1)
    assert [one.full_name for one in listed(session, event)] == ["Ama"]


def test_a_telephone_number_stored_as_a_number_is_read_and_told(session):
    event = make_event()
    rows: list[list[str | int]] = [
        ["Name", "Sector", "Phone"],
        ["Ama", "GOV", 244123457],
        ["Kofi", "GOV", 233000000000],
    ]
    outcome = services.plan_import(session, event, read_table(write_xlsx([Sheet("List", rows)])))
    assert [str(one.error) for _row, one in outcome.plan.remarks] == [
        "The telephone number was stored as a number and is read as +233 24 412 3457."
    ]
    assert refusals(outcome) == [(3, "Phone", rules.RoundedPhone)]


def test_a_file_without_a_column_of_names_is_refused(session):
    with pytest.raises(rules.NoHeading):
        plan(session, make_event(), ("Phone", "Sector"), ("0244123457", "GOV"))


def test_a_heading_without_rows_is_refused(session):
    with pytest.raises(rules.NoRows):
        plan(session, make_event(), ("Name", "Sector"))


def test_what_leaves_as_a_file_comes_back_as_it_was(session, app):
    names = ["=HYPERLINK(1)", "+233", 'Ɛsi; Ŋmaa, "Ʋɔwu"', "O'Brien", "'=x", "-", "Ｗide", "Rakotondrainibe\u00a0Tiana"]
    first, second = make_event(), make_event("obuasi")
    for name in names[:5] + names[6:]:
        make_registration(first, name, organisation="@Work", phone="+233244123457", source="import")
    everything = ROLE_PERMISSIONS[Role.ADMINISTRATOR]

    def objects(event):
        return list_objects(session, event, List.REGISTRATIONS, permissions=everything)

    def facts(event):
        return [{key: one[key] for key in one if key not in ("id", "badge_code")} for one in objects(event)]

    for form in (FileFormat.CSV, FileFormat.XLSX):
        content = list_file(objects(first), List.REGISTRATIONS, form)
        services.import_good_rows(session, second, read_table(content), actor=ADWOA, at=NOW)
        session.flush()
        session.expire_all()
    kept = {one["full_name"]: one for one in facts(first)}
    assert {one["full_name"]: one for one in facts(second)} == {
        name.replace("\u00a0", " "): {**one, "full_name": name.replace("\u00a0", " ")} for name, one in kept.items()
    }


def test_the_number_of_questions_does_not_grow_with_the_rows(session, count_queries):
    first, second = make_event(), make_event("obuasi")
    session.commit()

    def take_counted(event, people):
        session.refresh(event)
        with count_queries() as counted:
            take(session, event, ("Name", "Sector"), *((f"Person {number}", "GOV") for number in range(people)))
        return counted.number

    assert take_counted(second, 40) == take_counted(first, 2)


def test_an_import_refuses_nobody_for_want_of_a_seat_and_says_how_many_are_over(session):
    event = make_event()
    plan_of_seats(session, event, capacity=1)
    rows = [("Name", "Sector"), *((f"Person {letter}", "MIN") for letter in "ABCD")]
    outcome = take(session, event, *rows)
    assert (outcome.new, outcome.over_capacity) == (4, 3)
    assert take(session, event, *rows).over_capacity == 3


def test_another_role_in_the_file_is_taken(session):
    event = make_event()
    row = make_registration(event, "Ama Serwaa")
    outcome = take(session, event, ("Name", "Sector", "Role"), ("Ama Serwaa", "MIN", "observer"))
    session.refresh(row)
    assert (outcome.updated, row.role) == (1, EventRole.OBSERVER)


def test_a_file_without_roles_leaves_them_as_they_are(session):
    event = make_event()
    row = make_registration(event, "Ama Serwaa", role="speaker")
    outcome = take(session, event, ("Name", "Sector", "Role"), ("Ama Serwaa", "MIN", ""))
    session.refresh(row)
    assert (outcome.updated, row.role) == (0, EventRole.SPEAKER)
