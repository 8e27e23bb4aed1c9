"""Styles, scripts, fonts and drawings keep their promise: one address, one content, for good."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from dialogues.core.assets import Assets, build_assets, init_assets, join_modules, join_sheets, modules_of
from tests.look.showroom import ROOT

STATIC = ROOT / "static"
SHEET_BYTES_MAX = 13_000  # packed; a second on a line of 100 kbit/s, once, for all pages together
SCRIPT_BYTES_MAX = 18_000  # packed, the scripts of all pages together
# What was taken from others, byte for byte: MIT, from the npm package of that name and version.
VENDORED = {
    "qr-scanner-1.4.2/LICENSE": "f9e6b44d80d0eb44442c7e66af8a756709a61e4d9adf0a54b8951a92ece734e2",
    "qr-scanner-1.4.2/qr-scanner-worker.min.js": "f4d8445f5a15c4e5f71a8c8c062c6443f09db370b8d3fe1fbdc7fe7889630d14",
}
PHONE = "js/phone.js"  # on a page of its own, kept on the phone; tests/e2e weighs it with all it needs
FONT_BYTES_MAX = 52_000  # three cuts, fetched once


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/screen.css").write_text('@layer a;\n@import url("one.css") layer(a);\n', encoding="utf-8")
    (tmp_path / "css/one.css").write_text("/* note */ .one { color: red; }\n", encoding="utf-8")
    return tmp_path


def address(app: Flask, path: str) -> str:
    with app.test_request_context():
        return str(app.jinja_env.globals["asset"](path))  # type: ignore[operator]


def test_an_asset_may_be_kept_for_good(showroom: Flask, reader: FlaskClient) -> None:
    answer = reader.get(address(showroom, "css/screen.css"))
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_another_content_has_another_address(folder: Path) -> None:
    before = build_assets(folder)["css/screen.css"].path
    assert build_assets(folder)["css/screen.css"].path == before
    (folder / "css/one.css").write_text(".one { color: blue; }", encoding="utf-8")
    assert build_assets(folder)["css/screen.css"].path != before


@pytest.mark.parametrize(
    "path",
    (
        "/static/css/screen.css",
        "/static/0123456789/css/screen.css",
        "/static/../setup.cfg",
        "/static/%2e%2e/setup.cfg",
        "/static/css/tokens.css",
        "/static/",
    ),
)
def test_no_other_address_answers(reader: FlaskClient, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_the_scripts_of_every_page_come_in_one_file() -> None:
    joined = build_assets(STATIC)["js/page.js"].content.decode()
    for name in ("theme", "once", "menu"):
        assert (STATIC / f"js/{name}.js").read_text(encoding="utf-8") in joined
    assert "import" not in re.sub(r"//.*", "", joined)


def test_fonts_for_paper_are_not_served() -> None:
    paths = build_assets(STATIC)
    assert "fonts/noto-sans-400.woff2" in paths
    assert not [path for path in paths if path.startswith("fonts/print/")]


def test_a_reader_who_takes_gzip_gets_the_same_bytes_packed(showroom: Flask, reader: FlaskClient) -> None:
    where = address(showroom, "js/theme.js")
    plain = reader.get(where)
    packed = reader.get(where, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_an_asset_is_sent_without_asking_who_wants_it(showroom: Flask, reader: FlaskClient) -> None:
    @showroom.before_request
    def look_at_the_cookie() -> None:
        session["seen"] = True

    answer = reader.get(address(showroom, "css/screen.css"))
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" in reader.get("/frame/plain").headers["Vary"]


def test_only_reading_is_possible(showroom: Flask, reader: FlaskClient) -> None:
    where = address(showroom, "css/screen.css")
    assert reader.head(where).status_code == 200
    assert reader.head(where).data == b""
    assert reader.post(where).status_code == 405


def test_a_font_is_sent_as_it_is(showroom: Flask, reader: FlaskClient) -> None:
    answer = reader.get(address(showroom, "fonts/noto-serif-600.woff2"), headers={"Accept-Encoding": "gzip"})
    assert answer.mimetype == "font/woff2"
    assert "Content-Encoding" not in answer.headers


def test_whatever_the_style_sheet_names_is_there(showroom: Flask, reader: FlaskClient) -> None:
    where = address(showroom, "css/screen.css")
    names = re.findall(r'url\("([^"]+)"\)', reader.get(where).text)
    assert len(names) == 3
    for name in names:
        assert name.startswith("../../")
        assert reader.get("/static/" + name.removeprefix("../../")).status_code == 200


def test_a_path_that_is_not_there_is_an_error_at_once(showroom: Flask) -> None:
    with pytest.raises(KeyError):
        address(showroom, "css/scren.css")


def test_an_application_under_a_prefix_names_its_assets_under_it(showroom: Flask) -> None:
    with showroom.test_request_context(environ_overrides={"SCRIPT_NAME": "/dialogues"}):
        assert showroom.jinja_env.globals["asset"]("img/mark.svg").startswith("/dialogues/static/")  # type: ignore[operator]


def test_sheets_are_joined_in_order_and_in_their_layers(folder: Path) -> None:
    (folder / "css/two.css").write_text(".two { color: green; }", encoding="utf-8")
    (folder / "css/screen.css").write_text(
        '@layer b, a;\n@import url("two.css") layer(b);\n@import url("one.css") layer(a);', encoding="utf-8"
    )
    assert join_sheets(folder) == "@layer b,a;@layer b{.two{color:green}}@layer a{.one{color:red}}"


def test_joining_keeps_words_in_quotes_and_sums(folder: Path) -> None:
    (folder / "css/one.css").write_text(
        '.a::before { content: "a ; b  { : }"; }\n.b { width: calc(1rem + 2px); }\n.c :hover { top: 0 }',
        encoding="utf-8",
    )
    sheet = join_sheets(folder)
    assert 'content:"a ; b  { : }"' in sheet
    assert "calc(1rem + 2px)" in sheet
    assert ".c :hover{" in sheet


def test_every_sheet_of_the_folder_is_joined() -> None:
    named = re.findall(r'@import url\("([^"]+)"\)', (STATIC / "css/screen.css").read_text(encoding="utf-8"))
    there = {path.relative_to(STATIC / "css").as_posix() for path in (STATIC / "css").rglob("*.css")}
    assert set(named) == there - {"screen.css"}
    assert len(named) == len(set(named))


def test_while_debugging_a_changed_file_is_read_again(folder: Path) -> None:
    watched, kept = Assets(folder, watched=True), Assets(folder, watched=False)
    before = watched.current()["css/screen.css"].path
    (folder / "css/one.css").write_text(".longer { color: blue; }", encoding="utf-8")
    (folder / "css/three.css").write_text("", encoding="utf-8")
    assert watched.current()["css/screen.css"].path != before
    assert kept.current()["css/screen.css"].path == before


def test_the_modules_of_the_phone_are_one_script_whose_names_do_not_meet() -> None:
    modules = modules_of(STATIC)
    names = [name for name, _text in modules]
    assert names.index("store.js") < names.index("door.js") < names.index("screen.js") < names.index("phone.js")
    assert len(set(names)) == len(names) >= 8
    declared = [
        name
        for _module, text in modules
        for name in re.findall(r"^(?:export )?(?:async )?(?:const|let|class|function) (\w+)", text, re.MULTILINE)
    ]
    assert sorted(declared) == sorted(set(declared))
    joined = join_modules(STATIC)
    assert not re.findall(r"^(?:import|export)\b", joined, re.MULTILINE)
    assert "start();" in joined


def test_every_vendored_file_is_the_one_that_was_looked_at() -> None:
    files = [path for path in (STATIC / "vendor").rglob("*") if path.is_file()]
    found = {
        path.relative_to(STATIC / "vendor").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    assert found == VENDORED


def test_the_folder_of_an_application_may_be_empty(tmp_path: Path) -> None:
    app = Flask("empty", static_folder=str(tmp_path))
    init_assets(app)
    assert app.test_client().get("/static/anything.css").status_code == 404


def test_a_first_visit_is_light() -> None:
    assets = build_assets(STATIC)
    packed = {path: len(asset.packed or asset.content) for path, asset in assets.items()}
    assert packed["css/screen.css"] <= SHEET_BYTES_MAX
    usual = [size for path, size in packed.items() if path.startswith("js/") and path != PHONE]
    assert sum(usual) <= SCRIPT_BYTES_MAX
    assert sum(size for path, size in packed.items() if path.endswith(".woff2")) <= FONT_BYTES_MAX
