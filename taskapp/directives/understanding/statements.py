"""What is no task: findings, aims, bases, responsibility, closing words; sentences that only date or open. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Literal

from taskapp.base.text import fold
from taskapp.directives.understanding import lexicon
from taskapp.directives.understanding import statement_words as said
from taskapp.directives.understanding.lines import is_capital
from taskapp.directives.understanding.units import Names

_SINCE = re.compile(r"Từ (?:ngày|tháng|quý|năm)[^,;.]{1,40},\s*")


_TIME_FIRST = re.compile(r"(?:Trong|Ngày|Từ|Năm|Chiều|Sáng|Tối|Vào)\s[^,;.:]{1,60},\s+")
_ABOUT_FINDINGS = re.compile(
    r"^ve (?=danh gia|han che|hien trang|ket qua|nguyen nhan|thuc trang|tinh hinh|ton tai|uu diem)"
)
_AIM_FIRST = re.compile(r"(?:Để|Nhằm|Thực hiện|Căn cứ|Theo|Xét)\s[^;.:]{1,200}?,\s+(?=\w)")
_GONE = re.compile(r"\d|\b(?:qua|vừa|nay|trước|gần đây|kỳ|năm|tháng|quý|tuần|giai đoạn)\b")


class Depth(IntEnum):
    """Whether a section gives tasks, only those that name their unit with "giao …", or none."""

    TASKS = 0
    NAMED_ONLY = 1
    NONE = 2


def section(text: str, *, is_roman: bool) -> Depth | None:
    """What a section of this title gives; None when its words do not say."""
    plain = fold(re.sub(r"\([^)]*\)", "", text)).strip(" .:")
    plain = _ABOUT_FINDINGS.sub("", plain)
    if len(plain) > 140 or (not is_roman and text.rstrip().endswith(".")):
        return None
    if said.GIVES.search(plain) and not re.match(
        r"(danh gia|ket qua|tinh hinh|muc tieu|muc dich|hien trang|ve tinh hinh|ve ket qua)", plain
    ):
        return Depth.TASKS
    if (said.NONE.search if is_roman else said.NONE.match)(plain):
        return Depth.NONE
    if said.NAMED.search(plain):
        return Depth.NAMED_ONLY
    return Depth.TASKS if is_roman else None


def is_authority(text: str) -> bool:
    """Whether a line in capitals is the signing authority of a decision, not a heading."""
    return is_capital(text) and bool(re.match(r"(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|UBND|QUYẾT ĐỊNH|CHỈ THỊ)\b", text))


def speaks(text: str) -> bool:
    """Whether a unit named as a subject goes on to direct others: it speaks, it is not the one who is to act."""
    return bool(
        re.match(
            r"\s*(?:đã\s+)?(?:kết luận|chỉ đạo|yêu cầu|có ý kiến|thống nhất|giao|chỉ thị|phân công|đề nghị|thông báo|"
            r"điện|nhấn mạnh|lưu ý)\b",
            text,
        )
    )


def is_to_everybody(names: Sequence[str]) -> bool:
    """Whether a list of units is everybody whom the document reaches: "các cơ quan, đơn vị"."""
    return all(
        re.match(
            r"(?:(?:thu truong|truong|giam doc|lanh dao|nguoi dung dau) )?(?:cac )?"
            r"(?:phong, ban|co quan|don vi|dia phuong|so, (?:ban|nganh)|nganh|dong chi|thanh vien)",
            fold(name),
        )
        for name in names[:1]
    )


def is_closing(sentence: str, *, is_item: bool) -> bool:
    """Whether a sentence only closes a document or says what holds of it: it orders nothing in particular."""
    if (
        said.CLOSING.match(sentence)
        or said.IN_FORCE.search(sentence)
        or (said.TROUBLE.search(sentence) and not is_item)
    ):
        return True
    if is_item and not re.search(
        r"thi hành|thực hiện (?:nghiêm )?(?:Quyết định|Chỉ thị|Kế hoạch|Thông báo|Công văn) này", sentence
    ):
        return False
    return _is_routine(sentence)


def _is_routine(sentence: str) -> bool:
    match = re.match(r"(?:[^.]{0,60}?\b)?(?:yêu cầu|đề nghị)\s+", sentence, re.IGNORECASE)
    start = match.end() if match else 0
    listed = Names().listed(sentence, start)
    if listed is None:
        return False
    words = re.findall(r"[^\W\d_]+", sentence[listed.end :].casefold())
    return all(word in said.ROUTINE for word in words)


def is_statement(sentence: str) -> bool:
    """Whether a sentence finds, praises, counts or gives the bases instead of ordering."""
    since = _SINCE.match(sentence)
    if since and lexicon.verb_at(sentence, since.end()):
        return False  # "Từ ngày 01/10, lập …" orders
    return bool(said.STATES.match(sentence))


def time_first(sentence: str) -> int:
    """Where the words go on after the time that a sentence opens with; 0 when it opens otherwise."""
    match = _TIME_FIRST.match(sentence)
    return match.end() if match else 0


def aim_first(sentence: str) -> int:
    """Where the words go on after the aim or the paper that a sentence opens with; 0 when it opens otherwise."""
    match = _AIM_FIRST.match(sentence)
    return match.end() if match else 0


def orders_without_day(sentence: str, start: int) -> bool:
    """Whether work follows a time that names no day ("Trong những ngày thi, báo cáo …"), and nothing that is past."""
    is_past = _GONE.search(sentence[:start]) or said.PAST.search(sentence) or said.FIGURE.search(sentence)
    return bool(lexicon.verb_at(sentence, start)) and not is_past


def is_not_work(words: str) -> bool:
    """Whether a clause without its own unit says who answers for what, or what was done already."""
    return bool(said.DUTY_ONLY.match(words) or said.ANSWERS.search(words)) or bool(
        said.PAST.search(words[:60]) and said.FIGURE.search(words)
    )


def is_instruction(words: str) -> bool:
    """Whether a clause under a unit's heading orders something: it begins as an instruction, or says "phải", "cần"."""
    if lexicon.begins_instruction(words) or re.search(r"\b(?:phải|cần)\b", words):
        return True
    return bool(re.match(r"[^\W\d_]+(?:\s+[^\W\d_]+){0,5}:\s", words)) or not (
        said.PAST.search(words) or said.FIGURE.search(words) or re.match(r"(?:Ông|Bà|Đây|Đó|Có)\b", words)
    )


