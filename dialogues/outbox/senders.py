"""Ways for a mail to leave: onto the terminal, into files, or through a mail server."""

import os
import smtplib
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol, TextIO

from dialogues.outbox.envelope import From
from dialogues.settings import Settings

FOLDER = "mails"  # of the instance, for the sender `file`
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_READY = 220  # how a mail server greets
_STEPS_MAX = 6  # one mail may take so many times the timeout of one step, then the connection is cut
_LOCAL = {"localhost", "127.0.0.1", "::1"}


class Refused(Exception):
    """This mail cannot be sent, now or later. `reason` is a code of rules.REASONS."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class TryLater(Refused):
    """This mail was not sent, or nobody knows whether it was; another try may succeed."""


class NoServer(Refused):
    """Nothing can be sent at present, this mail or another."""


class Sender(Protocol):
    """Whatever lets mails leave."""

    origin: From

    def send(self, message: EmailMessage) -> None:
        """Let one mail leave. Raises Refused, TryLater or NoServer."""

    def close(self) -> None:
        """Let go of what is open; the next mail opens it again."""


class Console:
    """Writes every mail on the terminal: for trying things out."""

    def __init__(self, origin: From, out: TextIO | None = None) -> None:
        self.origin = origin
        self._out = out or sys.stdout

    def send(self, message: EmailMessage) -> None:
        """Write the mail."""
        self._out.write(f"{message.as_string()}\n{'-' * 72}\n")
        self._out.flush()

    def close(self) -> None:
        """Nothing is open."""


class Files:
    """Writes every mail into a file of its own that mail programs can open: for work without a mail server."""

    def __init__(self, origin: From, folder: Path) -> None:
        self.origin = origin
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the mail, whole or not at all, readable by its owner only. The same mail again is the same file."""
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        path, part = self.folder / f"{name}.eml", self.folder / f".{name}.part"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise NoServer("not_written", error.strerror or str(error)) from error

    def close(self) -> None:
        """Nothing is open."""


