"""The words of evaluations: shares, groups of products, scoring tables."""

from __future__ import annotations

from taskapp.base.i18n import _l
from taskapp.reports.evaluation import Group, Share
from taskapp.reports.evaluation_models import ContestAbout
from taskapp.reports.scoring import Scored

PEOPLE_TITLE = _l("Theo dõi, đánh giá kết quả thực hiện nhiệm vụ theo cá nhân (Mẫu E)")
NOT_OFFICIAL = _l("chưa có nguồn chính thức; cơ quan tự quyết định")
SHARE_NAMES = {
    Share.QUANTITY: _l("Số lượng"),
    Share.QUALITY: _l("Chất lượng"),
    Share.PROGRESS: _l("Tiến độ"),
}
SHARE_TEXTS = {
    Share.QUANTITY: _l("sản phẩm, công việc hoàn thành ÷ được giao (đã quy đổi)"),
    Share.QUALITY: _l("sản phẩm hoàn thành đạt yêu cầu ÷ được giao (đã quy đổi); mỗi lần bị trả lại trừ %(cost)s %%"),
    Share.PROGRESS: _l(
        "sản phẩm đúng tiến độ ÷ được giao (đã quy đổi); mỗi lần chậm trừ %(cost)s %%, không kể nguyên nhân khách quan "
        "đã được xác nhận"
    ),
}
GROUP_NAMES = {
    Group.ASSIGNED: _l("Sản phẩm, công việc được giao"),
    Group.CARRIED_OVER: _l("Kỳ trước chuyển sang"),
    Group.COUNTED: _l("Tính vào tỷ lệ"),
    Group.FINISHED: _l("Đã hoàn thành"),
    Group.FAILED: _l("Có lần bị trả lại"),
    Group.LATE: _l("Có lần chậm tiến độ"),
    Group.EXCUSED: _l("Chậm do nguyên nhân khách quan đã xác nhận"),
    Group.WAITING: _l("Đã nộp kết quả, chờ duyệt"),
    Group.IN_TERM: _l("Chưa đến hạn"),
    Group.STANDING: _l("Việc thường xuyên, định kỳ"),
    Group.OVERDUE: _l("Quá hạn chưa hoàn thành"),
    Group.LEFT_OUT: _l("Không tính vào tỷ lệ"),
    Group.QUANTITY: _l("Có điểm số lượng"),
    Group.QUALITY: _l("Có điểm chất lượng"),
    Group.PROGRESS: _l("Có điểm tiến độ"),
}
RULES = (
    _l(
        "Mỗi nhiệm vụ, phần việc phối hợp, việc con mà cá nhân là người xử lý vào thời điểm số liệu là một sản phẩm, "
        "nhân với hệ số quy đổi (không ghi thì là 1). Việc thu hồi, gộp, hoàn tác không tính; việc "
        "thường xuyên, định kỳ đang tiếp tục không tính vào tỷ lệ."
    ),
    _l(
        "Kết quả đã nộp đang chờ duyệt không tính vào tử số lẫn mẫu số; khi được duyệt, tính theo ngày nộp. Thời gian "
        "chờ duyệt không tính vào cá nhân."
    ),
    _l(
        "Đúng hạn hay chậm theo cùng cách tính của báo cáo tổng hợp. Hạn được gia hạn sau khi đã qua: lần lỡ hạn cũ là "
        "một lần chậm, lỡ tiếp hạn mới là một lần nữa. Bị trả lại: các lần trả lại khi cá nhân là người xử lý, đến "
        "cuối kỳ."
    ),
)
IN_TERM_COUNTED = _l(
    "Việc chưa đến hạn mà chưa xong có tính vào số được giao (nguồn không nói rõ; cơ quan đổi được ở bảng điểm)."
)
IN_TERM_LEFT_OUT = _l("Việc chưa đến hạn mà chưa xong không tính vào số được giao, theo bảng điểm của cơ quan.")
BEFORE_DECREE = _l(
    "Không có bảng điểm nào có hiệu lực vào ngày này (Nghị định 335/2025/NĐ-CP có hiệu lực từ 01/01/2026): ba tỷ lệ "
    "chỉ để tham khảo, không chấm điểm."
)
TABLE_NAMES = {
    Scored.DEDUCTIONS: _l("Mức trừ cho mỗi lần không đạt, mỗi lần chậm"),
    Scored.COMBINATION: _l("Cách gộp ba tỷ lệ thành điểm kết quả thực hiện nhiệm vụ"),
    Scored.RANKS: _l("Mức xếp loại theo tổng điểm"),
    Scored.PAR_STEPS: _l("Chỉ số CCHC: thực hiện nhiệm vụ được giao, theo bậc"),
    Scored.PAR_LINEAR: _l("Chỉ số CCHC: thực hiện nhiệm vụ được giao, theo tỷ lệ"),
}
TABLE_TEXTS = {
    Scored.DEDUCTIONS: _l(
        "Phần trăm số điểm của chính sản phẩm ấy bị trừ cho mỗi lần. Việc chưa đến hạn có tính hay không: nguồn không "
        "nói rõ: cơ quan tự chọn."
    ),
    Scored.COMBINATION: _l(
        "Điểm = mức cao nhất × trung bình của ba tỷ lệ theo trọng số. Chưa đọc được nguyên văn cách gộp của Nghị định "
        "335/2025/NĐ-CP."
    ),
    Scored.RANKS: _l(
        "Tổng điểm gồm 30 điểm tiêu chí chung (chấm ngoài phần mềm này) và điểm kết quả thực hiện nhiệm vụ. Xuất sắc "
        "không quá một phần năm số người được xếp loại tốt trong cùng đơn vị, cùng nhóm."
    ),
    Scored.PAR_STEPS: _l(
        "Phần trăm điểm tối đa của tiêu chí: bậc cao nhất mà cả tỷ lệ hoàn thành và tỷ lệ đúng hạn đều đạt; không đạt "
        "bậc nào là 0."
    ),
    Scored.PAR_LINEAR: _l("Dưới mức sàn là 0; từ mức sàn đến mức đủ điểm tăng đều theo tỷ lệ hoàn thành."),
}
COLUMN_NAMES = {
    (Scored.DEDUCTIONS, "failure"): _l("Mỗi lần không đạt (bị trả lại) trừ bao nhiêu phần trăm"),
    (Scored.DEDUCTIONS, "delay"): _l("Mỗi lần chậm trừ bao nhiêu phần trăm"),
    (Scored.DEDUCTIONS, "in_term"): _l("Việc chưa đến hạn chưa xong có tính vào số được giao"),
    (Scored.COMBINATION, "points"): _l("Điểm cao nhất"),
    (Scored.COMBINATION, "quantity"): _l("Trọng số của số lượng"),
    (Scored.COMBINATION, "quality"): _l("Trọng số của chất lượng"),
    (Scored.COMBINATION, "progress"): _l("Trọng số của tiến độ"),
    (Scored.RANKS, "excellent"): _l("Hoàn thành xuất sắc, từ"),
    (Scored.RANKS, "good"): _l("Hoàn thành tốt, từ"),
    (Scored.RANKS, "done"): _l("Hoàn thành, từ"),
    (Scored.PAR_STEPS, "done"): _l("Tỷ lệ hoàn thành từ (phần trăm)"),
    (Scored.PAR_STEPS, "on_time"): _l("và tỷ lệ đúng hạn từ (phần trăm)"),
    (Scored.PAR_STEPS, "points"): _l("thì được bao nhiêu phần trăm điểm tối đa"),
    (Scored.PAR_LINEAR, "floor"): _l("Mức sàn của tỷ lệ hoàn thành (phần trăm)"),
    (Scored.PAR_LINEAR, "at_floor"): _l("Điểm tại mức sàn (phần trăm điểm tối đa)"),
    (Scored.PAR_LINEAR, "ceiling"): _l("Mức đủ điểm tối đa (phần trăm)"),
}
COMPLAINTS = {
    Scored.DEDUCTIONS: _l("Mức trừ từ 0 đến 100."),
    Scored.COMBINATION: _l("Điểm cao nhất từ 1 đến 100, và phải có ít nhất một trọng số lớn hơn 0."),
    Scored.RANKS: _l("Mức xuất sắc phải cao hơn mức tốt, mức tốt cao hơn mức hoàn thành, đều từ 1 đến 100."),
    Scored.PAR_STEPS: _l("Phải có ít nhất một bậc, mỗi số từ 0 đến 100."),
    Scored.PAR_LINEAR: _l("Mức đủ điểm phải cao hơn mức sàn, đều từ 0 đến 100."),
}
RANK_NAMES = {
    "excellent": _l("Hoàn thành xuất sắc nhiệm vụ"),
    "good": _l("Hoàn thành tốt nhiệm vụ"),
    "done": _l("Hoàn thành nhiệm vụ"),
}
PAR_RULE = _l(
    "Chấm thử với số liệu của kỳ: tỷ lệ hoàn thành = đã hoàn thành ÷ (đã hoàn thành + quá hạn chưa hoàn thành); tỷ lệ "
    "đúng hạn = đúng hạn ÷ nhiệm vụ đến hạn."
)
ABOUT_NAMES = {
    ContestAbout.QUANTITY: _l("Tỷ lệ số lượng"),
    ContestAbout.QUALITY: _l("Tỷ lệ chất lượng"),
    ContestAbout.PROGRESS: _l("Tỷ lệ tiến độ"),
    ContestAbout.WEIGHT: _l("Hệ số quy đổi"),
    ContestAbout.OTHER: _l("Việc khác"),
}
CONTEST_RULE = _l(
    "Kết luận không tự đổi số liệu. Khi công nhận, người có thẩm quyền sửa ở nhiệm vụ (báo sai, xác nhận nguyên nhân "
    "khách quan) hoặc ở hệ số quy đổi; phiếu tính lại từ đó."
)
