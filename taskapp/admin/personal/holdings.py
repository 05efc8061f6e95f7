"""Everything that is kept about a person, by what it is for: which columns name him, how long, what becomes of it.

A test compares the columns with the foreign keys of the database, so that no table can be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from taskapp.base.db import Base
from taskapp.base.i18n import _l


class Fate(StrEnum):
    """What becomes of it when somebody who has left is made anonymous."""

    REMOVED = "removed"  # the rows go
    EMPTIED = "emptied"  # the rows stay, what names or reaches the person goes
    STAYS = "stays"  # it names him by a number only, which from then on leads to nobody


@dataclass(frozen=True)
class Holding:
    """`columns`: those that name a person, as table.column. `is_work`: of the office's work, not of the account."""

    key: str
    name: str
    purpose: str
    kept: str
    fate: Fate
    columns: tuple[str, ...]
    is_work: bool = False

    def columns_of(self, table: str) -> tuple[str, ...]:
        """The columns of that table that name a person."""
        return tuple(name.partition(".")[2] for name in self.columns if name.partition(".")[0] == table)

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name.partition(".")[0] for name in self.columns))


FATE_NAMES = {
    Fate.REMOVED: _l("xóa"),
    Fate.EMPTIED: _l("bỏ tên, địa chỉ, nội dung; giữ dòng"),
    Fate.STAYS: _l("giữ, chỉ còn số thay cho tên"),
}

