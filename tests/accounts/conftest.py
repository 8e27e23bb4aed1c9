"""The command line, as a person at a terminal meets it."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dialogues import cli
from dialogues.core import schema


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Run one command on the database of the test."""
    monkeypatch.setattr(cli, "create_app", lambda **_facts: app)
    monkeypatch.setattr(schema, "bring_up_to_date", lambda *_engine, **_facts: False)

    def run(*words: str, typed: str = "") -> Outcome:
        session.commit()
        monkeypatch.setattr("sys.argv", ["dialogues", *words])
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        session.expire_all()
        printed = capsys.readouterr()
        return Outcome(code=int(ended.value.code or 0), out=printed.out, err=printed.err)

    return run
