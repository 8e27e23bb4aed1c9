"""The search for garbage rests while it is told to, and goes on afterwards whatever happened."""

import gc
import threading

import pytest

from dialogues.core.collector import no_search_for_garbage


def test_it_rests_inside_and_goes_on_after_an_error():
    @no_search_for_garbage()
    def fail():
        assert not gc.isenabled()
        raise ZeroDivisionError

    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()


def test_of_two_threads_the_last_one_to_leave_lets_it_go_on():
    is_inside, may_leave = threading.Event(), threading.Event()

    def other():
        with no_search_for_garbage():
            is_inside.set()
            may_leave.wait()

    thread = threading.Thread(target=other)
    thread.start()
    is_inside.wait()
    with no_search_for_garbage():
        pass
    assert not gc.isenabled()
    may_leave.set()
    thread.join()
    assert gc.isenabled()
