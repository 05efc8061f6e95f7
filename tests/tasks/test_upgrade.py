"""A database from before: parts become tasks with an event each; papers know in whose place they were given."""

from __future__ import annotations

from datetime import date

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect

from taskapp.base import migrate
from taskapp.base.db import db
from taskapp.tasks import disputes, extensions, lifecycle
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.extensions import Request
from taskapp.tasks.models import Explanation, Submission, Task
from taskapp.tasks.paper_models import Dispute, DisputeAbout, Extension
from taskapp.tasks.results import Result
from taskapp.tasks.states import Exclusion, Kind, LimitKind, State, Via
from tests.conftest import MONDAY
from tests.office import Office
from tests.people.standing import Book
from tests.tasks.making import TERMS, Desk, at
from tests.tasks.sharing import DUE

BEFORE = "0005_reminders"
LATE = Result(no_evidence_reason="Đã báo cáo", explanation="Chờ ý kiến của tỉnh")
WHOLES = ("draft", "undated", "open", "submitted", "done", "withdrawn")


@pytest.fixture
def upgraded(app: Flask, office: Office, database_url: str) -> Desk:
    """The desk over a database that went back to the older form with these tasks, and came forward again."""
    with app.app_context():
        desk = Desk(db.session(), office)
        support = {"supporting": [desk.unit("nv"), desk.unit("tnd")]}
        made = {
            "draft": desk.draft(**support),
            "undated": desk.undated(**support),
            "open": desk.in_progress(**support),
            "submitted": desk.submitted(**support),
            "done": desk.done(**support),
            "withdrawn": desk.task(**support),
        }
        lifecycle.withdraw(desk.session, made["withdrawn"], reason="Giao nhầm", by=desk.by("chutich"), now=MONDAY)
        for name, task in made.items():
            task.content = name
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    engine = go_back(database_url, BEFORE)
    with engine.connect() as connection:
        assert "kind" not in {column["name"] for column in inspect(connection).get_columns("task")}
        assert connection.exec_driver_sql("SELECT count(*) FROM task_part").scalar() == 2 * len(WHOLES)
        assert connection.exec_driver_sql("SELECT count(*) FROM task").scalar() == len(WHOLES)
    migrate.upgrade(engine)
    engine.dispose()
    return desk


def go_back(database_url: str, to: str) -> Engine:
    """Bring the database back to the older form."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        command.downgrade(migrate.config(connection), to)
    return engine


def parts_of(content: str) -> list[Task]:
    return [t for t in db.session.query(Task).order_by(Task.id) if t.kind is Kind.PART and t.parent.content == content]


def test_each_part_becomes_a_task_under_its_whole(app: Flask, upgraded: Desk) -> None:
    with app.app_context():
        for whole, state, excluded, limit in (
            ("draft", State.DRAFT, None, DUE),
            ("undated", State.ASSIGNED, None, None),
            ("open", State.ASSIGNED, None, DUE),
            ("submitted", State.ASSIGNED, None, DUE),
            ("done", State.DONE, None, None),  # when it gave its part was not known: nobody is judged by it
            ("withdrawn", State.WITHDRAWN, Exclusion.WITHDRAWN, DUE),
        ):
            parts = parts_of(whole)
            assert [part.lead_unit_name for part in parts] == ["Phòng Nội vụ", "UBND xã Tân Nhuận Đông"], whole
            for part in parts:
                check_part(part, state, excluded, limit)


def check_part(part: Task, state: State, excluded: Exclusion | None, limit: date | None) -> None:
    """It looks as its whole decides, and its record begins with what the upgrade did."""
    assert (part.state, part.excluded, part.due_on, part.original_due_on) == (state, excluded, limit, limit)
    assert part.limit_kind is (LimitKind.DATED if limit else LimitKind.NONE)
    assert (part.submitted_on, part.finished_on) == (
        (MONDAY.date(), MONDAY.date()) if state is State.DONE else (None, None)
    )
    assert (part.progress_percent, part.extensions, part.waited_workdays, part.assignee_id) == (0, 0, 0, None)
    assert [e.kind for e in part.events] == ([] if state is State.DRAFT else ["issue"])
    assert part.version == len(part.events)
    for event in part.events:
        image = (event.task_kind, event.parent_id, event.to_state, event.due_on, event.excluded, event.via)
        assert image == (Kind.PART, part.parent_id, state, limit, excluded, Via.JOB)


def test_parts_taken_over_go_on_like_any_other(app: Flask, upgraded: Desk) -> None:
    with app.app_context():
        desk = Desk(db.session(), upgraded.office)
        part = parts_of("open")[0]
        lifecycle.accept(desk.session, part, by=desk.by("truongphong_nv"), now=MONDAY)
        desk.submit(part, MONDAY, by="truongphong_nv")
        lifecycle.approve(desk.session, part, note="", by=desk.by("truongphong"), now=MONDAY)
        assert part.state is State.DONE
        draft = parts_of("draft")[0].parent
        assert draft is not None
        lifecycle.issue(desk.session, draft, by=desk.by("chutich"), now=MONDAY)
        assert {below.state for below in draft.below} == {State.ASSIGNED}
        db.session.rollback()


def test_papers_learn_from_the_record_in_whose_place_they_were_given(
    app: Flask, office: Office, database_url: str
) -> None:
    officer = office.people["congchuc"]
    with app.app_context():
        desk = Desk(db.session(), office)
        Book(desk.session, office).away("congchuc", 2, 6, deputy="congchuc_nv")
        for_him, late = desk.by("congchuc_nv").for_person(officer), at("10/03")
        task, other = desk.in_progress(), desk.submitted()
        request, about = Request(Moment(at("12/03").date()), "Chờ ý kiến của tỉnh"), DisputeAbout.LIMIT
        extensions.ask(desk.session, task, request, by=for_him, now=at("03/03"), terms=TERMS)
        disputes.dispute(desk.session, task, about=about, text="Hạn ghi sai", by=for_him, now=at("04/03"))
        lifecycle.submit(desk.session, task, result=LATE, by=for_him, now=late, terms=TERMS)
        given, own = task.id, other.id
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    engine = go_back(database_url, "0013_reminder_policy")
    migrate.upgrade(engine)
    engine.dispose()
    with app.app_context():
        for paper in (Submission, Extension, Dispute, Explanation):
            assert [each.on_behalf_of_id for each in db.session.query(paper).filter_by(task_id=given)] == [officer]
        assert [each.on_behalf_of_id for each in db.session.query(Submission).filter_by(task_id=own)] == [None]
