"""Values of columns as JSON carries them, and back: only what the column takes gets in."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

import sqlalchemy as sa

from dialogues.core.db import UtcDateTime

TEXT_LENGTH_MAX = 100_000  # signs of one text; the longest field of a form takes a tenth
_NUMBER_MAX = 2**31 - 1
_DIGEST_LENGTH = 12  # hexadecimal digits: two values of one field agree by chance once in 10^14


def encode(value: Any) -> Any:
    """A value as JSON carries it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def decode(column: sa.Column[Any], value: Any) -> Any:
    """A value of JSON as the column takes it. Raises ValueError for what it does not take."""
    if value is None:
        if not column.nullable:
            raise ValueError(column.name)
        return None
    kind = column.type
    if isinstance(kind, sa.JSON):
        return _storable(value)
    if isinstance(kind, sa.Boolean):
        return _exactly(bool, value)
    if isinstance(kind, sa.Integer):
        number: int = _exactly(int, value)
        if abs(number) > _NUMBER_MAX:
            raise ValueError(column.name)
        return number
    text: str = _exactly(str, value)
    if isinstance(kind, sa.Enum):
        return kind.enum_class(text) if kind.enum_class else text
    for types, read in ((UtcDateTime, _instant), (sa.Date, date.fromisoformat), (sa.Time, time.fromisoformat)):
        if isinstance(kind, types):
            return read(text)
    return uuid.UUID(text) if isinstance(kind, sa.Uuid) else _text(text)


def digest(facts: Mapping[str, Any], columns: Iterable[str]) -> str:
    """What tells one state of some facts from another."""
    text = json.dumps([facts.get(name) for name in columns], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_LENGTH]


def _exactly(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:  # True is a number to Python
        raise ValueError(value)
    return value


def _text(text: str) -> str:
    text.encode()  # half of a pair raises
    if "\x00" in text or len(text) > TEXT_LENGTH_MAX:
        raise ValueError("text")
    return text


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(UTC)


def _storable(value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False)
    text.encode()
    if "\\u0000" in text or len(text) > TEXT_LENGTH_MAX:
        raise ValueError("json")
    return value
