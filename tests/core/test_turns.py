"""Long work in turn: one at a time in a process, and nobody waits for ever."""

import threading
from contextlib import contextmanager

import pytest

from dialogues.core import turns
from dialogues.core.turns import one_after_another


@contextmanager
def one_inside(view):
    """A thread that runs `view` and stays inside until the block ends; `view` is given what to do there."""
    is_inside, may_leave = threading.Event(), threading.Event()

    def stay():
        is_inside.set()
        may_leave.wait(30)

    thread = threading.Thread(target=view, args=(stay,))
    thread.start()
    assert is_inside.wait(30)
    try:
        yield may_leave
    finally:
        may_leave.set()
        thread.join()


def run(action):
    return action()


@pytest.mark.parametrize("in_turn", (True, False))
def test_the_second_begins_when_the_first_is_done(in_turn):
    view = one_after_another(run) if in_turn else run  # without its turn it begins at once: the control
    began = threading.Event()
    with one_inside(view) as may_leave:
        second = threading.Thread(target=view, args=(began.set,))
        second.start()
        if in_turn:
            assert not began.is_set()
            may_leave.set()
        assert began.wait(30)
        assert may_leave.is_set() is in_turn
    second.join()


def test_what_fails_gives_its_turn_back():
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        one_after_another(run)(fail)
    assert one_after_another(run)(lambda: "done") == "done"


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(turns, "WAITS_AT_MOST_S", 0.01)
    view = one_after_another(run)
    with one_inside(view):
        assert view(lambda: "done") == "done"  # beside the one that is still inside
        assert turns._turn.locked()  # whose turn was not given away by somebody who never had it


def test_what_takes_much_memory_waits_for_its_turn(app):
    long_work = {
        "documents.print_document",
        "documents.print_chosen_badges",
        "reports.export_list",
        "registration.participants_file",
        "bundles.export_event",
        "audit_pack.make_pack",
    }
    in_turn = {name for name, view in app.view_functions.items() if getattr(view, "in_turn", False)}
    assert in_turn == long_work
