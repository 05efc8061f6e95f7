"""What channels are called, and why an address is not used."""

from __future__ import annotations

from taskapp.base.i18n import _, _l
from taskapp.outbox.channels import BadAddress, Channel, Flaw

CHANNEL_NAMES = {
    Channel.MAIL: _l("Thư điện tử"),
    Channel.WEBHOOK: _l("Webhook"),
    Channel.MATTERMOST: _l("Mattermost"),
    Channel.PUSH: _l("Thông báo trên trình duyệt"),
    Channel.HOOK: _l("Webhook của cơ quan"),
}


def why_not(error: BadAddress) -> str:
    """Why the address is not used, and what to do."""
    if error.flaw is Flaw.NOT_ALLOWED:
        return _(
            "Quản trị hệ thống chưa cho phép gửi tới máy %(host)s. Hãy chọn máy trong danh sách, hoặc đề nghị quản trị "
            "hệ thống thêm máy này.",
            host=error.host,
        )
    if error.flaw is Flaw.NO_HOOK:
        return _("Địa chỉ nhận tin của Mattermost có dạng https://máy/hooks/mã. Hãy sao chép lại từ Mattermost.")
    if error.flaw is Flaw.NO_BROWSER:
        return _("Trình duyệt này cho thông tin nhận tin không dùng được. Hãy tải lại trang rồi bấm lại.")
    return _("Địa chỉ phải có dạng https://máy/đường-dẫn, không có tên hay mật khẩu. Hãy sao chép lại từ nơi nhận tin.")
