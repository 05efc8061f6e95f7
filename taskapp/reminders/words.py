"""What people call the steps, and those whom a policy reminds."""

from __future__ import annotations

from taskapp.base import formats
from taskapp.base.i18n import _, _l, _n
from taskapp.reminders.feed_models import FeedKind
from taskapp.reminders.policy import Policy, Recipient, Rung, Scope
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.words import KIND_NAMES, URGENCY_NAMES

RECIPIENT_NAMES = {
    Recipient.DOER: _l("Người xử lý"),
    Recipient.HEAD: _l("Thủ trưởng đơn vị"),
    Recipient.SUPPORTING: _l("Đơn vị phối hợp"),
    Recipient.OFFICE: _l("Văn phòng theo dõi"),
    Recipient.LEADER: _l("Lãnh đạo giao"),
}
STEP_NAMES = {
    "before": _l("Nhắc trước hạn"),
    "overdue": _l("Quá hạn"),
    "escalated": _l("Quá hạn, báo cấp trên"),
    "unaccepted": _l("Chưa tiếp nhận"),
    "at_risk": _l("Có nguy cơ trễ"),
    "review": _l("Đến ngày rà soát"),
    "reviewing": _l("Đến ngày rà soát, chờ người giao"),
    "checkpoint": _l("Đến mốc cập nhật tiến độ"),
    "unreported": _l("Quá mốc, chưa cập nhật tiến độ"),
    "held_up": _l("Đơn vị phối hợp đang giữ việc"),
    "unattended": _l("Không có người phụ trách"),
    "assigned": _l("Giao việc"),
    "named": _l("Phân công xử lý"),
    "sent_back": _l("Trả lại kết quả"),
    "approved": _l("Đã duyệt kết quả"),
    "waiting": _l("Kết quả chờ duyệt"),
    "handed_in": _l("Đơn vị phối hợp đã nộp phần việc"),
    "asked": _l("Xin gia hạn"),
    "asking": _l("Đề nghị gia hạn chờ quyết định"),
    "extended": _l("Được gia hạn"),
    "not_extended": _l("Không được gia hạn"),
    "moved": _l("Điều chỉnh thời hạn"),
    "reopened": _l("Mở lại"),
    "declined": _l("Đề nghị chuyển đơn vị khác"),
    "declining": _l("Đề nghị chuyển đơn vị chờ quyết định"),
    "urged": _l("Đôn đốc"),
    "unanswered": _l("Đôn đốc nhiều lần chưa trả lời"),
    "disputed": _l("Báo sai chờ kết luận"),
    "dispute_answered": _l("Kết luận báo sai"),
    "directed": _l("Ý kiến chỉ đạo"),
    "mentioned": _l("Được nhắc tên trong trao đổi"),
    "following": _l("Được gửi để biết"),
    "finished": _l("Việc đang theo dõi đã xong"),
    "limit_changed": _l("Việc đang theo dõi đổi thời hạn"),
    "taken_away": _l("Việc đã chuyển cho người khác"),
    "ended": _l("Việc đã thu hồi hoặc kết thúc"),
}


def step_name(step: str) -> str:
    """One step of the ledger in words; what tells one from the next is left out unless it is a number of days."""
    kind, _colon, rest = step.partition(":")
    if kind == "before":
        return before_name(int(rest))
    return str(STEP_NAMES.get(kind, kind))


def before_name(days: int) -> str:
    """A number of working days before the limit."""
    return _n("Còn 1 ngày làm việc", "Còn %(num)s ngày làm việc", days) if days else _("Đúng ngày đến hạn")


def rung_name(rung: Rung) -> str:
    """When a rung is met."""
    if rung.days <= 0:
        return before_name(-rung.days)
    if rung.days == rung.every == 1:
        return _("Mỗi ngày làm việc quá hạn")
    late = _n("Quá hạn 1 ngày làm việc", "Quá hạn %(num)s ngày làm việc", rung.days)
    if not rung.every:
        return late
    again = _n("rồi mỗi ngày", "rồi cứ %(num)s ngày", rung.every)
    return f"{late}, {again}"


def scope_name(scope: Scope, unit_name: str = "") -> str:
    """For which tasks a ladder is."""
    urgency = Urgency(scope.urgency)
    parts = (
        unit_name,
        str(KIND_NAMES[scope.kind]) if scope.kind else "",
        _("Nhiệm vụ trọng tâm (gắn sao)") if scope.is_starred else "",
        _("Văn bản từ mức “%(name)s”", name=URGENCY_NAMES[urgency]) if urgency is not Urgency.ORDINARY else "",
    )
    return " · ".join(part for part in parts if part) or _("Mọi nhiệm vụ không thuộc bộ mốc riêng nào")


def general(policy: Policy) -> list[tuple[str, str]]:
    """What holds besides the ladders, as pairs of what and how."""
    hour = formats.hour
    waiting = ", ".join(str(days) for days in policy.waiting)
    told = _n("nhắc thủ trưởng sau 1 ngày", "nhắc thủ trưởng sau %(num)s ngày", policy.unaccepted_after)
    kept = _("nhắc sau %(days)s ngày, rồi cứ %(every)s ngày", days=waiting, every=policy.waiting_every)
    between = _("từ %(opens)s đến %(closes)s", opens=hour(policy.opens), closes=hour(policy.closes))
    most = _("mỗi người nhiều nhất %(most)s thư một ngày", most=policy.most_at_once)
    return [
        (_("Thư gộp buổi sáng"), _("%(hour)s ngày làm việc", hour=hour(policy.digest_at))),
        (_("Chưa tiếp nhận"), told),
        (_("Đang giữ một quyết định"), kept),
        (_("Nguy cơ trễ cao"), _("báo thủ trưởng, mỗi thời hạn một lần") if policy.warns_of_risk else _("không báo")),
        (_("Thư báo ngay"), f"{between}; {most}"),
        (_("Tin được phép tắt"), ", ".join(str(STEP_NAMES[kind]) for kind in sorted(policy.optional_news))),
    ]


FEED_NAMES = {
    FeedKind.MINE: _l("Việc của tôi"),
    FeedKind.UNIT: _l("Việc của đơn vị tôi"),
    FeedKind.GIVEN: _l("Việc tôi giao"),
}
FEED_NOTES = {
    FeedKind.MINE: _l("Thời hạn của các việc anh/chị đang xử lý."),
    FeedKind.UNIT: _l("Thời hạn của các việc đơn vị công tác của anh/chị chủ trì, trong phạm vi anh/chị được xem."),
    FeedKind.GIVEN: _l("Thời hạn của các việc anh/chị đã giao và chưa xong."),
}
