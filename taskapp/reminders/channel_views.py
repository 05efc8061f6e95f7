"""Where a person is reached besides mail: add, confirm with the code sent there, send a test, end; his own only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import channel_addresses
from taskapp.outbox.channel_addresses import Owner
from taskapp.outbox.channel_words import CHANNEL_NAMES
from taskapp.outbox.channels import TYPED, Channel
from taskapp.outbox.models import ChannelAddress
from taskapp.outbox.push_sealing import public_key
from taskapp.people.auth import viewer
from taskapp.people.forms import blame
from taskapp.reminders import browser_rows
from taskapp.reminders.channel_forms import ChannelForm, CodeForm

NOTHING: Mapping[int, CodeForm] = {}

bp = Blueprint("channels", __name__, url_prefix="/account/channels")


@dataclass(frozen=True)
class Row:
    """One channel as its page shows it, which is never its address.

    `trouble`: why the last message has not arrived; `is_tried_again`: and whether it will be tried again.
    """

    address: ChannelAddress
    form: CodeForm
    trouble: str
    is_tried_again: bool


@bp.get("")
def show() -> ResponseReturnValue:
    return _page(ChannelForm(formdata=None), 200)


@bp.post("")
def add() -> ResponseReturnValue:
    form = ChannelForm()
    if not form.validate():
        return _page(form, 400)
    try:
        _add(form)
    except Refused as error:
        back_to_reading(db.session())
        blame(form, error)
        return _page(form, error.status)
    flash(_("Mã xác nhận được gửi tới kênh này trong ít giây. Nhập mã bên dưới."), "success")
    return redirect(url_for("channels.show"))


@bp.post("/<int:address_id>/confirmation")
def confirm(address_id: int) -> ResponseReturnValue:
    form = CodeForm(prefix=_prefix(address_id))
    address = channel_addresses.get(db.session(), _owner(), address_id)
    if not form.validate():
        return _page(ChannelForm(formdata=None), 400, {address_id: form})
    secret, now = _settings().secret_key, clock.database_now(db.session())
    is_right = channel_addresses.confirm(address, form.code.data or "", secret=secret, now=now)
    db.session.commit()  # a wrong code too: it is counted
    if is_right:
        flash(_("Đã xác nhận. Từ bây giờ tin nhắc việc cũng đến kênh này; thư vẫn được gửi như trước."), "success")
    else:
        flash(_wrong(address), "danger")
    return redirect(url_for("channels.show"))


@bp.post("/<int:address_id>/test")
def test(address_id: int) -> ResponseReturnValue:
    address = channel_addresses.get(db.session(), _owner(), address_id)
    channel_addresses.test(db.session(), _owner(), address, clock.database_now(db.session()))
    db.session.commit()
    flash(_("Tin thử được gửi trong ít giây. Không thấy tin thì tải lại trang này để xem lý do."), "success")
    return redirect(url_for("channels.show"))


@bp.post("/<int:address_id>/ending")
def end(address_id: int) -> ResponseReturnValue:
    address = channel_addresses.get(db.session(), _owner(), address_id)
    channel_addresses.end(address, _("Người nhận gỡ kênh."), clock.database_now(db.session()))
    db.session.commit()
    flash(_("Đã gỡ kênh. Thư điện tử vẫn được gửi như trước."), "success")
    return redirect(url_for("channels.show"))


def _add(form: ChannelForm) -> None:
    channel_addresses.add(
        db.session(),
        _owner(),
        Channel(form.channel.data),
        form.address.data or "",
        allowed=_settings().channel_hosts,
        now=clock.database_now(db.session()),
    )
    db.session.commit()


def _wrong(address: ChannelAddress) -> str:
    if address.ended_at is not None:
        return _("Mã sai quá nhiều lần nên kênh này đã bị gỡ. Hãy thêm lại để nhận mã mới.")
    return _("Mã không đúng. Hãy xem lại tin vừa nhận ở kênh này; nếu không có tin nào thì gỡ kênh rồi thêm lại.")


def _prefix(address_id: int) -> str:
    return f"c{address_id}-"


def _row(address: ChannelAddress, typed: Mapping[int, CodeForm]) -> Row:
    form = typed.get(address.id) or CodeForm(formdata=None, prefix=_prefix(address.id))
    return Row(address, form, *channel_addresses.trouble(db.session(), address))


def _page(form: ChannelForm, status: int, typed: Mapping[int, CodeForm] = NOTHING) -> ResponseReturnValue:
    who, settings = viewer(), _settings()
    owner = who.committee.id, who.person.id
    current = channel_addresses.current(db.session(), *owner)
    now = clock.database_now(db.session())

    def local(moment: datetime) -> datetime:
        return clock.local(moment, who.committee.timezone)

    page = render_template(
        "reminders/channels.html",
        form=form,
        rows=[_row(address, typed) for address in current if address.channel in TYPED],
        hosts=settings.channel_hosts,
        names=CHANNEL_NAMES,
        browsers=browser_rows.rows(db.session(), *owner, local),
        lost=browser_rows.lost(db.session(), *owner, now, local),
        push_key=public_key(settings.secret_key) if settings.web_push else "",
    )
    return page, status


def _owner() -> Owner:
    person = viewer().person
    return Owner(person.committee_id, person.id, person.full_name)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["taskapp"]
    return settings
