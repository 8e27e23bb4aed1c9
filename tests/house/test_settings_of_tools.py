"""Every tool is told what to do in one place."""

import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A tool that finds one of these reads it instead of setup.cfg, and the settings there die unnoticed.
RIVALS = (
    "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "mypy.ini", ".mypy.ini", ".coveragerc", ".importlinter",
    ".ruff.toml", "ruff.toml",
)  # fmt: skip


def read(text: str) -> configparser.ConfigParser:
    config = configparser.ConfigParser()
    config.read_string(text)
    return config


def tools_named_twice(text: str) -> list[str]:
    """Tools with settings under two names, as [pytest] beside [tool:pytest]."""
    names = [re.sub(r"^tool:", "", name) for name in read(text).sections()]
    return sorted({name for name in names if names.count(name) > 1})


def features_left_out(text: str, features: set[str]) -> set[str]:
    """Features whose inside no contract watches."""
    return {f"dialogues.{name}" for name in features} - set(
        read(text)["importlinter:contract:inside"]["containers"].split()
    )


def features() -> set[str]:
    folders = {path.parent.name for path in (ROOT / "dialogues").glob("*/__init__.py")}
    return folders - {"core"}


def test_no_tool_is_named_twice():
    assert tools_named_twice((ROOT / "setup.cfg").read_text(encoding="utf-8")) == []
    assert [name for name in RIVALS if (ROOT / name).exists()] == []


def test_a_tool_that_is_named_twice_is_noticed():
    assert tools_named_twice("[mypy]\n[tool:pytest]\n[pytest]\n") == ["pytest"]
    with pytest.raises(configparser.DuplicateSectionError):
        tools_named_twice("[mypy]\n[mypy]\n")


def test_a_contract_watches_the_inside_of_every_feature():
    assert features_left_out((ROOT / "setup.cfg").read_text(encoding="utf-8"), features()) == set()


def test_a_feature_without_a_contract_is_noticed():
    assert features_left_out(
        "[importlinter:contract:inside]\ncontainers =\n    dialogues.people\n", {"people", "poetry"}
    ) == {"dialogues.poetry"}
