"""Styles, scripts, fonts and drawings: each under an address that holds the hash of its content.

An address never changes its content, so browsers keep a file for good and ask again only for what is new: on a
poor line a second page costs its HTML alone. The style sheets are joined into one file, `css/screen.css`, and the
scripts of every page into `js/page.js`, those of public forms into `js/public.js`, the modules of the check-in page
into `js/phone.js`, because each file more is a journey more.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, abort, request
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HASH_LENGTH = 10  # hex digits: 40 bits, far more than a few dozen files can collide in
_ONE_YEAR_S = 31_536_000
_SERVED = {".css", ".js", ".svg", ".woff2", ".png", ".ico", ".webmanifest", ".txt"}
# Embedded in PDFs; joined in one file; told together with what it keeps: no browser asks for these files.
_NOT_SERVED = ("fonts/print/", "js/phone/", "js/kept-worker.js")
_SHEET = "css/screen.css"
_SCRIPTS = ("js/page.js", "js/public.js")
_MODULES = "js/phone.js"
_PACKED = {".css", ".js", ".svg", ".webmanifest", ".txt"}

_IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([a-z]+)\);')
_SCRIPT_IMPORT = re.compile(r'import "\./([^"]+)";')
_MODULE_IMPORT = re.compile(r'^import \{[^}]*\} from "(\./[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |let |class |function |async function )", re.MULTILINE)
_SCRIPT_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_URL = re.compile(r'url\("([^"#:]+)"\)')
_STRING = re.compile(r'("(?:[^"\\]|\\.)*")')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: its content, plain and packed, and the path that holds its hash."""

    path: str
    content: bytes
    packed: bytes | None
    mimetype: str


def join_sheets(folder: Path) -> str:
    """The style sheets in the order of `css/screen.css`, each in its layer, in one text without comments and spaces."""
    home = (folder / _SHEET).parent
    text = _COMMENT.sub("", (folder / _SHEET).read_text(encoding="utf-8"))

    def in_layer(match: re.Match[str]) -> str:
        sheet = home / match[1]
        place = sheet.parent.relative_to(folder)
        inside = _URL.sub(lambda url: f'url("{_normal(place, url[1])}")', sheet.read_text(encoding="utf-8"))
        return f"@layer {match[2]}{{{inside}}}"

    return _without_spaces(_IMPORT.sub(in_layer, text))


def join_scripts(folder: Path, name: str) -> str:
    """The scripts that `name` imports, in its order, each in a block of its own so that names do not meet."""
    script = folder / name
    return _SCRIPT_IMPORT.sub(
        lambda found: f"{{\n{(script.parent / found[1]).read_text(encoding='utf-8')}}}",
        script.read_text(encoding="utf-8"),
    )


def _content(folder: Path, path: str) -> bytes:
    """What is served at `path`: the joined scripts where others go into it, ours without comments, else the file."""
    if path in _SCRIPTS:
        return join_scripts(folder, path).encode()
    if path == _MODULES:
        return join_modules(folder).encode()
    content = (folder / path).read_bytes()
    return _SCRIPT_COMMENT.sub("", content.decode()).encode() if path.startswith("js/") else content


def join_modules(folder: Path, path: str = _MODULES) -> str:
    """The module at `path` and all it imports as one module: what is needed first, each once, imports left out.

    Their top-level names share one scope, so no two may be the same; a test holds them to that.
    """
    return "".join(_SCRIPT_COMMENT.sub("", _EXPORT.sub("", text)) for _name, text in modules_of(folder, path))


def modules_of(folder: Path, path: str = _MODULES) -> list[tuple[str, str]]:
    """The modules that make one script, by name and without their imports, in the order in which they are needed."""
    found: dict[str, str] = {}

    def gather(script: Path) -> None:
        text = script.read_text(encoding="utf-8")
        for needed in _MODULE_IMPORT.findall(text):
            other = (script.parent / needed).resolve()
            if other.name not in found:
                gather(other)
        found[script.name] = _MODULE_IMPORT.sub("", text)

    gather((folder / path).resolve())
    return list(found.items())


