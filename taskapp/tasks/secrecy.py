"""Secrecy marks (Luật Bảo vệ bí mật nhà nước): a document that carries one stays outside. No database."""

from __future__ import annotations

import re

from taskapp.base.errors import Refused
from taskapp.base.i18n import _

# A mark is a word in capitals; "MẬT KHẨU", "MẬT ĐỘ", "BÍ MẬT", "BẢO MẬT" are other words.
SECRET = re.compile(r"(?<!\w)(?<!BÍ )(?<!BẢO )(?:TUYỆT |TỐI )?MẬT(?!\w)(?!\s+(?:KHẨU|ĐỘ|MÃ|ONG)\b)")


def check_secrecy(*texts: str) -> None:
    """Raise Refused when one of the texts carries a secrecy mark: such documents stay outside (design rule 8)."""
    if any(SECRET.search(text) for text in texts):
        raise Refused(
            _(
                "Văn bản có dấu chỉ độ mật không được đưa vào hệ thống. "
                "Hãy giao và theo dõi theo quy định về bí mật nhà nước."
            ),
            field="content",
        )
