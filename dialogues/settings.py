"""Every setting once: its type, unit, default and the variable or `config.py` name that changes it.

Order: `settings` given to the factory, then environment (`DIALOGUES_` + name), then `instance/config.py`, then the
default. A key that was published or is too short stops the start.
"""

import os
import runpy
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SECRET_FILE = "secret_key"  # noqa: S105 - the name of the file, not the secret
SECRET_BYTES_MIN = 32
_SMALL_GROUPS_BELOW_MIN, _SMALL_GROUPS_BELOW_MAX = 3, 100  # below three nobody is hidden
_DATABASES = ("postgresql://", "postgresql+psycopg://", "sqlite://")
_KNOWN_SECRETS = {"dev", "secret", "changeme", "change-me", "development"}


class BadSetting(Exception):
    """A setting cannot be used; the message names it and says what it must be."""


@dataclass(frozen=True)
class Settings:
    """What an instance can be told. All values are text in the environment and typed here."""

    DATABASE_URL: str = ""  # SQLAlchemy address; empty: instance/dialogues.sqlite3
    BASE_URL: str = ""  # how readers reach this instance, e.g. https://dialogues.example.org; used in printed QR codes
    TRUSTED_HOSTS: str = ""  # host names answered, separated by commas; empty: any, for a laptop whose address changes
    PROXY_COUNT: int = 0  # proxies in front whose X-Forwarded-* headers are believed
    SIGN_IN_HOURS: int = 12  # how long a sign-in lasts
    UPLOAD_MIB_MAX: int = 16  # largest request body, in MiB
    FORM_FIELDS_MAX: int = 5000  # most parts of one form: a grid of 500 people has eight a row
    MAIL_SENDER: str = (
        ""  # smtp, file (into the folder mails of the instance) or console; empty: smtp if MAIL_HOST is set
    )
    MAIL_HOST: str = ""  # the mail server; while it and MAIL_SENDER are empty, mails wait
    MAIL_PORT: int = 0  # 0: 587 for starttls, 465 for tls, 25 for none
    MAIL_USER: str = ""  # empty: the mail server asks for no sign-in
    MAIL_PASSWORD: str = ""
    MAIL_SECURITY: str = "starttls"  # starttls, tls or none
    MAIL_FROM: str = ""  # the address that every mail comes from
    MAIL_FROM_NAME: str = "Dialogues"  # and the name beside it
    MAIL_TIMEOUT_S: int = 30  # how long one step of the mail server may take
    PHONE_LIST_HOURS: int = 24  # a phone that could not sync for so long wipes the names it holds; marks stay
    PHONE_OFFLINE: bool = (
        True  # no: browsers drop their copies of the door page and of public agendas, should one be broken
    )
    SMALL_GROUPS_BELOW: int = 5  # groups of fewer people are not told in figures that leave the house; 10 is stricter
    SAMPLE: bool = False  # this instance holds the sample programme; every page says so


def load(instance: Path, given: Mapping[str, Any] | None = None) -> Settings:
    """The settings of the instance in folder `instance`. Raises BadSetting naming what is wrong."""
    written = _read_config(instance / "config.py")
    values: dict[str, Any] = {}
    for field in fields(Settings):
        value = (given or {}).get(field.name, os.environ.get(f"DIALOGUES_{field.name}", written.get(field.name)))
        if value is not None:
            values[field.name] = _typed(field.name, field.type, value)
    settings = Settings(**values)
    if not _SMALL_GROUPS_BELOW_MIN <= settings.SMALL_GROUPS_BELOW <= _SMALL_GROUPS_BELOW_MAX:
        raise BadSetting(
            f"SMALL_GROUPS_BELOW must be a whole number from {_SMALL_GROUPS_BELOW_MIN} to {_SMALL_GROUPS_BELOW_MAX}, "
            f"not {settings.SMALL_GROUPS_BELOW}."
        )
    return settings


def database_url(settings: Settings, instance: Path) -> str:
    """Where the data are: as set, or the file in the instance folder. Raises BadSetting for any other address.

    The address is never shown again: it may hold a password.
    """
    url = settings.DATABASE_URL or f"sqlite:///{instance / 'dialogues.sqlite3'}"
    if not url.startswith(_DATABASES):
        raise BadSetting(
            "DATABASE_URL must begin with postgresql:// or sqlite:///, such as postgresql://user@host/dialogues."
        )
    try:
        _ = urlsplit(url).port  # read only to hear whether it is a number
    except ValueError:
        raise BadSetting("DATABASE_URL names a port that is no number from 0 to 65535.") from None
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def prepare_instance(instance: Path, database: str) -> None:
    """Make the folder (0700) and the database file (0600) if they are missing; names of people live there."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    if database.startswith("sqlite:///") and ":memory:" not in database:
        path = Path(database.removeprefix("sqlite:///"))
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def secret_key(instance: Path) -> str:
    """The key that signs cookies: made at the first start, kept in a file only its owner may read."""
    path = instance / SECRET_FILE
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(SECRET_BYTES_MIN))
    key = path.read_text().strip()
    if key.lower() in _KNOWN_SECRETS or len(key) < SECRET_BYTES_MIN:
        raise BadSetting(
            f"The key in {path} is too short or publicly known. Delete the file; the next start makes a new one."
        )
    return key


def _read_config(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    known = {field.name for field in fields(Settings)}
    try:
        read = runpy.run_path(str(path))
    except Exception as error:  # somebody else's file: whatever stops it is told, with its place
        raise BadSetting(f"{path} cannot be read as settings: {type(error).__name__}, {error}.") from error
    names = {name: value for name, value in read.items() if name.isupper()}
    unknown = sorted(set(names) - known)
    if unknown:
        raise BadSetting(
            f"{path} sets {', '.join(unknown)}, which is no setting. Known are {', '.join(sorted(known))}."
        )
    return names


def _typed(name: str, kind: Any, value: Any) -> Any:
    if kind is str:
        return str(value)
    if kind is bool:
        if str(value).lower() in {"1", "true", "yes"}:
            return True
        if str(value).lower() in {"0", "false", "no", ""}:
            return False
        raise BadSetting(f"{name} must be yes or no, not {value!r}.")
    try:
        number = int(value)
    except ValueError:
        number = -1
    if number < 0:
        raise BadSetting(f"{name} must be a whole number of at least 0, not {value!r}.")
    return number
