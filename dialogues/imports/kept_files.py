"""Files between upload and confirmation: in the instance folder, for their owner's eyes, for an hour at most."""

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from dialogues.core.tokens import new_secret

KEPT = timedelta(hours=1)
FOLDER = "imports"
_TOKEN = re.compile(r"[\w-]{43}")


@dataclass(frozen=True)
class Keeper:
    """Keeps the files that one user uploaded for one event; nobody else finds them, whatever they type."""

    instance: Path
    user_id: int
    event_id: int

    def keep(self, content: bytes, *, at: datetime) -> str:
        """Keep `content` and return the word it is found by again. Whatever is older than an hour is gone."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._clear(at)
        token = new_secret()
        handle = os.open(self._path(token), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.utime(self._path(token), (at.timestamp(), at.timestamp()))
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

    def forget(self, token: str) -> None:
        """Delete a file; a second time does nothing."""
        if _TOKEN.fullmatch(token):
            self._path(token).unlink(missing_ok=True)

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