def is_body(names: Sequence[str], issuer: str) -> bool:
    """Whether the one named is the body that issues the document: it says so of itself, it is not given a task."""
    if not names or re.search(r"\bcác\b|\bcấp\b", names[0]):
        return False
    name = re.sub(r"^(?:pho )?(?:chu tich|thuong truc|lanh dao) ", "", _plain(names[0]))
    return _plain(issuer).startswith(name) or _plain(issuer).endswith(f" {name}")


def _plain(name: str) -> str:
    return (
        fold(name)
        .replace("uy ban nhan dan", "ubnd")
        .replace("hoi dong nhan dan", "hdnd")
        .replace("&", " va ")
        .replace("  ", " ")
    )


def dates_what(rest: str) -> Literal["last", "item", "section"] | None:
    """Of which tasks a sentence gives the deadline, by what it says besides; None when it orders work of its own."""
    plain = fold(rest).strip(" .,;:()")
    if (
        re.search(r"\b(ca hai|ca ba|tat ca|hai viec|cac viec|nhung viec) ?(viec|noi dung|nhiem vu)?", plain)
        and len(plain.split()) <= 12
    ):
        return "item"
    if (
        re.search(
            r"(nhiem vu|noi dung|cong viec|viec)s? (tren|nay|neu tren|noi tren|tai muc|tai diem|tai khoan|o muc|"
            r"thuoc muc)",
            plain,
        )
        and len(plain.split()) <= 22
        and not re.search(r"bao cao(?! (rieng|dinh ky))", plain.split(" tru ")[0])
    ):
        return "section"
    leftover = re.sub(
        r"\b(xong|hoan thanh|phai|can|thoi han|thoi gian|thuc hien|hoan tat|ket thuc|han|cong viec|viec nay|"
        r"nhiem vu nay|noi dung nay|dut diem|cham nhat|truoc|trong|la|den|co ket qua|phai co)\b",
        "",
        plain,
    )
    return "last" if not leftover.strip(" .,;:()-") else None


def is_said_of(before: str) -> bool:
    """Whether what stands before "giao X" only says on whose side ("Về phía Văn phòng: giao …")."""
    return bool(re.match(r"\s*Về phía\b[^:]*:\s*", before))
