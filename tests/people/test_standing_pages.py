"""Absences and delegations over HTTP: what each person sees, registers, is refused; what who fills in may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from taskapp.base.db import db, unscoped
from taskapp.people import standing_choices
from taskapp.people.standing_models import Absence, Delegation
from tests.conftest import MONDAY
from tests.people.browser import send, text_of
from tests.people.standing import march
from tests.tasks.making import Desk


@pytest.fixture
def rows_of(app) -> Callable[[type], list]:
    def read(model: type) -> list:
        with app.app_context():
            return list(db.session.scalars(unscoped(model).order_by(model.id)))

    return read


@pytest.fixture
def task_of_tp(app, office) -> str:
    """The address of a task of Phòng Tư pháp that `congchuc` does."""
    with app.app_context():
        task = Desk(db.session(), office).in_progress()
        db.session.commit()
        return f"/tasks/{task.id}"


def leave(office, who="congchuc", **changes):
    values = {
        "person_id": office.people[who],
        "first_on": "4/3",
        "last_on": "06/03/2026",
        "deputy_id": office.people["congchuc2"],
        "reason": "nghỉ phép",
    }
    return values | changes


def paper(office, **changes):
    values = {
        "person_id": office.people["chutich"],
        "delegate_id": office.people["phochutich"],
        "paper_number": "12/QĐ-UBND",
        "paper_on": "27/02/2026",
        "first_on": "2/3",
        "last_on": "6/3",
        "scope": "duyệt kết quả",
    }
    return values | changes


def test_an_officer_registers_and_sees_what_the_deputy_gets(office, client_of, rows_of):
    client = client_of("congchuc")
    answer = send(client, "/absences/new", leave(office), page="/absences/new")
    (absence,) = rows_of(Absence)
    assert answer.headers["Location"] == f"/absences/{absence.id}"
    assert (absence.first_on, absence.last_on, absence.deputy_id) == (march(4), march(6), office.people["congchuc2"])
    page = text_of(client.get(answer.headers["Location"]))
    assert "Huỳnh Quốc Bảo làm thay được gì" in page
    assert "thực hiện việc của đơn vị, báo cáo kết quả" in page
    assert "được làm thay" in page
    assert "từ 04/03/2026 đến hết 06/03/2026" in text_of(client.get("/absences"))


def test_an_officer_registers_himself_alone(office, client_of, rows_of):
    client = client_of("congchuc")
    page = text_of(client.get("/absences/new"))
    assert 'name="person_id"' not in page
    assert send(client, "/absences/new", leave(office, "congchuc2", deputy_id=0)).status_code == 400
    data = leave(office)
    del data["person_id"]
    assert send(client, "/absences/new", data).status_code == 302
    assert [absence.person_id for absence in rows_of(Absence)] == [office.people["congchuc"]]


def test_a_head_registers_for_the_people_of_his_unit_by_given_name(office, client_of, rows_of):
    client = client_of("truongphong")
    page = text_of(client.get("/absences/new"))
    select = page.split('name="person_id"')[1].split("</select>")[0]
    names = [part.split(" · ")[0] for part in select.split(">")[1:] if " · " in part]
    assert names == ["Võ Minh Khang", "Huỳnh Quốc Bảo", "Nguyễn Thị Ánh Tuyết"]
    assert send(client, "/absences/new", leave(office)).status_code == 302
    assert rows_of(Absence)[0].by_id == office.people["truongphong"]


def test_the_deputies_of_the_own_unit_stand_first(office, client_of):
    page = text_of(client_of("congchuc").get("/absences/new"))
    near, far = page.split('label="Cùng đơn vị"')[1].split('label="Đơn vị khác"')
    assert "Huỳnh Quốc Bảo" in near
    assert "Bùi Thanh Hà" in far
    assert "Nguyễn Thị Ánh Tuyết" not in near


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"first_on": "7/3"}, "ở trước ngày đầu"),
        ({"first_on": "31/2"}, "Không có ngày 31/02"),
        ({"last_on": ""}, "Hãy điền mục này"),
        ({"deputy_id": 10**6}, "Lựa chọn này không còn dùng được"),
        ({"reason": "x" * 201}, "Dài quá 200 ký tự"),
    ],
)
def test_a_refused_registration_keeps_what_was_typed(office, client_of, rows_of, changes, reason):
    answer = send(client_of("congchuc"), "/absences/new", leave(office, **changes))
    page = text_of(answer)
    assert answer.status_code == 400
    assert reason in page
    assert 'value="nghỉ phép"' in page or "reason" in changes
    assert f'value="{changes.get("first_on", "4/3")}"' in page
    assert rows_of(Absence) == []


def test_who_is_away_already_is_told_until_when(office, client_of, write):
    write(lambda book: book.away("congchuc", 5, 9))
    page = text_of(send(client_of("congchuc"), "/absences/new", leave(office)))
    assert "đã được ghi vắng từ 05/03/2026 đến 09/03/2026" in page
    assert f'selected value="{office.people["congchuc2"]}"' in page


def test_a_chairman_s_page_says_that_decisions_do_not_go_along(office, client_of, write):
    absence_id = write(lambda book: book.away("chutich", 2, 6, deputy="phochutich"))
    page = text_of(client_of("chutich").get(f"/absences/{absence_id}"))
    assert "không chuyển" in page
    assert "chỉ chuyển bằng văn bản ủy quyền" in page


def test_the_page_says_what_stands_in_the_way(client_of, write):
    first = write(lambda book: book.away("congchuc", 2, 6, deputy="congchuc2"))
    ill = write(lambda book: book.away("congchuc2", 4, 5))
    page = text_of(client_of("congchuc2").get(f"/absences/{ill}"))
    assert "Chưa có người thay" in page
    assert "đang được ghi làm thay Nguyễn Thị Ánh Tuyết" in page
    assert "cũng vắng từ 04/03/2026" in text_of(client_of("congchuc").get(f"/absences/{first}"))


def test_who_is_away_now_and_in_the_next_thirty_days(client_of, write):
    write(lambda book: book.away("congchuc", 2, 6, deputy="congchuc2"))
    write(lambda book: book.away("congchuc2", 31, 31))
    write(lambda book: book.away("congchuc_nv", 9, 9))
    head, office_of_all, officer = (
        text_of(client_of(name).get("/absences")) for name in ("truongphong", "vanphong", "congchuc2")
    )
    assert "Nguyễn Thị Ánh Tuyết, từ 02/03/2026" in head
    assert "Huỳnh Quốc Bảo, ngày 31/03/2026" in head
    assert "chưa có người thay" in head
    assert "Bùi Thanh Hà" not in head
    assert "Bùi Thanh Hà, ngày 09/03/2026" in office_of_all
    assert "Người khác vắng" not in officer
    assert "Tôi làm thay" in officer


def test_the_list_has_pages(app, office, client_of, write, monkeypatch):
    monkeypatch.setattr("taskapp.base.paging.page.__defaults__", (2,))
    for who in ("congchuc", "congchuc2", "congchuc_nv"):
        write(lambda book, who=who: book.away(who, 2, 6))
    client = client_of("vanphong")
    page = text_of(client.get("/absences"))
    mark = page.split("mark=")[1].split('"')[0]
    assert "Bùi Thanh Hà" not in page
    assert "Bùi Thanh Hà" in text_of(client.get(f"/absences?mark={mark}"))


def test_ending_an_absence(client_of, write, rows_of, frozen_clock):
    absence_id = write(lambda book: book.away("congchuc", 2, 6, deputy="congchuc2"))
    client = client_of("congchuc")
    assert "Kết thúc từ hôm nay" in text_of(client.get(f"/absences/{absence_id}"))
    assert send(client, f"/absences/{absence_id}/ending").status_code == 302
    assert rows_of(Absence)[0].ended_on == march(2)
    assert "làm thay được gì" not in text_of(client.get(f"/absences/{absence_id}"))
    assert send(client, f"/absences/{absence_id}/ending").status_code == 409


def test_a_deputy_is_chosen_later_and_the_rest_of_the_absence_stands_anew(
    client_of, write, rows_of, office, frozen_clock
):
    former = write(lambda book: book.away("congchuc", 2, 6))
    frozen_clock(MONDAY + timedelta(days=1))
    client, path = client_of("truongphong"), f"/absences/new?instead={former}"
    assert path in text_of(client.get(f"/absences/{former}"))
    form = text_of(client.get(path))
    assert 'value="03/03/2026"' in form
    assert 'value="06/03/2026"' in form
    refused = send(client, path, leave(office, first_on="3/3", deputy_id=office.people["congchuc"]), page=path)
    assert (refused.status_code, rows_of(Absence)[0].ended_on) == (400, None)
    assert send(client, path, leave(office, first_on="3/3"), page=path).status_code == 302
    old, new = rows_of(Absence)
    assert (old.ended_on, new.first_on, new.last_on) == (march(3), march(3), march(6))
    assert new.deputy_id == office.people["congchuc2"]


@pytest.mark.parametrize(("username", "status"), [("congchuc2", 404), ("truongphong_nv", 404)])
def test_nobody_else_chooses_the_deputy(client_of, write, username, status):
    former = write(lambda book: book.away("congchuc", 2, 6))
    assert client_of(username).get(f"/absences/new?instead={former}").status_code == status


def test_the_deputy_sees_the_absent_officer_s_tasks_on_those_days_only(client_of, write, task_of_tp, frozen_clock):
    absence_id = write(lambda book: book.away("congchuc", 3, 5, deputy="congchuc_nv"))
    seen = {}
    for day in (2, 3, 5, 6):
        frozen_clock(MONDAY + timedelta(days=day - 2))
        seen[day] = client_of("congchuc_nv").get(task_of_tp).status_code
    assert seen == {2: 404, 3: 200, 5: 200, 6: 404}
    frozen_clock(MONDAY + timedelta(days=2))
    send(client_of("congchuc"), f"/absences/{absence_id}/ending")
    assert client_of("congchuc_nv").get(task_of_tp).status_code == 404


def test_a_banner_tells_the_deputy_whose_place_he_fills(client_of, write, task_of_tp):
    write(lambda book: book.away("congchuc", 2, 5, deputy="congchuc_nv"))
    write(lambda book: book.away("chutichxa", 3, 5, deputy="congchuc_nv"))  # not yet
    page = text_of(client_of("congchuc_nv").get("/tasks"))
    assert "Anh/chị đang thay Nguyễn Thị Ánh Tuyết (đến hết 05/03/2026)." in page
    assert "Anh/chị đang thay" not in text_of(client_of("congchuc2").get("/tasks"))


def test_only_who_fills_a_place_pays_a_query_for_the_banner(app, client_of, write):
    def queries() -> int:
        with counted(app) as seen:
            assert client_of_nv.get("/tasks").status_code == 200
        return len(seen)

    client_of_nv = client_of("congchuc_nv")
    alone = queries()
    write(lambda book: book.away("congchuc", 2, 5, deputy="congchuc_nv"))
    assert (alone <= 6, queries() - alone) == (True, 1)


@contextmanager
def counted(app) -> Iterator[list[str]]:
    seen: list[str] = []
    note = lambda *args: seen.append(args[2]) if args[2].startswith(("SELECT", "WITH")) else None  # noqa: E731
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_the_menu_and_the_account_lead_to_the_page(client_of):
    officer = client_of("congchuc")
    assert 'href="/absences"' in text_of(officer.get("/tasks"))
    assert 'href="/absences"' in text_of(officer.get("/account"))
    menu = text_of(client_of("quantri").get("/admin/people")).split("<nav")[1].split("</nav>")[0]
    assert "/absences" not in menu


@pytest.mark.parametrize("by", ["chutich", "vanphong"])
def test_a_leader_or_the_office_writes_down_a_delegation(office, client_of, rows_of, by):
    client = client_of(by)
    answer = send(client, "/delegations/new", paper(office), page="/delegations/new")
    assert answer.headers["Location"] == "/absences"
    (delegation,) = rows_of(Delegation)
    assert (delegation.person_id, delegation.by_id) == (office.people["chutich"], office.people[by])
    page = text_of(client.get("/absences"))
    assert "Trần Thị Lan ủy quyền cho Lê Văn Đức" in page
    assert "văn bản 12/QĐ-UBND ngày 27/02/2026" in page
    assert send(client, f"/delegations/{delegation.id}/revocation").status_code == 302
    assert "Chưa có văn bản ủy quyền nào" in text_of(client.get("/absences"))


def test_a_leader_is_offered_his_own_delegations_only(office, client_of, rows_of):
    client = client_of("phochutich")
    assert f'value="{office.people["chutich"]}"' not in text_of(client.get("/delegations/new")).split("</select>")[0]
    assert send(client, "/delegations/new", paper(office)).status_code == 400
    assert rows_of(Delegation) == []


def test_a_delegate_is_not_offered_to_delegate(office, client_of, write, rows_of):
    write(lambda book: book.delegate("chutich", "truongphong", 2, 6))
    client = client_of("truongphong")
    assert "Ghi văn bản ủy quyền" not in text_of(client.get("/absences"))
    data = paper(office, person_id=office.people["truongphong"], delegate_id=office.people["congchuc"])
    assert send(client, "/delegations/new", data).status_code == 400
    assert len(rows_of(Delegation)) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"paper_number": " "}, "Hãy điền mục này"),
        ({"paper_on": "3/3/2026"}, "sau hôm nay"),
        ({"delegate_id": 0}, "Hãy chọn người"),
        ({"last_on": "1/3/2026"}, "ở trước ngày đầu"),
    ],
)
def test_a_refused_delegation_keeps_what_was_typed(office, client_of, rows_of, changes, reason):
    answer = send(client_of("chutich"), "/delegations/new", paper(office, **changes))
    assert answer.status_code == 400
    assert reason in text_of(answer)
    assert "duyệt kết quả</textarea>" in text_of(answer)
    assert rows_of(Delegation) == []


def test_a_delegate_decides_as_far_as_the_leader_does_on_those_days_only(client_of, write, task_of_tp, frozen_clock):
    write(lambda book: book.delegate("chutich", "congchuc_nv", 3, 4))
    seen = {}
    for day in (2, 3, 4, 5):
        frozen_clock(MONDAY + timedelta(days=day - 2))
        client = client_of("congchuc_nv")
        seen[day] = (client.get(task_of_tp).status_code, client.get("/delegations/new").status_code)
    assert seen == {2: (404, 403), 3: (200, 200), 4: (200, 200), 5: (404, 403)}
    frozen_clock(MONDAY + timedelta(days=1))
    page = text_of(client_of("congchuc_nv").get("/tasks"))
    assert "Anh/chị đang được ủy quyền quyết định thay Trần Thị Lan (đến hết 04/03/2026)." in page


def test_an_administrator_writes_down_no_delegation(office, client_of, rows_of):
    assert send(client_of("quantri"), "/delegations/new", paper(office)).status_code == 403
    assert rows_of(Delegation) == []


def test_the_account_s_log_tells_of_it(office, client_of, write):
    write(lambda book: book.away("congchuc", 4, 6, deputy="congchuc2"))
    page = text_of(client_of("quantri").get(f"/admin/people/{office.people['congchuc']}"))
    assert "Đăng ký vắng mặt" in page
    assert "04/03/2026 – 06/03/2026 · Huỳnh Quốc Bảo" in page


def test_a_big_committee_offers_the_people_of_chosen_units(office, client_of, rows_of, monkeypatch):
    monkeypatch.setattr(standing_choices, "MOST", 5)
    client = client_of("vanphong")
    page = text_of(client.get("/absences/new"))
    assert "Phạm Ngọc Mai" in page
    assert "Nguyễn Thị Ánh Tuyết" not in page
    chosen = f"/absences/new?unit={office.units['tp']}"
    assert "Nguyễn Thị Ánh Tuyết" in text_of(client.get(chosen))
    assert send(client, chosen, leave(office)).status_code == 302
    assert len(rows_of(Absence)) == 1
