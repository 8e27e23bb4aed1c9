"""No package is locked at a version with a hole that is known and was mended. Gone through once a year, next 2027-11.

Kept by hand: the services that list holes are not to be reached from everywhere, and silence is no good news.
"""

import pytest

from tests.house.test_locks import RUNTIME, pins_in, too_old

FLOORS = {
    "cryptography": "44.0.1",  # CVE-2024-12797: an unauthenticated peer of raw keys is believed
    "flask": "3.1.1",  # CVE-2025-47278: cookies are signed with an old key
    "jinja2": "3.1.6",  # CVE-2025-27516: a template breaks out of its sandbox
    "pillow": "11.3.0",  # CVE-2025-48379: a picture writes beyond its memory
    "reportlab": "5.1.0",  # CVE-2020-28463, CVE-2023-33733: text of a user fetches addresses, or runs as code
    "waitress": "3.0.1",  # CVE-2024-49768, CVE-2024-49769: a request is smuggled in, connections are never given back
    "werkzeug": "3.0.6",  # CVE-2024-49766, CVE-2024-49767: unsafe paths on Windows, memory without end from a form
}


def test_nothing_is_locked_below_its_floor():
    assert too_old(FLOORS, pins_in(RUNTIME)) == []


@pytest.mark.parametrize("name", FLOORS)
def test_a_version_below_its_floor_is_noticed(name):
    assert too_old(FLOORS, {**pins_in(RUNTIME), name: "3.0.0" if name != "cryptography" else "3.6.12"}) == [name]


def test_the_reportlab_that_runs_text_as_code_is_noticed():
    assert too_old(FLOORS, {**pins_in(RUNTIME), "reportlab": "3.6.12"}) == ["reportlab"]
