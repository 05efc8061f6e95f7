"""The delivery log: which mail went to whom, how far each came and what the mail server said; never what is in it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem, add_nav
from taskapp.outbox import pauses, queries, queue
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.words import STATE_KINDS, STATE_NAMES, TRY_NAMES
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.organisation import top_unit_id
from taskapp.people.rights import Role

bp = Blueprint("mail", __name__)
KEEPERS = (Role.ADMIN, Role.MONITOR)
SENDABLE = (MessageState.WAITING, MessageState.REFUSED, MessageState.IN_DOUBT)


def init_app(app: Flask) -> None:
    """Register the pages of the delivery log and their place in the menu."""
    app.register_blueprint(bp)
    add_nav(app, _nav)


@bp.get("/admin/mail")
@requires(*KEEPERS)
def index() -> ResponseReturnValue:
    state = request.args.get("state", "")
    chosen = MessageState(state) if state in set(MessageState) else None
    committee_id = viewer().committee.id
    query = queries.log(committee_id, chosen).options(selectinload(Message.tries))
    return render_template(
        "admin/mail.html",
        page=queries.page(db.session(), query, request.args.get("mark")),
        counts=queries.counts(db.session(), committee_id),
        chosen=chosen,
        trouble=pauses.trouble(db.session()),
        **_words(),
    )


@bp.get("/admin/mail/<int:message_id>")
@requires(*KEEPERS)
def show(message_id: int) -> ResponseReturnValue:
    message = queries.get(db.session(), viewer().committee.id, message_id)
    return render_template(
        "admin/mail_message.html", message=message, can_decide=message.state in SENDABLE, tries=TRY_NAMES, **_words()
    )


@bp.post("/admin/mail/<int:message_id>/sending")
@requires(*KEEPERS)
def send_again(message_id: int) -> ResponseReturnValue:
    message = queries.get(db.session(), viewer().committee.id, message_id)
    reason = _("%(name)s yêu cầu gửi lại.", name=viewer().person.full_name)
    queue.send_again(db.session(), message, reason=reason, now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Thư sẽ được gửi lại trong ít giây."), "success")
    return redirect(url_for("mail.show", message_id=message_id))


@bp.post("/admin/mail/<int:message_id>/cancellation")
@requires(*KEEPERS)
def cancel(message_id: int) -> ResponseReturnValue:
    message = queries.get(db.session(), viewer().committee.id, message_id)
    reason = _("%(name)s quyết định không gửi nữa.", name=viewer().person.full_name)
    queue.cancel(db.session(), message, reason=reason, now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Đã huỷ thư; lý do được ghi vào nhật ký."), "success")
    return redirect(url_for("mail.show", message_id=message_id))


@bp.post("/admin/mail/resumption")
@requires(Role.ADMIN)
def resume() -> ResponseReturnValue:
    pauses.lift(db.session(), clock.database_now(db.session()))
    db.session.commit()
    flash(_("Hệ thống sẽ thử lại máy chủ thư trong ít giây."), "success")
    return redirect(url_for("mail.index"))


def _words() -> dict[str, object]:
    zone = viewer().committee.timezone

    def local(moment: datetime) -> datetime:
        return clock.local(moment, zone)

    top = db.session.scalar(top_unit_id(viewer().committee.id))
    may_read = top is not None and viewer().rights.over(top, Role.MONITOR)

    def subject_of(message: Message) -> str:
        """The subject, for those who may read all tasks: administering gives no such right."""
        if not may_read:
            return _("Thư số %(id)s", id=message.id)
        return message.subject or _("Thư chưa soạn")

    return {"states": STATE_NAMES, "kinds": STATE_KINDS, "local": local, "subject_of": subject_of}


def _nav() -> list[NavItem]:
    who = viewer_or_none()
    if who is None or not who.rights.has(*KEEPERS):
        return []
    return [NavItem(86, _("Nhật ký gửi thư"), url_for("mail.index"), "envelope-check")]
