"""What was sent after the sign-in had ended, shown to its writer: to send it after all, or to let it go."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.i18n import _
from taskapp.people.access import held
from taskapp.people.access.access_models import HeldForm
from taskapp.people.auth import HELD, viewer
from taskapp.people.local_paths import local_path

bp = Blueprint("held", __name__)


@bp.get("/held")
def show() -> ResponseReturnValue:
    form, target = _held(), local_path(request.args.get("next", "")) or "/"
    if form is None:
        cookie.pop(HELD, None)
        return redirect(target)
    return render_template("people/held.html", held=form, texts=held.readable(form), mark=held.MARK, target=target)


@bp.post("/held/dropping")
def drop() -> ResponseReturnValue:
    form = _held()
    if form is not None:
        db.session.delete(form)
        db.session.commit()
    cookie.pop(HELD, None)
    flash(_("Đã bỏ nội dung chưa gửi."), "info")
    return redirect(local_path(request.form.get("next", "")) or "/")


def _held() -> HeldForm | None:
    token = cookie.get(HELD)
    return held.find(db.session(), viewer().person, token, now=clock.now()) if token else None
