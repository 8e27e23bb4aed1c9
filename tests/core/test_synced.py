"""No answer leaves before what it answers for is on the disk, as the calls to the system show.

A killed process proves little: the system still holds what was written and not synced. A power cut would not.
"""

import http.client
import json
import re
import sys
import uuid

import pytest

from tests.core.served import DAY, PROGRAM, Server
from tests.tracing import find_strace

MARKS = 25
# The same program with the promise taken away.
WEAKENED = """
import sys
from dialogues.core import db
db._PRAGMAS = (*db._PRAGMAS, "PRAGMA synchronous={level}")
from dialogues.cli import main
main()
"""
_CALL = re.compile(r"^(?P<thread>\d+) +(?:<\.\.\. )?(?P<name>\w+)(?P<resumed> resumed>)?(?P<rest>.*)$")


@pytest.fixture(scope="module")
def strace():
    found = find_strace()
    if found is None:
        pytest.skip("No strace may watch a process here.")
    return found


def hand_in_one_by_one(port, badges, secret):
    """Marks, each sent when the one before it was answered for."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(MARKS):
        mark = {"id": str(uuid.uuid4()), "badge_code": badges[number % len(badges)], "day": DAY}
        body = json.dumps({"marks": [{**mark, "seen_at": f"{DAY}T08:00:{number:02d}Z"}]})
        connection.request("POST", "/api/v1/events/tarkwa/marks", body, headers)
        assert json.loads(connection.getresponse().read())["results"][0]["outcome"] == "recorded"
    connection.close()


def answers_in(trace):
    """Of the answers to marks: how many left when all was synced, and how many while a write was not.

    The clients wait for each other, so whatever was written to the log before an answer belongs to it.
    """
    safe = early = 0
    is_dirty = False
    syncing = {}  # by thread: which file it syncs, until the system says that it is done
    for line in trace.splitlines():
        call = _CALL.match(line)
        if call is None:
            continue
        thread, name, rest = call["thread"], call["name"], call["rest"]
        if name in ("fsync", "fdatasync"):
            if not call["resumed"]:
                syncing[thread] = "-wal" in rest
            if not rest.endswith("<unfinished ...>"):
                is_dirty = is_dirty and not (syncing.pop(thread, False) and rest.rstrip().endswith("= 0"))
        elif name.startswith("pwrite") and not call["resumed"] and "-wal" in rest:
            is_dirty = True
        elif name in ("sendto", "sendmsg", "write", "writev") and "HTTP/1.1 200 OK" in rest:
            safe, early = (safe, early + 1) if is_dirty else (safe + 1, early)
    return safe, early


def watched(strace, program, prepared, folder):
    app, badges, secret = prepared
    trace = folder / "calls.txt"
    calls = "trace=fsync,fdatasync,pwrite64,pwritev,sendto,sendmsg,write,writev"
    watch = (strace, "-f", "-y", "-s", "40", "-e", calls, "-e", "signal=none", "-o", str(trace), *program)
    server = Server(app.instance_path, watch)
    try:
        hand_in_one_by_one(server.port, badges, secret)
    finally:
        server.stop()
    return answers_in(trace.read_text(errors="replace"))


def test_every_answer_leaves_after_its_marks_are_on_the_disk(strace, prepared, tmp_path):
    assert watched(strace, PROGRAM, prepared, tmp_path) == (MARKS, 0)


@pytest.mark.parametrize("level", ("NORMAL", "OFF"))
def test_with_the_promise_taken_away_every_answer_leaves_too_early(strace, prepared, tmp_path, level):
    program = (sys.executable, "-c", WEAKENED.format(level=level))
    safe, early = watched(strace, program, prepared, tmp_path)
    assert (safe, early) == (0, MARKS)
