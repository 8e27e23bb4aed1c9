"""What a reader is told when something was refused, lost or broken: one handler for each kind of error."""

import secrets
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from dialogues.core import once
from dialogues.core.db import db, is_busy
from dialogues.core.errors import DomainError, NotAllowed, NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import problem, safe_path, wants_json

_RETRY_AFTER_S = 2


def init_failures(app: Flask) -> None:
    """Give `app` its answers to everything that can go wrong, as a page or as JSON."""
    app.register_error_handler(once.AlreadySent, _already_sent)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(sa.exc.IntegrityError, _somebody_was_faster)
    app.register_error_handler(StaleDataError, _somebody_was_faster)
    app.register_error_handler(sa.exc.DatabaseError, _database_trouble)
    app.register_error_handler(HTTPException, _plain_error)
    app.register_error_handler(Exception, _broken)


def _page(status: int, name: str, **facts: Any) -> ResponseReturnValue:
    return render_template(f"errors/{name}.html", **facts), status


def _already_sent(error: once.AlreadySent) -> ResponseReturnValue:
    flash(translated(error), "info")
    # Where a page has several forms, the names of their fields have a word in front.
    key = next((value for name, value in request.form.items() if name.rpartition("-")[2] == "once"), "")
    location = once.find_location(db.session(), key)
    return redirect(safe_path(location) or request.path)


def _refused(error: DomainError) -> ResponseReturnValue:
    status = {NotFoundHere: 404, NotAllowed: 403}.get(type(error), 422)
    if wants_json():
        return problem(status, error.code, translated(error))
    if status == 404:
        return _page(404, "404")
    return _page(status, "403" if status == 403 else "422", message=translated(error))


def _forged(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, "csrf")


def _somebody_was_faster(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    message = _("Somebody else changed this at the same moment. Look again, then repeat what is still missing.")
    return problem(409, "conflict", message) if wants_json() else _page(409, "409", message=message)


def _database_trouble(error: sa.exc.DatabaseError) -> ResponseReturnValue:
    db.session.rollback()
    reference = _log(error)
    if is_busy(error):
        message = _("The database is busy. Nothing was saved; try again in a moment.")
    else:
        message = _("The database cannot be written or read just now. Nothing was saved.")
    if wants_json():
        response = problem(503, "unavailable", message)
    else:
        response = current_app.make_response(_page(503, "503", message=message, reference=reference))
    response.headers["Retry-After"] = str(_RETRY_AFTER_S)
    return response


def _plain_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    if wants_json():
        return problem(status, error.name.lower().replace(" ", "_"), str(error.description))
    if status == 404:
        return _page(404, "404")
    if status == 403:
        return _page(403, "403", message=None)
    return _page(status, "4xx" if status < 500 else "500", message=error.description, reference=None)


def _broken(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    db.session.rollback()
    reference = _log(error)
    if wants_json():
        message = _("Something broke here. The reference is %(reference)s.", reference=reference)
        return problem(500, "internal", message)
    return _page(500, "500", message=None, reference=reference)


def _log(error: Exception) -> str:
    """Write the trace to the log under a reference that the reader is shown."""
    reference = secrets.token_hex(4)
    current_app.logger.error("failure %s at %s", reference, request.endpoint, exc_info=error)
    return reference
