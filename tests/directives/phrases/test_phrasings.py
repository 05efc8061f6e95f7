"""What offices write, in many forms, is read as the conventions say."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from taskapp.directives.draft import NOT_DATED, Due
from taskapp.directives.phrases import EXPLAINED, Rule, deadline_of, find, in_cell
from tests.directives.phrases.frames import frame, short

DATA = Path(__file__).parents[2] / "data"
PHRASINGS = [
    tuple(line.rsplit(" | ", 1))
    for line in (DATA / "deadline-phrases.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
DOCUMENTS = sorted([*(DATA / "directives").glob("*.json"), *(DATA / "directives" / "further").glob("*.json")])

# What the words of a task say is not always what its document says: a table's cell or a bracket decides.
DECIDED_ELSEWHERE = {
    "đăng tối thiểu 04 tin, bài mỗi tháng",  # its row says "Thường xuyên"
    "Phát phiếu đi chợ cho từng hộ (03 ngày/lần), hoàn thành trong sáng 21/7.",  # a bracket that describes the slips
    "Bố trí hòm thư, số điện thoại tiếp nhận phản ánh, chuyển Công an cùng cấp xử lý trong 24 giờ.",  # of each report
}


@pytest.mark.parametrize(("words", "expected"), PHRASINGS, ids=[words for words, _ in PHRASINGS])
def test_words_say_their_limit(words: str, expected: str) -> None:
    assert short(deadline_of(words, frame())) == expected


@pytest.mark.parametrize(("words", "expected"), PHRASINGS, ids=[words for words, _ in PHRASINGS])
def test_decomposed_letters_capitals_and_broken_lines_change_nothing(words: str, expected: str) -> None:
    broken = unicodedata.normalize("NFD", words).replace(" ", "\n ")

    assert short(deadline_of(broken, frame())) == expected
    assert short(deadline_of(words.upper(), frame())) == expected


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_each_task_of_the_annotated_documents_has_its_limit(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    issued = frame(date.fromisoformat(document["header"]["date"]))
    before, wrong = NOT_DATED, []
    for task in document["tasks"]:
        due = _read(task, issued, before)
        before = due if due.day else before
        if short(due) != _annotated(task) and not any(words in task["content"] for words in DECIDED_ELSEWHERE):
            wrong.append((task["content"], _annotated(task), short(due)))

    assert not wrong


def _read(task: dict, issued, before: Due) -> Due:  # type: ignore[type-arg, no-untyped-def]
    phrase = task["deadline"].get("phrase") or ""
    if phrase and phrase not in task["content"]:  # stated in a cell, a heading or a sentence of its own
        return in_cell(phrase, issued, before)
    return deadline_of(task["content"], issued, before)


def _annotated(task: dict) -> str:  # type: ignore[type-arg]
    deadline = task["deadline"]
    said = [deadline.get("rrule") or deadline.get("date") or "-", deadline.get("time") or ""]
    return " ".join(part for part in said if part)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("20/8/2021", "2021-08-20"),
        ("Tháng 7", "2021-07-31"),
        ("Tháng 7, 8/2021", "2021-08-31"),
        ("Tháng 7 - tháng 9/2021", "2021-09-30"),
        ("T7/2021", "2021-07-31"),
        ("Quý III/2021", "2021-09-30"),
        ("Q.III/2021", "2021-09-30"),
        ("Quý III, IV", "2021-12-31"),
        ("Năm 2022", "2022-12-31"),
        ("2021 - 2025", "2025-12-31"),
        ("Giai đoạn 2021 - 2025", "2025-12-31"),
        ("6 tháng đầu năm 2022", "2022-06-30"),
        ("Trong năm", "2021-12-31"),
        ("16 giờ 00 ngày 15/7/2021", "2021-07-15 16:00"),
        ("Sáng 15/7", "2021-07-15 11:30"),
        ("Hàng tháng", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("Hằng quý, năm", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("Ngày 25 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("05 ngày làm việc kể từ ngày ký", "2021-06-10"),
        ("Từ 01/7 đến 15/7/2021", "2021-07-15"),
        ("01/7 - 15/7/2021", "2021-07-15"),
        ("Cả năm", "-"),
        ("Cả năm 2021", "-"),
        ("Thường xuyên", "-"),
        ("Thường xuyên trong năm 2021", "-"),
        ("Theo yêu cầu", "-"),
        ("Tại kỳ họp thường lệ giữa năm 2021", "-"),
        ("", "-"),
    ],
)
def test_in_a_cell_of_time_a_bare_day_or_period_is_a_limit(cell: str, expected: str) -> None:
    assert short(in_cell(cell, frame())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rà soát, hoàn thành trước ngày 15/6/2021; báo cáo chậm nhất\nngày 20/6/2021.",
            ["hoàn thành trước ngày 15/6/2021", "chậm nhất\nngày 20/6/2021"],
        ),
        ("Theo Công văn số 12/UBND ngày 15/7/2021, gửi danh sách trước 16h00 ngày 10/6.", ["trước 16h00 ngày 10/6"]),
        (
            "Giải ngân đến ngày 30/4/2021 đạt 33,2 %; phấn đấu đến hết ngày 30/6/2021 đạt 60 %",
            ["đến hết ngày 30/6/2021"],
        ),
        ("Trồng rừng trong quý III/2021, trong quý IV/2021 nghiệm thu", ["trong quý III/2021", "trong quý IV/2021"]),
    ],
)
def test_each_limit_of_a_running_text_is_found_where_it_stands(text: str, expected: list[str]) -> None:
    assert [text[one.start : one.end] for one in find(text, frame())] == expected


def test_parts_of_one_recurrence_carry_the_same_rule() -> None:
    found = find("Hằng tuần, tổng hợp, gửi Chủ tịch UBND xã trước 16 giờ thứ Năm.", frame())

    assert [short(one.due) for one in found] == ["FREQ=WEEKLY;BYDAY=TH 16:00"] * 2


@pytest.mark.parametrize(
    ("words", "rule", "doubt"),
    [
        ("trước ngày 12/6/2021", Rule.DAY, "Ngày 12/06/2021 là ngày nghỉ (thứ Bảy)."),
        ("trước ngày 02/9/2021", Rule.DAY, "Ngày 02/09/2021 là ngày nghỉ (Nghỉ lễ)."),
        ("trước ngày 15/5/2021", Rule.PAST, "Ngày 15/05/2021 đứng trước ngày văn bản."),
        ("trước ngày 31/6/2021", Rule.IMPOSSIBLE, "ngày hoặc giờ không tồn tại"),
        ("trước 25 giờ ngày 10/6/2021", Rule.IMPOSSIBLE, "ngày hoặc giờ không tồn tại"),
        ("chậm nhất 05 ngày sau khi có kết luận", Rule.EVENT, "một sự kiện chưa có ngày"),
        ("khẩn trương hoàn thành", Rule.URGENT, "Văn bản chỉ nói “khẩn trương”."),
    ],
)
def test_what_is_doubtful_is_said(words: str, rule: Rule, doubt: str) -> None:
    due = deadline_of(words, frame())

    assert (due.rule, doubt in str(due.doubt)) == (rule, True)


def test_every_rule_is_explained() -> None:
    assert set(EXPLAINED) == set(Rule)