HOLDINGS = (
    Holding(
        "account",
        _l("Tài khoản: họ tên, tên đăng nhập, chức danh, đơn vị, thư điện tử"),
        _l("biết ai làm việc gì, gửi thư nhắc"),
        _l("khi còn làm việc; sau khi nghỉ thì tới lúc ẩn danh"),
        Fate.EMPTIED,
        ("person.id",),
    ),
    Holding(
        "roles",
        _l("Vai trò"),
        _l("quyết định ai được xem, được làm gì"),
        _l("tới khi bỏ vai trò"),
        Fate.REMOVED,
        ("role_held.person_id",),
    ),
    Holding(
        "credentials",
        _l("Mật khẩu đã băm, bước xác nhận thứ hai, liên kết đặt mật khẩu, phiên đăng nhập, nội dung chưa gửi"),
        _l("đăng nhập an toàn"),
        _l("phiên và liên kết 90 ngày, nội dung chưa gửi một ngày, còn lại tới khi đổi"),
        Fate.REMOVED,
        (
            *("past_password.person_id", "second_factor.person_id", "recovery_code.person_id"),
            *("one_time_link.person_id", "sign_in_session.person_id", "held_form.person_id"),
        ),
    ),
    Holding(
        "doors",
        _l("Địa chỉ kênh nhận tin, trình duyệt, lịch, tài khoản đăng nhập một lần"),
        _l("đưa tin tới đúng người"),
        _l("tới khi người đó hoặc quản trị gỡ"),
        Fate.REMOVED,
        ("channel_address.person_id", "calendar_feed.person_id", "outer_account.person_id"),
    ),
    Holding(
        "tokens",
        _l("Mã truy cập cho phần mềm"),
        _l("phần mềm khác thay người đó gọi vào"),
        _l("tới khi hết hạn; dòng được giữ để biết ai đã tạo"),
        Fate.EMPTIED,
        ("api_token.person_id",),
    ),
    Holding(
        "wishes",
        _l("Thư không muốn nhận, báo cáo được nhận, việc theo dõi, bộ lọc đã lưu"),
        _l("chỉ gửi những gì người đó cần"),
        _l("tới khi người đó đổi"),
        Fate.REMOVED,
        ("reminder_refusal.person_id", "report_receiver.person_id", "follower.person_id", "saved_filter.person_id"),
    ),
    Holding(
        "access",
        _l("Nhật ký truy cập: lúc nào, từ địa chỉ và trình duyệt nào, làm gì"),
        _l("tìm ra ai vào trái phép; luật an ninh mạng và TCVN 14423:2026"),
        _l("12 tháng rồi tự xóa, kể cả sau khi ẩn danh"),
        Fate.EMPTIED,
        ("access_event.person_id", "access_event.by_id"),
    ),
    Holding(
        "history",
        _l("Lịch sử tài khoản, rà soát quyền"),
        _l("chứng minh ai đã cho ai quyền gì"),
        _l("cùng thời hạn với hồ sơ công việc"),
        Fate.EMPTIED,
        ("account_event.person_id", "account_event.by_id", "rights_review.person_id", "rights_review.by_id"),
    ),
    Holding(
        "messages",
        _l("Thư và tin đã gửi cho người đó"),
        _l("chứng minh đã nhắc ai, lúc nào"),
        _l("cùng thời hạn với hồ sơ công việc"),
        Fate.EMPTIED,
        ("message.person_id", "mail_hold.ended_by_id"),
    ),
    Holding(
        "absences",
        _l("Vắng mặt, ủy quyền"),
        _l("biết ai làm thay trong những ngày nào"),
        _l("cùng thời hạn với hồ sơ công việc"),
        Fate.STAYS,
        (
            *("absence.person_id", "absence.deputy_id", "absence.by_id", "absence.ended_by_id", "delegation.by_id"),
            *("delegation.person_id", "delegation.delegate_id", "delegation.revoked_by_id"),
        ),
        is_work=True,
    ),
    Holding(
        "work",
        _l("Việc được giao, đã giao, báo cáo, ý kiến, tệp, gia hạn, giải trình, bàn giao, lời nhắc, nhật ký công việc"),
        _l("chứng minh việc xong đúng hạn; Luật Lưu trữ 2024"),
        _l("theo thời hạn lưu trữ hồ sơ của cơ quan"),
        Fate.STAYS,
        (
            *("task.assignee_id", "task.assigner_id", "task.created_by_id", "task_event.by_id", "mention.person_id"),
            *("task_event.on_behalf_of_id", "task_event.assignee_id", "task_event.assigner_id", "follower.added_by_id"),
            *("submission.by_id", "submission.decided_by_id", "submission.on_behalf_of_id", "stored_file.by_id"),
            *("extension.asked_by_id", "extension.answered_by_id", "extension.on_behalf_of_id", "reminder.person_id"),
            *("explanation.by_id", "explanation.judged_by_id", "explanation.on_behalf_of_id", "dispute.by_id"),
            *("dispute.answered_by_id", "dispute.on_behalf_of_id", "comment.by_id", "comment.on_behalf_of_id"),
            *("hand_over.from_id", "hand_over.by_id", "hand_over_item.to_id", "duty.officer_id", "duty.assigner_id"),
            *("duty_note.by_id", "directive.created_by_id", "directive_review.by_id"),
        ),
        is_work=True,
    ),
    Holding(
        "evaluation",
        _l("Kiến nghị về đánh giá, hệ số nhiệm vụ"),
        _l("đánh giá theo NĐ 335/2025/NĐ-CP"),
        _l("theo thời hạn lưu trữ hồ sơ đánh giá"),
        Fate.STAYS,
        ("evaluation_contest.person_id", "evaluation_contest.answered_by_id", "task_weight.by_id"),
        is_work=True,
    ),
    Holding(
        "decisions",
        _l("Quyết định đã ghi thay mặt cơ quan: lịch, quy tắc, loại việc, đơn vị, nhập tệp, báo cáo định kỳ, kết nối"),
        _l("biết ai đã đổi cách tính hạn và cách nhắc"),
        _l("cùng thời hạn với hồ sơ công việc"),
        Fate.STAYS,
        (
            *("calendar_day.by_id", "rule_setting.by_id", "work_type_version.by_id", "scoring_table.by_id"),
            *("reminder_policy.by_id", "reorganisation.by_id", "unit_alias.by_id", "import_batch.by_id"),
            *("report_schedule.by_id", "audit_check.asked_by_id", "outer_account.linked_by_id", "open_link.person_id"),
            *("api_token.ended_by_id", "open_link.ended_by_id", "webhook.person_id", "work_source.made_by_id"),
            "source_batch.by_id",
        ),
        is_work=True,
    ),
)  # fmt: skip


@cache
def entity_of(table: str) -> type[Base]:
    """The class whose rows stand in the table."""
    found: dict[str, type[Base]] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    return found[table]
