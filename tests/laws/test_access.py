"""Every address is held against the table of permissions: by its guard, and by really asking for it.

Someone else's event answers 404, a forbidden act 403, a stranger is asked to sign in (401 at the API). The checks
return what is wrong, so that the tests at the end can show that a missing guard would be found.
"""

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from dialogues.accounts.access import ROLE_PERMISSIONS, Permission, Role, requires
from dialogues.core.spreadsheets import XLSX_TYPE
from tests.browser import Browser
from tests.laws.table import PUBLIC, TABLE, Row
from tests.laws.world import CONTACTS, FOREIGN, PHONES, READERS, Reader, World, address_of, make_world

ASKED_TO_SIGN_IN = "asked to sign in"
OPEN = "open"
LEAKING_PAGE = f"<html lang=en><title>People</title><h1>{FOREIGN} dialogue: Ama Serwaa {PHONES[0]}</h1>"


@pytest.fixture
def world(session: Session) -> World:
    return make_world()


def permission_of(endpoint: str, table: Mapping[str, object] = TABLE) -> object:
    row = table.get(endpoint)
    return row.permission if isinstance(row, Row) else row


def rules(app: Flask, method: str) -> Iterator[Rule]:
    """The guarded addresses that answer `method`; one without a row has its own test."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and permission_of(rule.endpoint) not in (None, PUBLIC):
            yield rule


def is_api(rule: Rule) -> bool:
    return rule.rule.startswith("/api/")


def needs_everything(rule: Rule, table: Mapping[str, object] = TABLE) -> bool:
    row = table[rule.endpoint]
    return isinstance(row, Row) and row.is_for_everything


def may(reader: Reader, permission: Permission, *, event: bool, is_own: bool) -> str:
    """What the table says must happen."""
    if not reader.is_known:
        return ASKED_TO_SIGN_IN
    held = ROLE_PERMISSIONS[reader.role] if reader.role else frozenset[Permission]()
    if event:
        if not held or not (reader.is_for_everything or is_own):
            return "404"
        return OPEN if permission in held else "403"
    if permission is Permission.SEE_PROGRAMME:
        return OPEN
    return OPEN if reader.is_for_everything and permission in held else "403"


def happened(page: TestResponse) -> str:
    """What really happened, in the same words."""
    if page.status_code == 401 or (page.location or "").startswith("/sign-in"):
        return ASKED_TO_SIGN_IN
    return OPEN if page.status_code < 400 else str(page.status_code)


def cases(rule: Rule, table: Mapping[str, object] = TABLE) -> Iterator[tuple[Mapping[str, str], Permission]]:
    """The values a rule is tried with beyond the world's own, and the permission each needs."""
    row = table[rule.endpoint]
    permission = permission_of(rule.endpoint, table)
    assert isinstance(permission, Permission)
    if isinstance(row, Row) and row.narrower:
        yield from row.narrower
    else:
        yield {}, permission


def wrong_answers(
    app: Flask, session: Session, world: World, reader: Reader, *, table: Mapping[str, object] = TABLE
) -> list[str]:
    """What `reader` gets and should not, or does not get and should, at all addresses that answer GET."""
    browser, headers = reader.browser(app, session, world), reader.headers(session, world)
    wrong = []
    for rule in rules(app, "GET"):
        if permission_of(rule.endpoint, table) in (None, PUBLIC):
            continue
        for slug, values in world.values.items():
            for more, permission in cases(rule, table):
                address = address_of(rule, {**values, **more})
                page = browser.get(address, headers=headers if is_api(rule) else {})
                expected = may(reader, permission, event="slug" in rule.arguments, is_own=slug == world.own.slug)
                if expected == OPEN and needs_everything(rule, table) and not reader.is_for_everything:
                    expected = "403"
                if happened(page) != expected:
                    wrong.append(f"{address}: {expected} was expected, {happened(page)} happened")
                wrong += leaks(reader, address, page)
    return wrong


def leaks(reader: Reader, address: str, page: TestResponse) -> list[str]:
    """What an answer tells that this reader may not know."""
    if page.mimetype in ("application/pdf", "image/png", XLSX_TYPE):
        return []
    found = []
    if not reader.is_for_everything and FOREIGN in page.text:
        found.append(f"{address} tells of the foreign event")
    held = ROLE_PERMISSIONS[reader.role] if reader.role else frozenset[Permission]()
    if Permission.SEE_PARTICIPANTS not in held:
        found += [f"{address} tells “{contact}”" for contact in CONTACTS if contact in page.text]
    if Permission.SEE_NAMES not in held and "Ama Serwaa" in page.text:
        found.append(f"{address} tells a name")
    return found


