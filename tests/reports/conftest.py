"""A history to write in, and the office of a usual February and March 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from taskapp.base.db import db
from tests.office import Office
from tests.reports.history import History

FEB_2, FEB_9, FEB_10, FEB_27 = (date(2026, 2, day) for day in (2, 9, 10, 27))
MON, TUE, FRI = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)

Writing = Callable[[], AbstractContextManager[History]]
Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def writing(app: Flask, office: Office) -> Writing:
    """`with writing() as history:` opens a session to write in and commits at its end."""

    @contextmanager
    def open_history() -> Iterator[History]:
        with app.app_context():
            yield History(db.session(), office)
            db.session.commit()

    return open_history


@pytest.fixture
def usual(writing: Writing) -> dict[str, int]:
    """Ids of ten tasks, one of each kind, as seen on Monday 2 March 2026, 09:00."""
    with writing() as h:
        made = {
            "on_time": h.give(FEB_2, FEB_10),
            "early": h.give(FEB_2, FEB_10),
            "late": h.give(FEB_2, FEB_9),
            "done_no_limit": h.give(FEB_2, None),
            "in_term": h.give(FEB_27, FRI),
            "far": h.give(FEB_27, date(2026, 6, 30), unit="nv"),
            "overdue": h.give(FEB_2, FEB_27, unit="nv"),
            "no_limit": h.give(FEB_2, None, unit="tnd"),
            "waiting": h.give(FEB_2, FEB_27),
            "declined": h.give(FEB_27, FRI, unit="nv", assigner="phochutich"),
            "withdrawn": h.give(FEB_2, FEB_9),
        }
        h.finish(made["on_time"], FEB_10, approved=FEB_27)
        h.finish(made["early"], FEB_9)
        h.finish(made["late"], FEB_10)
        h.finish(made["done_no_limit"], FEB_10)
        h.accept(made["in_term"], FEB_27)
        h.hand_in(made["waiting"], FEB_27)
        h.decline(made["declined"], FEB_27, by="truongphong_nv")
        h.withdraw(made["withdrawn"], FEB_10)
        return {name: task.id for name, task in made.items()}


@pytest.fixture
def shared(writing: Writing) -> dict[str, int]:
    """Ids of tasks that units share, as seen on Monday 2 March 2026, 09:00."""
    with writing() as h:
        made = {
            "held_up": h.give(FEB_2, FEB_10, supporting=("nv", "tnd"), support_due=FEB_9),
            "timely": h.give(FEB_2, FEB_10, supporting=("nv",), support_due=FEB_9),
            "late_extended": h.give(FEB_2, FEB_9),
            "disputed": h.give(FEB_2, FEB_9),
            "asked": h.give(FEB_27, FRI),
            "waiting": h.give(FEB_2, FEB_27, assigner="phochutich"),
            "declined": h.give(FEB_27, FRI, unit="nv"),
        }
        h.finish(h.part_of(made["held_up"], "tnd"), FEB_9)
        h.finish(h.part_of(made["held_up"], "nv"), date(2026, 2, 12))  # 3 days late
        h.finish(made["held_up"], date(2026, 2, 12))
        h.finish(h.part_of(made["timely"], "nv"), FEB_9)
        h.finish(made["timely"], FEB_10)
        h.ask_time(made["late_extended"], FEB_10, FRI, late_requests=True)
        h.grant(made["late_extended"], FEB_10)
        h.urge(made["late_extended"], FEB_27)
        h.finish(made["disputed"], FEB_10, approved=date(2026, 2, 12))  # 2 days on the assigner's desk
        h.dispute(made["disputed"], FEB_27)
        h.ask_time(made["asked"], FEB_27, date(2026, 3, 13))
        h.hand_in(made["waiting"], date(2026, 2, 25))
        h.decline(made["declined"], FEB_27)
        return {name: task.id for name, task in made.items()}


@pytest.fixture
def count_queries(app: Flask) -> Counting:
    """`with count_queries() as seen:` collects the statements that read."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                seen.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def works(writing: Writing, office: Office) -> dict[str, int]:
    """Six tasks of `congchuc`, one of `congchuc2`, one of nobody, as seen on Monday 2 March 2026, 09:00."""
    with writing() as h:
        made = {
            "on_time": h.give(FEB_2, FEB_10, words="Đúng hạn"),
            "sent_back": h.give(FEB_2, FEB_10, words="Trả lại một lần"),
            "late": h.give(FEB_2, FEB_9, words="Chậm"),
            "overdue": h.give(FEB_2, FEB_27, words="Quá hạn"),
            "in_term": h.give(FEB_27, FRI, words="Còn hạn"),
            "waiting": h.give(FEB_2, FEB_27, words="Chờ duyệt"),
            "other": h.give(FEB_2, FEB_10, words="Việc của người khác"),
            "nobody": h.give(FEB_2, FEB_10, words="Chưa giao ai"),
        }
        for name, task in made.items():
            if name != "nobody":
                h.name_officer(task, task.issued_on or FEB_2, "congchuc2" if name == "other" else "congchuc")
        h.finish(made["on_time"], FEB_10)
        h.hand_in(made["sent_back"], FEB_9)
        h.send_back(made["sent_back"], FEB_9)
        h.finish(made["sent_back"], FEB_10)
        h.finish(made["late"], FEB_10)
        h.hand_in(made["waiting"], FEB_27)
        h.finish(made["other"], FEB_10)
        return {name: task.id for name, task in made.items()}
