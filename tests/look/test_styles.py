"""The style sheets and templates fit: nothing dead, nothing missing, no colour outside the tokens."""

import re

import pytest
from flask.testing import FlaskClient

from dialogues.home import navigation
from tests.look import styles
from tests.look.showroom import ADDRESSES, ROOT

SHEETS = styles.texts(ROOT / "static/css", "*.css")
TEMPLATES = styles.texts(ROOT / "templates", "*.html")
SCRIPTS = styles.texts(ROOT / "static/js", "*.js")
COMPONENTS = {name: text for name, text in TEMPLATES.items() if name.startswith("components/")}
SPRITE = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))


def drawn(reader: FlaskClient) -> set[str]:
    return set().union(*(styles.classes_in_page(reader.get(address).text) for address in ADDRESSES))


def spelled() -> set[str]:
    return set().union(*map(styles.classes_in_template, TEMPLATES.values()))


def scripted() -> set[str]:
    """The classes that scripts give and take: those with a part or a state, which are no words of a language."""
    return {name for script in SCRIPTS.values() for name in re.findall(r"[a-z][a-z-]*(?:__[a-z-]+|--[a-z-]+)+", script)}


def ruled() -> set[str]:
    return set().union(*map(styles.classes_in_sheet, SHEETS.values()))


def test_every_class_of_a_page_has_a_rule(reader: FlaskClient) -> None:
    assert drawn(reader) | spelled() <= ruled()


def test_every_rule_has_a_page_that_needs_it(reader: FlaskClient) -> None:
    assert ruled() <= drawn(reader) | spelled() | scripted()


def test_the_reader_of_classes_sees_them_all() -> None:
    sheet = ".a { color: red; } /* .no { } */ @media (min-width: 1.5rem) { .b--c > .d__e:hover { top: 0.5rem; } }"
    assert styles.classes_in_sheet(sheet) == {"a", "b--c", "d__e"}
    template = '<p class="a b--{{ kind }}{% if x %} c{% endif %}">{{ link("#", class="d e") }}{{ field(class_="f") }}'
    assert styles.classes_in_template(template) == {"a", "d", "e", "f"}


def test_colours_stand_in_the_tokens_alone() -> None:
    assert {name for name, css in SHEETS.items() if styles.raw_colours(css)} == {"tokens.css"}


@pytest.mark.parametrize("value", ("#FFF", "#0A5C73", "rgb(0 0 0 / 0.5)", "hsl(20 30% 40%)"))
def test_a_raw_colour_is_noticed(value: str) -> None:
    assert styles.raw_colours(f".a {{ color: {value}; }}")
    assert not styles.raw_colours(".a { fill: var(--ink); background: url(#hatch); } /* #FFF */")


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_has_classes_only_and_no_force(name: str) -> None:
    css = styles._COMMENT.sub("", SHEETS[name])
    assert "!important" not in css
    assert not re.findall(r"(?m)^\s*#[a-z]", css)


def test_a_component_sheet_holds_only_its_own_block() -> None:
    # Names that belong together in one place of a page, each under one macro file.
    also = {
        "preview-card": {"preview-grid", "sheet"}, "toast": {"toasts"}, "chip": {"chips"}, "mark-grid": {"mark"},
        "table": set(),
    }  # fmt: skip
    for name, css in SHEETS.items():
        if not name.startswith("components/"):
            continue
        block = name.removeprefix("components/").removesuffix(".css")
        blocks = {re.split(r"__|--", found)[0] for found in styles.classes_in_sheet(css)}
        assert blocks <= {block} | also.get(block, set()), name


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_keeps_the_content_policy(name: str) -> None:
    assert list(styles.forbidden_in_template(TEMPLATES[name])) == []


@pytest.mark.parametrize(
    "bad",
    (
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        "{{ name|safe }}",
        '<img src="https://example.org/x.png">',
    ),
)
def test_what_the_policy_forbids_is_noticed(bad: str) -> None:
    assert list(styles.forbidden_in_template(bad))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_imports_only_what_it_uses(name: str) -> None:
    assert styles.unused_imports(TEMPLATES[name]) == set()


def test_an_unused_import_is_noticed() -> None:
    head = '{% from "components/button.html" import button, link_button as link %}'
    assert styles.unused_imports(head + "{{ button() }}") == {"link"}
    assert styles.unused_imports(head + "{% call link() %}{% endcall %}{{ button() }}") == set()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_tells_its_arguments_and_asks_nothing_of_the_request(name: str) -> None:
    assert styles.undocumented_macros(COMPONENTS[name]) == set()
    assert not re.search(r"\b(?:request|current_user|session\.get|g)\.", re.sub(r"\{#.*?#\}", "", COMPONENTS[name]))


def test_a_macro_without_a_word_about_it_is_noticed() -> None:
    assert styles.undocumented_macros("{# Says. #}\n{% macro a() %}{% endmacro %}{% macro b() %}") == {"b"}


def test_every_drawing_that_is_asked_for_exists() -> None:
    asked = set().union(*map(styles.icons_in_template, TEMPLATES.values()))
    asked |= {row[2] for row in (*navigation._MAIN, *sum(navigation._EVENT, ()), *navigation._SETTINGS)}
    assert {"check", "x", "user-plus", "menu"} <= asked
    assert asked <= SPRITE


def test_every_drawing_is_asked_for() -> None:
    code = styles.texts(ROOT / "dialogues", "*.py")
    written = "\n".join((*TEMPLATES.values(), *code.values()))
    assert {name for name in SPRITE if not re.search(rf"""["']{name}["']""", written)} == set()
