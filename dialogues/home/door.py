"""The port people come to, answered by every process of the server, each as many as the others."""

import logging
import mmap
import socket
import time

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

_WAITING_MAX = 1024  # connections that nobody has taken yet
_COUNTED_MAX = 254
_GONE = 255  # in place of a count: nobody answers there any more
_LETS_PASS_S = 0.005  # as long as Python lets a busy thread run on before another one has its turn


class Door:
    """An open port. Raises OSError if it cannot be opened."""

    def __init__(self, host: str, port: int) -> None:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _type, _protocol, _name, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        self.socket = socket.create_server(address, family=family, backlog=_WAITING_MAX)

    @property
    def port(self) -> int:
        """The port that is really open."""
        return int(self.socket.getsockname()[1])


class Share:
    """How many connections each process has, in memory that all of them see."""

    def __init__(self, processes: int) -> None:
        self._counts = mmap.mmap(-1, processes)

    def count(self, process: int, connections: int) -> None:
        """Tell the others how many connections a process has now."""
        self._counts[process] = min(connections, _COUNTED_MAX)

    def leave(self, process: int) -> None:
        """Nobody waits any more for a process that has ended."""
        self._counts[process] = _GONE

    def has_more_than_another(self, process: int) -> bool:
        """Whether somebody else should take the next one."""
        others = self._counts[:process] + self._counts[process + 1 :]
        return any(other < self._counts[process] for other in others)


class Answers(TcpWSGIServer):
    """One process' part in answering at a door. Whoever has more connections than another lets that one pass.

    Whichever looked first would take them all, and a second core stand idle beside eight people who wait.
    """

    def __init__(self, app: Flask, door: Door, *, threads: int, share: Share, process: int) -> None:
        # It would warn at every request that waits a moment; a whole room that marks at once is no trouble.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._share, self._process = share, process
        here = door.socket
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(threads)
        super().__init__(
            app,
            map={},
            _sock=here,
            dispatcher=dispatcher,
            adj=Adjustments(sockets=[here], threads=threads, ident=None, clear_untrusted_proxy_headers=False),
            bind_socket=False,
            sockinfo=(here.family, here.type, here.proto, here.getsockname()),
        )

    def readable(self) -> bool:
        """Asked before every wait for something to happen, so the count is of now."""
        self._share.count(self._process, len(self.active_channels))
        return bool(super().readable())

    def handle_accept(self) -> None:
        """Take whoever has come, unless another process did meanwhile."""
        if self._share.has_more_than_another(self._process):
            time.sleep(_LETS_PASS_S)
        super().handle_accept()
