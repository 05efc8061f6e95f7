"""Registers of still other offices: ward, school, court-like exports, party committees, with habits of their own."""

from __future__ import annotations

from datetime import date

from tests.directives.registers.layouts import Layout, Page, _, book, task


def ward_board() -> bytes:
    return book(
        Page(
            "Bảng phân công",
            [
                ["UBND PHƯỜNG 4", _, _, _, _, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                ["BẢNG PHÂN CÔNG VÀ THEO DÕI CÔNG VIỆC TUẦN (từ 06/5/2024 đến 10/5/2024)"],
                [
                    "Đơn vị",
                    "Người thực hiện",
                    "Công việc",
                    "Ngày giao",
                    "Hạn hoàn thành",
                    "Tình hình thực hiện",
                    "Ghi chú",
                ],
                ["Công an phường", "Thiếu tá Hải", "1. Kiểm tra tạm trú khóm 2", "06/5", "08/5", "Xong 07/5", _],
                [_, "Trung úy Nam", "2. Xử lý karaoke gây ồn", "06/5", "10/5", "Đang làm", "Có 3 đơn"],
                [
                    "Văn phòng - Thống kê",
                    "Chị Thu",
                    "3. Tổng hợp báo cáo tuần",
                    "06/5",
                    "16h00 ngày 10/5",
                    "Chưa làm",
                    _,
                ],
                ["Địa chính - Xây dựng", "Anh Quý", "4. Xác nhận hồ sơ đất", "07/5", _, _, _],
            ],
            merged=["A2:G2", "A4:A5"],
        )
    )


WARD_BOARD = Layout(
    ward_board,
    [
        task("1. Kiểm tra tạm trú khóm 2", "Công an phường", issued="2024-05-06", due="2024-05-08", done="2024-05-07"),
        task("2. Xử lý karaoke gây ồn", "Công an phường", issued="2024-05-06", due="2024-05-10"),
        task("3. Tổng hợp báo cáo tuần", "Văn phòng - Thống kê", issued="2024-05-06", due="2024-05-10"),
        task("4. Xác nhận hồ sơ đất", "Địa chính - Xây dựng", issued="2024-05-07"),
    ],
)


def number_parts() -> bytes:
    return book(
        Page(
            "2021",
            [
                ["TỔNG HỢP CÁC NHIỆM VỤ DO TỈNH GIAO"],
                [
                    "STT",
                    "Văn bản của tỉnh",
                    "",
                    "",
                    "Trích yếu",
                    "Đơn vị được giao chủ trì",
                    "Đơn vị cùng phối hợp",
                    "Thời hạn",
                    "",
                    "Văn bản thực hiện",
                    "",
                ],
                ["", "Loại", "Số", "Ngày", "", "", "", "Theo VB", "Gia hạn", "Số", "Ngày"],
                [
                    1,
                    "Công văn",
                    "512/UBND-ĐTXD",
                    date(2021, 5, 4),
                    "Báo cáo tiến độ giải ngân",
                    "Phòng Tài chính - Kế hoạch",
                    "",
                    date(2021, 5, 20),
                    "",
                    "140/BC-UBND",
                    date(2021, 5, 19),
                ],
                [
                    2,
                    "Quyết định",
                    "733/QĐ-UBND",
                    date(2021, 5, 6),
                    "Thành lập ban chỉ đạo bầu cử",
                    "Phòng Nội vụ",
                    "Văn phòng HĐND và UBND",
                    date(2021, 5, 15),
                    date(2021, 5, 22),
                    "",
                    "",
                ],
                [
                    3,
                    "Thông báo",
                    "98/TB-UBND",
                    date(2021, 5, 11),
                    "Kết luận về xử lý rác thải",
                    "Phòng TN&MT",
                    "các xã, thị trấn",
                    "",
                    "",
                    "",
                    "",
                ],
                ["Tổng", "", "", "", "", 3],
            ],
        )
    )


NUMBER_PARTS = Layout(
    number_parts,
    [
        task("Báo cáo tiến độ giải ngân", "Phòng Tài chính - Kế hoạch", number="512/UBND-ĐTXD", issued="2021-05-04", due="2021-05-20", done="2021-05-19", result="140/BC-UBND"),
        task("Thành lập ban chỉ đạo bầu cử", "Phòng Nội vụ", support=["Văn phòng HĐND và UBND"], number="733/QĐ-UBND", issued="2021-05-06", due="2021-05-15"),
        task("Kết luận về xử lý rác thải", "Phòng TN&MT", support=["các xã, thị trấn"], number="98/TB-UBND", issued="2021-05-11"),
    ],
)  # fmt: skip


def groups_by_deadline() -> bytes:
    return book(
        Page(
            "Đang xử lý",
            [
                ["DANH SÁCH NHIỆM VỤ CÒN NỢ ĐẾN NGÀY 15/10/2025"],
                ["STT", "NHIỆM VỤ", "CƠ QUAN CHỦ TRÌ", "CƠ QUAN PHỐI HỢP", "HẠN", "VĂN BẢN GIAO", "NGUYÊN NHÂN"],
                ["I", "NHIỆM VỤ QUÁ HẠN: 02"],
                [
                    1,
                    "Bàn giao trụ sở sau sáp nhập",
                    "Phòng Kinh tế, Hạ tầng và Đô thị",
                    "Văn phòng HĐND và UBND phường",
                    "30/9/2025",
                    "120/KH-UBND ngày 05/8/2025",
                    "Chưa có kinh phí",
                ],
                [
                    2,
                    "Hoàn thiện cơ sở dữ liệu hộ tịch",
                    "Trung tâm Phục vụ hành chính công",
                    _,
                    "10/10/2025",
                    "131/KH-UBND ngày 12/8/2025",
                    _,
                ],
                ["II", "NHIỆM VỤ SẮP ĐẾN HẠN: 01"],
                [
                    1,
                    "Diễn tập khu vực phòng thủ",
                    "Ban Chỉ huy Quân sự phường",
                    "Công an phường",
                    "25/10/2025",
                    "140/KH-UBND ngày 03/9/2025",
                    _,
                ],
                ["III", "NHIỆM VỤ KHÔNG THỜI HẠN: 01"],
                [1, "Trực đường dây nóng", "Trung tâm Phục vụ hành chính công", _, "Không thời hạn", _, _],
                [_, "Nơi nhận:", _, _, "CHỦ TỊCH"],
                [_, "- Như trên;", _, _, _],
                [_, "- Lưu: VT.", _, _, "Phan Văn G"],
            ],
        )
    )


GROUPS_BY_DEADLINE = Layout(
    groups_by_deadline,
    [
        task("Bàn giao trụ sở sau sáp nhập", "Phòng Kinh tế, Hạ tầng và Đô thị", support=["Văn phòng HĐND và UBND phường"], due="2025-09-30", number="120/KH-UBND", issued="2025-08-05"),
        task("Hoàn thiện cơ sở dữ liệu hộ tịch", "Trung tâm Phục vụ hành chính công", due="2025-10-10", number="131/KH-UBND", issued="2025-08-12"),
        task("Diễn tập khu vực phòng thủ", "Ban Chỉ huy Quân sự phường", support=["Công an phường"], due="2025-10-25", number="140/KH-UBND", issued="2025-09-03"),
        task("Trực đường dây nóng", "Trung tâm Phục vụ hành chính công"),
    ],
)  # fmt: skip


def two_documents_a_sheet() -> bytes:
    return book(
        Page(
            "TB 45",
            [
                ["Theo dõi thực hiện Thông báo số 45/TB-UBND ngày 10/02/2023"],
                ["TT", "Nội dung giao", "Đơn vị", "Thời gian", "Kết quả đến nay"],
                [
                    "a",
                    "Trình phương án giá nước",
                    "Phòng TC-KH",
                    "20/02",
                    "Đã trình tại Tờ trình số 30/TTr-TCKH ngày 18/02/2023",
                ],
                ["b", "Nghiệm thu nhà văn hóa", "BQL dự án", "tháng 3", "Đang hoàn thiện hồ sơ"],
            ],
        ),
        Page(
            "TB 52",
            [
                ["Theo dõi thực hiện Thông báo số 52/TB-UBND ngày 01/3/2023"],
                ["TT", "Nội dung giao", "Đơn vị", "Thời gian", "Kết quả đến nay"],
                ["a", "Kiểm tra an toàn hồ chứa", "Phòng NN&PTNT", "trước 15/4", _],
                [_, "Ghi chú: mực nước đo hằng ngày", _, _, _],
                ["b", "Mua sắm thiết bị dạy học", "Phòng GD&ĐT", "cuối quý II", "Chưa thực hiện"],
            ],
        ),
    )


TWO_DOCUMENTS = Layout(
    two_documents_a_sheet,
    [
        task("Trình phương án giá nước", "Phòng TC-KH", due="2023-02-20", done="2023-02-18", result="30/TTr-TCKH"),
        task("Nghiệm thu nhà văn hóa", "BQL dự án", due="2023-03-31"),
        task("Kiểm tra an toàn hồ chứa", "Phòng NN&PTNT", due="2023-04-15"),
        task("Mua sắm thiết bị dạy học", "Phòng GD&ĐT", due="2023-06-30"),
    ],
)  # fmt: skip


def lines_of_the_book() -> bytes:
    return book(
        Page(
            "Sổ",
            [
                [_, _, "SỔ THEO DÕI CHỈ ĐẠO"],
                [_, _, _],
                [
                    _,
                    "STT",
                    "Ngày tháng",
                    "Nội dung chỉ đạo",
                    "Người chỉ đạo",
                    "Giao đơn vị",
                    "Thời hạn hoàn thành",
                    "Ngày báo cáo kết quả",
                ],
                [
                    _,
                    1,
                    "02/3/2020",
                    "Chuẩn bị khu cách ly tập trung",
                    "CT UBND",
                    "Trung tâm Y tế",
                    "05/3/2020",
                    "04/3/2020",
                ],
                [_, 2, "nt", "Mua khẩu trang dự phòng", "nt", "Phòng TC-KH", "06/3/2020", "Chưa"],
                [_, 3, "09/3/2020", "Dừng lễ hội đông người", "PCT UBND", "UBND các xã", "ngay", _],
                [_, "", "", "", "", "", "", ""],
                [_, "Ghi chú: CT là Chủ tịch; PCT là Phó Chủ tịch"],
            ],
        )
    )


LINES_OF_THE_BOOK = Layout(
    lines_of_the_book,
    [
        task("Chuẩn bị khu cách ly tập trung", "Trung tâm Y tế", issued="2020-03-02", assigner="CT UBND", due="2020-03-05", done="2020-03-04"),
        task("Mua khẩu trang dự phòng", "Phòng TC-KH", issued="2020-03-02", assigner="CT UBND", due="2020-03-06"),
        task("Dừng lễ hội đông người", "UBND các xã", issued="2020-03-09", assigner="PCT UBND"),
    ],
    problems=[(6, "G")],  # "ngay" is no day
)  # fmt: skip


def english_dates_and_names() -> bytes:
    return book(
        Page(
            "Theo dõi",
            [
                [
                    "No.",
                    "Nội dung",
                    "Mức ưu tiên",
                    "Bộ phận chủ trì",
                    "Bắt đầu",
                    "Kết thúc",
                    "% hoàn thành",
                    "Ngày kết thúc thực tế",
                ],
                [
                    1,
                    "Nâng cấp cổng thông tin điện tử",
                    "Cao",
                    "Phòng VHTT",
                    date(2023, 1, 9),
                    date(2023, 2, 28),
                    1,
                    date(2023, 2, 27),
                ],
                [2, "Tập huấn chữ ký số", "Vừa", "Phòng Nội vụ", date(2023, 3, 1), date(2023, 3, 31), 0.5, _],
            ],
        )
    )


ENGLISH = Layout(
    english_dates_and_names,
    [
        task("Nâng cấp cổng thông tin điện tử", "Phòng VHTT", due="2023-02-28", done="2023-02-27"),
        task("Tập huấn chữ ký số", "Phòng Nội vụ", due="2023-03-31"),
    ],
)
