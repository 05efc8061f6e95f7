"""Pages of bulk actions over HTTP: choosing in a list, the preview, the run and its result."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.people.models import Committee
from taskapp.tasks import bulk
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import State
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, made, page, post
from tests.tasks.making import Desk, at

OVERDUE = "view=all&time=overdue"


@pytest.fixture
def three(app: Flask, office: Office) -> list[str]:
    """Tick box values of three tasks of Phòng Tư pháp: new, under way, done."""
    return [
        tick(made(app, build, office))
        for build in (
            lambda desk: desk.task(content="Việc chưa tiếp nhận"),
            lambda desk: desk.in_progress(content="Việc đang làm"),
            lambda desk: desk.done(content="Việc đã xong"),
        )
    ]


def id_of(ticked: str) -> int:
    return int(ticked.partition(".")[0])


def tick(task: tuple[int, int]) -> str:
    return f"{task[0]}.{task[1]}"


def preview(client: FlaskClient, action: str, chosen: list[str], query: str = "view=all", **fields: object) -> str:
    answer = post(client, f"/tasks/bulk/preview?{query}", action=action, chosen=chosen, **fields)
    assert answer.status_code == 200
    return page(answer)


def confirm(client: FlaskClient, shown: str, action: str, query: str = "view=all", **fields: object) -> TestResponse:
    """Press the button of a preview, with all that its form carries."""
    carried = {"chosen": chosen_on(shown), "previewed": value_of(shown, "previewed")}
    return post(client, f"/tasks/bulk?{query}", action=action, **carried | fields)


def chosen_on(shown: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="chosen" value="([0-9.]+)">', shown)


def value_of(shown: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', shown)
    return found[1] if found else ""


def results(shown: str) -> list[str]:
    """The last cell of each row, without its marks."""
    cells = re.findall(r'<td data-label="Kết quả">(.*?)</td>', shown, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


def versions(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Task.version).order_by(Task.id)))


def task_of(app: Flask, ticked: str) -> Task:
    with app.app_context():
        return db.session.get_one(Task, id_of(ticked))


def kinds(app: Flask, ticked: str) -> list[str]:
    with app.app_context():
        query = select(TaskEvent.kind).where(TaskEvent.task_id == id_of(ticked))
        return list(db.session.scalars(query.order_by(TaskEvent.version)))


def test_a_unit_head_accepts_what_is_ticked(app: Flask, client_of: ClientOf, three: list[str]) -> None:
    head, before = client_of("truongphong"), versions(app)
    shown = preview(head, "accept", three)
    assert "1 nhiệm vụ làm được, 2 nhiệm vụ không làm được" in shown
    assert results(shown)[-1] == "Sẽ làm"
    assert "đang ở trạng thái “Đã hoàn thành”" in results(shown)[1]
    assert versions(app) == before
    done = page(confirm(head, shown, "accept"))
    assert "Đã tiếp nhận 1 nhiệm vụ" in done
    assert "2 nhiệm vụ không làm" in done
    assert kinds(app, three[0]) == ["issue", "accept"]
    assert task_of(app, three[2]).state is State.DONE


def test_a_unit_head_names_one_officer_for_several(
    app: Flask, office: Office, client_of: ClientOf, three: list[str]
) -> None:
    head, officer = client_of("truongphong"), str(office.people["congchuc2"])
    first = preview(head, "name_officer", three)
    assert "Phân công 2 nhiệm vụ" not in first  # nobody is chosen yet
    assert results(first)[1:] == ["Chờ điền các mục ở trên"] * 2
    assert "Huỳnh Quốc Bảo – Chuyên viên" in first
    assert "Bùi Thanh Hà" not in first  # works elsewhere
    shown = preview(head, "name_officer", three, previewed="", officer=officer)
    assert "Phân công 2 nhiệm vụ" in shown
    assert "Đã phân công 2 nhiệm vụ" in page(confirm(head, shown, "name_officer", officer=officer))
    assert {task_of(app, ticked).assignee_id for ticked in three[:2]} == {office.people["congchuc2"]}


def test_the_office_urges_with_one_text_and_each_is_counted(app: Flask, client_of: ClientOf, three: list[str]) -> None:
    office = client_of("vanphong")
    shown = preview(office, "urge", three)
    assert "Đôn đốc 2 nhiệm vụ" in shown
    done = page(confirm(office, shown, "urge", text="Báo cáo trước 16 giờ hôm nay"))
    assert "Đã đôn đốc 2 nhiệm vụ" in done
    assert [task_of(app, ticked).urgings for ticked in three] == [1, 1, 0]
    with app.app_context():
        urged = db.session.scalars(select(TaskEvent).where(TaskEvent.kind == "urge")).all()
        assert {each.note for each in urged} == {"Lần 1. Báo cáo trước 16 giờ hôm nay"}


def test_a_leader_grants_one_new_limit_to_several(app: Flask, client_of: ClientOf, three: list[str]) -> None:
    chair, given = client_of("chutich"), {"due_on": "20/3/2026", "reason": "Chờ văn bản của tỉnh"}
    shown = preview(chair, "extend", three, previewed="", **given)
    assert "Gia hạn 2 nhiệm vụ" in shown
    assert "Đã gia hạn 2 nhiệm vụ" in page(confirm(chair, shown, "extend", **given))
    assert [task_of(app, ticked).due_on for ticked in three[:2]] == [date(2026, 3, 20)] * 2


def test_a_whole_filtered_list_is_frozen_by_its_preview(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None]
) -> None:
    late = [tick(made(app, lambda desk, n=n: desk.task(content=f"Việc trễ {n}"), office)) for n in range(3)]
    made(app, lambda desk: desk.task(content="Việc hạn sau", due_on=date(2026, 3, 30)), office)
    frozen_clock(at("09/03"))
    clerk = client_of("vanphong")
    assert "Áp dụng cho cả 3 việc chưa xong của danh sách này" in page(clerk.get(f"/tasks?{OVERDUE}"))
    shown = preview(clerk, "urge", [], OVERDUE, whole="1")
    assert sorted(chosen_on(shown)) == sorted(late)
    made(app, lambda desk: desk.task(content="Vừa trễ thêm", now=MONDAY), office)
    answer = page(confirm(clerk, shown, "urge", OVERDUE))
    assert "Đã đôn đốc 3 nhiệm vụ" in answer
    assert "/tasks?view=all&amp;time=overdue" in answer  # back to the list
    assert "Vừa trễ thêm" not in answer


def test_a_form_sent_twice_does_nothing_twice_and_says_so(app: Flask, client_of: ClientOf, three: list[str]) -> None:
    clerk = client_of("vanphong")
    shown = preview(clerk, "urge", three[:2])
    confirm(clerk, shown, "urge")
    again = page(confirm(clerk, shown, "urge"))
    assert "Đã làm ở lần gửi trước" in again
    assert "Không có gì bị làm hai lần" in again
    assert [task_of(app, ticked).urgings for ticked in three[:2]] == [1, 1]


def test_what_somebody_changed_after_the_preview_is_refused_alone(
    app: Flask, client_of: ClientOf, three: list[str]
) -> None:
    clerk = client_of("vanphong")
    shown = preview(clerk, "urge", three[:2])
    confirm(client_of("chutich"), preview(client_of("chutich"), "urge", three[:1]), "urge")
    answer = page(confirm(clerk, shown, "urge"))
    assert "Đã đôn đốc 1 nhiệm vụ" in answer
    assert "Đã có người cập nhật" in results(answer)[0]
    assert [task_of(app, ticked).urgings for ticked in three[:2]] == [1, 1]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"due_on": "31/02/2026"}, "Không có ngày"),
        ({"due_on": ""}, "Hãy điền mục này"),
        ({"due_on": "20/3/2026", "reason": ""}, "Hãy điền mục này"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_is_kept(
    app: Flask, client_of: ClientOf, three: list[str], fields: dict[str, str], message: str
) -> None:
    chair, before = client_of("chutich"), versions(app)
    given = {"reason": "Chờ văn bản của tỉnh", "due_time": "16:30"} | fields
    shown = preview(chair, "extend", three, previewed="", **given)
    answer = confirm(chair, shown, "extend", **given)
    assert answer.status_code == 400
    for text in (shown, page(answer)):
        assert message in text
        assert f'value="{fields["due_on"]}"' in text
        assert "16:30" in text
        assert given["reason"] in text
        assert chosen_on(text) == three
    assert versions(app) == before


def test_another_limit_than_the_previewed_one_is_shown_before_it_is_granted(
    app: Flask, client_of: ClientOf, three: list[str]
) -> None:
    chair, given = client_of("chutich"), {"due_on": "20/3/2026", "reason": "Chờ văn bản của tỉnh"}
    shown = preview(chair, "extend", three, previewed="", **given)
    answer = confirm(chair, shown, "extend", due_on="5/3/2026", reason="Chờ lâu hơn")
    assert answer.status_code == 409
    assert "Nội dung đã đổi nên bảng được tính lại" in page(answer)
    assert "Chờ lâu hơn" in page(answer)
    assert "phải sau thời hạn hiện nay" in results(page(answer))[0]
    assert [task_of(app, ticked).extensions for ticked in three] == [0, 0, 0]
    granted = confirm(chair, shown, "extend", due_on="20/3/2026", reason="Lý do viết lại")
    assert "Đã gia hạn 2 nhiệm vụ" in page(granted)  # words alone decide nothing


def test_an_officer_who_does_not_exist_is_refused_with_the_choice_open(client_of: ClientOf, three: list[str]) -> None:
    head = client_of("truongphong")
    answer = post(head, "/tasks/bulk", action="name_officer", chosen=three, previewed="999", officer="999999999")
    assert answer.status_code == 400
    assert "Không có người dùng này" in page(answer)
    assert post(head, "/tasks/bulk", action="name_officer", chosen=three, officer="x").status_code == 400


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"action": "urge"}, "Chưa chọn nhiệm vụ nào"),
        ({"action": "withdraw", "chosen": "1.1"}, "Chưa rõ làm việc gì"),
        ({"chosen": "1.1"}, "Chưa rõ làm việc gì"),
        ({"action": "urge", "chosen": "1"}, "Danh sách đã chọn không đọc được"),
        ({"action": "urge", "chosen": ["1.1", "x'--.2"]}, "Danh sách đã chọn không đọc được"),
        ({"action": "urge", "chosen": "9" * 30 + ".1"}, "Danh sách đã chọn không đọc được"),
        ({"action": "urge", "chosen": [f"{n}.1" for n in range(1, 502)]}, "nhiều nhất 500 nhiệm vụ"),
    ],
)
@pytest.mark.parametrize("path", ["/tasks/bulk/preview", "/tasks/bulk"])
def test_what_cannot_be_begun_leads_back_to_the_list_with_the_reason(
    client_of: ClientOf, path: str, fields: dict[str, object], message: str
) -> None:
    clerk = client_of("vanphong")
    answer = post(clerk, f"{path}?view=all&q=viec", **fields)
    assert (answer.status_code, answer.location) == (302, "/tasks?view=all&q=viec")
    assert message in page(clerk.get(answer.location))


def test_a_whole_list_that_is_too_long_offers_to_narrow_it(
    app: Flask, office: Office, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 55)
    with app.app_context():
        desk = Desk(db.session(), office)
        for number in range(56):
            desk.task(content=f"Việc số {number}")
        db.session.commit()
    clerk = client_of("vanphong")
    shown = page(clerk.get("/tasks?view=all"))
    assert "Danh sách có hơn 55 việc chưa xong" in shown
    assert 'name="whole"' not in shown
    answer = post(clerk, "/tasks/bulk/preview?view=all", action="urge", whole="1")
    assert "Hãy lọc danh sách hẹp lại" in page(clerk.get(answer.location))
    monkeypatch.setattr(bulk, "MOST", 56)
    assert "Áp dụng cho cả 56 việc chưa xong của danh sách này" in page(clerk.get("/tasks?view=all"))


def test_tasks_of_another_committee_or_unit_do_not_exist(
    app: Flask, office: Office, client_of: ClientOf, three: list[str]
) -> None:
    clerk, stranger = client_of("vanphong"), client_of("truongphong_nv")
    with app.app_context():
        other = Committee(code="khac", name="UBND khác", timezone="Asia/Ho_Chi_Minh", created_at=MONDAY)
        db.session.add(other)
        db.session.flush()
        db.session.get_one(Task, id_of(three[1])).committee_id = other.id
        db.session.commit()
    shown = preview(clerk, "urge", [*three[:2], "987654321.1"])
    assert [text[:35] for text in results(shown)] == ["Không làm: Không có nhiệm vụ này, h"] * 2 + ["Sẽ làm"]
    assert "Việc đang làm" not in shown
    shown = preview(stranger, "accept", three[:1])
    assert "Không có nhiệm vụ nào làm được" in shown
    assert "Việc chưa tiếp nhận" not in shown
    assert "Tiếp nhận 0" not in shown


@pytest.mark.parametrize("username", ["thanhtra", "congchuc2", "vanthu"])
def test_who_may_not_is_told_so_row_by_row(app: Flask, client_of: ClientOf, three: list[str], username: str) -> None:
    before = versions(app)
    client = client_of(username)
    shown = preview(client, "urge", three[:1])
    assert "không có quyền đôn đốc" in results(shown)[0]
    assert "Chưa nhiệm vụ nào được thực hiện" in page(confirm(client, shown, "urge"))
    assert versions(app) == before


@pytest.mark.parametrize(
    ("username", "view", "offered", "ticks"),
    [
        ("vanphong", "all", ["urge", "extend"], 2),  # what is done cannot be ticked
        ("chutich", "given", ["urge", "extend"], 2),
        ("truongphong", "unit", ["accept", "name_officer"], 2),
        ("congchuc", "mine", [], 0),  # what is under way needs nothing that many tasks could share
        ("thanhtra", "all", [], 0),
        ("truongphong", "done", [], 0),
    ],
)
def test_a_list_offers_what_the_person_may_do_to_its_rows(
    client_of: ClientOf, three: list[str], username: str, view: str, offered: list[str], ticks: int
) -> None:
    shown = page(client_of(username).get(f"/tasks?view={view}"))
    assert re.findall(r'name="action" value="(\w+)"', shown) == offered
    assert len(re.findall(r'name="chosen" value="\d+\.\d+"', shown)) == ticks


def test_a_preview_reads_what_it_shows_in_as_many_queries_however_many_rows(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    clerk = client_of("vanphong")
    few, many = (selects_of(app, office, clerk, rows) for rows in (2, 8))
    assert few == many


def selects_of(app: Flask, office: Office, client: FlaskClient, rows: int) -> int:
    with app.app_context():
        desk = Desk(db.session(), office)
        chosen = [tick((t.id, t.version)) for t in (desk.task(supporting=[desk.unit("nv")]) for _number in range(rows))]
        db.session.commit()
        engine = db.engine
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        shown = preview(client, "urge", chosen)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert results(shown) == ["Sẽ làm"] * rows
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TaskEvent).where(TaskEvent.kind == "urge")) == 0
    return len(seen)
