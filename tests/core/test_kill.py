"""What the server answered for is in the file, whenever the process is killed.

`DIALOGUES_TEST_KILLS=200` kills it two hundred times instead of ten; a slow machine needs more than the quarter of an
hour that pytest waits: `-o faulthandler_timeout=0`.
"""

import http.client
import json
import os
import sqlite3
import threading
import uuid
from pathlib import Path

from dialogues.attendance.queries import recount
from dialogues.core.db import db
from tests.core.served import DAY, Server

CLIENTS = 4
ANSWERS = 30  # marks that were answered for before the process is killed, with others on their way
KILLS = int(os.environ.get("DIALOGUES_TEST_KILLS", "10"))


def mark_until_it_dies(port, badges, secret, answered, wanted, enough):
    """Hand in mark after mark; whatever is answered as recorded is noted, and `enough` says when `wanted` are."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    number = 0
    try:
        while True:
            number += 1
            key = uuid.uuid4()
            badge = badges[number % len(badges)]
            mark = {"id": str(key), "badge_code": badge, "day": DAY, "part": "whole_day", "status": "present"}
            body = json.dumps({"device": None, "marks": [{**mark, "seen_at": f"{DAY}T08:00:00Z"}]})
            connection.request("POST", "/api/v1/events/tarkwa/marks", body, headers)
            if json.loads(connection.getresponse().read())["results"][0]["outcome"] == "recorded":
                answered.append(key.hex)
            if len(answered) >= wanted:
                enough.set()
    except (OSError, http.client.HTTPException, ValueError):
        pass  # the server is gone, perhaps in the middle of its answer
    finally:
        connection.close()


def lost(database, answered):
    """Which of the marks that were answered for are not in the file."""
    connection = sqlite3.connect(database)
    kept = {row[0] for row in connection.execute("SELECT id FROM mark")}
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return set(answered) - kept


def test_every_mark_that_was_answered_for_outlives_a_killed_server(prepared):
    app, badges, secret = prepared
    answered: list[str] = []
    enough = threading.Event()
    database = Path(app.instance_path) / "dialogues.sqlite3"
    for _kill in range(KILLS):
        server = Server(app.instance_path)
        facts = server.port, badges, secret, answered, len(answered) + ANSWERS, enough
        clients = [threading.Thread(target=mark_until_it_dies, args=facts) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        assert enough.wait(60), "The server answered too slowly."
        server.kill()
        for client in clients:
            client.join()
        enough.clear()
        assert lost(database, answered) == set()
        assert lost(database, [*answered, uuid.uuid4().hex]) != set()  # one that never was would be missed
    assert recount(db.session()) == []  # and every day still says what its marks say
