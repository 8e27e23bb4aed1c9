"""The catalogues: fresh, compiled, and with the same placeholders in every language."""

import re

import pytest
from babel.messages.catalog import Message

from dialogues.core.i18n import name_in_words
from tests import catalogues

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _texts(value):
    return value if isinstance(value, (tuple, list)) else (value,)


def _ids(catalog):
    return {message.id for message in catalog if message.id}


def _wrong_placeholders(message):
    """The forms of a translation that name what the text does not, or leave out what it names."""
    if not any(_texts(message.string)):
        return []
    wanted = set().union(*(_PLACEHOLDER.findall(text) for text in _texts(message.id)))
    return [text for text in _texts(message.string) if text and set(_PLACEHOLDER.findall(text)) - wanted] + [
        text for text in _texts(message.string)[-1:] if wanted - set(_PLACEHOLDER.findall(text)) - {"num"}
    ]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_holds_exactly_the_texts_of_the_program(language):
    now, kept = _ids(catalogues.extracted()), _ids(catalogues.kept(language))
    assert now - kept == set(), "Run python -m tests.catalogues."
    assert kept - now == set(), "Run python -m tests.catalogues."


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_what_the_program_reads_is_what_was_translated(language):
    assert catalogues.mo_path(language).read_bytes() == catalogues.compiled(language)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translations_name_the_same_facts(language):
    wrong = {str(message.id): found for message in catalogues.kept(language) if (found := _wrong_placeholders(message))}
    assert wrong == {}


@pytest.mark.parametrize("string", ("Il manque le nom.", "%(nom)s est présent."))
def test_a_translation_that_loses_or_invents_a_fact_would_be_noticed(string):
    assert _wrong_placeholders(Message("%(name)s is present.", string=string)) != []


def test_most_of_french_is_translated():
    catalog = catalogues.kept("fr")
    done = [message for message in catalog if message.id and all(_texts(message.string))]
    assert len(done) >= 0.9 * len(catalog)


def test_a_reader_switches_the_language_and_keeps_it(stranger):
    assert "Se connecter" in stranger.get("/sign-in?language=fr").text
    page = stranger.get("/sign-in")
    assert 'lang="fr"' in page.text
    assert "Se connecter" in page.text
    assert "Sign in" in stranger.get("/sign-in?language=en").text


def test_an_unknown_language_changes_nothing(stranger):
    assert 'lang="en"' in stranger.get("/sign-in?language=xx").text


def _broken_typography(text):
    """Whether a French text may break its line before a sign, or has the apostrophe of a typewriter."""
    return re.search(r" [:;?!](\s|$)|« | »|'", text) is not None


def test_french_is_set_as_french_is_set():
    texts = [text for message in catalogues.kept("fr") if message.id for text in _texts(message.string)]
    assert [text for text in texts if _broken_typography(text)] == []


@pytest.mark.parametrize("text", ("Qui est-ce ?", "« Tarkwa »", "l'accueil"))
def test_french_that_is_not_would_be_noticed(text):
    assert _broken_typography(text)


def test_a_stored_name_is_translated_where_the_program_brought_it(app):
    with app.test_request_context("/?language=fr"):
        assert name_in_words("Faith groups") == "Groupes religieux"
        assert name_in_words("100% Tarkwa") == "100% Tarkwa"
        assert name_in_words("") == ""
