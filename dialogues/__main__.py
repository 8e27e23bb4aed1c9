"""Start the program with `python3 -m dialogues`, from a bare checkout too.

This file is read by whatever Python answers to `python3`, so it keeps to what every Python 3.6 and newer can read
and to the standard library. `bootstrap` makes the environment; `cli` is imported when the needs are there.
"""

import os
import sys

MINIMUM = (3, 11)
NEWER = ("python3.11", "python3.12", "python3.13", "python3.14")  # tried in this order on PATH


def require_python() -> None:
    """Return under Python 3.11 or newer; otherwise go on under one that is found, or say what is missing."""
    if sys.version_info >= MINIMUM:
        return
    import subprocess

    for command in _candidates():
        if not _is_new_enough(command):
            continue
        command += _module_arguments()
        if os.name == "posix":
            os.execvp(command[0], command)  # noqa: S606 - becoming the newer Python is the point
        sys.exit(subprocess.call(command))
    sys.stderr.write(
        f"dialogues: Python 3.11 or newer is needed, but this is Python {sys.version.split()[0]} and no newer one "
        "is on PATH. Install one and start again.\n"
    )
    sys.exit(1)


def _candidates() -> "list[list[str]]":
    from pathlib import Path

    home = Path(__file__).resolve().parent.parent / ".venv"
    own = [path for path in (home / "bin" / "python", home / "Scripts" / "python.exe") if path.exists()]
    launcher = [["py", "-" + name[len("python") :]] for name in NEWER] if os.name == "nt" else []
    return [[str(path)] for path in own] + [[name] for name in NEWER] + launcher


def _is_new_enough(command: "list[str]") -> bool:
    import subprocess

    # A name on PATH may be a stand-in that only tells how to install the real one, so it is asked.
    question = f"import sys; sys.exit(sys.version_info < {MINIMUM!r})"
    try:
        return subprocess.call([*command, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _module_arguments() -> "list[str]":
    spec = sys.modules["__main__"].__spec__
    return ["-m", spec.name.rpartition(".")[0] if spec else "dialogues", *sys.argv[1:]]


def main() -> None:
    """Run one command of the program, in an environment that has what it needs."""
    require_python()
    from dialogues import bootstrap

    bootstrap.enter("requirements.txt")
    from dialogues.cli import main as run

    run()


if __name__ == "__main__":
    main()
