"""What is done about evaluations over HTTP: objections and answers, weights, scoring tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.reports.asking import Asked
from taskapp.reports.evaluating import report
from taskapp.reports.evaluation_models import EvaluationContest, ScoringTable, TaskWeight
from taskapp.reports.evaluation_programs import people_json
from tests.conftest import token_of
from tests.office import Office
from tests.reports.conftest import TUE
from tests.reports.history import History, at
from tests.reports.sheets import PERIOD, of, page, send, stored

Browser = Callable[[str], FlaskClient]

OBJECTION = {"about": "quality", "text": "Trả lại do thiếu biểu của xã, không phải lỗi của tôi."}


def test_a_person_objects_to_the_own_sheet_and_the_head_decides(
    works: dict[str, int], client_of: Browser, app: Flask, office: Office
) -> None:
    own = f"/reports/people/{office.people['congchuc']}"
    officer, head = client_of("congchuc"), client_of("truongphong")
    send(officer, f"{own}/contests?{PERIOD}", task=works["sent_back"], **OBJECTION)
    (raised,) = stored(app, EvaluationContest)
    assert isinstance(raised, EvaluationContest)
    assert (raised.task_id, raised.first, raised.is_upheld) == (works["sent_back"], date(2026, 1, 1), None)
    shown = page(officer, f"{own}?{PERIOD}")
    assert "chờ kết luận" in shown
    assert "Gửi đề nghị xem lại" not in shown  # one at a time
    (then,) = re.findall(r'href="([^"]+)">Phiếu như khi gửi', shown)
    assert "47,83" in page(officer, then)
    assert "Ghi kết luận" not in shown
    assert "Đề nghị xem lại đang chờ kết luận" in page(head, "/reports/people")
    refused = send(head, f"/reports/contests/{raised.id}", 400, verdict="yes", answer=" ")
    assert re.search(r'value="yes"[^>]*checked|checked[^>]*value="yes"', refused)
    send(head, f"/reports/contests/{raised.id}", 409, answer="Chưa chọn")
    send(head, f"/reports/contests/{raised.id}", verdict="no", answer="Văn bản thiếu mục 3.")
    settled = page(officer, f"{own}?{PERIOD}")
    assert "không được công nhận" in settled
    assert "Văn bản thiếu mục 3." in settled
    assert OBJECTION["text"] in settled
    assert "Đề nghị xem lại đang chờ kết luận" not in page(head, "/reports/people")
    send(head, f"/reports/contests/{raised.id}", 409, verdict="yes", answer="Xét lại.")
    assert of(app, office, "congchuc")["quality"]["numerator"] == 2.75  # no figure changes by a decision


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"text": ""}, 400, "Chưa gửi được"),
        ({"about": "everything"}, 400, "Chưa gửi được"),
        ({"task": "999999"}, 409, "Nhiệm vụ này không có trong phiếu"),
    ],
)
def test_an_objection_without_its_words_is_refused_and_kept(
    works: dict[str, int],
    client_of: Browser,
    app: Flask,
    office: Office,
    changes: dict[str, str],
    status: int,
    words: str,
) -> None:
    own = f"/reports/people/{office.people['congchuc']}"
    html = send(client_of("congchuc"), f"{own}/contests?{PERIOD}", status, **(OBJECTION | changes))
    assert words in html
    assert changes.get("text", OBJECTION["text"]) in html
    assert stored(app, EvaluationContest) == []


def test_nobody_decides_about_the_own_sheet_or_objects_for_another(
    works: dict[str, int], client_of: Browser, office: Office, app: Flask
) -> None:
    head = client_of("truongphong")
    send(head, f"/reports/people/{office.people['congchuc']}/contests?{PERIOD}", 403, **OBJECTION)
    send(head, f"/reports/people/{office.people['truongphong']}/contests?{PERIOD}", **OBJECTION)
    (raised,) = stored(app, EvaluationContest)
    assert isinstance(raised, EvaluationContest)
    verdict = {"verdict": "yes", "answer": "Đúng."}
    send(head, f"/reports/contests/{raised.id}", 403, **verdict)
    send(client_of("thanhtra"), f"/reports/contests/{raised.id}", 403, **verdict)
    send(client_of("congchuc"), f"/reports/contests/{raised.id}", 404, **verdict)
    send(client_of("vanphong"), f"/reports/contests/{raised.id}", **verdict)
    assert "được công nhận" in page(head, f"/reports/people/{office.people['truongphong']}?{PERIOD}")


def test_a_weight_holds_from_when_it_was_written(
    works: dict[str, int], client_of: Browser, office: Office, app: Flask, frozen_clock: Callable[[datetime], None]
) -> None:
    head, address = client_of("truongphong"), f"/reports/people/{office.people['congchuc']}/weights?{PERIOD}"
    wanted = {f"weight_{works[name]}": "1" for name in works if name not in ("other", "nobody")}
    wanted[f"weight_{works['on_time']}"] = "2,5"
    assert "Hãy ghi căn cứ quy đổi" in send(head, address, 409, **wanted)
    assert 'value="2,5"' in send(head, address, 400, **(wanted | {f"weight_{works['late']}": "hai"}))
    assert "Hệ số từ 0,1 đến 20" in send(
        head, address, 409, **(wanted | {f"weight_{works['late']}": "1,234"}), reason="x"
    )
    send(head, address, **wanted, reason="Danh mục sản phẩm số 3")
    (kept,) = stored(app, TaskWeight)
    assert isinstance(kept, TaskWeight)
    assert (kept.hundredths, kept.by_id) == (250, office.people["truongphong"])
    assert of(app, office, "congchuc")["quantity"] == {"numerator": 4.5, "denominator": 6.5, "share": 0.6923}
    assert of(app, office, "congchuc", as_of="01/03/2026")["quantity"]["denominator"] == 5.0
    assert "Danh mục sản phẩm số 3" in page(head, address)
    send(head, address, **wanted, reason="Lần nữa")
    assert len(stored(app, TaskWeight)) == 1  # nothing changed


def test_who_may_weigh(works: dict[str, int], client_of: Browser, office: Office) -> None:
    address = f"/reports/people/{office.people['congchuc']}/weights?{PERIOD}"
    statuses = {who: client_of(who).get(address).status_code for who in ("congchuc", "thanhtra", "truongphong_nv")}
    assert statuses == {"congchuc": 403, "thanhtra": 403, "truongphong_nv": 404}
    page(client_of("truongphong"), f"/reports/people/{office.people['truongphong']}/weights?{PERIOD}", 403)


EMPTY = [f"{key}_{row}" for key in ("done", "on_time", "points") for row in range(6)]
COMBINATION = {
    "name": "Cách gộp của huyện", "points_0": "70", "quantity_0": "2", "quality_0": "1", "progress_0": "1",
    "source": "Quyết định 15/QĐ-UBND ngày 02/03/2026", "valid_from": "01/03/2026", "reason": "Theo quy chế mới",
}  # fmt: skip


def test_a_scoring_table_is_added_never_overwritten_and_past_figures_keep_theirs(
    works: dict[str, int], client_of: Browser, office: Office, app: Flask
) -> None:
    client, address = client_of("vanphong"), "/reports/scoring/combination"
    assert "chưa có nguồn chính thức" in page(client, "/reports/scoring")
    send(client, address, **COMBINATION, seen="0")
    send(client, address, 409, **COMBINATION, seen="0")  # somebody has changed it since
    (kept,) = stored(app, ScoringTable)
    assert isinstance(kept, ScoringTable)
    assert of(app, office, "congchuc")["points"] == 46.38  # 70 × (2 × 0,6 + 0,55 + 0,9) ÷ 4
    assert of(app, office, "congchuc", as_of="2026-03-02T08:00")["points"] == 47.83  # not known then
    february = Asked(date(2026, 2, 1), date(2026, 2, 28))
    with app.app_context():
        told = people_json(report(db.session(), History(db.session(), office).committee, february, now=at(TUE)))
    assert told["tables"]["combination"]["source"] == ""  # not yet valid in February
    send(client, address, **(COMBINATION | {"quantity_0": "1", "reason": "Sửa lại"}), seen=str(kept.id))
    shown = page(client, address)
    assert len(stored(app, ScoringTable)) == 2
    assert "Theo quy chế mới" in shown
    assert "Sửa lại" in shown


@pytest.mark.parametrize(
    ("table", "changes", "words"),
    [
        ("combination", {"quantity_0": "0", "quality_0": "0", "progress_0": "0"}, "ít nhất một trọng số"),
        ("combination", {"valid_to": "28/02/2026"}, "không thể trước ngày có hiệu lực"),
        ("combination", {"reason": ""}, "Hãy ghi lý do"),
        ("combination", {"points_0": "nhiều"}, "Chưa gửi được"),
        ("par-steps", dict.fromkeys(EMPTY, ""), "Phải có ít nhất một bậc"),
        ("par-linear", {"floor_0": "90", "at_floor_0": "0", "ceiling_0": "80"}, "phải cao hơn mức sàn"),
        ("ranks", {"excellent_0": "70", "good_0": "80", "done_0": "50"}, "Mức xuất sắc phải cao hơn"),
    ],
)
def test_a_scoring_table_that_cannot_hold_is_refused_and_kept_as_typed(
    client_of: Browser, app: Flask, table: str, changes: dict[str, str], words: str
) -> None:
    client = client_of("vanphong")
    answer = client.post(
        f"/reports/scoring/{table}",
        data={**COMBINATION, **changes, "seen": "0", "csrf_token": token_of(client, "/account")},
    )
    html = unescape(answer.get_data(as_text=True))
    assert answer.status_code in (400, 409)
    assert words in html
    assert "Quyết định 15/QĐ-UBND" in html
    assert stored(app, ScoringTable) == []


def test_steps_of_the_par_index_are_tried_on_this_quarter(works: dict[str, int], client_of: Browser) -> None:
    client = client_of("vanphong")
    html = page(client, "/reports/scoring")
    assert "4/6" in re.sub(r"<[^>]+>", "", html)  # done ÷ (done + overdue): 4 done, 2 overdue
    two = {"done_0": "90", "on_time_0": "0", "points_0": "100", "done_1": "60", "on_time_1": "0", "points_1": "40"}
    send(client, "/reports/scoring/par-steps", **(COMBINATION | two), seen="0")
    assert "<b>40</b> phần trăm điểm tối đa" in page(client, "/reports/scoring")


def test_only_who_decides_for_the_whole_office_changes_a_table(client_of: Browser) -> None:
    for who in ("truongphong", "congchuc", "thanhtra"):
        client = client_of(who)
        assert "Ghi bảng điểm mới" not in page(client, "/reports/scoring/combination")
        send(client, "/reports/scoring/combination", 403, **COMBINATION, seen="0")
    page(client_of("chutich"), "/reports/scoring/nothing", 404)
