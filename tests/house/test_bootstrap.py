"""A bare checkout makes its own environment: once, whole, and only when it is needed."""

import ast
import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from dialogues import __main__ as start
from dialogues import bootstrap, installer

ROOT = Path(__file__).resolve().parents[2]
LOCK = "requirements.txt"
BEFORE_THE_NEEDS = (
    "dialogues/__init__.py",
    "dialogues/__main__.py",
    "dialogues/bootstrap.py",
    "dialogues/installer.py",
    "tests/__init__.py",
    "tests/__main__.py",
)
READ_BY_ANY_PYTHON = tuple(name for name in BEFORE_THE_NEEDS if "__" in name)


class Fake:
    """Stands for pip: notes what it was asked to install."""

    def __init__(self) -> None:
        self.installed: list[str] = []
        self.made = 0

    def make(self, home: Path) -> None:
        self.made += 1
        python = bootstrap.python_in(home.parent)
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)

    def install(self, python: Path, lock: Path) -> None:
        self.installed.append(lock.read_text(encoding="utf-8"))

    def prepare(self, root: Path, lock: str = LOCK, **options: list[str]) -> None:
        bootstrap.prepare(root, lock, make=self.make, install=self.install, **options)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "Mkutano wa Ɛsi"
    (root / "tests").mkdir(parents=True)
    (root / LOCK).write_text("flask==3", encoding="utf-8")
    (root / "tests" / LOCK).write_text("flask==3\npytest==9", encoding="utf-8")
    return root


def test_the_second_start_installs_nothing(checkout):
    fake = Fake()
    assert not bootstrap.is_current(checkout, LOCK)
    fake.prepare(checkout)
    assert bootstrap.is_current(checkout, LOCK)
    fake.prepare(checkout)
    assert fake.installed == ["flask==3"]


def test_a_changed_lock_is_installed_into_the_same_environment(checkout):
    fake = Fake()
    fake.prepare(checkout)
    (checkout / LOCK).write_text("flask==4", encoding="utf-8")
    assert not bootstrap.is_current(checkout, LOCK)
    fake.prepare(checkout)
    assert fake.installed == ["flask==3", "flask==4"]
    assert fake.made == 1


def test_an_interrupted_installation_is_made_anew(checkout):
    fake = Fake()
    half = checkout / ".venv" / "half-a-package.py"

    def be_interrupted(_python: Path, _lock: Path) -> None:
        half.touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bootstrap.prepare(checkout, LOCK, make=fake.make, install=be_interrupted)
    assert not bootstrap.is_current(checkout, LOCK)
    assert half.exists()
    fake.prepare(checkout)
    assert bootstrap.is_current(checkout, LOCK)
    assert not half.exists()
    assert fake.made == 2


def test_an_environment_that_lost_its_python_is_made_anew(checkout):
    fake = Fake()
    fake.prepare(checkout)
    bootstrap.python_in(checkout).unlink()
    bootstrap.python_in(checkout).symlink_to(checkout / "removed")
    assert not bootstrap.is_current(checkout, LOCK)
    fake.prepare(checkout)
    assert (fake.made, len(fake.installed)) == (2, 2)


def test_an_environment_of_another_python_version_is_made_anew(checkout):
    fake = Fake()
    fake.prepare(checkout)
    bootstrap.write_state(checkout, ["python 3.0", bootstrap.line_of(checkout, LOCK)])
    fake.prepare(checkout)
    assert (fake.made, len(fake.installed)) == (2, 2)


def test_an_environment_made_by_other_hands_is_filled_and_not_thrown_away(checkout):
    fake = Fake()
    fake.make(checkout / ".venv")
    fake.prepare(checkout)
    assert (fake.made, len(fake.installed)) == (1, 1)


def test_who_can_test_can_also_run(checkout):
    fake = Fake()
    fake.prepare(checkout, f"tests/{LOCK}", covers=[LOCK])
    assert bootstrap.is_current(checkout, LOCK)
    (checkout / LOCK).write_text("flask==4", encoding="utf-8")
    fake.prepare(checkout)
    assert bootstrap.is_current(checkout, f"tests/{LOCK}")
    (checkout / "tests" / LOCK).write_text("flask==4\npytest==10", encoding="utf-8")
    assert not bootstrap.is_current(checkout, f"tests/{LOCK}")


