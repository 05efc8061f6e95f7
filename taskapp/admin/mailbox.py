"""The built-in mailbox: where mails are read when no mail server is set, and in the demo office."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default

from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import sections
from taskapp.base.db import db
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.base.shell import NavItem, add_nav
from taskapp.outbox import queries
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import Message, MessageState
from taskapp.people.auth import viewer, viewer_or_none
from taskapp.people.rights import Role

bp = Blueprint("mailbox", __name__)
READABLE = (MessageState.DELIVERED, MessageState.IN_DOUBT)


def init_app(app: Flask) -> None:
    """Register the pages of the built-in mailbox and their place in the menu."""
    app.register_blueprint(bp)
    add_nav(app, _nav)


@bp.get("/mailbox")
def index() -> ResponseReturnValue:
    _open()
    who = viewer()
    query = queries.delivered(who.committee.id) if _reads_all() else queries.to_person(who.committee.id, who.person.id)
    page = queries.page(db.session(), query, request.args.get("mark"))
    return render_template("admin/mailbox.html", page=page, reads_all=_reads_all())


@bp.get("/mailbox/<int:message_id>")
def show(message_id: int) -> ResponseReturnValue:
    message = _message(message_id)
    mail = _parsed(message)
    body = mail.get_body(("plain",))
    return render_template(
        "admin/mailbox_mail.html",
        message=message,
        sender=str(mail["From"]),
        text=body.get_content() if body else "",
        sent_at=mail["Date"].datetime,
    )


@bp.get("/mailbox/<int:message_id>/file")
def download(message_id: int) -> ResponseReturnValue:
    message = _message(message_id)
    answer = Response(message.content, mimetype="message/rfc822")
    answer.headers["Content-Disposition"] = f'attachment; filename="thu-{message.id}.eml"'
    return answer


def _open() -> None:
    if not _is_open():
        raise Missing(_("Thư được gửi qua máy chủ thư của cơ quan. Hãy xem trong hộp thư điện tử của anh/chị."))


def _is_open() -> bool:
    settings = _settings()
    return settings.is_demo or settings.smtp_url is None


def _reads_all() -> bool:
    return _settings().is_demo and viewer().rights.has(Role.ADMIN)


def _message(message_id: int) -> Message:
    """A mail that this person may read. Raises Missing."""
    _open()
    who = viewer()
    message = queries.get(db.session(), who.committee.id, message_id)
    own = message.person_id == who.person.id
    is_mail = message.channel is Channel.MAIL and message.content is not None
    if message.state not in READABLE or not is_mail or not (own or _reads_all()):
        raise Missing(_("Không có thư này, hoặc thư không gửi cho anh/chị."))
    return message


def _parsed(message: Message) -> EmailMessage:
    return email.message_from_bytes(message.content or b"", policy=default)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["taskapp"]
    return settings


def _nav() -> list[NavItem]:
    if viewer_or_none() is None or not _is_open():
        return []
    return [NavItem(85, _("Hộp thư"), url_for("mailbox.index"), "inbox", section=sections.MAIL)]
