"""Serving the application from one process, to this machine or to the phones in the room."""

import ctypes
import errno
import logging
import socket
import sys
from collections.abc import Callable

import click
import segno
import waitress
from flask import Flask

from dialogues.core.shell import fail
from dialogues.home.clockwork import start_clock

THREADS = 8  # SQLite has one writer anyway; more threads only cost memory
_M_ARENA_MAX = -8  # glibc's number for "how many heaps"


def serve_app(app: Flask, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted. `announce` is called with the address once the port is really open."""
    _share_one_heap()
    try:
        server = waitress.create_server(
            app, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=False
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(f"Port {port} is taken by another program. Choose another one: --port {port + 1}")
        fail(f"{host}:{port} cannot be opened: {error.strerror}.")
    # It would warn at every request that waits a moment; a whole room that marks at once is no trouble.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    start_clock(app)
    announce(f"http://{_in_address(host)}:{server.effective_port}")
    sys.stdout.flush()
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("Stopped.")


def _share_one_heap() -> None:
    """Let all threads use one heap: glibc gives each its own, and keeps in all what a long document needed once.

    Threads of Python wait for each other anyway. Must come before they start; other systems have no such number.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_ARENA_MAX, 1)


def room_address() -> str | None:
    """This machine's address in the local network, or None without one. Nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address reserved for documentation; UDP connects without a packet
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith(("127.", "0.")) else address


def print_qr(text: str) -> None:
    """Draw `text` as a QR code in the terminal."""
    segno.make(text, micro=False).terminal(compact=True)


def _in_address(host: str) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - how "everywhere" is recognised
    return f"[{shown}]" if ":" in shown else shown
