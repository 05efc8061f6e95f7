"""What a mail carries, as all sorts of programs write it; a hostile one is refused, not suffered."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from taskapp.base.errors import BadInput
from taskapp.directives.reading import mails, reader
from tests.directives.arrivals.mailing import mail

PLAIN = b"Content-Type: text/plain; charset=utf-8\n\n"


def parts(*inner: bytes, kind: bytes = b"mixed") -> bytes:
    joined = b"".join(b"--b\n" + each + b"\n" for each in inner)
    return b"Content-Type: multipart/" + kind + b"; boundary=b\n\n" + joined + b"--b--\n"


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        (b"Subject: =?utf-8?b?xJDDtG4gxJHhu5Fj?=", "Đôn đốc"),
        (b"Subject: =?UTF-8?Q?=C4=90=C3=B4n?=\n =?UTF-8?Q?_=C4=91=E1=BB=91c?=", "Đôn đốc"),
        ("Subject: Đôn đốc".encode(), "Đôn đốc"),
        (b"Subject: =?no-such?b?YQ==?=", "=?no-such?b?YQ==?="),
        (b"Subject: " + b"a" * 5000, "a" * 300),
        (b"X: y", ""),
    ],
)
def test_subjects_in_all_spellings(fields: bytes, subject: str):
    assert mails.unpacked(fields + b"\n\nwords").subject == subject


@pytest.mark.parametrize(
    ("part", "names"),
    [
        (b"Content-Type: application/pdf; name=a.pdf\n\nx", ["a.pdf"]),
        (b"Content-Disposition: attachment; filename*=UTF-8''C%C3%B4ng.pdf\n\nx", ["Công.pdf"]),
        (b"Content-Disposition: attachment; filename=\"=?utf-8?b?Q8O0bmcucGRm?=\"\n\nx", ["Công.pdf"]),
        ("Content-Disposition: inline; filename=\"Công.pdf\"\n\nx".encode(), ["Công.pdf"]),
        (b"Content-Type: image/jpeg\nContent-Disposition: attachment; filename=scan.jpg\n\nx", ["scan.jpg"]),
        (b"Content-Type: image/png; name=logo.png\nContent-ID: <1>\nContent-Disposition: attachment\n\nx", []),
        (b"Content-Type: image/png; name=logo.png\n\nx", []),
        (b"Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment\n\nx", []),
        (b"Content-Type: text/html; name=a.html\n\n<p>x", []),
        (b"Content-Type: message/rfc822\n\nContent-Type: application/pdf; name=in.pdf\n\nx", ["in.pdf"]),
    ],
)  # fmt: skip
def test_which_parts_are_attached_files(part: bytes, names: list[str]):
    found = mails.unpacked(parts(PLAIN + b"words", part))
    assert [each.name for each in found.attached] == names
    assert found.words.strip() == "words"


def test_the_plain_part_is_taken_and_html_is_not():
    both = parts(b"Content-Type: text/html\n\n<b>HTML</b>", PLAIN + "chữ".encode(), kind=b"alternative")
    assert mails.unpacked(both).words.strip() == "chữ"


def test_words_of_an_unknown_encoding_are_read_as_what_they_are():
    assert mails.unpacked(b"Content-Type: text/plain; charset=nonsense\n\n" + "Phòng".encode()).words == "Phòng"


def test_a_mail_is_unpacked_by_the_child_as_it_was_sent():
    content = bytes(range(256)) * 1000
    found = reader.unpack(mail("Kính gửi", a_pdf=content), "1.eml")
    assert [(each.name, each.content) for each in found.attached] == [("a.pdf", content)]
    assert found.words.strip() == "Kính gửi"


def nested(levels: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels)) + b"\nx"


@pytest.mark.parametrize(
    "content",
    [
        nested(300),
        b"Subject: " + b"=?utf-8?q?a?= " * 200_000 + b"\n\nx",
        b"Content-Type: text/plain; " + b"a*0*=x; " * 10_000 + b"\n\nx",
        b"\0" * 1_000_000,
    ],
)
def test_odd_mails_hold_no_files(content: bytes):
    assert reader.unpack(content, "1.eml").attached == ()


@pytest.mark.parametrize("content", [nested(5000), b"Content-Type: message/rfc822\n\n" * 20_000 + b"x"])
def test_a_mail_of_too_many_layers_is_refused_with_what_to_do(content: bytes):
    with pytest.raises(BadInput, match="Hãy lưu riêng văn bản vào thư mục"):
        reader.unpack(content, "1.eml")


def test_a_document_of_the_largest_size_comes_through_as_a_mail():
    made = EmailMessage()
    made.add_attachment(b"x" * 20 * 1024 * 1024, "application", "pdf", filename="a.pdf")
    assert len(reader.unpack(made.as_bytes(), "1.eml").attached[0].content) == 20 * 1024 * 1024
