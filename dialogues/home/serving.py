"""Serving the application, to this machine or to the phones in the room."""

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
from typing import TYPE_CHECKING, ClassVar, NoReturn

import click
import segno
from flask import Flask, Response

from dialogues.core.db import db
from dialogues.core.shell import fail
from dialogues.home.clockwork import start_clock
from dialogues.home.copies import copies_beside, usual_number
from dialogues.home.door import Answers, Door, Share
from dialogues.outbox.postman import start_postman

if TYPE_CHECKING:
    from dialogues.home.room_certificate import RoomCertificate

THREADS = 8  # of all processes together; SQLite has one writer anyway; more threads only cost memory
_LONG = 2**17  # bytes of an answer that took much memory to make
_M_ARENA_MAX = -8  # glibc's number for "how many heaps"


@dataclass(frozen=True)
class Room:
    """How phones in the hall reach this laptop."""

    NAME: ClassVar[str] = "dialogues_room"  # where the application keeps it while it serves a room

    plain_url: str  # works at once; no camera, nothing kept for later
    safe_url: str | None  # like any safe address once a phone trusts the authority; None where it cannot vouch for it
    authority: Path  # the certificate that a phone is given
    fingerprint: str


def serve_app(
    app: Flask,
    *,
    host: str,
    port: int,
    announce: Callable[[str], None],
    prepare: Callable[[str], None] = lambda _address: None,
    processes: int | None = None,
) -> None:
    """Serve until interrupted, with as many processes as the machine's cores ask for unless `processes` says so.

    Once the port is really open, `prepare` is called with the address, for what all processes must know, and when they
    answer, `announce`.
    """
    _keep_little_memory(app)
    try:
        door = Door(host, port)
    except OSError as error:
        _refuse_port(host, port, error, option="--port")
    address = f"http://{_in_address(host)}:{door.port}"
    prepare(address)
    _close_connections(app)
    number = processes or usual_number()
    share = Share(number)

    def answers(process: int) -> Answers:
        return Answers(app, door, threads=THREADS // number, share=share, process=process)

    with copies_beside(number - 1, lambda copy: answers(copy).run(), when_one_ends=share.leave):
        server = answers(0)
        start_clock(app)
        announce(address)
        sys.stdout.flush()
        postman = start_postman(app)
        try:
            server.run()
        except KeyboardInterrupt:
            click.echo("Stopped.")
        finally:
            if postman is not None:
                postman.stop()


def _close_connections(app: Flask) -> None:
    """Nobody may go on with a connection to the database that another process has too."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def opened_safely(app: Flask, *, host: str, port: int, certificate: "RoomCertificate") -> Iterator[tuple[int, Thread]]:
    """A port by TLS beside the plain address, open while the block runs, and the thread that answers once started."""
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
    try:
        yield int(server.bind_addr[1]), thread
    finally:
        server.stop()
        if thread.is_alive():
            thread.join()


def _refuse_port(host: str, port: int, error: OSError, *, option: str) -> NoReturn:
    # cheroot tells of a taken port in words of its own, without the number.
    if error.errno == errno.EADDRINUSE or "in use" in str(error).lower():
        fail(f"Port {port} is taken by another program. Choose another one: {option} {port + 1}")
    fail(f"{host}:{port} cannot be opened: {error.strerror or error}.")


def _note(message: str = "", level: int = 20, traceback: bool = False) -> None:
    logging.getLogger("dialogues.serving").log(min(level, logging.DEBUG), message, exc_info=traceback)


def _keep_little_memory(app: Flask) -> None:
    """Let all threads use one heap, and give back what a long document needed once it is sent.

    glibc gives each thread a heap of its own, and keeps in all what was freed. Threads of Python wait for each other
    anyway. Must come before they start; other systems have no such numbers.
    """
    if sys.platform != "linux":
        return
    system = ctypes.CDLL(None)
    if not hasattr(system, "mallopt"):  # a Linux without glibc
        return
    system.mallopt(_M_ARENA_MAX, 1)

    @app.after_request
    def give_back(response: Response) -> Response:
        if response.is_streamed or (response.content_length or 0) > _LONG:
            response.call_on_close(lambda: system.malloc_trim(0))
        return response


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
