"""What is no task: findings, aims, bases, responsibility, closing words; and the few sentences that only date or open. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from enum import IntEnum
from typing import Literal

from taskapp.base.text import fold
from taskapp.directives.draft import NOT_DATED, Due, DueKind
from taskapp.directives.understanding import leads, lexicon
from taskapp.directives.understanding.clauses import Dated
from taskapp.directives.understanding.lines import is_capital
from taskapp.directives.understanding.units import Names

_GIVES = re.compile(
    r"nhiem vu|giai phap|phan cong|to chuc thuc hien|thoi gian toi|trien khai|che do bao cao|thong tin bao cao|chi dao|ket luan"
)
_NONE = re.compile(
    r"muc tieu|muc dich|^yeu cau$|danh gia (chung|tinh hinh|ket qua|ve|cong tac)|^danh gia$|ket qua (dat|thuc hien|cong tac|noi bat|giai quyet)|^ket qua|hien trang|thuc trang|ton tai|han che|nguyen nhan|^thoi gian( va|,|$)|^dia diem|quan diem|"
    r"nguyen tac|can cu( phap ly)?$|pham vi|doi tuong|tinh hinh|bieu duong|uu diem|khuyet diem|boi canh|chi tieu|thanh phan|su can thiet|dac diem|nhan dinh|du bao|co so phap ly|bai hoc|khai quat|thoi gian,? dia diem|nhung viec da|viec da lam"
)
_NAMED = re.compile(r"kinh phi|nguon (luc|von)|dieu khoan|hieu luc")
SETS_DUE = re.compile(
    r"hoàn thành|thời hạn|thời gian (?:thực hiện|hoàn thành)|\bxong\b|trước ngày|chậm nhất|trước \d|kết thúc",
    re.IGNORECASE,
)
OPENS_DUTIES = re.compile(
    r"(?:,\s*)?(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì|khẩn trương|tập trung|thực hiện|tổ chức|triển khai|tiếp tục|nghiêm túc|căn cứ|phối hợp)?[^.;]{0,200}:$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:Trên đây là|Nhận được|Trong quá trình|Quá trình|Thừa lệnh|Mọi (?:vướng mắc|thông tin|thắc mắc|khó khăn)|Rất mong|Trân trọng|Nếu có (?:khó khăn|vướng mắc)|"
    r"(?:Căn cứ|Trên cơ sở) (?:nội dung )?(?:Kế hoạch|Thông báo|Công văn|Chỉ thị|Chương trình|kế hoạch|nội dung)[^,.]{0,40}(?:này|trên)\b[^.]*(?:triển khai|tổ chức)[^.]{0,30}thực hiện|"
    r"(?:Quyết định|Chỉ thị|Thông báo|Công văn|Kế hoạch|Công điện|Chương trình|Quy chế|Phiếu giao việc|Văn bản) này\b[^.;]{0,80}(?:có hiệu lực|thay (?:thế|cho)|được phổ biến|được quán triệt|là căn cứ)|"
    r"Văn phòng[^.;]{0,60}(?:thông báo|xin thông báo)[^.]*(?:biết|thực hiện)|(?:Nay|Xin) thông báo|Các văn bản trước đây|Các nội dung khác)",
)
_IN_FORCE = re.compile(
    r"(?:chịu trách nhiệm|căn cứ (?:Quyết định|Chỉ thị)[^.;]{0,30}|có trách nhiệm) thi hành|\bcó hiệu lực (?:kể )?từ|căn cứ Quyết định thi hành|chịu trách nhiệm thi hành",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"(?:khó khăn|vướng mắc)[^.]*(?:phản ánh|báo cáo|liên hệ|kiến nghị|thông tin|trao đổi|đề xuất)", re.IGNORECASE
)
_ROUTINE = frozenset(
    "nghiêm túc khẩn trương tổ chức triển khai thực hiện chủ động phối hợp quan tâm kịp thời nghiêm chỉ thị kế hoạch công văn thông báo công điện văn bản nội dung nhiệm vụ được giao hiệu quả các đầy đủ theo đúng quy định này trên nêu "
    "và có những tốt biết chỉ đạo kết luận của chủ tịch ubnd huyện tỉnh xã phường để yêu cầu chương trình quyết định tại thời gian chất lượng bảo đảm đạt cao nhất quả chịu trách nhiệm trước".split()
)
_STATES = re.compile(
    r"(?:Thời gian (?:qua|gần đây|vừa qua)|Trong (?:tháng|quý|năm|thời gian|những|giai đoạn|tuần|\d+ tháng|các tháng)\b(?!.*\b(?:giao|yêu cầu)\b)|Qua (?:kiểm tra|theo dõi|báo cáo|rà soát|phúc tra|thực tế|xem xét|nắm)|Năm \d{4}|Từ (?:đầu|ngày|tháng|năm|đêm)|Tính đến|Tính từ|Đến nay|Hiện nay|"
    r"Tuy nhiên|Tuy vậy|Bên cạnh|Ghi nhận|Biểu dương|Đánh giá cao|Hoan nghênh|Khen|Phê bình|Nhắc nhở|Thống nhất (?:đánh giá|với|chủ trương|nội dung|kết quả)|Cơ bản|Nhìn chung|Nguyên nhân|Tình trạng|Tình hình|Việc |Kết quả đạt|Tỷ lệ|Tổng số|Sáu tháng|"
    r"Nội dung(?: (?:kiến nghị|phản ánh|khiếu nại|đơn|trình bày))?:|Kiến nghị:|Phản ánh:|Tham dự|Dự họp|Cùng dự|Chủ trì:|Thành phần|Địa điểm|Thời gian:|Hình thức:|Sau khi nghe|Toàn (?:huyện|tỉnh|xã|phường)|Số lượng|Một số|Vẫn còn|Còn |Ngày \d|Chiều ngày|Sáng ngày|Theo (?:báo cáo|tin|dự báo|số liệu|Đài|cam kết|kết quả)|Dự án được|Kinh phí|Nguồn kinh phí|Mục tiêu|Mục đích|Xác định|Nhằm |Để |Hội nghị|Cuộc họp|Căn cứ (?:Luật|Nghị|Quyết|Thông tư|Chỉ thị|Công văn|Kế hoạch số|Bộ luật|Hiến)|(?:Kỳ họp|Hội nghị|Lễ|Ngày hội|Đại hội|Phiên họp|Chiến dịch) [^.]{0,60}(?:diễn ra|được tổ chức)|Thực hiện (?:Công|Kế hoạch số|Chỉ thị|Nghị|Quyết|Thông báo|ý kiến|Kế hoạch liên)|Xét |Theo đề nghị|Liên hệ|Điện thoại)",
)
_DUTY_ONLY = re.compile(
    r"(?:(?:thủ trưởng |người đứng đầu )?(?:các )?(?:đơn vị|cơ quan|chủ đầu tư|địa phương|cá nhân|nơi|tập thể)(?:, cá nhân)? nào\b|nêu cao (?:tinh thần )?trách nhiệm|gương mẫu|hoạt động theo chế độ|làm việc theo chế độ|được sử dụng con dấu)|(?:phải )?(?:và\s+)?chịu (?:hoàn toàn |hoàn toàn |toàn bộ )?trách nhiệm(?: (?:toàn diện|hoàn toàn|trực tiếp|chính|cá nhân|người đứng đầu))?(?:,| về| trước| nếu| khi| đối với| toàn diện|$|\.)",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\b(?:phải|sẽ) (?:hoàn toàn )?chịu trách nhiệm (?:toàn diện )?(?:trước|về)\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:đã|vừa)\b(?! (?:được|ban hành|ký|duyệt|phê|có|giao|phân|đề|nêu|hoàn|làm|xây|tham|bàn|đăng|cấp|thu|quá|hết))",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:đạt|giảm|tăng|còn|chiếm|bằng)\s+(?:\d|tỷ lệ)")


class Depth(IntEnum):
    """Whether a section gives tasks, only those that name their unit with "giao …", or none."""

    TASKS = 0
    NAMED_ONLY = 1
    NONE = 2


def section(text: str, *, is_roman: bool) -> Depth | None:
    """What a section of this title gives; None when its words do not say."""
    plain = fold(re.sub(r"\([^)]*\)", "", text)).strip(" .:")
    if len(plain) > 140 or (not is_roman and text.rstrip().endswith(".")):
        return None
    if _GIVES.search(plain) and not re.match(
        r"(danh gia|ket qua|tinh hinh|muc tieu|muc dich|hien trang|ve tinh hinh|ve ket qua)", plain
    ):
        return Depth.TASKS
    if (_NONE.search if is_roman else _NONE.match)(plain):
        return Depth.NONE
    if _NAMED.search(plain):
        return Depth.NAMED_ONLY
    return Depth.TASKS if is_roman else None


def is_authority(text: str) -> bool:
    """Whether a line in capitals is the signing authority of a decision, not a heading."""
    return is_capital(text) and bool(re.match(r"(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|UBND|QUYẾT ĐỊNH|CHỈ THỊ)\b", text))


def speaks(text: str) -> bool:
    """Whether a unit named as a subject goes on to direct others: it is the one who speaks, not the one who is to act."""
    return bool(
        re.match(
            r"\s*(?:đã\s+)?(?:kết luận|chỉ đạo|yêu cầu|có ý kiến|thống nhất|giao|chỉ thị|phân công|đề nghị|thông báo|điện|nhấn mạnh|lưu ý)\b",
            text,
        )
    )


def is_to_everybody(names: Sequence[str]) -> bool:
    """Whether a list of units is everybody whom the document reaches: "các cơ quan, đơn vị", "các đơn vị, địa phương"."""
    return all(
        re.match(
            r"(?:cac |thu truong cac )?(?:phong, ban|co quan|don vi|dia phuong|so, (?:ban|nganh)|dong chi|thanh vien)",
            fold(name),
        )
        for name in names[:1]
    )


def is_closing(sentence: str, *, is_item: bool) -> bool:
    """Whether a sentence only closes a document or says what holds of it: it orders nothing in particular."""
    if _CLOSING.match(sentence) or _IN_FORCE.search(sentence) or (_TROUBLE.search(sentence) and not is_item):
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
    return all(word in _ROUTINE for word in words)


def is_statement(sentence: str) -> bool:
    """Whether a sentence finds, praises, counts or gives the bases instead of ordering."""
    return bool(_STATES.match(sentence))


def is_not_work(words: str) -> bool:
    """Whether a clause without its own unit says who answers for what, or what was done already."""
    return bool(_DUTY_ONLY.match(words) or _ANSWERS.search(words)) or bool(
        _PAST.search(words[:60]) and _FIGURE.search(words)
    )


def is_instruction(words: str) -> bool:
    """Whether a clause under a unit's heading orders something: it begins as an instruction, or says "phải", "cần"."""
    if lexicon.begins_instruction(words) or re.search(r"\b(?:phải|cần)\b", words):
        return True
    return bool(re.match(r"[^\W\d_]+(?:\s+[^\W\d_]+){0,5}:\s", words)) or not (
        _PAST.search(words) or _FIGURE.search(words) or re.match(r"(?:Ông|Bà|Đây|Đó|Có)\b", words)
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


def addressed(text: str, begin: int, end: int, names: Names) -> leads.Led | None:
    """'… đề nghị thủ trưởng các phòng, Chủ tịch UBND các xã … thực hiện các nội dung sau:' names whom it is for."""
    for match in re.finditer(r"\b(?:đề nghị|yêu cầu|chỉ thị|giao|phân công)\s+", text[begin:end], re.IGNORECASE):
        listed = names.listed(text, begin + match.end())
        if listed and listed.end <= end:
            return leads.Led(listed.names, listed.end, begin)
    return None


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
            r"(nhiem vu|noi dung|cong viec|viec)s? (tren|nay|neu tren|noi tren|tai muc|tai diem|tai khoan|o muc|thuoc muc)",
            plain,
        )
        and len(plain.split()) <= 22
        and not re.search(r"bao cao(?! (rieng|dinh ky))", plain.split(" tru ")[0])
    ):
        return "section"
    leftover = re.sub(
        r"\b(xong|hoan thanh|phai|can|thoi han|thoi gian|thuc hien|hoan tat|ket thuc|han|cong viec|viec nay|nhiem vu nay|noi dung nay|dut diem|cham nhat|truoc|trong|la|den)\b",
        "",
        plain,
    )
    return "last" if not leftover.strip(" .,;:()-") else None


def is_said_of(before: str) -> bool:
    """Whether what stands before "giao X" only says on whose side ("Về phía Văn phòng: giao …")."""
    return bool(re.match(r"\s*Về phía\b[^:]*:\s*", before))


def due_of(dues: Sequence[Dated]) -> Due:
    """The one deadline of an instruction: what recurs before what is once, of several days the last."""
    recurring = [d.due for d in dues if d.due.kind is DueKind.RECURRING]
    if recurring:
        return recurring[-1]
    dated = [d.due for d in dues if d.due.kind is not DueKind.NONE]
    if dated:
        return max(dated, key=lambda due: (due.day or date.min, due.hour or time.min))
    return dues[-1].due if dues else NOT_DATED
