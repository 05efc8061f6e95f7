"""Registers that mix what others do one at a time: heads without merging, numbers of several levels, words for days."""

from __future__ import annotations

from datetime import date

from tests.directives.registers.layouts import Layout, Page, _, book, task


def party_conclusions() -> bytes:
    return book(
        Page(
            "KL",
            [
                ["BIỂU TỔNG HỢP TIẾN ĐỘ THỰC HIỆN KẾT LUẬN CỦA BAN THƯỜNG VỤ"],
                ["(Số liệu đến ngày 30/9/2024)"],
                ["TT", "Kết luận, chỉ đạo", "Cơ quan chủ trì", "Thời hạn hoàn thành", "Tiến độ thực hiện", "Kết quả"],
                ["I", "Thông báo kết luận số 120-TB/HU ngày 05/7/2024"],
                [
                    "1",
                    "Xây dựng đề án sắp xếp đơn vị hành chính",
                    "Phòng Nội vụ",
                    "30/8/2024",
                    "Đã hoàn thành ngày 28/8/2024",
                    "Đề án số 02/ĐA-UBND",
                ],
                ["2", "Báo cáo thu ngân sách", "Chi cục Thuế", "15/10/2024", "Đang tổng hợp", _],
                ["II", "Thông báo kết luận số 131-TB/HU ngày 02/8/2024"],
                ["1", "Khởi công trường mầm non", "BQL dự án đầu tư xây dựng", "Quý IV/2024", _, _],
                ["Cộng", "3 nhiệm vụ"],
            ],
            merged=["A1:F1", "B4:F4", "B7:F7"],
        )
    )


PARTY_CONCLUSIONS = Layout(
    party_conclusions,
    [
        task("Xây dựng đề án sắp xếp đơn vị hành chính", "Phòng Nội vụ", due="2024-08-30", done="2024-08-28", result="02/ĐA-UBND"),
        task("Báo cáo thu ngân sách", "Chi cục Thuế", due="2024-10-15"),
        task("Khởi công trường mầm non", "BQL dự án đầu tư xây dựng", due="2024-12-31"),
    ],
)  # fmt: skip


def school_plan() -> bytes:
    return book(
        Page(
            "KH năm học",
            [
                ["KẾ HOẠCH CÔNG TÁC THÁNG 9 NĂM 2023"],
                ["Tuần", "Nội dung công việc", "Bộ phận thực hiện", "Thời gian"],
                ["Tuần 1", "Khai giảng năm học mới", "Ban Giám hiệu", "05/9"],
                [_, "Ổn định nề nếp lớp học", "Giáo viên chủ nhiệm", "08/9"],
                ["Tuần 2", "Đại hội chi đội", "Tổng phụ trách Đội", "15/9"],
                [_, "Kiểm tra cơ sở vật chất", "Tổ Văn phòng", "cuối tháng 9"],
            ],
            merged=["A3:A4", "A5:A6"],
        )
    )


SCHOOL_PLAN = Layout(
    school_plan,
    [
        task("Khai giảng năm học mới", "Ban Giám hiệu", due="2023-09-05"),
        task("Ổn định nề nếp lớp học", "Giáo viên chủ nhiệm", due="2023-09-08"),
        task("Đại hội chi đội", "Tổng phụ trách Đội", due="2023-09-15"),
        task("Kiểm tra cơ sở vật chất", "Tổ Văn phòng", due="2023-09-30"),
    ],
)


def unmerged_groups() -> bytes:
    return book(
        Page(
            "DS",
            [
                ["Theo dõi nhiệm vụ 6 tháng đầu năm 2022"],
                ["", "Nhiệm vụ", "", "Đơn vị thực hiện", "", "Thời hạn", "Hoàn thành"],
                ["STT", "Nội dung", "Văn bản", "Chủ trì", "Phối hợp", "", "Ngày", "Văn bản"],
                [
                    "1",
                    "Tổng kiểm kê vật nuôi",
                    "10/KH-UBND, 12/01/2022",
                    "Trạm Chăn nuôi",
                    "UBND xã An Hiệp",
                    "28/02/2022",
                    "25/02/2022",
                    "08/BC-TCN",
                ],
                [
                    "2",
                    "Tiêm phòng dại",
                    "10/KH-UBND, 12/01/2022",
                    "Trạm Chăn nuôi",
                    "",
                    "trong 6 tháng đầu năm",
                    "",
                    "",
                ],
                ["3", "Trồng cây đầu xuân", "11/UBND", "Hạt Kiểm lâm", "", "10.02.2022", "", ""],
            ],
        )
    )


UNMERGED_GROUPS = Layout(
    unmerged_groups,
    [
        task("Tổng kiểm kê vật nuôi", "Trạm Chăn nuôi", support=["UBND xã An Hiệp"], number="10/KH-UBND", issued="2022-01-12", due="2022-02-28", done="2022-02-25", result="08/BC-TCN"),
        task("Tiêm phòng dại", "Trạm Chăn nuôi", number="10/KH-UBND", issued="2022-01-12", due="2022-06-30"),
        task("Trồng cây đầu xuân", "Hạt Kiểm lâm", number="11/UBND", due="2022-02-10"),
    ],
)  # fmt: skip


