"""The program as people serve it, in a process of its own, on an instance with an event and a token for its door."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "dialogues")
DAY = "2026-06-02"


class Server:
    """A served instance; `program` may be another way to start it, or something that watches it."""

    def __init__(self, instance: str, program: Sequence[str] = PROGRAM, options: Sequence[str] = ()) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUES_")}
        command = [*program, "--instance", instance, "serve", "--port", "0", *options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        said = self.process.stdout.readline() if self.process.stdout else ""
        found = re.search(r"127\.0\.0\.1:(\d+)", said)
        assert found, f"The server did not start; it said {said!r}."
        self.port = int(found[1])

    def kill(self) -> None:
        """End it as a power cut would: no handler runs, in it or in what watches it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self._gone()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        os.killpg(self.process.pid, signal.SIGINT)
        self._gone()

    def _gone(self) -> None:
        self.process.wait(timeout=60)
        if self.process.stdout:
            self.process.stdout.close()
