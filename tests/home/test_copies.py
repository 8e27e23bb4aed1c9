"""Several processes of one server: they end with the first one, and the others go on without one that ended."""

import os
import select
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from dialogues.home import copies
from tests.core.served import ROOT

pytestmark = pytest.mark.skipif(not copies.can_be_several(), reason="Copies of a process are made on Linux only.")


@contextmanager
def with_copies(number, way="bound"):
    """The program with copies, and their process ids."""
    command = [sys.executable, "-m", "tests.home.copies_program", str(number), way]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        pids: list[int] = []
        try:
            lines = [program.stdout.readline() for _line in range(number + 1)]
            said = dict(line.split()[1:] for line in lines if line.startswith("copy"))  # in whatever order they began
            pids += [int(said[copy]) for copy in sorted(said)]
            assert "ready\n" in lines
            assert len(pids) == number
            yield program, pids
        finally:
            for pid in [*pids, program.pid]:
                if is_there(pid):
                    os.kill(pid, signal.SIGKILL)
            program.communicate(timeout=30)


def is_there(pid):
    """Whether a process runs; one that has ended and was not asked for is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def ends(pid):
    """Whether a process ends by itself within half a minute."""
    watched = os.pidfd_open(pid) if is_there(pid) else None
    if watched is None:
        return True
    try:
        return bool(select.select([watched], [], [], 30)[0])
    finally:
        os.close(watched)


def test_copies_end_with_a_first_process_that_was_killed():
    with with_copies(2) as (program, pids):
        program.kill()
        assert [ends(pid) for pid in pids] == [True, True]


def test_copies_that_were_not_told_to_end_would_hold_the_port():
    with with_copies(1, "left") as (program, pids):
        program.kill()
        program.wait(timeout=30)
        assert is_there(pids[0])


def test_copies_end_when_the_first_process_has_done():
    with with_copies(2) as (program, pids):
        said, log = program.communicate(timeout=30)
        assert said.splitlines()[-1] == "done"
        assert [is_there(pid) for pid in pids] == [False, False]
        assert log == ""  # as it was meant: nothing to tell


def test_of_a_copy_that_ended_before_its_time_is_told_and_the_others_stay():
    with with_copies(2) as (program, pids):
        os.kill(pids[0], signal.SIGKILL)
        assert program.stdout.readline() == "ended 1\n"
        assert is_there(pids[1])
        _said, log = program.communicate(timeout=30)
        assert "One process of the server ended with code -9; the others go on." in log


def test_two_are_usual_where_there_are_two_cores(monkeypatch):
    for cores, number in ((1, 1), (2, 2), (8, 2)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _process, cores=cores: set(range(cores)))
        assert copies.usual_number() == number
    monkeypatch.setattr(copies, "can_be_several", lambda: False)
    assert copies.usual_number() == 1


def test_only_linux_has_them(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not copies.can_be_several()
