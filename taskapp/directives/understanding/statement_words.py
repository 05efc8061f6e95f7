"""The words by which a sentence is known to be no task, a section to give none, a deadline to hold for many."""

from __future__ import annotations

import re

GIVES = re.compile(
    r"nhiem vu|giai phap|phan cong|to chuc thuc hien|thoi gian toi|trien khai|che do bao cao|thong tin bao cao|"
    r"chi dao|ket luan"
)
NONE = re.compile(
    r"muc tieu|muc dich|^yeu cau$|danh gia (chung|tinh hinh|ket qua|ve|cong tac)|^danh gia$|ket qua (dat|thuc hien|"
    r"cong tac|noi bat|giai quyet)|^ket qua|hien trang|thuc trang|ton tai|han che|nguyen nhan|^thoi gian( va|,|$)|"
    r"^dia diem|quan diem|"
    r"nguyen tac|can cu( phap ly)?$|pham vi|doi tuong|tinh hinh|bieu duong|uu diem|khuyet diem|boi canh|chi tieu|"
    r"thanh phan|su can thiet|dac diem|nhan dinh|du bao|co so phap ly|bai hoc|khai quat|thoi gian,? dia diem|"
    r"nhung viec da|viec da lam"
)
NAMED = re.compile(r"kinh phi|nguon (luc|von)|dieu khoan|hieu luc")
SETS_DUE = re.compile(
    r"hoàn thành|thời hạn|thời gian (?:thực hiện|hoàn thành)|\bxong\b|trước ngày|chậm nhất|trước \d|kết thúc",
    re.IGNORECASE,
)
OPENS_DUTIES = re.compile(
    r"(?:,\s*)?(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì|khẩn trương|tập trung|thực hiện|tổ chức|"
    r"triển khai|tiếp tục|nghiêm túc|căn cứ|phối hợp)?[^.;]{0,200}:$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:[^.;]{0,60}\bxin liên hệ\b|"
    r"Trên đây là|Nhận được|Trong quá trình|Quá trình|Thừa lệnh|Mọi (?:vướng mắc|thông tin|thắc mắc|khó khăn)|"
    r"Rất mong|Trân trọng(?! (?:đề nghị|yêu cầu|mời))|Nếu có (?:khó khăn|vướng mắc)|"
    r"(?:Căn cứ|Trên cơ sở) (?:nội dung )?(?:Kế hoạch|Thông báo|Công văn|Chỉ thị|Chương trình|kế hoạch|"
    r"nội dung)[^,.]{0,40}(?:này|trên)\b[^.]*(?:triển khai|tổ chức)[^.]{0,30}thực hiện|"
    r"(?:Quyết định|Chỉ thị|Thông báo|Công văn|Kế hoạch|Công điện|Chương trình|Quy chế|Phiếu giao việc|"
    r"Văn bản) này\b[^.;]{0,80}(?:có hiệu lực|thay (?:thế|cho)|được phổ biến|được quán triệt|là căn cứ)|"
    r"Văn phòng[^.;]{0,60}(?:thông báo|truyền đạt ý kiến)[^.]*(?:biết|thực hiện)|(?:Nay|Xin) thông báo|"
    r"Các văn bản trước đây|Các nội dung khác)",
)
IN_FORCE = re.compile(
    r"(?:chịu trách nhiệm|căn cứ (?:Quyết định|Chỉ thị)[^.;]{0,30}|có trách nhiệm) thi hành|\bcó hiệu lực (?:kể )?từ|"
    r"căn cứ Quyết định thi hành|chịu trách nhiệm thi hành",
    re.IGNORECASE,
)
TROUBLE = re.compile(
    r"(?:(?:nếu|có|gặp|phát sinh)\s+(?:những )?(?:khó khăn|vướng mắc)|khó khăn, vướng mắc)[^.]*(?:phản ánh|báo cáo|"
    r"liên hệ|kiến nghị|thông tin|trao đổi|đề xuất)",
    re.IGNORECASE,
)
_ROUTINE = """
nghiêm túc khẩn trương tổ chức triển khai thực hiện chủ động phối hợp quan tâm kịp thời chỉ thị kế hoạch công văn
thông báo điện bản nội dung nhiệm vụ được giao hiệu quả các đầy đủ theo đúng quy định này trên nêu và có những tốt
biết đạo kết luận của tịch ubnd huyện tỉnh xã phường để yêu cầu chương trình quyết tại gian chất lượng bảo đảm đạt cao
nhất chịu trách trước chấp hành nghiêm chỉnh quán triệt đồng bộ quyết liệt kiên sâu sát
"""
ROUTINE = frozenset(_ROUTINE.split())
STATES = re.compile(
    r"(?:(?:Thời gian|Tuần|Tháng|Quý|Năm) (?:qua|gần đây|vừa qua)|Trong (?:tháng|quý|năm|thời gian|những|giai đoạn|"
    r"tuần|\d+ tháng|các tháng)\b(?!.*\b(?:giao|yêu cầu)\b)|"
    r"Qua (?:kiểm tra|theo dõi|báo cáo|rà soát|phúc tra|thực tế|xem xét|nắm)|"
    r"Năm \d{4}|Từ (?:đầu|ngày|tháng|năm|đêm)|Tính đến|Tính từ|Đến nay|Hiện nay|"
    r"Tuy nhiên|Tuy vậy|Bên cạnh|Ghi nhận|Biểu dương|Đánh giá cao|Hoan nghênh|Khen|Phê bình|"
    r"Nhắc nhở(?=[^,;]{0,80}(?:chưa|chậm|thấp))|"
    r"Thống nhất (?:đánh giá|với|chủ trương|nội dung|kết quả)|Cơ bản|Nhìn chung|Nguyên nhân|Tình trạng|Tình hình|"
    r"Việc |Kết quả đạt|Tỷ lệ|Tổng số|Sáu tháng|"
    r"Nội dung(?: (?:kiến nghị|phản ánh|khiếu nại|đơn|trình bày))?:|Kiến nghị:|Phản ánh:|Tham dự|Dự họp|Cùng dự|"
    r"Chủ trì:|Thành phần|Địa điểm|Thời gian:|Hình thức:|Sau khi nghe|Toàn (?:huyện|tỉnh|xã|phường)|Số lượng|Một số|"
    r"Vẫn còn|Còn |Ngày \d|Chiều ngày|Sáng ngày|Theo (?:báo cáo|tin|dự báo|số liệu|Đài|cam kết|kết quả)|Dự án được|"
    r"Kinh phí|Nguồn kinh phí|Mục tiêu|Mục đích|Xác định|Nhằm |Để |Hội nghị|Cuộc họp|Căn cứ (?:Luật|Nghị|Quyết|"
    r"Thông tư|Chỉ thị|Công văn|Kế hoạch số|Kết luận|Bộ luật|Hiến)|(?:Kỳ họp|Hội nghị|Lễ|Ngày hội|Đại hội|Phiên họp|"
    r"Chiến dịch) [^.]{0,60}(?:diễn ra|được tổ chức)|Thực hiện (?:Công|Kế hoạch số|Chỉ thị|Nghị|Quyết|Thông báo|"
    r"ý kiến|Kế hoạch liên)|Xét (?!duyệt|tặng|chọn|công|cấp|hỗ|hưởng|thăng|nâng|giải|nghiệm|xử)|"
    r"Theo đề nghị|Liên hệ(?:\s*:| (?:bà|đồng chí|ông|qua|số|theo)\b|(?=[^;]*(?:điện thoại|[Ee]mail|\d{4}[. ]?\d{3})))|"
    r"Điện thoại)",
)
FINDINGS = re.compile(
    r"(?:Đánh giá(?: chung)?|Hiện trạng|Hạn chế|Khuyết điểm|Kết quả(?: đạt được)?|Nguyên nhân|Thực trạng|"
    r"Tình hình(?: chung)?|Tồn tại(?:, hạn chế)?|Ưu điểm)\s*:\s"
)
HAS = re.compile(r"[^,;:.]{2,60}\bhiện (?:có|còn)\b")
DUTY_ONLY = re.compile(
    r"(?:(?:thủ trưởng |người đứng đầu )?(?:các )?(?:đơn vị|cơ quan|chủ đầu tư|địa phương|cá nhân|nơi|"
    r"tập thể)(?:, cá nhân)? nào\b|nêu cao (?:tinh thần )?trách nhiệm|gương mẫu|hoạt động theo chế độ|ghi nhận|"
    r"biểu dương|đánh giá cao|hoan nghênh|phê bình|nghiêm khắc phê bình|"
    r"cảm ơn|trân trọng cảm ơn|"
    r"làm việc theo chế độ|được sử dụng con dấu)|(?:phải )?(?:và\s+)?chịu (?:hoàn toàn |hoàn toàn |"
    r"toàn bộ )?trách nhiệm(?: (?:toàn diện|hoàn toàn|trực tiếp|chính|cá nhân|người đứng đầu))?(?:,| về| trước| nếu|"
    r" khi| đối với| toàn diện|$|\.)",
    re.IGNORECASE,
)
ANSWERS = re.compile(
    r"\b(?:coi như|xem như) (?:không|đã|là|đồng)\b|\btự (?:giải thể|chấm dứt hoạt động)\b|"
    r"chịu trách nhiệm(?: toàn diện)? (?:nếu|khi)\b|"
    r"\b(?:phải|sẽ) (?:hoàn toàn )?chịu trách nhiệm (?:toàn diện )?(?:trước|về)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:đã|vừa)\b(?! (?:được|ban hành|ký|duyệt|phê|có|giao|phân|đề|nêu|hoàn|làm|xây|tham|bàn|đăng|cấp|thu|quá|hết))",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\b(?:đạt|giảm|tăng|còn|chiếm|bằng)\s+(?:\d|tỷ lệ)")
