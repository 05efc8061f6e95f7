"""The pages on which an administrator rearranges units: form, preview, done once, history, the tree as of a day."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from taskapp.base.db import db
from taskapp.people.models import Unit
from taskapp.people.unit_models import Reorganisation
from taskapp.tasks.models import Task
from tests.admin.reform import NEW, NUMBER, unit_called
from tests.people.browser import send, text_of
from tests.tasks.making import Desk

MERGE = "/admin/units/changes/merge"
DECIDED = {"number": NUMBER, "signed_on": "16/06/2025", "effective_on": "02/03/2026"}


@pytest.fixture
def admin(client_of):
    return client_of("quantri")


@pytest.fixture
def wish(office) -> dict[str, object]:
    """Phòng Tư pháp and the commune become one."""
    units = [office.units["tp"], office.units["tnd"]]
    return {**DECIDED, "units": units, "into": 0, "name": NEW, "short_name": "", "parent": office.units["root"]}


@pytest.fixture
def task_id(app, office) -> int:
    with app.app_context():
        task = Desk(db.session(), office).task()
        db.session.commit()
        return task.id


def mark_of(page: str) -> str:
    return re.search(r'name="seen"[^>]*value="([^"]+)"', page)[1]


def made(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Reorganisation))


def test_a_merger_is_shown_first_and_done_once(app, admin, wish, task_id):
    page = text_of(send(admin, MERGE, {**wish, "step": "preview"}))
    for words in ("chưa có gì thay đổi", NEW, "Việc đang mở của Phòng Tư pháp", "không gửi thư giao việc"):
        assert words in page
    assert made(app) == 0
    wish |= {"seen": mark_of(page), "step": "do"}
    answer = send(admin, MERGE, wish)
    assert answer.status_code == 302
    assert "5 người và 1 nhiệm vụ đang mở chuyển sang đơn vị kế thừa" in text_of(admin.get(answer.location))
    with app.app_context():
        assert db.session.get_one(Task, task_id).lead_unit_name == NEW
    assert send(admin, MERGE, wish).status_code == 400  # sent twice: the units are no longer offered
    assert made(app) == 1


def test_what_was_not_shown_is_not_done(app, office, admin, wish, task_id):
    page = text_of(send(admin, MERGE, {**wish, "step": "preview"}))
    with app.app_context():
        Desk(db.session(), office).task()
        db.session.commit()
    answer = send(admin, MERGE, {**wish, "seen": mark_of(page), "step": "do"})
    assert (answer.status_code, made(app)) == (409, 0)
    assert "đã khác lúc xem trước" in text_of(answer)
    other = send(admin, MERGE, {**wish, "name": "UBND xã An Nhơn", "seen": mark_of(page), "step": "do"})
    assert (other.status_code, made(app)) == (409, 0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Phòng Nội vụ"}, "Đơn vị Phòng Nội vụ đã có."),
        ({"name": ""}, "Hãy nhập tên đơn vị mới"),
        ({"number": ""}, "Hãy điền mục này."),
        ({"signed_on": "03/03/2026"}, "Ngày ký văn bản không thể sau hôm nay."),
        ({"effective_on": "03/03/2026"}, "Chưa đến ngày 03/03/2026"),
        ({"effective_on": "hôm nào đó"}, "error-summary"),
        ({"units": []}, "Hãy điền mục này."),
        ({"into": "999"}, "error-summary"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(app, admin, wish, changes, words):
    answer = send(admin, MERGE, {**wish, **changes, "step": "preview"})
    assert answer.status_code in (400, 409)
    page = text_of(answer)
    assert words in page
    assert NUMBER in page or changes.get("number") == ""
    assert made(app) == 0


def test_a_split_lets_persons_and_tasks_be_sent_elsewhere(app, office, admin, task_id):
    wish = {**DECIDED, "unit": office.units["tp"], "names": "Phòng Pháp chế\nPhòng Hộ tịch", "step": "preview"}
    path = "/admin/units/changes/split"
    page = text_of(send(admin, path, wish))
    assert f"Nhiệm vụ số {task_id}" in page
    assert "Báo cáo kết quả theo dõi thi hành pháp luật" not in page  # an administrator reads no tasks
    wish |= {f"person-{office.people['congchuc']}": "1", f"task-{task_id}": "1"}
    page = text_of(send(admin, path, wish))
    assert send(admin, path, {**wish, "seen": mark_of(page), "step": "do"}).status_code == 302
    with app.app_context():
        registry = unit_called(db.session(), "Phòng Hộ tịch")
        assert db.session.get_one(Task, task_id).lead_unit_id == registry.id


@pytest.mark.parametrize(
    ("kind", "wish", "words"),
    [
        ("rename", {"unit": "tp", "name": "Phòng Pháp chế", "short_name": ""}, "giữ tên cũ"),
        ("move", {"unit": "tp", "parent": "nv"}, "vẫn cộng theo cấp trên cũ"),
        ("close", {"unit": "tnd", "into": "nv"}, "Phòng Nội vụ"),
    ],
)
def test_the_other_decisions_are_previewed_and_done(app, office, admin, kind, wish, words):
    values = {**DECIDED, **{name: office.units.get(value, value) for name, value in wish.items()}}
    path = f"/admin/units/changes/{kind}"
    page = text_of(send(admin, path, {**values, "step": "preview"}))
    assert words in page
    answer = send(admin, path, {**values, "seen": mark_of(page), "step": "do"})
    assert answer.status_code == 302
    assert NUMBER in text_of(admin.get(answer.location))


def test_the_form_begins_with_the_unit_that_it_was_opened_for(office, admin):
    page = text_of(admin.get(f"/admin/units/changes/rename?unit={office.units['tp']}"))
    assert 'value="Phòng Tư pháp"' in page
    assert admin.get("/admin/units/changes/nothing").status_code == 404


def test_the_page_of_a_unit_tells_its_history_and_the_tree_can_be_seen_as_of_a_day(app, office, admin, wish):
    page = text_of(send(admin, MERGE, {**wish, "step": "preview"}))
    send(admin, MERGE, {**wish, "seen": mark_of(page), "step": "do"})
    with app.app_context():
        new = unit_called(db.session(), NEW).id
    assert "Tiền thân: Phòng Tư pháp" in text_of(admin.get(f"/admin/units/{new}"))
    old = text_of(admin.get(f"/admin/units/{office.units['tp']}"))
    assert "Đã kết thúc hoạt động, hết ngày 01/03/2026" in old
    assert f"Kế thừa: {NEW}" in old
    before, today = (text_of(admin.get(f"/admin/units?day={day}")) for day in ("01/03/2026", "02/03/2026"))
    assert "Cơ cấu tại ngày 01/03/2026" in before
    assert NEW not in before
    assert "Phòng Tư pháp" in before
    assert NEW in today


def test_a_day_that_cannot_be_read_is_said_above_the_tree_of_today(admin):
    answer = admin.get("/admin/units?day=xyz")
    page = text_of(answer)
    assert answer.status_code == 400
    assert "“xyz” không phải là ngày" in page
    assert "Cơ cấu tại ngày 0" not in page
    assert "Lịch sử, sắp xếp" in page


def test_a_local_administrator_rearranges_his_own_units_only(app, office, client_of, admin):
    with app.app_context():
        desk = Desk(db.session(), office)
        held = desk.person("quantri").roles[0]
        held.unit_id = office.units["tnd"]
        db.session.commit()
    values = {**DECIDED, "unit": office.units["tp"], "name": "Phòng Pháp chế", "step": "preview"}
    assert send(admin, "/admin/units/changes/rename", values).status_code == 400
    own = {**DECIDED, "unit": office.units["tnd"], "names": "Xã A\nXã B", "step": "preview"}
    merged = {**DECIDED, "units": [office.units["tnd"]], "into": 0, "name": NEW, "parent": 0, "step": "preview"}
    for kind, wish in (("split", own), ("merge", merged)):
        answer = send(admin, f"/admin/units/changes/{kind}", wish)
        assert answer.status_code == 409
        assert "ngoài phạm vi quản trị" in text_of(answer)
    with app.app_context():
        assert db.session.get_one(Unit, office.units["tp"]).name == "Phòng Tư pháp"
