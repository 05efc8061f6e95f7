"""Further registers, each laid out in a way of its own."""

from __future__ import annotations

from datetime import date, datetime

from tests.directives.registers.layouts import Layout, Page, _, book, task
from tests.directives.registers.layouts_ods import ods


def commune_notebook() -> bytes:
    return book(
        Page(
            "So tay",
            [
                ["ĐẢNG ỦY XÃ TÂN BÌNH", _, _, _, "ĐẢNG CỘNG SẢN VIỆT NAM"],
                ["VĂN PHÒNG", _, _, _, "Tân Bình, ngày 05 tháng 01 năm 2026"],
                [_],
                ["BẢNG THEO DÕI THỰC HIỆN KẾT LUẬN GIAO BAN"],
                [_],
                [
                    "Stt",
                    "Nhiệm vụ được giao tại kết luận giao ban",
                    "Người phụ trách",
                    "Cơ quan, đơn vị chủ trì tham mưu",
                    "Cơ quan, đơn vị phối hợp",
                    "Thời hạn báo cáo",
                    "Mức độ hoàn thành",
                    "Lý do chậm",
                ],
                [
                    "01",
                    "Chuẩn bị nội dung kỳ họp HĐND xã",
                    "Đ/c Hùng",
                    "Văn phòng HĐND&UBND xã",
                    "Phòng Kinh tế",
                    "10/01",
                    "Hoàn thành (08/01/2026)",
                    _,
                ],
                [
                    "02",
                    "Rà soát nhà ở xuống cấp",
                    "Đ/c Lan",
                    "Phòng Kinh tế",
                    "Phòng Văn hóa - Xã hội;\nCông an xã",
                    "Trước 20/01",
                    "Đang thực hiện 50%",
                    "Thiếu nhân lực",
                ],
                ["03", "Báo cáo tình hình an ninh trật tự hằng tuần", "Đ/c Minh", "Công an xã", _, "Hằng tuần", _, _],
                [
                    "04",
                    "Tổng kết công tác năm",
                    "Đ/c Hùng",
                    "Văn phòng HĐND&UBND xã",
                    _,
                    "28/02/2026",
                    "Chưa đến hạn",
                    _,
                ],
                [_, "Tổng: 04 nhiệm vụ; hoàn thành 01; đang thực hiện 03"],
                [_],
                [_, _, _, _, "T/M BAN THƯỜNG VỤ"],
                [_, _, _, _, "CHÁNH VĂN PHÒNG"],
            ],
            merged=["A4:H4"],
        )
    )


COMMUNE_NOTEBOOK = Layout(
    commune_notebook,
    [
        task("Chuẩn bị nội dung kỳ họp HĐND xã", "Văn phòng HĐND&UBND xã", support=["Phòng Kinh tế"], due="2026-01-10", done="2026-01-08"),
        task("Rà soát nhà ở xuống cấp", "Phòng Kinh tế", support=["Phòng Văn hóa - Xã hội", "Công an xã"], due="2026-01-20"),
        task("Báo cáo tình hình an ninh trật tự hằng tuần", "Công an xã"),
        task("Tổng kết công tác năm", "Văn phòng HĐND&UBND xã", due="2026-02-28"),
    ],
)  # fmt: skip


def province_export() -> bytes:
    return book(
        Page(
            "Export",
            [
                ["Danh sách nhiệm vụ", _, _, _, _, _, _, _, _],
                ["Thời gian kết xuất: 12/06/2024 08:15", _, _, _, _, _, _, _, _],
                [_],
                [
                    "#",
                    "Số hiệu VB",
                    "Ngày ban hành",
                    "Nội dung nhiệm vụ giao",
                    "Lãnh đạo giao",
                    "Đơn vị thực hiện",
                    "Đơn vị phối hợp",
                    "Hạn xử lý",
                    "Ngày hoàn thành",
                    "Trạng thái",
                    "Số ngày trễ",
                ],
                [
                    1,
                    "1204/UBND-KSTT",
                    datetime(2024, 3, 1),
                    "Triển khai thanh toán trực tuyến",
                    "Trần Văn B",
                    "Sở Tài chính",
                    "Sở Nội vụ, Sở Tư pháp",
                    datetime(2024, 3, 31),
                    datetime(2024, 4, 2),
                    "Hoàn thành trễ hạn",
                    2,
                ],
                [
                    2,
                    "1211/UBND-NL",
                    datetime(2024, 3, 2),
                    "Khắc phục sạt lở bờ sông",
                    "Trần Văn B",
                    "Sở Nông nghiệp và Phát triển nông thôn",
                    _,
                    datetime(2024, 6, 30),
                    _,
                    "Đang thực hiện trong hạn",
                    0,
                ],
                [
                    3,
                    "1233/UBND-TH",
                    datetime(2024, 3, 5),
                    "Cung cấp số liệu tổng hợp",
                    "Lê Thị C",
                    "UBND huyện Châu Thành",
                    _,
                    _,
                    _,
                    "Đang thực hiện không hạn",
                    0,
                ],
                ["Tổng số bản ghi: 3"],
            ],
        ),
        Page("Thống kê", [["Trạng thái", "Số nhiệm vụ"], ["Hoàn thành", 1], ["Đang thực hiện", 2]]),
    )


