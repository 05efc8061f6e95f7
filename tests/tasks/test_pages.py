"""Pages of the tasks over HTTP: assigning and the lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from taskapp.base.db import db
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import State
from tests.office import Office
from tests.tasks.browsing import ClientOf, assignment, count, made, page, post, queries_for, state_of
from tests.tasks.making import Desk, at


def test_a_leader_assigns_to_several_units_and_each_gets_one_task(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    chair = client_of("chutich")
    answer = post(chair, "/tasks/new", **assignment(office, leads=[office.units["tp"], office.units["tnd"]]))
    assert answer.status_code == 302
    with app.app_context():
        tasks = db.session.scalars(select(Task).order_by(Task.lead_unit_name)).all()
        assert [t.lead_unit_name for t in tasks] == ["Phòng Tư pháp", "UBND xã Tân Nhuận Đông"]
        assert {t.state for t in tasks} == {State.ASSIGNED}
        assert {t.due_on for t in tasks} == {date(2026, 3, 6)}
        assert db.session.scalar(select(func.count()).select_from(Directive)) == 1


def test_n_working_days_become_a_day_and_the_words_are_kept(app: Flask, office: Office, client_of: ClientOf) -> None:
    post(client_of("vanphong"), "/tasks/new", **assignment(office, due_on="", workdays="5"))
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
        assert (task.due_on, task.deadline_text) == (date(2026, 3, 9), "5 ngày làm việc")
        assert task.assigner_id == office.people["chutich"]
        assert task.created_by_id == office.people["vanphong"]
        assert db.session.scalars(select(TaskEvent)).one().on_behalf_of_id == office.people["chutich"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"content": ""}, "Hãy điền mục này"),
        ({"content": "\x00\x07"}, "Hãy"),
        ({"leads": []}, "Hãy chọn đơn vị chủ trì"),
        ({"due_on": ""}, "Hãy ghi thời hạn"),
        ({"due_on": "31/02/2026"}, "Không có ngày"),
        ({"due_on": "hôm nào đó"}, "không phải là ngày"),
        ({"due_on": "27/02/2026"}, "Thời hạn đã qua"),
        ({"due_on": "20/02/2026"}, "trước ngày văn bản"),
        ({"issued_on": "03/03/2026"}, "sau hôm nay"),
        ({"due_on": "06/03/2126"}, "quá xa"),
        ({"workdays": "0", "due_on": ""}, "Từ 1 đến 500"),
        ({"kind": "TỐI MẬT"}, "chỉ độ mật"),
    ],
)
def test_bad_assignments_are_refused_with_a_reason_and_what_was_typed(
    app: Flask, office: Office, client_of: ClientOf, changes: dict[str, object], message: str
) -> None:
    fields = assignment(office, product="Báo cáo giấy", **changes)
    answer = post(client_of("chutich"), "/tasks/new", **fields)
    assert answer.status_code in (400, 409)
    assert message in page(answer)
    assert "Báo cáo giấy" in page(answer)
    assert count(app, Task) == 0


def test_a_supporting_unit_cannot_be_the_lead(office: Office, client_of: ClientOf) -> None:
    answer = post(client_of("chutich"), "/tasks/new", **assignment(office, supporting=[office.units["tp"]]))
    assert answer.status_code == 409
    assert "cả chủ trì và phối hợp" in page(answer)


def test_a_past_limit_is_taken_when_the_person_says_that_it_is_known(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    answer = post(client_of("chutich"), "/tasks/new", **assignment(office, due_on="28/02/2026", past_due_known="y"))
    assert answer.status_code == 302
    assert count(app, Task) == 1


def test_the_clerk_drafts_and_the_leader_issues(app: Flask, office: Office, client_of: ClientOf) -> None:
    clerk = client_of("vanthu")
    assert post(clerk, "/tasks/new", **assignment(office)).status_code == 403
    assert post(clerk, "/tasks/new", **assignment(office, save="draft")).status_code == 302
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
        task_id, version = task.id, task.version
        assert task.state is State.DRAFT
        assert db.session.scalars(select(TaskEvent)).all() == []  # drafts have no events
    assert client_of("truongphong").get(f"/tasks/{task_id}").status_code == 404
    assert post(clerk, f"/tasks/{task_id}/issue", version=version).status_code == 403
    assert post(client_of("chutich"), f"/tasks/{task_id}/issue", version=version).status_code == 302
    assert state_of(app, task_id) is State.ASSIGNED


def test_several_drafts_lead_to_the_list_where_they_are(office: Office, client_of: ClientOf) -> None:
    clerk, leads = client_of("vanthu"), [office.units["tp"], office.units["tnd"]]
    answer = post(clerk, "/tasks/new", **assignment(office, save="draft", leads=leads, content="Dự thảo đôi"))
    assert page(clerk.get(answer.location)).count("Dự thảo đôi") >= 2


def test_a_draft_can_be_thrown_away_but_an_issued_task_cannot(app: Flask, office: Office, client_of: ClientOf) -> None:
    draft_id, version = made(app, lambda desk: desk.draft(), office)
    chair = client_of("chutich")
    assert post(chair, f"/tasks/{draft_id}/discard", version=version).status_code == 302
    task_id, version = made(app, lambda desk: desk.task(), office)
    assert post(chair, f"/tasks/{task_id}/discard", version=version).status_code == 409
    assert count(app, Task) == 1


def test_whatever_is_wrong_with_an_assignment_is_said_at_once(office: Office, client_of: ClientOf) -> None:
    chair = client_of("chutich")
    shown = page(post(chair, "/tasks/new", **assignment(office, content="", leads=[], due_on="")))
    for words in ("Nội dung nhiệm vụ: ", "Hãy chọn đơn vị chủ trì.", "Hãy ghi thời hạn"):
        assert words in shown
    shown = page(post(chair, "/tasks/new", **assignment(office, leads=[], due_on="99/99/2026")))
    assert "Hãy chọn đơn vị chủ trì." in shown
    assert "Hãy ghi thời hạn" not in shown  # the field says already that it cannot be read
    answer = post(chair, "/tasks/new", **assignment(office, issued_on="02/03/2026", due_on="27/02/2026", leads=[]))
    assert answer.status_code == 409
    assert "Hãy chọn đơn vị chủ trì." in page(answer)
    assert "Thời hạn không thể trước ngày văn bản." in page(answer)


@pytest.mark.parametrize("username", ["truongphong", "congchuc", "tuphapxa", "thanhtra", "quantri"])
def test_only_those_who_assign_see_the_form(client_of: ClientOf, username: str) -> None:
    assert client_of(username).get("/tasks/new").status_code == 403


def test_tasks_of_other_units_do_not_exist_for_a_person(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    for username in ("truongphong_nv", "congchuc_nv", "chutichxa", "quantri"):
        stranger = client_of(username)
        assert stranger.get(f"/tasks/{task_id}").status_code == 404
        assert stranger.get(f"/tasks/{task_id}/mails").status_code == 404
        assert post(stranger, f"/tasks/{task_id}/acceptance", version=version).status_code == 404
        assert "Báo cáo kết quả theo dõi" not in page(stranger.get("/tasks?view=all"))
    for username in ("chutich", "vanphong", "thanhtra", "congchuc2", "truongphong"):
        assert client_of(username).get(f"/tasks/{task_id}").status_code == 200


@pytest.mark.parametrize(
    "words", ["ra soat ho tich", "RÀ SOÁT HỘ TỊCH", "12/ubnd-nc", "dat dai", "anh tuyet", "tu phap dat dai"]
)
def test_search_finds_with_and_without_diacritics(app: Flask, office: Office, client_of: ClientOf, words: str) -> None:
    made(app, lambda desk: desk.in_progress(content="Rà soát hộ tịch và đất đai năm 2026"), office)
    made(
        app, lambda desk: desk.task(content="Việc khác hẳn", document=DocumentGiven(), leads=[desk.unit("nv")]), office
    )
    shown = page(client_of("chutich").get("/tasks", query_string={"view": "all", "q": words}))
    assert "Rà soát hộ tịch và đất đai năm 2026" in shown
    assert "Việc khác hẳn" not in shown


def test_filters_narrow_the_list_and_nonsense_in_the_address_does_no_harm(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None]
) -> None:
    made(app, lambda desk: desk.task(content="Việc đã quá hạn"), office)
    made(app, lambda desk: desk.task(content="Việc hạn sau", due_on=date(2026, 3, 30)), office)
    frozen_clock(at("09/03"))
    chair = client_of("chutich")
    shown = page(chair.get("/tasks?view=all&time=overdue"))
    assert "Việc đã quá hạn" in shown
    assert "Việc hạn sau" not in shown
    for query in ("view=nonsense", "view=all&unit=x'--&state=zzz&time=never", "view=all&unit=99999999999999"):
        assert chair.get(f"/tasks?{query}").status_code == 200
    assert chair.get("/tasks?view=all&mark=!!!").status_code == 400


def test_a_list_page_takes_at_most_six_queries_however_many_rows(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    head = client_of("truongphong")
    few, many = queries_of(app, office, head, 3), queries_of(app, office, head, 30)
    assert few == many
    assert many <= 6


def queries_of(app: Flask, office: Office, client: FlaskClient, rows: int) -> int:
    with app.app_context():
        desk = Desk(db.session(), office)
        for number in range(rows):
            desk.task(content=f"Việc số {number}", supporting=[desk.unit("nv")])
        db.session.commit()
    return queries_for(app, client, "/tasks?view=unit")


def test_long_lists_come_in_pages_that_hold_every_task_once(app: Flask, office: Office, client_of: ClientOf) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        for number in range(120):
            due = date(2026, 3, 3 + number % 20) if number % 7 else None
            (desk.task if due else desk.undated)(content=f"Việc thứ {number:03d}.", **({"due_on": due} if due else {}))
        db.session.commit()
    chair, address, seen = client_of("chutich"), "/tasks?view=given", ""
    for _page in range(5):
        shown = page(chair.get(address))
        seen += shown
        if 'rel="next"' not in shown:
            break
        address = shown.split('rel="next" href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert [seen.count(f"Việc thứ {number:03d}.") for number in range(120)] == [1] * 120


def test_under_a_heading_open_work_stands_by_its_limit_and_finished_work_newest_first(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        desk.undated(content="Mở, không hạn.")
        for day, hour in ((27, None), (20, None), (20, time(10)), (24, None)):
            desk.task(content=f"Mở, ngày {day}{' sáng' if hour else ''}.", due_on=date(2026, 3, day), due_time=hour)
        for name in ("trước", "sau"):
            desk.done(content=f"Xong {name}.", due_on=date(2026, 3, 25 if name == "trước" else 30))
        db.session.commit()
    shown = page(client_of("chutich").get("/tasks?view=all"))
    names = [f"Mở, {when}." for when in ("ngày 20 sáng", "ngày 20", "ngày 24", "ngày 27", "không hạn")]
    places = [shown.index(name) for name in (*names, "Xong sau.", "Xong trước.")]
    assert places == sorted(places)


def test_the_menu_leads_to_what_is_still_to_be_done_most_urgent_first_however_old_it_is(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None]
) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        desk.task(content="Đã quá hạn từ lâu", due_on=date(2026, 3, 3))
        other = desk.done(content="Đã xong", due_on=date(2026, 3, 4))
        desk.copy(other.id, range(1_000, 1_060))
        db.session.commit()
    frozen_clock(at("09/03"))
    chair = client_of("chutich")
    address = re.search(r'href="(/tasks\?[^"]*view=all[^"]*)"', page(chair.get("/account")))
    assert address is not None
    shown = page(chair.get(unescape(address[1])))
    assert "Đã quá hạn từ lâu" in shown
    assert "Đã xong" not in shown
    assert "Đã quá hạn từ lâu" not in page(chair.get("/tasks?view=all")), "the newest fifty are all finished"


def test_a_form_that_is_sent_twice_assigns_once(app: Flask, office: Office, client_of: ClientOf) -> None:
    chair = client_of("chutich")
    fields = assignment(office, once="0123456789abcdef", leads=[office.units["tp"], office.units["tp"]])
    first, second = post(chair, "/tasks/new", **fields), post(chair, "/tasks/new", **fields)
    assert first.location == second.location
    assert count(app, Task) == 1
    assert post(chair, "/tasks/new", **fields | {"once": "another"}).status_code == 302
    assert count(app, Task) == 2


@pytest.mark.parametrize(
    ("fields", "is_refused"),
    [
        ({"number": "12/MẬT-UBND"}, True),
        ({"subject": "(MẬT) Về việc kiểm tra"}, True),
        ({"kind": "Công văn mật"}, True),
        ({"content": "Xử lý văn bản TUYỆT MẬT số 5"}, True),
        ({"content": "Mật khẩu hệ thống một cửa: rà soát, đổi định kỳ"}, False),
        ({"content": "MẬT ĐỘ GIAO THÔNG: khảo sát"}, False),
        ({"content": "BẢO VỆ BÍ MẬT NHÀ NƯỚC: tập huấn"}, False),
        ({"content": "AN TOÀN, BẢO MẬT THÔNG TIN: kiểm tra"}, False),
        ({"subject": "Về bảo mật thông tin"}, False),
    ],
)
def test_secrecy_marks_are_recognised_and_ordinary_words_are_not(
    office: Office, client_of: ClientOf, fields: dict[str, object], is_refused: bool
) -> None:
    answer = post(client_of("chutich"), "/tasks/new", **assignment(office, **fields))
    assert (answer.status_code == 409) is is_refused


def test_a_day_and_a_number_of_days_together_are_refused(office: Office, client_of: ClientOf) -> None:
    answer = post(client_of("chutich"), "/tasks/new", **assignment(office, workdays="5"))
    assert (answer.status_code, "một trong hai" in page(answer)) == (409, True)


@pytest.mark.parametrize(
    "path", ["/tasks/{n}", "/tasks/{n}/submission", "/files/{n}", "/imports/{n}", "/mailbox/{n}", "/admin/mail/{n}"]
)
def test_numbers_that_no_column_can_hold_lead_nowhere(client_of: ClientOf, path: str) -> None:
    for number in ("9" * 23, str(2**63)):
        assert client_of("vanphong").get(path.format(n=number)).status_code == 404


def test_absurd_numbers_in_forms_are_refused(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    chair = client_of("chutich")
    for noun, fields in (("lead", {"lead": "9" * 30, "reason": "x"}), ("extension", {"due_on": "9" * 400})):
        assert post(chair, f"/tasks/{task_id}/{noun}", version=version, **fields).status_code in (400, 404)
    assert post(chair, "/tasks/new", **assignment(office, workdays="9" * 400)).status_code == 400
    assert post(chair, "/tasks/new", **assignment(office, assigner="9" * 30)).status_code == 409


def test_the_page_of_a_task_carries_its_sheet_for_paper(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, _version = made(app, lambda desk: desk.in_progress(content="Rà soát <hộ tịch>"), office)
    shown = page(client_of("congchuc").get(f"/tasks/{task_id}"))
    sheet = shown.split('<article class="paper task-paper')[1].split("</article>")[0]
    for text in ("PHIẾU GIAO VIỆC", "Rà soát &lt;hộ tịch&gt;", "Phòng Tư pháp", "Nguyễn Thị Ánh Tuyết"):
        assert text in sheet
    assert "Thời hạn gốc" not in sheet  # it has not been changed


@pytest.mark.parametrize("path", ["/tasks", "/tasks?view=mine", "/tasks?view=nothing"])
def test_the_list_of_the_own_work_is_lit_in_the_menu_however_it_was_asked_for(client_of: ClientOf, path: str) -> None:
    menu = page(client_of("congchuc").get(path)).split('id="menu"')[1].split("</nav>")[0]
    assert menu.count("aria-current") == 1
    assert 'href="/tasks?view=mine" aria-current="page"' in menu
