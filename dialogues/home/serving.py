"""Serving the application from one process, to this machine or to the phones in the room."""

import ctypes
import errno
import logging
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import ClassVar, NoReturn

import click
import segno
import waitress
from flask import Flask

from dialogues.core.shell import fail
from dialogues.home.clockwork import start_clock
from dialogues.home.room_certificate import RoomCertificate
from dialogues.outbox.postman import start_postman

THREADS = 8  # SQLite has one writer anyway; more threads only cost memory
_M_ARENA_MAX = -8  # glibc's number for "how many heaps"


@dataclass(frozen=True)
class Room:
    """How phones in the hall reach this laptop."""

    NAME: ClassVar[str] = "dialogues_room"  # where the application keeps it while it serves a room

    plain_url: str  # works at once; no camera, nothing kept for later
    safe_url: str | None  # like any safe address once a phone trusts the authority; None where it cannot vouch for it
    authority: Path  # the certificate that a phone is given
    fingerprint: str


def serve_app(app: Flask, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted. `announce` is called with the address once the port is really open."""
    _share_one_heap()
    try:
        server = waitress.create_server(
            app, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=False
        )
    except OSError as error:
        _refuse_port(host, port, error, option="--port")
    # It would warn at every request that waits a moment; a whole room that marks at once is no trouble.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    start_clock(app)
    announce(f"http://{_in_address(host)}:{server.effective_port}")
    sys.stdout.flush()
    postman = start_postman(app)
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        if postman is not None:
            postman.stop()


@contextmanager
def served_safely(app: Flask, *, host: str, port: int, certificate: RoomCertificate) -> Iterator[int]:
    """Serve `app` by TLS beside the plain address while the block runs; gives the port."""
    from cheroot.ssl.builtin import BuiltinSSLAdapter  # only who serves a room needs it
    from cheroot.wsgi import Server

    server = Server((host, port), app, numthreads=THREADS)
    server.ssl_adapter = BuiltinSSLAdapter(str(certificate.server), str(certificate.server_key))
    server.ssl_adapter.context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Phones that do not trust the certificate yet hang up by the dozen; each would be a traceback on the terminal.
    setattr(server, "error_log", _note)  # noqa: B010 - cheroot's own way to say where its log goes
    try:
        server.prepare()
    except OSError as error:
        _refuse_port(host, port, error, option="--safe-port")
    thread = Thread(target=server.serve, name="safe address", daemon=True)
    thread.start()
    try:
        yield int(server.bind_addr[1])
    finally:
        server.stop()
        thread.join()


def _refuse_port(host: str, port: int, error: OSError, *, option: str) -> NoReturn:
    # cheroot tells of a taken port in words of its own, without the number.
    if error.errno == errno.EADDRINUSE or "in use" in str(error).lower():
        fail(f"Port {port} is taken by another program. Choose another one: {option} {port + 1}")
    fail(f"{host}:{port} cannot be opened: {error.strerror or error}.")


def _note(message: str = "", level: int = 20, traceback: bool = False) -> None:
    logging.getLogger("dialogues.serving").log(min(level, logging.DEBUG), message, exc_info=traceback)


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
