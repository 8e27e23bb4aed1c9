"""The bare limit of printing: texts put straight onto a ReportLab canvas, one call each, in the fonts of the papers."""

import io
from collections.abc import Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dialogues.documents.faces import FILES, folder
from dialogues.documents.styles import BODY, MM, STRONG

Row = Sequence[str]  # texts of one row, from left to right
_PLAIN, _STRONG = "Bare", "Bare-Strong"


def register() -> None:
    """The fonts are known under names of their own."""
    for name, file in ((_PLAIN, FILES[BODY]), (_STRONG, FILES[STRONG])):
        pdfmetrics.registerFont(TTFont(name, str(folder() / file)))


def bare(rows: Sequence[Row], per_page: int, paper: tuple[float, float], columns: Sequence[float]) -> bytes:
    """Each text of each row by one call, at fixed places."""
    width, height = paper[0] * MM, paper[1] * MM
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height))
    step = (height - 100) / per_page
    for first in range(0, len(rows), per_page):
        for number, row in enumerate(rows[first : first + per_page]):
            y = height - 60 - number * step
            for n, (x, text) in enumerate(zip(columns, row, strict=True)):
                canvas.setFont(_STRONG if n == 1 else _PLAIN, 9)
                canvas.drawString(x * MM, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
