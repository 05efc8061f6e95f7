"""The leader's page: its figures, the decisions taken on it, its cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.risk_models import TaskRisk
from tests.asked import statements
from tests.conftest import token_of
from tests.reports.conftest import FEB_2, FEB_9, FEB_10, FRI, MON, TUE, Counting, Writing
from tests.reports.history import at

Browser = Callable[[str], FlaskClient]
SIGN = r"(?:<svg.*?</svg>)?"
STAT = re.compile(rf'<a class="stat[^"]*" href="([^"]+)">\s*<b>([^<]+){SIGN}</b>\s*<span>([^<]+)</span>')


def board(client: FlaskClient) -> str:
    answer = client.get("/dashboard")
    assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def part(client: FlaskClient, name: str) -> str:
    """What the page loads after itself."""
    answer = client.get(f"/dashboard/{name}", headers={"HX-Request": "true"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<html" not in html
    return html


def stats(html: str) -> dict[str, int]:
    return {label: int(number) for _href, number, label in STAT.findall(html)}


def test_the_headline_share_stands_with_numbers_and_formula(usual: dict[str, int], client_of: Browser) -> None:
    html = board(client_of("chutich"))
    assert "Thứ Hai, 02/03/2026" in html
    assert "Đúng hạn quý I/2026" in html
    assert '<p class="big">50 %</p>' in html
    assert "hoàn thành đúng hạn ÷ (hoàn thành có thời hạn + quá hạn chưa hoàn thành)" in html
    assert "quý IV/2025 không có nhiệm vụ đến hạn" in part(client_of("chutich"), "trend")


def test_what_is_at_risk_and_what_waits_for_whom(usual: dict[str, int], client_of: Browser) -> None:
    assert stats(board(client_of("chutich"))) == {
        "quá hạn": 1,
        "đến hạn trong 5 ngày làm việc": 2,  # "in_term" and the declined one
        "chưa tiếp nhận": 3,  # "overdue", "far", "no_limit"
        "chờ tôi quyết định": 2,
        "đôn đốc nhiều lần chưa trả lời": 0,
    }
    assert stats(board(client_of("thanhtra")))["chờ duyệt"] == 2


def test_each_figure_opens_exactly_its_tasks(usual: dict[str, int], client_of: Browser) -> None:
    client = client_of("chutich")
    for href, number, label in STAT.findall(board(client)):
        opened = client.get(unescape(href)).get_data(as_text=True)
        assert opened.count('<li class="task-row') == int(number), label


def test_the_share_is_compared_with_the_quarter_before(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        for done_on in (date(2025, 12, 1), date(2025, 12, 3)):
            h.finish(h.give(date(2025, 11, 20), date(2025, 12, 1)), done_on)
        for _n in range(3):
            h.finish(h.give(FEB_2, FEB_9), FEB_9)
    html = part(client_of("chutich"), "trend")
    assert "Tăng 50,0 điểm so với quý IV/2025 (50\u00a0%)" in html, "which does not break before its sign"


def test_the_record_is_asked_once_whether_what_is_remembered_still_holds(
    usual: dict[str, int], app: Flask, client_of: Browser
) -> None:
    client = client_of("chutich")
    client.get("/reports/summary")
    with app.app_context(), statements(db.engine) as asked:
        assert client.get("/reports/summary").status_code == 200
    assert sum(each.startswith("SELECT task_event.id") and "task_event.recorded_at >" in each for each in asked) == 1


def test_a_result_is_approved_on_the_page(usual: dict[str, int], client_of: Browser) -> None:
    client = client_of("chutich")
    html = board(client)
    assert "Kết quả: 12/BC-TP ngày 27/02/2026" in html
    assert "nộp đúng hạn" in html
    answer = client.post(
        f"/tasks/{usual['waiting']}/approval",
        data={"csrf_token": token_of(client, "/dashboard"), "version": _version(html), "next": "/dashboard"},
    )
    assert (answer.status_code, answer.location) == (302, "/dashboard")
    after = board(client)
    assert '<p class="big">60 %</p>' in after
    assert "Kết quả: 12/BC-TP" not in after


def test_a_result_is_sent_back_on_the_page_with_a_reason(usual: dict[str, int], client_of: Browser) -> None:
    client = client_of("chutich")
    form = {"csrf_token": token_of(client, "/dashboard"), "version": _version(board(client)), "next": "/dashboard"}
    assert client.post(f"/tasks/{usual['waiting']}/return", data=form).status_code == 400
    answer = client.post(f"/tasks/{usual['waiting']}/return", data=form | {"reason": "Thiếu biểu số 2"})
    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert stats(board(client))["chờ tôi quyết định"] == 1  # what another unit asks for


def test_a_unit_that_asks_to_be_spared_is_answered_on_the_page(usual: dict[str, int], client_of: Browser) -> None:
    client = client_of("phochutich")
    html = board(client)
    assert "Đề nghị chuyển đơn vị khác" in html
    assert "lý do: Không đúng lĩnh vực" in html
    form = {"csrf_token": token_of(client, "/dashboard"), "version": _version(html), "next": "/dashboard"}
    answer = client.post(f"/tasks/{usual['declined']}/refusal-answer", data=form | {"reason": "Đúng chức năng"})
    assert (answer.status_code, answer.location) == (302, "/dashboard")


def test_who_decides_nothing_is_offered_no_decision(usual: dict[str, int], client_of: Browser) -> None:
    for name in ("truongphong", "thanhtra", "vanthu"):
        html = board(client_of(name))
        assert "/approval" not in html
        assert "Chờ tôi quyết định" not in html


def test_the_units_that_need_attention_come_first(usual: dict[str, int], client_of: Browser) -> None:
    html = part(client_of("chutich"), "units")
    table = html[html.index('class="table board-units"') :]
    assert re.findall(r'<th scope="row">([^<]+)</th>', table)[:3] == [
        "Phòng Nội vụ", "Phòng Tư pháp", "UBND xã Tân Nhuận Đông",
    ]  # fmt: skip


def test_the_outlook_counts_each_day_and_marks_days_off(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        h.give(FEB_2, MON)
        h.give(FEB_2, FRI)
        h.give(FEB_2, FRI)
        h.give(FEB_2, date(2026, 3, 7))  # a Saturday
        h.hand_in(h.give(FEB_2, FRI), FEB_9)  # waits: nothing left to do
    html = board(client_of("chutich"))
    table = html[html.index('class="table board-days"') :]
    assert re.findall(r"(\d\d/03/2026).*?>(\d)</a></td>", table, re.S)[:3] == [
        ("02/03/2026", "1"), ("06/03/2026", "2"), ("07/03/2026", "1"),
    ]  # fmt: skip
    assert '"labels": ["02/03"' in html
    assert html.count("(ngày nghỉ)") == 12  # until 13 April


def test_tasks_that_may_well_be_late_are_named_with_the_reasons(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        for n, (level, kept) in enumerate(((RiskLevel.HIGH, 300), (RiskLevel.HIGH, 100), (RiskLevel.MEDIUM, 700))):
            task = h.give(FEB_2, date(2026, 4, 20 + n), unit="nv", words=f"Việc {kept}")
            for _other in range(2):
                h.give(FEB_2, date(2026, 3, 10))
            h.session.add(
                TaskRisk(
                    committee_id=task.committee_id, task_id=task.id, due_version=1, as_of=MON, kept_permille=kept,
                    level=level, reasons=[["silent", 8]],
                )
            )  # fmt: skip
    html = board(client_of("chutich"))
    card = html[html.index("Gấp nhất") : html.index("30 ngày làm việc tới")]
    named = re.findall(r'class="urgent-what" href="/tasks/\d+">(Việc \d+)</a>', card)
    assert named == ["Việc 100", "Việc 300"]
    assert card.count("Nguy cơ trễ: cao (") == 2
    assert "Việc 100" not in board(client_of("truongphong"))


def test_an_office_without_tasks_has_a_board(client_of: Browser) -> None:
    html = board(client_of("chutich"))
    assert '<p class="big">–</p>' in html
    assert "Chưa có nhiệm vụ nào" in html
    assert "Không có việc quá hạn" in html
    assert "Chưa có nhiệm vụ nào trong kỳ." in part(client_of("chutich"), "units")
    assert "Bảng số liệu 8 quý" in part(client_of("chutich"), "trend")


PAGES = {  # how many queries each may cost
    "/dashboard": 20,
    "/dashboard/trend": 12,
    "/dashboard/units": 22,
    "/reports/summary": 28,
    "/reports/tasks?from=2026-01-01&to=2026-03-31&cell=assigned&unit=1": 13,  # one for the tree
    "/reports/tasks?from=2026-01-01&to=2026-03-31&cell=done_late&kind=part&as_of=01/03/2026": 12,
}


@pytest.mark.parametrize(("address", "most"), PAGES.items())
def test_a_page_costs_as_many_queries_however_many_tasks(
    address: str, most: int, writing: Writing, client_of: Browser, count_queries: Counting
) -> None:
    client = client_of("chutich")
    costs = []
    for more in (4, 40):
        with writing() as h:
            for n in range(more):
                task = h.give(FEB_2, FEB_10 + timedelta(days=n), unit=("tp", "nv")[n % 2], supporting=("tnd",))
                h.urge(task, FEB_9)
                if n % 3 == 0:
                    h.finish(h.part_of(task, "tnd"), FEB_9)
                    h.hand_in(task, FEB_9)
                elif n % 3 == 1:
                    h.ask_time(task, FEB_9, date(2026, 4, 30))
                else:
                    h.dispute(task, FEB_9)
        client.get(address)
        with count_queries() as seen:
            assert client.get(address).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] <= most


def test_the_board_is_judged_at_this_moment(
    writing: Writing, client_of: Browser, frozen_clock: Callable[[datetime], None]
) -> None:
    with writing() as h:
        h.give(FEB_2, MON)
    assert stats(board(client_of("chutich")))["quá hạn"] == 0
    frozen_clock(at(TUE, 0, 0))
    assert stats(board(client_of("chutich")))["quá hạn"] == 1


def _version(html: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', html)
    assert found is not None
    return found[1]
