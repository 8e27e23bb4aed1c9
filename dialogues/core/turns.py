"""Long work in turn: what takes much memory is made one after the other, so that the memory of one is enough."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

WAITS_AT_MOST_S = 20  # after which two at once are better than somebody who waits for nothing
_turn = Lock()  # of this process

Given = ParamSpec("Given")
Result = TypeVar("Result")


def one_after_another(view: Callable[Given, Result]) -> Callable[Given, Result]:
    """Let `view` begin when no other one that is marked so runs in this process.

    They would not be ready sooner side by side, since threads of Python wait for each other anyway.
    """

    @wraps(view)
    def waiting(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        has_turn = _turn.acquire(timeout=WAITS_AT_MOST_S)
        try:
            return view(*args, **kwargs)
        finally:
            if has_turn:
                _turn.release()

    waiting.in_turn = True  # type: ignore[attr-defined] # seen through what is wrapped around it
    return waiting
