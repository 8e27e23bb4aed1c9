"""Bring the catalogues up to date with the texts of the program: `python -m tests.catalogues`.

Texts that are gone leave the catalogue, new ones come in without a translation, which then shows as English.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "dialogues" / "translations"
LANGUAGES = ("fr",)
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_l": None,
    "N_": None,
    "_n": (1, 2),
}


def extracted() -> Catalog:
    """The texts that the program shows now."""
    with (ROOT / "dialogues" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="Dialogues", charset="utf-8")
    for _path, _line, message, comments, context in extract_from_dir(
        ROOT, methods, options, keywords=_KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        catalog.add(message, auto_comments=comments, context=context)
    return catalog


def kept(language: str) -> Catalog:
    """The catalogue of a language as it stands in its file."""
    with _po(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(language: str) -> bytes:
    """The catalogue of a language in the form the program reads."""
    packed = io.BytesIO()
    write_mo(packed, kept(language))
    return packed.getvalue()


def mo_path(language: str) -> Path:
    """The file the program reads."""
    return _po(language).with_suffix(".mo")


def main() -> None:
    """Write the catalogue of each language anew and say how far it is translated."""
    for language in LANGUAGES:
        path = _po(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = kept(language) if path.exists() else _new(language)
        catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        with path.open("wb") as file:
            write_po(
                file, catalog, width=120, no_location=True, omit_header=False, sort_output=True, ignore_obsolete=True
            )
        mo_path(language).write_bytes(compiled(language))
        done = sum(bool(message.id) and all(_forms(message.string)) for message in catalog)
        print(f"{language}: {done} of {len(catalog)} texts are translated.")


def _new(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="Dialogues",
        version="1",
        copyright_holder="the Dialogues project",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        header_comment=f"# The texts of Dialogues ({language}).",
        fuzzy=False,
    )


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


def _po(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    main()
