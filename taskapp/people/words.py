"""What roles, kinds of units and changes of accounts are called on pages, and persons where one is chosen."""

from __future__ import annotations

from datetime import date

from taskapp.base import formats
from taskapp.base.i18n import _, _l, _n
from taskapp.people.models import AccountChange, Person, UnitKind
from taskapp.people.rights import Role
from taskapp.people.scopes import Scope
from taskapp.people.standing import Phase
from taskapp.people.unit_models import Rearranging, UnitChange

ROLE_NAMES = {
    Role.OFFICER: _l("Công chức, chuyên viên"),
    Role.UNIT_HEAD: _l("Thủ trưởng đơn vị"),
    Role.CLERK: _l("Văn thư"),
    Role.MONITOR: _l("Văn phòng theo dõi"),
    Role.LEADER: _l("Lãnh đạo giao việc"),
    Role.INSPECTOR: _l("Thanh tra, kiểm tra"),
    Role.ADMIN: _l("Quản trị hệ thống"),
}
ROLE_RIGHTS = {
    Role.OFFICER: _l("thực hiện việc của đơn vị, báo cáo kết quả"),
    Role.UNIT_HEAD: _l("tiếp nhận, phân công, trình kết quả của đơn vị"),
    Role.CLERK: _l("vào sổ văn bản, dự thảo nhiệm vụ"),
    Role.MONITOR: _l("giao, theo dõi, đôn đốc, duyệt theo ủy quyền"),
    Role.LEADER: _l("giao nhiệm vụ, duyệt kết quả và gia hạn"),
    Role.INSPECTOR: _l("chỉ xem"),
    Role.ADMIN: _l("tài khoản, đơn vị, cấu hình; không xem được nhiệm vụ"),
}
UNIT_KIND_NAMES = {
    UnitKind.OFFICE: _l("Phòng, ban, cơ quan chuyên môn"),
    UnitKind.COMMUNE: _l("UBND cấp xã"),
    UnitKind.EXTERNAL: _l("Cơ quan ngoài hệ thống"),
    UnitKind.COMMITTEE: _l("Ủy ban nhân dân"),
}
PHASE_NAMES = {
    Phase.COMING: _l("sắp tới"),
    Phase.NOW: _l("đang diễn ra"),
    Phase.OVER: _l("đã hết"),
    Phase.ENDED: _l("đã kết thúc sớm"),
    Phase.CANCELLED: _l("đã hủy"),
}
REARRANGING_NAMES = {
    Rearranging.MERGE: _l("Sáp nhập, hợp nhất"),
    Rearranging.SPLIT: _l("Chia, tách"),
    Rearranging.CLOSE: _l("Kết thúc hoạt động"),
    Rearranging.RENAME: _l("Đổi tên"),
    Rearranging.MOVE: _l("Chuyển đơn vị cấp trên"),
}
UNIT_CHANGE_NAMES = {
    UnitChange.BEGUN: _l("Trước khi có thay đổi"),
    UnitChange.FOUNDED: _l("Thành lập"),
    UnitChange.RENAMED: _l("Đổi tên"),
    UnitChange.SHORTENED: _l("Đổi tên ngắn"),
    UnitChange.MOVED: _l("Chuyển đơn vị cấp trên"),
    UnitChange.CLOSED: _l("Kết thúc hoạt động"),
}
CHANGE_NAMES = {
    AccountChange.CREATED: _l("Tạo tài khoản"),
    AccountChange.EDITED: _l("Sửa thông tin"),
    AccountChange.ROLE_GIVEN: _l("Giao vai trò"),
    AccountChange.ROLE_TAKEN: _l("Bỏ vai trò"),
    AccountChange.LINK_MADE: _l("Tạo liên kết đặt mật khẩu"),
    AccountChange.PASSWORD_SET: _l("Đặt mật khẩu"),
    AccountChange.DISABLED: _l("Khóa tài khoản"),
    AccountChange.ENABLED: _l("Mở lại tài khoản"),
    AccountChange.SIGN_INS_ENDED: _l("Kết thúc các phiên đăng nhập"),
    AccountChange.ABSENCE_REGISTERED: _l("Đăng ký vắng mặt"),
    AccountChange.ABSENCE_ENDED: _l("Kết thúc vắng mặt"),
    AccountChange.DELEGATED: _l("Ủy quyền quyết định"),
    AccountChange.DELEGATION_REVOKED: _l("Thu hồi ủy quyền"),
    AccountChange.FACTOR_ADDED: _l("Thêm bước xác nhận thứ hai"),
    AccountChange.FACTOR_REMOVED: _l("Gỡ bước xác nhận thứ hai"),
    AccountChange.FACTORS_RESET: _l("Quản trị gỡ bước xác nhận thứ hai"),
    AccountChange.CODES_MADE: _l("Làm mã khôi phục mới"),
    AccountChange.UNLOCKED: _l("Cho thử đăng nhập lại"),
    AccountChange.OUTER_LINKED: _l("Gắn tài khoản đăng nhập một lần"),
    AccountChange.OUTER_UNLINKED: _l("Gỡ tài khoản đăng nhập một lần"),
    AccountChange.ANONYMISED: _l("Ẩn danh"),
}
SCOPE_NAMES = {
    Scope.READ: _l("Đọc nhiệm vụ, văn bản, minh chứng, lời nhắc, đơn vị và người"),
    Scope.TASKS: _l("Giao việc và thực hiện: tiếp nhận, phân công, báo tiến độ, nộp kết quả, xin gia hạn"),
    Scope.DECIDE: _l("Quyết định: duyệt, trả lại, gia hạn, thu hồi, mở lại, đôn đốc"),
    Scope.DIRECTIVES: _l("Vào sổ văn bản"),
    Scope.REPORTS: _l("Đọc báo cáo tổng hợp"),
    Scope.SOURCES: _l("Gửi số liệu hồ sơ, văn bản của phần mềm khác"),
}
LIST_COLUMN_NAMES = {
    "unit": _l("Đơn vị"),
    "full_name": _l("Họ và tên"),
    "position": _l("Chức danh"),
    "email": _l("Thư điện tử"),
    "role": _l("Vai trò"),
    "username": _l("Tên đăng nhập"),
}


def person_label(person: Person, away_until: date | None = None) -> str:
    """Name and position where a person is chosen, and until which local day he is away."""
    name = " – ".join(filter(None, (person.full_name, person.position)))
    return _("%(name)s (vắng đến %(day)s)", name=name, day=formats.day(away_until)) if away_until else name


def busy_label(person: Person, count: int, away_until: date | None = None) -> str:
    """The same for whoever is to get work: with how many open tasks the person holds now."""
    held = _n("đang giữ 1 việc", "đang giữ %(num)s việc", count) if count else _("chưa giữ việc nào")
    if away_until:
        held = _("vắng đến %(day)s, %(held)s", day=formats.day(away_until), held=held)
    return f"{person_label(person)} ({held})"
