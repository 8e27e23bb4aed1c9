"""Languages: every text a person reads goes through here, in whole sentences."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale, gettext, lazy_gettext, ngettext
from flask_login import current_user

from dialogues.core import formats
from dialogues.core.errors import DomainError

__all__ = [
    "LANGUAGES",
    "N_",
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

_: Callable[..., str] = gettext
_l = lazy_gettext
_n: Callable[..., str] = ngettext


def N_(text: str) -> str:  # noqa: N802 - the name that message extractors know
    """Mark `text` for the catalogues; it is translated where it is shown."""
    return text


def current_language() -> str:
    """The code of the language that texts come out in now."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


def translated(error: DomainError) -> str:
    """The sentence of a refused rule for the present reader, its dates and numbers in the reader's way."""
    facts: dict[str, Any] = {name: formats.fact(value, current_language()) for name, value in error.facts.items()}
    return str(gettext(error.message, **facts) if facts else gettext(error.message))


def name_in_words(name: str) -> str:
    """A stored name in the reader's language if it is one the program came with, otherwise as somebody wrote it."""
    return str(gettext(name)) if name else name


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
        locale = get_locale()
        return {
            "locale": current_language(),
            "text_direction": locale.text_direction if locale else "ltr",
            "languages": list(LANGUAGES.items()),
        }

    for name in FORMATS:
        app.add_template_filter(_localised(getattr(formats, f"{name}_text")), name)
    app.add_template_filter(name_in_words)


def _localised(form: Any) -> Any:
    def filter_(value: Any, *arguments: Any) -> str:
        return str(form(value, *arguments, locale=current_language()))

    return filter_


def _catalogues() -> Path:
    return Path(__file__).resolve().parent.parent / "translations"
