"""The words that the objects of the API are described with: kinds of values, lists and whole objects in JSON Schema."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
COUNT: Schema = {"type": "integer", "minimum": 0}
MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
TOLD: Schema = {"type": ["integer", "null"], "minimum": 0, "description": "Null where it would tell a small group."}
TRUTH: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date", "examples": ["2016-01-19"]}
INSTANT: Schema = {"type": "string", "format": "date-time", "examples": ["2016-01-22T17:00:00Z"]}
CLOCK: Schema = {"type": "string", "examples": ["09:30"], "description": "By the clock of the event's zone."}


def ref(name: str) -> Schema:
    """The object of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def one_of(kind: type[StrEnum]) -> Schema:
    """One code of `kind`."""
    return {"type": "string", "enum": [code.value for code in kind]}


def maybe_one_of(kind: type[StrEnum]) -> Schema:
    """One code of `kind`, or null."""
    return {"type": ["string", "null"], "enum": [*(code.value for code in kind), None]}


def many(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def whole(properties: Mapping[str, Schema], *, may_lack: tuple[str, ...] = (), **more: Any) -> Schema:
    """An object that has these keys and no others; all of them, but those in `may_lack`."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in may_lack],
        "additionalProperties": False,
        **more,
    }


def page_of(name: str, items: Schema) -> Schema:
    """One page of a list."""
    following = {"type": ["string", "null"], "description": "Address of the next page, as a path; null on the last."}
    return whole({name: many(items), "total": COUNT, "next": following})
