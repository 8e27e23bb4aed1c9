"""The command that prints a document."""

import io

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from dialogues.core.db import db
from dialogues.documents.cli import document
from tests.factories import make_event
from tests.reports.attended import make_attended_event


def run(app, *arguments):
    db.session.commit()
    return CliRunner().invoke(document, list(arguments), obj=lambda: app)


@pytest.mark.parametrize("name", ("agenda", "sign-in-sheet", "attendance-report"))
def test_every_document_comes_as_a_pdf_that_only_its_owner_can_read(app, session, tmp_path, name):
    make_attended_event()
    file = tmp_path / "out.pdf"
    done = run(app, "tarkwa", name, "--paper", "letter", "-o", str(file))
    assert (done.exit_code, done.output) == (0, "")
    assert len(PdfReader(io.BytesIO(file.read_bytes())).pages) >= 1
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_names_nobody_is_in_the_file(app, session, tmp_path):
    make_attended_event()
    file = tmp_path / "out.pdf"
    run(app, "tarkwa", "attendance-report", "--without-names", "-o", str(file))
    assert "Serwaa" not in "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages)


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    (
        (["nowhere", "agenda"], 1, "There is no event nowhere."),
        (["tarkwa", "poster"], 2, "'agenda', 'sign-in-sheet', 'attendance-report'"),
        (["tarkwa", "agenda", "--day", "soon"], 2, "soon"),
        (["tarkwa", "agenda", "--language", "tlh"], 2, "tlh"),
        (["tarkwa", "agenda", "--without-names"], 2, "agenda cannot be printed without names."),
    ),
)
def test_a_wrong_wish_is_told_in_a_sentence(app, session, tmp_path, arguments, status, sentence):
    make_event()
    done = run(app, *arguments, "-o", str(tmp_path / "out.pdf"))
    assert (done.exit_code, sentence in done.stderr) == (status, True)
    assert not (tmp_path / "out.pdf").exists()


def test_a_day_that_the_event_does_not_have_is_refused(app, session, tmp_path):
    make_event()
    done = run(app, "tarkwa", "sign-in-sheet", "--day", "2026-06-09", "-o", str(tmp_path / "out.pdf"))
    assert str(done.exception) == "The event has no day 2026-06-09."
