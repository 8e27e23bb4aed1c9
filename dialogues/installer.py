"""Make a virtual environment and fill it from a hashed lock, showing how far it is.

Standard library only. Everything is said on stderr, because the command that follows may print a list for another
program on stdout.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import IO

LAST_LINES = 12  # of a failed command, shown to the reader
QUIET_S = 10  # where the output is no terminal, a line about progress comes at most this often


class CannotPrepare(Exception):
    """The environment cannot be made; the message is one sentence, `lines` what a failed command said last."""

    def __init__(self, message: str, lines: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.lines = lines


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(text, file=sys.stderr, flush=True)


def python_tag() -> str:
    """The version of this interpreter that packages are built for, e.g. `3.11`."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def make_environment(home: Path) -> None:
    """Make an empty virtual environment in folder `home` for the interpreter behind this process."""
    base: str = getattr(sys, "_base_executable", None) or sys.executable
    say(f"First start: making an environment in {home} with Python {sys.version.split()[0]}.")
    uv = find_uv()
    if uv:
        run([uv, "venv", "--quiet", "--allow-existing", "--python", base, str(home)])
        return
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        _bring_venv(base)
    run([base, "-m", "venv", str(home)])


def _bring_venv(base: str) -> None:
    # Debian and Ubuntu split these modules of the standard library off into a package of their own.
    if not shutil.which("apt-get"):
        raise CannotPrepare("This Python lacks venv and ensurepip. Install a complete one and start again.")
    default = Path("/usr/bin/python3")
    is_default = default.exists() and default.samefile(base)
    package = "python3-venv" if is_default else f"python{python_tag()}-venv"
    if not is_root():
        raise CannotPrepare(f"This Python lacks venv. Run `sudo apt-get install -y {package}` and start again.")
    apt_install(package)


def is_root() -> bool:
    """Whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(package: str) -> None:
    """Install a package of Debian or Ubuntu, as root; the lists are fetched when it cannot be had without."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", package]
    try:
        run(command, environment=environment)
    except CannotPrepare:
        run(["apt-get", "update"], environment=environment)
        run(command, environment=environment)


def find_uv() -> str | None:
    """The uv on PATH, if it works and is no stand-in that only tells how to install it."""
    path = shutil.which("uv")
    return path if path and _ask([path, "--version"]) is not None else None


def python_tag_of(python: Path) -> str | None:
    """The version of the interpreter `python`, e.g. `3.11`; None if it does not run."""
    return _ask([str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])


def _ask(command: Sequence[str]) -> str | None:
    try:
        answer = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def install_lock(python: Path, lock: Path) -> None:
    """Install exactly what `lock` pins into the environment of `python`, every file checked against its hash."""
    uv = find_uv()
    if uv:
        try:
            command = [uv, "pip", "install", "--python", str(python), "--require-hashes", "-r", str(lock)]
            run(command, progress=Progress(python, lock))
        except CannotPrepare as error:
            say("\n".join([str(error), *error.lines, "Trying again with pip."]))
        else:
            return
    if _ask([str(python), "-m", "pip", "--version"]) is None:
        run([str(python), "-m", "ensurepip"])
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command = [str(python), "-m", "pip", "install", *quiet, "--require-hashes", "-r", str(lock)]
    run(command, progress=Progress(python, lock))


class Progress:
    """Counts packages while an installer works, from what it prints and from what has arrived on disk."""

    def __init__(self, python: Path, lock: Path) -> None:
        self._site = next(iter(python.parent.parent.glob("[Ll]ib*/**/site-packages")), python.parent)
        self._before = self._arrived()
        self._fetched = 0
        self._left_out = 0
        self._pinned = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))

    def _arrived(self) -> int:
        return sum(1 for _ in self._site.glob("*.dist-info"))

    def hear(self, line: str) -> None:
        """Learn from one line that the installer printed."""
        if line.startswith("Ignoring "):
            self._left_out += 1  # the lock serves all systems; this package is for another one
        elif line.startswith(("Collecting ", "Requirement already satisfied")):
            self._fetched += 1

    def __str__(self) -> str:
        arrived, total = self._arrived() - self._before, self._pinned - self._left_out
        if arrived > 0:
            return f"Installing packages: {min(arrived, total)} of {total}"
        return f"Fetching packages: {min(self._fetched, total)} of {total}"


def run(
    command: Sequence[str],
    *,
    progress: Progress | None = None,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a command, saying which and how far it is. Raises CannotPrepare with its last lines when it fails."""
    say(f"  {_shown(command)}")
    last: deque[str] = deque(maxlen=LAST_LINES)
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment,
        close_fds=False,  # the one open file that may be inherited is the lock between starts
    ) as process:
        assert process.stdout is not None
        reader = Thread(target=_listen, args=(process.stdout, last, progress), daemon=True)
        reader.start()
        try:
            _watch(process, progress)
        except BaseException:
            process.terminate()  # two installers at work in one folder would spoil it
            raise
        reader.join()
    if process.returncode != 0:
        said = [f"  {line}" for line in last if line.strip()]
        raise CannotPrepare(f"`{_shown(command)}` failed with exit code {process.returncode}.", said)


def _listen(stream: IO[str], last: deque[str], progress: Progress | None) -> None:
    for line in stream:
        last.append(line.rstrip())
        if progress is not None:
            progress.hear(line)


def _watch(process: subprocess.Popen[str], progress: Progress | None) -> None:
    started = spoken = time.monotonic()
    terminal = sys.stderr.isatty()
    while process.poll() is None:
        time.sleep(0.1)
        now = time.monotonic()
        if progress is None or now - spoken < (0.2 if terminal else QUIET_S):
            continue
        text = f"  {progress} ({now - started:.0f} s)"
        sys.stderr.write(f"\r\x1b[K{text}" if terminal else f"{text}\n")
        sys.stderr.flush()
        spoken = now
    if progress is not None and terminal:
        sys.stderr.write("\r\x1b[K")


def _shown(command: Sequence[str]) -> str:
    return " ".join(f'"{part}"' if " " in part else part for part in command)
