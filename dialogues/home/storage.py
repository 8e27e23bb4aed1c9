"""Why a database file cannot be written: what SQLite only calls an I/O error or a file it is unable to open."""

import os
import shutil
from pathlib import Path

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

_FULL_BELOW = 64 * 1024  # bytes; less than this is no room for the log of one change


class NotWritable(DomainError):
    """A permission or a read-only disk stands in the way."""

    message = N_("%(path)s cannot be written by the user who runs this program. Nothing was saved.")


class DiskFull(DomainError):
    """No room is left."""

    message = N_("The disk that holds %(path)s is full. Nothing was saved; make room and try again.")


def find_trouble(folder: Path) -> DomainError | None:
    """What keeps the database in `folder` from being written; None where folder, files and disk are in order."""
    if not folder.is_dir():
        return None
    for path in (folder, *sorted(folder.glob("*.sqlite3*"))):
        if not os.access(path, os.W_OK):
            return NotWritable(path=str(path))
    if shutil.disk_usage(folder).free < _FULL_BELOW:
        return DiskFull(path=str(folder))
    return None
