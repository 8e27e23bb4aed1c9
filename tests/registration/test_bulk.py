"""Acts on many people: done to whom it follows for, told for whom not, taken back as one, in few statements."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.registration import bulk_rules, bulk_services, services
from dialogues.registration.bulk_models import BulkAct, BulkChange
from dialogues.registration.bulk_rules import BulkKind
from dialogues.registration.bulk_services import Chosen
from dialogues.registration.kinds import Status
from dialogues.registration.models import Registration
from tests.factories import MADE_AT, make_event, make_group, make_person, make_registration

LIST = "/events/tarkwa/participants"
CHOSEN = f"{LIST}/chosen"


@pytest.fixture
def event(session: Session):
    return make_event()


def people(event, *states: str) -> list[Registration]:
    return [make_registration(event, f"Ama {number}", status=state) for number, state in enumerate(states)]


def tick(*rows: Registration) -> list[str]:
    return [f"{row.id}.{row.version}" for row in rows]


def send(browser, rows, kind: str, value: str = "", *, at: str = LIST, **more):
    """Tick rows on the list and press a button of the bar, as a browser without script does."""
    browser.get(at)
    given = {kind: value} if kind in ("role", "group", "language") else {}
    chosen = {"chosen": tick(*rows)} if rows else {}
    text = browser.page.text
    form = text[text.index("data-bulk") :]
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|once|view)"[^>]*value="([^"]*)"', form))
    data = {**hidden, "kind": kind, **given, **chosen, **more}
    return browser._load(browser.client.post, CHOSEN, data=data)


def change(session, event, rows, kind, value=None):
    return change_these(event, Chosen({row.id: row.version for row in rows}), kind, value)


def change_these(event, chosen, kind, value=None):
    with unit_of_work() as work:
        return bulk_services.change_many(
            work, event, chosen=chosen, kind=kind, value=value, actor=COMMAND_LINE, at=clock.now()
        )


def test_those_ticked_are_confirmed_and_one_button_takes_it_back(event, organiser):
    rows = people(event, "invited", "applied", "waiting", "invited")
    page = send(organiser, rows[:3], "confirm", at=f"{LIST}?sector=MIN")
    assert page.location == f"{LIST}?sector=MIN"
    assert [row.status.value for row in rows] == ["confirmed", "confirmed", "confirmed", "invited"]
    assert "3 people are confirmed." in organiser.follow().text
    act = re.search(r'action="(/events/tarkwa/participants/acts/\d+/take-back[^"]*)"', organiser.page.text)[1]
    organiser.press(act.replace("&amp;", "&"))
    assert "3 people stand as before." in organiser.follow().text
    assert [row.status.value for row in rows] == ["invited", "applied", "waiting", "invited"]


def test_for_whom_it_does_not_follow_it_is_said_and_the_others_are_done(event, organiser):
    rows = people(event, "invited", "confirmed", "cancelled")
    send(organiser, rows, "decline")
    page = organiser.follow().text
    assert "One person has declined." in page
    assert "2 were left as they were:" in page
    assert "Ama 1 is confirmed. Cancel the registration instead." in page
    assert "The registration of Ama 2 is cancelled already." in page
    assert [row.status.value for row in rows] == ["declined", "confirmed", "cancelled"]


def test_restoring_many_brings_each_back_to_its_own_state(session, event):
    rows = people(event, "invited", "confirmed", "waiting", "cancelled")
    change(session, event, rows[:3], BulkKind.CANCEL)
    change(session, event, rows, BulkKind.RESTORE)
    assert [row.status.value for row in rows] == ["invited", "confirmed", "waiting", "confirmed"]


def test_one_restored_after_an_act_on_many_is_back_where_they_were(session, event):
    (ama,) = people(event, "waiting")
    change(session, event, [ama], BulkKind.CANCEL)
    with unit_of_work() as work:
        services.restore(work, work.get(Registration, ama.id), actor=COMMAND_LINE, at=clock.now())
    assert ama.status is Status.WAITING


def test_who_was_changed_since_the_list_was_shown_is_left_as_they_are(session, event, organiser):
    ama, kofi = people(event, "invited", "invited")
    organiser.get(LIST)
    seen = tick(ama, kofi)
    services.confirm(session, ama, actor=COMMAND_LINE, at=clock.now())
    session.commit()
    send(organiser, [], "decline", chosen=seen)
    page = organiser.follow().text
    assert "Ama 0 was changed by somebody else after this list was shown." in page
    assert (ama.status, kofi.status) == (Status.CONFIRMED, Status.DECLINED)


def test_who_was_changed_since_the_act_is_kept_and_named_when_it_is_taken_back(session, event, organiser):
    ama, kofi = people(event, "confirmed", "confirmed")
    send(organiser, [ama, kofi], "role", "speaker")
    organiser.follow()
    act = re.search(r'action="([^"]*take-back[^"]*)"', organiser.page.text)[1]
    ama.notes = "chairs day 2"
    session.commit()
    organiser.press(act)
    page = organiser.follow().text
    assert "One person stands as before." in page
    assert "Changed again since, and left as it is: Ama 0." in page
    assert (ama.role.value, kofi.role.value) == ("speaker", "participant")


def test_an_act_is_taken_back_once(session, event, organiser):
    rows = people(event, "invited")
    send(organiser, rows, "confirm")
    organiser.follow()
    act = re.search(r'action="([^"]*take-back[^"]*)"', organiser.page.text)[1]
    organiser.press(act)
    change(session, event, rows, BulkKind.CONFIRM)
    organiser.get(act.split("/take-back")[0])
    assert "This was taken back." in organiser.page.text
    organiser.get(f"{LIST}/acts/2")
    first = act.replace("/acts/2/", "/acts/1/")
    csrf = organiser.page.text.split('name="csrf_token" value="')[1].split('"')[0]
    organiser._load(organiser.client.post, first, data={"csrf_token": csrf})
    assert "This was taken back already." in organiser.follow().text
    assert rows[0].status is Status.CONFIRMED


def test_a_group_is_given_to_those_of_its_sector_and_reaches_the_directory(session, event, organiser):
    group = make_group("Pit owners", "MIN")
    ama, chief = make_registration(event, "Ama"), make_registration(event, "Nana", sector="OTH")
    known = make_registration(event, "Esi", person=make_person("Esi", stakeholder_group_id=make_group("Old", "MIN").id))
    send(organiser, [ama, chief, known], "group", str(group.id))
    assert "Nana is of another sector than this group." in organiser.follow().text
    assert [row.stakeholder_group_id for row in (ama, chief, known)] == [group.id, None, group.id]
    assert ama.person.stakeholder_group_id == group.id
    assert known.person.stakeholder_group.name == "Old"  # learnt elsewhere, so it stays
    told = session.scalars(sa.select(Entry.changes).where(Entry.action == "registration.changed")).all()
    assert {"stakeholder_group": [None, "Pit owners"]} in told
    organiser.press(re.search(r'action="([^"]*take-back[^"]*)"', organiser.page.text)[1])
    assert ama.stakeholder_group_id is None
    assert ama.person.stakeholder_group_id is None
    assert known.person.stakeholder_group.name == "Old"


def test_a_directory_that_learnt_more_since_is_not_taken_back(session, event):
    ama = make_registration(event, "Ama")
    done = change(session, event, [ama], BulkKind.LANGUAGE, "ak")
    ama.person.place = "Nsuaem"
    session.commit()
    with unit_of_work() as work:
        act = work.get(BulkAct, done.act_id)
        assert bulk_services.take_back_many(work, act, actor=COMMAND_LINE, at=clock.now()) == (1, [])
    assert (ama.language, ama.person.language, ama.person.place) == (None, "ak", "Nsuaem")


def test_what_somebody_has_already_is_told_and_not_written(session, event, organiser):
    ama = make_registration(event, "Ama", language="ak")
    version = ama.version
    send(organiser, [ama], "language", "ak")
    assert "Ama has this already." in organiser.follow().text
    assert ama.version == version


def test_everybody_who_matches_is_meant_the_other_pages_too(event, organiser):
    rows = people(event, *["invited"] * 60)
    other = make_registration(event, "Kofi", sector="GOV", status="invited")
    send(organiser, [], "confirm", at=f"{LIST}?sector=MIN", everybody="60")
    assert {row.status for row in rows} == {Status.CONFIRMED}
    assert other.status is Status.INVITED


def test_everybody_is_refused_when_they_are_no_longer_as_many_as_were_shown(event, organiser):
    rows = people(event, *["invited"] * 3)
    send(organiser, [], "confirm", everybody="2")
    assert "The list changed meanwhile: 3 match now, 2 were shown." in organiser.follow().text
    assert {row.status for row in rows} == {Status.INVITED}


@pytest.mark.parametrize("more", ({}, {"chosen": ["x", "1", "1.x", "9" * 30 + ".1", "-1.1"]}))
def test_nobody_chosen_is_a_sentence(event, organiser, more):
    people(event, "invited")
    send(organiser, [], "confirm", **more)
    assert "Choose somebody first." in organiser.follow().text


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    (
        ("role", "king", "Choose one of the list."),
        ("role", "", "Choose one of the list."),
        ("group", "7", "Choose one of the list."),
        ("group", "x", "Choose one of the list."),
        ("delete", "", "Say what to do with the people chosen"),
        ("", "", "Say what to do with the people chosen"),
    ),
)
def test_what_is_not_offered_is_refused(session, event, organiser, kind, value, sentence):
    (ama,) = people(event, "invited")
    version = ama.version
    send(organiser, [ama], kind, value)
    assert sentence in organiser.follow().text
    assert ama.version == version


def test_rows_of_another_event_are_not_found_and_nothing_is_done(session, event, organiser):
    (ama,) = people(event, "invited")
    foreign = make_registration(make_event("accra"), "Foreign", status="invited")
    assert send(organiser, [ama, foreign], "confirm").status_code == 404
    assert (ama.status, foreign.status) == (Status.INVITED, Status.INVITED)
    with pytest.raises(NotFoundHere):
        change(session, event, [foreign], BulkKind.CANCEL)


def test_an_act_of_another_event_is_not_found(session, event, organiser):
    other = make_event("accra")
    foreign = make_registration(other, "Foreign", status="invited")
    done = change(session, other, [foreign], BulkKind.CONFIRM)
    organiser.get(LIST)
    csrf = organiser.page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    page = organiser._load(organiser.client.post, f"{LIST}/acts/{done.act_id}/take-back", data={"csrf_token": csrf})
    assert page.status_code == 404
    assert foreign.status is Status.CONFIRMED


def test_the_same_form_sent_twice_acts_once(session, event, organiser):
    ama, _kofi = people(event, "invited", "invited")
    organiser.get(LIST)
    form = organiser.page.text[organiser.page.text.index("data-bulk") :]
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|once|view)"[^>]*value="([^"]*)"', form))
    for _turn in range(2):
        page = organiser._load(organiser.client.post, CHOSEN, data={**hidden, "kind": "confirm", "chosen": tick(ama)})
        assert page.location == LIST
    assert session.scalar(sa.select(sa.func.count(BulkChange.registration_id))) == 1


def test_the_door_is_offered_no_act_and_may_not_do_one(event, door):
    people(event, "invited")
    page = door.get(LIST).text
    assert 'value="confirm"' not in page
    assert "Copy the chosen" in page


def test_many_take_as_few_statements_as_one(session, event, count_queries):
    def number(size: int) -> tuple[int, int]:
        rows = people(event, *["invited"] * size)
        chosen = Chosen({row.id: row.version for row in rows})
        session.commit()
        with count_queries() as counted:
            done = change_these(event, chosen, BulkKind.CONFIRM)
        with count_queries() as back, unit_of_work() as work:
            bulk_services.take_back_many(work, work.get(BulkAct, done.act_id), actor=COMMAND_LINE, at=clock.now())
        return counted.number, back.number

    number(1)
    few, many = number(2), number(150)
    assert few == many
    assert max(few) <= 11


def test_an_act_on_many_leaves_the_same_trail_as_many_acts(session, event):
    one, many = people(event, "invited", "invited")
    with unit_of_work() as work:
        services.confirm(work, work.get(Registration, one.id), actor=COMMAND_LINE, at=MADE_AT)
    change(session, event, [many], BulkKind.CONFIRM)
    entries = session.scalars(sa.select(Entry).order_by(Entry.id.desc()).limit(2)).all()
    assert len({(entry.action, str(entry.changes), entry.event_id, entry.subject_kind) for entry in entries}) == 1
    assert one.version == many.version


def test_every_reason_has_its_sentence():
    for kind in BulkKind:
        for refusal in bulk_rules.Refusal:
            if refusal is bulk_rules.Refusal.STATE and kind not in bulk_rules.MOVES:
                continue
            status = "cancelled" if kind is not BulkKind.RESTORE else "confirmed"
            assert "Ama" in str(bulk_rules.reason(kind, refusal, status=status, name="Ama"))
