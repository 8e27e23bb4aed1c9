"""More processes of one server: they answer at the same port, so that every core of the machine has its share.

Threads of Python wait for each other; without a second process nobody is marked at the desk while six thousand badges
are drawn.
"""

import ctypes
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Thread

_AT_MOST = 2  # each takes memory, and a file database has one writer
_PR_SET_PDEATHSIG = 1  # Linux' number for "the signal to get when my parent ends"
_log = logging.getLogger(__name__)


def can_be_several() -> bool:
    """Whether the system lets a process have copies that are sure to end with it."""
    return sys.platform == "linux"


def usual_number() -> int:
    """Two where this process may have copies and more than one core, else one."""
    return min(_AT_MOST, len(os.sched_getaffinity(0))) if can_be_several() else 1


@contextmanager
def copies_beside(
    number: int, serve: Callable[[int], object], *, when_one_ends: Callable[[int], object]
) -> Iterator[None]:
    """While the block runs, `number` copies of this process run `serve` with their number, from 1, and nothing else.

    They end with this process, however that ends: a port is never held by somebody left behind. One that ends before
    is told of in the log and to `when_one_ends`, and the others go on. Must come before anything here has a connection
    or a busy thread: a copy has the connection, but none of the threads.
    """
    sys.stdout.flush()  # what waits to be printed would be printed by each
    gc.freeze()  # what never dies is not looked at again, so its memory stays shared
    parent = os.getpid()
    copies = [os.fork() or _be_a_copy(parent, partial(serve, one)) for one in range(1, number + 1)]
    watchers = [
        Thread(target=_watch, args=(copy, partial(when_one_ends, one)), name="copy", daemon=True)
        for one, copy in enumerate(copies, start=1)
    ]
    for watcher in watchers:
        watcher.start()
    try:
        yield
    finally:
        for copy, watcher in zip(copies, watchers, strict=True):
            if watcher.is_alive():
                with suppress(ProcessLookupError):  # it has just ended by itself
                    os.kill(copy, signal.SIGTERM)
            watcher.join()


def _be_a_copy(parent: int, serve: Callable[[], object]) -> int:
    """Serve until the parent ends; never comes back."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    code = 1
    try:
        if os.getppid() == parent:  # else it ended before it was asked to take this one along
            serve()
        code = 0
    except BaseException:
        _log.exception("A process of the server has failed.")
        raise
    finally:
        os._exit(code)  # what the parent wants done at its end is not done twice


def _watch(copy: int, ended: Callable[[], object]) -> None:
    _pid, status = os.waitpid(copy, 0)
    ended()
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, -signal.SIGTERM):
        _log.error("One process of the server ended with code %s; the others go on.", code)
