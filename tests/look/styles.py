"""Reads templates and style sheets: which classes, colours, drawings and macros they name."""

import re
from collections.abc import Iterator
from pathlib import Path

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATIONS = re.compile(r"\{[^{}]*\}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|color)\(")
_IMPORT = re.compile(r'\{%-? from "[^"]+" import ([^%]+?) -?%\}')


def classes_in_sheet(css: str) -> set[str]:
    """Every class that a style sheet has a rule for."""
    selectors = _DECLARATIONS.sub("{}", re.sub(r'"[^"]*"', "", _COMMENT.sub("", css)))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def classes_in_page(html: str) -> set[str]:
    """Every class of a drawn page."""
    return {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}


def classes_in_template(text: str) -> set[str]:
    """Every class a template spells out; those it puts together are seen when it is drawn."""
    html = _JINJA.sub("\0", text)
    spelled = classes_in_page(html)
    for expression in _EXPRESSION.findall(text):
        spelled |= {name for names in re.findall(r'\bclass_?="([^"{]*)"', expression) for name in names.split()}
    return {name for name in spelled if "\0" not in name and not name.endswith("--")}


def raw_colours(css: str) -> list[str]:
    """Every colour that is written as a value and not as the name of a token."""
    return _COLOUR.findall(_COMMENT.sub("", css))


def icons_in_template(text: str) -> set[str]:
    """Every drawing a template asks for by a name it spells out."""
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return set(re.findall(r'(?:\bicon="|"icon": "|\b(?:icon|draw)\("|icon_button\([^()]*?, ")([a-z][a-z0-9-]*)"', bare))


def unused_imports(text: str) -> set[str]:
    """Every macro that a template imports and never calls."""
    names = {part.split(" as ")[-1].strip() for line in _IMPORT.findall(text) for part in line.split(",")}
    rest = _IMPORT.sub("", text)
    return {name for name in names if not re.search(rf"(?<![\w.]){name}\(", rest)}


def undocumented_macros(text: str) -> set[str]:
    """Every public macro without a comment right before it."""
    bare = re.findall(r"(#\}\s*)?\{%-? macro ([a-z]\w*)\(", text)
    return {name for comment, name in bare if not comment}


def forbidden_in_template(text: str) -> Iterator[str]:
    """Whatever the content policy would refuse, or what would let text through as markup."""
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    yield from re.findall(r"\sstyle=", bare)
    yield from re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", bare)
    yield from re.findall(r"\son[a-z]+=\"", bare)
    yield from re.findall(r"\|\s*safe\b|autoescape false", bare)
    yield from re.findall(r"https?://[^\s\"']+", bare.replace("http://www.w3.org/", ""))


def texts(folder: Path, pattern: str) -> dict[str, str]:
    """Each file of a folder by its path, as text."""
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob(pattern))
        if "vendor" not in file.parts
    }
