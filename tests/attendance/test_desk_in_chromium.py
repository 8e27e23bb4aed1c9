"""The desk with its script, in a real browser: a queue is waiting, and the network is weak."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from flask import Flask, redirect, session
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, Dialog, Page, Route, expect
from werkzeug.serving import make_server

from dialogues.app import create_app
from dialogues.attendance.models import Mark, MarkSource, MarkStatus
from dialogues.core.db import Base, db
from dialogues.registration.models import Registration
from tests.factories import make_event, make_registration, make_sign_in, make_user

pytestmark = pytest.mark.e2e
DESK = "/events/tarkwa/desk?day=2026-06-02&part=whole_day"


@pytest.fixture
def desk_app(tmp_path: Path) -> Iterator[Flask]:
    """The application on a file of its own, with five people, and an address that signs the browser in."""
    app = create_app(instance=tmp_path / "instance", settings={"DATABASE_URL": ""})
    with app.app_context():
        Base.metadata.create_all(db.engine)
        event = make_event()
        for name, organisation in (
            ("Ama Darkwah", "Land and Livelihoods Ghana"),
            ("Kofi Mensah", "Minerals Commission"),
            ("Ɛsi Quaye", "Bonsa miners"),
            ("Yaw Boateng", "Wassa Gold Buyers"),
            ("Yaw Boateng", "University of Mines"),
        ):
            make_registration(event, name, organisation=organisation)
        secret = make_sign_in(make_user("Esi Quaye", role="door"))
        db.session.commit()

    @app.get("/enter")
    def enter() -> ResponseReturnValue:
        session["_user_id"] = secret
        return redirect(DESK)

    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def desk(chromium: Browser, desk_app: Flask) -> Iterator[Page]:
    """One tab at the desk."""
    server = make_server("127.0.0.1", 0, desk_app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    tab = context.new_page()
    tab.goto("/enter")
    yield tab
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def marked(desk_app: Flask) -> Callable[[], list[tuple[str, str]]]:
    """Name and status of every mark in the database."""

    def reading() -> list[tuple[str, str]]:
        chosen = sa.select(Registration.full_name, Mark.status).join(Mark).order_by(Mark.recorded_at)
        rows = [(name, status.value) for name, status in db.session.execute(chosen)]
        db.session.rollback()
        return rows

    return reading


def field(desk: Page):
    return desk.get_by_label("Name, organisation or badge")


def test_three_letters_and_enter_then_the_next(desk, marked):
    desk.keyboard.type("ama")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Ama Darkwah is in.")).to_be_visible()
    expect(field(desk)).to_have_value("")
    desk.keyboard.type("kof")
    expect(desk.get_by_text("Ama Darkwah is in.")).to_have_count(0)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Kofi Mensah is in.")).to_be_visible()
    expect(desk.locator(".desk__total")).to_have_text("2")
    expect(desk.locator(".desk__last-name")).to_have_text(["Kofi Mensah", "Ama Darkwah"])
    assert marked() == [("Ama Darkwah", "present"), ("Kofi Mensah", "present")]


def test_somebody_who_is_in_stays_marked_once(desk, marked):
    for _ in range(2):
        desk.keyboard.type("3si")
        desk.keyboard.press("Enter")
        expect(desk.locator(".person-card")).to_contain_text("Ɛsi Quaye")
    expect(desk.get_by_text("Ɛsi Quaye has been in since")).to_be_visible()
    assert marked() == [("Ɛsi Quaye", "present")]


def test_equal_names_wait_for_a_choice(desk, marked):
    desk.keyboard.type("yaw")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Several people have this name.")).to_be_visible()
    expect(desk.locator("[data-desk-choice]").first).to_be_focused()
    assert marked() == []
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator(".person-card")).to_contain_text("Yaw Boateng")
    assert marked() == [("Yaw Boateng", "present")]


def test_a_scanned_badge_is_in_at_once(desk, desk_app, marked):
    code = db.session.scalars(sa.select(Registration.badge_code).where(Registration.full_name == "Kofi Mensah")).one()
    db.session.rollback()
    desk.keyboard.type(f"http://laptop.local:8000/b/{code}")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Kofi Mensah is in.")).to_be_visible()
    assert marked() == [("Kofi Mensah", "present")]
    assert db.session.scalars(sa.select(Mark.source)).one() is MarkSource.QR


def test_control_z_takes_back_the_last_one(desk, marked):
    desk.keyboard.type("ama")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Ama Darkwah is in.")).to_be_visible()
    desk.keyboard.press("Control+z")
    expect(desk.get_by_text("The mark of Ama Darkwah is taken back.")).to_be_visible()
    expect(desk.locator(".desk__total")).to_have_text("0")
    assert marked() == [("Ama Darkwah", "present"), ("Ama Darkwah", MarkStatus.WITHDRAWN.value)]


def test_a_mark_whose_answer_was_lost_is_sent_again_and_kept_once(desk, marked):
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.post_data or "")
            route.fetch()  # it arrives and is kept; only the answer is lost
            route.abort()
        else:
            route.continue_()

    desk.route("**/desk**", lose_the_answer)
    desk.keyboard.type("ama")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Not saved")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Ama Darkwah is in.")).to_be_visible()
    assert marked() == [("Ama Darkwah", "present")]
    assert len(lost) == 1


def test_people_marked_without_a_network_are_marked_when_it_is_back(desk, marked):
    desk.keyboard.type("ama")
    expect(desk.get_by_role("button", name="Ama Darkwah")).to_be_visible()
    desk.context.set_offline(True)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Not saved")).to_be_visible()
    assert marked() == []
    desk.context.set_offline(False)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Ama Darkwah is in.")).to_be_visible()
    assert marked() == [("Ama Darkwah", "present")]


def test_leaving_is_asked_about_only_while_a_mark_is_unsent(desk):
    asked: list[str] = []

    def leave_all_the_same(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.on("dialog", leave_all_the_same)
    desk.keyboard.type("ama")
    expect(desk.get_by_role("button", name="Ama Darkwah")).to_be_visible()
    desk.reload()
    assert asked == []
    desk.keyboard.type("ama")
    expect(desk.get_by_role("button", name="Ama Darkwah")).to_be_visible()
    desk.context.set_offline(True)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Not saved")).to_be_visible()
    desk.context.set_offline(False)
    desk.reload()
    assert asked == ["beforeunload"]


def test_a_name_that_nobody_has_leads_to_the_walk_in(desk):
    desk.keyboard.type("Abena Ofori")
    desk.get_by_role("link", name="Add Abena Ofori as a walk-in").click()
    expect(desk.get_by_label("Full name")).to_have_value("Abena Ofori")


def test_a_walk_in_is_one_line_under_the_field_by_keyboard_alone(desk, marked):
    desk.keyboard.type("Abena Ofori")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_label("Sector", exact=True)).to_be_focused()
    assert "/walk-in" not in desk.url
    desk.keyboard.press("Enter")  # a select opens; nothing is sent
    desk.keyboard.press("Escape")
    desk.get_by_label("Full name").press("Enter")
    expect(desk.get_by_text("Choose a sector: everybody is counted in one.")).to_be_visible()
    expect(desk.get_by_label("Sector", exact=True)).to_be_focused()
    expect(desk.get_by_label("Full name")).to_have_value("Abena Ofori")
    assert marked() == []
    desk.keyboard.type("Mi")
    desk.get_by_label("Organisation", exact=False).last.press("Enter")
    expect(desk.get_by_text("Abena Ofori is on the list as a walk-in, and in.")).to_be_visible()
    expect(field(desk)).to_be_focused()
    expect(desk.locator(".desk__last-name")).to_have_text(["Abena Ofori"])
    assert marked() == [("Abena Ofori", "present")]
    desk.keyboard.press("Control+z")
    expect(desk.get_by_text("The mark of Abena Ofori is taken back.")).to_be_visible()


def test_escape_leaves_the_line_of_a_walk_in(desk):
    desk.keyboard.type("Abena Ofori")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_label("Full name")).to_have_value("Abena Ofori")
    desk.get_by_label("Full name").press("Escape")
    expect(desk.get_by_label("Full name")).to_have_count(0)
    expect(field(desk)).to_be_focused()


def test_control_enter_writes_down_a_walk_in_even_where_somebody_else_is_armed(desk):
    desk.keyboard.type("Ama Dar")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_label("Full name")).to_have_value("Ama Dar")


def test_escape_clears(desk):
    desk.keyboard.type("ama")
    expect(desk.get_by_role("button", name="Ama Darkwah")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(field(desk)).to_have_value("")
    expect(desk.get_by_role("button", name="Ama Darkwah")).to_have_count(0)
