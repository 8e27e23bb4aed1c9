"""The frames around every page: menus, ways out, languages, light and dark, the main act on a phone."""

import re

from flask.testing import FlaskClient

from tests.look.showroom import ADDRESSES, ERRORS


def test_every_page_has_its_language_title_and_a_way_past_the_menus(reader: FlaskClient) -> None:
    for address in ADDRESSES:
        page = reader.get(address).text
        assert '<html lang="en" dir="ltr"' in page
        assert re.search(r"<title>[^<]+ – Dialogues</title>", page), address
        assert page.index('class="skip-link" href="#main"') < page.index('id="main"')
        assert page.count("<h1") == 1
        assert page.count("<main") == 1


def test_a_title_tells_that_something_is_wrong(reader: FlaskClient) -> None:
    assert "<title>Style guide" in reader.get("/guide").text
    assert "<title>Error: Style guide" in reader.get("/guide?wrong=1").text


def test_the_menu_marks_where_one_is(reader: FlaskClient) -> None:
    page = reader.get("/frame/event").text
    current = re.findall(r'<a class="side-menu__link[^>]*aria-current="page">', page)
    assert len(current) == 2  # at the side, and in the drawer of a phone
    assert "Ghana action dialogue, Tarkwa" in page
    assert "23–26 Nov 2026" in page


def test_signing_out_is_a_form_that_cannot_be_forged(reader: FlaskClient) -> None:
    page = reader.get("/guide").text
    form = re.search(r'<form method="post" action="/sign-out"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form
    assert 'name="csrf_token"' in form[1]


def test_a_search_goes_to_one_address(reader: FlaskClient) -> None:
    page = reader.get("/guide").text
    assert re.search(r'<form class="topbar__find" role="search" method="get" action="/search">', page)


def test_addresses_follow_the_prefix_the_application_is_mounted_under(reader: FlaskClient) -> None:
    page = reader.get("/guide", environ_overrides={"SCRIPT_NAME": "/dialogues"}).text
    assert 'action="/dialogues/sign-out"' in page
    assert 'href="/dialogues/static/' in page
    assert 'href="/static/' not in page


def test_the_main_act_stands_at_the_head_and_in_the_bar_of_a_phone(reader: FlaskClient) -> None:
    link = reader.get("/guide").text
    assert link.count('href="#buttons"><svg') >= 2
    sent = reader.get("/frame/event").text
    assert sent.count("Close Tue 24 Nov") == 2
    assert sent.count('<form class="post-button" method="post" action="#main"') == 2
    own = reader.get("/frame/form").text
    assert len(re.findall(r'<button class="button [^"]*" type="submit" form="edit">', own)) == 2


def test_a_kept_choice_of_dark_is_there_from_the_first_byte(reader: FlaskClient) -> None:
    assert 'data-theme="system"' in reader.get("/guide").text
    reader.set_cookie("theme", "dark")
    assert 'data-theme="dark"' in reader.get("/guide").text
    reader.set_cookie("theme", '"><script>')
    assert 'data-theme="system"' in reader.get("/guide").text


def test_another_language_is_one_link_away_by_its_own_name(reader: FlaskClient) -> None:
    for address in ADDRESSES:
        if "desk" not in address:
            assert re.search(r'href="\?language=fr" lang="fr" hreflang="fr">Français<', reader.get(address).text), (
                address
            )


def test_an_error_page_tells_one_way_on(reader: FlaskClient) -> None:
    for name in ERRORS:
        page = reader.get(f"/error/{name}").text
        main = page[page.index("<main") : page.index("</main>")]
        assert main.count('class="button') == 1, name


def test_a_failure_has_a_number_to_report(reader: FlaskClient) -> None:
    assert "4f20a1b2" in reader.get("/error/500").text
    assert "4f20a1b2" in reader.get("/error/503").text
    assert "4f20a1b2" not in reader.get("/error/404").text