def open_acts(app: Flask, session: Session, world: World, reader: Reader) -> list[str]:
    """The acts (POST) that `reader` can reach although the table says no."""
    app.config["WTF_CSRF_ENABLED"] = False  # its law is tested elsewhere; here only the guard may say no
    browser, headers = reader.browser(app, session, world), reader.headers(session, world)
    wrong = []
    for rule in rules(app, "POST"):
        for slug, values in world.values.items():
            permission = permission_of(rule.endpoint)
            assert isinstance(permission, Permission)
            expected = may(reader, permission, event="slug" in rule.arguments, is_own=slug == world.own.slug)
            if expected == OPEN:
                continue
            address = address_of(rule, values)
            page = browser._load(browser.client.post, address, headers=headers if is_api(rule) else {})
            if happened(page) != expected:
                wrong.append(f"POST {address}: {expected} was expected, {happened(page)} happened")
    return wrong


def unguarded(app: Flask, table: Mapping[str, object] = TABLE) -> list[str]:
    """Addresses without a row, rows without an address, and guards that do not ask what the table says."""
    found = []
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    found += [f"{endpoint} has no row in tests/laws/table.py" for endpoint in sorted(endpoints - set(table))]
    found += [
        f"{endpoint} is in tests/laws/table.py but not in the program" for endpoint in sorted(set(table) - endpoints)
    ]
    for endpoint in sorted(endpoints & set(table)):
        asked = getattr(app.view_functions[endpoint], "permission", PUBLIC)
        if asked != permission_of(endpoint, table):
            found.append(f"{endpoint} asks for {asked}, the table says {permission_of(endpoint, table)}")
    return found


def test_every_address_has_a_row_and_the_guard_the_row_says(app: Flask):
    assert "\n".join(unguarded(app)) == ""


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_opens_what_the_table_says_and_is_told_nothing_else(
    app: Flask, session: Session, world: World, reader: Reader
):
    assert "\n".join(wrong_answers(app, session, world, reader)) == ""


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_can_do_nothing_the_table_forbids(app: Flask, session: Session, world: World, reader: Reader):
    assert "\n".join(open_acts(app, session, world, reader)) == ""


def test_what_belongs_to_another_event_is_not_found_under_ones_own(app: Flask, session: Session, world: World):
    organiser = Reader(Role.ORGANISER)
    browser, headers = organiser.browser(app, session, world), organiser.headers(session, world)
    mixed = {**world.values["elsewhere"], "slug": "tarkwa"}
    shared = {
        "slug",
        "day",
        "name",
        "which",
        "form",
        "chart",
        "picture",
        "token",
        "language",
        "logo_number",
    }  # these do not belong to one event
    tried = 0
    for rule in rules(app, "GET"):
        if "slug" in rule.arguments and rule.arguments - shared:
            address = address_of(rule, mixed)
            page = browser.get(address, headers=headers if is_api(rule) else {})
            assert page.status_code == 404, f"{address} answered {page.status_code}"
            tried += 1
    assert tried >= 5


def test_public_addresses_ask_nobody_to_sign_in(app: Flask, session: Session, world: World):
    stranger = Browser(app, session)
    for rule in app.url_map.iter_rules():
        is_page = rule.endpoint != "static" and "GET" in (rule.methods or ())
        if is_page and permission_of(rule.endpoint) == PUBLIC:
            address = address_of(rule, world.values["tarkwa"])
            assert happened(stranger.get(address)) == OPEN, address


@pytest.mark.parametrize("endpoint", ("events.team", "events.users"))
def test_an_address_without_its_guard_is_found(app: Flask, session: Session, world: World, endpoint: str):
    """Without this the tests above could be blind."""
    permission = permission_of(endpoint)
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    app.view_functions[endpoint] = lambda **_values: LEAKING_PAGE
    assert any(endpoint in line for line in unguarded(app))
    table = {endpoint: permission}
    for reader in (Reader(Role.DOOR), Reader(is_known=False)):
        wrong = wrong_answers(app, session, world, reader, table=table)
        assert any(address_of(rule, world.values["tarkwa"]) in line for line in wrong), reader.name


def test_a_guard_that_asks_too_little_is_found(app: Flask, session: Session, world: World):
    app.view_functions["events.users"] = requires(Permission.SEE_PROGRAMME)(lambda: LEAKING_PAGE)
    assert any("events.users asks for see programme" in line for line in unguarded(app))
    wrong = wrong_answers(app, session, world, Reader(Role.DOOR), table={"events.users": Permission.MANAGE_USERS})
    assert "/users: 403 was expected, open happened" in wrong


def test_a_new_address_without_a_row_is_found(app: Flask):
    app.add_url_rule("/secret", "home.secret", lambda: "everything")
    assert "home.secret has no row in tests/laws/table.py" in unguarded(app)


def test_a_leak_is_found(app: Flask, session: Session, world: World):
    app.view_functions["home.search"] = requires(Permission.SEE_PROGRAMME)(lambda: LEAKING_PAGE)
    found = wrong_answers(app, session, world, Reader(Role.REPORTER), table={"home.search": Permission.SEE_PROGRAMME})
    assert {line.split(" tells ")[1] for line in found} == {
        "of the foreign event",
        f"“{PHONES[0]}”",
        f"“{PHONES[2]}”",
        "a name",
    }
