"""A process with copies of itself, for `test_copies.py`: `python -m tests.home.copies_program NUMBER WAY`.

Each copy says its process id and waits for its input to end, which it never does. WAY is `bound`, or `left` for copies
that were not told to end with the first process.
"""

import ctypes
import os
import sys
import threading
from types import SimpleNamespace

from dialogues.home import copies


def main(number: int, way: str) -> None:
    """Say "ready" once all copies were made, and wait too."""
    if way == "left":
        ctypes.CDLL = lambda _name: SimpleNamespace(prctl=lambda *_asked: 0)  # type: ignore[misc, assignment] # the control: no signal
    said = threading.Lock()

    def serve(copy: int) -> None:
        with said:
            os.write(1, f"copy {copy} {os.getpid()}\n".encode())
        threading.Event().wait()

    with copies.copies_beside(number, serve, when_one_ends=lambda copy: os.write(1, f"ended {copy}\n".encode())):
        os.write(1, b"ready\n")
        sys.stdin.read()
    os.write(1, b"done\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
