"""Languages: every text a person reads goes through here, in whole sentences.

A page says some hundreds of texts, so the language and its catalogue are looked for once in a request, and kept until
`force_locale` speaks another one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import flask_babel
from babel.support import Translations
from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel, LazyString, get_locale
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from wtforms.i18n import messages_path

from dialogues.core import formats
from dialogues.core.errors import DomainError

__all__ = [
    "LANGUAGES",
    "N_",
    "FormTexts",
    "_",
    "_l",
    "_n",
    "current_language",
    "force_locale",
    "init_i18n",
    "name_in_words",
    "translated",
]

# The languages that have a catalogue, by their own names.
LANGUAGES = {"en": "English", "fr": "Français"}

_SAID_MAX = 4096  # texts of templates kept ready in every language; there are about half as many


class _Speech(NamedTuple):
    """The language of now: its code and its catalogue."""

    language: str
    direction: str
    catalogue: Any


def _speech() -> _Speech:
    try:
        kept: _Speech | None = g.speech
    except AttributeError:
        kept = None
    except RuntimeError:  # outside of everything nothing is translated
        return _Speech("en", "ltr", flask_babel.get_translations())
    if kept is None:
        locale = get_locale()
        kept = g.speech = _Speech(
            str(locale.language) if locale else "en",
            locale.text_direction if locale else "ltr",
            flask_babel.get_translations(),
        )
    return kept


def _(text: str, /, **facts: Any) -> str:
    """`text` in the language of now, with `facts` in their places."""
    said: str = _speech().catalogue.ugettext(text)
    return said % facts if facts else said


def _n(one: str, many: str, num: int, /, **facts: Any) -> str:
    """The form of a text that goes with `num`, which is also a fact of it."""
    said: str = _speech().catalogue.ungettext(one, many, num)
    return said % {"num": num, **facts}


def _l(text: str, /, **facts: Any) -> Any:
    """The same as `_`, said only when somebody reads it."""
    return LazyString(_, text, **facts)


class FormTexts:
    """The few texts of WTForms itself in the language of now; each language is read from its file once."""

    def gettext(self, text: str) -> str:
        """A text."""
        return str(_form_catalogue(current_language()).ugettext(text))

    def ngettext(self, one: str, many: str, num: int) -> str:
        """The form of a text that goes with `num`."""
        return str(_form_catalogue(current_language()).ungettext(one, many, num))


@lru_cache
def _form_catalogue(language: str) -> Any:
    return Translations.load(messages_path(), [language], domain="wtforms")


@contextmanager
def force_locale(language: str) -> Iterator[None]:
    """Speak `language` while a block runs, whoever reads."""
    before = g.pop("speech", None) if has_app_context() else None
    try:
        with flask_babel.force_locale(language):
            yield
    finally:
        if has_app_context():
            g.speech = before


def N_(text: str) -> str:  # noqa: N802 - the name that message extractors know
    """Mark `text` for the catalogues; it is translated where it is shown."""
    return text


def current_language() -> str:
    """The code of the language that texts come out in now."""
    return _speech().language


def translated(error: DomainError) -> str:
    """The sentence of a refused rule for the present reader, its dates and numbers in the reader's way."""
    facts: dict[str, Any] = {name: formats.fact(value, current_language()) for name, value in error.facts.items()}
    return _(error.message, **facts)


def name_in_words(name: str) -> str:
    """A stored name in the reader's language if it is one the program came with, otherwise as somebody wrote it."""
    return _(name) if name else name


def _choose_language() -> str:
    if not has_request_context():
        return "en"
    asked = request.args.get("language") or session.get("language") or getattr(current_user, "language", None)
    if asked in LANGUAGES:
        return str(asked)
    return str(request.accept_languages.best_match(list(LANGUAGES), "en"))


# Filters of the templates: each is the function of `formats` with this name and `_text` behind it.
FORMATS = (
    "day", "short_day", "day_range", "time", "instant", "number", "percent", "listing", "country", "language",
)  # fmt: skip


def init_i18n(app: Flask) -> None:
    """Give `app` its catalogues, the choice of language and the filters for dates and numbers."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(_catalogues())
    Babel(app, locale_selector=_choose_language)

    @app.before_request
    def remember_language() -> None:
        asked = request.args.get("language")
        if asked in LANGUAGES and session.get("language") != asked:
            session["language"] = asked

    @app.context_processor
    def language_facts() -> dict[str, Any]:
        speech = _speech()
        return {
            "locale": speech.language,
            "text_direction": speech.direction,
            "languages": list(LANGUAGES.items()),
        }

    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=_n_in_template)

    for name in FORMATS:
        app.add_template_filter(_localised(getattr(formats, f"{name}_text")), name)
    app.add_template_filter(name_in_words)


@lru_cache(_SAID_MAX)
def _said(catalogue: Any, text: str) -> Markup:
    return Markup(catalogue.ugettext(text)) % {}  # noqa: S704 - a text of ours


@pass_eval_context
def _in_template(context: EvalContext, text: str, /, **facts: Any) -> str:
    """A text of a template: it may hold markup of ours, and whatever is put into it is escaped."""
    catalogue = _speech().catalogue
    if not context.autoescape:
        return str(catalogue.ugettext(text) % facts)
    if not facts:
        return _said(catalogue, text)
    return Markup(catalogue.ugettext(text)) % facts  # noqa: S704 - a text of ours


@pass_eval_context
def _n_in_template(context: EvalContext, one: str, many: str, num: int, /, **facts: Any) -> str:
    """The form of it that goes with `num`."""
    said = _speech().catalogue.ungettext(one, many, num)
    told = Markup(said) if context.autoescape else said  # noqa: S704 - a text of ours
    return told % {"num": num, **facts}


def _localised(form: Any) -> Any:
    def filter_(value: Any, *arguments: Any) -> str:
        return str(form(value, *arguments, locale=current_language()))

    return filter_


def _catalogues() -> Path:
    return Path(__file__).resolve().parent.parent / "translations"
