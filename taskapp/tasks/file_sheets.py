"""A kept file on its way to whoever may read it."""

from __future__ import annotations

from flask import Response, current_app, send_file

from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.tasks import evidence
from taskapp.tasks.models import StoredFile

# Whatever the file holds: no script, no form, no frame, nothing loaded.
KEPT_APART = "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def sent(stored: StoredFile) -> Response:
    """The file to keep, which no browser may run anything of. Raises Missing when the server has lost it."""
    path = evidence.path_of(current_app.extensions["taskapp"].files_dir, stored.key)
    if not path.is_file():
        raise Missing(_("Tệp này không còn trên máy chủ. Hãy báo quản trị."))
    answer = send_file(path, mimetype=stored.media_type, as_attachment=True, download_name=stored.name)
    answer.headers["Content-Security-Policy"] = KEPT_APART
    return answer
