"""A letter becomes one well-formed mail in Vietnamese; nothing in it can add a header."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskapp.outbox.contract import Attachment, Letter
from taskapp.outbox.rendering import BadSender, Unsendable, message_id, render

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LETTER = Letter("Nhắc việc số 17", "Kính gửi chị Tuyết,\n.một dòng có dấu chấm\n", "<p>Kính gửi chị Tuyết</p>")


def rendered(letter: Letter = LETTER, **changes: object) -> EmailMessage:
    values: dict[str, object] = {
        "mail_from": "Giao Việc <giaoviec@chauthanh.example>",
        "to_address": "tuyet@chauthanh.example",
        "to_name": "Nguyễn Thị Ánh Tuyết",
        "identity": "<abc@chauthanh.example>",
        "now": NOW,
    }
    content = render(letter, **(values | changes))  # type: ignore[arg-type]
    assert content.isascii(), "passes every server on the way"
    assert content.endswith(b"\r\n")
    return email.message_from_bytes(content, policy=default)  # type: ignore[return-value]


def test_headers_and_both_bodies_read_back_as_written() -> None:
    mail = rendered()
    assert mail["Subject"] == LETTER.subject
    assert mail["From"].addresses[0].display_name == "Giao Việc"
    assert mail["To"].addresses[0].display_name == "Nguyễn Thị Ánh Tuyết"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"] == "<abc@chauthanh.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<giaoviec.chauthanh.example>"
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body(("plain",)).get_content().splitlines() == LETTER.text.splitlines()  # type: ignore[union-attr]
    assert mail.get_body(("html",)).get_content().strip() == LETTER.html  # type: ignore[union-attr]


WORDS = ["Nhắc", "việc", "về", "nhiệm", "vụ", "quá", "hạn,", "Đặng", "Ẩn", "report", "12/UBND-NC"]


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_long_subjects_and_names_keep_every_blank(words: list[str]) -> None:
    subject, name = " ".join(words), " ".join(words[:12]).replace(",", "")
    mail = rendered(Letter(subject, LETTER.text, LETTER.html), to_name=name)
    assert mail["Subject"] == subject
    assert mail["To"].addresses[0].display_name == name


def test_attachments_keep_their_vietnamese_names() -> None:
    letter = Letter("s", "t", "<p>h</p>", attachments=(Attachment("báo cáo.pdf", "application/pdf", b"%PDF"),))
    (attachment,) = rendered(letter).iter_attachments()
    assert attachment.get_filename() == "báo cáo.pdf"
    assert attachment.get_content() == b"%PDF"


def test_nothing_that_is_written_in_a_mail_can_end_a_part_of_it() -> None:
    lines = "".join(f"--=_{how}{end}\r\n" for how in ("mixed", "alternative") for end in ("", "--"))
    attachment = Attachment(lines, "text/plain", lines.encode(), {"charset": "utf-8"})
    mail = rendered(Letter("s", lines, lines, attachments=(attachment,)))
    assert mail.get_body(("plain",)).get_content() == lines  # type: ignore[union-attr]
    assert mail.get_body(("html",)).get_content() == lines  # type: ignore[union-attr]
    assert [part.get_content() for part in mail.iter_attachments()] == [lines]


def test_further_headers_are_added() -> None:
    assert rendered(Letter("s", "t", "h", {"In-Reply-To": "<task-17@x>"}))["In-Reply-To"] == "<task-17@x>"


def test_a_line_break_in_a_subject_is_only_a_blank() -> None:
    mail = rendered(Letter("Nhắc\r\nBcc: all@example.vn", "t", "h"))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Nhắc Bcc: all@example.vn"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "x@",
        "@y",
        "a@b.vn\r\nBcc: c@d.vn",
        "a@b.vn\n",
        "a@b.vn, c@d.vn",
        "<a@b.vn>",
        "tuyết@b.vn",
        "a b@c.vn",
        "a@b\0.vn",
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(Unsendable):
        rendered(to_address=address)


@pytest.mark.parametrize("name", ["Tuyết\r\nBcc: c@d.vn", "Tuyết\nX: y"])
def test_a_name_with_a_line_break_is_refused(name: str) -> None:
    with pytest.raises(Unsendable):
        rendered(to_name=name)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Task": "1\r\nBcc: a@b.vn"},
        {"X-Task": "1\nBcc: a@b.vn"},
        {"X-Task": "việc"},
        {"X-Task\r\nBcc": "a@b.vn"},
        {"Bcc: a@b.vn\r\nX-Task": "1"},
        {"": "1"},
        {"To": "a@b.vn"},
        {"content-type": "text/plain"},
    ],
)
def test_a_header_that_no_mail_may_carry_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Unsendable):
        rendered(Letter("s", "t", "h", headers))


@pytest.mark.parametrize("mail_from", ["", "giaoviec", "a@b.vn\r\nBcc: c@d.vn"])
def test_a_sender_that_is_no_address_is_our_own_fault(mail_from: str) -> None:
    with pytest.raises(BadSender):
        rendered(mail_from=mail_from)


def test_the_message_id_follows_from_key_committee_and_secret_alone() -> None:
    made = message_id(1, "task:17|5", secret="s1", mail_from="Giao Việc <a@b.vn>")
    assert made == message_id(1, "task:17|5", secret="s1", mail_from="a@b.vn")
    assert made.endswith("@b.vn>")
    others = {
        message_id(2, "task:17|5", secret="s1", mail_from="a@b.vn"),
        message_id(1, "task:17|6", secret="s1", mail_from="a@b.vn"),
        message_id(1, "task:17|5", secret="s2", mail_from="a@b.vn"),
    }
    assert made not in others
    assert len(others) == 3
