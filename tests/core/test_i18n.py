"""Texts come in the language of now, whoever asks and in whatever order."""

import threading

import pytest
from flask import render_template_string

from dialogues.core.i18n import FormTexts, _, _l, _n, current_language, force_locale


@pytest.fixture
def reading(app):
    """A request of somebody who reads English."""
    with app.app_context(), app.test_request_context("/?language=en"):
        yield


def test_another_language_is_spoken_inside_and_the_first_one_afterwards(reading):
    said = [_("Government")]
    with force_locale("fr"):
        said.append(_("Government"))
        with force_locale("en"):
            said.append(_("Government"))
        said.append(_("Government"))
    said.append(_("Government"))
    assert said == ["Government", "Gouvernement", "Government", "Gouvernement", "Government"]


def test_the_language_comes_back_after_a_failure(reading):
    with pytest.raises(ZeroDivisionError), force_locale("fr"):
        assert 1 / 0
    assert (current_language(), _("Government")) == ("en", "Government")


def test_a_text_that_waits_is_said_in_the_language_of_whoever_reads_it(reading):
    waiting = _l("Government")
    with force_locale("fr"):
        assert str(waiting) == "Gouvernement"
    assert str(waiting) == "Government"


def test_the_language_of_one_request_is_not_that_of_the_next(app):
    for language, word in (("fr", "Gouvernement"), ("en", "Government"), ("fr", "Gouvernement")):
        with app.app_context(), app.test_request_context(f"/?language={language}"):
            assert render_template_string("{{ _('Government') }}") == word


def test_two_readers_at_once_each_read_their_own_language(app):
    both_speak, heard = threading.Barrier(2), {}

    def read(language: str) -> None:
        with app.app_context(), app.test_request_context(f"/?language={language}"):
            current_language()
            both_speak.wait(timeout=10)
            heard[language] = [_("Government"), render_template_string("{{ _('Government') }}")]

    readers = [threading.Thread(target=read, args=(language,)) for language in ("fr", "en")]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert heard == {"fr": ["Gouvernement"] * 2, "en": ["Government"] * 2}


def test_what_is_put_into_a_text_of_a_page_is_escaped(reading):
    one = "{{ _('%(name)s is saved.', name=name) }}"
    many = "{{ ngettext('One of %(name)s', '%(num)d of %(name)s', 2, name=name) }}"
    assert render_template_string(one, name="<b>") == "&lt;b&gt; is saved."
    assert render_template_string(many, name="<b>") == "2 of &lt;b&gt;"


def test_a_text_without_facts_is_still_a_form_with_places(reading):
    assert render_template_string("{{ _('100 %%') }}") == "100 %"


def test_a_number_chooses_the_form_of_a_text(reading):
    assert [_n("One person", "%(num)d people", number) for number in (1, 2)] == ["One person", "2 people"]


def test_outside_of_everything_a_text_is_what_it_is():
    assert (_("Government"), current_language()) == ("Government", "en")


def test_the_texts_of_the_forms_library_follow_the_reader(reading):
    texts = FormTexts()
    english = texts.gettext("This field is required.")
    with force_locale("fr"):
        french = texts.gettext("This field is required.")
    assert (english, french) == ("This field is required.", "Ce champ est requis.")