PROVINCE_EXPORT = Layout(
    province_export,
    [
        task("Triển khai thanh toán trực tuyến", "Sở Tài chính", support=["Sở Nội vụ", "Sở Tư pháp"], number="1204/UBND-KSTT", issued="2024-03-01", due="2024-03-31", done="2024-04-02", assigner="Trần Văn B"),
        task("Khắc phục sạt lở bờ sông", "Sở Nông nghiệp và Phát triển nông thôn", number="1211/UBND-NL", issued="2024-03-02", due="2024-06-30", assigner="Trần Văn B"),
        task("Cung cấp số liệu tổng hợp", "UBND huyện Châu Thành", number="1233/UBND-TH", issued="2024-03-05", assigner="Lê Thị C"),
    ],
)  # fmt: skip


def plan_by_unit_blocks() -> bytes:
    heading = ["TT", "Nhiệm vụ", "Sản phẩm", "Thời gian hoàn thành", "Ghi chú"]
    return book(
        Page(
            "Phụ lục",
            [
                ["PHỤ LỤC"],
                ["Phân công nhiệm vụ thực hiện Kế hoạch số 45/KH-UBND ngày 20 tháng 02 năm 2023 của UBND huyện"],
                [_],
                ["I. PHÒNG TÀI CHÍNH - KẾ HOẠCH"],
                heading,
                [1, "Thẩm định dự toán các đơn vị", "Tờ trình", "Quý II/2023", _],
                [2, "Công khai ngân sách", "Thông báo", "05/7/2023", _],
                ["II. PHÒNG KINH TẾ VÀ HẠ TẦNG"],
                heading,
                [
                    1,
                    "Lập quy hoạch chi tiết chợ trung tâm",
                    "Đồ án quy hoạch",
                    "Tháng 9/2023",
                    "Xin ý kiến Sở Xây dựng",
                ],
                ["III. UBND CÁC XÃ, THỊ TRẤN"],
                heading,
                [1, "Giải tỏa lấn chiếm lòng đường", _, "Thường xuyên", _],
            ],
            merged=["A1:E1", "A2:E2", "A4:E4", "A8:E8", "A11:E11"],
        )
    )


PLAN_BY_UNIT_BLOCKS = Layout(
    plan_by_unit_blocks,
    [
        task("Thẩm định dự toán các đơn vị", "PHÒNG TÀI CHÍNH - KẾ HOẠCH", due="2023-06-30", result="Tờ trình"),
        task("Công khai ngân sách", "PHÒNG TÀI CHÍNH - KẾ HOẠCH", due="2023-07-05", result="Thông báo"),
        task("Lập quy hoạch chi tiết chợ trung tâm", "PHÒNG KINH TẾ VÀ HẠ TẦNG", due="2023-09-30", result="Đồ án quy hoạch"),
        task("Giải tỏa lấn chiếm lòng đường", "UBND CÁC XÃ, THỊ TRẤN"),
    ],
)  # fmt: skip


