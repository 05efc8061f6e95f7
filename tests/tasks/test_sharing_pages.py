"""Pages of shared work over HTTP: splitting, bringing in a supporting unit, what hangs on a task, tabs and lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from taskapp.base.db import db
from taskapp.people import absences
from taskapp.people.standing import Term
from taskapp.tasks.models import Task
from taskapp.tasks.states import Exclusion, Kind, State
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, assignment, made, page, post, queries_for, state_of
from tests.tasks.making import Desk, at
from tests.tasks.sharing import EARLIER, child_of, part_of, piece, section, split, whole

Clock = Callable[[object], None]


def row(number: int, content: str = "", who: str = "", due_on: str = "04/03/2026", product: str = "") -> dict[str, str]:
    """The fields of one row of the form."""
    values = {"content": content, "who": who, "due_on": due_on, "product": product}
    return {f"rows-{number}-{name}": value for name, value in values.items()}


def children(app: Flask, task_id: int) -> list[tuple[str, int | None, date | None]]:
    with app.app_context():
        found = db.session.scalars(select(Task).where(Task.parent_id == task_id).order_by(Task.id))
        return [(t.content, t.assignee_id, t.due_on) for t in found]


def test_a_head_splits_a_task_on_one_page(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head, officer = client_of("truongphong"), f"p{office.people['congchuc2']}"
    assert f"/tasks/{task_id}/pieces" in page(head.get(f"/tasks/{task_id}"))
    shown = page(head.get(f"/tasks/{task_id}/pieces"))
    assert shown.count("<fieldset") == 3
    assert shown.count('value="04/03/2026"') == 3  # two working days before the official limit
    assert "06/03/2026" in shown
    fields = row(0, "Rà soát", officer) | row(1) | row(2, "Viết báo cáo", officer, "5/3", "Báo cáo")
    answer = post(head, f"/tasks/{task_id}/pieces", version=version, once="a1", **fields)
    assert (answer.status_code, answer.location) == (302, f"/tasks/{task_id}")
    assert children(app, task_id) == [
        ("Rà soát", office.people["congchuc2"], EARLIER),
        ("Viết báo cáo", office.people["congchuc2"], date(2026, 3, 5)),
    ]
    shown = page(head.get(f"/tasks/{task_id}"))
    for text in ("0/2 việc con đã xong", "Huỳnh Quốc Bảo", "tiến độ 0 %", "Viết báo cáo"):
        assert text in shown


def test_officers_stand_by_given_name_with_the_work_they_hold_and_units_below_apart(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    def build(desk: Desk) -> Task:
        section(desk)
        desk.in_progress()
        desk.submitted()
        desk.done()
        head, bao = desk.by("truongphong").rights, desk.person("congchuc2")
        assert head is not None
        term = Term(MONDAY.date(), date(2026, 3, 4))
        absences.register(desk.session, bao, term, deputy=None, reason="Nghỉ phép", by=head, now=MONDAY)
        return desk.task()

    task_id, _ = made(app, build, office)
    shown = page(client_of("truongphong").get(f"/tasks/{task_id}/pieces"))
    choices = shown.split("<select", 1)[1].split("</select>", 1)[0]
    found = [choices.index(text) for text in (
        '<optgroup label="Phòng Tư pháp">',
        "Huỳnh Quốc Bảo – Chuyên viên (vắng đến 04/03/2026, chưa giữ việc nào)",
        "Võ Minh Khang – Trưởng phòng (chưa giữ việc nào)",
        "Nguyễn Thị Ánh Tuyết – Công chức Tư pháp - Hộ tịch (đang giữ 2 việc)",
        '<optgroup label="Đơn vị cấp dưới">',
        "Tổ Hộ tịch",
    )]  # fmt: skip
    assert found == sorted(found)
    assert "Bùi Thanh Hà" not in choices
    named = (
        page(client_of("truongphong").get(f"/tasks/{task_id}")).split('name="officer"', 1)[1].split("</select>", 1)[0]
    )
    assert "Huỳnh Quốc Bảo – Chuyên viên (vắng đến 04/03/2026, chưa giữ việc nào)" in named


def test_every_refusal_stands_beside_its_row_and_what_was_typed_stays(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    officer = f"p{office.people['congchuc2']}"
    fields = (
        row(0, "Rà soát", officer) | row(1, "Việc không có ai") | row(2, "", officer, product="Báo cáo giấy")
        | row(3, "Việc muộn", officer, "09/03/2026") | row(4, "Ngày sai", "p999999", "hôm nào")
    )  # fmt: skip
    head = client_of("truongphong")
    answer = post(head, f"/tasks/{task_id}/pieces", version=version, once="a1", **fields)
    assert answer.status_code == 400  # a day that cannot be read comes first
    assert "rows-4-due_on-error" in page(answer)
    answer = post(
        head, f"/tasks/{task_id}/pieces", version=version, once="a1", **fields | row(4, "Ngày sai", "p999999")
    )
    shown = page(answer)
    assert answer.status_code == 409
    errors = ("rows-1-who-error", "rows-2-content-error", "rows-3-due_on-error", "rows-4-who-error")
    assert [name in shown for name in errors] == [True] * 4
    assert "rows-0-content-error" not in shown
    assert "Việc con 4, Hạn nội bộ: Không được sau thời hạn của nhiệm vụ chung (06/03/2026)." in shown
    for text in ("Việc không có ai", "Báo cáo giấy", "Việc muộn", "09/03/2026", f'<option selected value="{officer}"'):
        assert text in shown
    assert children(app, task_id) == []


def test_another_row_is_added_without_scripts_and_nothing_typed_is_lost(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head, path = client_of("truongphong"), f"/tasks/{task_id}/pieces"
    fields = row(0, "Rà soát", "", "ngày chưa rõ") | row(1) | row(2)
    answer = post(head, path, version=version, once="a1", more="1", **fields)
    shown = page(answer)
    assert answer.status_code == 200
    assert shown.count("<fieldset") == 4
    assert ("Rà soát" in shown, "ngày chưa rõ" in shown, "error-summary" in shown) == (True, True, False)
    assert 'name="once" type="hidden" value="a1"' in shown
    many = {name: value for number in range(20) for name, value in row(number).items()}
    assert page(post(head, path, version=version, more="1", **many)).count("<fieldset") == 20


def test_blank_rows_alone_hand_out_nothing(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    answer = post(client_of("truongphong"), f"/tasks/{task_id}/pieces", version=version, **row(0), **row(1))
    assert (answer.status_code, "ít nhất một việc con" in page(answer)) == (409, True)


def test_the_form_sent_twice_splits_once(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head, fields = client_of("truongphong"), row(0, "Rà soát", f"p{office.people['congchuc2']}")
    for _ in range(2):
        answer = post(head, f"/tasks/{task_id}/pieces", version=version, once="a1", **fields)
        assert (answer.status_code, answer.location) == (302, f"/tasks/{task_id}")
    assert len(children(app, task_id)) == 1


def test_who_splits_what_has_changed_meanwhile_is_told_and_keeps_the_text(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head, chair = client_of("truongphong"), client_of("chutich")
    fields = row(0, "Rà soát", f"p{office.people['congchuc2']}")
    assert post(chair, f"/tasks/{task_id}/star", version=version).status_code == 302
    answer = post(head, f"/tasks/{task_id}/pieces", version=version, once="a1", **fields)
    assert (answer.status_code, "Đã có người cập nhật" in page(answer), "Rà soát" in page(answer)) == (409, True, True)
    assert post(chair, f"/tasks/{task_id}/withdrawal", version=version + 1, reason="Thôi").status_code == 302
    answer = post(head, f"/tasks/{task_id}/pieces", version=version + 2, once="a1", **fields)
    assert (answer.status_code, "Đã thu hồi" in page(answer), "Rà soát" in page(answer)) == (409, True, True)
    assert head.get(f"/tasks/{task_id}/pieces").status_code == 409


@pytest.mark.parametrize(("username", "status"), [("congchuc", 403), ("chutich", 403), ("truongphong_nv", 404)])
def test_others_have_no_page_for_splitting(
    app: Flask, office: Office, client_of: ClientOf, username: str, status: int
) -> None:
    task_id, _ = made(app, whole, office)
    assert client_of(username).get(f"/tasks/{task_id}/pieces").status_code == status


def test_the_assigning_side_brings_in_a_supporting_unit(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(supporting=[desk.unit("tnd")]), office)
    chair, path = client_of("chutich"), f"/tasks/{task_id}/parts"
    shown = page(chair.get(path))
    assert ("Phòng Nội vụ" in shown, ">UBND xã Tân Nhuận Đông<" in shown) == (True, False)
    fields = {"version": version, "once": "b1", "due_on": "05/03/2026", "reason": "Cần số liệu cán bộ"}
    assert "Hãy chọn đơn vị phối hợp" in page(post(chair, path, unit=0, **fields))
    late = post(chair, path, unit=office.units["nv"], **fields | {"due_on": "09/03/2026"})
    assert (late.status_code, "due_on-error" in page(late), "Cần số liệu cán bộ" in page(late)) == (409, True, True)
    for _ in range(2):
        assert post(chair, path, unit=office.units["nv"], **fields).location == f"/tasks/{task_id}"
    with app.app_context():
        parts = db.session.scalars(select(Task).where(Task.parent_id == task_id).order_by(Task.id)).all()
        assert [(p.lead_unit_name, p.due_on) for p in parts] == [
            ("UBND xã Tân Nhuận Đông", date(2026, 3, 6)), ("Phòng Nội vụ", date(2026, 3, 5)),
        ]  # fmt: skip
    assert client_of("truongphong").get(path).status_code == 403


def test_one_day_for_the_supporting_units_is_typed_where_they_are_chosen(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    chair, support = client_of("chutich"), {"supporting": [office.units["nv"]]}
    answer = post(chair, "/tasks/new", **assignment(office, support_due_on="09/03/2026", **support))
    assert (answer.status_code, "support_due_on-error" in page(answer)) == (409, True)
    assert post(chair, "/tasks/new", **assignment(office, support_due_on="4/3", **support)).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Task.due_on).where(Task.kind == Kind.PART)).one() == EARLIER


def test_the_page_of_the_whole_shows_who_holds_it_up_and_each_part_leads_up_again(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Clock
) -> None:
    def build(desk: Desk) -> Task:
        task = whole(desk)
        part_of(desk, task, State.ASSIGNED)
        child_of(desk, task, State.DONE)
        return task

    task_id, _ = made(app, build, office)
    frozen_clock(at("06/03"))
    head = client_of("truongphong")
    shown = page(head.get(f"/tasks/{task_id}"))
    for text in (
        "0/1 phần phối hợp đã nhận · 1/1 việc con đã xong",
        "Đang giữ việc: Phòng Nội vụ",
        "Quá 2 ngày làm việc",
    ):
        assert text in shown
    with app.app_context():
        part_id = db.session.scalars(select(Task.id).where(Task.kind == Kind.PART)).one()
    assert "đang chậm do Phòng Nội vụ" in page(head.get("/tasks?view=unit"))
    for username in ("truongphong", "truongphong_nv", "chutich"):
        shown = page(client_of(username).get(f"/tasks/{part_id}"))
        assert "Thuộc nhiệm vụ" in shown
        assert f'href="/tasks/{task_id}"' in shown


def test_a_late_part_that_is_done_no_longer_holds_anybody_up(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Clock
) -> None:
    def build(desk: Desk) -> Task:
        task = whole(desk)
        part_of(desk, task, State.DONE, due_on=MONDAY.date())
        task.parts[0].submitted_on = task.parts[0].finished_on = EARLIER
        return task

    task_id, _ = made(app, build, office)
    frozen_clock(at("05/03"))
    shown = page(client_of("truongphong").get(f"/tasks/{task_id}"))
    assert ("Đang giữ việc" in shown, "chậm 2 ngày làm việc" in shown, "Trễ hạn" in shown) == (False, True, True)


def test_a_supporting_unit_sees_the_whole_but_follows_no_links_to_what_is_not_its_own(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    def build(desk: Desk) -> Task:
        task = whole(desk, supporting=[desk.unit("tnd")])
        child_of(desk, task, State.IN_PROGRESS)
        part_of(desk, task, State.ASSIGNED)
        return task

    task_id, _ = made(app, build, office)
    stranger = client_of("truongphong_nv")
    shown = page(stranger.get(f"/tasks/{task_id}"))
    with app.app_context():
        below = {t.lead_unit_name: t.id for t in db.session.scalars(select(Task).where(Task.parent_id == task_id))}
    linked = {name for name, task in below.items() if f'href="/tasks/{task}"' in shown}
    assert linked == {"Phòng Nội vụ"}
    for name, task in below.items():
        assert stranger.get(f"/tasks/{task}").status_code == (200 if name in linked else 404)


@pytest.mark.parametrize("username", ["truongphong", "congchuc"])
def test_head_and_officer_of_the_lead_unit_take_or_return_what_a_supporting_unit_hands_in(
    app: Flask, office: Office, client_of: ClientOf, username: str
) -> None:
    part_id, version = made(app, lambda desk: part_of(desk, whole(desk), State.SUBMITTED), office)
    client = client_of(username)
    assert "Chờ duyệt" in page(client.get("/account"))  # the menu has the list while something waits in it
    assert "Phần phối hợp, Phòng Tư pháp chủ trì" in page(client.get("/tasks?view=decide"))
    assert "Nhận phần phối hợp" in page(client.get(f"/tasks/{part_id}"))
    assert post(client, f"/tasks/{part_id}/return", version=version, reason="Thiếu số liệu").status_code == 302
    assert state_of(app, part_id) is State.IN_PROGRESS
    part_id, version = made(app, lambda desk: part_of(desk, whole(desk), State.SUBMITTED), office)
    assert post(client, f"/tasks/{part_id}/approval", version=version).status_code == 302
    assert state_of(app, part_id) is State.DONE


@pytest.mark.parametrize(("state", "buttons"), [(State.IN_PROGRESS, 0), (State.DONE, 1)])
def test_a_task_that_was_split_asks_for_no_officer_and_is_handed_in_when_its_pieces_are_done(
    app: Flask, office: Office, client_of: ClientOf, state: State, buttons: int
) -> None:
    def build(desk: Desk) -> Task:
        task = desk.task()
        child_of(desk, task, state)
        return task

    task_id, _ = made(app, build, office)
    head = client_of("truongphong")
    row_shown = page(head.get("/tasks?view=unit")).split(f'id="task-{task_id}"')[1].split("</li>")[0]
    assert "#officer" not in row_shown
    assert row_shown.count(f"/tasks/{task_id}/submission") == buttons
    assert '<summary class="btn btn-primary">Phân công người xử lý' not in page(head.get(f"/tasks/{task_id}"))


def test_the_form_of_the_result_lists_loose_ends_and_asks_why_pieces_are_let_go(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    def build(desk: Desk) -> Task:
        task = whole(desk, supporting=[desk.unit("nv")])
        child_of(desk, task, State.IN_PROGRESS)
        return task

    task_id, version = made(app, build, office)
    officer, path = client_of("congchuc"), f"/tasks/{task_id}/submission"
    shown = page(officer.get(path))
    for text in ("Rà soát hộ tịch hai xã", "Huỳnh Quốc Bảo, đang thực hiện", "Lý do kết thúc các việc con chưa xong",
                 "Chưa có phần phối hợp của: Phòng Nội vụ"):  # fmt: skip
        assert text in shown
    fields = {"version": version, "text": "Đã xong phần chính", "no_evidence_reason": "Họp trực tiếp"}
    answer = post(officer, path, **fields)
    assert (answer.status_code, "release_reason-error" in page(answer)) == (409, True)
    assert "Đã xong phần chính" in page(answer)
    assert post(officer, path, **fields, release_reason="Xã đã tự làm").status_code == 302
    with app.app_context():
        child = db.session.scalars(select(Task).where(Task.kind == Kind.CHILD)).one()
        assert (child.excluded, child.events[-1].reason) == (Exclusion.WITHDRAWN, "Xã đã tự làm")


def test_a_result_without_loose_ends_asks_nothing_about_them(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, _ = made(app, whole, office)
    shown = page(client_of("congchuc").get(f"/tasks/{task_id}/submission"))
    assert ("Lý do kết thúc" in shown, "phần phối hợp" in shown) == (False, False)


def test_pages_cost_as_many_queries_with_thirty_parts_and_pieces_as_with_three(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    head = client_of("truongphong")
    with app.app_context():
        desk = Desk(db.session(), office)
        task = whole(desk, supporting=[desk.unit("nv")])
        task_id = task.id
        db.session.commit()
    paths = ["/tasks?view=unit", "/tasks?view=given", "/tasks?view=decide", f"/tasks/{task_id}",
             f"/tasks/{task_id}/pieces", f"/tasks/{task_id}/submission"]  # fmt: skip
    costs = []
    for count in (3, 27):
        with app.app_context():
            desk = Desk(db.session(), office)
            task = db.session.get_one(Task, task_id)
            split(desk, task, *[piece(desk, content=f"Việc {count} {n}") for n in range(count)])
            for n in range(count):
                desk.task(content=f"Nhiệm vụ {count} {n}", supporting=[desk.unit("nv"), desk.unit("tnd")])
            db.session.commit()
        costs.append([queries_for(app, head, path) for path in paths])
    assert costs[0] == costs[1]
    assert max(costs[1][:3]) <= 6
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Task.parent_id == task_id)) == 31
