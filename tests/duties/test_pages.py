"""The pages of recurring duties: written by ordinary words, looked at, changed, stopped; refusals at their fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from taskapp.duties.models import Duty, DutyPhase
from tests.conftest import token_of
from tests.duties.conftest import Desk
from tests.duties.test_giving import Freeze, at

ClientOf = Callable[[str], FlaskClient]
TYPED = {
    "content": "Báo cáo công tác CCHC", "often": "monthly", "day": "number", "number": "20", "interval": "1",
    "weekday": "4", "nth": "1", "place": "3", "month": "12", "shift": "before", "workdays_ahead": "10",
    "starts_on": "02/03/2026", "save": "issue",
}  # fmt: skip


def sent(client: FlaskClient, path: str, outside: Desk, **changes: object) -> str:
    """The page that answers, or where it leads."""
    given = TYPED | {"leads": outside.office.units["tp"], "assigner": outside.office.people["chutich"]} | changes
    answer = client.post(path, data=given | {"csrf_token": token_of(client, path)})
    return answer.location or answer.get_data(as_text=True)


def look(outside: Desk, see: Callable[[Duty], object]) -> object:
    """What is to be seen of the only duty; no transaction stays open."""
    outside.session.rollback()
    seen = see(outside.session.query(Duty).one())
    outside.session.rollback()
    return seen


def count(outside: Desk) -> int:
    found = outside.session.query(Duty).count()
    outside.session.rollback()
    return found


def test_a_duty_is_written_by_ordinary_words_and_its_page_says_what_comes(outside: Desk, client_of: ClientOf):
    client = client_of("chutich")
    page = client.get(sent(client, "/duties/new", outside)).get_data(as_text=True)
    assert "Hằng tháng, ngày 20" in page
    assert "Thứ Sáu 20/03/2026" in page
    assert "giao ngày 06/03/2026" in page
    assert look(outside, lambda duty: (duty.rule, duty.phase)) == ("FREQ=MONTHLY;BYMONTHDAY=20", DutyPhase.RUNNING)
    listed = client.get("/duties").get_data(as_text=True)
    assert "Báo cáo công tác CCHC" in listed
    assert "20/03/2026" in listed


def test_the_same_form_sent_twice_writes_one_duty(outside: Desk, client_of: ClientOf):
    client = client_of("chutich")
    assert sent(client, "/duties/new", outside, once="abc") == sent(client, "/duties/new", outside, once="abc")
    assert look(outside, lambda duty: duty.content) == "Báo cáo công tác CCHC"


def test_several_lead_units_get_a_duty_each(outside: Desk, client_of: ClientOf):
    client = client_of("vanphong")
    assert (
        sent(client, "/duties/new", outside, leads=[outside.office.units["tp"], outside.office.units["nv"]])
        == "/duties"
    )
    assert count(outside) == 2


def test_the_clerk_keeps_a_draft_that_a_leader_begins(outside: Desk, client_of: ClientOf):
    clerk, leader = client_of("vanthu"), client_of("chutich")
    place = sent(clerk, "/duties/new", outside, save="draft")
    assert look(outside, lambda duty: duty.phase) is DutyPhase.DRAFT
    assert "Giao việc định kỳ</button>" not in clerk.get(place).get_data(as_text=True)
    leader.post(f"{place}/begin", data={"csrf_token": token_of(leader, place)})
    assert look(outside, lambda duty: duty.phase) is DutyPhase.RUNNING
    assert sent(clerk, "/duties/new", outside, save="issue", content="Khác").find("không có quyền") > 0


def test_the_next_twelve_days_are_shown_while_one_picks(outside: Desk, client_of: ClientOf):
    client = client_of("vanphong")
    page = client.get("/duties/preview", query_string=TYPED | {"number": "25"}).get_data(as_text=True)
    assert page.count("<li>") == 12
    assert "Thứ Sáu 24/04/2026" in page
    assert "25/04/2026 là thứ Bảy" in page
    weekly = TYPED | {"often": "weekly", "weekdays": ["3"], "starts_on": "20/04/2026"}
    assert "30/04/2026 là ngày nghỉ (Ngày Chiến thắng 30/4)" in client.get(
        "/duties/preview", query_string=weekly
    ).get_data(as_text=True)


def test_without_scripts_a_button_shows_the_days_and_keeps_what_was_typed(outside: Desk, client_of: ClientOf):
    page = sent(client_of("vanphong"), "/duties/new", outside, look="1", number="25", content="Báo cáo quý")
    assert "Thứ Sáu 24/04/2026" in page
    assert "Báo cáo quý</textarea>" in page
    assert count(outside) == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"content": ""}, "Hãy điền mục này."),
        ({"leads": []}, "Hãy chọn đơn vị chủ trì."),
        ({"often": "weekly", "weekdays": []}, "Hãy chọn ít nhất một ngày trong tuần."),
        ({"number": "32"}, "Từ 1 đến 31."),
        ({"starts_on": "01/03/2026"}, "Ngày bắt đầu đã qua."),
        ({"ends_on": "03/03/2026"}, "không có kỳ nào"),
        ({"officer": "4"}, "Người xử lý phải là người của đơn vị chủ trì"),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(
    outside: Desk, client_of: ClientOf, changes: dict[str, object], said: str
):
    page = sent(client_of("chutich"), "/duties/new", outside, **({"product": "Báo cáo giấy"} | changes))
    assert said in page
    assert 'value="Báo cáo giấy"' in page
    assert count(outside) == 0


def test_a_change_says_what_it_does_not_touch_and_stands_in_the_history(
    outside: Desk, client_of: ClientOf, frozen_clock: Freeze
):
    outside.running("FREQ=MONTHLY;BYMONTHDAY=25")
    duty_id = look(outside, lambda duty: duty.id)
    frozen_clock(at(date(2026, 3, 11)))
    outside.tick()
    client = client_of("vanphong")
    path = f"/duties/{duty_id}/edit"
    preview = client.get(
        "/duties/preview", query_string=TYPED | {"number": "28", "starts_on": "11/03/2026", "duty_id": duty_id}
    ).get_data(as_text=True)
    assert "kỳ này đã giao một lần theo quy tắc cũ" in preview
    page = client.get(sent(client, path, outside, seen=look(outside, lambda duty: duty.version))).get_data(as_text=True)
    assert "Lặp lại: hằng tháng, ngày 25 → hằng tháng, ngày 20" in page
    assert "vừa có thay đổi" in sent(client, path, outside, seen=1)


def test_occurrences_are_left_out_stopped_and_given_after_all_on_the_duty_s_page(
    outside: Desk, client_of: ClientOf, frozen_clock: Freeze
):
    outside.running("FREQ=WEEKLY;BYDAY=TH", workdays_ahead=2)
    duty_id = look(outside, lambda duty: duty.id)
    client = client_of("vanphong")
    place = f"/duties/{duty_id}"

    def post(door: str, **data: object) -> str:
        answer = client.post(f"{place}/{door}", data=data | {"csrf_token": token_of(client, place)})
        return client.get(answer.location).get_data(as_text=True) if answer.location else answer.get_data(as_text=True)

    assert "lý do: Nghỉ lễ" in post("skips", on_day="2026-03-05", reason="Nghỉ lễ")
    assert "không còn chờ giao" in post("skips", on_day="2026-03-05", reason="Nghỉ lễ")
    assert "Hãy điền mục này." in post("end", reason="")
    assert "Đã dừng" in post("end", reason="Chờ quy định mới")
    assert "Đang thực hiện" in post("resume", reason="Đã có")
    skipped = look(outside, lambda duty: duty.occurrences[0].id)
    assert "đã qua" in post(f"occurrences/{skipped}/task", due_on="01/01/2026")
    assert "Đã giao bù kỳ này." in post(f"occurrences/{skipped}/task", due_on="06/03/2026")
    assert look(outside, lambda duty: duty.occurrences[0].task.due_on) == date(2026, 3, 6)


def test_the_page_of_a_task_names_its_duty_and_the_occurrence_before(
    outside: Desk, client_of: ClientOf, frozen_clock: Freeze
):
    outside.running("FREQ=WEEKLY;BYDAY=TH")
    duty_id = look(outside, lambda duty: duty.id)
    for day in (date(2026, 3, 2), date(2026, 3, 6)):
        frozen_clock(at(day))
        outside.tick()
    first, second = look(outside, lambda duty: [one.task_id for one in duty.occurrences])
    client = client_of("congchuc")
    assert f"/tasks/{second}/duty" in client.get(f"/tasks/{second}").get_data(as_text=True)
    line = client.get(f"/tasks/{second}/duty").get_data(as_text=True)
    assert f'href="/duties/{duty_id}"' in line
    assert f'href="/tasks/{first}"' in line
    assert "kỳ trước: tuần từ 02/03/2026" in line


def test_whoever_reaches_other_units_only_sees_no_duty(outside: Desk, client_of: ClientOf):
    outside.running()
    duty_id = look(outside, lambda duty: duty.id)
    assert client_of("congchuc_nv").get(f"/duties/{duty_id}").status_code == 404
    page = client_of("truongphong").get(f"/duties/{duty_id}").get_data(as_text=True)
    assert "Bỏ một kỳ" not in page
