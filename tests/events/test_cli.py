import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogues.cli import cli
from dialogues.core.errors import DomainError

ADD = ["event", "add", "geita", "--title", "Geita", "--from", "2017-11-07", "--to", "2017-11-10"]
ZONE = ["--zone", "Africa/Dar_es_Salaam"]


@pytest.fixture
def run(tmp_path: Path):
    runner = CliRunner()

    def running(*words: str):
        return runner.invoke(cli, ["--instance", str(tmp_path / "instance"), *words])

    return running


def test_an_event_is_added_and_listed(run):
    assert run(*ADD, *ZONE, "--country", "tz", "--place", "Geita town").exit_code == 0
    assert run("events").output == "geita  2017-11-07 to 2017-11-10  Geita\n"
    listed = json.loads(run("events", "--json").output)
    assert listed["total"] == 1
    assert listed["events"][0] == {
        "slug": "geita",
        "title": "Geita",
        "kind": "dialogue",
        "process": None,
        "starts_on": "2017-11-07",
        "ends_on": "2017-11-10",
        "zone": "Africa/Dar_es_Salaam",
        "country": "TZ",
        "place": "Geita town",
        "is_public": False,
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    (
        ([*ADD, "--zone", "Mars"], "There is no time zone “Mars”."),
        ([*ADD, *ZONE, "--country", "XX"], "There is no country “XX”."),
        (["event", "add", "new", *ADD[3:], *ZONE], "“new” cannot be an address."),
        ([*ADD[:-1], "2017-11-06", *ZONE], "is before the first"),
    ),
)
def test_what_cannot_be_is_refused_in_one_sentence(run, words, sentence):
    result = run(*words)
    assert isinstance(result.exception, DomainError)  # main() prints it and ends with 1
    assert sentence in str(result.exception)
    assert json.loads(run("events", "--json").output)["total"] == 0


def test_an_address_is_given_once(run):
    run(*ADD, *ZONE)
    assert "is taken" in str(run(*ADD, *ZONE).exception)


def test_wrong_usage_ends_with_two(run):
    assert run("event", "add", "geita").exit_code == 2
    assert run(*ADD[:-1], "tomorrow", *ZONE).exit_code == 2
