"""Python's search for rings of garbage, left out while thousands of rows are made that have none.

The search looks at everything that lives each time enough has been made; while a list of thousands is read that is a
quarter of the time, and finds nothing.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0  # how many are inside; the search goes on when the last one leaves


@contextmanager
def no_search_for_garbage() -> Iterator[None]:
    """Nothing is searched until the block ends, by whatever thread; what is in no ring is freed as ever."""
    global _inside  # noqa: PLW0603 - there is one collector in a process
    with _lock:
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.enable()
