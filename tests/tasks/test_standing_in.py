"""Acting for who is away: deputies work and hand in, delegates decide, on those days only; the record names both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from taskapp.base.db import db
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import State
from tests.office import Office
from tests.people.standing import Book
from tests.tasks.browsing import ClientOf, made, page, post, state_of
from tests.tasks.making import at

RESULT = {"text": "Đã rà soát", "result_number": "214/BC-TP", "result_on": "27/02/2026"}
Write = Callable[[Callable[[Book], object]], None]


@pytest.fixture
def write(app: Flask, office: Office) -> Write:
    """`write(lambda book: book.away(…))` writes it down outside any request."""

    def written(act: Callable[[Book], object]) -> None:
        with app.app_context():
            act(Book(db.session(), office))
            db.session.commit()

    return written


def events_of(app: Flask, office: Office, task_id: int) -> list[tuple[str, str, str]]:
    """(what, by whom, in whose place) of each event, by user names."""
    names = {person_id: name for name, person_id in office.people.items()} | {None: ""}
    with app.app_context():
        found = db.session.query(TaskEvent).filter_by(task_id=task_id).order_by(TaskEvent.version)
        return [(event.kind, names[event.by_id], names[event.on_behalf_of_id]) for event in found]


def test_a_deputy_reports_and_hands_in_for_the_absent_officer(
    app: Flask, office: Office, client_of: ClientOf, write: Write
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    write(lambda book: book.away("congchuc", 2, 4, deputy="congchuc_nv"))
    deputy = client_of("congchuc_nv")
    shown = page(deputy.get("/tasks?view=mine"))
    assert "làm thay Nguyễn Thị Ánh Tuyết" in shown
    assert f"/tasks/{task_id}/submission" in shown
    sent = post(deputy, f"/tasks/{task_id}/progress", version=version, percent=60, note="Còn 2 xã")
    assert sent.status_code == 302
    assert post(deputy, f"/tasks/{task_id}/submission", version=version + 1, **RESULT).status_code == 302
    assert events_of(app, office, task_id)[-2:] == [
        ("progress", "congchuc_nv", "congchuc"),
        ("submit", "congchuc_nv", "congchuc"),
    ]
    assert "Bùi Thanh Hà, thay Nguyễn Thị Ánh Tuyết" in page(client_of("chutich").get(f"/tasks/{task_id}"))


def test_a_deputy_acts_on_the_days_of_the_absence_only(
    app: Flask, office: Office, client_of: ClientOf, write: Write, frozen_clock: Callable[[object], None]
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    write(lambda book: book.away("congchuc", 3, 4, deputy="congchuc_nv"))
    answers = []
    for day in ("02/03", "05/03", "04/03"):
        frozen_clock(at(day))
        deputy = client_of("congchuc_nv")
        answers.append(post(deputy, f"/tasks/{task_id}/progress", version=version, percent=60, note="x").status_code)
    assert answers == [404, 404, 302]


def test_a_delegate_approves_for_the_leader_within_the_dates_only(
    app: Flask, office: Office, client_of: ClientOf, write: Write, frozen_clock: Callable[[object], None]
) -> None:
    task_id, version = made(app, lambda desk: desk.submitted(), office)
    write(lambda book: book.delegate("chutich", "truongphong_nv", 3, 4))
    answers = []
    for day in ("02/03", "05/03", "04/03"):
        frozen_clock(at(day))
        answers.append(post(client_of("truongphong_nv"), f"/tasks/{task_id}/approval", version=version).status_code)
    assert answers == [404, 404, 302]
    assert state_of(app, task_id) is State.DONE
    assert events_of(app, office, task_id)[-1] == ("approve", "truongphong_nv", "chutich")


def test_a_deputy_of_a_leader_does_not_decide(app: Flask, office: Office, client_of: ClientOf, write: Write) -> None:
    task_id, version = made(app, lambda desk: desk.submitted(), office)
    write(lambda book: book.away("chutich", 2, 4, deputy="truongphong_nv"))
    assert post(client_of("truongphong_nv"), f"/tasks/{task_id}/approval", version=version).status_code == 404
    assert state_of(app, task_id) is State.SUBMITTED


def test_nobody_approves_what_he_handed_in_himself(
    app: Flask, office: Office, client_of: ClientOf, write: Write
) -> None:
    """The head of the unit hands in, and is the chairman's delegate in the same days."""
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    write(lambda book: book.delegate("chutich", "truongphong", 2, 4))
    head = client_of("truongphong")
    assert post(head, f"/tasks/{task_id}/submission", version=version, **RESULT).status_code == 302
    assert post(head, f"/tasks/{task_id}/approval", version=version + 1).status_code == 403
    assert state_of(app, task_id) is State.SUBMITTED
    assert post(client_of("chutich"), f"/tasks/{task_id}/approval", version=version + 1).status_code == 302


def test_a_deputy_who_is_a_delegate_too_does_not_approve_what_he_handed_in_for_another(
    app: Flask, office: Office, client_of: ClientOf, write: Write
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    write(lambda book: book.away("congchuc", 2, 4, deputy="congchuc_nv"))
    write(lambda book: book.delegate("chutich", "congchuc_nv", 2, 4))
    both = client_of("congchuc_nv")
    assert post(both, f"/tasks/{task_id}/submission", version=version, **RESULT).status_code == 302
    assert post(both, f"/tasks/{task_id}/approval", version=version + 1).status_code == 403
    with app.app_context():
        assert db.session.get_one(Task, task_id).submissions[-1].by_id == office.people["congchuc_nv"]


def test_what_a_deputy_handed_in_for_an_officer_is_the_officer_s_to_take_back_and_never_his_to_decide(
    app: Flask, office: Office, client_of: ClientOf, write: Write
) -> None:
    """The officer holds the chairman's delegation in the same days."""
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    write(lambda book: book.away("congchuc", 2, 4, deputy="congchuc_nv"))
    write(lambda book: book.delegate("chutich", "congchuc", 2, 4))
    deputy, officer = client_of("congchuc_nv"), client_of("congchuc")
    assert post(deputy, f"/tasks/{task_id}/submission", version=version, **RESULT).status_code == 302
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert f"/tasks/{task_id}/recall" in shown
    assert f"/tasks/{task_id}/approval" not in shown
    assert post(officer, f"/tasks/{task_id}/approval", version=version + 1).status_code == 403
    assert post(officer, f"/tasks/{task_id}/return", version=version + 1, reason="Thiếu phụ lục").status_code == 403
    assert post(client_of("truongphong"), f"/tasks/{task_id}/recall", version=version + 1).status_code == 403
    assert post(officer, f"/tasks/{task_id}/recall", version=version + 1).status_code == 302
    assert events_of(app, office, task_id)[-1] == ("recall", "congchuc", "")
