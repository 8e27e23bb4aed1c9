"""The names in setup.cfg and the two locks belong together, and a lock works on every machine."""

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = (ROOT / "requirements.txt").read_text(encoding="utf-8")
TEST = (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8")


def names_in_setup(*, extra: str | None = None) -> dict[str, str]:
    """Names of what is needed, with the oldest version that setup.cfg allows."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    section = config["options.extras_require"][extra] if extra else config["options"]["install_requires"]
    parts = (re.fullmatch(r"([a-z0-9-]+)(?:\[[a-z]+\])?>=([\d.]+)", line) for line in section.split())
    return {part[1]: part[2] for part in parts if part}


def pins_in(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock, re.MULTILINE))


def too_old(needs: dict[str, str], pins: dict[str, str]) -> list[str]:
    """Needs that are pinned older than asked, or not at all."""

    def numbers(version: str) -> list[int]:
        return [int(part) for part in re.findall(r"\d+", version)]

    return [name for name, oldest in needs.items() if numbers(pins.get(name, "")) < numbers(oldest)]


def pins_without_hash(lock: str) -> list[str]:
    entries = re.split(r"\n(?=\S)", lock)
    return [entry.split("=")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]


def strange_lines(lock: str) -> list[str]:
    """Lines that are neither a pin, a hash nor a remark on who asked: options, hosts and paths are such."""
    known = re.compile(
        r"[a-z0-9-]+==[\w.]+(?: ; [\w. <>='!]+)? \\"
        r"|    --hash=sha256:[0-9a-f]{64}(?: \\)?"
        r"|    # via(?: [a-z0-9-]+(?: \(setup\.cfg\))?| -c requirements\.txt)?"
        r"|    #   (?:[a-z0-9-]+(?: \(setup\.cfg\))?|-c requirements\.txt)"
    )
    return [line for line in lock.splitlines() if not known.fullmatch(line)]


def test_every_need_of_the_program_is_named_with_a_bound_and_pinned_in_both_locks():
    needs = names_in_setup()
    assert "flask" in needs
    assert too_old(needs, pins_in(RUNTIME)) == []
    assert too_old(needs, pins_in(TEST)) == []


def test_every_need_of_the_tests_is_named_and_pinned():
    needs = names_in_setup(extra="test")
    assert "pytest" in needs
    assert too_old(needs, pins_in(TEST)) == []


def test_a_need_that_is_missing_or_pinned_too_old_is_noticed():
    needs = {"flask": "3.1", "segno": "1.6.6", "click": "8.2"}
    assert too_old(needs, {"flask": "3.0.9", "click": "8.10"}) == ["flask", "segno"]


def test_every_line_of_setup_names_one_need():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    assert len(config["options"]["install_requires"].split()) == len(names_in_setup())
    assert len(config["options.extras_require"]["test"].split()) == len(names_in_setup(extra="test"))


def test_tests_run_on_the_versions_that_people_run():
    tested = pins_in(TEST)
    assert {name: tested.get(name) for name in pins_in(RUNTIME)} == pins_in(RUNTIME)


def test_every_pin_has_its_hashes():
    assert pins_without_hash(RUNTIME) == []
    assert pins_without_hash(TEST) == []
    assert pins_without_hash("flask==3.1.3 \\\n    # via dialogues\nclick==8.2 \\\n    --hash=sha256:00") == ["flask"]


def test_a_lock_names_no_host_and_no_path():
    assert strange_lines(RUNTIME) == []
    assert strange_lines(TEST) == []


def test_a_host_or_a_path_in_a_lock_is_noticed():
    bad = ["--index-url https://example.org/simple", "--find-links /opt/x", "./wheels/flask.whl", "flask @ file:///x"]
    assert strange_lines("\n".join(bad)) == bad
