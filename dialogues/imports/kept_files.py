"""Files between upload and confirmation, and what was said about them meanwhile: in the instance folder, for their
owner's eyes, for an hour after somebody last worked on them.
"""

import contextlib
import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.core.tokens import new_secret
from dialogues.imports.decisions import Decisions, decided

KEPT = timedelta(hours=1)
FOLDER = "imports"
SAID_BYTES_MAX = 8 * 1024 * 1024  # of all that is said about one file
_SAID = ".said"
_TOKEN = re.compile(r"[\w-]{43}")


class TooMuchSaid(DomainError):
    """A file with so many mended cells is better mended where it comes from."""

    message = N_(
        "So much was mended here already that it is better mended in the file itself. Download it and go on there."
    )


@dataclass(frozen=True)
class Keeper:
    """Keeps the files that one user uploaded for one event; nobody else finds them, whatever they type."""

    instance: Path
    user_id: int
    event_id: int

    def keep(self, content: bytes, *, at: datetime) -> str:
        """Keep `content` and return the word it is found by again. Whatever nobody worked on for an hour is gone."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._clear(at)
        token = new_secret()
        handle = os.open(self._path(token), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        self._touch(token, at)
        return token

    def find(self, token: str, *, at: datetime) -> bytes | None:
        """The file kept under `token`, unless its hour is over or it is not this user's for this event."""
        if not _TOKEN.fullmatch(token):
            return None
        path = self._path(token)
        try:
            if path.stat().st_mtime < (at - KEPT).timestamp():
                return None
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def note(self, token: str, said: dict[str, Any], *, at: datetime) -> None:
        """Something was said about a kept file; its hour begins anew. Raises TooMuchSaid.

        Each note is one line, written in one go behind the others, so two windows at once lose nothing.
        """
        line = json.dumps(said, separators=(",", ":")).encode() + b"\n"
        path = self._path(token).with_suffix(_SAID)
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_size + len(line) > SAID_BYTES_MAX:
                raise TooMuchSaid
        handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)
        self._touch(token, at)

    def decisions(self, token: str) -> Decisions:
        """All that was said about a kept file so far."""
        try:
            lines = self._path(token).with_suffix(_SAID).read_bytes().splitlines()
        except FileNotFoundError:
            lines = []
        return decided(json.loads(line) for line in lines)

    def forget(self, token: str) -> None:
        """Delete a file and what was said about it; a second time does nothing."""
        if _TOKEN.fullmatch(token):
            self._path(token).unlink(missing_ok=True)
            self._path(token).with_suffix(_SAID).unlink(missing_ok=True)

    def _touch(self, token: str, at: datetime) -> None:
        for path in (self._path(token), self._path(token).with_suffix(_SAID)):
            with contextlib.suppress(FileNotFoundError):
                os.utime(path, (at.timestamp(), at.timestamp()))

    @property
    def _folder(self) -> Path:
        return self.instance / FOLDER

    def _path(self, token: str) -> Path:
        """A name made by us from token, user and event; nothing of what was uploaded is in it."""
        told = f"{token}:{self.user_id}:{self.event_id}"
        return self._folder / hashlib.sha256(told.encode()).hexdigest()

    def _clear(self, at: datetime) -> None:
        for path in self._folder.iterdir():
            try:
                if path.stat().st_mtime < (at - KEPT).timestamp():
                    path.unlink()
            except FileNotFoundError:
                continue  # another upload cleared it first
