"""Entry point of WSGI servers."""

from taskapp import create_app

app = create_app()
