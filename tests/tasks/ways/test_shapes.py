"""Lists of tasks as a table, as a month, by weeks: what each shows, and that its address alone asks for it."""

from __future__ import annotations

import re
from datetime import date

from flask import Flask

from taskapp.base.db import db
from taskapp.tasks.selections import View
from taskapp.tasks.ways.weeks import weeks_from
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import Calendar
from taskapp.workdays.kinds import DayKind
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, made, page, post, queries_for
from tests.tasks.making import Desk, at


def day_of(text: str, day: str) -> str:
    """The part of a month that is about one day, as in "thứ Sáu 06/03/2026"."""
    return text.split(day, 1)[1].split("cal-date", 1)[0]


def week_of(text: str, name: str) -> str:
    return re.split(rf'<h2 class="group" id="week-\d+">{name} ', text, maxsplit=1)[1].split("</section>", 1)[0]


def test_a_table_numbers_its_rows_and_has_the_columns_that_the_person_chose(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    made(app, lambda desk: desk.in_progress(content="Việc thứ hai", due_on=date(2026, 3, 9)), office)
    made(app, lambda desk: desk.in_progress(content="Việc thứ nhất"), office)
    head = client_of("truongphong")
    shown = page(head.get("/tasks?view=unit&as=table"))
    assert shown.index("Việc thứ nhất") < shown.index("Việc thứ hai")
    assert re.findall(r'data-label="STT">(\d+)', shown) == ["1", "2"]
    assert 'data-label="Người xử lý">Nguyễn Thị Ánh Tuyết' in shown

    chosen = {"columns": ["progress", "assigner", "nonsense"], "opens": "y", "next": "/tasks?view=unit"}
    assert post(head, "/tasks/columns", **chosen).headers["Location"] == "/tasks?view=unit"
    again = page(client_of("truongphong").get("/tasks?view=unit"))  # another browser, and no word of a table
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', again) == [
        *("STT", "Nhiệm vụ", "Người giao", "Tiến độ", "Việc cần làm"),
    ]
    assert "data-label" not in page(head.get("/tasks?view=unit&as=list"))
    assert "data-label" not in page(client_of("congchuc").get("/tasks?view=mine"))  # others have their own


def test_the_numbers_of_a_table_go_on_over_its_pages(app: Flask, office: Office, client_of: ClientOf) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        for number in range(60):
            desk.task(content=f"Việc {number}")
        db.session.commit()
    head = client_of("truongphong")
    first = page(head.get("/tasks?view=unit&as=table"))
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = page(head.get(following[1].replace("&amp;", "&")))
    assert re.findall(r'data-label="STT">(\d+)', second) == [str(number) for number in range(51, 61)]


