"""A paragraph cut into instructions: sentences, parts between semicolons, parts with their own unit or deadline. Pure.

Parts stay together when the later one only says how, or hands in the result of the same work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskapp.directives.draft import Due, DueKind
from taskapp.directives.phrases import Found
from taskapp.directives.understanding import leads, lexicon
from taskapp.directives.understanding.lexicon import UPPER as U
from taskapp.directives.understanding.units import Names


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line that may be one instruction, with the deadlines in it."""

    start: int
    end: int
    dues: tuple[Found, ...]


_LONGEST = 3000  # characters of a sentence; what is longer is no sentence and is not cut
_STOP = re.compile(rf"[.!?…]+[”\"')]*\s+(?=[“\"'(\[]?[{U}\d“])")
_SHORT = re.compile(
    rf"(?:^|[\s(])(?:TP|TT|CT|PCT|KT|TM|TL|TUQ|ThS|TS|BS|KS|PGS|GS|Tr|tr|[Pp]|[Qq]|[Hh]|[Xx]|St|Mr|Ms|v\.v|[{U}])\.$"
)
_GOES_ON = re.compile(
    r"(?:nêu rõ|trong đó|trường hợp|nếu|tránh|không (?:để|bỏ|được|gây|làm|phát sinh|sử dụng sai|vì)|thời hạn|"
    r"thời gian|hạn|qua đó|nhất là|đặc biệt|kèm|kể cả|gồm|bao gồm|ưu tiên|mỗi (?!ngày|tuần|tháng|quý|năm)\w+|"
    r"các nội dung|nội dung|"
    r"bảo đảm|đảm bảo|riêng đối với|mức|tỷ lệ|đạt|phấn đấu|để|nhằm|góp phần|làm cơ sở|"
    r"hạn chế|tuyệt đối không|coi đây|xem đây|đồng thời (?:nêu|làm) rõ|với|theo|tại|từ|trước|chậm nhất|trong|"
    r"(?:[^\W\d_]+ ){1,2}nào|báo cáo viên|số lượng|cụ thể|tối thiểu|ít nhất|không quá)\b",
    re.IGNORECASE,
)
_CASE = re.compile(r"(?:[^\W\d_]+,?\s+){1,10}?(?:phải|thì)\b")  # "; mất mát phải báo ngay": on what condition
_ENDS_WORK = re.compile(
    r"(?:cơ bản )?(?:hoàn thành|hoàn tất|xong|kết thúc|dứt điểm|(?:duy trì|kéo dài|áp dụng)(?= (?:đến|cho|trong|hằng|"
    r"hàng)))\b",
    re.IGNORECASE,
)
_LASTS = re.compile(r"(?:bảo đảm|đảm bảo|duy trì|sẵn sàng|tăng cường|thường xuyên|giữ)\b", re.IGNORECASE)
_NEVER_ENDS = re.compile(r"\b(?:kịp thời|liên tục|thường xuyên)\b")
_NEW_PAPER = re.compile(r"(?:gửi|nộp|trình) (?:danh sách|dự toán|đề xuất|kế hoạch|phương án|quy chế)\b")
_HANDS_IN = re.compile(
    r"(?:và |đồng thời |sau đó |kịp thời |định kỳ )?(?:báo cáo|gửi|trình(?= (?:UBND|Ủy|Chủ|Phó|Thường|HĐND|Hội|Ban|"
    r"cấp|ban|phê|phương án|dự thảo|đề án|hồ sơ|"
    r"ký|trước|Huyện|Tỉnh|Thành|Đảng|Bộ|Thủ|Sở|xin|xem|lãnh|chậm|trong)|,)|tổng hợp(?:,? kết quả|"
    r",? báo cáo|,? gửi|,? trình)|nộp|chốt|đưa vào|giải ngân|thông báo kết quả|bàn giao|công bố kết quả|"
    r"lập báo cáo|kết quả|có văn bản|có báo cáo|ban hành|thông xe|nghiệm thu|niêm yết kết quả|trả kết quả)\b",
    re.IGNORECASE,
)


def sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The sentences of a line from `start` on, as places in it; a full stop after an abbreviation does not end one."""
    found: list[tuple[int, int]] = []
    begin = start
    for match in _STOP.finditer(text, start):
        if _SHORT.search(text[max(begin, match.start() - 8) : match.start() + 1]) or _is_inside(
            text, begin, match.start()
        ):
            continue
        found.append((begin, match.start() + len(match[0].rstrip())))
        begin = match.end()
    if begin < len(text.rstrip()):
        found.append((begin, len(text.rstrip())))
    return found


def parts(text: str, start: int, end: int, dues: Sequence[Found], names: Names) -> list[Part]:
    """The instructions of a sentence. `dues` are all deadlines of the line; each part gets those inside it."""
    inside = [dated for dated in dues if dated.start >= start and dated.end <= end]
    if end - start > _LONGEST:
        return [Part(start, end, tuple(inside))]
    return _instructions(text, start, end, inside, names)


def _instructions(text: str, start: int, end: int, dues: Sequence[Found], names: Names) -> list[Part]:
    made: list[Part] = []
    led = leads.own(text, start, end, names)
    for begin, stop in _between_semicolons(text, start, end, led.begins if led else start):
        part = _part(begin, stop, dues)
        if made and _belongs(text, made[-1], part, names):
            made[-1] = _part(made[-1].start, stop, dues)
        else:
            made.append(part)
    return [piece for part in made for piece in _own_parts(text, part, dues, names)]


def _part(start: int, end: int, dues: Sequence[Found]) -> Part:
    return Part(start, end, tuple(dated for dated in dues if dated.start >= start and dated.end <= end))


def _is_inside(text: str, begin: int, place: int) -> bool:
    before = text[begin:place]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”")


def _between_semicolons(text: str, start: int, end: int, listed: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = start
    for match in re.finditer(r";\s*", text[start:end]):
        place = start + match.start()
        if place >= listed and not _is_inside(text, begin, place):
            found.append((begin, place))
            begin = start + match.end()
    if begin < end:
        found.append((begin, end))
    return [pair for pair in found if text[pair[0] : pair[1]].strip(" .;/")]


def _belongs(text: str, before: Part, part: Part, names: Names) -> bool:
    """Whether what follows a semicolon is still the work before it."""
    words = text[part.start : part.end]
    if leads.own(text, part.start, part.end, names):
        return False
    if _ENDS_WORK.match(words):
        return not (before.dues and part.dues and _has_words(text, part, beside=4))
    if _says_when_first(text, part):
        return False
    if _GOES_ON.match(words):
        return True
    if _HANDS_IN.match(words):
        if part.dues and _NEW_PAPER.match(words) and _has_no_result(text, before, names):
            return False
        recurs = any(dated.due.kind is DueKind.RECURRING for dated in part.dues)
        return not recurs and not (before.dues and part.dues)
    if not part.dues and _CASE.match(words) and not lexicon.begins_instruction(words):
        return True
    return not lexicon.may_act(text, part.start)


def _has_no_result(text: str, before: Part, names: Names) -> bool:
    """Whether the work before only goes on ("Bảo đảm điện …"): a paper that is sent then is work of its own."""
    led = leads.own(text, before.start, before.end, names)
    begins = led.begins if led else before.start
    words = text[begins : before.end].lstrip(" :,")
    return not before.dues and bool(_LASTS.match(words) or _NEVER_ENDS.search(words))


def _own_parts(text: str, part: Part, dues: Sequence[Found], names: Names) -> list[Part]:
    """A part, cut before a comma after which another unit is named or a second deadline has its own work."""
    found: list[Part] = []
    begin = part.start
    for match in re.finditer(
        r"\s*,\s*(?:đồng thời,?\s+|và\s+|sau đó,?\s+)?|\s+và\s+|\s+đồng thời\s+", text[part.start : part.end]
    ):
        place, after = part.start + match.start(), part.start + match.end()
        if place <= begin or _is_inside(text, begin, place) or any(d.start <= place < d.end for d in dues):
            continue
        left, right = _part(begin, place, dues), _part(after, part.end, dues)
        if _is_parted(text, left, right, names, is_comma="," in match[0]):
            found.append(left)
            begin = after
    return [*found, _part(begin, part.end, dues)]


def _says_when_first(text: str, part: Part) -> bool:
    """'… ; sau đợt tiêm chính, hằng tháng tiêm bổ sung': a deadline of its own, and work after it."""
    if not part.dues or part.dues[0].start > part.start + 60:
        return False
    rest = re.compile(r"\s*,?\s*").match(text, part.dues[0].end)
    return bool(
        rest
        and lexicon.verb_at(text, rest.end())
        and (
            part.dues[0].start == part.start
            or re.match(r"(?:sau|trong|từ|hằng|hàng|mỗi|trước|định kỳ|vào)\b", text[part.start :], re.IGNORECASE)
        )
    )


def _ends_recurrence(left: Part, right: Part) -> bool:
    """'hai tuần một lần …, báo cáo cho đến ngày 31/12': the day only ends what recurs."""
    before, after = left.dues[-1].due, right.dues[0].due
    if before.kind is DueKind.RECURRING is after.kind:
        return _months(before) == _months(after)
    recurs = before.kind is DueKind.RECURRING
    return recurs and right.dues[0].due.phrase.casefold().startswith(("đến", "cho đến"))


def _months(due: Due) -> str:
    """How often something recurs, without the day: "báo cáo 6 tháng và năm, gửi trước ngày 15/6 …" is one duty."""
    return re.sub(r";BYMONTHDAY=[^;]*", "", due.rrule or "")


def _has_words(text: str, part: Part, beside: int = 2) -> bool:
    """Whether a part says anything besides its deadlines: so many words, and a verb or a unit among them."""
    rest = text[part.start : part.end]
    for dated in part.dues:
        rest = rest.replace(text[dated.start : dated.end], " ")
    words = [match.start() for match in re.finditer(r"\w+", rest)]
    return len(words) >= beside and any(lexicon.verb_at(rest, place) for place in words)


def _is_parted(text: str, left: Part, right: Part, names: Names, *, is_comma: bool) -> bool:
    if not _has_words(text, left):
        return False
    if is_comma and leads.ordered(text, right.start, right.end, names):
        return True
    if is_comma and left.dues and leads.own(text, right.start, right.end, names):
        return True
    if not left.dues or not right.dues or left.dues[-1].end < left.end - 25:
        return False
    next_due = right.dues[0]
    has_work = text[right.start : next_due.start].strip(" ,")
    only_ends = _ENDS_WORK.match(text, right.start) or _ends_recurrence(left, right)
    return bool(has_work) and not only_ends and bool(lexicon.verb_at(text, right.start))
