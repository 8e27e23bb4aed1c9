"""Find strace for the tests that watch what the program asks of the system, or bring it; else they are skipped."""

import os
import shutil
import subprocess
import sys

from dialogues.installer import CannotPrepare, apt_install, is_root

VARIABLE = "DIALOGUES_STRACE"


def find_strace() -> str | None:
    """The path of an strace that may watch a process here, or None."""
    path = os.environ.get(VARIABLE) or shutil.which("strace")
    if not path or not sys.platform.startswith("linux"):
        return None
    watched = subprocess.run([path, "-o", os.devnull, "true"], capture_output=True, check=False)
    return path if watched.returncode == 0 else None  # a container may forbid it


def bring_strace() -> str | None:
    """The same, installed first where it is missing and that can be done without asking anybody."""
    found = find_strace()
    if found is None and sys.platform.startswith("linux") and is_root() and shutil.which("apt-get"):
        try:
            apt_install("strace")
        except CannotPrepare:
            return None
    return found or find_strace()