def test_a_month_has_each_task_on_its_day_and_says_which_days_are_off(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    made(app, lambda desk: desk.task(content="Việc ngày sáu"), office)
    made(app, lambda desk: desk.submitted(content="Việc đã nộp"), office)
    made(app, lambda desk: desk.task(content="Việc tháng tư", due_on=date(2026, 4, 3)), office)
    made(app, lambda desk: desk.done(content="Việc xong rồi"), office)
    with app.app_context():
        holiday = calendars.Entry(date(2026, 3, 10), DayKind.OFF, "Ngày hội của huyện")
        calendars.set_day(db.session(), office.committee_id, holiday, by_id=None, now=MONDAY)
        db.session.commit()
    chair = client_of("chutich")
    shown = page(chair.get("/tasks?view=all&as=month"))
    sixth = day_of(shown, "thứ Sáu 06/03/2026")
    assert "Việc ngày sáu" in sixth
    assert "Còn 4 ngày làm việc" in sixth
    assert "Chờ duyệt, nộp trong hạn" in sixth
    assert "Ngày hội của huyện" in day_of(shown, "thứ Ba 10/03/2026")
    assert "nghỉ" in day_of(shown, "Chủ nhật 08/03/2026")
    assert "21 ngày làm việc" in shown
    assert "Việc xong rồi" not in shown
    assert "Việc tháng tư" not in shown
    assert "Việc tháng tư" in page(chair.get("/tasks?view=all&as=month&month=2026-04"))
    assert "Việc ngày sáu" not in page(client_of("congchuc_nv").get("/tasks?view=all&as=month"))


def test_a_full_day_counts_the_rest_and_opens_the_list_of_that_day(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        for number in range(16):
            desk.task(content=f"Việc {number:02d}.")
        desk.task(content="Việc hôm khác", due_on=date(2026, 3, 9))
        db.session.commit()
    chair = client_of("chutich")
    shown = page(chair.get("/tasks?view=given&as=month"))
    sixth = day_of(shown, "thứ Sáu 06/03/2026")
    assert sixth.count("cal-task") == 4
    rest = re.search(r'<li class="cal-more"><a href="([^"]+)">và 12 việc nữa', sixth)
    assert rest
    listed = page(chair.get(rest[1].replace("&amp;", "&")))
    assert listed.count('class="task-row') == 16
    assert "hạn 06/03/2026" in listed
    assert "Việc hôm khác" not in listed


def test_weeks_stand_under_each_other_with_their_working_days(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: object
) -> None:
    made(app, lambda desk: desk.task(content="Việc quá hạn", due_on=date(2026, 3, 3)), office)
    made(app, lambda desk: desk.submitted(content="Việc chờ duyệt", due_on=date(2026, 3, 3)), office)
    made(app, lambda desk: desk.task(content="Việc tuần này", due_on=date(2026, 3, 6)), office)
    made(app, lambda desk: desk.task(content="Việc tuần sau", due_on=date(2026, 3, 13)), office)
    made(app, lambda desk: desk.task(content="Việc xa", due_on=date(2026, 7, 1)), office)
    made(app, lambda desk: desk.undated(content="Việc không hạn"), office)
    frozen_clock(at("05/03"))  # type: ignore[operator]
    shown = page(client_of("chutich").get("/tasks?view=all&as=weeks"))
    for name, content in (
        *(("Quá hạn", "Việc quá hạn"), ("Đã nộp, chờ duyệt", "Việc chờ duyệt"), ("Tuần này", "Việc tuần này")),
        *(("Tuần sau", "Việc tuần sau"), ("Sau đó", "Việc xa"), ("Không thời hạn", "Việc không hạn")),
    ):
        part = week_of(shown, name)
        assert content in part
        assert part.count('class="task-row') == 1
    assert "05/03/2026 đến 08/03/2026, 2 ngày làm việc" in week_of(shown, "Tuần này")


def test_this_week_begins_today_and_the_others_on_monday() -> None:
    found = weeks_from(date(2026, 3, 5), Calendar(off={date(2026, 3, 9): "Nghỉ"}))
    assert [(week.first, week.last, week.workdays) for week in found[2:4]] == [
        (date(2026, 3, 5), date(2026, 3, 8), 2),
        (date(2026, 3, 9), date(2026, 3, 15), 4),
    ]


def test_each_shape_takes_a_fixed_number_of_queries(app: Flask, office: Office, client_of: ClientOf) -> None:
    head, counts = client_of("truongphong"), []
    for rows in (3, 30):
        with app.app_context():
            desk = Desk(db.session(), office)
            for number in range(rows):
                desk.task(content=f"Việc số {number}", supporting=[desk.unit("nv")])
            db.session.commit()
        counts.append([queries_for(app, head, f"/tasks?view=unit&as={shape}") for shape in ("table", "month", "weeks")])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 6


def test_nonsense_in_the_address_does_no_harm(client_of: ClientOf) -> None:
    chair = client_of("chutich")
    for nonsense in ("as=drawing", "as=month&month=2026-13", "as=month&month=0001-01", "due=x..y", "as=table&no=-3"):
        assert chair.get(f"/tasks?view=all&{nonsense}").status_code == 200


def test_every_list_has_every_shape_that_it_offers(app: Flask, office: Office, client_of: ClientOf) -> None:
    made(app, lambda desk: desk.task(), office)
    chair = client_of("chutich")
    for view in View:
        shown = page(chair.get(f"/tasks?view={view.value}"))
        switch = shown.split("ways-shapes")[1].split("</nav>")[0]
        addresses = re.findall(r'href="([^"]+)"', switch.replace("&amp;", "&"))
        assert len([each for each in addresses if each.startswith("/tasks")]) == (
            2 if view in ("drafts", "done") else 4
        )
        for address in addresses:
            assert chair.get(address).status_code == 200
