"""What has changed since a page was drawn: the numbers of the menu, and what others did to the task that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flask import render_template
from sqlalchemy.orm import joinedload

from taskapp.base import clock, formats
from taskapp.base.db import db, scoped
from taskapp.base.i18n import _, number
from taskapp.base.shell import Line, NavItem, nav_lines
from taskapp.people.auth import viewer
from taskapp.tasks import queries
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.words import MOVE_NAMES

MOST_TOLD = 5
LONGEST = 160


@dataclass(frozen=True)
class News:
    """One thing that somebody did to a task: who, what, when, and the words that went with it."""

    who: str
    what: str
    when: str
    words: str


def counters() -> dict[str, list[Any]]:
    """The counter of each page of the menu as it is shown, and whether something waits there, by address."""
    lines = nav_lines()
    pages = [page for line in lines for page in line.pages]
    return dict([*map(_told, pages), *map(_told, lines)])


def news_fragment(task_id: int, seen: int) -> str:
    """What happened to the task after the version that was seen, for its page; empty when nothing did or it is gone."""
    version = queries.version_of(db.session(), viewer().rights, task_id)
    if version is None or version <= seen:
        return ""
    return render_template("ways/_news.html", news=since(task_id, seen), version=version, is_offer=True)


def since(task_id: int, seen: int) -> Sequence[News]:
    """What happened to the task after that version, the latest last."""
    query = scoped(TaskEvent, viewer().committee.id).where(TaskEvent.task_id == task_id, TaskEvent.version > seen)
    query = query.options(joinedload(TaskEvent.by)).order_by(TaskEvent.version.desc()).limit(MOST_TOLD)
    return [_news(event) for event in reversed(db.session.scalars(query).all())]


def _news(event: TaskEvent) -> News:
    names: Mapping[str, Any] = {kind.value: name for kind, name in MOVE_NAMES.items()}
    moment = clock.local(event.effective_at, viewer().committee.timezone)
    words = " ".join(part for part in (event.reason, event.note) if part)
    who = event.by.full_name if event.by else _("Hệ thống")
    when = f"{formats.hour(moment)} {formats.day(event.effective_on)}"
    return News(who, str(names.get(event.kind, event.kind)), when, shorten(words, LONGEST, placeholder="…"))


def _told(item: NavItem | Line) -> tuple[str, list[Any]]:
    return item.href, [number(item.count) if item.count else "", item.is_alarm]
