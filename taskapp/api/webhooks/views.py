"""Pages of webhooks: which there are, one made, changed, tried, paused, resumed, ended; what became of messages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.api.webhooks import filling
from taskapp.api.webhooks.events import NAMES
from taskapp.api.webhooks.forms import WebhookForm
from taskapp.base import clock, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.base.shell import NavItem, add_nav
from taskapp.outbox import hook_signing, hooks
from taskapp.outbox.hook_models import Webhook
from taskapp.outbox.models import MessageState
from taskapp.outbox.words import STATE_KINDS, STATE_NAMES
from taskapp.people import queries
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.forms import blame
from taskapp.people.rights import READERS, Role

bp = Blueprint("webhooks", __name__)
KEEPERS = (Role.ADMIN, Role.MONITOR)
MOVING = (MessageState.WAITING, MessageState.SENDING)
SENDABLE = (MessageState.WAITING, MessageState.REFUSED, MessageState.IN_DOUBT)


def init_app(app: Flask) -> None:
    """Register the pages and their place in the menu."""
    app.register_blueprint(bp)
    add_nav(app, _menu)


@bp.get("/admin/webhooks")
@requires(*KEEPERS)
def index() -> ResponseReturnValue:
    return _page(_form(WebhookForm(formdata=None)), 200)


@bp.post("/admin/webhooks")
@requires(*KEEPERS)
def make() -> ResponseReturnValue:
    form = _form(WebhookForm())
    if not form.validate():
        return _page(form, 400)
    who, session = viewer(), db.session()
    try:
        whose, seen = hooks.Whose(who.committee.id, who.person.id), filling.newest(session)
        allowed, now = _settings().webhook_allow, clock.database_now(session)
        made = hooks.make(session, form.wish(), whose, allowed, seen_event_id=seen, now=now)
        session.commit()
    except Refused as error:
        back_to_reading(session)
        blame(form, error)
        return _page(form, error.status)
    return _shown(made, _secret(made))  # in this one answer only


@bp.get("/admin/webhooks/<int:hook_id>")
@requires(*KEEPERS)
def show(hook_id: int) -> ResponseReturnValue:
    return _shown(_get(hook_id))


@bp.post("/admin/webhooks/<int:hook_id>")
@requires(*KEEPERS)
def change(hook_id: int) -> ResponseReturnValue:
    hook = _get(hook_id)
    form = _form(WebhookForm(), hook)
    if not form.validate():
        return _shown(hook, form=form), 400
    try:
        hooks.change(hook, form.wish(), _settings().webhook_allow)
    except Refused as error:
        back_to_reading(db.session())
        blame(form, error)
        return _shown(_get(hook_id), form=form), error.status
    return _done(hook_id, _("Đã lưu. Những gì còn chờ được gửi tới địa chỉ vừa ghi."))


@bp.post("/admin/webhooks/<int:hook_id>/test")
@requires(*KEEPERS)
def test(hook_id: int) -> ResponseReturnValue:
    now, hook = clock.database_now(db.session()), _get(hook_id)
    if hook.paused_at is not None:
        raise Refused(_("Đang tạm dừng báo. Hãy bấm Chạy tiếp rồi gửi thử."))
    hooks.owe(db.session(), hook, f"{now:%Y%m%dT%H%M%S}", now, kind=hooks.TEST)
    db.session.commit()
    flash(_("Đã lập tin thử. Bảng dưới tự cập nhật đến khi có câu trả lời."), "success")
    return redirect(url_for("webhooks.show", hook_id=hook_id))


@bp.post("/admin/webhooks/<int:hook_id>/pause")
@requires(*KEEPERS)
def pause(hook_id: int) -> ResponseReturnValue:
    hook = _get(hook_id)
    hooks.pause(db.session(), hook.committee_id, hook.id, clock.database_now(db.session()))
    return _done(hook_id, _("Đã tạm dừng. Những gì xảy ra từ giờ sẽ được báo khi chạy tiếp."))


@bp.post("/admin/webhooks/<int:hook_id>/resumption")
@requires(*KEEPERS)
def resume(hook_id: int) -> ResponseReturnValue:
    hooks.resume(_get(hook_id))
    return _done(hook_id, _("Đã chạy tiếp; những gì còn chờ sẽ được gửi trong ít giây."))


@bp.post("/admin/webhooks/<int:hook_id>/secret")
@requires(*KEEPERS)
def new_secret(hook_id: int) -> ResponseReturnValue:
    hook = _get(hook_id)
    hooks.new_secret(hook)
    db.session.commit()
    return _shown(hook, _secret(hook))


@bp.post("/admin/webhooks/<int:hook_id>/end")
@requires(*KEEPERS)
def end(hook_id: int) -> ResponseReturnValue:
    hook = _get(hook_id)
    hooks.end(hook, clock.database_now(db.session()))
    db.session.commit()
    flash(_("Đã thôi báo sang “%(name)s”.", name=hook.name), "success")
    return redirect(url_for("webhooks.index"))


def _get(hook_id: int) -> Webhook:
    return hooks.get(db.session(), viewer().committee.id, hook_id)


def _done(hook_id: int, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for("webhooks.show", hook_id=hook_id))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["taskapp"]
    return settings


def _secret(hook: Webhook) -> str:
    return hook_signing.written(hook_signing.key_of(_settings().secret_key, hook.salt))


def _form(form: WebhookForm, hook: Webhook | None = None) -> WebhookForm:
    """The form with the units of today that the person has to do with, and the one that the webhook has."""
    who, today = viewer(), clock.local_day(clock.now(), viewer().committee.timezone)
    reached = who.rights.readable | who.rights.reach(Role.ADMIN)
    units = [unit for unit in db.session.scalars(queries.units_on(who.committee.id, today)) if unit.id in reached]
    if hook and hook.unit_id and hook.unit_id not in {unit.id for unit in units}:
        units.append(queries.get_unit(db.session(), hook.committee_id, hook.unit_id))
    form.offer(units)
    return form


def _page(form: WebhookForm, status: int) -> tuple[str, int]:
    found = db.session.scalars(hooks.of_committee(viewer().committee.id)).all()
    may_read = viewer().rights.has(*READERS)
    return render_template("api/webhooks.html", form=form, rows=found, may_read=may_read, **_words()), status


def _shown(hook: Webhook, secret: str = "", form: WebhookForm | None = None) -> str:
    sent = hooks.deliveries(db.session(), hook)
    deliveries = {
        "hook": hook,
        "sent": sent,
        "sendable": SENDABLE,
        "is_moving": hook.paused_at is None and any(one.state in MOVING and not one.attempts for one in sent),
        **_words(),
    }
    if request.headers.get("HX-Request") and request.method == "GET":
        return render_template("api/_webhook_deliveries.html", **deliveries)
    return render_template(
        "api/webhook.html",
        secret=secret,
        form=form or _form(WebhookForm(formdata=None, data=WebhookForm.of(hook)), hook),
        maker=queries.get_person(db.session(), hook.committee_id, hook.person_id),
        unit=queries.get_unit(db.session(), hook.committee_id, hook.unit_id) if hook.unit_id else None,
        **deliveries,
    )


def _words() -> dict[str, Any]:
    return {"states": STATE_NAMES, "kinds": STATE_KINDS, "events": NAMES}


def _menu() -> list[NavItem]:
    who = viewer_or_none()
    if who is None or not who.rights.has(*KEEPERS):
        return []
    return [NavItem(93, _("Báo phần mềm khác"), url_for("webhooks.index"), "send-check", section=sections.OUTSIDE)]
