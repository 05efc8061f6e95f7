"""What counts as a task, for whom and until when: small documents, one behaviour each."""

from __future__ import annotations

from datetime import date
from sys import setprofile
from textwrap import wrap
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskapp.directives import understanding
from taskapp.directives.draft import Draft, DueKind, Line, Source
from tests.directives.understanding.scoring import FRAME

HEAD = """ỦY BAN NHÂN DÂN
HUYỆN CHÂU THÀNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/TB-UBND
Châu Thành, ngày 04 tháng 3 năm 2024

THÔNG BÁO
Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban

Chủ tịch UBND huyện kết luận như sau:
"""
FOOT = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nTrần Quốc Việt\n"


def read(body: str, head: str = HEAD) -> Draft:
    lines = tuple(Line(text) for text in f"{head}{body}{FOOT}".split("\n"))
    return understanding.draft(Source(lines), frame=FRAME)


def tasks(body: str) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Content, leads and day of each task of a body."""
    found = read(body).tasks
    return [(task.content, task.lead, task.due.day.isoformat() if task.due.day else task.due.rrule) for task in found]


def test_an_item_under_a_units_name_is_for_that_unit():
    body = "1. Phòng Nội vụ\n- Hoàn chỉnh đề án trước ngày 20/3/2024.\n2. Công an huyện\nTuần tra ban đêm."
    assert tasks(body) == [
        ("Hoàn chỉnh đề án trước ngày 20/3/2024.", ("Phòng Nội vụ",), "2024-03-20"),
        ("Tuần tra ban đêm.", ("Công an huyện",), None),
    ]


def test_a_verb_that_no_list_holds_is_work_all_the_same():
    body = "1. Phòng Y tế túm gọn các ổ dịch; lụi tàn mầm bệnh trước ngày 20/3/2024; hồ sơ gửi UBND huyện."
    assert tasks(body) == [
        ("Phòng Y tế túm gọn các ổ dịch", ("Phòng Y tế",), None),
        ("lụi tàn mầm bệnh trước ngày 20/3/2024; hồ sơ gửi UBND huyện.", ("Phòng Y tế",), "2024-03-20"),
    ]


def test_a_form_states_the_unit_the_work_and_the_limit_of_an_item_line_by_line():
    body = (
        "1. Đơn vị nhận việc: Sở Tài chính\nĐơn vị phối hợp: Sở Y tế\nNội dung: Dựng khung giá mới; trình ký.\n"
        "Thời hạn: 15/8/2024\n2. Đơn vị nhận việc: Công an huyện\nNội dung: Tuần tra ban đêm."
    )
    assert tasks(body) == [
        ("Dựng khung giá mới; trình ký.", ("Sở Tài chính",), "2024-08-15"),
        ("Tuần tra ban đêm.", ("Công an huyện",), None),
    ]
    assert read(body).tasks[0].cooperating == ("Sở Y tế",)


def test_lines_under_an_item_state_its_units_and_its_limit():
    body = (
        "II. NHIỆM VỤ VÀ GIẢI PHÁP\n1. Xây dựng chuyên mục an toàn thực phẩm\n- Đơn vị chủ trì: Sở Y tế.\n"
        "- Đơn vị phối hợp: Công an tỉnh; UBND các xã.\n- Thời gian thực hiện: Quý II/2024.\n- Sản phẩm: 12 bài.\n"
        "2. Kiểm tra 45 bếp ăn.\n- Cơ quan thực hiện: Sở Y tế chủ trì; Sở Công Thương phối hợp"
    )
    assert tasks(body) == [
        ("Xây dựng chuyên mục an toàn thực phẩm", ("Sở Y tế",), "2024-06-30"),
        ("Kiểm tra 45 bếp ăn.", ("Sở Y tế",), None),
    ]
    first, second = read(body).tasks
    assert (first.cooperating, first.product) == (("Công an tỉnh", "UBND các xã"), "12 bài.")
    assert second.cooperating == ("Sở Công Thương",)


def test_what_heads_an_item_beside_units_is_a_unit_and_so_is_who_has_a_duty():
    body = (
        "1. Phòng Nội vụ:\n- Hoàn chỉnh đề án.\n2. Câu chuyện Hương Giang:\n- Bố trí chỗ nghỉ.\n"
        "3. Rạp Bông Sen có trách nhiệm chuẩn bị hội trường.\n4. Công tác tuyên truyền:\n- Công an huyện mở loa."
    )
    assert [lead for _content, lead, _day in tasks(body)] == [
        ("Phòng Nội vụ",), ("Câu chuyện Hương Giang",), ("Rạp Bông Sen",), ("Công an huyện",),
    ]  # fmt: skip


def test_ordinals_in_words_number_items_too():
    body = "Thứ nhất, Trưởng phòng Giáo dục:\n- Kiểm điểm chuyên viên.\nThứ hai, Công an huyện:\n- Tuần tra."
    assert [lead for _content, lead, _day in tasks(body)] == [("Trưởng phòng Giáo dục",), ("Công an huyện",)]


def test_parts_after_a_semicolon_that_order_something_are_tasks_of_their_own():
    body = "1. Giao Phòng Y tế kiểm tra bếp ăn trước ngày 20/3/2024; tập huấn nhân viên trong tháng 4/2024."
    assert [(content, day) for content, _lead, day in tasks(body)] == [
        ("Giao Phòng Y tế kiểm tra bếp ăn trước ngày 20/3/2024", "2024-03-20"),
        ("tập huấn nhân viên trong tháng 4/2024.", "2024-04-30"),
    ]


@pytest.mark.parametrize(
    "more",
    [
        "nêu rõ trách nhiệm từng cá nhân",
        "báo cáo kết quả về UBND huyện",
        "tránh chồng chéo",
        "thời hạn: trước ngày 20/3/2024",
    ],
)
def test_what_says_how_or_hands_in_stays_with_its_work(more: str):
    assert len(tasks(f"1. Giao Phòng Y tế kiểm tra toàn bộ bếp ăn; {more}.")) == 1


def test_a_part_with_its_own_unit_is_a_task_of_its_own():
    body = "1. Các phòng, ban báo cáo trước ngày 20/3/2024, giao Phòng Nội vụ tổng hợp chung."
    assert [lead for _content, lead, _day in tasks(body)] == [("Các phòng, ban",), ("Phòng Nội vụ",)]


def test_two_deadlines_with_their_own_work_are_two_tasks_and_milestones_are_one():
    two = "1. Phòng Nội vụ lấy ý kiến các xã trước ngày 20/3/2024, trình ban hành trước ngày 05/4/2024."
    one = "1. Các chủ đầu tư giải ngân đạt 60% đến ngày 30/6/2024 và đạt 95% đến hết ngày 31/01/2025."
    assert [day for *_rest, day in tasks(two)] == ["2024-03-20", "2024-04-05"]
    assert [day for *_rest, day in tasks(one)] == ["2025-01-31"]


def test_a_deadline_of_the_opening_sentence_holds_for_items_without_their_own():
    body = (
        "Yêu cầu các đơn vị hoàn thành các việc sau trước ngày 29/3/2024:\n"
        "1. Phòng Nội vụ rà soát danh sách.\n2. Phòng Y tế kiểm tra trước ngày 10/3/2024."
    )
    found = read(body).tasks
    assert [task.due.day for task in found] == [date(2024, 3, 29), date(2024, 3, 10)]
    assert [bool(task.doubts) for task in found] == [True, False]


def test_a_sentence_that_is_only_a_deadline_dates_the_task_before():
    body = "1. Phòng Nội vụ lắp đặt biển báo, thu gom vật liệu. Xong trước ngày 15/3/2024."
    assert tasks(body) == [("Phòng Nội vụ lắp đặt biển báo, thu gom vật liệu.", ("Phòng Nội vụ",), "2024-03-15")]


def test_a_recurring_duty_keeps_its_rule():
    assert tasks("1. Phòng Nội vụ báo cáo trước ngày 20 hằng tháng.")[0][2] == "FREQ=MONTHLY;BYMONTHDAY=20"


def test_helping_units_are_told_from_those_to_whom_something_is_sent():
    found = read("1. Phòng Nội vụ chủ trì, phối hợp với Công an huyện rà soát, gửi Phòng Tư pháp.").tasks[0]
    assert (found.lead, found.cooperating) == (("Phòng Nội vụ",), ("Công an huyện",))


NOT_TASKS = [
    "I. MỤC TIÊU\n1. Phấn đấu 100% hồ sơ đúng hạn trước ngày 31/12/2024.",
    "I. ĐÁNH GIÁ CHUNG\n1. Phòng Nội vụ đã hoàn thành 12 nhiệm vụ, còn 03 nhiệm vụ quá hạn từ ngày 31/01/2024.",
    "1. Thời gian qua, tình trạng lấn chiếm vỉa hè tái diễn; từ ngày 01/02 đến 28/02/2024 đã xử phạt 47 trường hợp.",
    "1. UBND các xã, thị trấn chịu trách nhiệm trước Chủ tịch UBND huyện nếu để xảy ra cháy lớn.",
    "Thông báo này có hiệu lực kể từ ngày ký.",
    "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Phòng Nội vụ./.",
    "Yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.",
    "Mọi vướng mắc liên hệ ông Nguyễn Chí Thanh, chuyên viên, điện thoại 0270.000.123.",
    "1. Căn cứ Kết luận thanh tra số 19/KL-TTr ngày 29/02/2024 của Chánh Thanh tra tỉnh;",
    "Văn phòng HĐND và UBND huyện truyền đạt ý kiến của Chủ tịch UBND huyện đến các đơn vị biết, thực hiện./.",
    "II. KINH PHÍ\nTừ ngân sách huyện và nguồn vận động xã hội hóa.",
]


@pytest.mark.parametrize("body", NOT_TASKS)
def test_findings_aims_responsibility_and_closing_words_are_no_tasks(body: str):
    assert tasks(body) == []


def test_a_table_gives_a_task_a_row_whatever_the_order_of_its_columns():
    table = [
        ("STT", "Thời hạn", "Nội dung nhiệm vụ", "Đơn vị phối hợp", "Đơn vị chủ trì", "Sản phẩm"),
        ("I", "", "NHẬN THỨC SỐ", "", "", ""),
        ("1", "Quý II/2024", "Tập huấn công chức", "Phòng Nội vụ; Huyện đoàn", "Phòng Văn hóa và Thông tin", "Báo cáo"),
        ("2", "Hằng tháng", "Đăng tin bài", "-", "Công an huyện\nHuyện đoàn", ""),
    ]
    lines = [Line(text) for text in HEAD.split("\n")] + [Line(" | ".join(row), row) for row in table]
    found = understanding.draft(Source((*lines, *(Line(text) for text in FOOT.split("\n")))), frame=FRAME).tasks
    assert [(task.content, task.lead, task.cooperating, task.product) for task in found] == [
        ("Tập huấn công chức", ("Phòng Văn hóa và Thông tin",), ("Phòng Nội vụ", "Huyện đoàn"), "Báo cáo"),
        ("Đăng tin bài", ("Công an huyện", "Huyện đoàn"), (), ""),
    ]
    assert [task.due.kind for task in found] == [DueKind.DATE, DueKind.RECURRING]


def test_broken_lines_and_decomposed_letters_read_like_whole_ones():
    items = [
        f"{number}. Giao Phòng Nội vụ rà soát, thống kê các điểm có nguy cơ đuối nước tại các xã, thị trấn của huyện, "
        f"báo cáo UBND huyện trước ngày {number + 10}/3/2024."
        for number in range(1, 6)
    ]
    broken = "\n".join(line for item in items for line in wrap(item, 70))
    assert len(tasks(broken)) == 5
    assert tasks(normalize("NFD", broken)) == tasks("\n".join(items))


@settings(max_examples=200)
@given(
    st.lists(st.text(alphabet="1.a)-IV: ;,Giao Phòng Nội vụrtước ngày 20/3 hằng tháng|\t“”(", max_size=80), max_size=12)
)
def test_any_lines_are_read_without_an_error(lines: list[str]):
    found = understanding.draft(Source(tuple(Line(text) for text in lines)), frame=FRAME)
    for task in found.tasks:
        assert task.content
        assert 0 <= task.place.line < len(found.lines)


@pytest.mark.parametrize(
    "piece", ["; ", ", ", "(", "và ", "trước ngày 1/5, ", "giao X, ", "Các Sở: A, ", "hằng tháng, làm "]
)
def test_a_paragraph_without_sense_or_end_is_read_in_steps_that_grow_with_its_length(piece: str):
    """Work is counted, not timed: twice the text may take little more than twice the steps."""

    def steps(length: int) -> int:
        counted = 0

        def count(*_event: object) -> None:
            nonlocal counted
            counted += 1

        setprofile(count)
        try:
            read(f"1. Giao Phòng Nội vụ {piece * (length // len(piece))}")
        finally:
            setprofile(None)
        return counted

    steps(500)
    assert steps(8000) < 3 * steps(4000)