class Race:
    """Two starts at once; the first is held inside its installation until the second has come that far too."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fake = Fake()
        self.root = root
        self.first_is_installing, self.second_is_there = Event(), Event()
        self.threads: list[Thread] = []
        monkeypatch.setattr(bootstrap, "say", self.hear)

    def hear(self, text: str) -> None:
        if text.startswith("Another start"):
            self.second_is_there.set()

    def install(self, python: Path, lock: Path) -> None:
        if self.first_is_installing.is_set():
            self.second_is_there.set()
            self.threads[0].join(60)  # both note in one file that they are done: one after the other
        self.first_is_installing.set()
        assert self.second_is_there.wait(60)
        self.fake.install(python, lock)

    def run(self) -> int:
        """How often something was installed."""

        def begin() -> None:
            bootstrap.prepare(self.root, LOCK, make=self.fake.make, install=self.install)

        self.threads = [Thread(target=begin), Thread(target=begin)]
        self.threads[0].start()
        assert self.first_is_installing.wait(60)
        self.threads[1].start()
        for thread in self.threads:
            thread.join(60)
        return len(self.fake.installed)


def test_two_starts_at_once_install_once(checkout, monkeypatch):
    assert Race(checkout, monkeypatch).run() == 1
    assert bootstrap.is_current(checkout, LOCK)


def test_without_the_lock_between_starts_both_would_install(checkout, monkeypatch):
    @contextlib.contextmanager
    def no_lock(_root: Path) -> Iterator[None]:
        yield

    monkeypatch.setattr(bootstrap, "_alone", no_lock)
    # The second would also throw away what the first is filling; here it meets a finished-looking one.
    monkeypatch.setattr(bootstrap, "INSTALLING", f"python {installer.python_tag()}")
    assert Race(checkout, monkeypatch).run() == 2


HOLDER = """
import os, sys
from pathlib import Path
from dialogues import bootstrap, installer
if sys.argv[2] == "alone":
    os.set_inheritable = lambda number, inheritable: None
child = "import sys; open(sys.argv[1], 'w').close(); open(sys.argv[2]).close()"
root = Path(sys.argv[1])
pipes = [str(root / name) for name in ("begun", "end")]
def install(python, lock):
    installer.run([sys.executable, "-c", child, *pipes])
