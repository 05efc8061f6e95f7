"""For whom a task is, in the many forms in which clerks write it; names of offices before and after 2025."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.directives.understanding.test_tasks import read

NAMES = [
    tuple(line.split(" | "))
    for line in (Path(__file__).parents[2] / "data" / "unit-names.txt").read_text("utf-8").splitlines()
]

# A body, and for each of its tasks the leads (and after "+" those who help).
BODIES = [
    ("1. Phòng Nội vụ là cơ quan thường trực:\n- Lập danh sách.", ["Phòng Nội vụ"]),
    ("1. Phòng Kinh tế - cơ quan thường trực Ban Chỉ đạo - tổng hợp báo cáo.", ["Phòng Kinh tế"]),
    ("1. Đối với các xã đăng ký về đích năm 2024\n- Lập danh sách.", ["các xã đăng ký về đích năm 2024"]),
    ("1. Đối với công tác giải phóng mặt bằng\n- Phòng Nội vụ lập danh sách.", ["Phòng Nội vụ"]),
    ("1. Đối với các dự án chuyển tiếp\n- Phòng Nội vụ lập danh sách.", ["Phòng Nội vụ"]),
    ("1. Đề nghị Nhà khách Hương Giang\n- Bố trí phòng nghỉ.", ["Nhà khách Hương Giang"]),
    ("1. Rạp Bông Sen bố trí hội trường.", ["Rạp Bông Sen"]),
    ("1. Giục UBND xã Tân Lập bàn giao mặt bằng.", []),
    ("1. Phòng Kinh tế lập kế hoạch. Phòng cũng tham mưu lập tổ kiểm tra.", ["Phòng Kinh tế", "Phòng Kinh tế"]),
    ("1. Ngày 25 hằng tháng, UBND các xã báo cáo Phòng Kinh tế.", ["UBND các xã"]),
    ("1. Trong tháng 4/2024, Phòng Y tế kiểm tra bếp ăn.", ["Phòng Y tế"]),
    ("1. Năm 2024, Phòng Y tế tổ chức 5 lớp tập huấn.", ["Phòng Y tế"]),
    ("1. Trong tháng 02/2024, Phòng Y tế hoàn thành 12 nhiệm vụ.", []),
    ("1. Tuần qua, các đơn vị hoàn thành 41/46 đầu việc.", []),
    ("1. UBND các xã\n- Trong những ngày thi, báo cáo tình hình.", ["UBND các xã"]),
    ("1. Để phục vụ kỳ họp, Phòng Tư pháp chuẩn bị dự thảo.", ["Phòng Tư pháp"]),
    ("1. Thực hiện Kế hoạch số 12/KH-UBND, Phòng Tư pháp mở lớp tập huấn.", ["Phòng Tư pháp"]),
    ("1. Việc di dời 03 hộ do UBND xã Tân Lập thực hiện trước ngày 20/3/2024.", ["UBND xã Tân Lập"]),
    ("1. Tiếp tục rà soát hộ nghèo (Phòng Nội vụ thực hiện).", ["Phòng Nội vụ"]),
    ("1. Rà soát hộ nghèo. Đơn vị thực hiện: Phòng Nội vụ. Thời gian: trước ngày 20/3/2024.", ["Phòng Nội vụ"]),
    ("1. Các Ban Quản lý rừng phòng hộ, đặc dụng; các công ty lâm nghiệp\n- Dọn thực bì.",
     ["Các Ban Quản lý rừng phòng hộ, đặc dụng; các công ty lâm nghiệp"]),
    ("1. Ban Quản lý chợ Tam Giang, các doanh nghiệp khai thác chợ\n- Thay dây điện.",
     ["Ban Quản lý chợ Tam Giang; các doanh nghiệp khai thác chợ"]),
    ("1. CÁC PHÒNG, BAN CHUYÊN MÔN\n- Rà soát thủ tục.", ["CÁC PHÒNG, BAN CHUYÊN MÔN"]),
    ("1. Thành viên là lãnh đạo Công an huyện, Phòng Nội vụ\n- Giữ trật tự.", ["Công an huyện; Phòng Nội vụ"]),
    ("1. Đồng chí Trưởng Công an xã - Phó Trưởng ban: phụ trách tuần tra.", ["Đồng chí Trưởng Công an xã"]),
    ("1. Phòng Kinh tế\n- Yêu cầu đơn vị thi công bù tiến độ.", ["Phòng Kinh tế"]),
    ("1. Yêu cầu đơn vị thi công bù tiến độ trước ngày 20/3/2024.", ["đơn vị thi công"]),
    ("1. Trạm Khuyến nông: tổ chức 24 lớp về quy trình “1 phải 5 giảm”.", ["Trạm Khuyến nông"]),
    ("* Phòng Nội vụ:\n+ Rà soát.\n+ Tổng hợp.\n* Công an huyện:\n+ Tuần tra.",
     ["Phòng Nội vụ", "Phòng Nội vụ", "Công an huyện"]),
    ("1. Công an xã: tuần tra; mất mát phải báo ngay cho UBND xã.", ["Công an xã"]),
    ("1. Công an xã kiểm tra 12 bếp ăn; cơ sở nào vi phạm thì xử phạt.", ["Công an xã"]),
    ("1. Công an xã chủ trì, phối hợp với chủ rừng, người dân tuần tra.", ["Công an xã + chủ rừng; người dân"]),
    ("1. Đánh giá chung: Các xã cơ bản hoàn thành.\n2. Phòng Y tế kiểm tra.", ["Phòng Y tế"]),
    ("1. Về kết quả thực hiện\nCác xã hoàn thành 12 tuyến.\n2. Nhiệm vụ\n- Phòng Y tế kiểm tra.", ["Phòng Y tế"]),
    ("1. Trường TH&THCS Tân Lập dạy bù.", ["Trường TH&THCS Tân Lập"]),
    ("1. Phòng Y tế trực.\nYêu cầu Trưởng các phòng, ban nghiêm túc chấp hành Công điện này./.", ["Phòng Y tế"]),
    ("1. Điện lực huyện bảo đảm cấp điện; gửi phương án dự phòng trước ngày 20/3/2024.",
     ["Điện lực huyện", "Điện lực huyện"]),
    ("1. Công an xã thanh toán kịp thời tiền công; gửi kế hoạch thu mua trước ngày 20/3/2024.", ["Công an xã"] * 2),
    ("1. Đối với nhà đầu tư hạ tầng - Công ty Yên Sơn: chuyển đủ 12 tỷ đồng.", ["Công ty Yên Sơn"]),
    ("1. Đối với nhà đầu tư - Công ty Yên Sơn:\n- Chuyển đủ 12 tỷ đồng.", ["Công ty Yên Sơn"]),
    ("1. Công an xã\n- Liên hệ các cơ sở dạy nghề; 06 tháng một lần đánh giá.", ["Công an xã", "Công an xã"]),
    ("1. Công an xã\n- Liên hệ: 0274.000.456.\n- Liên hệ Phòng Tư pháp, điện thoại 0274.000.456.", []),
    ("1. Ông Hồ Văn Dút - Trưởng ban:\n- Phụ trách các thôn Măng Lùng, Tăk Pổ.", ["Ông Hồ Văn Dút"]),
    ("1. Xã hiện có 38 tàu cá. Cảng cá Bãi Vòng bồi lắng. Công an xã tuần tra.", ["Công an xã"]),
    ("1. UBND các phường: 1, 2 và 3 rà soát hộ nghèo.", ["1; 2; 3"]),
    ("1. UBND các phường 1, 2, 3 rà soát 15 hộ nghèo.", ["UBND các phường 1, 2, 3"]),
    ("1. Công an xã phối hợp với UBND các thôn có công trình kiểm tra.", ["Công an xã + UBND các thôn có công trình"]),
    ("1. Công an xã phối hợp với nhà thầu, đơn vị tư vấn giám sát đo đạc.",
     ["Công an xã + nhà thầu; đơn vị tư vấn giám sát"]),
    ("1. Công an xã phối hợp với cán bộ Thuế cơ sở 7 vận động.", ["Công an xã + cán bộ Thuế cơ sở 7"]),
    ("1. Công an xã phối hợp với Bộ đội Biên phòng tỉnh tuần tra.", ["Công an xã + Bộ đội Biên phòng tỉnh"]),
    ("1. Công an xã đối thoại với 12 hộ, có sự tham gia của Mặt trận Tổ quốc xã.", ["Công an xã"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "lead"), NAMES, ids=[lead for _sentence, lead in NAMES])
def test_a_task_is_for_the_unit_whose_name_stands_before_its_work(sentence: str, lead: str):
    assert ["; ".join(task.lead) for task in read(f"1. {sentence}").tasks] == [lead]


@pytest.mark.parametrize(("body", "leads"), BODIES, ids=[body for body, _leads in BODIES])
def test_a_document_says_in_many_ways_for_whom_a_task_is(body: str, leads: list[str]):
    found = read(body).tasks
    said = [" + ".join(filter(None, ("; ".join(task.lead), "; ".join(task.cooperating)))) for task in found]
    assert said == leads


def test_an_office_that_issues_for_others_may_be_given_work_among_them():
    head = "VĂN PHÒNG\nỦY BAN NHÂN DÂN TỈNH HÀ GIAO\nSố: 12/TB-VP\nHà Giao, ngày 04 tháng 3 năm 2024\n\nTHÔNG BÁO"
    head += "\nKết luận"
    body = "1. Văn phòng UBND tỉnh theo dõi, đôn đốc.\nVăn phòng UBND tỉnh thông báo để các cơ quan biết, thực hiện./."
    found = read(body, head=f"{head}\n\n").tasks
    assert [task.lead for task in found] == [("Văn phòng UBND tỉnh",)]
