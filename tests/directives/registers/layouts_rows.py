"""Registers whose rows are hard: notes between tasks, sub-totals, sections in sections, signatures."""

from __future__ import annotations

from datetime import date

from tests.directives.registers.layouts import Layout, Page, _, book, task


def notes_and_totals() -> bytes:
    return book(
        Page(
            "Sheet1",
            [
                ["Phụ lục I"],
                ["DANH MỤC NHIỆM VỤ CHƯA HOÀN THÀNH"],
                ["(Kèm theo Báo cáo số 145/BC-UBND ngày 30 tháng 6 năm 2023 của UBND huyện)"],
                [_],
                ["STT", _, "Nội dung chỉ đạo", "Văn bản chỉ đạo", "Cơ quan, đơn vị thực hiện", _, "Thời hạn", "Kết quả, tiến độ"],
                [1, _, "Hoàn thành số hóa hồ sơ đất đai", "CV 310/UBND-NN ngày 01.3.2023", "Phòng TN&MT\n- Chi nhánh VPĐK đất đai", _, date(2023, 6, 30), "Đang triển khai, đạt 60%"],
                [_, _, "Ghi chú: đã gia hạn 01 lần"],
                [2, _, "Lắp đặt camera an ninh", "Công văn số 322/UBND-NC ngày 6/3/2023", "Công an huyện", _, "15/5/2023", "Đã hoàn thành ngày 10/5/2023 (BC số 99/BC-CAH)"],
                [_],
                ["Cộng (I)", _, _, _, _, _, 2],
                [3, _, "Tham mưu quyết định thay thế QĐ 05/2020/QĐ-UBND", "322/UBND-NC ngày 6/3/2023", "Phòng Tư pháp", _, "trong quý III năm 2023", "-"],
                [_, _, "* Các nhiệm vụ trên do Văn phòng theo dõi, đôn đốc."],
                ["Tổng cộng: 03 nhiệm vụ", _, _, _, _, _, _, _],
                [_],
                [_, _, _, _, _, _, "Châu Thành, ngày 30 tháng 6 năm 2023"],
                [_, _, "NGƯỜI LẬP BIỂU", _, _, _, "CHÁNH VĂN PHÒNG"],
                [_, _, "(Ký, ghi rõ họ tên)", _, _, _, "(Đã ký)"],
                [_],
                [_, _, "Lê Thị B", _, _, _, "Nguyễn Văn A"],
            ],
            merged=["A2:H2", "A3:H3", "A13:H13"],
        )
    )  # fmt: skip


NOTES_AND_TOTALS = Layout(
    notes_and_totals,
    [
        task(
            "Hoàn thành số hóa hồ sơ đất đai",
            "Phòng TN&MT",
            number="310/UBND-NN",
            issued="2023-03-01",
            due="2023-06-30",
        ),
        task(
            "Lắp đặt camera an ninh",
            "Công an huyện",
            number="322/UBND-NC",
            issued="2023-03-06",
            due="2023-05-15",
            done="2023-05-10",
            result="99/BC-CAH",
        ),
        task(
            "Tham mưu quyết định thay thế QĐ 05/2020/QĐ-UBND",
            "Phòng Tư pháp",
            number="322/UBND-NC",
            issued="2023-03-06",
            due="2023-09-30",
        ),
    ],
    problems=[(6, "E")],  # two lead units in one cell
)


