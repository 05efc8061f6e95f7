"""The delivery log: which mail went to whom, how far each came and what the mail server said; never what is in it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from taskapp.admin.mail_forms import MailFilterForm
from taskapp.admin.mail_xlsx import log_xlsx
from taskapp.base import clock, sections
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem, add_nav
from taskapp.base.workbook import MEDIA_TYPE
from taskapp.outbox import floods, pauses, queries, queue
from taskapp.outbox.channel_words import CHANNEL_NAMES
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.words import STATE_KINDS, STATE_NAMES, TRY_NAMES
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.models import Person
from taskapp.people.organisation import top_unit_id
from taskapp.people.queries import search_people
from taskapp.people.rights import Role
from taskapp.reminders import probe

bp = Blueprint("mail", __name__)
KEEPERS = (Role.ADMIN, Role.MONITOR)
MOVING = (MessageState.WAITING, MessageState.SENDING)
MOST_EXPORTED = 20_000
SENDABLE = (MessageState.WAITING, MessageState.REFUSED, MessageState.IN_DOUBT)


def init_app(app: Flask) -> None:
    """Register the pages of the delivery log and their place in the menu."""
    app.register_blueprint(bp)
    add_nav(app, _nav)


@bp.get("/admin/mail")
@requires(*KEEPERS)
def index() -> ResponseReturnValue:
    form = MailFilterForm(request.args, meta={"csrf": False})
    form.validate()
    return render_template(
        "admin/mail.html",
        form=form,
        page=queries.page(db.session(), _asked(form), request.args.get("mark")),
        counts=queries.counts(db.session(), viewer().committee.id),
        chosen=_state(),
        asked_channel=_channel(),
        trouble=pauses.trouble(db.session()),
        is_held=viewer().committee.id in floods.held(db.session()),
        **_words(),
    )


@bp.get("/admin/mail.xlsx")
@requires(*KEEPERS)
def export() -> ResponseReturnValue:
    form = MailFilterForm(request.args, meta={"csrf": False})
    form.validate()
    words = _words()
    messages = db.session.scalars(_asked(form).limit(MOST_EXPORTED))
    content = log_xlsx(messages, words["subject_of"], words["local"])
    return send_file(BytesIO(content), mimetype=MEDIA_TYPE, as_attachment=True, download_name="nhat-ky-gui-thu.xlsx")


@bp.post("/admin/mail/test")
@requires(*KEEPERS)
def test() -> ResponseReturnValue:
    person = viewer().person
    if not person.email:
        raise Refused(_("Tài khoản của anh/chị chưa có địa chỉ thư. Hãy bổ sung trong hồ sơ người dùng rồi thử lại."))
    message = probe.put(db.session(), person, clock.database_now(db.session()))
    db.session.commit()
    flash(
        _("Đã lập thư thử gửi tới %(address)s. Trang này tự cập nhật đến khi có kết quả.", address=person.email),
        "success",
    )
    return redirect(url_for("mail.show", message_id=message.id))


@bp.get("/admin/mail/<int:message_id>")
@requires(*KEEPERS)
def show(message_id: int) -> ResponseReturnValue:
    message = queries.get(db.session(), viewer().committee.id, message_id)
    return render_template(
        "admin/_mail_state.html" if request.headers.get("HX-Request") else "admin/mail_message.html",
        message=message,
        can_decide=message.state in SENDABLE,
        is_moving=message.state in MOVING,
        tries=TRY_NAMES,
        **_words(),
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
    flash(_("Đã hủy thư; lý do được ghi vào nhật ký."), "success")
    return redirect(url_for("mail.show", message_id=message_id))


@bp.post("/admin/mail/resumption")
@requires(Role.ADMIN)
def resume() -> ResponseReturnValue:
    pauses.lift(db.session(), clock.database_now(db.session()))
    db.session.commit()
    flash(_("Hệ thống sẽ thử lại máy chủ thư trong ít giây."), "success")
    return redirect(url_for("mail.index"))


def _state() -> MessageState | None:
    state = request.args.get("state", "")
    return MessageState(state) if state in set(MessageState) else None


def _channel() -> Channel | None:
    channel = request.args.get("channel", "")
    return Channel(channel) if channel in set(Channel) else None


def _asked(form: MailFilterForm) -> Select[Message]:
    """The log narrowed by the page's filters: state, channel, words of a person's name, local day."""
    committee = viewer().committee
    query = queries.log(committee.id, _state()).options(selectinload(Message.tries))
    if channel := _channel():
        query = queries.on(query, channel)
    if form.q.data:
        found = search_people(committee.id, form.q.data).with_only_columns(Person.id)
        query = queries.of_persons(query, db.session.scalars(found).all())
    if form.day.data and not form.day.errors:
        begin = datetime.combine(form.day.data, time.min, ZoneInfo(committee.timezone))
        query = queries.made_between(query, begin, begin + timedelta(days=1))
    return query


def _words() -> dict[str, Any]:
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

    names = {"states": STATE_NAMES, "kinds": STATE_KINDS, "channels": CHANNEL_NAMES}
    return names | {"local": local, "subject_of": subject_of}


def _nav() -> list[NavItem]:
    who = viewer_or_none()
    if who is None or not who.rights.has(*KEEPERS):
        return []
    return [NavItem(86, _("Nhật ký gửi thư"), url_for("mail.index"), "envelope-check", section=sections.MAIL)]
