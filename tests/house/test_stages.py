"""The test command runs every stage, fails when one does, and says so in its last line."""

import os
import sys
from pathlib import Path

import pytest

from tests import stages

ROOT = Path(__file__).resolve().parents[2]
GREEN = "def test_a(): pass\ndef test_b(): pass\n"
RED = "import pytest\ndef test_c(): pass\ndef test_d(): assert 0\n@pytest.mark.skip\ndef test_e(): pass\n"


def command(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def pytest_on(folder: Path, name: str, text: str) -> stages.Stage:
    (folder / name).write_text(text, encoding="utf-8")
    alone = ["--rootdir", str(folder), "-c", os.devnull, "-p", "no:cacheprovider", str(folder / name)]
    return stages.Stage(name, [*stages.PYTEST, *alone], counts=True)


def test_a_run_in_which_all_passes_ends_well(tmp_path, capfd):
    chosen = [stages.Stage("format", command("")), pytest_on(tmp_path, "test_green.py", GREEN)]
    assert stages.run_all(chosen, dict(os.environ)) == 0
    said = capfd.readouterr().out.splitlines()
    assert said[-1] == "2 passed, 0 failed"
    assert not any(line.startswith("Failed") for line in said)


def test_a_failed_stage_fails_the_run_after_all_others_have_run(tmp_path, capfd):
    chosen = [
        stages.Stage("lint", command("raise SystemExit(4)")),
        pytest_on(tmp_path, "test_green.py", GREEN),
        pytest_on(tmp_path, "test_red.py", RED),
    ]
    assert stages.run_all(chosen, dict(os.environ)) == 1
    said = capfd.readouterr().out.splitlines()
    assert said[-2:] == ["Failed: lint, test_red.py.", "3 passed, 1 failed, 1 skipped"]
    assert "=== lint: FAILED (exit code 4)" in "\n".join(said)


def test_a_stage_without_a_single_test_is_a_failure(tmp_path, capfd):
    assert stages.run_all([pytest_on(tmp_path, "test_none.py", "")], dict(os.environ)) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


def test_a_run_of_pytest_that_broke_is_a_failure(tmp_path, capfd):
    broken = stages.Stage("broken", [*stages.PYTEST, "--no-such-option"], counts=True)
    assert stages.run_all([broken], dict(os.environ)) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


def test_a_test_that_never_ends_ends_the_run_and_says_where(tmp_path, capfd):
    hangs = tmp_path / "test_hangs.py"
    hangs.write_text("import threading\ndef test_hangs(): threading.Event().wait(60)\n", encoding="utf-8")
    ours = ["-c", str(ROOT / "setup.cfg"), "--rootdir", str(tmp_path), "-p", "no:cacheprovider"]
    stage = stages.Stage("hangs", [*stages.PYTEST, *ours, "-o", "faulthandler_timeout=1", str(hangs)], counts=True)
    assert stages.run_all([stage], dict(os.environ)) == 1
    said = capfd.readouterr()
    assert said.out.splitlines()[-1] == "0 passed, 1 failed"
    assert "in test_hangs" in said.err


@pytest.mark.parametrize("left_out", ("--no-browser", "--no-postgres"))
def test_nothing_is_left_out_in_ci(left_out, monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    assert stages.run([left_out]) == 2
    assert capsys.readouterr().err == f"tests: {left_out} is refused where CI is set.\n"


def test_leaving_out_the_browser_or_postgresql_leaves_out_their_stage_alone():
    everything = [stage.name for stage in stages.stages(browser=True, database=True)]
    assert [stage.name for stage in stages.stages(browser=False, database=True)] == everything[:-1]
    assert [stage.name for stage in stages.stages(browser=True, database=False)] == everything[:-2] + everything[-1:]


def test_a_setting_that_points_at_real_data_never_reaches_a_test(monkeypatch):
    monkeypatch.setenv("DIALOGUES_DATABASE_URL", "postgresql://real")
    monkeypatch.setenv("DIALOGUES_INSTANCE", "/srv/real")
    monkeypatch.setenv("DIALOGUES_CHROMIUM", "/usr/bin/chromium")
    environment = stages.clean_environment()
    assert "DIALOGUES_DATABASE_URL" not in environment
    assert "DIALOGUES_INSTANCE" not in environment
    assert environment["DIALOGUES_CHROMIUM"] == "/usr/bin/chromium"


def test_ci_runs_the_test_command_and_nothing_else():
    script = ROOT / ".ci" / "run"
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "exec python3 -m tests"]
    assert os.access(script, os.X_OK)