def sections_in_sections() -> bytes:
    return book(
        Page(
            "NV",
            [
                ["KẾ HOẠCH CÔNG TÁC NĂM 2024 CỦA UBND HUYỆN"],
                ["TT", "Nội dung công việc", "Đơn vị phối hợp", "Thời gian thực hiện", "Sản phẩm"],
                ["A", "NHIỆM VỤ TRỌNG TÂM"],
                ["I", "Phòng Nội vụ (02 nhiệm vụ)"],
                ["1", "Nhiệm vụ thường xuyên"],
                ["1.1", "Đánh giá xếp loại cán bộ", "Các phòng, ban", "Tháng 12", "Báo cáo"],
                ["2", "Nhiệm vụ đột xuất"],
                ["2.1", "Sắp xếp thôn, tổ dân phố", "UBND các xã", "Quý I", "Đề án"],
                ["II", "Phòng Giáo dục và Đào tạo"],
                ["1", "Tuyển dụng giáo viên", "Phòng Nội vụ", "trước 31/8", "Quyết định"],
                ["2", "Phòng Giáo dục và Đào tạo báo cáo tổng kết năm học", _, "15/6/2024", "Báo cáo"],
                ["B", "NHIỆM VỤ KHÁC"],
                ["I", "UBND xã Phú Hựu: 1 nhiệm vụ"],
                ["1", "Hoàn thành xã nông thôn mới nâng cao", _, "Trong năm 2024", "Hồ sơ"],
            ],
        )
    )


SECTIONS_IN_SECTIONS = Layout(
    sections_in_sections,
    [
        task("Đánh giá xếp loại cán bộ", "Phòng Nội vụ", support=["Các phòng, ban"], due="2024-12-31", result="Báo cáo"),
        task("Sắp xếp thôn, tổ dân phố", "Phòng Nội vụ", support=["UBND các xã"], due="2024-03-31", result="Đề án"),
        task("Tuyển dụng giáo viên", "Phòng Giáo dục và Đào tạo", support=["Phòng Nội vụ"], due="2024-08-31", result="Quyết định"),
        task("Phòng Giáo dục và Đào tạo báo cáo tổng kết năm học", "Phòng Giáo dục và Đào tạo", due="2024-06-15", result="Báo cáo"),
        task("Hoàn thành xã nông thôn mới nâng cao", "UBND xã Phú Hựu", due="2024-12-31", result="Hồ sơ"),
    ],
)  # fmt: skip


def status_words() -> bytes:
    return book(
        Page(
            "Dữ liệu",
            [
                ["Mã NV", "Trích yếu nội dung nhiệm vụ", "Số VB", "Ngày VB", "Đơn vị xử lý chính", "Đơn vị đồng xử lý", "Hạn xử lý", "Tình trạng xử lý", "Ngày kết thúc"],
                ["NV-0001", "Báo cáo sơ kết 6 tháng", "12/CTr-UBND", "2021-01-15", "Phòng Nội vụ", "Phòng Tư pháp, Thanh tra huyện", "2021-06-15", "Hoàn thành trước hạn", "2021-06-10 16:42:00"],
                ["NV-0002", "Đấu giá quyền sử dụng đất", "15/CTr-UBND", "2021-01-20", "Trung tâm Phát triển quỹ đất", "", "2021-09-30 23:59:00", "Đang xử lý", ""],
                ["NV-0003", "Chuyển đổi cây trồng", "15/CTr-UBND", "2021-01-20", "Phòng NN và PTNT", "", "", "Chưa xử lý (không hạn)", ""],
                ["NV-0004", "Kiểm kê tài sản", "16/CTr-UBND", "2021-01-22", "Phòng Tài chính - Kế hoạch", "", "2021-03-01", "Hoàn thành quá hạn", "2021-03-05 08:00:00"],
            ],
        )
    )  # fmt: skip


STATUS_WORDS = Layout(
    status_words,
    [
        task("Báo cáo sơ kết 6 tháng", "Phòng Nội vụ", support=["Phòng Tư pháp", "Thanh tra huyện"], number="12/CTr-UBND", issued="2021-01-15", due="2021-06-15", done="2021-06-10"),
        task("Đấu giá quyền sử dụng đất", "Trung tâm Phát triển quỹ đất", number="15/CTr-UBND", issued="2021-01-20", due="2021-09-30"),
        task("Chuyển đổi cây trồng", "Phòng NN và PTNT", number="15/CTr-UBND", issued="2021-01-20"),
        task("Kiểm kê tài sản", "Phòng Tài chính - Kế hoạch", number="16/CTr-UBND", issued="2021-01-22", due="2021-03-01", done="2021-03-05"),
    ],
)  # fmt: skip
