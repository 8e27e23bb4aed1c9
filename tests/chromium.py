"""Find a real Chromium for the browser tests, or bring one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dialogues.installer import CannotPrepare, apt_install, is_root, run

VARIABLE = "DIALOGUES_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
MAC_APPS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_APPS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
PLAYWRIGHT = [sys.executable, "-m", "playwright"]
ANSWER_S = 60  # a first start on a slow laptop
PATIENCE_MS = 15_000  # for what a page shows: milliseconds as a rule, more on two busy cores


class NoChromium(Exception):
    """No browser was found and none could be brought."""


def find_chromium() -> str:
    """The path of a Chromium, Chrome or Edge that starts. Raises NoChromium."""
    told = os.environ.get(VARIABLE)
    if told:
        if not Path(told).is_file():
            raise NoChromium(f"{VARIABLE} names {told}, which is no file.")
        return told
    for path in _candidates():
        if _starts(path):
            return path
    raise NoChromium(f"No Chromium, Chrome or Edge was found. Install one, or name it in {VARIABLE}.")


def bring_chromium() -> str:
    """The path of a browser and a driver that works, installed first if missing. Raises NoChromium, CannotPrepare."""
    _bring_driver()
    try:
        return find_chromium()
    except NoChromium:
        if os.environ.get(VARIABLE):
            raise
    if is_root() and _system() == "debian":
        apt_install("chromium")
    else:
        # Ubuntu's own package is a snap, which does not start in a container; Playwright's build does.
        dependencies = ["--with-deps"] if sys.platform == "darwin" or _system() in ("debian", "ubuntu") else []
        try:
            run([*PLAYWRIGHT, "install", *dependencies, "chromium"])
        except CannotPrepare as error:
            sentence = f"No browser was found and none could be installed. Install Chromium, or name one in {VARIABLE}."
            raise CannotPrepare(sentence, [str(error), *error.lines]) from error
    return find_chromium()


def _bring_driver() -> None:
    # Playwright brings a Node of its own, which needs one library that a small Debian or Ubuntu lacks.
    if _answer([*PLAYWRIGHT, "--version"]) is None and is_root() and shutil.which("apt-get"):
        apt_install("libatomic1")
    if _answer([*PLAYWRIGHT, "--version"]) is None:
        raise NoChromium(f"Playwright's driver does not start; `{' '.join(PLAYWRIGHT)} --version` tells why.")


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    if sys.platform == "darwin":
        for base in (Path("/Applications"), Path.home() / "Applications"):
            yield from (str(base / f"{name}.app" / "Contents/MacOS" / name) for name in MAC_APPS)
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            yield from (str(Path(os.environ.get(variable, "C:/")) / app) for app in WINDOWS_APPS)
    yield from _from_playwright()


def _from_playwright() -> Iterator[str]:
    # Asked in a process of its own: in this one a test may be driving a browser already.
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    path = _answer([sys.executable, "-c", code])
    if path:
        yield path


def _starts(path: str) -> bool:
    # On Windows asking for the version opens a window.
    return Path(path).is_file() and (sys.platform == "win32" or _answer([path, "--version"]) is not None)


def _answer(command: Sequence[str]) -> str | None:
    try:
        answer = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=ANSWER_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def _system() -> str:
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return sys.platform
    return next((line[3:].strip("\"'") for line in lines if line.startswith("ID=")), sys.platform)
