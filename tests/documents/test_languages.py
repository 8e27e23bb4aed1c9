"""Paper speaks its own language, whatever the reader of the page speaks, and two side by side where asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import Babel

from dialogues.core.i18n import force_locale
from dialogues.documents import agenda, attendance_report, sign_in
from tests.documents import reading
from tests.documents.paper_facts import make_agenda_facts, make_report_facts, make_sign_in_facts

FRENCH = {
    "Agenda": "Programme",
    "End of the day": "Fin de la journée",
    "Sign-in sheet": "Feuille de présence",
    "Name": "Nom",
    "Morning": "Matin",
    "Witness": "Témoin",
    "signature or thumbprint": "signature ou empreinte",
    "I saw these people sign.": "J’ai vu signer ces personnes.",
    "Page %(page)s of %(pages)s": "Page %(page)s sur %(pages)s",
    "Government": "Administration",
    "not recorded": "non relevé",
}


@pytest.fixture
def bilingual_app(tmp_path: Path) -> Iterator[Flask]:
    """An application with a small French catalogue, whose reader has chosen nothing."""
    messages = tmp_path / "fr" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    catalogue = Catalog(locale="fr")
    for english, french in FRENCH.items():
        catalogue.add(english, french)
    with (messages / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path)
    Babel(app)
    with app.app_context():
        yield app


def test_paper_is_in_the_language_it_was_asked_for(bilingual_app) -> None:
    french = reading.text(agenda.draw(make_agenda_facts(language="fr")))
    english = reading.text(agenda.draw(make_agenda_facts(language="en")))
    assert ["PROGRAMME" in french, "Fin de la journée" in french, "Page 1 sur 1" in french] == [True] * 3
    assert "mardi 19 janvier 2016" in french
    assert ["AGENDA" in english, "End of the day" in english, "Page 1 of 1" in english] == [True] * 3


def test_the_language_of_the_reader_does_not_change_the_paper(bilingual_app) -> None:
    with force_locale("fr"):
        text = reading.text(agenda.draw(make_agenda_facts(language="en")))
    assert "AGENDA" in text
    assert "PROGRAMME" not in text


def test_two_languages_stand_in_the_headings_of_a_sheet(bilingual_app) -> None:
    text = reading.text(sign_in.draw(make_sign_in_facts(language="fr", second_language="en")))
    assert "FEUILLE DE PRÉSENCE · SIGN-IN SHEET" in text
    assert "MATIN · MORNING" in text
    assert "NOM Name" in text
    assert "signature ou empreinte" in text
    assert "signature ou empreinte ·" not in text  # both do not fit, so the first stands alone
    assert "J’ai vu signer ces personnes. I saw these people sign." in text
    assert "jeudi 21 janvier 2016 · Thursday 21 January 2016" in text


def test_sectors_and_the_report_follow_the_language_too(bilingual_app) -> None:
    rows = [("Ama", "GOV", "w", "P.PP")]
    text = reading.text(attendance_report.draw(make_report_facts(rows, language="fr")))
    assert "GOV Administration" in text
    assert "non relevé" in text


def test_without_an_application_paper_is_english() -> None:
    assert "AGENDA" in reading.text(agenda.draw(make_agenda_facts(language="fr")))
