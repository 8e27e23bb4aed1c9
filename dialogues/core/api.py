"""The edge of the API: which page of a list was asked for, how a list answers, what a body must be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest

PER_PAGE_DEFAULT = 50
PER_PAGE_MAX = 500  # larger wishes get this many and the address of the rest
_PAGE_MAX = 1_000_000  # past any list, and far below what a database takes as a number


@dataclass(frozen=True)
class PageAsked:
    """Which page of a list is wanted: its number from 1 and how many rows it may hold."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many rows lie before this page."""
        return (self.number - 1) * self.size


def page_arguments() -> PageAsked:
    """The page asked for by `?page=` and `?per_page=`. Answers 400 if one of them is not a whole number from 1."""
    return PageAsked(
        number=_whole_number("page", default=1, most=_PAGE_MAX),
        size=_whole_number("per_page", default=PER_PAGE_DEFAULT, most=PER_PAGE_MAX),
    )


def list_answer(name: str, rows: Sequence[Any], *, total: int, asked: PageAsked, **more: Any) -> Response:
    """One page of a list: `{name: rows, "total": total, "next": address or null}`, with `more` beside them.

    `next` is a path with the same filters, so it does not depend on the name this host was called by.
    """
    has_more = asked.offset + len(rows) < total and bool(rows)
    return jsonify({name: list(rows), "total": total, "next": _next_address(asked) if has_more else None, **more})


def json_body() -> dict[str, Any]:
    """The JSON object that was sent. Answers 400 if the body is something else, 415 if it says it is not JSON."""
    body = request.get_json()
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")
    return body


def _next_address(asked: PageAsked) -> str:
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key not in {"page", "per_page"}]
    arguments += [("page", str(asked.number + 1)), ("per_page", str(asked.size))]
    return f"{request.root_path}{request.path}?{urlencode(arguments)}"


def _whole_number(name: str, *, default: int, most: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise BadRequest(f"{name} must be a whole number from 1.")
    return min(int(text[:9]), most)
