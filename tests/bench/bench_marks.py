"""Marks: one at the desk, many clients at once, batches of a device. `python -m tests.bench.bench_marks`."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import count
from typing import Any
from urllib.parse import urlencode

from dialogues.accounts.access import Role
from dialogues.accounts.services import add_token
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import unit_of_work
from tests.bench import big_event
from tests.bench.big_event import OPEN_DAY
from tests.bench.measuring import Line, take_turns
from tests.bench.scene import Scene, alone
from tests.bench.servers import load, served_app, served_bare

CLIENTS = 8
MARKS_A_ROUND = 160  # twenty of each client
BATCH = 100
_AT_ONCE = {"at_most_each": 1000 / 350, "at_most_in_batches": 1000 / 5_000}  # ms a mark: 350 a second; 5,000


def run(scene: Scene) -> list[Line]:
    """Every mark is committed and synced before its answer; nobody is marked twice."""
    people = iter(scene.large.unmarked)
    with scene.app.app_context(), unit_of_work() as session:
        _row, token = add_token(session, name="bench", role=Role.ORGANISER, actor=COMMAND_LINE, at=clock.now())
    return [
        _desk(scene, people),
        _clients(scene, people),
        _batches(scene, people, token),
        _singles(scene, people, token),
    ]


def _desk(scene: Scene, people: Iterator[int]) -> Line:
    reader, bare = scene.reader, scene.bare
    few = iter(scene.small.unmarked)
    desks = {slug: f"/events/{slug}/desk?day={day}&part=whole_day" for slug, day in scene.open_days.items()}
    token = reader.token(desks[scene.slugs[0]])

    def mark(slug: str) -> None:
        person = next(people if slug == scene.slugs[0] else few)
        reader.post(desks[slug], _arrival(person, token), status=200, x_fragment="answer")

    return scene.compare(
        "desk: one mark, committed and synced",
        mark,
        lambda slug: bare.post(f"/events/{slug}/desk", {"registration_id": "1"}, status=200),
        at_most_ms=8,
    )


def _clients(scene: Scene, people: Iterator[int]) -> Line:
    desk = f"/events/{scene.slugs[0]}/desk?day={OPEN_DAY}&part=whole_day"
    token = scene.reader.token(desk)
    ours = _headers(scene.reader.cookies, "application/x-www-form-urlencoded") | {"X-Fragment": "answer"}
    theirs = _headers(scene.bare.cookies, "application/x-www-form-urlencoded")
    with served_app(scene.folder) as app, served_bare(scene.database) as bare:

        def mark() -> None:
            some = [next(people) for _one in range(MARKS_A_ROUND)]
            sent = [("POST", desk, urlencode(_arrival(one, token)).encode(), ours) for one in some]
            load(app.port, clients=CLIENTS, requests=sent)

        def mark_bare() -> None:
            body = urlencode({"registration_id": "1"}).encode()
            sent = [("POST", f"/events/{scene.slugs[0]}/desk", body, theirs)] * MARKS_A_ROUND
            load(bare.port, clients=CLIENTS, requests=sent)

        turns = take_turns({"ours": mark, "bare": mark_bare}, budget_s=0)  # seven rounds: the people are counted
    return Line(
        f"marks by {CLIENTS} clients, each its own request; time for one",
        turns.ms("ours") / MARKS_A_ROUND,
        turns.ms("bare") / MARKS_A_ROUND,
        turns.ratio("ours", "bare"),
        turns.noise("ours", "bare"),
        _AT_ONCE["at_most_each"],
    )


def _batches(scene: Scene, people: Iterator[int], token: str) -> Line:
    name = f"marks of a device, {BATCH} at once; time for one"
    return _handed_in(scene, people, token, name=name, clients=1, at_once=BATCH, requests=1, asked="at_most_in_batches")


def _singles(scene: Scene, people: Iterator[int], token: str) -> Line:
    name = f"marks of {CLIENTS} devices, each its own request; time for one"
    return _handed_in(
        scene, people, token, name=name, clients=CLIENTS, at_once=1, requests=MARKS_A_ROUND // 4, asked="at_most_each"
    )


def _handed_in(
    scene: Scene, people: Iterator[int], token: str, *, name: str, clients: int, at_once: int, requests: int, asked: str
) -> Line:
    ours = _headers({}, "application/json") | {"Authorization": f"Bearer {token}"}
    theirs = _headers(scene.bare.cookies, "application/json")
    slug, seen = scene.slugs[0], datetime.combine(big_event.FIRST_DAY, time(9), UTC).isoformat()

    def body(of: Iterator[int]) -> bytes:
        some = [next(of) for _one in range(at_once)]
        marks = [
            {"id": str(uuid.uuid4()), "registration_id": one, "day": str(OPEN_DAY), "seen_at": seen} for one in some
        ]
        return json.dumps({"marks": marks}).encode()

    with served_app(scene.folder) as app, served_bare(scene.database) as bare:

        def send() -> None:
            sent = [("POST", f"/api/v1/events/{slug}/marks", body(people), ours) for _one in range(requests)]
            load(app.port, clients=clients, requests=sent)

        def send_bare() -> None:
            anybody = count(1)  # it takes the same people again
            sent = [("POST", f"/events/{slug}/marks", body(anybody), theirs) for _one in range(requests)]
            load(bare.port, clients=clients, requests=sent)

        turns = take_turns({"ours": send, "bare": send_bare}, budget_s=0)  # seven rounds: the people are counted
    marks = at_once * requests
    return Line(
        name,
        turns.ms("ours") / marks,
        turns.ms("bare") / marks,
        turns.ratio("ours", "bare"),
        turns.noise("ours", "bare"),
        _AT_ONCE[asked],
    )


def _arrival(person: int, token: str) -> dict[str, str]:
    return {"registration_id": str(person), "badge": "", "mark_id": str(uuid.uuid4()), "csrf_token": token, "once": ""}


def _headers(cookies: dict[str, Any], content_type: str) -> dict[str, str]:
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"Content-Type": content_type, "Cookie": cookie, "Accept-Encoding": "gzip"}


if __name__ == "__main__":
    alone(run)
