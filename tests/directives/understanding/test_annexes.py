"""Annexes behind the signature: tables and lists that share out work are read, forms and outlines are not."""

from __future__ import annotations

import pytest

from taskapp.directives import answer, understanding
from taskapp.directives.draft import Draft, Line, Source
from taskapp.duties.rule_words import rule_text
from tests.directives.understanding.scoring import FRAME
from tests.directives.understanding.test_tasks import FOOT, HEAD

BODY = "1. Phòng Nội vụ báo cáo trước ngày 20/3/2024.\n"
ATTACHED = "(Kèm theo Thông báo số 12/TB-UBND ngày 04/3/2024 của UBND huyện)"
TABLE = """STT|Nội dung công việc|Cơ quan chủ trì|Cơ quan phối hợp|Thời gian hoàn thành
1|Tiêm vắc xin đợt 4|Phòng Y tế|UBND các xã|20/4/2024
2|Lập danh sách chợ Tết|Phòng Tư pháp||25/4/2024
"""


def read(behind: str) -> Draft:
    lines = tuple(
        Line(text, tuple(text.split("|")) if "|" in text else ()) for text in f"{HEAD}{BODY}{FOOT}{behind}".split("\n")
    )
    return understanding.draft(Source(lines), frame=FRAME)


def leads(found: Draft) -> list[str]:
    """The lead of each task behind the first, which is the body's."""
    assert found.tasks[0].lead == ("Phòng Nội vụ",)
    return ["; ".join(task.lead) for task in found.tasks[1:]]


@pytest.mark.parametrize(
    "title",
    ["PHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ", "PHỤ LỤC I", "Phụ lục 2. Tiến độ thực hiện", "PHỤ LỤC: CÔNG VIỆC QUÝ II", ""],
)
def test_a_table_of_tasks_behind_the_signature_is_read_like_one_of_the_body(title: str):
    found = read(f"{title}\n{ATTACHED}\n{TABLE}" if title else TABLE)
    assert leads(found) == ["Phòng Y tế", "Phòng Tư pháp"]
    assert found.tasks[1].cooperating == ("UBND các xã",)
    assert str(found.tasks[1].due.day) == "2024-04-20"
    assert not found.doubts
    assert (found.header.signer, found.header.recipients) == ("Trần Quốc Việt", ("Như trên", "Lưu: VT"))


def test_each_task_of_an_annex_points_to_its_row():
    found = read(f"PHỤ LỤC\n{TABLE}")
    assert [found.lines[task.place.line].cells[1] for task in found.tasks[1:]] == [t.content for t in found.tasks[1:]]


def test_a_list_in_an_annex_that_shares_out_work_is_read():
    behind = (
        "PHỤ LỤC I\nPHÂN CÔNG NHIỆM VỤ\n1. Phòng Y tế tiêm vắc xin trước ngày 20/4/2024.\n2. Công an huyện tuần tra."
    )
    found = read(behind)
    assert leads(found) == ["Phòng Y tế", "Công an huyện"]
    assert found.header.recipients == ("Như trên", "Lưu: VT")


def test_a_plan_that_a_document_issues_is_read_behind_it():
    behind = "KẾ HOẠCH\nTiêm phòng đợt 4\n(Ban hành kèm theo Thông báo số 12/TB-UBND)\n1. Phòng Y tế tiêm vắc xin."
    assert leads(read(behind)) == ["Phòng Y tế"]


@pytest.mark.parametrize(
    "title",
    [
        "PHỤ LỤC\nĐỀ CƯƠNG BÁO CÁO KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "PHỤ LỤC II\nMẪU PHÂN CÔNG NHIỆM VỤ",
        "PHỤ LỤC: BIỂU MẪU THEO DÕI NHIỆM VỤ",
        "Phụ lục 3. Danh sách hộ nghèo",
        "PHỤ LỤC\nTÌNH HÌNH THỰC HIỆN NHIỆM VỤ",
        "PHỤ LỤC\nDANH MỤC NHIỆM VỤ QUÁ HẠN",
    ],
)
def test_forms_outlines_and_what_was_done_are_no_tasks_and_no_question(title: str):
    found = read(f"{title}\n{ATTACHED}\n{TABLE}1. Phòng Y tế báo cáo số liệu trước ngày 20/4/2024.")
    assert not leads(found)
    assert not found.doubts


def test_a_form_behind_an_annex_is_passed_over_and_its_blanks_are_no_tasks():
    blanks = "\n3|…|…|…|…\n"
    for form in ("Mẫu số 01", "BIỂU MẪU BÁO CÁO", "ĐỀ CƯƠNG BÁO CÁO"):
        found = read(f"PHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n{TABLE}{blanks}{form}\n{TABLE}1. Phòng Y tế nêu kết quả.")
        assert leads(found) == ["Phòng Y tế", "Phòng Tư pháp"]


def test_plain_text_of_an_annex_gives_no_tasks():
    behind = "PHỤ LỤC\nQUY TRÌNH TIẾP NHẬN HỒ SƠ\n1. Phòng Y tế tiếp nhận hồ sơ.\n2. Công an huyện kiểm tra."
    assert not leads(read(behind))


def test_an_annex_in_which_nothing_could_be_read_is_told():
    found = read("PHỤ LỤC II\nDỰ TOÁN\nMục chi|Số tiền\nTuyên truyền|5.000.000\nPHỤ LỤC III\nNHIỆM VỤ\nTheo tệp riêng")
    said = [str(doubt) for doubt in found.doubts]
    assert [text.split(":")[0] for text in said] == ["PHỤ LỤC II", "PHỤ LỤC III"]
    assert f"Cần xem: {said[0]}" in list(answer.as_text(found, rule_text))
