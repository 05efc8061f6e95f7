"""A document to try the reading with, its dates around today. Invented; for the demo office. Pure."""

from __future__ import annotations

from datetime import date, timedelta

_TEXT = """\
ỦY BAN NHÂN DÂN
{place}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/TB-UBND
{town}, ngày {issued:%d} tháng {issued:%m} năm {issued:%Y}

THÔNG BÁO
Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban

Sau khi nghe Văn phòng HĐND&UBND huyện báo cáo và ý kiến của các đại biểu, Chủ tịch UBND huyện kết luận như sau:
I. ĐÁNH GIÁ CHUNG
Các ngành, các cấp đã chủ động triển khai nhiệm vụ; tuy nhiên vẫn còn nhiệm vụ quá hạn.
II. NHIỆM VỤ TRONG THỜI GIAN TỚI
1. Phòng Tư pháp
a) Chủ trì, phối hợp với Phòng Nội vụ kiểm tra công tác hòa giải ở cơ sở, báo cáo trước ngày {first:%d/%m/%Y}.
b) Hằng tháng, trước ngày 25, tổng hợp tình hình theo dõi thi hành pháp luật.
2. Phòng Nội vụ
- Hoàn chỉnh Đề án sắp xếp ấp, khu phố, trình Thường trực Huyện ủy trước ngày {second:%d/%m/%Y}.
- Rà soát việc chấp hành giờ giấc làm việc tại các cơ quan, đơn vị.
3. Văn phòng HĐND&UBND huyện
Theo dõi, đôn đốc các nhiệm vụ quá hạn, tổng hợp báo cáo Chủ tịch UBND huyện trước 16 giờ 00 ngày {third:%d/%m/%Y}.
4. UBND các xã, thị trấn
Vận động, hướng dẫn người dân nộp hồ sơ trực tuyến, hoàn thành trong quý {quarter}/{year}.
Trên đây là kết luận của Chủ tịch UBND huyện; đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.

Nơi nhận:
- Các phòng, ban, ngành huyện;
- UBND các xã, thị trấn;
- Lưu: VT.

CHỦ TỊCH

Trần Thị Lan
"""


def sample(today: date, own_name: str) -> str:
    """A conclusion notice of the committee, issued today, with deadlines in the weeks that follow."""
    place = own_name.removeprefix("UBND ").removeprefix("Ủy ban nhân dân ")
    later = today + timedelta(days=60)
    return _TEXT.format(
        place=place.upper(),
        town=place.removeprefix("huyện ").removeprefix("tỉnh "),
        number=today.timetuple().tm_yday,
        issued=today,
        first=today + timedelta(days=10),
        second=today + timedelta(days=24),
        third=today + timedelta(days=4),
        quarter=("I", "II", "III", "IV")[(later.month - 1) // 3],
        year=later.year,
    )
