"""Values of columns as JSON carries them, and back: only what the column takes gets in."""

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache, lru_cache, partial
from typing import Any

import sqlalchemy as sa

from dialogues.core.db import UtcDateTime

TEXT_LENGTH_MAX = 100_000  # signs of one text; the longest field of a form takes a tenth
BYTES_LENGTH_MAX = 400_000  # signs of one picture as text; the heaviest logo takes two thirds
_NUMBER_MAX = 2**31 - 1
_PLAIN = (str, int, bool)
_WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
_DIGEST_LENGTH = 12  # hexadecimal digits: two values of one field agree by chance once in 10^14


def encode(value: Any) -> Any:
    """A value as JSON carries it."""
    if value is None or type(value) in _PLAIN:  # most of them, and never one of a choice
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, uuid.UUID) else value


def decode(column: sa.Column[Any], value: Any) -> Any:
    """A value of JSON as the column takes it. Raises ValueError for what it does not take."""
    if value is None:
        if not column.nullable:
            raise ValueError(column.name)
        return None
    return _reader(column)(value)


@cache  # one for each column
def _reader(column: sa.Column[Any]) -> Callable[[Any], Any]:
    """What makes a value of JSON one of the column, or raises ValueError."""
    kind = column.type
    if isinstance(kind, sa.JSON):
        return _storable
    if isinstance(kind, sa.Boolean):
        return partial(_exactly, bool)
    if isinstance(kind, sa.Integer):
        return _number
    if isinstance(kind, sa.LargeBinary):
        return partial(_made, _bytes)
    if isinstance(kind, sa.Enum):
        return partial(_made, kind.enum_class or str)
    for types, read in ((UtcDateTime, _instant), (sa.Date, date.fromisoformat), (sa.Time, time.fromisoformat)):
        if isinstance(kind, types):
            return partial(_made, read)
    return partial(_made, uuid.UUID if isinstance(kind, sa.Uuid) else _text)


def _made(read: Callable[[str], Any], value: Any) -> Any:
    return read(_exactly(str, value))


def _number(value: Any) -> int:
    number: int = _exactly(int, value)
    if abs(number) > _NUMBER_MAX:
        raise ValueError(number)
    return number


def digest(facts: Mapping[str, Any], columns: Iterable[str]) -> str:
    """What tells one state of some facts from another."""
    values = [facts.get(name) for name in columns]
    if len(values) == 1 and (values[0] is None or type(values[0]) in _PLAIN):
        return _digest_of_one(values[0])
    return _digest_of(values)


@lru_cache(maxsize=2**14, typed=True)  # True is 1 to Python, but not to a reader of the file
def _digest_of_one(value: str | int | None) -> str:
    return _digest_of([value])


def _digest_of(values: list[Any]) -> str:
    text = _WRITER.encode(values)
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


def _bytes(text: str) -> bytes:
    if len(text) > BYTES_LENGTH_MAX:
        raise ValueError("bytes")
    return base64.b64decode(text, validate=True)


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
