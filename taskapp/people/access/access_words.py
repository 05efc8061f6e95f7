"""What the lines of the access log are called on pages."""

from __future__ import annotations

from taskapp.base.i18n import _l
from taskapp.people.access.access_models import AccessKind, Why

KIND_NAMES = {
    AccessKind.SIGNED_IN: _l("Đăng nhập"),
    AccessKind.REFUSED: _l("Đăng nhập bị từ chối"),
    AccessKind.SIGNED_OUT: _l("Đăng xuất"),
    AccessKind.EXPORTED: _l("Tải danh sách, báo cáo, tệp"),
    AccessKind.SEEN: _l("Xem trang về người này"),
    AccessKind.RULES_CHANGED: _l("Đổi quy định đăng nhập"),
    AccessKind.REVIEWED: _l("Rà soát quyền"),
    AccessKind.FACTOR_ADDED: _l("Thêm bước xác nhận thứ hai"),
    AccessKind.FACTOR_REMOVED: _l("Gỡ bước xác nhận thứ hai"),
    AccessKind.FACTORS_RESET: _l("Quản trị gỡ bước xác nhận thứ hai"),
    AccessKind.CODES_MADE: _l("Làm mã khôi phục mới"),
    AccessKind.UNLOCKED: _l("Cho thử đăng nhập lại"),
    AccessKind.ROLE_GIVEN: _l("Giao vai trò"),
    AccessKind.ROLE_TAKEN: _l("Bỏ vai trò"),
    AccessKind.LINK_MADE: _l("Tạo liên kết đặt mật khẩu"),
    AccessKind.CHANGED: _l("Đặt mật khẩu"),
    AccessKind.DISABLED: _l("Khóa tài khoản"),
    AccessKind.ENABLED: _l("Mở lại tài khoản"),
    AccessKind.SIGN_INS_ENDED: _l("Kết thúc các phiên đăng nhập"),
    AccessKind.ANONYMISED: _l("Ẩn danh"),
}
WHY_NAMES = {
    Why.NONE: "",
    Why.UNKNOWN: _l("không có tên này"),
    Why.CLOSED: _l("tài khoản đã khóa"),
    Why.UNSET: _l("chưa đặt mật khẩu"),
    Why.WRONG: _l("sai mật khẩu"),
    Why.WRONG_CODE: _l("sai mã hoặc khóa"),
    Why.TOO_MANY: _l("sai quá nhiều lần, phải chờ"),
    Why.APP: _l("mật khẩu và ứng dụng tạo mã"),
    Why.KEY: _l("mật khẩu và khóa bảo mật"),
    Why.RECOVERY: _l("mật khẩu và mã khôi phục"),
}
