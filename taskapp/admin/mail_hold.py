"""The page of a flood of mails that is held: how many, to whom and why; a person lets them go or cancels them."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.admin.mail_forms import CancelFloodForm
from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _, _n
from taskapp.outbox import floods
from taskapp.outbox.models import MailHold
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import Role
from taskapp.tasks.forms import blame

bp = Blueprint("mail_hold", __name__)
KEEPERS = (Role.ADMIN, Role.MONITOR)
MOST_SHOWN = 50
PAST_SHOWN = 10


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(bp)


@bp.get("/admin/mail/hold")
@requires(*KEEPERS)
def show() -> ResponseReturnValue:
    return _page(CancelFloodForm(), 200)


@bp.post("/admin/mail/hold/release")
@requires(*KEEPERS)
def release() -> ResponseReturnValue:
    who, now = viewer().person, clock.database_now(db.session())
    floods.release(db.session(), _hold(), by_id=who.id, by_name=who.full_name, now=now)
    db.session.commit()
    flash(_("Thư bắt đầu được gửi trong ít giây. Thư nào không còn đúng nữa thì tự bỏ."), "success")
    return redirect(url_for("mail.index"))


@bp.post("/admin/mail/hold/cancellation")
@requires(*KEEPERS)
def cancel() -> ResponseReturnValue:
    form = CancelFloodForm()
    if not form.validate():
        return _page(form, 400)
    try:
        count = _cancel(form.reason.data or "")
    except Refused as error:
        back_to_reading(db.session())
        return _page(form, blame(form, error))
    flash(
        _n("Đã hủy 1 thư; lý do được ghi vào nhật ký.", "Đã hủy %(num)s thư; lý do được ghi vào nhật ký.", count),
        "success",
    )
    return redirect(url_for("mail_hold.show"))


def _cancel(reason: str) -> int:
    who, now = viewer().person, clock.database_now(db.session())
    count = floods.cancel(db.session(), _hold(), reason=reason, by_id=who.id, by_name=who.full_name, now=now)
    db.session.commit()
    return count


def _hold() -> MailHold:
    """The hold that lasts. Raises Refused when there is none."""
    found = floods.current(db.session(), viewer().committee.id)
    if found is None:
        raise Refused(_("Hiện không có đợt thư nào bị giữ. Hãy tải lại trang để xem ai đã quyết định."))
    return found


def _page(form: CancelFloodForm, status: int) -> ResponseReturnValue:
    session, committee = db.session(), viewer().committee
    hold = floods.current(session, committee.id)
    page = render_template(
        "admin/mail_hold.html",
        form=form,
        hold=hold,
        size=floods.size(session, hold) if hold else 0,
        readers=floods.readers(session, hold, MOST_SHOWN) if hold else (),
        times=floods.TIMES,
        past=session.scalars(floods.history(committee.id).limit(PAST_SHOWN)).all(),
    )
    return page, status
