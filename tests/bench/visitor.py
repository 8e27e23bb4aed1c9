"""A browser as thin as one can be: it calls the application itself, so that what is measured is the application."""

import gzip
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back: the body is as it went over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, unpacked."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Visitor:
    """One reader with cookies, in front of an application; takes gzip, as browsers do over plain HTTP."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self.cookies: dict[str, str] = {}

    def get(self, address: str, *, status: int = 200, **headers: str) -> Answer:
        """Load an address; any other answer than `status` ends the bench."""
        return self._ask("GET", address, b"", status, headers)

    def post(self, address: str, form: Mapping[str, str], *, status: int = 303, **headers: str) -> Answer:
        """Send a form."""
        return self._ask("POST", address, urlencode(form).encode(), status, headers)

    def token(self, address: str) -> str:
        """What a form of the page at `address` must carry."""
        found = _TOKEN.search(self.get(address).text)
        if found is None:
            raise RuntimeError(f"{address} holds no form.")
        return found[1]

    def _ask(self, method: str, address: str, body: bytes, status: int, headers: Mapping[str, str]) -> Answer:
        path, _mark, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        told: list[Any] = []

        def start_response(line: str, pairs: list[tuple[str, str]], _exc: object = None) -> Any:
            told[:] = [int(line[:3]), pairs]
            return told.append

        chunks: Iterable[bytes] = self._app(environ, start_response)
        content = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        for name, value in told[1]:
            if name == "Set-Cookie":
                key, _equals, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        answer = Answer(told[0], {name.lower(): value for name, value in told[1]}, content)
        if answer.status != status:
            raise RuntimeError(f"{method} {address} answered {answer.status}, not {status}: {answer.text[:400]}")
        return answer