def units_without_labels() -> bytes:
    return book(
        Page(
            "Giao ban",
            [
                ["NỘI DUNG GIAO BAN NGÀY 12/8/2024"],
                ["Nhiệm vụ", "Hạn hoàn thành", "Ghi chú"],
                ["Phòng Tư pháp"],
                ["Báo cáo tình hình khiếu nại", "20/8", _],
                ["Chuẩn bị hội nghị phổ biến pháp luật", "30/8", "Kinh phí 20 triệu"],
                ["Phòng Y tế"],
                ["Phun hóa chất diệt muỗi", "Trước 25/8/2024", _],
                ["Ngành giáo dục"],
                ["Sửa chữa trường lớp", "1/9", _],
            ],
            merged=["A3:C3", "A6:C6", "A8:C8"],
        )
    )


UNITS_WITHOUT_LABELS = Layout(
    units_without_labels,
    [
        task("Báo cáo tình hình khiếu nại", "Phòng Tư pháp", due="2024-08-20"),
        task("Chuẩn bị hội nghị phổ biến pháp luật", "Phòng Tư pháp", due="2024-08-30"),
        task("Phun hóa chất diệt muỗi", "Phòng Y tế", due="2024-08-25"),
        task("Sửa chữa trường lớp", "Ngành giáo dục", due="2024-09-01"),
    ],
)


def several_assignments_one_letter() -> bytes:
    return book(
        Page(
            "Sheet2",
            [
                [
                    "STT",
                    "Số đến",
                    "Ngày đến",
                    "Nơi gửi",
                    "Số ký hiệu",
                    "Ngày VB",
                    "Trích yếu",
                    "Phòng xử lý",
                    "Hạn trả lời",
                    "Số VB đi",
                    "Ngày VB đi",
                ],
                [
                    1,
                    45,
                    date(2025, 3, 3),
                    "Sở Y tế",
                    "612/SYT-NVY",
                    date(2025, 2, 27),
                    "V/v báo cáo dịch sởi",
                    "Phòng Văn hóa - Xã hội",
                    date(2025, 3, 10),
                    "31/UBND-VX",
                    date(2025, 3, 9),
                ],
                [
                    2,
                    46,
                    date(2025, 3, 3),
                    "Sở Nội vụ",
                    "388/SNV-TCBM",
                    date(2025, 2, 28),
                    "V/v rà soát biên chế",
                    "Văn phòng HĐND và UBND",
                    date(2025, 3, 12),
                    _,
                    _,
                ],
                [
                    3,
                    47,
                    date(2025, 3, 4),
                    "Thanh tra tỉnh",
                    "77/TT-NV2",
                    date(2025, 3, 1),
                    "Kết luận thanh tra",
                    "Phòng Kinh tế",
                    _,
                    _,
                    _,
                ],
            ],
        )
    )


SEVERAL = Layout(
    several_assignments_one_letter,
    [
        task("V/v báo cáo dịch sởi", "Phòng Văn hóa - Xã hội", number="612/SYT-NVY", issued="2025-02-27", due="2025-03-10", done="2025-03-09", result="31/UBND-VX"),
        task("V/v rà soát biên chế", "Văn phòng HĐND và UBND", number="388/SNV-TCBM", issued="2025-02-28", due="2025-03-12"),
        task("Kết luận thanh tra", "Phòng Kinh tế", number="77/TT-NV2", issued="2025-03-01"),
    ],
)  # fmt: skip


def wide_notes() -> bytes:
    return book(
        Page(
            "Theo dõi CV",
            [
                ["Cập nhật ngày 20/11/2025 - Người cập nhật: Trần H"],
                ["Lưu ý: cột tô vàng là việc gấp"],
                [_],
                [
                    "STT",
                    "Tên nhiệm vụ",
                    "Lãnh đạo chỉ đạo",
                    "Đơn vị/cá nhân thực hiện",
                    "Ngày giao",
                    "Deadline",
                    "Status",
                    "Ngày hoàn thành",
                    "Link",
                ],
                [
                    "1",
                    "Cập nhật hồ sơ VNeID",
                    "A Tuấn",
                    "Công an xã",
                    "3/11/2025",
                    "15/11/2025",
                    "Done",
                    "14/11/2025",
                    "https://a.example/1",
                ],
                [
                    "2",
                    "Số hóa sổ hộ tịch",
                    "A Tuấn",
                    "Công chức Tư pháp - Hộ tịch",
                    "5/11/2025",
                    "30/11/2025",
                    "Doing",
                    "",
                    "",
                ],
                ["3", "Sơn lại cổng chào", "C Hoa", "Ấp 3", "10/11/2025", "31/12", "", "", ""],
                ["", "", "", "", "", "", "", "", ""],
                ["", "Đã xong: 1", "", "", "", "", "", "", ""],
            ],
        )
    )


WIDE_NOTES = Layout(
    wide_notes,
    [
        task("Cập nhật hồ sơ VNeID", "Công an xã", assigner="A Tuấn", issued="2025-11-03", due="2025-11-15", done="2025-11-14"),
        task("Số hóa sổ hộ tịch", "Công chức Tư pháp - Hộ tịch", assigner="A Tuấn", issued="2025-11-05", due="2025-11-30"),
        task("Sơn lại cổng chào", "Ấp 3", assigner="C Hoa", issued="2025-11-10", due="2025-12-31"),
    ],
)  # fmt: skip
