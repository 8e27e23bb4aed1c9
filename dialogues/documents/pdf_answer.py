"""A PDF as an answer of the server: shown by the browser's own reader, or saved as a file."""

from typing import Literal

from flask import Response

# The browser's own reader is an object inside the page the browser makes for it.
_CONTENT_POLICY = "default-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def pdf_answer(
    content: bytes, filename: str, *, disposition: Literal["inline", "attachment"] = "inline", is_personal: bool = False
) -> Response:
    """The answer with a PDF; a personal one, reached by a link that is a secret, is kept by nobody in between."""
    response = Response(content, content_type="application/pdf")
    response.headers.set("Content-Disposition", disposition, filename=filename)
    response.headers["Content-Security-Policy"] = _CONTENT_POLICY
    if is_personal:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
