"""Entry point of WSGI servers."""

from taskapp.app import create_app

app = create_app()
