"""Registers in other formats: text of several encodings and separators, OpenDocument."""

from __future__ import annotations

import unicodedata
from datetime import date

from tests.directives.registers.layouts import Layout, _, task
from tests.directives.registers.layouts_ods import ods

_VOWELS = "ăâêôơưĂÂÊÔƠƯ"


def windows_1258(text: str) -> bytes:
    """Text as old Windows programs write it: letters composed, tones after them."""
    parts = []
    for char in unicodedata.normalize("NFC", text):
        plain = unicodedata.normalize("NFD", char)
        tones = [mark for mark in plain[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(c for c in plain if c not in tones))
        parts.append(rest + "".join(tones))
    return "".join(parts).encode("cp1258")


ROWS = [
    "SỔ THEO DÕI NHIỆM VỤ NĂM 2023;;;;;",
    ";;;;;",
    "STT;Nội dung nhiệm vụ;Đơn vị chủ trì;Thời hạn;Ngày hoàn thành;Số văn bản",
    '1;"Kiểm tra; rà soát hộ tịch";Phòng Tư pháp;31/03/2023;30/03/2023;"5/UBND-NC\nngày 6/3/2023"',
    "2;Đánh giá chuyển đổi số, cải cách;Văn phòng HĐND và UBND;15/12;;",
    "Tổng cộng;;;;;",
]
CSV_1258 = Layout(
    lambda: windows_1258("\r\n".join(ROWS)),
    [
        task("Kiểm tra; rà soát hộ tịch", "Phòng Tư pháp", number="5/UBND-NC", issued="2023-03-06", due="2023-03-31", done="2023-03-30"),
        task("Đánh giá chuyển đổi số, cải cách", "Văn phòng HĐND và UBND", due="2023-12-15"),
    ],
)  # fmt: skip

TABBED = [
    "STT\tViệc được giao\tNgười thực hiện\tPhòng chủ trì\tHạn cuối\tKết quả",
    "1\tLàm việc với xã, thị trấn\tÔng A\tPhòng Kinh tế\t1.6.2024\tĐã xong ngày 30/5/2024",
    "2\tSoạn báo cáo\tBà B\tPhòng Tư pháp\t2024-06-15\tchưa",
]
CSV_UTF16 = Layout(
    lambda: "\n".join(TABBED).encode("utf-16"),
    [
        task("Làm việc với xã, thị trấn", "Phòng Kinh tế", due="2024-06-01", done="2024-05-30"),
        task("Soạn báo cáo", "Phòng Tư pháp", due="2024-06-15"),
    ],
)

_EMPTY = '<table:table-cell table:number-columns-repeated="{}"/>'
_COVERED = "<table:covered-table-cell/>"


def _span(text: str, rows: int, columns: int) -> str:
    spans = f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
    return f'<table:table-cell {spans} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


OPEN_DOCUMENT = Layout(
    lambda: ods(
        {
            "Trang 1": [
                [_span("THEO DÕI NHIỆM VỤ UBND PHƯỜNG", 1, 6), _EMPTY.format(1018)],
                [_span("STT", 2, 1), _span("Văn bản giao việc", 1, 2), _COVERED, _span("Nội dung", 2, 1), _span("Bộ phận thực hiện", 2, 1), _span("Hạn", 2, 1)],
                [_COVERED, "Số", "Ngày", _COVERED, _COVERED, _COVERED],
                [1, _span("9/UBND", 2, 1), _span("02/01/2025", 2, 1), "Kiểm tra\ntrật tự đô thị", "Công an phường", date(2025, 1, 15)],
                [2, _COVERED, _COVERED, "Tuyên truyền", "Văn phòng", "Định kỳ hằng tháng"],
                [3, _EMPTY.format(2), "Lập sổ hộ khẩu", "Công an phường", _],
                ["<table:table-cell table:number-columns-repeated=\"1024\"/>"],
            ],
            "Ẩn": [["STT", "Nội dung", "Đơn vị chủ trì", "Hạn"], [1, "Việc ẩn", "Văn phòng", "1/1/2025"]],
        },
        hidden=["Ẩn"],
    ),
    [
        task("Kiểm tra\ntrật tự đô thị", "Công an phường", number="9/UBND", issued="2025-01-02", due="2025-01-15"),
        task("Tuyên truyền", "Văn phòng", number="9/UBND", issued="2025-01-02"),
        task("Lập sổ hộ khẩu", "Công an phường"),
    ],
)  # fmt: skip
