"""Registers of offices: the document register, abbreviations, deep headings, a sheet for each unit or month."""

from __future__ import annotations

from datetime import date, datetime

from tests.directives.registers.layouts import Layout, Page, _, book, counted, task

MOTTO = [
    ["ỦY BAN NHÂN DÂN", _, _, _, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["HUYỆN CHÂU THÀNH", _, _, _, "Độc lập - Tự do - Hạnh phúc"],
    [_, _, _, _, _],
]


def document_register() -> bytes:
    return book(
        Page(
            "VB đến",
            [
                *MOTTO,
                ["SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN"],
                ["(Từ ngày 01/3/2022 đến ngày 31/3/2022)"],
                [
                    "Số đến",
                    "Số, ký hiệu, ngày tháng VB",
                    "Trích yếu nội dung",
                    "Đơn vị hoặc người nhận xử lý",
                    "Thời hạn giải quyết",
                    "Tiến độ giải quyết",
                    "Số, ký hiệu VB trả lời",
                    "Ghi chú",
                ],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
                [
                    101,
                    "415/STP-HCTP\nngày 02/3/2022",
                    "Báo cáo công tác hộ tịch quý I",
                    "Phòng Tư pháp",
                    "15/3",
                    "Đã hoàn thành ngày 14/3/2022",
                    "57/BC-PTP",
                    _,
                ],
                [
                    102,
                    "88/SNV-CCHC\n03/3/2022",
                    "Góp ý dự thảo kế hoạch cải cách hành chính",
                    "Phòng Nội vụ",
                    "trước 20/3/2022",
                    "Đang thực hiện",
                    _,
                    "Nhắc lần 1",
                ],
                [
                    103,
                    "97/UBND-KT\nngày 10/3/2022",
                    "Rà soát danh mục dự án chậm tiến độ",
                    "P. TC-KH",
                    "Quý II/2022",
                    _,
                    _,
                    _,
                ],
                [_, "Tổng số: 03 văn bản"],
            ],
            merged=["A4:H4", "A5:H5"],
        )
    )


DOCUMENT_REGISTER = Layout(
    document_register,
    [
        task(
            "Báo cáo công tác hộ tịch quý I",
            "Phòng Tư pháp",
            number="415/STP-HCTP",
            issued="2022-03-02",
            due="2022-03-15",
            done="2022-03-14",
            result="57/BC-PTP",
        ),
        task(
            "Góp ý dự thảo kế hoạch cải cách hành chính",
            "Phòng Nội vụ",
            number="88/SNV-CCHC",
            issued="2022-03-03",
            due="2022-03-20",
        ),
        task(
            "Rà soát danh mục dự án chậm tiến độ",
            "P. TC-KH",
            number="97/UBND-KT",
            issued="2022-03-10",
            due="2022-06-30",
        ),
    ],
)


def abbreviations() -> bytes:
    return book(
        Page(
            "Theo dõi",
            [
                ["BẢNG THEO DÕI NV DO CHỦ TỊCH UBND XÃ GIAO NĂM 2023"],
                ["TT", "Nội dung NV", "ĐV chủ trì", "ĐV phối hợp", "LĐ giao", "SKH VB", "Ngày VB", "Hạn HT", "Ngày HT", "KQ"],
                [1, "Lập danh sách hộ nghèo", "VP HĐND&UBND", "Công an xã", "PCT VX", "12/KH-UBND", "5/1/23", "31.1.2023", "30.1.2023", "BC số 05/BC-VP"],
                [2, "Kiểm tra vệ sinh môi trường", "Công chức ĐC-XD", _, "CT", "15/UBND", "9/1/23", "trước ngày 20/02/2023", _, _],
                [3, "Trực tiếp công dân", "VP HĐND&UBND", _, "CT", _, _, "Thường xuyên", _, _],
                ["Cộng: 3 NV"],
            ],
        )
    )  # fmt: skip


ABBREVIATIONS = Layout(
    abbreviations,
    [
        task(
            "Lập danh sách hộ nghèo",
            "VP HĐND&UBND",
            support=["Công an xã"],
            assigner="PCT VX",
            number="12/KH-UBND",
            issued="2023-01-05",
            due="2023-01-31",
            done="2023-01-30",
            result="05/BC-VP",
        ),
        task(
            "Kiểm tra vệ sinh môi trường",
            "Công chức ĐC-XD",
            assigner="CT",
            number="15/UBND",
            issued="2023-01-09",
            due="2023-02-20",
        ),
        task("Trực tiếp công dân", "VP HĐND&UBND", assigner="CT"),
    ],
)


def three_row_heading() -> bytes:
    return book(
        Page(
            "Nhiệm vụ 2021",
            [
                ["DANH MỤC NHIỆM VỤ UBND TỈNH GIAO NĂM 2021"],
                [_],
                ["STT", "Văn bản giao nhiệm vụ", _, _, "Nội dung nhiệm vụ", "Cơ quan thực hiện", _, "Tiến độ", _, _, _, "Ghi chú"],
                [_, "Số, ký hiệu", "Ngày ban hành", "Người ký", _, "Chủ trì", "Phối hợp", "Thời hạn hoàn thành", "Kết quả thực hiện", _, _, _],
                [_, _, _, _, _, _, _, _, "Văn bản", "Ngày hoàn thành", "Đánh giá", _],
                ["A", "B", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
                [1, "120/TB-UBND", date(2021, 4, 2), "Chủ tịch", "Xây dựng đề án du lịch cộng đồng", "Phòng VH&TT", "Phòng TC-KH; UBND xã Tân Phú", "Trong tháng 6/2021", "210/TTr-PVHTT", date(2021, 6, 25), "Đúng hạn", _],
                [2, "133/TB-UBND", date(2021, 4, 20), "PCT", "Bàn giao mặt bằng khu dân cư", "UBND thị trấn Cái Tàu Hạ", _, "30 tháng 7 năm 2021", _, _, "Chưa đến hạn", "Vướng hộ ông A"],
            ],
            merged=["A1:L1", "A3:A5", "B3:D3", "B4:B5", "C4:C5", "D4:D5", "E3:E5", "F3:G3", "F4:F5", "G4:G5", "H3:K3", "H4:H5", "I4:K4", "L3:L5"],
        )
    )  # fmt: skip


THREE_ROW_HEADING = Layout(
    three_row_heading,
    [
        task(
            "Xây dựng đề án du lịch cộng đồng",
            "Phòng VH&TT",
            support=["Phòng TC-KH", "UBND xã Tân Phú"],
            number="120/TB-UBND",
            issued="2021-04-02",
            assigner="Chủ tịch",
            due="2021-06-30",
            done="2021-06-25",
            result="210/TTr-PVHTT",
        ),
        task(
            "Bàn giao mặt bằng khu dân cư",
            "UBND thị trấn Cái Tàu Hạ",
            number="133/TB-UBND",
            issued="2021-04-20",
            assigner="PCT",
            due="2021-07-30",
        ),
    ],
)


def sheet_for_each_unit() -> bytes:
    heading = ["Số TT", "Công việc được giao", "Văn bản", "Thời gian hoàn thành", "Hoàn thành ngày"]
    return book(
        Page("Bìa", [["SỔ GIAO VIỆC 2022"], ["Gồm 2 đơn vị"]]),
        Page("Phòng Y tế", [["SỔ GIAO VIỆC NĂM 2022"], heading, [1, "Tiêm chủng mở rộng đợt 2", "22/KH-UBND ngày 14/02/2022", "30/4", "28/4/2022"]]),
        Page("Phòng TN-MT", [["SỔ GIAO VIỆC NĂM 2022"], heading, ["1", "Cấp giấy chứng nhận tồn đọng", _, "Quý III", _], ["2", "Xử lý điểm đổ rác tự phát", "31/UBND-TNMT ngày 01/3/2022", "cuối tháng 3", _]]),
        Page("Tổng hợp", [["Đơn vị", "Tổng số nhiệm vụ", "Đã hoàn thành", "Chưa đến hạn", "Quá hạn"], ["Phòng Y tế", 1, 1, 0, 0], ["Phòng TN-MT", 2, 0, 2, 0], ["Tổng cộng", 3, 1, 2, 0]]),
    )  # fmt: skip


SHEET_FOR_EACH_UNIT = Layout(
    sheet_for_each_unit,
    [
        task(
            "Tiêm chủng mở rộng đợt 2",
            "Phòng Y tế",
            number="22/KH-UBND",
            issued="2022-02-14",
            due="2022-04-30",
            done="2022-04-28",
        ),
        task("Cấp giấy chứng nhận tồn đọng", "Phòng TN-MT", due="2022-09-30"),
        task("Xử lý điểm đổ rác tự phát", "Phòng TN-MT", number="31/UBND-TNMT", issued="2022-03-01", due="2022-03-31"),
    ],
)


def sheet_for_each_month() -> bytes:
    heading = ["STT", "Nhiệm vụ", "Phòng, ban thực hiện", "Hạn", "Trạng thái", "Ngày xong"]
    return book(
        Page("Tháng 11", [["NHIỆM VỤ TRỌNG TÂM THÁNG 11 NĂM 2022"], heading, [1, "Chốt dự toán 2023", "Phòng TC-KH", "25/11", "Hoàn thành", "24/11"], [2, "Tổng kết phong trào thi đua", "Phòng Nội vụ", "5/12", "Chưa hoàn thành", _]]),
        Page("Tháng 12", [["NHIỆM VỤ TRỌNG TÂM THÁNG 12 NĂM 2022"], [_], heading, [1, "Báo cáo tổng kết năm", "Văn phòng", "15/12/2022", "Đang làm", _], [2, "Trang trí đón năm mới", "Trung tâm Văn hóa", "trước 31/12", _, _]]),
        Page("Tháng 10 (cũ)", [["NHIỆM VỤ THÁNG 10 NĂM 2022"], heading, [1, "Việc đã bỏ", "Văn phòng", "1/10", _, _]], is_hidden=True),
    )  # fmt: skip


SHEET_FOR_EACH_MONTH = Layout(
    sheet_for_each_month,
    [
        task("Chốt dự toán 2023", "Phòng TC-KH", due="2022-11-25", done="2022-11-24"),
        task("Tổng kết phong trào thi đua", "Phòng Nội vụ", due="2022-12-05"),
        task("Báo cáo tổng kết năm", "Văn phòng", due="2022-12-15"),
        task("Trang trí đón năm mới", "Trung tâm Văn hóa", due="2022-12-31"),
    ],
)


def units_merged_down() -> bytes:
    return book(
        Page(
            "TH",
            [
                ["TỔNG HỢP NHIỆM VỤ ĐANG THEO DÕI"],
                ["Phòng ban", "STT", "Số hiệu công văn", _, "Ngày phát hành", "Công việc phải làm", "Phải xong trước", "Báo cáo kết quả"],
                ["Phòng Lao động - TB&XH", 1, "77/UBND-VX", _, "03-02-2021", "Chi trả trợ cấp tháng 2", "10-02-2021", "15/BC-LĐTBXH ngày 09-02-2021"],
                [_, 2, _, _, _, "Thăm gia đình chính sách", "08-02-2021", _],
                [_, 3, "80/UBND-VX", _, "05-02-2021", "Rà soát đối tượng bảo trợ", "28-02-2021", "Chưa báo cáo"],
                ["Công an huyện", 4, "81/UBND-NC", _, "05-02-2021", "Bảo đảm an ninh dịp Tết", "26-02-2021", _],
                [_, 5, _, _, _, "Cấp căn cước công dân gắn chíp", "Không xác định", _],
            ],
            merged=["A3:A5", "A6:A7", "C3:C4", "E3:E4", "C6:C7", "E6:E7"],
        )
    )  # fmt: skip


_UNIT = "Phòng Lao động - TB&XH"
UNITS_MERGED_DOWN = Layout(
    units_merged_down,
    [
        task(
            "Chi trả trợ cấp tháng 2",
            _UNIT,
            number="77/UBND-VX",
            issued="2021-02-03",
            due="2021-02-10",
            done="2021-02-09",
            result="15/BC-LĐTBXH",
        ),
        task("Thăm gia đình chính sách", _UNIT, number="77/UBND-VX", issued="2021-02-03", due="2021-02-08"),
        task("Rà soát đối tượng bảo trợ", _UNIT, number="80/UBND-VX", issued="2021-02-05", due="2021-02-28"),
        task("Bảo đảm an ninh dịp Tết", "Công an huyện", number="81/UBND-NC", issued="2021-02-05", due="2021-02-26"),
        task("Cấp căn cước công dân gắn chíp", "Công an huyện", number="81/UBND-NC", issued="2021-02-05"),
    ],
)


def counted_values() -> bytes:
    return counted(
        [
            ["SỔ THEO DÕI"],
            ["STT", "Số CV", "Ngày CV", "Nội dung yêu cầu", "Đơn vị", "Số ngày", "Hạn trả lời", "Ngày trả lời", "Còn lại (ngày)"],
            [("=ROW()-2", 1), "201/UBND-NC", 44205, "Báo cáo vụ việc khiếu nại", "Thanh tra huyện", 10, ("=C3+F3", 44215), 44214, ("=G3-TODAY()", -1000)],
            [("=ROW()-2", 2), "205/UBND-NC", 44210, "Rà soát kết luận thanh tra", ("=E3", "Thanh tra huyện"), 15, ("=C4+F4", 44225), ("=IF(A1=1,1,\" \")", " "), ("=G4-TODAY()", -990)],
            [_, _, _, "Tổng", _, ("=SUM(F3:F4)", 25)],
        ]
    )  # fmt: skip


COUNTED_VALUES = Layout(
    counted_values,
    [
        task(
            "Báo cáo vụ việc khiếu nại",
            "Thanh tra huyện",
            number="201/UBND-NC",
            issued="2021-01-09",
            due="2021-01-19",
            done="2021-01-18",
        ),
        task(
            "Rà soát kết luận thanh tra",
            "Thanh tra huyện",
            number="205/UBND-NC",
            issued="2021-01-14",
            due="2021-01-29",
        ),
    ],
)


def hidden_parts() -> bytes:
    return book(
        Page(
            "Sổ",
            [
                ["STT", "Hạn hoàn thành", "Nội dung", "Chủ trì", "Hạn hoàn thành mới", "Thực hiện"],
                [1, datetime(2022, 5, 10), "Sửa chữa cầu kênh Tám", "Phòng KT&HT", _, "Xong ngày 9/5/2022"],
                [2, datetime(2022, 5, 20), "Nạo vét kênh", "Phòng NN&PTNT", _, "Chưa thực hiện"],
                [3, datetime(2022, 5, 30, 17, 0), "Duy tu đường", "Phòng KT&HT", _, _],
            ],
            hidden_rows=[3],
            hidden_columns=["E"],
        ),
        Page("Nháp", [["STT", "Nội dung", "Chủ trì", "Hạn"], [1, "Việc nháp", "Phòng A", "1/1/2022"]], is_hidden=True),
    )


HIDDEN_PARTS = Layout(
    hidden_parts,
    [
        task("Sửa chữa cầu kênh Tám", "Phòng KT&HT", due="2022-05-10", done="2022-05-09"),
        task("Nạo vét kênh", "Phòng NN&PTNT", due="2022-05-20"),
        task("Duy tu đường", "Phòng KT&HT", due="2022-05-30"),
    ],
)