def _normal(place: Path, reference: str) -> str:
    """`../fonts/x.woff2` seen from `css` as `fonts/x.woff2`: a path from the static folder."""
    parts: list[str] = list(place.parts)
    for part in reference.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _without_spaces(text: str) -> str:
    """The same rules in fewer bytes. Texts in quotes stay as they are."""
    pieces = _STRING.split(_COMMENT.sub("", text))
    for index in range(0, len(pieces), 2):
        piece = re.sub(r"\s+", " ", pieces[index])
        piece = re.sub(r" ?([{};,]) ?", r"\1", piece)
        # A space before a colon may begin a selector (`.a :hover`); one after it never means anything.
        pieces[index] = re.sub(r": ", ":", piece).replace(";}", "}")
    return "".join(pieces).strip()


def build_assets(folder: Path) -> dict[str, Asset]:
    """Every file of `folder` that browsers may have, by its path in the folder."""
    sheet = join_sheets(folder) if (folder / _SHEET).is_file() else None
    assets: dict[str, Asset] = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if not file.is_file() or file.suffix not in _SERVED or path.startswith(_NOT_SERVED) or file.suffix == ".css":
            continue
        assets[path] = _asset(path, _content(folder, path))
    if sheet is not None:
        # Two folders up from css/ is the static folder, whatever the application is mounted under.
        named = _URL.sub(lambda url: f'url("../../{assets[url[1]].path}")', sheet)
        assets[_SHEET] = _asset(_SHEET, named.encode())
    return assets


def _asset(path: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:_HASH_LENGTH]
    suffix = Path(path).suffix
    # mtime is fixed so that two workers answer with the same bytes.
    packed = gzip.compress(content, mtime=0) if suffix in _PACKED else None
    mimetype = {".js": "text/javascript", ".woff2": "font/woff2"}.get(suffix) or mimetypes.guess_type(path)[0]
    return Asset(f"{digest}/{path}", content, packed, mimetype or "application/octet-stream")


class Assets:
    """The assets of one folder; while debugging they are read again whenever a file has changed."""

    def __init__(self, folder: Path, *, watched: bool) -> None:
        self._folder = folder
        self._watched = watched
        self._stamp = self._state()
        self._assets = build_assets(folder)

    def current(self) -> Mapping[str, Asset]:
        """The assets by their path in the folder."""
        if self._watched and (stamp := self._state()) != self._stamp:
            self._stamp, self._assets = stamp, build_assets(self._folder)
        return self._assets

    def _state(self) -> tuple[tuple[str, int], ...]:
        if not self._watched:
            return ()
        return tuple((str(file), file.stat().st_mtime_ns) for file in sorted(self._folder.rglob("*")) if file.is_file())


class _AssetServer:
    """Answers for assets before the application is asked at all: no cookie is read, no sign-in looked up.

    An answer that came past the cookie would have to say `Vary: Cookie`, and browsers would fetch every file
    again whenever a cookie changes.
    """

    def __init__(self, app: "WSGIApplication", assets: Assets, prefix: str) -> None:
        self._app = app
        self._assets = assets
        self._prefix = f"{prefix}/"

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if path.startswith(self._prefix) and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            named = path.removeprefix(self._prefix)
            found = self._assets.current().get(named.partition("/")[2])
            if found is not None and found.path == named:
                return _answer(found, Request(environ))(environ, start_response)
        return self._app(environ, start_response)


def _answer(asset: Asset, request: Request) -> Response:
    wants_packed = request.accept_encodings.quality("gzip") > 0
    packed = asset.packed if wants_packed else None
    response = Response(packed if packed is not None else asset.content, mimetype=asset.mimetype)
    if packed is not None:
        response.content_encoding = "gzip"
    if asset.packed is not None:
        response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    response.cache_control.max_age = _ONE_YEAR_S
    response.cache_control.immutable = True
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def init_assets(app: Flask) -> None:
    """Serve the static folder of `app` under hashed addresses and give its templates `asset(path)`."""
    assets = Assets(Path(app.static_folder or "static"), watched=app.debug)
    prefix = app.static_url_path or "/static"

    def asset(path: str) -> str:
        """The address of a file of the static folder. A path that is not there raises KeyError."""
        return f"{request.script_root}{prefix}/{assets.current()[path].path}"

    def not_here(filename: str) -> Response:
        abort(404, f"No file is served as {filename}.")

    app.add_template_global(asset, "asset")
    app.view_functions["static"] = not_here  # the files are served under their hashed addresses only
    app.wsgi_app = _AssetServer(app.wsgi_app, assets, prefix)  # type: ignore[method-assign]  # the documented way
