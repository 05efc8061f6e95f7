"""Every row of the catalogue of deadline phrases, under the conventions and under the switches P1 to P7 that matter.

The document is signed on Thursday 03/06/2021 unless the row says otherwise. Where the catalogue and the conventions
differ the conventions win: "trước ngày X" is X, a term that ends on a day off stays there.
"""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.directives.phrases import Frame, deadline_of, find, in_cell
from tests.directives.phrases.frames import THURSDAY, frame, short

STRICT = frame(before_is_day_before=True)  # P1
BACK = frame(off_moves_back=True)  # P2
ON = frame(term_moves_on=True)  # P3
OWN_YEAR = frame(year_is_documents=True)  # P4
SUNDAY = frame(week_ends_sunday=True)  # P5
RECEIVED = frame(received_on=date(2021, 6, 7), starts_on_receipt=True)  # P6
OFFICE = frame(day_ends_with_office=True)  # P7
EARLIER, IN_2020, IN_2023 = frame(date(2018, 1, 15)), frame(date(2020, 4, 20)), frame(date(2023, 5, 4))
IN_2022, IN_2022_STRICT = frame(date(2022, 1, 28)), frame(date(2022, 1, 28), before_is_day_before=True)
PLAIN = frame()

# row, words, the document and the readings, the limit
ROWS: list[tuple[int, str, Frame, str]] = [
    (1, "trước ngày 15/5/2023", IN_2023, "2023-05-15"),
    (1, "trước ngày 15/5/2023", frame(date(2023, 5, 4), before_is_day_before=True), "2023-05-14"),
    (2, "trước ngày 20.7.2020", IN_2020, "2020-07-20"),
    (3, "trước ngày 15 tháng 6 năm 2021", PLAIN, "2021-06-15"),
    (3, "trước ngày 15 tháng 6 năm 2021", STRICT, "2021-06-14"),
    (4, "trước 30/8", PLAIN, "2021-08-30"),
    (4, "trước 30/8", STRICT, "2021-08-29"),
    (4, "trước 30/5", PLAIN, "2022-05-30"),
    (4, "trước 30/5", OWN_YEAR, "-"),
    (5, "xong trước 10/7", PLAIN, "2021-07-10"),
    (5, "xong trước 10/7", BACK, "2021-07-09"),
    (6, "hoàn thành trước 31/12", PLAIN, "2021-12-31"),
    (7, "chậm nhất ngày 12/9/2021", PLAIN, "2021-09-12"),
    (7, "chậm nhất ngày 12/9/2021", BACK, "2021-09-10"),
    (7, "chậm nhất ngày 12/9/2021", STRICT, "2021-09-12"),
    (8, "chậm nhất là ngày 12/9/2021", PLAIN, "2021-09-12"),
    (8, "muộn nhất ngày 12/9/2021", PLAIN, "2021-09-12"),
    (9, "không quá ngày 12/9/2021", PLAIN, "2021-09-12"),
    (9, "không muộn hơn ngày 12/9/2021", PLAIN, "2021-09-12"),
    (10, "đến hết ngày 03/5/2020", IN_2020, "2020-05-03"),
    (10, "đến ngày 03/5/2020", IN_2020, "2020-05-03"),
    (11, "trong ngày 04/6/2021", PLAIN, "2021-06-04"),
    (11, "trong ngày 04/6/2021", OFFICE, "2021-06-04 17:00"),
    (12, "vào ngày 15/6", PLAIN, "2021-06-15"),
    (13, "từ ngày 1/2/2018 đến ngày 15/4/2018", EARLIER, "2018-04-15"),
    (14, "từ ngày 1/4 - 31/10", PLAIN, "2021-10-31"),
    (15, "thực hiện từ ngày 2/1/2022", PLAIN, "-"),
    (15, "kể từ ngày 2/1/2022", PLAIN, "-"),
    (16, "trước 09 giờ các ngày 02, 04, 06/02/2022", IN_2022, "2022-02-06 09:00"),
    (17, "tính đến ngày 30/4/2023", frame(date(2023, 4, 20)), "-"),
    (18, "lần 1 trước ngày 15/6/2021, lần 2 trước ngày 15/7/2021", PLAIN, "2021-07-15"),
    (19, "chậm nhất 10h00' ngày 27/4/2020", IN_2020, "2020-04-27 10:00"),
    (20, "trước 14h00 ngày 28/4/2020", IN_2020, "2020-04-28 14:00"),
    (20, "trước 14h00 ngày 28/4/2020", frame(date(2020, 4, 20), before_is_day_before=True), "2020-04-28 14:00"),
    (21, "trước 09 giờ 00, các ngày 02, 04/02/2022", IN_2022, "2022-02-04 09:00"),
    (22, "trước 17 giờ ngày 10/6/2021", STRICT, "2021-06-10 17:00"),
    (23, "trước giờ làm việc ngày 10/6/2021", PLAIN, "2021-06-10 07:30"),
    (24, "cuối giờ chiều ngày 10/6/2021", PLAIN, "2021-06-10 17:00"),
    (24, "cuối giờ làm việc ngày 10/6/2021", PLAIN, "2021-06-10 17:00"),
    (25, "trong buổi sáng ngày 10/6/2021", PLAIN, "2021-06-10 11:30"),
    (25, "trong buổi chiều ngày 10/6/2021", PLAIN, "2021-06-10 17:00"),
    (26, "trong vòng 48 giờ", PLAIN, "2021-06-05"),
    (26, "trong vòng 24 giờ", PLAIN, "2021-06-04"),
    (27, "trước 16 giờ hằng ngày", PLAIN, "FREQ=DAILY 16:00"),
    (28, "trong vòng 05 ngày làm việc kể từ ngày ban hành", PLAIN, "2021-06-10"),
    (28, "trong thời hạn 10 ngày làm việc kể từ ngày ký", PLAIN, "2021-06-17"),
    (28, "trong thời hạn 15 ngày làm việc kể từ ngày ký", PLAIN, "2021-06-24"),
    (29, "không quá 01 ngày làm việc", PLAIN, "2021-06-04"),
    (29, "không quá 02 ngày làm việc", PLAIN, "2021-06-07"),
    (30, "10 ngày kể từ ngày ký", PLAIN, "2021-06-13"),
    (30, "10 ngày kể từ ngày ký", ON, "2021-06-14"),
    (31, "sau 10 ngày kể từ ngày ký", PLAIN, "2021-06-13"),
    (32, "07 ngày kể từ ngày nhận được văn bản", PLAIN, "2021-06-10"),
    (32, "07 ngày kể từ ngày nhận được văn bản", RECEIVED, "2021-06-14"),
    (32, "07 ngày kể từ ngày ký", RECEIVED, "2021-06-10"),
    (33, "30 ngày kể từ ngày ban hành", PLAIN, "2021-07-03"),
    (33, "30 ngày kể từ ngày ban hành", ON, "2021-07-05"),
    (34, "02 ngày làm việc kể từ ngày kết thúc cuộc họp", PLAIN, "-"),
    (35, "chậm nhất 05 ngày sau khi có kết luận", PLAIN, "-"),
    (36, "trước khi hết hạn 05 ngày", PLAIN, "-"),
    (37, "ít nhất 30 ngày trước khi thực hiện", PLAIN, "-"),
    (37, "ít nhất 10 ngày trước ngày 30/6/2021", PLAIN, "2021-06-20"),
    (38, "trước kỳ họp 15 ngày", PLAIN, "-"),
    (39, "báo cáo trong ngày.", PLAIN, "2021-06-03"),
    (40, "chậm nhất là ngày làm việc tiếp theo", PLAIN, "2021-06-04"),
    (41, "trong thời hạn 01 tháng kể từ ngày ký", PLAIN, "2021-07-03"),
    (41, "trong thời hạn 01 tháng kể từ ngày ký", ON, "2021-07-05"),
    (41, "trong thời hạn 03 tháng kể từ ngày ký", PLAIN, "2021-09-03"),
    (41, "trong thời hạn 01 năm kể từ ngày ký", PLAIN, "2022-06-03"),
    (42, "trong nửa tháng", PLAIN, "2021-06-18"),
    (42, "trong nửa năm", PLAIN, "2021-12-03"),
    (43, "trong 02 tuần kể từ ngày ký", PLAIN, "2021-06-17"),
    (44, "trong tuần", PLAIN, "2021-06-04"),
    (44, "trong tuần này", SUNDAY, "2021-06-06"),
    (45, "trong tuần tới", PLAIN, "2021-06-11"),
    (45, "trong tuần sau", SUNDAY, "2021-06-13"),
    (46, "trước thứ Sáu tuần này", PLAIN, "2021-06-04"),
    (46, "trước thứ Sáu", STRICT, "2021-06-03"),
    (47, "trong tháng 8", PLAIN, "2021-08-31"),
    (48, "trong tháng 6/2021", PLAIN, "2021-06-30"),
    (49, "trong quý II năm 2021", PLAIN, "2021-06-30"),
    (49, "trong quý III", PLAIN, "2021-09-30"),
    (49, "trong quý I", OWN_YEAR, "-"),
    (50, "trong tháng 7 và quý III năm 2021", PLAIN, "2021-09-30"),
    (51, "giữa tháng 6/2025", PLAIN, "2025-06-15"),
    (51, "cuối tháng 6", PLAIN, "2021-06-30"),
    (51, "đầu tháng 7", PLAIN, "2021-07-10"),
    (52, "cuối quý II", PLAIN, "2021-06-30"),
    (52, "đầu quý III", PLAIN, "2021-07-01"),
    (53, "vào giữa năm 2022", PLAIN, "2022-06-30"),
    (53, "vào đầu năm 2022", PLAIN, "2022-01-01"),
    (53, "vào cuối năm", PLAIN, "2021-12-31"),
    (54, "trong năm 2021", PLAIN, "2021-12-31"),
    (55, "đến hết năm 2025", PLAIN, "2025-12-31"),
    (55, "đến cuối năm", PLAIN, "2021-12-31"),
    (56, "đến năm 2025", PLAIN, "2025-12-31"),
    (57, "trong giai đoạn 2021 - 2025", PLAIN, "2025-12-31"),
    (58, "trong 6 tháng đầu năm", PLAIN, "2021-06-30"),
    (59, "trong 9 tháng đầu năm", PLAIN, "2021-09-30"),
    (59, "trong 3 tháng cuối năm", PLAIN, "2021-12-31"),
    (59, "trong 6 tháng cuối năm", PLAIN, "2021-12-31"),
    (62, "trước 15 của tháng 7", PLAIN, "2021-07-15"),
    (62, "trước tháng 7", PLAIN, "2021-06-30"),
    (63, "trong nhiệm kỳ 2021 - 2026", PLAIN, "2026-12-31"),
    (64, "định kỳ hằng tháng trước ngày 25", PLAIN, "FREQ=MONTHLY;BYMONTHDAY=25"),
    (64, "trước ngày 25 hằng tháng", STRICT, "FREQ=MONTHLY;BYMONTHDAY=24"),
    (65, "trước ngày 20 hằng tháng", PLAIN, "FREQ=MONTHLY;BYMONTHDAY=20"),
    (65, "trước ngày 01 hằng tháng", STRICT, "FREQ=MONTHLY;BYMONTHDAY=-1"),
    (66, "vào ngày 03 hằng tháng", STRICT, "FREQ=MONTHLY;BYMONTHDAY=3"),
    (67, "từ ngày 1 đến ngày 5 hằng tháng", PLAIN, "FREQ=MONTHLY;BYMONTHDAY=5"),
    (68, "ngày cuối cùng của tháng", PLAIN, "FREQ=MONTHLY;BYMONTHDAY=-1"),
    (69, "hằng tuần", PLAIN, "FREQ=WEEKLY;BYDAY=FR"),
    (69, "thứ Sáu hằng tuần", PLAIN, "FREQ=WEEKLY;BYDAY=FR"),
    (69, "trước thứ Năm hằng tuần", PLAIN, "FREQ=WEEKLY;BYDAY=TH"),
    (69, "trước thứ Năm hằng tuần", STRICT, "FREQ=WEEKLY;BYDAY=WE"),
    (70, "hằng ngày", PLAIN, "FREQ=DAILY"),
    (70, "hàng ngày", PLAIN, "FREQ=DAILY"),
    (71, "hằng quý", PLAIN, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    (71, "trước ngày 10 của tháng cuối quý", PLAIN, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=10"),
    (71, "trước ngày 10 của tháng cuối quý", STRICT, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=9"),
    (72, "trước ngày 15 của tháng đầu quý sau", PLAIN, "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15"),
    (72, "trước ngày 01 của tháng đầu quý sau", STRICT, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    (73, "định kỳ 6 tháng, hằng năm", PLAIN, "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
    (74, "trước ngày 05/12 hằng năm", PLAIN, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5"),
    (74, "trước ngày 05/12 hằng năm", STRICT, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=4"),
    (75, "đầu kỳ, giữa kỳ, cuối kỳ", PLAIN, "-"),
    (76, "báo cáo nhanh trước 16 giờ", PLAIN, "FREQ=DAILY 16:00"),
    (77, "tại cuộc họp giao ban gần nhất", PLAIN, "-"),
    (78, "tại phiên họp thường kỳ tháng 7", PLAIN, "-"),
    (79, "trước Tết Nguyên đán", PLAIN, "-"),
    (79, "trước, trong và sau Tết", PLAIN, "-"),
    (80, "ngay sau Tết", PLAIN, "-"),
    (81, "sau khi có ý kiến của Sở Tài chính", PLAIN, "-"),
    (81, "sau khi được phê duyệt", PLAIN, "-"),
    (82, "song song với việc rà soát quy hoạch", PLAIN, "-"),
    (83, "tổ chức thực hiện ngay", PLAIN, "-"),
    (83, "báo cáo ngay trong ngày", PLAIN, "2021-06-03"),
    (84, "trong thời gian sớm nhất", PLAIN, "-"),
    (85, "kịp thời báo cáo, đột xuất khi cần thiết", PLAIN, "-"),
    (86, "thường xuyên, liên tục", PLAIN, "-"),
    (87, "theo đúng tiến độ đề ra", PLAIN, "-"),
    (88, "Văn bản hỏa tốc", PLAIN, "-"),
    (89, "quá thời hạn trên coi như đồng ý", PLAIN, "-"),
    (90, "gia hạn đến ngày 30/6/2021", PLAIN, "2021-06-30"),
    (90, "lùi thời hạn đến ngày 30/6/2021", PLAIN, "2021-06-30"),
]
IN_CELLS = [(60, "Tháng 7", "2021-07-31"), (61, "Quý III", "2021-09-30"), (61, "quý III - IV", "2021-12-31")]


@pytest.mark.parametrize(("row", "words", "read_in", "expected"), ROWS)
def test_a_row_of_the_catalogue_is_read(row: int, words: str, read_in: Frame, expected: str) -> None:
    assert short(deadline_of(words, read_in)) == expected


@pytest.mark.parametrize(("row", "words", "expected"), IN_CELLS)
def test_a_bare_period_is_a_limit_in_the_column_of_a_plan_only(row: int, words: str, expected: str) -> None:
    assert short(in_cell(words, PLAIN)) == expected
    assert find(f"kế hoạch {words} của huyện", PLAIN) == []


def test_no_row_is_left_out() -> None:
    assert {row for row, *_ in ROWS} | {row for row, *_ in IN_CELLS} == set(range(1, 91))
    assert PLAIN.issued_on == THURSDAY
