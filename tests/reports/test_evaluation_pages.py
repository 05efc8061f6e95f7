"""Mẫu E and a person's sheet over HTTP: figures, past moments, rights."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.tasks import changes
from tests.office import Office
from tests.reports.conftest import FEB_2, FEB_10, FEB_27, MON, Counting, Writing
from tests.reports.history import at
from tests.reports.sheets import PERIOD, of, page, products

Browser = Callable[[str], FlaskClient]
SHEET = re.compile(r'href="(/reports/people/\d+\?[^"]*show=(\w+)[^"]*)"[^>]*>\s*([\d.]+)</a>')
FEB_12 = date(2026, 2, 12)


def test_a_person_s_figures_are_those_worked_out_by_hand(
    works: dict[str, int], app: Flask, office: Office, frozen_clock: Callable[[datetime], None]
) -> None:
    told = of(app, office, "congchuc")
    assert (told["assigned"], told["counted"], told["finished"], told["waiting"], told["in_term"]) == (6, 5, 3, 1, 1)
    assert (told["failures"], told["delays"], told["excused"]) == (1, 2, 0)
    assert told["quantity"] == {"numerator": 3.0, "denominator": 5.0, "share": 0.6}
    assert told["quality"] == {"numerator": 2.75, "denominator": 5.0, "share": 0.55}
    assert told["progress"] == {"numerator": 4.5, "denominator": 5.0, "share": 0.9}
    assert told["points"] == 47.83  # 70 × (0,6 + 0,55 + 0,9) ÷ 3


def test_every_number_opens_exactly_its_products(works: dict[str, int], client_of: Browser, office: Office) -> None:
    client = client_of("chutich")
    found = SHEET.findall(page(client, f"/reports/people?{PERIOD}"))
    assert len(found) > 15
    for href, group, number in found:
        opened = products(page(client, href))
        if group not in ("quality", "progress"):  # sums of points
            assert len(opened) == int(number), href
    sheet = f"/reports/people/{office.people['congchuc']}?{PERIOD}&show="
    for group, names in {
        "late": ("late", "overdue"),
        "failed": ("sent_back",),
        "waiting": ("waiting",),
        "in_term": ("in_term",),
        "left_out": ("waiting",),
        "finished": ("on_time", "sent_back", "late"),
    }.items():
        assert set(products(page(client, sheet + group))) == {works[name] for name in names}
    page(client, sheet + "nothing", 400)


def test_the_sheet_says_how_it_was_worked_out_and_what_has_no_source(
    works: dict[str, int], client_of: Browser, office: Office
) -> None:
    html = page(client_of("congchuc"), f"/reports/people/{office.people['congchuc']}?{PERIOD}")
    assert len(products(html)) == 6
    for words in ("60 %", "55 %", "90 %", "47,83", "chưa có nguồn chính thức; cơ quan tự quyết định",
                  "bị trả lại 1 lần",
                  "mỗi lần chậm trừ 25 %", "Không kể 1 việc chưa đến hạn: 3/4 = 75 %", "không tính vào tỷ lệ",
                  "cần thêm ít nhất 22,17/30 điểm tiêu chí chung", "Nghị định 335/2025/NĐ-CP"):  # fmt: skip
        assert words in html


def test_a_confirmed_objective_cause_gives_the_points_back_and_older_figures_stay(
    works: dict[str, int], writing: Writing, app: Flask, office: Office
) -> None:

    with writing() as h:
        task, terms, by = h.task(works["overdue"]), h.terms(), h.actor("congchuc")
        changes.explain(h.session, task, text="Lũ", claims_objective=True, by=by, now=at(MON, 10), terms=terms)
        h.session.flush()
        h.session.refresh(task)
        changes.judge_cause(h.session, task, is_confirmed=True, reason="", by=h.actor("chutich"), now=at(MON, 11))
    assert of(app, office, "congchuc")["progress"]["numerator"] == 4.75
    assert of(app, office, "congchuc")["excused"] == 1
    assert of(app, office, "congchuc", as_of="2026-03-02T10:30")["progress"]["numerator"] == 4.5


def test_a_result_approved_later_counts_by_the_day_it_was_handed_in(
    works: dict[str, int], writing: Writing, app: Flask, office: Office
) -> None:
    with writing() as h:
        h.approve(h.task(works["waiting"]), MON)
    assert of(app, office, "congchuc")["quantity"] == {"numerator": 4.0, "denominator": 6.0, "share": 0.6667}
    assert of(app, office, "congchuc", as_of="01/03/2026")["quantity"]["denominator"] == 5.0


def test_what_was_done_before_a_hand_over_stays_with_nobody_else(
    works: dict[str, int], writing: Writing, app: Flask, office: Office
) -> None:
    with writing() as h:
        task = h.give(FEB_10, FEB_27)
        h.name_officer(task, FEB_10, "congchuc")
        h.hand_in(task, FEB_12)
        h.send_back(task, FEB_12)
        h.name_officer(task, FEB_12, "congchuc2", hour=17)
    assert of(app, office, "congchuc")["failures"] == 1  # that of the other task
    assert of(app, office, "congchuc2")["failures"] == 0  # sent back before it was his
    assert of(app, office, "congchuc2")["assigned"] == 2


def test_the_workbook_holds_the_same_figures(works: dict[str, int], client_of: Browser) -> None:
    answer = client_of("chutich").get(f"/reports/people.xlsx?{PERIOD}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=mau-e-20260101-20260331.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(answer.get_data())).active
    assert sheet is not None
    rows = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=8)}
    person = rows["Nguyễn Thị Ánh Tuyết"]
    assert person[4:14] == [6, 0, 3, 1, 1, 1, 0, 1, 2, 0]
    assert person[14:22] == [5, 3, 0.6, 2.75, 0.55, 4.5, 0.9, pytest.approx(47.8333, abs=0.001)]
    assert rows["Tổng cộng"][4] == 7
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_persons_stand_in_the_order_of_their_given_names(works: dict[str, int], client_of: Browser) -> None:
    html = page(client_of("truongphong"), f"/reports/people?{PERIOD}")
    names = re.findall(r'<th scope="row"><a href="/reports/people/\d+[^>]*>([^<]+)</a>', html)
    assert names == ["Huỳnh Quốc Bảo", "Võ Minh Khang", "Nguyễn Thị Ánh Tuyết"]


def test_a_period_before_the_decree_has_shares_and_no_points(client_of: Browser, office: Office) -> None:
    html = page(client_of("chutich"), f"/reports/people/{office.people['congchuc']}?from=2025-01-01&to=2025-03-31")
    assert "ba tỷ lệ chỉ để tham khảo, không chấm điểm" in html
    assert "/70" not in html


def test_whose_sheet_one_may_open(works: dict[str, int], client_of: Browser, office: Office) -> None:
    sheets = ("congchuc", "congchuc2", "congchuc_nv", "truongphong")
    opened = {
        who: [client_of(who).get(f"/reports/people/{office.people[one]}").status_code for one in sheets]
        for who in ("chutich", "vanphong", "thanhtra", "truongphong", "congchuc", "vanthu", "quantri")
    }
    assert opened == {
        "chutich": [200] * 4, "vanphong": [200] * 4, "thanhtra": [200] * 4, "truongphong": [200, 200, 404, 200],
        "congchuc": [200, 404, 404, 404], "vanthu": [404] * 4, "quantri": [404] * 4,
    }  # fmt: skip


def test_mau_e_is_for_those_who_answer_for_others(client_of: Browser, office: Office) -> None:
    lists = {who: client_of(who).get("/reports/people").status_code for who in ("congchuc", "vanthu", "quantri")}
    assert lists == dict.fromkeys(lists, 403)
    client = client_of("truongphong")
    assert "Bùi Thanh Hà" not in page(client, f"/reports/people?{PERIOD}")
    page(client, f"/reports/people?{PERIOD}&unit={office.units['nv']}", 404)
    chosen = page(client_of("chutich"), f"/reports/people?{PERIOD}&unit={office.units['nv']}")
    assert "Bùi Thanh Hà" in chosen
    assert "Huỳnh Quốc Bảo" not in chosen


def test_the_own_sheet_stands_in_the_account_menu(client_of: Browser, office: Office) -> None:
    assert f'href="/reports/people/{office.people["congchuc"]}"' in page(client_of("congchuc"), "/account")
    assert "/reports/people/" not in page(client_of("quantri"), "/account")


@pytest.mark.parametrize("query", ["from=31/03/2026&to=01/01/2026", f"{PERIOD}&as_of=01/01/2027", "from=30/02/2026"])
def test_a_period_that_cannot_be_is_refused(client_of: Browser, office: Office, query: str) -> None:
    client = client_of("chutich")
    for address in ("/reports/people", "/reports/people.xlsx", f"/reports/people/{office.people['congchuc']}"):
        page(client, f"{address}?{query}", 400)


def test_mau_e_asks_as_much_of_the_database_for_many_tasks_as_for_few(
    works: dict[str, int], writing: Writing, client_of: Browser, count_queries: Counting
) -> None:
    client = client_of("chutich")
    with count_queries() as few:
        page(client, f"/reports/people?{PERIOD}")
    with writing() as h:
        for _n in range(20):
            h.name_officer(h.give(FEB_2, FEB_27), FEB_2, "congchuc2")
    with count_queries() as many:
        page(client, f"/reports/people?{PERIOD}")
    assert len(many) == len(few)
