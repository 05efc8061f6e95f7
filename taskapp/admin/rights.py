"""The page of the rights in force: who may do and read what, as the rules answer at this moment; also as a workbook."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Flask, Response, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from taskapp.admin import rights_table, rights_words
from taskapp.admin.rights_xlsx import rights_xlsx
from taskapp.base import clock, sections
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem, add_nav
from taskapp.base.workbook import MEDIA_TYPE
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.rights import Role

bp = Blueprint("rights", __name__)
READERS = (Role.ADMIN, Role.INSPECTOR)


def init_app(app: Flask) -> None:
    """Register the page and its place in the menu."""
    app.register_blueprint(bp)
    add_nav(app, _nav)


@bp.get("/admin/rights")
@requires(*READERS)
def show() -> ResponseReturnValue:
    today = clock.local_day(clock.now(), viewer().committee.timezone)
    return render_template("admin/rights.html", groups=rights_table.table(), words=rights_words, today=today)


@bp.get("/admin/rights.xlsx")
@requires(*READERS)
def download() -> Response:
    content = BytesIO(rights_xlsx(rights_table.table()))
    return send_file(content, mimetype=MEDIA_TYPE, as_attachment=True, download_name="quyen-trong-he-thong.xlsx")


def _nav() -> list[NavItem]:
    who = viewer_or_none()
    if who is None or not who.rights.has(*READERS):
        return []
    return [NavItem(93, _("Quyền trong hệ thống"), url_for("rights.show"), "lock", section=sections.ACCESS)]
