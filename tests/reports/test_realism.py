"""Whether a limit is realistic: compared with what such tasks took, on the assignment form, and why it was kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.reports.realism import LEAST, Likeness, Past, compare
from taskapp.tasks.models import TaskEvent
from tests.conftest import token_of
from tests.office import Office
from tests.people.standing import Book
from tests.reports.conftest import FEB_2, FRI, Counting, Writing

UNIT, OTHER = 1, 2
Clients = Callable[[str], FlaskClient]


def done(days: int, length: int = 10, source: str = "own", unit: int = UNIT) -> Past:
    return Past(unit, source, length, days, True)


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ([done(8)] * LEAST, (Likeness.SOURCE_AND_LENGTH, LEAST, 8)),
        ([done(8)] * (LEAST - 1) + [done(12, source="province")], (Likeness.LENGTH, LEAST, 8)),
        ([done(8)] * (LEAST - 1) + [done(40, length=60)], (Likeness.UNIT, LEAST, 8)),
        ([done(8)] * (LEAST - 1), None),  # of fewer one would move the middle
        ([done(8)] * (LEAST - 1) + [done(8, unit=OTHER)] * 5, None),
    ],
)
def test_a_limit_is_compared_with_the_closest_kind_of_which_enough_is_known(
    past: list[Past], expected: tuple[Likeness, int, int] | None
) -> None:
    found = compare(past, UNIT, "own", 10)
    assert (found and (found.likeness, found.count, found.median)) == expected


@pytest.mark.parametrize(
    ("days", "longer", "is_tight"),
    [(12, 0.0, False), (8, 0.4, False), (6, 0.7, True), (5, 1.0, True)],
)
def test_a_limit_is_tight_when_most_such_tasks_took_longer(days: int, longer: float, is_tight: bool) -> None:
    past = [done(each) for each in (6, 6, 6, 7, 8, 8, 9, 10, 10, 11)]
    found = compare(past, UNIT, "own", days)
    assert found is not None
    assert (pytest.approx(found.longer), found.is_tight) == (longer, is_tight)


def test_tasks_of_any_length_do_not_make_a_limit_tight() -> None:
    found = compare([done(30, length=40)] * LEAST, UNIT, "own", 3)
    assert found is not None
    assert (found.likeness, found.longer, found.is_tight) == (Likeness.UNIT, 1.0, False)


def test_what_is_still_open_tells_that_it_takes_longer_than_it_has_lasted() -> None:
    running = [Past(UNIT, "own", 10, 9, False)] * 8
    found = compare([done(4)] * 8 + running, UNIT, "own", 8)
    assert found is not None
    assert (found.count, found.median, found.longer) == (8, 4, 0.5)
    late = compare([done(12)] * 8 + running, UNIT, "own", 8)
    assert late is not None
    assert (late.count, late.median, late.longer) == (8, 12, 1.0)


@pytest.fixture
def slow_unit(writing: Writing) -> None:
    """Phòng Tư pháp took eight working days for each of nine tasks, and has two open; an officer is away."""
    with writing() as h:
        for _task in range(9):
            h.finish(h.give(FEB_2, date(2026, 2, 13)), date(2026, 2, 12))
        h.give(date(2026, 2, 27), FRI)
        h.give(date(2026, 2, 27), date(2026, 4, 3))
        Book(h.session, h.office).away("congchuc2", 4, 5)


def block(client: FlaskClient, office: Office, due_on: str = "06/03/2026", unit: str = "tp", **more: str) -> str:
    query = {"leads": str(office.units[unit]), "due_on": due_on, "source": "own"} | more
    answer = client.get("/tasks/new/limit-check", query_string=query)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_the_form_says_what_such_tasks_took_what_the_unit_has_and_who_could_take_it(
    client_of: Clients, office: Office, slow_unit: None
) -> None:
    page = block(client_of("chutich"), office)
    assert block(client_of("chutich"), office, due_on="thứ sáu") == page
    assert "<b>Phòng Tư pháp</b>: 9 việc cùng nguồn giao, thời hạn gần bằng, một nửa xong trong 8 ngày" in page
    assert "Đang có 2 việc, trong đó 1 việc đến hạn cùng tuần (02/03/2026 – 08/03/2026)." in page
    assert "Thời hạn ngắn: 100 % số việc ấy cần lâu hơn 4 ngày làm việc." in page
    assert 'name="limit_reason"' in page
    names = [name for name in ("Võ Minh Khang", "Nguyễn Thị Ánh Tuyết", "Huỳnh Quốc Bảo") if name in page]
    assert len(names) == 3
    assert page.index("Huỳnh Quốc Bảo") > max(page.index(name) for name in names[:2])  # away, so last
    assert "vắng mặt 04/03/2026 – 05/03/2026" in page


def test_a_limit_that_gives_time_asks_for_no_reason(client_of: Clients, office: Office, slow_unit: None) -> None:
    page = block(client_of("chutich"), office, due_on="13/03/2026")
    assert "9 việc cùng nguồn giao, thời hạn gần bằng, một nửa xong trong 8 ngày làm việc." in page
    assert "Thời hạn ngắn" not in page
    assert "limit_reason" not in page
    assert "Việc gấp của Tỉnh" in block(client_of("chutich"), office, "13/03/2026", limit_reason="Việc gấp của Tỉnh")


@pytest.mark.parametrize(
    "typed",
    [{"due_on": ""}, {"due_on": "hôm nào"}, {"due_on": "27/02/2026"}, {"leads": ""}, {"limit_kind": "none"},
     {"leads": "999999999"}],
)  # fmt: skip
def test_while_something_is_missing_the_block_is_silent(
    client_of: Clients, office: Office, slow_unit: None, typed: dict[str, str]
) -> None:
    query = {"leads": str(office.units["tp"]), "due_on": "06/03/2026"} | typed
    answer = client_of("chutich").get("/tasks/new/limit-check", query_string=query)
    assert (answer.status_code, answer.get_data(as_text=True).strip()) == (200, "")


def test_working_days_do_for_a_date(client_of: Clients, office: Office, slow_unit: None) -> None:
    assert "cần lâu hơn 3 ngày làm việc" in block(client_of("vanthu"), office, due_on="", workdays="3")
    assert "chưa đủ việc tương tự đã xong" in block(client_of("vanthu"), office, unit="nv")


def test_it_costs_as_many_queries_for_four_units_as_for_one(
    client_of: Clients, office: Office, slow_unit: None, count_queries: Counting
) -> None:
    client, counts = client_of("chutich"), []
    for codes in (["tp"], ["tp", "nv", "tnd", "vp"]):
        query = {"leads": [str(office.units[code]) for code in codes], "due_on": "06/03/2026"}
        with count_queries() as seen:
            client.get("/tasks/new/limit-check", query_string=query)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize("save", ["issue", "draft"])
def test_the_reason_for_keeping_a_tight_limit_stands_in_the_record(
    app: Flask, client_of: Clients, office: Office, save: str
) -> None:
    client = client_of("chutich")
    data = {"content": "Báo cáo nhanh", "leads": str(office.units["tp"]), "limit_kind": "dated", "due_on": "03/03/2026",
            "limit_reason": "Tỉnh yêu cầu trước ngày 04/03", "save": save, "source": "own", "urgency": "ordinary",
            "assigner": str(office.people["chutich"]), "once": save,
            "csrf_token": token_of(client, "/tasks/new")}  # fmt: skip
    where = client.post("/tasks/new", data=data).headers["Location"]
    if save == "draft":
        client.post(f"{where}/issue", data={"csrf_token": data["csrf_token"], "version": "0"})
    with app.app_context():
        (event,) = db.session.query(TaskEvent).filter_by(kind="issue").all()
        assert event.reason == "Tỉnh yêu cầu trước ngày 04/03"
    assert "Lý do: Tỉnh yêu cầu trước ngày 04/03" in client.get(where).get_data(as_text=True)


def test_a_refused_form_keeps_the_reason_that_was_typed(client_of: Clients, office: Office) -> None:
    client = client_of("chutich")
    data = {"content": "", "limit_reason": "Tỉnh cần sớm", "csrf_token": token_of(client, "/tasks/new")}
    answer = client.post("/tasks/new", data=data)
    assert answer.status_code == 400
    assert "Tỉnh cần sớm" in answer.get_data(as_text=True)
