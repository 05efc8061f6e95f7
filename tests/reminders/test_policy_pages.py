"""The policy's rows and pages: versions that hold from the next day, letters that name theirs, a task's calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Changed, Refused
from taskapp.people.models import Committee
from taskapp.reminders import gather, policies
from taskapp.reminders.models import Reminder, ReminderRefusal
from taskapp.reminders.policy import DEFAULT, Ladder, Recipient, Rung, Scope
from taskapp.tasks import changes
from taskapp.tasks.models import Task
from tests.conftest import MONDAY
from tests.office import Office
from tests.reminders.conftest import Mails, Round
from tests.tasks.browsing import ClientOf, made, page, post
from tests.tasks.making import TERMS, Desk, at

POLICY, USUAL, GENERAL = "/admin/reminders", "/admin/reminders/ladders/0", "/admin/reminders/general"
DOER = frozenset({Recipient.DOER})
STARRED = Ladder((Rung(-2, DOER, alone=True),), Scope(is_starred=True))


def committee(desk: Desk) -> Committee:
    return desk.session.get_one(Committee, desk.office.committee_id)


def choose(desk: Desk, now: object, *, seen: int = 1, **changes: object) -> None:
    policy = replace(DEFAULT, **changes)  # type: ignore[arg-type]
    by = desk.person("vanphong")
    policies.choose(desk.session, committee(desk), policy, seen=seen, reason="QĐ 12", by=by, now=now)  # type: ignore[arg-type]
    desk.session.commit()


def test_a_policy_holds_from_the_next_day_and_comes_back_as_it_was_chosen(desk: Desk) -> None:
    choose(desk, at("02/03", "23:30"), ladders=(STARRED, *DEFAULT.ladders), waiting=(2, 4), most_at_once=7)
    setting = gather.setting(desk.session, committee(desk))
    assert setting.policy_on(date(2026, 3, 2)) is DEFAULT
    held = setting.policy_on(date(2026, 3, 3))
    chosen = replace(DEFAULT, version=2, ladders=(STARRED, *DEFAULT.ladders), waiting=(2, 4), most_at_once=7)
    assert held == chosen


def test_of_two_policies_of_one_day_the_first_never_holds(desk: Desk) -> None:
    choose(desk, at("02/03"), unaccepted_after=2)
    choose(desk, at("02/03", "15:00"), seen=2, unaccepted_after=3)
    setting = gather.setting(desk.session, committee(desk))
    assert [setting.policy_on(date(2026, 3, day)).version for day in (2, 3)] == [1, 3]


def test_who_chose_without_having_seen_the_newest_or_without_a_reason_is_refused(desk: Desk) -> None:
    choose(desk, at("02/03"))
    with pytest.raises(Changed):
        choose(desk, at("03/03"))
    twice = (Ladder((Rung(-2, DOER), Rung(-2, frozenset({Recipient.HEAD})))), *DEFAULT.ladders)
    with pytest.raises(Refused, match="trùng nhau"):
        choose(desk, at("03/03"), seen=2, ladders=twice)
    with pytest.raises(Refused, match="lý do"):
        policies.choose(
            desk.session, committee(desk), DEFAULT, seen=2, reason="", by=desk.person("vanphong"), now=MONDAY
        )


def test_each_letter_names_the_policy_that_caused_it(desk: Desk, remind: Round, mails: Mails) -> None:
    choose(desk, at("01/03"), ladders=(STARRED, *DEFAULT.ladders))
    task = desk.in_progress(starred=True, due_on=date(2026, 3, 6))
    remind(desk.session, at("04/03", "07:31"))
    assert "Gửi theo quy định nhắc việc số 2" in mails.text("congchuc", "Còn 2 ngày làm việc: ")
    rows = desk.session.scalars(select(Reminder).where(Reminder.task_id == task.id, Reminder.step == "before:2")).all()
    assert [row.policy_version for row in rows] == [2]


def test_office_and_leader_hear_of_what_stays_overdue_and_what_was_tried(
    desk: Desk, remind: Round, mails: Mails
) -> None:
    task_id = desk.in_progress(due_on=date(2026, 3, 3)).id
    for day in ("03/03", "04/03", "05/03", "06/03"):
        remind(desk.session, at(day))
    text = mails.text("vanphong", "quá hạn nhiều ngày ở đơn vị")
    assert "QUÁ HẠN NHIỀU NGÀY Ở ĐƠN VỊ" in text
    assert "Quá 3 ngày làm việc" in text
    assert "Đã nhắc 6 lần, lần cuối 05/03/2026" in text
    assert "chưa đôn đốc; chưa có giải trình" in text
    mails.clear()
    late = desk.session.get_one(Task, task_id)
    officer, monday = desk.by("congchuc"), at("09/03")
    text = "Chờ Sở Tài chính"
    changes.explain(desk.session, late, text=text, claims_objective=False, by=officer, now=monday, terms=TERMS)
    remind(desk.session, at("10/03"))
    text = mails.text("chutich", "quá hạn nhiều ngày ở đơn vị")
    assert "Quá 5 ngày làm việc" in text
    assert "giải trình: Chờ Sở Tài chính" in text


def test_too_many_letters_of_a_day_wait_for_the_morning_unless_it_is_due_today(
    desk: Desk, remind: Round, mails: Mails
) -> None:
    choose(desk, at("01/03"), most_at_once=2)
    for number in range(4):
        desk.task(content=f"Việc thường {number}", due_on=date(2026, 3, 6))
    desk.task(content="Việc trong ngày", due_on=date(2026, 3, 2))
    remind(desk.session, MONDAY)
    told = [subject for name, subject in mails.subjects() if name == "truongphong"]
    assert len([one for one in told if "Việc thường" in one]) == 2
    assert "Giao việc: Việc trong ngày" in told
    remind(desk.session, at("03/03"))
    morning = mails.text("truongphong", "Nhắc việc 03/03/2026")
    assert all(f"Việc thường {number}" in morning for number in (2, 3))


def test_letters_of_the_night_wait_for_the_office_s_hours(desk: Desk, remind: Round, mails: Mails) -> None:
    choose(desk, at("01/03"), opens=at("02/03", "07:00").time(), closes=at("02/03", "20:00").time())
    desk.task(now=at("02/03", "22:00"))
    remind(desk.session, at("02/03", "22:01"))
    assert mails.names() == []
    remind(desk.session, at("03/03", "07:00"))
    assert mails.names() == ["truongphong"]


def seen(client: FlaskClient, path: str) -> str:
    return page(client.get(path)).split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def rows(*rungs: tuple[int, str, list[str]]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for place, (days, side, to) in enumerate(rungs):
        fields |= {f"rungs-{place}-days": days, f"rungs-{place}-side": side, f"rungs-{place}-to": to}
        fields |= {f"rungs-{place}-every": 1 if side == "after" else "", f"rungs-{place}-is_mandatory": "y"}
    return fields


SHORT = rows((2, "before", ["doer"]), (1, "after", ["doer", "head"]))
SCOPE = {"unit": 0, "kind": "", "urgency": "ordinary"}


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    return post(client, path, **({"seen": seen(client, path)} | SCOPE | fields))


def test_the_office_adds_a_ladder_raises_it_and_takes_it_away_again(client_of: ClientOf) -> None:
    monitor = client_of("vanphong")
    new = f"{POLICY}/ladders/new"
    assert send(monitor, new, **SHORT, is_starred="y", reason="Quy chế 1").status_code == 302
    assert send(monitor, new, **SHORT, kind="part", reason="Quy chế 2").status_code == 302
    shown = page(monitor.get(POLICY))
    assert (
        shown.index("Phần phối hợp") < shown.index("Nhiệm vụ trọng tâm (gắn sao)") < shown.index("Mọi nhiệm vụ không")
    )
    assert "Quy định số 3 dưới đây áp dụng từ" in shown
    raised = post(monitor, f"{POLICY}/ladders/1/raising", seen=seen(monitor, POLICY), reason="Ưu tiên sao")
    assert raised.status_code == 302
    shown = page(monitor.get(POLICY))
    assert shown.index("Nhiệm vụ trọng tâm (gắn sao)") < shown.index("Phần phối hợp")
    gone = post(monitor, f"{POLICY}/ladders/0/removal", seen=seen(monitor, POLICY), reason="Bỏ")
    assert gone.status_code == 302
    shown = page(monitor.get(POLICY))
    assert "Nhiệm vụ trọng tâm (gắn sao)" not in shown
    assert all(
        text in page(client_of("thanhtra").get(POLICY)) for text in ("Quy chế 1", "Ưu tiên sao", "Phạm Ngọc Mai")
    )


def test_the_ladder_for_all_tasks_can_be_changed_but_not_removed(client_of: ClientOf) -> None:
    chair = client_of("chutich")
    assert send(chair, USUAL, **SHORT, reason="Ít thư hơn").status_code == 302
    shown = page(chair.get(POLICY))
    assert "Còn 2 ngày làm việc" in shown
    assert "Còn 5 ngày làm việc" not in shown
    refused = post(chair, f"{USUAL}/removal", seen=seen(chair, USUAL), reason="Bỏ")
    assert (refused.status_code, "không bỏ được" in page(refused)) == (409, True)


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        (SHORT, 409, "Hãy ghi lý do"),
        ({"reason": "x"}, 409, "ít nhất một mốc"),
        (rows((2, "before", [])) | {"reason": "x"}, 400, "ít nhất một người nhận"),
        (rows((99, "before", ["doer"])) | {"reason": "x"}, 400, "từ 0 đến 60"),
        (rows((2, "before", ["ai"])) | {"reason": "x"}, 400, "Mốc 1"),
    ],
)
def test_a_refused_ladder_keeps_what_was_typed_and_says_why(
    client_of: ClientOf, fields: dict[str, object], status: int, message: str
) -> None:
    answer = send(client_of("vanphong"), f"{POLICY}/ladders/new", **fields, is_starred="y")
    assert (answer.status_code, message in page(answer)) == (status, True)
    assert re.search(r'name="is_starred"[^>]*checked|checked[^>]*name="is_starred"', page(answer))
    assert "Mọi nhiệm vụ không thuộc" in page(client_of("vanphong").get(POLICY))


def test_one_more_row_keeps_the_others(client_of: ClientOf) -> None:
    answer = send(client_of("vanphong"), f"{POLICY}/ladders/new", **SHORT, more="1")
    assert page(answer).count('class="piece rung"') == 3
    assert 'name="rungs-0-days"' in page(answer)


def test_a_draft_is_tried_on_the_calendar_of_a_task_and_nothing_is_kept(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    due = clock.local_day(clock.now(), "Asia/Ho_Chi_Minh") + timedelta(days=20)
    task_id, _version = made(app, lambda desk: desk.in_progress(now=clock.now(), due_on=due), office)
    monitor = client_of("vanphong")
    answer = send(monitor, f"{POLICY}/ladders/new", **SHORT, task=task_id, **{"try": "1"})
    assert answer.status_code == 200
    assert "Còn 2 ngày làm việc" in page(answer)
    assert "Còn 5 ngày làm việc" not in page(answer)
    assert "Đang áp dụng: quy định số 1" in page(monitor.get(POLICY))
    usual = page(client_of("congchuc").get(f"/tasks/{task_id}/reminders"))
    assert all(text in usual for text in ("Còn 5 ngày làm việc", "Đúng ngày đến hạn", "Quá hạn, báo cấp trên"))
    nothing = send(monitor, f"{POLICY}/ladders/new", **SHORT, task=99_999, **{"try": "1"})
    assert (nothing.status_code, "Không có nhiệm vụ số này" in page(nothing)) == (409, True)


GENERAL_FIELDS = {
    "digest_at": "8h", "unaccepted_after": 2, "waiting": "2, 4", "waiting_every": 3, "opens": "7:00", "closes": "19:00",
    "most_at_once": 10, "optional_news": ["following"],
}  # fmt: skip


def test_the_general_rules_are_changed_on_a_page_of_their_own(client_of: ClientOf) -> None:
    monitor = client_of("vanphong")
    answer = post(monitor, GENERAL, **GENERAL_FIELDS, seen=seen(monitor, GENERAL), reason="QĐ 5")
    assert answer.status_code == 302
    shown = page(monitor.get(POLICY))
    assert all(
        text in shown for text in ("08:00 ngày làm việc", "nhắc sau 2, 4 ngày, rồi cứ 3 ngày", "nhiều nhất 10 thư")
    )


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [("waiting", "5, 3", "tăng dần"), ("waiting", "", "chưa có"), ("closes", "06:00", "phải sau giờ bắt đầu")],
)
def test_general_rules_that_cannot_work_are_refused(client_of: ClientOf, field: str, typed: str, message: str) -> None:
    monitor = client_of("vanphong")
    fields = GENERAL_FIELDS | {"seen": seen(monitor, GENERAL), "reason": "QĐ 5", field: typed}
    answer = post(monitor, GENERAL, **fields)
    assert (answer.status_code, message in page(answer)) == (400, True)


def test_a_receiver_does_without_what_the_policy_lets_him(app: Flask, office: Office, client_of: ClientOf) -> None:
    officer = client_of("congchuc")
    mine = "/account/reminders"
    shown = page(officer.get(mine))
    assert "Được gửi để biết" in shown
    assert 'value="assigned"' not in shown
    assert post(officer, mine, wanted=["approved", "mentioned"]).status_code == 302
    with app.app_context():
        kinds = set(db.session.scalars(select(ReminderRefusal.kind).where(ReminderRefusal.until.is_(None))))
        assert kinds == {"before", "at_risk", "handed_in", "following", "finished", "limit_changed"}
    assert post(officer, mine, wanted=["before", "approved", "mentioned"]).status_code == 302
    with app.app_context():
        person = office.people["congchuc"]
        found = policies.refusals(db.session(), office.committee_id)[person, "before"]
        assert [span.until is None for span in found] == [False]
    assert post(officer, mine, wanted=["assigned"]).status_code == 400


def test_the_office_may_do_without_the_warning_of_risk_and_have_it_again(client_of: ClientOf) -> None:
    monitor = client_of("vanphong")
    assert "báo thủ trưởng, mỗi thời hạn một lần" in page(monitor.get(POLICY))
    told = []
    for choice in ({}, {"warns_of_risk": "y"}):  # a box that is not ticked is not sent
        fields = GENERAL_FIELDS | choice | {"seen": seen(monitor, GENERAL), "reason": "QĐ 5"}
        assert post(monitor, GENERAL, **fields).status_code == 302
        told.append("báo thủ trưởng, mỗi thời hạn một lần" in page(monitor.get(POLICY)))
    assert told == [False, True]
