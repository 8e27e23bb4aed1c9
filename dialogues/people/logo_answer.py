"""A logo as the answer to a browser."""

from flask import Response, request

from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.people.letterhead_queries import Letterhead, list_pictures


def picture_answer(letterhead: Letterhead | None) -> Response:
    """The logo of a letterhead as a picture, with a tag by which it is asked for again. Raises NotFoundHere."""
    if letterhead is None or letterhead.logo_id is None or letterhead.sha256 is None:
        raise NotFoundHere
    response = Response(content_type="image/png")
    response.set_etag(letterhead.sha256)
    if not request.if_none_match.contains(letterhead.sha256):
        response.set_data(list_pictures(db.session(), [letterhead.logo_id])[letterhead.logo_id])
    return response.make_conditional(request)  # type: ignore[return-value] # the same response
