"""Real servers on loopback in processes of their own, and clients that cost little beside them."""

import http.client
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from waitress import create_server

from dialogues.home.serving import THREADS
from tests.bench.bare import create_bare

ROOT = Path(__file__).resolve().parents[2]
_ADDRESS = re.compile(rb"http://127\.0\.0\.1:(\d+)")
_STARTS_WITHIN_S = 60


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    port: int
    pid: int

    @property
    def memory_mib(self) -> float:
        """What the process and its copies hold in memory now; what they share counts once."""
        copies = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
        return _memory_mib(self.pid) + sum(_memory_mib(int(copy)) for copy in copies)


def _memory_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("This system does not tell how much memory a process holds.")


@contextmanager
def served_app(folder: Path) -> Iterator[Served]:
    """The program itself, served as people serve it."""
    with _running(["-m", "dialogues", "--instance", str(folder), "serve", "--port", "0"]) as served:
        yield served


@contextmanager
def served_bare(database: Path) -> Iterator[Served]:
    """The bare application on the same kind of server."""
    with _running(["-m", "tests.bench.servers", str(database)]) as served:
        yield served


@contextmanager
def _running(arguments: Sequence[str]) -> Iterator[Served]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUES_")}
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    try:
        yield Served(_port(process), process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


def _port(process: "subprocess.Popen[bytes]") -> int:
    """The port the server names once it is open. A server that dies closes its output, so this ends as well."""
    ends = time.monotonic() + _STARTS_WITHIN_S
    for line in process.stdout or ():
        found = _ADDRESS.search(line)
        if found:
            return int(found[1])
        if time.monotonic() > ends:
            break
    raise RuntimeError("The server did not start.")


def load(port: int, *, clients: int, requests: Sequence[tuple[str, str, bytes, dict[str, str]]]) -> float:
    """Seconds that `clients` at once took to send all requests (method, path, body, headers), one after the other each.

    Any answer of 400 and above ends the bench.
    """
    refused: list[str] = []

    def send(mine: Sequence[tuple[str, str, bytes, dict[str, str]]]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for method, path, body, headers in mine:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            if answer.status >= 400:
                refused.append(f"{answer.status} {content[:300]!r}")
        connection.close()

    threads = [Thread(target=send, args=(requests[at::clients],)) for at in range(clients)]
    return _timed(threads, refused)


def _timed(threads: Sequence[Thread], refused: Sequence[str]) -> float:
    starts = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - starts
    if refused:
        raise RuntimeError(f"{len(refused)} requests were refused, first: {refused[0]}")
    return seconds


def _serve_bare(database: Path, announce: Callable[[int], None]) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(create_bare(database), host="127.0.0.1", port=0, threads=THREADS)
    announce(server.effective_port)
    server.run()


if __name__ == "__main__":
    _serve_bare(Path(sys.argv[1]), lambda port: print(f"http://127.0.0.1:{port}", flush=True))
