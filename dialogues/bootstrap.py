"""Decide whether the needs are there, make the program's own environment if not, and go on inside it.

Standard library only: this runs before anything is installed. Every start passes here, so what a start does not need
is imported where it is used.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

from dialogues import installer
from dialogues.installer import CannotPrepare, python_tag, say

ROOT = Path(__file__).resolve().parent.parent
STATE = "dialogues-state.txt"  # in .venv: what was installed last, or that an installation did not end
INSTALLING = "installing"

Make = Callable[[Path], None]  # an empty environment in a folder
Install = Callable[[Path, Path], None]  # for an interpreter, what a lock says


def enter(lock: str, *, extra: str | None = None, covers: Sequence[str] = ()) -> None:
    """Return when this process can import what `lock` pins; otherwise install that and start again inside.

    `extra` names the extra of setup.cfg that belongs to the lock, `covers` the locks whose pins it repeats.
    Installed from a wheel there is no lock beside the package, and pip has brought the needs.
    """
    if not ((ROOT / "setup.cfg").is_file() and (ROOT / lock).is_file()):
        return
    try:
        if not is_ready_here(ROOT, lock, extra=extra):
            if not is_current(ROOT, lock) or _is_inside(ROOT):
                prepare(ROOT, lock, covers=covers)
            continue_inside(python_in(ROOT))
    except CannotPrepare as error:
        fail(str(error), error.lines)
    except OSError as error:
        fail(f"{error.filename or ROOT}: {error.strerror}.")
    except KeyboardInterrupt:
        fail("Stopped before everything was installed. The next start does it again.", code=130)


def is_ready_here(root: Path, lock: str, *, extra: str | None = None) -> bool:
    """Whether the running interpreter has the needs: ours and current, or somebody else's and complete."""
    if _is_inside(root):
        return is_current(root, lock) and f"python {python_tag()}" in read_state(root)
    from importlib.util import find_spec

    # Mostly the interpreter that starts us has nothing; every start pays for this question, so the cheap one first.
    return find_spec("flask_sqlalchemy") is not None and has_needs(root / "setup.cfg", extra=extra)


def has_needs(setup: Path, *, extra: str | None = None) -> bool:
    """Whether every need named in setup.cfg is installed for this interpreter, none older than asked."""
    import configparser
    import re
    from importlib import metadata

    def numbers(version: str) -> list[int]:
        return [int(part) for part in re.findall(r"\d+", version.partition("+")[0])]

    config = configparser.ConfigParser()
    config.read(setup, encoding="utf-8")
    lines = config["options"]["install_requires"].split("\n")
    if extra:
        lines += config["options.extras_require"][extra].split("\n")
    for line in filter(None, lines):
        name, _, oldest = re.sub(r"\[.*?\]", "", line).partition(">=")
        try:
            if numbers(metadata.version(name)) < numbers(oldest):
                return False
        except metadata.PackageNotFoundError:
            return False
    return True


def prepare(
    root: Path,
    lock: str,
    *,
    covers: Sequence[str] = (),
    make: Make | None = None,
    install: Install | None = None,
) -> None:
    """Afterwards `.venv` in `root` holds what `lock` says. Two calls at once do the work once.

    An installation that was interrupted is thrown away and made anew: half a package cannot be told from a whole one.
    """
    home = root / ".venv"
    with _alone(root):
        tag = installer.python_tag_of(python_in(root))
        if is_current(root, lock) and f"python {tag}" in read_state(root):
            return
        made_for_another = bool(read_state(root)) and f"python {tag}" not in read_state(root)
        if home.exists() and (tag is None or made_for_another):
            say("The environment in .venv was not finished or lost its Python; making it anew.")
            shutil.rmtree(home)
        started = time.monotonic()
        fresh = not home.exists()
        home.mkdir(exist_ok=True)
        kept = [line for line in read_state(root) if line.partition(" ")[0] not in ("python", lock, *covers)]
        write_state(root, [INSTALLING])
        if fresh:
            (make or installer.make_environment)(home)
        (install or installer.install_lock)(python_in(root), root / lock)
        # A larger set that was installed before and has not changed is still there: the locks agree on versions.
        kept = [line for line in kept if line == line_of(root, line.partition(" ")[0])]
        held = [line_of(root, each) for each in (lock, *covers)]
        write_state(root, [f"python {installer.python_tag_of(python_in(root))}", *kept, *held])
        say(f"The environment is ready after {time.monotonic() - started:.0f} s. Later starts skip this.")


def continue_inside(python: Path) -> NoReturn:
    """Become the same command under `python`; where a process cannot turn into another, wait for it."""
    command = [str(python), *sys.orig_argv[1:]]
    os.environ.pop("__PYVENV_LAUNCHER__", None)  # macOS: it would point the new interpreter back at this one
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - the same process goes on, so signals and exit code are its own
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the child too, and it decides
    sys.exit(subprocess.call(command))


# --- what is installed ------------------------------------------------------------------------------------------


def _is_inside(root: Path) -> bool:
    return Path(sys.prefix).resolve() == (root / ".venv").resolve()


def python_in(root: Path) -> Path:
    """The interpreter of the environment of the checkout `root`."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def read_state(root: Path) -> list[str]:
    """The lines of the state file; none if there is no environment or other hands made it."""
    try:
        return (root / ".venv" / STATE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def write_state(root: Path, lines: Sequence[str]) -> None:
    """Replace the state in one step, so that nobody reads half of it."""
    draft = root / ".venv" / f"{STATE}.new"
    draft.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    draft.replace(root / ".venv" / STATE)


def line_of(root: Path, lock: str) -> str:
    """What the state says when exactly this `lock` has been installed."""
    path = root / lock
    return f"{lock} {hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else 'is gone'}"


def is_current(root: Path, lock: str) -> bool:
    """Whether the environment of `root` has an interpreter and holds what `lock` says today."""
    return line_of(root, lock) in read_state(root) and python_in(root).exists()


# --- one at a time, and one voice -------------------------------------------------------------------------------


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    # The system takes the lock away when its holders are gone, so a killed start never blocks the next one. The
    # installer holds it too: left alone by a killed start, it must end before another one clears the folder.
    with (root / ".venv.lock").open("a+b") as file:
        os.set_inheritable(file.fileno(), True)
        if not _lock(file, wait=False):
            say("Another start is making the environment; waiting for it.")
            while not _lock(file, wait=True):
                pass
        yield


def _lock(file: IO[bytes], *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # waits 10 s at most
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def fail(sentence: str, lines: Sequence[str] = (), *, code: int = 1) -> NoReturn:
    """Say in one sentence why nothing can go on, then what the failed command said, and end."""
    say("\n".join([f"dialogues: {sentence}", *lines]))
    sys.exit(code)
