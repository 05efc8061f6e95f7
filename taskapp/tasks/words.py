"""The words people read for states, moves, time classes, limits and sources."""

from __future__ import annotations

from datetime import date

from taskapp.base import formats
from taskapp.base.i18n import _, _l, _n
from taskapp.tasks.deadlines import Moment, TimeClass
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.paper_models import DisputeAbout, ExtensionReason, Handed, HandOverReason
from taskapp.tasks.states import Change, Exclusion, Kind, LimitKind, Move, Source, State, Via

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
    Move.TAKE_BACK_DECLINE: _l("rút lại đề nghị chuyển"),
    Move.REASSIGN: _l("chuyển đơn vị chủ trì"),
    Move.SUBMIT: _l("báo cáo kết quả"),
    Move.RECALL: _l("rút lại báo cáo"),
    Move.APPROVE: _l("duyệt kết quả"),
    Move.SEND_BACK: _l("trả lại kết quả"),
    Move.WITHDRAW: _l("thu hồi"),
    Move.MERGE: _l("gộp nhiệm vụ"),
    Move.LAPSE: _l("kết thúc, không có kết quả"),
    Move.UNDO: _l("hoàn tác nhập"),
    Move.REOPEN: _l("mở lại"),
    Move.RECORD_PAST: _l("ghi nhận từ sổ theo dõi"),
    Change.NAME_OFFICER: _l("phân công người xử lý"),
    Change.PROGRESS: _l("cập nhật tiến độ"),
    Change.ASK_EXTENSION: _l("xin gia hạn"),
    Change.EXTEND: _l("gia hạn"),
    Change.REFUSE_EXTENSION: _l("không gia hạn"),
    Change.MOVE_LIMIT: _l("điều chỉnh thời hạn"),
    Change.REVIEW: _l("rà soát"),
    Change.STAR: _l("gắn sao"),
    Change.CORRECT: _l("điều chỉnh số liệu"),
    Change.SPLIT: _l("giao việc con"),
    Change.ADD_PART: _l("thêm đơn vị phối hợp"),
    Change.URGE: _l("đôn đốc"),
    Change.EXPLAIN: _l("giải trình"),
    Change.JUDGE_CAUSE: _l("xem xét nguyên nhân khách quan"),
    Change.DISPUTE: _l("báo sai"),
    Change.ANSWER_DISPUTE: _l("kết luận báo sai"),
    Change.HAND_OVER: _l("bàn giao"),
    Change.UNIT_CHANGED: _l("chuyển theo sắp xếp tổ chức"),
}
EXCLUSION_NAMES = {
    Exclusion.WITHDRAWN: _l("Đã thu hồi"),
    Exclusion.MERGED: _l("Đã gộp"),
    Exclusion.UNDONE: _l("Đã hoàn tác nhập"),
}
VIA_NAMES = {
    Via.API: _l("qua phần mềm khác"),
    Via.MAIL: _l("qua thư"),
    Via.IMPORT: _l("từ tệp nhập"),
    Via.JOB: _l("tự động"),
}
KIND_NAMES = {
    Kind.OFFICIAL: _l("Nhiệm vụ được giao"),
    Kind.PART: _l("Phần phối hợp"),
    Kind.CHILD: _l("Việc con"),
}
EXTENSION_REASONS = {
    ExtensionReason.COORDINATION: _l("Chờ đơn vị phối hợp"),
    ExtensionReason.OPINIONS: _l("Chờ ý kiến cấp trên hoặc cơ quan chuyên môn"),
    ExtensionReason.VOLUME: _l("Khối lượng lớn, phức tạp"),
    ExtensionReason.SCOPE: _l("Nội dung, yêu cầu thay đổi"),
    ExtensionReason.STAFF: _l("Thiếu người, thay đổi nhân sự"),
    ExtensionReason.OBJECTIVE: _l("Nguyên nhân khách quan (thiên tai, sự cố…)"),
    ExtensionReason.OTHER: _l("Lý do khác"),
}
DISPUTE_NAMES = {
    DisputeAbout.LATENESS: _l("Không chậm như hệ thống ghi"),
    DisputeAbout.SUBMITTED_DAY: _l("Sai ngày nộp kết quả"),
    DisputeAbout.LIMIT: _l("Sai thời hạn"),
    DisputeAbout.COMPETENCE: _l("Không thuộc thẩm quyền của đơn vị"),
    DisputeAbout.OTHER: _l("Nội dung khác"),
}
HAND_OVER_REASONS = {
    HandOverReason.TRANSFER: _l("Chuyển công tác"),
    HandOverReason.RETIREMENT: _l("Nghỉ hưu, thôi việc"),
    HandOverReason.LEAVE: _l("Nghỉ dài ngày"),
    HandOverReason.OTHER: _l("Lý do khác"),
}
HANDED_NAMES = {
    (Handed.WORK, Kind.OFFICIAL): _l("Việc đang xử lý (chủ trì)"),
    (Handed.WORK, Kind.PART): _l("Việc phối hợp"),
    (Handed.WORK, Kind.CHILD): _l("Việc con được giao"),
    (Handed.DECISION, Kind.OFFICIAL): _l("Việc đã giao, còn phải theo dõi và duyệt"),
    (Handed.DECISION, Kind.CHILD): _l("Việc con đã giao, còn phải theo dõi và duyệt"),
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


def moment_text(limit: Moment | None) -> str:
    """A limit as people write it: "06/03/2026" or "16:00 06/03/2026"; empty for None."""
    if limit is None:
        return ""
    return f"{formats.hour(limit.at)} {formats.day(limit.on)}".strip()


def state_text(state: State, excluded: Exclusion | None) -> str:
    """The state in words; of a task taken out of the figures, why."""
    if state is not State.WITHDRAWN:
        return str(STATE_NAMES[state])
    return str(EXCLUSION_NAMES[excluded]) if excluded else _("Kết thúc, không có kết quả")


def given_text(count: int, *, is_issued: bool) -> str:
    """What is said once `count` tasks were given out, or kept as drafts."""
    if is_issued:
        return _n("Đã giao 1 nhiệm vụ.", "Đã giao %(num)s nhiệm vụ.", count)
    return _n("Đã lưu 1 dự thảo.", "Đã lưu %(num)s dự thảo.", count)


def hand_over_reason(code: HandOverReason, text: str) -> str:
    """Why work was handed over: the kind of reason and the words beside it."""
    name = "" if code is HandOverReason.OTHER and text else str(HAND_OVER_REASONS[code])
    return ". ".join(filter(None, (name, text)))


def result_text(number: str, day: date | None) -> str:
    """The document that is a result, as it stands in a line."""
    return _("kết quả: %(number)s ngày %(day)s", number=number, day=formats.day(day))
