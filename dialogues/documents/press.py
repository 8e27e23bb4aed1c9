"""One document: a list of pages, drawn in millimetres from the top left corner.

Pages are functions that run when the list is complete, so every foot knows "page x of y" without a second pass.
Text goes into the page streams as text operators written here, a column at a time: names are never parsed for
markup, each letter is looked up once, and a page of rows costs little more than its letters.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from dialogues.documents.binding import current_binder
from dialogues.documents.faces import clean, face
from dialogues.documents.ink import TextWriter
from dialogues.documents.option_rules import Pages
from dialogues.documents.styles import (
    BODY,
    DOT,
    HAIR,
    INK,
    LABEL,
    LEFT,
    MM,
    PETROL,
    RIGHT,
    SMALL,
    SMALLEST,
    Style,
    colour_numbers,
)
from dialogues.documents.typesetting import fit, running_head, width_mm, wrap

Draw = Callable[["Press"], None]
Rectangle = tuple[float, float, float, float]  # x, y, width, height in mm
Stack = tuple[float, Sequence[str], Style, float]  # middle, lines, style, mm from line to line
SHARES = {"left": 0.0, "centre": 0.5, "right": 1.0}
_LEAST_TITLE = 20.0  # mm; less of a title says nothing
_HEAD_GAP = 6.0  # mm kept free between what stands left and right in a head or foot


@dataclass(frozen=True)
class Footer:
    """What stands in the foot of every page; `page_of` is a sentence with %(page)s and %(pages)s."""

    event: str
    said: str
    page_of: str

    def line(self, room: float) -> str:
        """All of it in `room` mm; a long title of the event gives way first."""
        rest = DOT + self.said
        left = room - width_mm(rest, SMALLEST)
        event = running_head(self.event, SMALLEST, left) if left > _LEAST_TITLE else ""
        return running_head(event + rest if event else self.said, SMALLEST, room)


@dataclass(frozen=True)
class _Page:
    draw: Draw
    left: str
    right: str
    marks: Sequence[str]


class Press:
    """Add pages, then `pdf()`; inside a page, draw."""

    def __init__(
        self,
        *,
        title: str,
        subject: str,
        footer: Footer,
        paper: tuple[float, float],
        language: str,
        only: Pages | None = None,
    ) -> None:
        self.width, self.height = paper
        self.right = self.width - RIGHT
        self.measure = self.width - LEFT - RIGHT
        self.footer = footer
        self.page = 0
        self._only = only
        self._pages: list[_Page] = []
        self._forms: set[str] = set()
        self._binder = current_binder()
        self._out = BytesIO()
        self._prefix = ""
        if self._binder:  # the pages go into the file of the binder, which has a title of its own
            self.canvas, self._prefix = self._binder.canvas, f"{self._binder.next_number()}-"
        else:
            self.canvas = self._own_canvas(title, subject, language)
        self._writer = TextWriter(self.canvas)

    def _own_canvas(self, title: str, subject: str, language: str) -> Canvas:
        # A font of ours from the start; otherwise every page would name Helvetica, which is not embedded.
        canvas = Canvas(self._out, pagesize=self._size, lang=language, initialFontName=face(BODY).name)  # type: ignore[arg-type] # the stub takes the name of a font for a number
        canvas.setTitle(clean(title))
        canvas.setSubject(clean(subject))
        canvas.setAuthor("Dialogues")
        canvas.setCreator("Dialogues")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        return canvas

    @property
    def _size(self) -> tuple[float, float]:
        return self.width * MM, self.height * MM

    # -- pages
    @property
    def pages(self) -> int:
        """How many pages have been added so far."""
        return len(self._pages)

    def add(self, draw: Draw, *, left: str = "", right: str = "", marks: Sequence[str] = ()) -> None:
        """Append a page; `left` and `right` stand above the petrol rule, `marks` are its bookmarks."""
        self._pages.append(_Page(draw, left, right, marks))

    def pdf(self) -> bytes:
        """Draw every page, or those asked for, and return the document; a bound one is drawn later, and empty here.

        Raises NoSuchPage for a page beyond the last.
        """
        if self._binder:
            self._binder.add(self)
            return b""
        if self._only:
            self._only.require_up_to(self.pages)
        self.draw_pages(level=0)
        self.canvas.save()
        return self._out.getvalue()

    def draw_pages(self, *, level: int) -> None:
        """Draw every page, or those asked for, onto the canvas, with bookmarks of that level."""
        for number, page in enumerate(self._pages, 1):
            if self._only and not self._only.has(number):
                continue
            self.page = number
            self.canvas.setPageSize(self._size)
            for mark in page.marks:
                key = f"p{self.canvas.getPageNumber()}"
                self.canvas.bookmarkPage(key)
                self.canvas.addOutlineEntry(clean(mark), key, level)
            if page.left or page.right:
                self._header(page.left, page.right)
                self._footer()
            page.draw(self)
            self.canvas.showPage()

    def _header(self, left: str, right: str) -> None:
        label = LABEL.but(colour=PETROL)
        left = running_head(left.upper(), label, self.measure * 0.6)
        room = self.measure - width_mm(left, label) - _HEAD_GAP
        style = fit(right, SMALL, room, (7.5,))
        self.text(LEFT, 11.6, left, label)
        self.text(self.right, 11.6, running_head(right, style, room), style, "right")
        self.rule(LEFT, self.right, 13.6, 1.2, PETROL)

    def _footer(self) -> None:
        y = self.height - 8
        self.rule(LEFT, self.right, y - 4.2, 0.35, HAIR)
        page = self.page_of()
        room = self.measure - width_mm(page, SMALLEST) - _HEAD_GAP
        self.text(LEFT, y, self.footer.line(room), SMALLEST)
        self.text(self.right, y, page, SMALLEST.but(colour=INK), "right")

    def page_of(self, page: int | None = None, pages: int | None = None) -> str:
        """`Page 2 of 6`, of this document or of a part of it."""
        return self.footer.page_of % {"page": page or self.page, "pages": pages or self.pages}

    def form(self, name: str, draw: Callable[[], None]) -> None:
        """Draw what repeats on many pages: kept once in the file, pointed to afterwards."""
        name = self._prefix + name
        if name not in self._forms:
            self._forms.add(name)
            self.canvas.beginForm(name, 0, 0, self.width * MM, self.height * MM)
            draw()
            self.canvas.endForm()
        self.canvas.doForm(name)

    # -- text
    def text(self, x: float, y: float, text: str, style: Style, align: str = "left") -> float:
        """Set one line on the baseline `y`; return its width in mm."""
        width = width_mm(text, style)
        self._writer.line((x - SHARES[align] * width) * MM, (self.height - y) * MM, text, style)
        return width

    def column(self, x: float, ys: Iterable[float], texts: Sequence[str], style: Style, align: str = "left") -> None:
        """Set many one-line texts below each other as one text object: one font, one colour."""
        share = SHARES[align]
        height = self.height
        xs: Iterable[float] = (
            [(x - share * width_mm(text, style)) * MM for text in texts] if share else [x * MM] * len(texts)
        )
        self._writer.column(xs, [(height - y) * MM for y in ys], texts, style)

    def block(self, x: float, y: float, width: float, text: str, style: Style) -> float:
        """Set wrapped text whose top is `y`; return the y below it."""
        return self.lines(x, y, wrap(text, style, width), style)

    def lines(self, x: float, y: float, lines: Sequence[str], style: Style, align: str = "left") -> float:
        """Set lines whose top is `y`, capitals in the middle of each line; return the y below them."""
        first = y + style.step / 2 + style.drop
        self.column(x, [first + n * style.step for n in range(len(lines))], lines, style, align)
        return y + len(lines) * style.step

    def stacks(self, x: float, stacks: Iterable[Stack]) -> None:
        """Set cells of one or more lines, each centred on its height; all that share a style in one go."""
        by_style: dict[Style, tuple[list[float], list[str]]] = {}
        for middle, lines, style, step in stacks:
            ys, texts = by_style.setdefault(style, ([], []))
            if len(lines) == 1:
                ys.append(middle + style.drop)
            else:
                first = middle - step * (len(lines) - 1) / 2 + style.drop
                ys += [first + n * step for n in range(len(lines))]
            texts += lines
        for style, (ys, texts) in by_style.items():
            self.column(x, ys, texts, style)

    # -- lines and boxes
    def rule(self, x1: float, x2: float, y: float, weight: float = 0.5, colour: str = INK) -> None:
        """A level line; the weight is in points."""
        self._stroke(f"{self._at(x1, y)} m {self._at(x2, y)} l\n", weight, colour)

    def upright(self, x: float, y1: float, y2: float, weight: float = 0.5, colour: str = INK) -> None:
        """An upright line; the weight is in points."""
        self._stroke(f"{self._at(x, y1)} m {self._at(x, y2)} l\n", weight, colour)

    def grid(self, xs: Sequence[float], ys: Sequence[float], weight: float, colour: str) -> None:
        """A whole ruled grid as one path."""
        upright = "".join(f"{self._at(x, ys[0])} m {self._at(x, ys[-1])} l\n" for x in xs)
        level = "".join(f"{self._at(xs[0], y)} m {self._at(xs[-1], y)} l\n" for y in ys)
        self._stroke(upright + level, weight, colour)

    def boxes(self, rectangles: Iterable[Rectangle], fill: str) -> None:
        """Filled boxes as one path: no seams between neighbours."""
        path = self._rectangles(rectangles)
        if path:
            self.canvas.addLiteral(f"{colour_numbers(fill)} rg\n{path}f")

    def frames(self, rectangles: Iterable[Rectangle], stroke: str, weight: float = 0.5) -> None:
        """Outlined boxes as one path."""
        path = self._rectangles(rectangles)
        if path:
            self._stroke(path, weight, stroke)

    def _rectangles(self, rectangles: Iterable[Rectangle]) -> str:
        h = self.height
        return "".join(
            f"{x * MM:.3f} {(h - y - tall) * MM:.3f} {wide * MM:.3f} {tall * MM:.3f} re\n"
            for x, y, wide, tall in rectangles
        )

    def _at(self, x: float, y: float) -> str:
        return f"{x * MM:.3f} {(self.height - y) * MM:.3f}"

    def _stroke(self, path: str, weight: float, colour: str) -> None:
        self.canvas.addLiteral(f"{colour_numbers(colour)} RG {weight} w\n{path}S")
