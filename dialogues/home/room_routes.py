"""The page for phones in the hall: how to come in, and how the camera is made to work."""

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from dialogues.home.serving import Room


def add_pages(bp: Blueprint) -> None:
    """Put these pages beside the others of the first page's blueprint."""
    bp.add_url_rule("/room", view_func=room)
    bp.add_url_rule("/room/certificate.crt", view_func=room_certificate)


def room() -> ResponseReturnValue:
    """The addresses of this laptop in the hall, and the one step by which a phone comes to trust it."""
    return render_template("home/room.html", room=_room())


def room_certificate() -> ResponseReturnValue:
    """The certificate a phone is asked to trust, as phones take it (DER)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    certificate = x509.load_pem_x509_certificate(_room().authority.read_bytes())
    answer = Response(certificate.public_bytes(serialization.Encoding.DER), mimetype="application/x-x509-ca-cert")
    answer.headers["Content-Disposition"] = 'attachment; filename="dialogues-in-this-room.crt"'
    return answer


def _room() -> Room:
    """Only while phones are served: nobody is asked to trust a certificate that nothing uses."""
    served: Room | None = current_app.extensions.get(Room.NAME)
    return served or abort(404)
