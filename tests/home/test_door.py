"""One port, several processes: each takes its part of those who come."""

import http.client
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from flask import Flask
from waitress.wasyncore import close_all

from dialogues.home.door import Answers, Door, Share

HOME = "127.0.0.1"


@pytest.mark.parametrize(
    ("counts", "expected"),
    (
        ([0], [False]),
        ([3, 3], [False, False]),
        ([3, 1], [True, False]),
        ([2, 1, 0], [True, True, False]),
        ([400, 300], [False, False]),  # more than a byte holds: then each takes what comes
    ),
)
def test_whoever_has_more_than_another_lets_that_one_pass(counts, expected):
    share = Share(len(counts))
    for process, connections in enumerate(counts):
        share.count(process, connections)
    assert [share.has_more_than_another(process) for process in range(len(counts))] == expected


def test_nobody_waits_for_a_process_that_has_ended():
    share = Share(2)
    share.count(0, 5)
    assert share.has_more_than_another(0)
    share.leave(1)
    assert not share.has_more_than_another(0)


def test_a_count_is_seen_by_whoever_shares_the_memory():
    share = Share(2)
    share.count(1, 7)
    assert list(share._counts[:2]) == [0, 7]


@contextmanager
def answering(share, process):
    """A server with one thread, answering at its own door until the block ends."""
    app = Flask("answers")
    app.add_url_rule("/", view_func=lambda: "here")
    opened = Door(HOME, 0)
    server = Answers(app, opened, threads=1, share=share, process=process)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield opened.port
    finally:
        server.trigger.pull_trigger(lambda: close_all(server._map))  # the loop ends when nothing is left to watch
        thread.join(30)
        server.task_dispatcher.shutdown()


def ask(port):
    connection = http.client.HTTPConnection(HOME, port, timeout=30)
    connection.request("GET", "/")
    answer = connection.getresponse().read()
    return connection, answer


@pytest.mark.parametrize("others", (0, 9))
def test_it_takes_a_second_one_at_once_only_if_nobody_has_fewer(monkeypatch, others):
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    share = Share(2)
    share.count(1, others)
    with answering(share, 0) as port:
        first, said = ask(port)
        assert (said, waits) == (b"here", [])
        second, said = ask(port)
        assert said == b"here"  # the other one did not come: it is answered all the same
        assert bool(waits) is (others == 0)
        first.close()
        second.close()


def test_one_who_goes_before_being_taken_disturbs_nobody():
    share = Share(1)
    with answering(share, 0) as port:
        for _one in range(20):
            socket.create_connection((HOME, port)).close()
        connection, said = ask(port)
        assert said == b"here"
        connection.close()


def test_a_door_that_is_taken_is_told():
    opened = Door(HOME, 0)
    with pytest.raises(OSError, match="in use"):
        Door(HOME, opened.port)
    opened.socket.close()
