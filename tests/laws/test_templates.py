"""Laws of the templates: they compile, have a title, carry nothing inline and nothing unused, and mark all text."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from dialogues.app import create_app

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PAGES = [
    name
    for name in ALL
    if not name.startswith(("components/", "layouts/")) and "/_" not in name and name != "base.html"
]

_INLINE = re.compile(
    r"<style|style\s*=|<script(?![^>]*\bsrc=)|\bon[a-z]+\s*=\s*[\"']|javascript:|\|\s*safe\b|\bMarkup\b|autoescape",
    re.IGNORECASE,
)
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_TAG_NAME = re.compile(r"(</?)\{\{.*?\}\}")
_CLASSES = re.compile(r'class="[^"]*"|\{% macro _classes.*?endmacro %\}', re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_PROPER_NAMES = {"Dialogues"}


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def inline_parts(text: str) -> list[str]:
    """What the content policy forbids, or what would let text be read as markup."""
    return _INLINE.findall(_COMMENT.sub("", text))


class _Words(HTMLParser):
    """The words of a template that no catalogue knows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found += [word for word in _WORD.findall(data) if word not in _PROPER_NAMES]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"aria-label", "title", "alt", "placeholder"}:
                self.handle_data(value or "")


def unmarked_words(text: str) -> list[str]:
    """Words that a reader would see in one language only."""
    text = _CLASSES.sub("", _COMMENT.sub("", text))
    words = _Words()
    words.feed(_EXPRESSION.sub(" ", _TAG_NAME.sub(r"\1x", text)))
    words.close()
    return words.found


def unused_imports(app: Flask, text: str) -> list[str]:
    """Macros that are imported and never used."""
    tree = app.jinja_env.parse(text)
    imported = {
        one[1] if isinstance(one, tuple) else one for found in tree.find_all(nodes.FromImport) for one in found.names
    }
    used = {found.name for found in tree.find_all(nodes.Name) if found.ctx == "load"}
    return sorted(imported - used)


def blocks(app: Flask, name: str) -> Iterator[str]:
    """The blocks a page and its layouts below base.html fill."""
    tree = app.jinja_env.parse(source(name))
    yield from (block.name for block in tree.find_all(nodes.Block))
    for found in tree.find_all(nodes.Extends):
        if isinstance(found.template, nodes.Const) and found.template.value != "base.html":
            yield from blocks(app, found.template.value)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all templates: they are read, not asked."""
    return create_app(instance=tmp_path_factory.mktemp("instance"), settings={"DATABASE_URL": "sqlite://"})


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(app: Flask, name: str):
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_title_and_a_layout(app: Flask, name: str):
    assert "title" in set(blocks(app, name)), f"{name} fills no title"
    assert "{% extends" in source(name)


@pytest.mark.parametrize("name", ALL)
def test_a_template_carries_nothing_inline_and_trusts_no_text(name: str):
    assert inline_parts(source(name)) == []


@pytest.mark.parametrize("name", ALL)
def test_a_template_imports_only_macros_it_uses(app: Flask, name: str):
    assert unused_imports(app, source(name)) == []


@pytest.mark.parametrize("name", [name for name in ALL if name != "style_guide.html"])
def test_every_word_of_a_template_can_be_translated(name: str):
    assert unmarked_words(source(name)) == []


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith("components/")])
def test_a_component_asks_nothing_of_the_request(app: Flask, name: str):
    tree = app.jinja_env.parse(source(name))
    asked = {found.name for found in tree.find_all(nodes.Name)}
    assert not asked & {"request", "current_user", "viewer", "g", "config"}


@pytest.mark.parametrize(
    "text",
    (
        '<p style="color: red">', "<style>p {}</style>", "<script>alert(1)</script>", '<a onclick="go()">',
        '<a href="javascript:go()">', "{{ name|safe }}", "{{ name | safe }}", "{% autoescape false %}",
    ),
)  # fmt: skip
def test_what_is_inline_is_found(text: str):
    assert inline_parts(text)


def test_what_is_unused_or_unmarked_is_found(app: Flask):
    assert unused_imports(app, '{% from "a.html" import b, c as d %}{{ b() }}') == ["d"]
    assert unmarked_words("<p>Save it</p>{{ _('Saved') }}<b>{{ number }}</b>") == ["Save", "it"]
    assert unmarked_words('<img alt="A table">') == ["table"]
