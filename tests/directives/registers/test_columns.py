"""Headings of many offices recognised by meaning, and a mapping that a person can correct."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.directives.registers.columns import Layout, corrected, letter, missing, recognise
from taskapp.directives.registers.headings import Meaning

M = Meaning
SYNONYMS = {
    M.ORDER: ["STT", "TT", "Số TT", "Số thứ tự"],
    M.NUMBER: [
        "Số, ký hiệu",
        "Số/ký hiệu văn bản",
        "Số văn bản",
        "Văn bản giao nhiệm vụ",
        "Số hiệu",
        "Văn bản chỉ đạo",
    ],
    M.ISSUED: ["Ngày văn bản", "Ngày ban hành", "Ngày, tháng văn bản", "Ngày VB", "Ngày ký", "Ngày giao"],
    M.CONTENT: ["Nội dung", "Nội dung nhiệm vụ", "NHIỆM VỤ ĐƯỢC GIAO", "Công việc", "Nội dung chỉ đạo", "Tên nhiệm vụ"],
    M.LEAD: ["Đơn vị chủ trì", "Cơ quan chủ trì", "Chủ trì", "Đơn vị thực hiện", "Đơn vị được giao", "Phòng ban"],
    M.SUPPORT: ["Phối hợp", "Đơn vị phối hợp", "Cơ quan phối hợp thực hiện"],
    M.DUE: ["Thời hạn", "Hạn hoàn thành", "Thời gian hoàn thành", "Hạn xử lý", "Thời hạn thực hiện", "Ngày đến hạn"],
    M.DONE: ["Ngày hoàn thành", "Ngày hoàn thành thực tế", "Ngày báo cáo", "Thời gian thực tế hoàn thành"],
    M.RESULT: ["Văn bản kết quả", "Sản phẩm", "Số văn bản trả lời", "Kết quả thực hiện", "Báo cáo kết quả"],
    M.ASSIGNER: ["Người giao", "Lãnh đạo giao", "Người chỉ đạo", "Lãnh đạo chỉ đạo"],
    M.NOTE: ["Ghi chú", "Chú thích"],
    M.PROGRESS: ["Tình trạng", "Trạng thái xử lý", "Tình hình thực hiện"],
}
# words met once or twice, each over its own column beside the usual ones
FURTHER = {
    M.CONTENT: [
        "Nhiệm vụ, giải pháp", "Nội dung, nhiệm vụ cụ thể", "Tên công việc", "Nhiệm vụ trọng tâm",
        "Nội dung chỉ đạo, điều hành", "Nội dung giao việc", "Nhiệm vụ được UBND tỉnh giao", "Ý kiến chỉ đạo",
        "Kết luận, chỉ đạo", "Công việc cần thực hiện", "Trích yếu", "Trích yếu văn bản", "Tên nhiệm vụ/công việc",
        "Nội dung kết luận", "Nhiệm vụ cụ thể", "Việc", "Nội dung thực hiện", "Danh mục nhiệm vụ",
        "Nội dung kiến nghị", "Chỉ đạo của Chủ tịch", "Nội dung công việc/nhiệm vụ", "Vụ việc",
        "Nội dung cần giải quyết", "Danh mục công việc", "Diễn giải",
    ],
    M.LEAD: [
        "Cơ quan chủ trì thực hiện", "Đơn vị đầu mối", "Đơn vị nhận", "Đơn vị xử lý", "Đơn vị được phân công",
        "Cơ quan được giao", "Phòng chuyên môn", "Phòng/ban", "Phòng ban, đơn vị", "Cơ quan, đơn vị",
        "Cơ quan/Đơn vị thực hiện", "Trách nhiệm chủ trì", "Đơn vị chịu trách nhiệm", "Phân công thực hiện",
        "Giao cho", "Đơn vị nhận nhiệm vụ", "Đơn vị tham mưu", "Cơ quan tham mưu", "Chủ trì thực hiện",
        "Nơi nhận việc", "ĐVCT", "Đơn vị/cá nhân thực hiện", "Cơ quan thực hiện", "Bộ phận phụ trách",
        "Đơn vị phụ trách", "Xã/phường", "Tên đơn vị",
    ],
    M.SUPPORT: [
        "Cơ quan, đơn vị phối hợp", "Phối hợp thực hiện", "ĐVPH", "Đơn vị liên quan", "Cùng thực hiện",
        "Đơn vị tham gia",
    ],
    M.DUE: [
        "Hạn", "Thời gian thực hiện", "Thời hạn hoàn thành", "Hạn báo cáo", "Ngày hết hạn", "Thời hạn giao",
        "Ngày phải hoàn thành", "Deadline", "Hạn chót", "Thời gian yêu cầu", "Thời gian hoàn thành theo yêu cầu",
        "Mốc thời gian", "Mốc hoàn thành", "Ngày hoàn thành theo kế hoạch", "Ngày hoàn thành dự kiến",
        "Dự kiến hoàn thành", "Thời gian dự kiến", "Thời hạn xử lý (ngày)", "Kỳ hạn", "Thời gian báo cáo",
        "Hoàn thành trước ngày", "Ngày yêu cầu hoàn thành", "TG thực hiện", "Thời hạn trình",
        "Thời hạn báo cáo kết quả", "Thời gian theo chỉ đạo", "Hạn thực hiện", "Hạn giải quyết",
        "Thời gian phải báo cáo",
    ],
    M.DONE: [
        "Ngày xong", "Thời gian hoàn thành thực tế", "Ngày kết thúc", "Ngày thực tế hoàn thành", "Ngày gửi báo cáo",
        "Thời điểm hoàn thành thực tế", "Thực tế hoàn thành", "Đã hoàn thành ngày", "Hoàn thành ngày",
        "Ngày trả kết quả", "Ngày nộp", "Ngày HT thực tế", "Thời gian thực tế", "Ngày thực hiện xong",
        "Ngày giải quyết xong", "Ngày có kết quả",
    ],
    M.RESULT: [
        "Kết quả", "Sản phẩm hoàn thành", "Sản phẩm đầu ra", "Văn bản trả lời", "Số hiệu văn bản trả lời",
        "Báo cáo số", "Văn bản báo cáo", "Minh chứng", "Kết quả, sản phẩm", "Số ký hiệu văn bản kết quả",
        "Sản phẩm dự kiến",
    ],
    M.PROGRESS: [
        "Tình trạng", "Tiến độ", "Tiến độ thực hiện", "Trạng thái", "Tình hình thực hiện", "Mức độ hoàn thành",
        "Đánh giá", "Trạng thái xử lý", "Hiện trạng", "Tỷ lệ hoàn thành", "Đánh giá tiến độ",
    ],
    M.NUMBER: [
        "Số ký hiệu", "Số/Ký hiệu", "Số hiệu văn bản", "Văn bản giao", "Căn cứ", "Căn cứ giao việc", "Văn bản",
        "Nguồn giao", "Nguồn nhiệm vụ", "Số CV đến", "Tên văn bản", "Văn bản đến", "Số VB", "Số, ngày văn bản",
        "Số, ký hiệu; ngày, tháng văn bản", "Tên, số ký hiệu văn bản", "Văn bản số", "Ký hiệu văn bản",
        "Theo văn bản", "Cơ sở giao nhiệm vụ", "Thông báo kết luận số",
    ],
    M.ISSUED: [
        "Ngày, tháng, năm văn bản", "Ngày tháng", "Ngày CV", "Ngày giao việc", "Ngày chỉ đạo",
        "Ngày, tháng ban hành", "Thời gian ban hành", "Thời gian giao", "Ngày giao nhiệm vụ", "Ngày phát hành",
        "Ngày đến",
    ],
    M.ASSIGNER: [
        "Người ký", "Lãnh đạo phụ trách", "Cấp giao", "Cơ quan giao", "Lãnh đạo UBND chỉ đạo", "Đồng chí giao việc",
        "Người giao việc", "Lãnh đạo giao nhiệm vụ", "Cơ quan ban hành",
    ],
    M.NOTE: [
        "Lý do", "Khó khăn, vướng mắc", "Nguyên nhân",
    ],
    M.ORDER: [
        "Stt", "No", "#", "TT/Mã",
    ],
}  # fmt: skip
USUAL = {meaning: words[0] for meaning, words in SYNONYMS.items()}


WORDS = [(m, word) for table in (SYNONYMS, FURTHER) for m, words in table.items() for word in words]


@pytest.mark.parametrize(("meaning", "word"), WORDS)
def test_a_column_is_known_by_the_words_of_many_offices(meaning: Meaning, word: str) -> None:
    heading = USUAL | {meaning: word}
    layout = recognise({1: list(heading.values())})
    assert layout is not None
    assert layout.columns == {m: column for column, m in enumerate(heading)}


def test_a_two_row_heading_gives_each_leaf_the_words_of_its_group() -> None:
    top = ["TT", "Văn bản giao", None, "Nhiệm vụ", "Thời gian", None, "Đơn vị", None, "Kết quả", None]
    leaves = [None, "Số", "Ngày", None, "Theo yêu cầu", "Hoàn thành", "Chủ trì", "Phối hợp", "Văn bản", "Ngày"]
    layout = recognise({4: ["BẢNG THEO DÕI NHIỆM VỤ"], 9: top, 10: leaves, 11: ["1", "12/KH-UBND"]})
    assert layout is not None
    assert (layout.first_row, layout.rows, layout.last_row) == (9, 2, 10)
    assert layout.columns == {
        M.ORDER: 0, M.NUMBER: 1, M.ISSUED: 2, M.CONTENT: 3, M.DUE: 4, M.DONE: 5, M.LEAD: 6, M.SUPPORT: 7, M.RESULT: 8,
    }  # fmt: skip
    assert layout.headings[9] == "Kết quả > Ngày"


def test_the_first_task_is_not_taken_for_the_second_row_of_the_heading() -> None:
    task = ["1", "12/KH-UBND", date(2021, 1, 4), "Báo cáo kết quả", "Phòng Tư pháp", "Ghi chú"]
    layout = recognise({1: ["STT", "Số, ký hiệu", "Ngày văn bản", "Nội dung", "Đơn vị chủ trì"], 2: task})
    assert layout is not None
    assert layout.rows == 1


@pytest.mark.parametrize(
    "rows",
    [
        {1: ["Họ và tên", "Ngày sinh"], 2: ["Nguyễn Văn A", "1/1/1990"]},
        {1: ["Nội dung nhiệm vụ"]},  # one known word is no heading
        {101: list(USUAL.values())},  # too far down
        {},
    ],
)
def test_a_sheet_without_a_known_heading_is_not_guessed(rows: dict[int, list[object]]) -> None:
    assert recognise(rows) is None


def test_a_person_may_move_a_meaning_to_another_column_or_take_it_away() -> None:
    layout = Layout(1, 1, ("a", "b", "c"), {M.CONTENT: 0, M.LEAD: 1, M.DUE: 2})
    moved = corrected(layout, {0: None, 1: M.CONTENT})
    assert moved.columns == {M.CONTENT: 1, M.DUE: 2}
    assert missing(moved, has_sections=False) == [M.LEAD]
    assert missing(moved, has_sections=True) == []


def test_columns_have_the_letters_of_the_sheet() -> None:
    assert [letter(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
