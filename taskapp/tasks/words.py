"""The words people read for states, moves, time classes, limits and sources."""

from __future__ import annotations

from taskapp.base.i18n import _l
from taskapp.tasks.deadlines import TimeClass
from taskapp.tasks.models import Source, Urgency
from taskapp.tasks.states import Change, LimitKind, Move, State

STATE_NAMES = {
    State.DRAFT: _l("Dự thảo"),
    State.ASSIGNED: _l("Chưa tiếp nhận"),
    State.DECLINED: _l("Đề nghị chuyển đơn vị khác"),
    State.IN_PROGRESS: _l("Đang thực hiện"),
    State.SUBMITTED: _l("Chờ duyệt"),
    State.DONE: _l("Đã hoàn thành"),
    State.WITHDRAWN: _l("Đã thu hồi"),
}
MOVE_NAMES = {
    Move.ISSUE: _l("giao việc"),
    Move.ACCEPT: _l("tiếp nhận"),
    Move.DECLINE: _l("đề nghị chuyển đơn vị khác"),
    Move.REFUSE_DECLINE: _l("giữ nguyên đơn vị chủ trì"),
    Move.REASSIGN: _l("chuyển đơn vị chủ trì"),
    Move.SUBMIT: _l("báo cáo kết quả"),
    Move.RECALL: _l("rút lại báo cáo"),
    Move.APPROVE: _l("duyệt kết quả"),
    Move.SEND_BACK: _l("trả lại kết quả"),
    Move.WITHDRAW: _l("thu hồi"),
    Move.UNDO: _l("hoàn tác nhập"),
    Move.REOPEN: _l("mở lại"),
    Move.RECORD_PAST: _l("ghi nhận từ sổ theo dõi"),
    Change.NAME_OFFICER: _l("phân công người xử lý"),
    Change.PROGRESS: _l("cập nhật tiến độ"),
    Change.EXTEND: _l("gia hạn"),
    Change.STAR: _l("gắn sao"),
    Change.CORRECT: _l("điều chỉnh số liệu"),
}
TIME_NAMES = {
    TimeClass.NO_LIMIT: _l("Không thời hạn"),
    TimeClass.IN_TERM: _l("Trong hạn"),
    TimeClass.DUE_SOON: _l("Sắp đến hạn"),
    TimeClass.OVERDUE: _l("Quá hạn"),
    TimeClass.EARLY: _l("Trước hạn"),
    TimeClass.ON_TIME: _l("Đúng hạn"),
    TimeClass.LATE: _l("Trễ hạn"),
}
LIMIT_NAMES = {
    LimitKind.DATED: _l("Có thời hạn"),
    LimitKind.NONE: _l("Không thời hạn"),
    LimitKind.CONTINUOUS: _l("Thường xuyên"),
    LimitKind.RECURRING: _l("Định kỳ"),
}
SOURCE_NAMES = {
    Source.OWN: _l("UBND, Chủ tịch UBND giao"),
    Source.PROVINCE: _l("Tỉnh giao"),
    Source.GOVERNMENT: _l("Chính phủ, Thủ tướng giao"),
    Source.COUNCIL: _l("HĐND giao"),
    Source.PARTY: _l("Cấp ủy giao"),
}
URGENCY_NAMES = {
    Urgency.ORDINARY: _l("Thường"),
    Urgency.URGENT: _l("Khẩn"),
    Urgency.VERY_URGENT: _l("Thượng khẩn"),
    Urgency.EXPRESS: _l("Hỏa tốc"),
}