class MailServer:
    """Hands mails to a mail server; several go through one connection."""

    def __init__(self, origin: From, settings: Settings) -> None:
        self.origin = origin
        self._settings = settings
        self._client: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail. What is said no to afterwards, nobody knows of: then it is tried again."""
        client = self._client or self._open()
        try:
            with self._limited(client):
                client.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            self._start_anew(client)
            raise _answered(*next(iter(error.recipients.values())), "address_refused", "address_later") from error
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise NoServer("sender_refused", _said(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPDataError as error:
            self._start_anew(client)
            raise _answered(error.smtp_code, error.smtp_error, "refused", "later") from error
        except _CutOff as error:
            self.close()
            raise TryLater("too_slow") from error
        except smtplib.SMTPNotSupportedError as error:
            self._start_anew(client)
            raise Refused("bad_address") from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise TryLater("broken_off", str(error)) from error

    def close(self) -> None:
        """End the connection without waiting for a polite answer."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context()
        client: smtplib.SMTP
        if settings.MAIL_SECURITY == "tls":
            client = smtplib.SMTP_SSL(timeout=settings.MAIL_TIMEOUT_S, context=context)
        else:
            client = smtplib.SMTP(timeout=settings.MAIL_TIMEOUT_S)
        # The certificate is checked by this name; smtplib takes it from its constructor, which would connect at once.
        client._host = settings.MAIL_HOST  # type: ignore[attr-defined] # noqa: SLF001
        try:
            with self._limited(client):
                self._greet(client, context)
        except smtplib.SMTPAuthenticationError as error:
            client.close()
            raise NoServer("sign_in_refused", _said(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            client.close()
            raise NoServer("no_encryption", str(error)) from error
        except (smtplib.SMTPException, OSError, _CutOff) as error:
            client.close()
            raise NoServer("unreachable", str(error)) from error
        self._client = client
        return client

    def _greet(self, client: smtplib.SMTP, context: ssl.SSLContext) -> None:
        settings = self._settings
        code, words = client.connect(settings.MAIL_HOST, settings.MAIL_PORT or _PORTS[settings.MAIL_SECURITY])
        if code != _READY:
            raise smtplib.SMTPConnectError(code, words)
        if settings.MAIL_SECURITY == "starttls":
            client.starttls(context=context)
        client.ehlo_or_helo_if_needed()
        if settings.MAIL_USER:
            client.login(settings.MAIL_USER, settings.MAIL_PASSWORD)

    def _start_anew(self, client: smtplib.SMTP) -> None:
        """Go on with the next mail over the same connection, if it still stands."""
        try:
            client.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    @contextmanager
    def _limited(self, client: smtplib.SMTP) -> Iterator[None]:
        """Cut the connection after a while: a server that answers letter by letter never runs into a timeout."""
        cut = threading.Event()

        def cut_off() -> None:
            cut.set()
            with suppress(OSError):  # it may be closed in this moment
                if client.sock is not None:
                    client.sock.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self._settings.MAIL_TIMEOUT_S * _STEPS_MAX, cut_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (smtplib.SMTPException, OSError) as error:
            if cut.is_set():
                raise _CutOff from error
            raise
        finally:
            timer.cancel()


class _CutOff(Exception):
    """The whole took too long."""


def _answered(code: int, words: bytes | str, for_good: str, for_now: str) -> Refused:
    """5xx is for good, whatever else is not."""
    if 500 <= code < 600:
        return Refused(for_good, _said(code, words))
    return TryLater(for_now, _said(code, words))


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"


# ---------------------------------------------------------------- which one an instance has
_MAKERS: dict[str, Callable[[From, Settings, Path], Sender]] = {
    "console": lambda origin, _settings, _instance: Console(origin),
    "file": lambda origin, _settings, instance: Files(origin, instance / FOLDER),
    "smtp": lambda origin, settings, _instance: MailServer(origin, settings),
}


def kind_of_sender(settings: Settings) -> str:
    """`console`, `file` or `smtp`; empty while nobody said how mails leave: then they wait."""
    return settings.MAIL_SENDER or ("smtp" if settings.MAIL_HOST else "")


def make_sender(settings: Settings, instance: Path) -> Sender | None:
    """The sender of an instance; None if there is none, or its settings are wrong: then mails wait."""
    kind = kind_of_sender(settings)
    if not kind or wrong_settings(settings):
        return None
    return _MAKERS[kind](From(settings.MAIL_FROM or "dialogues@localhost", settings.MAIL_FROM_NAME), settings, instance)


def wrong_settings(settings: Settings) -> list[str]:
    """The names of the settings that keep mails from leaving, or from leaving safely."""
    kind = kind_of_sender(settings)
    if not kind:
        return []
    wrong = []
    if kind not in _MAKERS:
        wrong.append("MAIL_SENDER")
    if settings.MAIL_SECURITY not in _PORTS:
        wrong.append("MAIL_SECURITY")
    if kind == "smtp":
        if not settings.MAIL_HOST:
            wrong.append("MAIL_HOST")
        if not 0 <= settings.MAIL_PORT < 65536:
            wrong.append("MAIL_PORT")
        if not settings.MAIL_TIMEOUT_S or settings.MAIL_TIMEOUT_S * _STEPS_MAX > 600:
            wrong.append("MAIL_TIMEOUT_S")
        if bool(settings.MAIL_USER) != bool(settings.MAIL_PASSWORD):
            wrong.append("MAIL_PASSWORD")
        elif settings.MAIL_USER and settings.MAIL_SECURITY == "none" and settings.MAIL_HOST not in _LOCAL:
            wrong.append("MAIL_SECURITY")  # the password would be read on the way
    if (kind == "smtp" or settings.MAIL_FROM) and not _is_address(settings.MAIL_FROM):
        wrong.append("MAIL_FROM")
    return wrong


def _is_address(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(at and local and domain) and text.isascii() and text.isprintable() and not set(text) & set(' ,;<>"')
