"""Notifications of a browser: let it in. What shows them there is the worker of the whole site (taskapp/offline)."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import browsers, push
from taskapp.outbox.channel_addresses import Owner
from taskapp.outbox.channel_words import why_not
from taskapp.outbox.channels import BadAddress
from taskapp.people.auth import viewer
from taskapp.people.tables import browser_name
from taskapp.reminders.channel_forms import BrowserForm

bp = Blueprint("browsers", __name__)


@bp.post("/account/channels/browsers")
def let_in() -> ResponseReturnValue:
    form = BrowserForm()
    try:
        _let_in(form.subscription.data or "" if form.validate() else "")
        flash(_("Trình duyệt này nhận thông báo từ bây giờ. Bấm “Gửi tin thử” để xem; thư vẫn được gửi."), "success")
    except BadAddress as error:
        flash(why_not(error), "danger")
    except Refused as error:
        back_to_reading(db.session())
        flash(error.reason, "danger")
    return redirect(url_for("channels.show"))


def _let_in(subscription: str) -> None:
    settings: Settings = current_app.extensions["taskapp"]
    person = viewer().person
    browsers.let_in(
        db.session(),
        Owner(person.committee_id, person.id, person.full_name),
        push.read(subscription, push.hosts(settings)),
        browser_name(request.headers.get("User-Agent", "")),
        clock.database_now(db.session()),
    )
    db.session.commit()
