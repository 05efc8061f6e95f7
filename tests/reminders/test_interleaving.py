"""The story of a task with its mails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask

from taskapp.outbox import queue
from taskapp.reminders.interleaving import interleaved
from taskapp.tasks import changes
from taskapp.tasks.models import Task
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, made
from tests.tasks.making import Desk


@dataclass(frozen=True)
class Event:
    recorded_at: datetime


@dataclass(frozen=True)
class Mail:
    finished_at: datetime | None
    next_try_at: datetime = MONDAY


def at(hours: int) -> datetime:
    return MONDAY + timedelta(hours=hours)


def test_the_newest_comes_first_and_mails_between_two_events_stand_together():
    first, second, third = Event(at(0)), Event(at(5)), Event(at(9))
    early, late = Mail(at(1)), Mail(at(2))
    waiting = Mail(None, at(20))
    assert interleaved([first, second, third], [early, waiting, late]) == [
        (None, [waiting]),
        (third, ()),
        (second, ()),
        (None, [late, early]),
        (first, ()),
    ]


def test_events_of_one_instant_keep_their_order():
    first, second = Event(at(0)), Event(at(0))
    told = interleaved([first, second], [])
    assert [event is second for event, _mails in told] == [True, False]
    assert interleaved([], []) == []


def test_the_story_of_a_task_tells_its_mails_where_they_went_out(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[datetime], None]
) -> None:
    def build(desk: Desk) -> Task:
        task = desk.in_progress(due_on=date(2026, 4, 30))
        for name, told_at in (("truongphong", at(1)), ("congchuc", at(2))):
            person = desk.person(name)
            queue.put(
                desk.session,
                committee_id=office.committee_id,
                key=f"thu-{name}",
                kind="task",
                person_id=person.id,
                to_address=person.email,
                to_name=person.full_name,
                now=told_at,
                about=[f"task:{task.id}"],
            )
        by = desk.by("congchuc")
        changes.progress(desk.session, task, percent=40, note="Xong phần thống kê.", by=by, now=at(5))
        return task

    task_id, _version = made(app, build, office)
    frozen_clock(at(48))
    chair = client_of("chutich")
    page = chair.get(f"/tasks/{task_id}").get_data(as_text=True)
    assert "đang làm, từ ngày 02/03/2026 (2 ngày làm việc)." in page
    assert page.index("Xong phần thống kê.") < page.index("Xem cả thư đã gửi")
    block = chair.get(f"/tasks/{task_id}/mails", headers={"HX-Request": "true"}).get_data(as_text=True)
    told = [block.index(words) for words in ("Xong phần thống kê.", "2 thư · 2 chờ gửi", "Phân công người xử lý")]
    assert told == sorted(told)
    assert block.index("2 chờ gửi") < block.index("sẽ gửi từ 10:00 ngày 02/03/2026") < told[2]
