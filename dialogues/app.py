"""The factory: settings, extensions, pages, in one place."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_compress import Compress
from flask_login import current_user
from jinja2 import StrictUndefined
from sqlalchemy.pool import StaticPool
from werkzeug.middleware.proxy_fix import ProxyFix

from dialogues import settings as settings_module
from dialogues import tables
from dialogues.accounts import routes as accounts
from dialogues.accounts.identity import init_identity
from dialogues.agenda import api as agenda_api
from dialogues.agenda import routes as agenda
from dialogues.api import routes as api
from dialogues.attendance import api as attendance_api
from dialogues.attendance import routes as attendance
from dialogues.audit_pack import routes as audit_pack
from dialogues.bundles import routes as bundles
from dialogues.core.assets import init_assets
from dialogues.core.db import db
from dialogues.core.failures import init_failures
from dialogues.core.i18n import init_i18n
from dialogues.core.web import csrf, init_web
from dialogues.directory import routes as directory
from dialogues.documents import routes as documents
from dialogues.events import api as events_api
from dialogues.events import routes as events
from dialogues.groups import api as groups_api
from dialogues.groups import routes as groups
from dialogues.home import routes as home
from dialogues.home.navigation import navigation
from dialogues.imports import routes as imports
from dialogues.invitations import routes as invitations
from dialogues.messages import routes as messages
from dialogues.paper import routes as paper
from dialogues.people import routes as people
from dialogues.registration import api as registration_api
from dialogues.registration import routes as registration
from dialogues.reports import api as reports_api
from dialogues.reports import routes as reports

_PAGES = (
    accounts,
    people,
    events,
    registration,
    agenda,
    invitations,
    attendance,
    groups,
    reports,
    documents,
    imports,
    directory,
    bundles,
    audit_pack,
    messages,
    paper,
    home,
)
_API = (api, events_api, registration_api, agenda_api, groups_api, attendance_api, reports_api)
_HERE = Path(__file__).resolve().parent


def beside_or_inside(name: str) -> Path:
    """The folder `name`: inside the package when it was installed, beside it in a checkout."""
    inside = _HERE / name
    return inside if inside.is_dir() else _HERE.parent / name


def default_instance() -> Path:
    """Where an instance lives unless told: beside the checkout, else in the working folder."""
    told = os.environ.get("DIALOGUES_INSTANCE")
    if told:
        return Path(told).resolve()
    checkout = _HERE.parent
    return (checkout if (checkout / "setup.cfg").is_file() else Path.cwd()) / "instance"


def create_app(*, instance: Path | None = None, settings: Mapping[str, Any] | None = None) -> Flask:
    """The application on the instance folder `instance`; `settings` win over its variables and file.

    Makes the folder, the key and an empty database file if they are missing, but no tables.
    Raises settings.BadSetting with one sentence if a setting cannot be used.
    """
    os.umask(0o077)  # whatever this process writes is for its owner
    folder = (instance or default_instance()).resolve()
    chosen = settings_module.load(folder, settings)
    database = settings_module.database_url(chosen, folder)
    settings_module.prepare_instance(folder, database)
    app = Flask(
        "dialogues",
        instance_path=str(folder),
        template_folder=str(beside_or_inside("templates")),
        static_folder=str(beside_or_inside("static")),
    )
    secure = chosen.BASE_URL.startswith("https://")
    app.config.update(
        SECRET_KEY=settings_module.secret_key(folder),
        SQLALCHEMY_DATABASE_URI=database,
        SQLALCHEMY_ENGINE_OPTIONS={"poolclass": StaticPool} if database == "sqlite://" else {},
        TRUSTED_HOSTS=[host.strip() for host in chosen.TRUSTED_HOSTS.split(",") if host.strip()] or None,
        MAX_CONTENT_LENGTH=chosen.UPLOAD_MIB_MAX * 1024 * 1024,
        MAX_FORM_PARTS=chosen.FORM_FIELDS_MAX,
        SESSION_COOKIE_NAME="__Host-dialogues" if secure else "dialogues",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=chosen.SIGN_IN_HOURS),
        WTF_CSRF_TIME_LIMIT=None,  # bound to the sign-in; a page may stay open all day without a network
        WTF_CSRF_SSL_STRICT=False,  # we send no referrer at all
        COMPRESS_MIMETYPES=["text/html", "text/csv", "text/calendar", "application/json"],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_MIN_SIZE=1_200,  # what one packet carries arrives no sooner when packed
        COMPRESS_BR_LEVEL=4,  # a list page in a millisecond; higher levels cost more than a slow line saves
        DIALOGUES=chosen,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if chosen.PROXY_COUNT:
        count = chosen.PROXY_COUNT
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    tables.gather()
    db.init_app(app)
    init_i18n(app)
    init_web(app)
    init_failures(app)
    init_assets(app)  # comes packed from memory; the rest is packed as it is sent
    Compress(app)
    init_identity(app)
    for feature in _PAGES:
        app.register_blueprint(feature.bp)
    for feature in _API:
        csrf.exempt(feature.bp)  # known by a token in a header; cookies are not looked at there
        app.register_blueprint(feature.bp)

    @app.context_processor
    def page_facts() -> dict[str, Any]:
        event = g.get("event")
        is_sample = chosen.SAMPLE or (event is not None and event.is_sample)
        return {"viewer": current_user, "is_sample": is_sample, **navigation()}

    return app
