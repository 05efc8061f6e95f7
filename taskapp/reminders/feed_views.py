"""Calendar feeds: a person makes and ends the addresses; calendar programs fetch them without signing in."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import rendering
from taskapp.people import secret_keys
from taskapp.people.auth import public, viewer
from taskapp.reminders import calendar_entry, feeds
from taskapp.reminders.feed_models import CalendarFeed, FeedKind
from taskapp.reminders.words import FEED_NAMES, FEED_NOTES

bp = Blueprint("feeds", __name__)


@bp.get("/account/calendar")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/account/calendar/<any(mine, unit, given):kind>")
def make(kind: str) -> ResponseReturnValue:
    token = feeds.make(db.session(), viewer().person, FeedKind(kind), now=clock.database_now(db.session()))
    db.session.commit()
    return _page(kind, _settings().base_url + url_for("feeds.fetch", token=token))  # shown in this one answer only


@bp.post("/account/calendar/<any(mine, unit, given):kind>/end")
def end(kind: str) -> ResponseReturnValue:
    feeds.end(db.session(), viewer().person, FeedKind(kind))
    db.session.commit()
    flash(_("Đã bỏ địa chỉ này; phần mềm lịch không lấy được gì từ đó nữa."), "success")
    return redirect(url_for("feeds.show"))


@bp.get("/calendar/<token>.ics")
@public
def fetch(token: str) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    feed = feeds.find(session, token)
    if feed is None:
        raise Missing(_("Địa chỉ lịch này không còn dùng được. Hãy tạo địa chỉ mới ở trang Tài khoản."))
    found = feeds.tasks(session, feed, now=now)
    settings = _settings()
    sender = rendering.sender(settings.mail_from).addr_spec
    entries = feeds.entries(feed, found, base_url=settings.base_url, sender=sender)
    name = f"{FEED_NAMES[feed.kind]} – {feed.person.committee.name}"
    answer = Response(calendar_entry.calendar(entries, name), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    if secret_keys.is_to_be_noted(feed, now):
        secret_keys.note(CalendarFeed, feed.id, now)
    return answer.make_conditional(request)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["taskapp"]
    return settings


def _page(kind: str = "", address: str = "") -> str:
    asking = viewer()
    return render_template(
        "reminders/feeds.html",
        kinds=[(kind, FEED_NAMES[kind], FEED_NOTES[kind]) for kind in FeedKind],
        made=feeds.of_person(db.session(), asking.person),
        shown=kind,
        address=address,
    )
