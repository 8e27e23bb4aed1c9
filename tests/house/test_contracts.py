"""The import contracts of setup.cfg hold, and each can break."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stages import LINT_IMPORTS

ROOT = Path(__file__).resolve().parents[2]
# Each breaks one contract, named by the first words of its name.
BREACHES = {
    "dialogues/audit/rules.py": ("from dialogues.people import models", "Features import downwards only"),
    "dialogues/accounts/rules.py": ("from dialogues.accounts import models", "Inside a feature"),
    "dialogues/events/queries.py": ("from dialogues.people import routes", "No feature reaches into the pages"),
    "dialogues/events/rules.py": ("import sqlalchemy", "Rules are plain Python"),
    "dialogues/people/services.py": ("import flask", "Services and queries know no web"),
    "dialogues/people/routes.py": ("import reportlab", "ReportLab is drawn with in documents only"),
    "dialogues/attendance/services.py": ("import csv", "Spreadsheets and CSV"),
    "dialogues/outbox/services.py": ("import PIL", "Pictures from outside"),
    "dialogues/accounts/services.py": ("import smtplib", "Nothing sends mail past the outbox"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT_IMPORTS, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "dialogues", tmp_path / "dialogues", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def test_the_contracts_are_read_and_kept(copy):
    answer = lint_imports(copy)
    assert f"{len(BREACHES)} kept, 0 broken" in answer.stdout, answer.stdout
    assert answer.returncode == 0


def test_each_contract_notices_its_breach(copy):
    for name, (statement, _contract) in BREACHES.items():
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{statement}\n")
    answer = lint_imports(copy)
    assert f"0 kept, {len(BREACHES)} broken" in answer.stdout, answer.stdout
    assert answer.returncode == 1
