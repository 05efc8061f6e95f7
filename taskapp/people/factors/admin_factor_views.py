"""For administrators: taking away the second factor of who lost it, letting somebody try again at once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.i18n import _
from taskapp.people import accounts, administering
from taskapp.people.auth import requires, viewer
from taskapp.people.factors import keeping
from taskapp.people.rights import Role

bp = Blueprint("admin_factors", __name__, url_prefix="/admin/people")


@bp.post("/<int:person_id>/factors/reset")
@requires(Role.ADMIN)
def reset(person_id: int) -> ResponseReturnValue:
    person = administering.get_person(db.session(), viewer().rights, person_id)
    keeping.reset(db.session(), person, by=viewer().person, now=clock.database_now(db.session()))
    db.session.commit()
    told = _("Đã gỡ bước xác nhận thứ hai, các phiên đăng nhập đã kết thúc. Một thư báo được gửi cho người này.")
    untold = _("Đã gỡ bước xác nhận thứ hai. Người này chưa có thư điện tử: hãy báo trực tiếp.")
    flash(told if person.email else untold, "success")
    return redirect(url_for("admin_people.show", person_id=person_id))


@bp.post("/<int:person_id>/unlocking")
@requires(Role.ADMIN)
def unlock(person_id: int) -> ResponseReturnValue:
    person = administering.get_person(db.session(), viewer().rights, person_id)
    accounts.unlock(db.session(), person, by=viewer().person, now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Người này được thử đăng nhập lại ngay."), "success")
    return redirect(url_for("admin_people.show", person_id=person_id))
