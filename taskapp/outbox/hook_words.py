"""Why an address of a webhook is not used, and what to do."""

from __future__ import annotations

from taskapp.base.i18n import _
from taskapp.outbox.hook_places import BadPlace, Flaw


def why_not(error: BadPlace) -> str:
    """The reason as people read it."""
    if error.flaw is Flaw.NO_TLS:
        return _(
            "Địa chỉ phải bắt đầu bằng https://. Chỉ máy trong mạng ghi ở TASKAPP_WEBHOOK_ALLOW mới dùng được http://."
        )
    if error.flaw is Flaw.NO_NAME:
        return _("Không tìm thấy máy %(host)s. Hãy kiểm tra tên máy và máy chủ tên miền.", host=error.host)
    if error.flaw is Flaw.NOT_PUBLIC:
        return _(
            "Máy %(host)s có địa chỉ mạng nội bộ nên không được gửi tới. Nếu đúng là máy của cơ quan, hãy đề nghị "
            "người vận hành ghi mạng của nó vào TASKAPP_WEBHOOK_ALLOW.",
            host=error.host,
        )
    return _("Địa chỉ phải có dạng https://máy/đường-dẫn, không có tên hay mật khẩu. Hãy sao chép lại từ nơi nhận.")
