"""The stages of a whole check, run one after the other; all are run, then the run fails if any did."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn
from xml.etree import ElementTree as ET

from dialogues.installer import CannotPrepare
from tests import chromium, postgres, tracing

ROOT = Path(__file__).resolve().parent.parent
NO_BROWSER, NO_POSTGRES = "--no-browser", "--no-postgres"
RUFF = ["--config", "tests/ruff.toml", "."]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as main; main()"  # it has no -m
PYTEST = [sys.executable, "-m", "pytest"]
GRACE_S = 20  # for a stopped stage to put its own things away


@dataclass(frozen=True)
class Stage:
    """One command of the check; `counts` if it is pytest, whose tests are added up."""

    name: str
    command: list[str]
    counts: bool = False


@dataclass
class Tally:
    """How many tests passed, failed and were skipped, over all stages."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, report: Path) -> None:
        """Add what pytest wrote down; a run that wrote nothing counts as one failure."""
        if not report.exists():
            self.failed += 1
            return
        for suite in ET.parse(report).getroot().iter("testsuite"):
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            self.failed += bad
            self.skipped += skipped
            self.passed += int(suite.get("tests", 0)) - bad - skipped

    def __str__(self) -> str:
        line = f"{self.passed} passed, {self.failed} failed"
        return f"{line}, {self.skipped} skipped" if self.skipped else line


@dataclass
class Outcome:
    """What came of each stage so far."""

    lines: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def stages(*, browser: bool, database: bool) -> list[Stage]:
    """All stages of a check, in the order in which they are run: the quickest answer first."""
    chosen = [
        Stage("format", [sys.executable, "-m", "ruff", "format", "--check", *RUFF]),
        Stage("lint", [sys.executable, "-m", "ruff", "check", *RUFF]),
        Stage("types", [sys.executable, "-m", "mypy"]),
        Stage("contracts", [sys.executable, "-c", LINT_IMPORTS, "--no-logo", "--no-cache"]),
        Stage("tests on SQLite", [*PYTEST, "-n", "2", "-m", "not e2e"], counts=True),
    ]
    if database:
        on_postgres = [*PYTEST, "-n", "2", "-m", "database", "--database=postgresql"]
        chosen.append(Stage("tests on PostgreSQL", on_postgres, counts=True))
    if browser:
        chosen.append(Stage("tests in Chromium", [*PYTEST, "-m", "e2e"], counts=True))
    return chosen


def run(arguments: Sequence[str]) -> int:
    """Run the whole check, or pytest alone if arguments for it are given, and return the exit code."""
    left_out = {NO_BROWSER, NO_POSTGRES} & set(arguments)
    if left_out and os.environ.get("CI"):
        print(f"tests: {' and '.join(sorted(left_out))} is refused where CI is set.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _stop)
    for_pytest = [each for each in arguments if each not in left_out]
    try:
        with ExitStack() as stack:
            environment = clean_environment()
            if NO_BROWSER not in left_out:
                environment[chromium.VARIABLE] = chromium.bring_chromium()
            if NO_POSTGRES not in left_out:
                environment[postgres.VARIABLE] = stack.enter_context(postgres.running())
            strace = tracing.bring_strace()
            if strace:
                environment[tracing.VARIABLE] = strace
            if for_pytest:
                return call([*PYTEST, *for_pytest], environment)
            browser, database = NO_BROWSER not in left_out, NO_POSTGRES not in left_out
            return run_all(stages(browser=browser, database=database), environment)
    except (CannotPrepare, chromium.NoChromium, postgres.NoPostgres) as error:
        print(f"tests: {error}", *getattr(error, "lines", ()), sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("tests: stopped.", file=sys.stderr)
        return 130


def run_all(chosen: Sequence[Stage], environment: dict[str, str]) -> int:
    """Run every stage, say how each ended, and return 0 only if all passed."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="dialogues-tests-") as folder:
        for number, stage in enumerate(chosen):
            _run_stage(stage, Path(folder) / f"{number}.xml", environment, outcome)
    print("\n" + "\n".join(outcome.lines))
    if outcome.failed:
        print(f"Failed: {', '.join(outcome.failed)}.")
    print(outcome.tally, flush=True)
    return 1 if outcome.failed else 0


def _run_stage(stage: Stage, report: Path, environment: dict[str, str], outcome: Outcome) -> None:
    print(f"\n=== {stage.name}", flush=True)
    started = time.monotonic()
    command = [*stage.command, f"--junit-xml={report}"] if stage.counts else stage.command
    code = call(command, environment)
    result = "passed" if code == 0 else f"FAILED (exit code {code})"
    print(f"=== {stage.name}: {result} in {time.monotonic() - started:.1f} s", flush=True)
    outcome.lines.append(f"{stage.name:<20} {result:<24} {time.monotonic() - started:6.1f} s")
    failed_before = outcome.tally.failed
    if stage.counts:
        outcome.tally.add(report)
    if code != 0:
        outcome.failed.append(stage.name)
        if stage.counts and outcome.tally.failed == failed_before:
            outcome.tally.failed += 1  # no test failed, but pytest did: it found none, or broke


def call(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run a command in the top folder and return its exit code; if we are stopped, it is stopped first."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            return process.wait()
        except BaseException as reason:
            if not isinstance(reason, KeyboardInterrupt):  # Ctrl-C has reached the child already
                process.terminate()
            try:
                process.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()
            raise


def clean_environment() -> dict[str, str]:
    """The variables of this process, less those that speak of somebody's instance."""
    # A variable that points the program at an organisation's real data must not reach a test.
    kept = {chromium.VARIABLE, postgres.VARIABLE}
    return {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUES_") or name in kept}


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
