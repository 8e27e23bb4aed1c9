"""Every act on the agenda is a step: it can be taken back and done again, and never takes somebody's work with it."""

from datetime import time

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.agenda.step_models import AgendaStep
from dialogues.agenda.step_services import KEPT_MAX
from tests.browser import Document
from tests.factories import MADE_AT, make_agenda_session, make_event, make_place, make_registration, make_room

AGENDA = "/events/tarkwa/agenda"


@pytest.fixture
def day(session, give_role):
    """An event with three sessions on its first day, people in the first."""
    event = make_event("tarkwa")
    room = make_room(make_place(event), "Veranda")
    times = (("Opening", "09:00", "09:30"), ("Voices", "09:30", "10:30"), ("Tea", "10:30", "10:45"))
    blocks = [
        make_agenda_session(event.days[0], title, starts=at, ends=end, room=room, place=room.place)
        for title, at, end in times
    ]
    give_role(blocks[0], make_registration(event, "Ama Serwaa"))
    give_role(blocks[0], "Kofi", "speaker")
    session.commit()
    return event, blocks


@pytest.fixture
def whole(session):
    """All that is kept about the sessions, but for their versions."""

    def telling():
        table = AgendaSession.__table__
        columns = [column for column in table.columns if column.name != "version"]
        rows = [tuple(row) for row in session.execute(sa.select(*columns).order_by(table.c.id))]
        people = sa.text("SELECT agenda_session_id, registration_id, name, role FROM session_person ORDER BY 1, 4, 2")
        return rows, [tuple(row) for row in session.execute(people)]

    return telling


def _undo(reader, session):
    step = session.scalar(sa.select(sa.func.max(AgendaStep.id)))
    reader.get(AGENDA)
    return reader.press(f"{AGENDA}/steps/{step}/undo")


ACTS = {
    "add": ("new", {"title": "More"}),
    "edit": ("{first}", {"title": "Other", "name_0": "Esi", "ends": "09:20", "where": "", "is_pinned": "y"}),
    "move": ("{first}/move", {"spot": "after-{last}"}),
    "split": ("{first}/split", {"minutes": "10"}),
    "merge": ("{first}/merge", {"other_id": "{second}"}),
    "park": ("{first}/park", {}),
    "pin": ("{first}/pin", {}),
    "remove": ("{first}/remove", {}),
    "earlier": ("{second}/earlier", {}),
    "hours": ("days/{day}/hours", {"opens": "8", "closes": "17"}),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_taken_back_and_done_again_to_the_letter(facilitator, session, day, whole, name):
    event, (first, second, last) = day
    numbers = {"first": first.id, "second": second.id, "last": last.id, "day": event.days[0].id}
    address, fields = ACTS[name]
    address = f"{AGENDA}/{address.format(**numbers)}"
    form_at = address.replace("/park", "/move").replace("/pin", "/move").replace("/remove", "").replace("/earlier", "")
    before = whole()
    fields = {field: value.format(**numbers) for field, value in fields.items()}
    if name == "add":
        fields |= {"starts": "11", "ends": "12"}
    assert facilitator.post(address, fields, form_at=form_at).status_code == 303
    done = whole()
    hours = (event.days[0].opens, event.days[0].closes)
    assert done != before or hours == (time(8), time(17))
    assert _undo(facilitator, session).status_code == 303
    assert "Taken back" in facilitator.follow().text
    assert (whole(), event.days[0].opens) == (before, None)
    step = session.scalar(sa.select(sa.func.max(AgendaStep.id)))
    facilitator.press(f"{AGENDA}/steps/{step}/redo")
    assert (whole(), (event.days[0].opens, event.days[0].closes)) == (done, hours)


def test_steps_are_taken_back_one_after_the_other(facilitator, session, day, whole):
    _event, (first, second, _last) = day
    before = whole()
    for number in (first.id, second.id):
        facilitator.get(f"{AGENDA}/{number}/move")
        facilitator.press(f"{AGENDA}/{number}/park")
    for _ in range(2):
        page = facilitator.get(AGENDA)
        [address] = {form.action for form in forms(page) if form.action.endswith("/undo")}
        facilitator.press(address)
    assert whole() == before
    assert not [form for form in forms(facilitator.get(AGENDA)) if form.action.endswith("/undo")]


def forms(page):
    return Document(page.text).forms


def test_a_new_step_ends_what_could_be_done_again(facilitator, session, day):
    _event, (first, second, _last) = day
    facilitator.post(f"{AGENDA}/{first.id}/park", form_at=f"{AGENDA}/{first.id}/move")
    _undo(facilitator, session)
    assert [form for form in forms(facilitator.get(AGENDA)) if form.action.endswith("/redo")]
    facilitator.post(f"{AGENDA}/{second.id}/pin", form_at=f"{AGENDA}/{second.id}/move")
    assert not [form for form in forms(facilitator.get(AGENDA)) if form.action.endswith("/redo")]


def test_what_somebody_else_changed_since_is_never_taken_along(facilitator, session, day):
    _event, (first, _second, last) = day
    facilitator.post(f"{AGENDA}/{first.id}/move", {"spot": f"after-{last.id}"})
    first.title = "Renamed"
    session.commit()
    _undo(facilitator, session)
    assert (first.title, first.starts) == ("Renamed", time(9))


def test_a_step_on_what_changed_again_is_refused_in_a_sentence(facilitator, session, day):
    _event, (first, _second, last) = day
    facilitator.post(f"{AGENDA}/{first.id}/move", {"spot": f"after-{last.id}"})
    first.starts, first.ends = time(15), time(15, 30)
    session.commit()
    _undo(facilitator, session)
    assert "This cannot be taken back any more: “Opening” changed since." in facilitator.follow().text
    assert first.starts == time(15)


def test_undo_twice_changes_nothing_more(facilitator, session, day, whole):
    _event, (first, *_rest) = day
    facilitator.post(f"{AGENDA}/{first.id}/park", form_at=f"{AGENDA}/{first.id}/move")
    facilitator.follow()
    page = facilitator.page
    step = session.scalar(sa.select(AgendaStep.id))
    facilitator.press(f"{AGENDA}/steps/{step}/undo")
    once = whole()
    facilitator.page = page
    assert facilitator.press(f"{AGENDA}/steps/{step}/undo").status_code == 303
    assert whole() == once


def test_a_step_of_another_event_is_not_there(facilitator, session, day):
    _event, (first, *_rest) = day
    facilitator.post(f"{AGENDA}/{first.id}/park", form_at=f"{AGENDA}/{first.id}/move")
    other = make_event("geita")
    step = AgendaStep(event_id=other.id, made_at=MADE_AT, title="Theirs", changes=[])
    session.add(step)
    session.flush()
    facilitator.get(AGENDA)
    mine = session.scalar(sa.select(AgendaStep.id).where(AgendaStep.title == "Opening"))
    form = next(form for form in forms(facilitator.page) if form.action.endswith(f"{mine}/undo"))
    answer = facilitator._send(f"{AGENDA}/steps/{step.id}/undo", form, {})
    assert answer.status_code == 404


def test_only_so_many_steps_are_kept(facilitator, session, day):
    event, (first, *_rest) = day
    session.add_all(
        AgendaStep(event_id=event.id, made_at=MADE_AT, title="Old", changes=[]) for _ in range(KEPT_MAX + 5)
    )
    facilitator.post(f"{AGENDA}/{first.id}/park", form_at=f"{AGENDA}/{first.id}/move")
    assert session.scalar(sa.select(sa.func.count()).select_from(AgendaStep)) == KEPT_MAX
