"""Several documents bound into one file: each keeps its paper, its heads and its own count of pages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from io import BytesIO
from typing import Protocol

from reportlab.pdfgen.canvas import Canvas

from dialogues.documents.faces import clean, face
from dialogues.documents.styles import BODY


class Bound(Protocol):
    """A document whose pages are known and not drawn yet."""

    @property
    def pages(self) -> int:
        """How many pages it has."""

    def draw_pages(self, *, level: int) -> None:
        """Draw them all onto the canvas of the binder, with bookmarks from that level on."""


@dataclass(frozen=True)
class Chapter:
    """A document in the file: what it is called there, and how many pages it has."""

    title: str
    pages: int


@dataclass
class Binder:
    """The canvas that the documents share, and the documents in their order."""

    language: str
    title: str
    subject: str
    _parts: list[tuple[str, Bound]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._out = BytesIO()
        self.canvas = Canvas(self._out, lang=self.language, initialFontName=face(BODY).name)  # type: ignore[arg-type] # the stub takes the name of a font for a number
        self.canvas.setTitle(clean(self.title))
        self.canvas.setSubject(clean(self.subject))
        self.canvas.setAuthor("Dialogues")
        self.canvas.setCreator("Dialogues")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self._opened = 0
        self._chapter = ""

    @property
    def chapters(self) -> list[Chapter]:
        """What has been bound so far."""
        return [Chapter(title, part.pages) for title, part in self._parts]

    @contextmanager
    def chapter(self, title: str) -> Iterator[None]:
        """Documents that are made inside become part of the file instead of files of their own."""
        self._chapter = title
        token = _BINDER.set(self)
        try:
            yield
        finally:
            _BINDER.reset(token)

    def next_number(self) -> int:
        """A number for each document, so that what repeats in one is not taken for what repeats in another."""
        self._opened += 1
        return self._opened

    def add(self, part: Bound) -> None:
        """The next document."""
        self._parts.append((self._chapter, part))

    def pdf(self, *, first: Sequence[str]) -> bytes:
        """Draw everything and return the file; the chapters named in `first` stand before all others."""
        for title, part in sorted(self._parts, key=lambda one: one[0] not in first):
            key = f"c{self.canvas.getPageNumber()}"
            self.canvas.bookmarkPage(key)
            self.canvas.addOutlineEntry(clean(title), key, 0, closed=True)
            part.draw_pages(level=1)
        self.canvas.save()
        return self._out.getvalue()


_BINDER: ContextVar[Binder | None] = ContextVar("binder", default=None)


def current_binder() -> Binder | None:
    """The file that is being bound here and now; None: every document is a file of its own."""
    return _BINDER.get()
