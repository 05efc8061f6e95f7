"""Pages of the reminders: the story of a task with the mails sent about it, as a block of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from taskapp.base.db import db
from taskapp.base.i18n import _n
from taskapp.outbox import queries as outbox_queries
from taskapp.outbox.channel_words import CHANNEL_NAMES
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.words import STATE_KINDS, STATE_NAMES
from taskapp.people.auth import viewer
from taskapp.reminders import (
    browser_views,
    channel_views,
    effect_views,
    feed_views,
    policy_views,
    refusal_views,
    report_views,
    schedule_views,
)
from taskapp.reminders.interleaving import interleaved
from taskapp.tasks import queries
from taskapp.tasks.sheets import story_words

bp = Blueprint("reminders", __name__)


def init_app(app: Flask) -> None:
    """Register the pages of this package."""
    app.register_blueprint(bp)
    app.register_blueprint(report_views.bp)
    app.register_blueprint(schedule_views.bp)
    app.register_blueprint(refusal_views.bp)
    app.register_blueprint(channel_views.bp)
    app.register_blueprint(feed_views.bp)
    app.register_blueprint(browser_views.bp)
    policy_views.init_app(app)
    app.register_blueprint(effect_views.bp)


@bp.get("/tasks/<int:task_id>/mails")
def about_task(task_id: int) -> ResponseReturnValue:
    who = viewer()
    task = queries.get(db.session(), who.rights, task_id)
    events = db.session.scalars(queries.story(task.committee_id, task.id)).all()
    mails = db.session.scalars(outbox_queries.about(who.committee.id, f"task:{task_id}")).all()
    template = "reminders/_about_task.html" if request.headers.get("HX-Request") else "reminders/about_task.html"
    return render_template(
        template,
        task_id=task_id,
        told=interleaved(events, mails),
        has_mails=bool(mails),
        words=story_words(),
        counted=_counted,
        states=STATE_NAMES,
        kinds=STATE_KINDS,
        channels=CHANNEL_NAMES,
    )


def _counted(mails: Sequence[Message]) -> str:
    """How many there are, and of what kind those are that did not arrive."""
    states = Counter(mail.state for mail in mails)
    others = [
        f"{count} {str(STATE_NAMES[state]).lower()}"
        for state, count in states.items()
        if state != MessageState.DELIVERED
    ]
    return " · ".join([_n("1 thư", "%(num)s thư", len(mails)), *others])
