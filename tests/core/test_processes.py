"""Several processes answer at one address, and go on without each other."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from dialogues.attendance.models import Mark
from dialogues.core.db import db
from dialogues.home.copies import can_be_several
from tests.core.served import DAY, ROOT, Server
from tests.home.test_copies import ends

pytestmark = pytest.mark.skipif(not can_be_several(), reason="Copies of a process are made on Linux only.")
CLIENTS, EACH = 8, 12


@contextmanager
def served(instance, *options):
    """The program as people serve it, and the process ids of its copies."""
    server = Server(instance, options=options)
    try:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text(encoding="ascii")
        yield server, [int(pid) for pid in children.split()]
    finally:
        server.kill()


def status_at(port, path="/healthz"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


@pytest.mark.parametrize("first_stops", (True, False))
def test_each_process_answers_while_the_other_stands_still(prepared, first_stops):
    app, _badges, _secret = prepared
    with served(app.instance_path, "--processes", "2") as (server, children):
        stopped = server.process.pid if first_stops else children[0]
        os.kill(stopped, signal.SIGSTOP)
        goes_on = threading.Timer(
            25, os.kill, (stopped, signal.SIGCONT)
        )  # else one who came to it would never be answered
        goes_on.start()
        try:
            assert [status_at(server.port) for _one in range(4)] == [200] * 4
            assert goes_on.is_alive()  # none of them had to wait for it
        finally:
            goes_on.cancel()
            os.kill(stopped, signal.SIGCONT)


def test_the_others_answer_when_one_was_killed(prepared):
    app, _badges, _secret = prepared
    with served(app.instance_path, "--processes", "3") as (server, children):
        assert len(children) == 2
        os.kill(children[0], signal.SIGKILL)
        assert ends(children[0])
        assert [status_at(server.port) for _one in range(6)] == [200] * 6


def hand_in(port, badges, secret, *, client, outcomes):
    """Marks by one client, and what became of each."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(EACH):
        mark = {"id": str(uuid.uuid4()), "badge_code": badges[(client + number) % len(badges)], "day": DAY}
        body = json.dumps({"marks": [{**mark, "seen_at": f"{DAY}T08:{client:02d}:{number:02d}Z"}]})
        connection.request("POST", "/api/v1/events/tarkwa/marks", body, headers)
        outcomes.append(json.loads(connection.getresponse().read())["results"][0]["outcome"])
    connection.close()


def test_marks_that_come_to_two_processes_at_once_are_all_kept(prepared):
    app, badges, secret = prepared
    outcomes: list[str] = []
    with served(app.instance_path, "--processes", "2") as (server, _children):
        clients = [
            threading.Thread(target=hand_in, args=(server.port, badges, secret), kwargs=facts)
            for facts in ({"client": one, "outcomes": outcomes} for one in range(CLIENTS))
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    assert outcomes == ["recorded"] * (CLIENTS * EACH)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mark)) == CLIENTS * EACH


def test_one_process_has_no_copies(prepared):
    app, _badges, _secret = prepared
    with served(app.instance_path, "--processes", "1") as (server, children):
        assert children == []
        assert status_at(server.port) == 200


def test_a_copy_knows_the_room_too(prepared):
    app, _badges, _secret = prepared
    options = ("--processes", "2", "--lan", "--host", "127.0.0.1", "--safe-port", "0")
    with served(app.instance_path, *options) as (server, _children):
        os.kill(server.process.pid, signal.SIGSTOP)
        try:
            assert status_at(server.port, "/room") == 200
        finally:
            os.kill(server.process.pid, signal.SIGCONT)


def test_where_there_can_be_one_only_several_are_refused_in_a_sentence(tmp_path):
    program = "import sys; from dialogues.cli import main; sys.platform = 'darwin'; main()"
    command = [sys.executable, "-c", program, "--instance", str(tmp_path), "serve", "--port", "0", "--processes", "2"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Several processes serve together on Linux only. Leave --processes out.\n"