def deep_and_wide() -> bytes:
    return book(
        Page(
            "BC tuần 12",
            [
                ["UBND THÀNH PHỐ CAO LÃNH"],
                ["THEO DÕI VIỆC THỰC HIỆN Ý KIẾN CHỈ ĐẠO CỦA CHỦ TỊCH UBND THÀNH PHỐ"],
                ["Tuần 12 năm 2022"],
                [_],
                [_, "STT", "Ý kiến chỉ đạo", _, _, "Phân công", _, "Thời gian", _, "Kết quả"],
                [_, _, "Nội dung", "Văn bản", _, "Đơn vị chủ trì", "Đơn vị phối hợp", "Yêu cầu", "Thực tế", _],
                [_, _, _, "Số", "Ngày", _, _, _, _, _],
                [
                    _,
                    1,
                    "Xử lý đơn của bà Nguyễn Thị D",
                    "155/UBND-TCD",
                    "14/3/22",
                    "Thanh tra thành phố",
                    "Phòng TN&MT",
                    "21/3/22",
                    "20/3/22",
                    "33/BC-TTr",
                ],
                [
                    _,
                    2,
                    "Khơi thông cống thoát nước\nđường 30/4",
                    "156/UBND-QLĐT",
                    "15/3/22",
                    "Phòng QLĐT",
                    _,
                    "25/3/22",
                    _,
                    _,
                ],
                [_, "Người tổng hợp: Nguyễn Văn E"],
            ],
            merged=[
                "B5:B7",
                "C5:E5",
                "C6:C7",
                "D6:E6",
                "F5:G5",
                "F6:F7",
                "G6:G7",
                "H5:I5",
                "H6:H7",
                "I6:I7",
                "J5:J7",
                "A1:E1",
                "A2:J2",
                "A3:J3",
            ],
        )
    )


DEEP_AND_WIDE = Layout(
    deep_and_wide,
    [
        task("Xử lý đơn của bà Nguyễn Thị D", "Thanh tra thành phố", support=["Phòng TN&MT"], number="155/UBND-TCD", issued="2022-03-14", due="2022-03-21", done="2022-03-20", result="33/BC-TTr"),
        task("Khơi thông cống thoát nước\nđường 30/4", "Phòng QLĐT", number="156/UBND-QLĐT", issued="2022-03-15", due="2022-03-25"),
    ],
)  # fmt: skip


def open_document_months() -> bytes:
    heading = ["Stt", "Nội dung công việc", "Phòng thực hiện", "Ngày giao", "Ngày phải xong", "Ngày đã xong"]
    return ods(
        {
            "T1.2025": [
                ["CÔNG VIỆC THÁNG 1/2025"],
                heading,
                [1, "Chăm lo Tết", "Phòng LĐTBXH", date(2025, 1, 3), date(2025, 1, 20), date(2025, 1, 18)],
            ],
            "T2.2025": [
                ["CÔNG VIỆC THÁNG 2/2025"],
                heading,
                [1, "Giao quân", "BCH Quân sự", "10/2", "26/2", "26/2"],
                [2, "Mừng Đảng mừng xuân", "Phòng VHTT", "10/2", "28/2", "chưa"],
            ],
            "Ghi chú": [["Người lập: văn thư"], ["Cập nhật hằng tuần"]],
        }
    )


OPEN_DOCUMENT_MONTHS = Layout(
    open_document_months,
    [
        task("Chăm lo Tết", "Phòng LĐTBXH", issued="2025-01-03", due="2025-01-20", done="2025-01-18"),
        task("Giao quân", "BCH Quân sự", issued="2025-02-10", due="2025-02-26", done="2025-02-26"),
        task("Mừng Đảng mừng xuân", "Phòng VHTT", issued="2025-02-10", due="2025-02-28"),
    ],
)  # fmt: skip

_LINES = [
    "sep=,",
    "BÁO CÁO THEO DÕI CÔNG VIỆC QUÝ I NĂM 2026,,,,,,",
    "TT,Căn cứ,Việc cần làm,Giao cho,Cùng làm,Xong trước ngày,Hoàn thành",
    '1,"Thông báo số 9/TB-UBND ngày 12/01/2026","Lập tổ kiểm tra, báo cáo",Phòng Nội vụ,"Phòng Y tế; Công an xã",30/01,29/01/2026',
    "2,Kết luận 03-KL/ĐU,Sửa đường liên ấp,Phòng Kinh tế,,Quý I,",
    '3,"Công văn số 18/SNV ngày 2/2/2026",Nộp báo cáo biên chế,Phòng Nội vụ,,15-02-2026,chưa xong',
    ",,Cộng: 3 việc,,,,",
]
PLAIN_TEXT = Layout(
    lambda: "\r\n".join(_LINES).encode("utf-8-sig"),
    [
        task("Lập tổ kiểm tra, báo cáo", "Phòng Nội vụ", support=["Phòng Y tế", "Công an xã"], number="9/TB-UBND", issued="2026-01-12", due="2026-01-30", done="2026-01-29"),
        task("Sửa đường liên ấp", "Phòng Kinh tế", number="03-KL/ĐU", due="2026-03-31"),
        task("Nộp báo cáo biên chế", "Phòng Nội vụ", number="18/SNV", issued="2026-02-02", due="2026-02-15"),
    ],
)  # fmt: skip
