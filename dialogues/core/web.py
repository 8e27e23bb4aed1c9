"""The edge of the pages: forms that act once, refused rules beside their field, headers, error pages."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, flash, g, json, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from markupsafe import escape
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, ValidationError
from wtforms import Field, FieldList, FormField, HiddenField, PasswordField
from wtforms.csrf.core import CSRFTokenField
from wtforms.widgets import Select

from dialogues.core import clock, once
from dialogues.core.db import unit_of_work
from dialogues.core.errors import DomainError
from dialogues.core.folding import clean
from dialogues.core.i18n import FormTexts, translated

csrf = CSRFProtect()

_FORM_TEXTS = FormTexts()

_KEY_LENGTH_MAX = 64
_ROW_NUMBER_MAX = 2**31 - 1  # PostgreSQL's integer; SQLite's driver fails above 2**63 - 1
_RETRY_AFTER_S = 2

# Nothing is inline and nothing comes from elsewhere, so no nonce is needed.
_CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class _Select(Select):
    """A list to choose from, its options written without the detours that attributes of every kind need."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> str:
        """One option, sign by sign as the library writes it."""
        if kwargs or choice.render_kw or isinstance(choice.value, bool):
            return str(super().render_option(choice, **kwargs))
        chosen = "selected " if choice.selected else ""
        return f'<option {chosen}value="{escape(choice.value)}">{escape(choice.label or choice.value)}</option>'


_SELECT = _Select()


class Form(FlaskForm):
    """A form of ours: guarded against forgery, acts once, its texts cleaned (NFC, no controls, no outer spaces)."""

    once = HiddenField()

    class Meta(FlaskForm.Meta):
        """Clean every text before it is judged; know the texts of WTForms by heart."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Add the cleaning filter to every field whose value is a text."""
            kind = unbound_field.field_class
            if not issubclass(kind, PasswordField | CSRFTokenField | FormField | FieldList):
                options = {**options, "filters": [*unbound_field.kwargs.get("filters", ()), _clean_text]}
            return unbound_field.bind(form=form, **options)

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            """Draw the field; a plain list to choose from by the shorter way."""
            if type(field.widget) is Select and not field.widget.multiple:
                field.widget = _SELECT
            return super().render_field(field, render_kw)

        def get_translations(self, form: Any) -> FormTexts:
            """The texts of WTForms itself; the extension would read their file for every request anew."""
            return _FORM_TEXTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.once.data or len(self.once.data) > _KEY_LENGTH_MAX:
            self.once.data = secrets.token_urlsafe(16)


def _clean_text(value: Any) -> Any:
    # Exactly a text: a code that was read into its enum is one of ours, and cleaning would turn it back into a text.
    return clean(value) if type(value) is str else value


@contextmanager
def act(form: Form) -> Iterator[Session]:
    """A unit of work for one sent form: everything in it is kept, once, or nothing is.

    Raises AlreadySent if the same form has acted before; the application answers that by leading the
    reader to where the first one led.
    """
    key = str(form.once.data)
    with unit_of_work() as session:
        once.claim(session, key, at=clock.now())
        yield session
    g.acted_key = key


def show_error(field: Field, error: DomainError) -> None:
    """Put the sentence of a refused rule beside `field`; the page is then shown again as it was filled in."""
    field.errors = [*field.errors, translated(error)]


def flash_undo(text: str, *, url: str, label: str) -> None:
    """Tell what happened, with a button that takes it back by a POST to `url`."""
    flash({"text": text, "url": url, "label": label}, "undo")  # type: ignore[arg-type] # kept as JSON in the cookie


def safe_path(target: str | None) -> str | None:
    """`target` if it is a path of this site, re-made from its parts; None for anything else."""
    if not target or not target.isprintable() or "\\" in target or target.startswith("//"):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:  # brackets and letters that no host name may have
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def wants_json() -> bool:
    """Whether this request is one of the API's, which answers errors as JSON."""
    return request.path.startswith("/api/")


def problem(status: int, code: str, message: str) -> Response:
    """The API's one shape of an error."""
    response = Response(status=status)
    response.set_data(json.dumps({"error": {"code": code, "message": message}}))
    response.content_type = "application/json"
    return response


class _RowNumber(IntegerConverter):
    """A number in an address: the id of a row. What no integer column can hold is no row, so no page."""

    def to_python(self, value: str) -> int:
        """Refuse what is out of range; the address is then not found."""
        if len(value) > len(str(_ROW_NUMBER_MAX)) or int(value) > _ROW_NUMBER_MAX:
            raise ValidationError
        return int(super().to_python(value))


def init_web(app: Flask) -> None:
    """Give `app` its headers, its protection against forged forms, and the memory of forms that acted."""
    app.url_map.converters["int"] = _RowNumber
    csrf.init_app(app)

    @app.before_request
    def refuse_nul() -> None:
        """PostgreSQL stores no NUL and no name holds one: an address with it leads nowhere."""
        if "\x00" in request.path or any("\x00" in value for values in request.args.lists() for value in values[1]):
            abort(404)

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
            response.vary.add("Cookie")
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response

    @app.after_request
    def keep_where_it_led(response: Response) -> Response:
        key = g.pop("acted_key", None)
        if key is not None and response.location is not None:
            with unit_of_work() as session:
                once.keep_location(session, key, location=response.location)
        return response


def here() -> str:
    """The path of the present page with its query, for coming back after an act."""
    return request.full_path.rstrip("?")


def back_to(endpoint: str, **values: Any) -> ResponseReturnValue:
    """Lead the browser on after an act (303, so a reload does not send the form again)."""
    return redirect(url_for(endpoint, **values), code=303)


def unlisted(page: str, status: int = 200) -> ResponseReturnValue:
    """A page that no search engine may keep."""
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def page_number() -> int:
    """The page of a list the reader asks for, from 1; nonsense is the first page."""
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def base_url() -> str:
    """Where readers reach this instance, without a slash at the end: as it is set, else the host of this request.

    Only for acts of somebody signed in: a stranger's request may name any host.
    """
    configured: str = current_app.config["DIALOGUES"].BASE_URL
    return (configured or request.url_root).rstrip("/")
