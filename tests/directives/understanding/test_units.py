"""Where the names of units begin and end in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskapp.directives import understanding
from taskapp.directives.draft import Line, Source
from taskapp.directives.understanding.units import Names
from tests.directives.understanding.scoring import FRAME, SETS, documents, gold

NAMED = [
    ("Sở Xây dựng xây dựng bảng giá", ["Sở Xây dựng"]),
    ("Phòng NN&PTNT tham mưu UBND huyện công bố dịch", ["Phòng NN&PTNT"]),
    ("Phòng Kinh tế, Hạ tầng và Đô thị chủ trì", ["Phòng Kinh tế, Hạ tầng và Đô thị"]),
    ("Sở Văn hóa, Thể thao và Du lịch rà soát", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("Văn phòng HĐND và UBND xã tổng hợp", ["Văn phòng HĐND và UBND xã"]),
    ("VP HĐND&UBND huyện kiểm tra", ["VP HĐND&UBND huyện"]),
    ("Báo và Phát thanh, Truyền hình Vĩnh Lạc mở chuyên mục", ["Báo và Phát thanh, Truyền hình Vĩnh Lạc"]),
    ("Trung tâm Phục vụ hành chính công bố trí người", ["Trung tâm Phục vụ hành chính công"]),
    (
        "Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh yêu cầu nhà thầu",
        ["Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh"],
    ),
    ("Viettel Vĩnh Lạc xóa 14 điểm lõm sóng", ["Viettel Vĩnh Lạc"]),
    ("Công an huyện, Ban Chỉ huy Quân sự huyện và UBND các xã, thị trấn tuần tra",
     ["Công an huyện", "Ban Chỉ huy Quân sự huyện", "UBND các xã, thị trấn"]),
    ("các sở, ban, ngành tỉnh; UBND các huyện, thị xã, thành phố báo cáo",
     ["các sở, ban, ngành tỉnh", "UBND các huyện, thị xã, thành phố"]),
    ("Thủ trưởng các phòng, ban, ngành huyện triển khai", ["Thủ trưởng các phòng, ban, ngành huyện"]),
    ("Trưởng các ấp tuyên truyền", ["Trưởng các ấp"]),
    ("Chủ tịch UBND các xã, phường ven biển, đặc khu Hòn Ngư chỉ đạo",
     ["Chủ tịch UBND các xã, phường ven biển, đặc khu Hòn Ngư"]),
    ("Các Sở: Nội vụ, Tài chính, Nông nghiệp và Môi trường", ["Nội vụ", "Tài chính", "Nông nghiệp và Môi trường"]),
    ("Các cơ quan: Sở Nội vụ, Công an tỉnh", ["Sở Nội vụ", "Công an tỉnh"]),
    ("Ông Hồ Quang Minh, Chủ tịch UBND phường: chỉ đạo chung", ["Ông Hồ Quang Minh"]),
    ("đồng chí H’Loan Êban phụ trách", ["đồng chí H’Loan Êban"]),
    ("các đồng chí Phó Chủ tịch UBND huyện trực tiếp chỉ đạo", ["các đồng chí Phó Chủ tịch UBND huyện"]),
    ("Tổ hòa giải ấp Thuận Lợi tổ chức", ["Tổ hòa giải ấp Thuận Lợi"]),
    ("thôn Đông Mỹ tổ chức phần tế lễ", ["thôn Đông Mỹ"]),
    ("Ban Quản lý chợ Đầu Mối sắp đặt lại lối thoát hiểm", ["Ban Quản lý chợ Đầu Mối"]),
    ("Phòng Tài chính - Kế hoạch mổ xẻ từng khoản thu", ["Phòng Tài chính - Kế hoạch"]),
    ("Đài Phát thanh - Truyền hình thành phố dành thời lượng", ["Đài Phát thanh - Truyền hình thành phố"]),
    ("Đội Cảnh sát PCCC và cứu nạn, cứu hộ khu vực 2 hướng dẫn", ["Đội Cảnh sát PCCC và cứu nạn, cứu hộ khu vực 2"]),
    ("Sở Khoa học và Công nghệ kiểm định phần mềm", ["Sở Khoa học và Công nghệ"]),
    ("Trung tâm Nước sạch và Vệ sinh môi trường nông thôn tỉnh súc rửa đường ống",
     ["Trung tâm Nước sạch và Vệ sinh môi trường nông thôn tỉnh"]),
    ("Phòng Công chức, viên chức ra đề cương", ["Phòng Công chức, viên chức"]),
    ("Trung tâm Nghiên cứu bò lai phối hợp với Sở Y tế", ["Trung tâm Nghiên cứu bò lai"]),
    ("Điện lực Đồng Xoài Tây, Viễn thông huyện giữ điện", ["Điện lực Đồng Xoài Tây", "Viễn thông huyện"]),
    ("UBND các xã: Tân Lợi, Tân Hòa dọn mặt bằng", ["Tân Lợi", "Tân Hòa"]),
    ("Các đơn vị tại Điều 1 gửi báo cáo", ["Các đơn vị tại Điều 1"]),
    ("Thủ trưởng các đơn vị nêu tại mục II báo cáo", ["Thủ trưởng các đơn vị nêu tại mục II"]),
    ("đồng chí Trưởng phòng Nội vụ soát xét", ["đồng chí Trưởng phòng Nội vụ"]),
]  # fmt: skip
NO_UNITS = [
    "Tổ chức tập huấn cho công chức",
    "Ban hành kế hoạch",
    "Báo cáo kết quả",
    "Hội nghị tổng kết",
    "Phòng, chống thiên tai",
    "Cơ sở dữ liệu quốc gia",
    "Thống kê số hộ thiếu nước",
    "rà soát các khoản thu",
]


@pytest.mark.parametrize(("text", "names"), NAMED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_list_of_units_ends_where_the_work_begins(text: str, names: list[str]):
    found = Names().listed(text)
    assert found is not None
    assert list(found.names) == names


@pytest.mark.parametrize("text", NO_UNITS)
def test_what_is_to_be_done_is_no_unit(text: str):
    assert Names().listed(text) is None


def test_names_end_before_a_verb_that_no_list_holds():
    written = {
        name
        for folder in SETS.values()
        for path in documents(folder)
        for task in gold(path)["tasks"]
        for name in (*task["lead"], *task["cooperating"])
        if not name.isupper()
    }
    tails = (" vực dậy các ổ dịch", " lùng sục 12 điểm", " ngó tới từng hộ")
    found = [(name, Names().listed(f"{name}{tail}")) for name in written for tail in tails]
    right = sum(listed is not None and "|".join(listed.names) == name for name, listed in found)
    assert len(found) > 1_500
    assert right > 0.95 * len(found)


def test_a_name_that_the_document_sets_apart_ends_where_it_ends_there():
    text = "Trung tâm Xúc tiến và Hỗ trợ lập phương án"
    assert Names.of(["Trung tâm Xúc tiến và Hỗ trợ"]).listed(text).names == ("Trung tâm Xúc tiến và Hỗ trợ",)


def test_a_heading_in_capitals_is_units_when_it_begins_as_one():
    assert Names().alone("CÔNG AN HUYỆN, PHÒNG VĂN HÓA VÀ THÔNG TIN").names == (
        "CÔNG AN HUYỆN",
        "PHÒNG VĂN HÓA VÀ THÔNG TIN",
    )
    assert Names().alone("NHIỆM VỤ TRỌNG TÂM") is None


@given(st.text(alphabet="Sở Nội vụ,;.&-()Phòngác UBND xã và12/\n", max_size=60))
def test_any_text_is_read_without_an_error_and_names_stand_in_it(text: str):
    found = Names().listed(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert all(name for name in found.names)


def test_a_unit_of_the_office_is_known_by_its_whole_name_whatever_words_are_in_it():
    text = "1. Trung tâm Hỗ trợ và tiếp dân xã mở cửa sáng thứ Bảy."
    head = ("Số: 1/TB-UBND", "A, ngày 04 tháng 3 năm 2024", "THÔNG BÁO", "Kết luận")
    lines = tuple(Line(part) for part in (*head, text))
    unknown = understanding.draft(Source(lines), frame=FRAME).tasks
    known = understanding.draft(Source(lines), frame=FRAME, units=["Trung tâm Hỗ trợ và tiếp dân xã"]).tasks
    assert [task.lead for task in unknown] != [("Trung tâm Hỗ trợ và tiếp dân xã",)]
    assert [task.lead for task in known] == [("Trung tâm Hỗ trợ và tiếp dân xã",)]
