"""Where different people said different things, one press keeps one version, and it can be taken back."""

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance.device_queries import list_conflicts
from dialogues.attendance.models import Mark, MarkSource
from dialogues.attendance.queries import recount
from dialogues.attendance.rules import HalfState
from tests.attendance.conftest import MORNING
from tests.attendance.phones import paired, seen
from tests.factories import make_event, make_registration


@pytest.fixture(autouse=True)
def first_morning():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ama(app, session):
    """Somebody whom one phone saw come and another one noted as absent a little later."""
    event = make_event()
    ama = make_registration(event, "Ama Serwaa")
    session.commit()
    paired(app, event, "Phone 1").results(seen(ama))
    paired(app, event, "Phone 2").results(seen(ama, status="absent", seen_at="2026-06-02T07:45:00Z"))
    return ama


def conflicts(session, ama):
    session.expire_all()
    return list_conflicts(session, ama.event_id)


def press(organiser, somebody, kept, part="whole_day"):
    """Open the page of somebody's conflicts and press the button beside one version."""
    address = f"/events/tarkwa/devices/conflicts/{somebody.id}"
    organiser.get(address)
    return organiser.press(address, {"day": "2026-06-02", "part": part, "kept": str(kept)})


def test_both_versions_stand_side_by_side(organiser, session, ama):
    address = f"/events/tarkwa/devices/conflicts/{ama.id}"
    assert address in organiser.get("/events/tarkwa/devices").text
    page = organiser.get(address)
    assert "Phone 1" in page.text
    assert "Phone 2" in page.text
    assert page.text.count("Keep this one") == 2


@pytest.mark.parametrize(("place", "said"), ((0, "absent"), (1, "present")))
def test_one_press_keeps_one_version_as_a_correction_with_its_reason(organiser, session, ama, halves, place, said):
    kept = conflicts(session, ama)[0].versions[place]
    answer = press(organiser, ama, kept.mark_id)
    assert answer.status_code == 303
    assert conflicts(session, ama) == []
    assert halves(ama) == (said, said)
    correction = session.scalars(sa.select(Mark).where(Mark.source == MarkSource.CORRECTION)).one()
    assert correction.reason == "Chosen between versions that disagreed."
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 3  # nothing that was said is gone
    assert recount(session) == []


def test_undo_lets_them_disagree_again(organiser, session, ama, halves):
    was = conflicts(session, ama)
    press(organiser, ama, was[0].versions[1].mark_id)
    organiser.follow()
    chosen = session.scalars(sa.select(Mark.id).where(Mark.source == MarkSource.CORRECTION)).one()
    organiser.press(f"/events/tarkwa/devices/conflicts/{chosen}/reopen")
    assert [one.versions for one in conflicts(session, ama)] == [one.versions for one in was]
    assert halves(ama) == ("absent", "absent")
    press(organiser, ama, was[0].versions[1].mark_id)
    assert conflicts(session, ama) == []


def test_what_was_settled_meanwhile_is_told(organiser, session, ama):
    versions = conflicts(session, ama)[0].versions
    address = f"/events/tarkwa/devices/conflicts/{ama.id}"
    as_it_was = organiser.get(address)
    press(organiser, ama, versions[0].mark_id)
    organiser.page = as_it_was  # another window that shows it still
    organiser.press(address, {"kept": str(versions[1].mark_id)})
    page = organiser.follow()
    assert "This was changed or taken back already. Look again." in page.text
    assert "Nobody disagrees about this person any more." in page.text
    assert session.scalar(sa.select(sa.func.count()).where(Mark.source == MarkSource.CORRECTION)) == 1


@pytest.mark.parametrize("kept", ("nonsense", "6f1b1c55-2c3b-4b8e-9a53-94dd4bb0a001"))
def test_a_version_that_nobody_said_is_not_kept(organiser, session, ama, kept):
    assert press(organiser, ama, kept).status_code in (303, 404)
    assert len(conflicts(session, ama)) == 1


def test_only_half_a_day_at_odds_is_half_a_conflict(app, session, organiser, ama, halves):
    other = make_registration(ama.event, "Kofi Mensah")
    session.commit()
    phones = [paired(app, ama.event, name) for name in ("Phone 3", "Phone 4")]
    phones[0].results(seen(other))
    phones[1].results(seen(other, part="afternoon", status="excused", seen_at="2026-06-02T07:50:00Z"))
    found = next(one for one in conflicts(session, ama) if one.registration_id == other.id)
    assert (found.part.value, [one.said for one in found.versions]) == (
        "afternoon", [HalfState.EXCUSED, HalfState.PRESENT],
    )  # fmt: skip
    press(organiser, other, found.versions[1].mark_id, part="afternoon")
    assert halves(other) == ("present", "present")


def test_the_overview_tells_what_has_to_be_settled(app, session, organiser, door, ama):
    assert "Marks that disagree" in organiser.get("/events/tarkwa").text
    assert "Marks that could not be recorded" not in organiser.get("/events/tarkwa").text
    paired(app, ama.event, "Phone 5").results(seen(badge_code="0" * 26))
    page = organiser.get("/events/tarkwa")
    assert "Marks that could not be recorded" in page.text
    assert "One waits for you to decide." in page.text
    assert "Marks that disagree" not in door.get("/events/tarkwa").text
