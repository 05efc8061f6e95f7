"""Mails and documents as they come in, made in memory."""

from __future__ import annotations

from email.message import EmailMessage

from tests.directives.reading.documents import docx, p

SENDER = "Văn thư tỉnh <vanthu@tinh.example>"
SUBJECT = "Gửi thông báo kết luận"
TEXT = """ỦY BAN NHÂN DÂN
HUYỆN CHÂU THÀNH
Số: 12/TB-UBND
Châu Thành, ngày 27 tháng 02 năm 2026

THÔNG BÁO
Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban

Chủ tịch UBND huyện kết luận như sau:
1. Phòng Tư pháp kiểm tra công tác hòa giải ở cơ sở, báo cáo trước ngày 20/3/2026.

CHỦ TỊCH

Trần Thị Lan
"""
SECRET = "MẬT\n" + TEXT
BROKEN = b"PK\x03\x04 no zip at all"


def document(number: str = "12/TB-UBND") -> bytes:
    """A Word document with one task."""
    lines = TEXT.replace("12/TB-UBND", number).splitlines()
    return docx("".join(p(line) for line in lines if line))


def mail(body: str = "Kính gửi văn bản.", subject: str = SUBJECT, **attached: bytes) -> bytes:
    """A mail; the names of its files have "_" for "."."""
    made = EmailMessage()
    made["From"], made["Subject"] = SENDER, subject
    made.set_content(body)
    for name, content in attached.items():
        made.add_attachment(content, "application", "octet-stream", filename=name.replace("_", "."))
    return made.as_bytes()