bootstrap.prepare(root, "requirements.txt", make=lambda home: None, install=install)
"""


@pytest.mark.parametrize(("holders", "is_free"), (("both", False), ("alone", True)))
def test_an_installer_left_alone_by_a_killed_start_keeps_others_out_until_it_ends(checkout, holders, is_free):
    for name in ("begun", "end"):
        os.mkfifo(checkout / name)
    command = [sys.executable, "-c", HOLDER, str(checkout), holders]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as killed:
        (checkout / "begun").open().close()  # waits until the installer is at work
        killed.kill()
    with (checkout / ".venv.lock").open("a+b") as file:
        assert bootstrap._lock(file, wait=False) is is_free
        (checkout / "end").open("w").close()
        assert bootstrap._lock(file, wait=True)


def test_needs_count_as_there_only_in_versions_new_enough(tmp_path):
    setup = tmp_path / "setup.cfg"
    text = (
        "[options]\ninstall_requires =\n    flask>=3.0\n    reportlab[shaping]>={}\n"
        "[options.extras_require]\ntest =\n    {}\n"
    )
    setup.write_text(text.format("5.1", "pytest>=9.0"), encoding="utf-8")
    assert bootstrap.has_needs(setup, extra="test")
    setup.write_text(text.format("999.1", "pytest>=9.0"), encoding="utf-8")
    assert not bootstrap.has_needs(setup)
    setup.write_text(text.format("5.1", "no-such-package-of-ours>=1"), encoding="utf-8")
    assert bootstrap.has_needs(setup)
    assert not bootstrap.has_needs(setup, extra="test")


def test_a_failed_command_is_named_with_its_last_lines(capsys):
    script = "print('Looking around'); print('No route to host'); raise SystemExit(7)"
    with pytest.raises(installer.CannotPrepare, match="failed with exit code 7") as caught:
        installer.run([sys.executable, "-c", script])
    assert sys.executable in str(caught.value)
    assert caught.value.lines == ["  Looking around", "  No route to host"]
    installer.run([sys.executable, "-c", "print('all is well')"])
    assert capsys.readouterr().out == ""  # what a start says never mixes with what a command prints


def test_progress_counts_what_this_system_needs(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1 \\\n    --hash=x\nb==1 \\\nc==1 ; sys_platform == 'win32' \\\n", encoding="utf-8")
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    progress = installer.Progress(tmp_path / "bin" / "python", lock)
    assert str(progress) == "Fetching packages: 0 of 3"
    progress.hear("Ignoring c: markers 'sys_platform == \"win32\"' don't match your environment")
    progress.hear("Collecting a==1 (from -r lock.txt)")
    assert str(progress) == "Fetching packages: 1 of 2"
    (site / "a-1.dist-info").mkdir()
    assert str(progress) == "Installing packages: 1 of 2"


def test_where_venv_is_missing_the_line_that_brings_it_is_told(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(installer, "is_root", lambda: False)
    with pytest.raises(installer.CannotPrepare, match=r"Run `sudo apt-get install -y python[\d.]+-venv`"):
        installer._bring_venv(sys.executable)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(installer.CannotPrepare, match="lacks venv and ensurepip"):
        installer._bring_venv(sys.executable)


def test_root_fetches_the_lists_only_when_a_package_cannot_be_had_without(monkeypatch):
    commands: list[str] = []
    known = {"venv"}

    def run(command: list[str], **_options: object) -> None:
        commands.append(" ".join(command))
        if command[1] == "update":
            known.add("chromium")
        elif command[-1] not in known:
            raise installer.CannotPrepare("Unable to locate package")

    monkeypatch.setattr(installer, "run", run)
    installer.apt_install("venv")
    assert commands == ["apt-get install -y --no-install-recommends venv"]
    commands.clear()
    installer.apt_install("chromium")
    assert [line.split()[1] for line in commands] == ["install", "update", "install"]


def test_an_old_python_with_no_newer_one_is_told_so_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(start, "MINIMUM", (99, 0))
    with pytest.raises(SystemExit) as ended:
        start.require_python()
    assert ended.value.code == 1
    assert re.fullmatch(r"dialogues: Python 3\.11 or newer is needed, .+\.\n", capsys.readouterr().err)
    monkeypatch.setattr(start, "MINIMUM", (3, 11))
    start.require_python()


def foreign_imports(source: str) -> list[str]:
    """What `source` imports at its top that is neither in the standard library nor safe before the needs are there."""
    safe = {"dialogues", "dialogues.bootstrap", "dialogues.installer", "dialogues.__main__"}
    names = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return [name for name in names if name.split(".")[0] not in sys.stdlib_module_names and name not in safe]


@pytest.mark.parametrize("name", BEFORE_THE_NEEDS)
def test_what_runs_before_the_needs_imports_the_standard_library_only(name):
    assert foreign_imports((ROOT / name).read_text(encoding="utf-8")) == []


def test_an_import_that_comes_too_early_is_noticed():
    assert foreign_imports("import os, click\nfrom dialogues.app import create_app\n") == ["click", "dialogues.app"]


@pytest.mark.parametrize("name", READ_BY_ANY_PYTHON)
def test_an_old_python_can_read_the_start_and_tell_what_is_missing(name):
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_what_an_old_python_cannot_read_is_noticed():
    with pytest.raises(SyntaxError):
        ast.parse("match (3, 7):\n    case _: pass\n", feature_version=(3, 7))


def bare_checkout(root: Path) -> Path:
    """A checkout that needs no package: its command prints where it runs and what it was given."""
    (root / "dialogues").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "bootstrap.py", "installer.py"):
        shutil.copy(ROOT / "dialogues" / name, root / "dialogues")
    command = "import sys\n\n\ndef main():\n    print(sys.prefix, sys.argv[1:])\n    sys.exit(3)\n"
    (root / "dialogues" / "cli.py").write_text(command, encoding="utf-8")
    (root / "setup.cfg").write_text("[options]\ninstall_requires =\n    no-such-package-of-ours>=1\n", encoding="utf-8")
    (root / LOCK).write_text("", encoding="utf-8")
    return root


def run_bare(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    python = getattr(sys, "_base_executable", sys.executable)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        [python, "-m", "dialogues", *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_bare_checkout_makes_its_environment_and_goes_on_inside_it(tmp_path):
    root = bare_checkout(tmp_path / "Mkutano wa Ɛsi")
    first = run_bare(root, "user", "add", "Ɔkyeame Kwame")
    home = root / ".venv"
    assert first.stdout == f"{home} ['user', 'add', 'Ɔkyeame Kwame']\n", first.stderr
    assert first.returncode == 3
    assert "First start" in first.stderr
    second = run_bare(root)
    assert (second.stdout, second.stderr) == (f"{home} []\n", "")


def test_a_folder_that_cannot_be_written_is_named_in_one_sentence(tmp_path):
    root = bare_checkout(tmp_path / "checkout")
    (root / ".venv.lock").mkdir()  # a stand-in that holds for root too
    answer = run_bare(root)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == f"dialogues: {root / '.venv.lock'}: Is a directory.\n"
