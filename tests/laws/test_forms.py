"""Laws of everything that can be sent: no forged forms, no fields that were not offered, no numbers out of range."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from dialogues.accounts.access import Role
from dialogues.accounts.models import User
from dialogues.core.db import Base
from dialogues.events.models import Event, Grant
from tests.browser import Browser, Document, Sent
from tests.factories import make_user
from tests.laws.world import Reader, World, address_of, make_world

PLANTED = 98765431  # what is written into every field that no form has; found anywhere afterwards, it got in
IGNORED = {"csrf_token", "once"}


@pytest.fixture
def world(session: Session) -> World:
    return make_world()


@pytest.fixture
def adwoa(app: Flask, session: Session) -> Browser:
    """The one who may do everything, so that nothing but the law under test says no."""
    return Browser(app, session).sign_in(make_user("Adwoa Sarpong", role="administrator"))


@pytest.fixture
def headers(session: Session, world: World) -> dict[str, str]:
    """The same for the API, sent to every address: pages do not look at it."""
    return Reader(Role.ADMINISTRATOR, is_for_everything=True).headers(session, world)


def rules(app: Flask, *methods: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if set(methods) <= (rule.methods or set()) and not rule.rule.startswith(("/api/", "/static/")):
            yield rule


def columns() -> dict[str, str]:
    """Every column of every table, with a value it must never get from a browser."""
    planted = {column.name: str(PLANTED) for table in Base.metadata.sorted_tables for column in table.columns}
    roles = {"role": "administrator", "is_active": "", "is_public": "1", "is_sample": "1", "is_first_password": ""}
    return {**planted, **roles, "actor": str(PLANTED), "actor_id": str(PLANTED), "user": str(PLANTED)}


def kept_everywhere(session: Session) -> str:
    """All that the database holds, as one text."""
    tables = Base.metadata.sorted_tables
    return "\n".join(str(tuple(row)) for table in tables for row in session.execute(sa.select(table)))


def fields_not_offered(form: Sent) -> dict[str, str]:
    return {name: value for name, value in columns().items() if name not in form.names | IGNORED}


def test_nothing_can_be_sent_without_the_token_of_a_page(app: Flask, session: Session, world: World, adwoa: Browser):
    before = kept_everywhere(session)
    tried = 0
    for rule in rules(app, "POST"):
        address = address_of(rule, world.values["tarkwa"])
        for data in ({}, {"csrf_token": ""}, {"csrf_token": "forged"}):
            page = adwoa._load(adwoa.client.post, address, data=data)
            assert page.status_code == 400, f"{address} answered {page.status_code}"
            tried += 1
    assert tried > 60
    assert kept_everywhere(session) == before


def test_a_token_of_another_browser_is_none(app: Flask, session: Session, world: World, adwoa: Browser):
    other = Browser(app, session).sign_in(make_user(role="administrator"))
    form = Document(other.get("/settings").text).forms[-1]
    page = adwoa._load(adwoa.client.post, "/settings", data={**form.values, "name": "Somebody else"})
    assert page.status_code == 400


def test_a_form_with_its_token_is_taken(adwoa: Browser):
    """Without this the two tests above could pass because nothing is ever taken."""
    assert adwoa.post("/settings", {"name": "Adwoa Ɛsi Sarpong"}).status_code == 303


def test_reading_changes_nothing(app: Flask, session: Session, world: World, adwoa: Browser):
    adwoa.get("/")
    before = kept_everywhere(session)
    for rule in rules(app, "GET"):
        adwoa.get(address_of(rule, world.values["tarkwa"]))
    assert kept_everywhere(session) == before


def test_a_field_that_was_not_offered_is_not_taken(app: Flask, session: Session, world: World, adwoa: Browser):
    facts = (
        sa.select(User.id, User.role, User.is_active).order_by(User.id),
        sa.select(Event.id, Event.is_sample, Event.slug).order_by(Event.id),
        sa.select(Grant.user_id, Grant.role).order_by(Grant.id),
    )
    before = [session.execute(fact).all() for fact in facts]
    tried = taken = 0
    for rule in rules(app, "GET", "POST"):
        address = address_of(rule, world.values["tarkwa"])
        page = adwoa.get(address)
        forms = [form for form in Document(page.text).forms if form.method == "post" and form.action in ("", address)]
        if not forms:
            continue  # signed in already
        data = {**fields_not_offered(forms[0]), **forms[0].values}
        page = adwoa._load(adwoa.client.post, address, data=data)
        assert page.status_code in (200, 303, 422), f"{address} answered {page.status_code}"
        tried, taken = tried + 1, taken + (page.status_code == 303)
    assert tried >= 8
    assert taken >= 3
    assert str(PLANTED) not in kept_everywhere(session)
    after = [session.execute(fact).all() for fact in facts]
    assert [rows[: len(old)] for rows, old in zip(after, before, strict=True)] == before


def test_what_is_planted_would_be_found(session: Session, world: World):
    session.execute(sa.update(Event).values(summary=str(PLANTED)))
    assert str(PLANTED) in kept_everywhere(session)


@pytest.mark.parametrize("number", (2**31, 2**63, 10**40, int("9" * 4000), 0))
def test_a_number_out_of_range_is_not_found(app: Flask, session: Session, world: World, adwoa: Browser, number: int):
    tried = 0
    for rule in rules(app, "GET"):
        numbers = {name: str(number) for name in rule.arguments if name.endswith("_id")}
        if numbers:
            address = address_of(rule, world.values["tarkwa"])
            for name in numbers:
                address = address.replace(f"/{world.values['tarkwa'][name]}", f"/{number}")
            page = adwoa.get(address)
            assert page.status_code == 404, f"{address} answered {page.status_code}"
            tried += 1
    assert tried >= 5


ARGUMENTS = (
    "q", "page", "per_page", "sector", "status", "state", "day", "year", "from", "to", "country", "process", "event",
    "language", "paper", "names", "document", "next", "role", "kind", "group", "sort", "part", "actor",
)  # fmt: skip


NONSENSE = ("", "-1", "0", "9" * 30, "x" * 3000, "\x00", "\ud83d", "ɛ'\"<>%_\\", "2026-02-30", "1e9")


@pytest.mark.parametrize("turn", range(5))
def test_no_argument_of_an_address_breaks_a_page(
    app: Flask, world: World, adwoa: Browser, headers: dict[str, str], turn: int
):
    """Every name gets another nonsense at each address, so that the rounds together try all of them."""
    for place, rule in enumerate(app.url_map.iter_rules()):
        if "GET" in (rule.methods or ()):
            values = (NONSENSE[(place + turn * 2 + number) % len(NONSENSE)] for number, _name in enumerate(ARGUMENTS))
            pairs = zip(ARGUMENTS, values, strict=True)
            query = "&".join(
                f"{name}={quote(value.encode('utf-8', 'surrogatepass'), safe='')}" for name, value in pairs
            )
            address = address_of(rule, world.values["tarkwa"])
            page = adwoa.get(f"{address}?{query}", headers=headers)
            assert page.status_code < 500, f"{address}?{query} answered {page.status_code}"


@pytest.mark.parametrize("text", ("%00", "%FF", "..%2F..%2Fetc", "%E2%80%AE", "'%20OR%201=1--", "a" * 3000))
def test_an_address_of_nonsense_is_not_found(
    app: Flask, world: World, adwoa: Browser, headers: dict[str, str], text: str
):
    for rule in app.url_map.iter_rules():
        if "slug" in rule.arguments and "GET" in (rule.methods or ()):
            address = address_of(rule, world.values["tarkwa"]).replace("/tarkwa", f"/{text}", 1)
            page = adwoa.get(address, headers=headers)
            assert page.status_code in (400, 404), f"{address} answered {page.status_code}"
