"""The application for a WSGI server: `gunicorn wsgi:app`, `waitress-serve wsgi:app`."""

from dialogues.app import create_app

app = create_app()
