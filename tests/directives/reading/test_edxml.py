"""An .edxml: its envelope states the heading and proposes a date; the document in it is read by its own reader."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.directives.draft import Header
from taskapp.directives.reading import reader
from taskapp.directives.reading.child import answer
from tests.directives.reading.documents import docx, envelope, p, zipped

DOCUMENT = docx(p("1. Phòng Nội vụ báo cáo trước ngày 20/3/2026."))
STATED = Header(
    number="145/TB-UBND",
    issued_on=date(2026, 3, 12),
    place="Châu Thành",
    issuer="Ủy ban nhân dân huyện Châu Thành",
    kind="Thông báo",
    subject="Kết luận cuộc họp giao ban tháng 3",
    signer="Huỳnh Tấn Lợi",
    recipients=("Phòng Nội vụ huyện",),
    urgency="Thượng khẩn",
)


@pytest.mark.parametrize(
    "data",
    [
        envelope(DOCUMENT),
        envelope(zipped({"van-ban.docx": DOCUMENT})),
        envelope(DOCUMENT, prefix=""),
        envelope(DOCUMENT, namespace="http://www.e-doc.vn/Schema/"),
        envelope(b"\x89PNG\r\n\x1a\n", DOCUMENT),
        zipped({"goi.edxml": envelope(), "van-ban.docx": DOCUMENT}),
        envelope(DOCUMENT).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
    ids=["plain", "each zipped", "no prefix", "older namespace", "picture first", "zip of both", "UTF-16"],
)
def test_the_envelope_states_the_heading_and_its_document_is_read(data):
    source = reader.read(data, "goi.edxml")
    assert source.stated == STATED
    assert source.proposed_due == date(2026, 3, 20)
    assert [line.text for line in source.lines] == ["1. Phòng Nội vụ báo cáo trước ngày 20/3/2026."]


@pytest.mark.parametrize(
    ("due", "expected"),
    [("2026-03-20", "2026-03-20"), ("20/03/2026", "2026-03-20"), ("", None), ("0", None), ("2026/13/45", None)],
)
def test_a_proposed_date_is_read_in_the_forms_that_senders_use(due, expected):
    told = answer(envelope(DOCUMENT, due=due))
    assert told["proposed_due"] == (expected and date.fromisoformat(expected))


@pytest.mark.parametrize("data", [envelope(), envelope(envelope(DOCUMENT)), envelope(b"")])
def test_an_envelope_without_a_readable_document_says_what_to_do(data):
    assert "Hãy" in answer(data)["refused"]
