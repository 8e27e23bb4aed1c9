"""The layouts, the components and the error pages draw without anything missing."""

import pytest
from flask.testing import FlaskClient

from tests.look.showroom import ERRORS


@pytest.mark.parametrize("address", ("/guide", "/guide?wrong=1"))
def test_the_style_guide_shows_every_component(reader: FlaskClient, address: str) -> None:
    page = reader.get(address)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_draws_from_what_its_handler_gives(reader: FlaskClient, name: str) -> None:
    page = reader.get(f"/error/{name}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
