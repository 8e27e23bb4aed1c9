"""Printed documents read back: their text, where each letter stands, their fonts, what else is in the file."""

import io
import itertools
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdf
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
CORE = 0.4  # of the size above and below the middle of a letter: where nothing else may stand


@dataclass(frozen=True)
class Letter:
    """One letter as it stands on a page; measures in mm from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def pages_text(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    """All text on one line, so that a sentence is found however it was broken."""
    return " ".join(" ".join(pages_text(pdf)).split())


def without_breaks(pdf: bytes) -> str:
    """All text without spaces and hyphens: a long word is found although it was broken."""
    return "".join("".join(pages_text(pdf)).split()).replace("-", "")


def letters(pdf: bytes, page: int) -> list[Letter]:
    with pdfplumber.open(io.BytesIO(pdf), pages=[page]) as document:
        return [
            Letter(c["text"], c["x0"] / MM, c["x1"] / MM, c["top"] / MM, c["bottom"] / MM)
            for c in document.pages[0].chars
        ]


def overlapping(found: list[Letter]) -> list[tuple[Letter, Letter]]:
    """Pairs of letters that stand on each other; marks belong on their letter and are left out."""
    cells: dict[tuple[int, int], list[tuple[Letter, tuple[float, float, float, float]]]] = defaultdict(list)
    pairs = []
    for letter in found:
        if letter.text.isspace() or all(map(unicodedata.combining, letter.text)):
            continue
        inset, size = (letter.right - letter.left) * 0.2, letter.bottom - letter.top
        middle = (letter.top + letter.bottom) / 2
        box = (letter.left + inset, letter.right - inset, middle - size * CORE, middle + size * CORE)
        near = list(
            itertools.product(
                range(int(box[0] // 8), int(box[1] // 8) + 1), range(int(box[2] // 8), int(box[3] // 8) + 1)
            )
        )
        others = {id(other): (other, its) for cell in near for other, its in cells[cell]}
        pairs += [
            (other, letter)
            for other, its in others.values()
            if its[0] < box[1] and box[0] < its[1] and its[2] < box[3] and box[2] < its[3]
        ]
        for cell in near:
            cells[cell].append((letter, box))
    return pairs


def outside(found: list[Letter], *, left: float, right: float, top: float, bottom: float) -> list[Letter]:
    """Letters beyond these lines (mm from the top left), a hair allowed."""
    hair = 0.3
    return [
        letter
        for letter in found
        if not letter.text.isspace()
        and (
            letter.left < left - hair
            or letter.right > right + hair
            or letter.top < top - hair
            or letter.bottom > bottom + hair
        )
    ]


def paper(pdf: bytes) -> tuple[float, float]:
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(float(box.width) / MM, 1), round(float(box.height) / MM, 1)


def fonts_not_embedded(pdf: bytes) -> set[str]:
    """Names of fonts that any page names and that the file does not carry."""
    missing = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in _fonts(page.get("/Resources", {})):
            if "/FontFile2" not in font.get("/FontDescriptor", {}):
                missing.add(str(font["/BaseFont"]))
    return missing


def active_parts(pdf: bytes) -> list[str]:
    """What a page may do besides showing text: links, actions, pictures, scripts."""
    found = [name for name in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/SubmitForm") if name in pdf]
    parts = [name.decode() for name in found]
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        parts += ["/Annots"] * ("/Annots" in page)
        objects: Any = page.get("/Resources", {}).get("/XObject", {})
        parts += ["/Image" for one in objects.values() if one.get_object()["/Subtype"] == "/Image"]
    return parts


def everything(pdf: bytes) -> bytes:
    """The whole file with all its streams unpacked, to be searched for what must not be in it."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    unpacked = [pdf]
    for number in range(1, len(reader.xref[0]) + 1):
        one = pypdf.generic.IndirectObject(number, 0, reader).get_object()
        if isinstance(one, pypdf.generic.StreamObject):
            unpacked.append(one.get_data())
        else:
            unpacked.append(str(one).encode("utf-8", "surrogatepass"))
    return b"\n".join(unpacked)


def outline(pdf: bytes) -> list[str]:
    return [str(entry.title) for entry in pypdf.PdfReader(io.BytesIO(pdf)).outline if not isinstance(entry, list)]


def _fonts(resources: Any) -> list[Any]:
    fonts = [font.get_object() for font in resources.get("/Font", {}).values()]
    for one in resources.get("/XObject", {}).values():
        fonts += _fonts(one.get_object().get("/Resources", {}))
    return fonts


def copied_text(pdf: bytes) -> str:
    """The text as a reader's program copies it, which follows what the file says is meant."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def page_count(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def picture(pdf: bytes, page: int = 0, scale: float = 4) -> Any:
    """A page in grey, as a scanner sees it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=scale).to_pil().convert("L")
    finally:
        document.close()


def missing_glyphs(pdf: bytes) -> int:
    """How often a page shows code 0, which every font keeps for the empty box."""
    shown = 0
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        contents = page.get_contents()
        for operands, operator in contents.operations if contents is not None else []:
            if operator in {b"Tj", b"TJ"}:
                parts = operands[0] if operator == b"TJ" else operands
                shown += sum(_codes(part).count(0) for part in parts if isinstance(part, (bytes, str)))
    return shown


def bare_pdf(*lines: str, font: str = "Helvetica", x: float = 20, y: float = 20, step: float = 10) -> bytes:
    """A page set without any of our care, to see that the checks see what is wrong. Measures in mm."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(210 * MM, 297 * MM))
    canvas.setFont(font, 10)
    for number, line in enumerate(lines):
        canvas.drawString(x * MM, (297 - y - number * step) * MM, line)
    canvas.save()
    return buffer.getvalue()


def _codes(shown: Any) -> bytes:
    return shown if isinstance(shown, bytes) else getattr(shown, "original_bytes", shown.encode("latin-1", "replace"))


def words(found: list[Letter]) -> list[str]:
    """Letters of one line as words: a gap of more than a third of the size parts them."""
    said: list[str] = []
    before: Letter | None = None
    for letter in found:
        if letter.text.isspace():
            before = None
            continue
        if before is None or letter.left - before.right > (letter.bottom - letter.top) / 3:
            said.append("")
        said[-1] += letter.text
        before = letter
    return said


def filled_widths(pdf: bytes, page: int) -> Counter[float]:
    """How wide the filled boxes of a page are, in mm, and how often."""
    with pdfplumber.open(io.BytesIO(pdf), pages=[page]) as document:
        return Counter(round(box["width"] / MM, 2) for box in document.pages[0].rects if box["fill"])


def colours(pdf: bytes, page: int) -> set[tuple[float, ...]]:
    """Every colour that lines and areas of a page are drawn in."""
    with pdfplumber.open(io.BytesIO(pdf), pages=[page]) as document:
        drawn = [*document.pages[0].rects, *document.pages[0].lines, *document.pages[0].curves]
    return {tuple(one[kind]) for one in drawn for kind in ("stroking_color", "non_stroking_color") if one[kind]}
