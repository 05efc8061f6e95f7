"""Who is to do what a clause says: the unit it names, those that help, and where its own words begin. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskapp.directives.understanding import lexicon, people
from taskapp.directives.understanding import unit_words as words
from taskapp.directives.understanding.lexicon import UPPER as U
from taskapp.directives.understanding.naming import name_end
from taskapp.directives.understanding.units import Named, Names

_BODY = (
    r"(?:(?:Phó )?Chủ tịch |Thường trực )?(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND và UBND|Ban Chỉ đạo|Hội đồng)"
    rf"(?: (?:tỉnh|huyện|xã|phường|thị trấn|thị xã|thành phố|quận|đặc khu))?(?: [{U}][^\W\d_]*){{0,4}}"
)
_AGREES = r"(?:đồng ý |thống nhất |tiếp tục |nhất trí |chấp thuận )?"
_ORDERS = rf"{_AGREES}(?:giao(?: nhiệm vụ)?(?: cho)?|phân công|ủy quyền(?: cho)?|chỉ định)"
_ASKS = r"(?:trân trọng )?(?:đề nghị|yêu cầu|kính đề nghị)"
_ORDERED = re.compile(rf"(?:(?:Trước mắt|Đồng thời|Ngoài ra|Riêng),?\s+)?(?:{_BODY}\s+)?{_ORDERS}\s+", re.IGNORECASE)
_ASKED = re.compile(
    rf"(?:(?:Trước mắt|Đồng thời|Ngoài ra),?\s+)?(?:{_BODY}\s+)?{_ASKS}\s+(?:các )?(?=\S)", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:riêng(?: đối với)?|đối với|về phía|nhiệm vụ của|trách nhiệm của|ngoài ra|đồng thời|theo đó)\s*,?\s+",
    re.IGNORECASE,
)
APPOSED = rf"(?:[^\W\d_{U}]+\s+){{1,8}}[-–]\s+(?=[{U}])"  # "nhà đầu tư hạ tầng - Công ty …"
_APPOSED = re.compile(APPOSED)
_BEFORE = re.compile(
    r"(?:(?:định kỳ|hằng|hàng|mỗi|trước|chậm nhất|muộn nhất|trong|từ|đến|vào|kết quả|trên cơ sở|căn cứ|để|nhằm|sau|"
    r"khi|theo|qua|hết|cuối|đầu|đối với|ngay|riêng|thứ|sáng|chiều|nội dung|quá|các nội dung|về|với|"
    r"thực hiện (?:chương|chỉ|công|kế|kết|nghị|quyết|thông|ý|đề)|"
    r"(?:ngày|tuần|tháng|quý|năm)(?! (?:nay|qua|trước|vừa)))\b"
    r"[^;:]{0,220}?),\s*",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\s*(?:,\s*)?(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|làm đầu mối|là (?:cơ quan|đơn vị|đầu mối)|theo |"
    r"căn cứ |trên cơ sở |phải |cần |được giao |được phân công |được đề nghị |được yêu cầu |chưa |tự |không |rà )",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"(?<!quy chế )(?<!ý kiến )(?<!công tác )(?<!cơ chế )(?<!chương trình )\bphối hợp(?:\s+chặt chẽ|\s+thường xuyên|"
    rf"\s+đồng bộ|\s+kịp thời)?(?:\s*,)?\s+(?:cùng(?: với)?|với)?\s*|\bcùng(?:\s+với)?\s+(?=[{U}]|các\b)|"
    r"\bcó sự phối hợp của\s+",
    re.IGNORECASE,
)
_PASSIVE = re.compile(rf"\b(?:do|giao cho|giao)\s+(?=[{U}c])|\((?=[{U}])")
_IN_BRACKETS = re.compile(r"\((?:giao|(?:đơn vị |cơ quan )?(?:chủ trì|thực hiện))\s*:?\s+", re.IGNORECASE)
_ANYONE = re.compile(
    r"(?P<who>(?:[Cc]ác )?(?:[Cc]ơ quan|[Đđ]ơn vị|[Cc]hủ đầu tư|[Nn]hà thầu|(?<=[Cc]ác )tổ chức|"
    r"[Nn]gười)(?! nào)\b[^,;.:“”\"\d]{0,60}?)(?=\s+(?:phải|có trách nhiệm|cần|chịu trách nhiệm)\s)"
)
_OFFICE = re.compile(rf"\s*(?:,|[-–])\s*(?={words.OFFICE.pattern})")
_SOMEONE = re.compile(
    rf"(?P<who>[{U}][^\W\d_]*(?!\s+(?:cũng|còn|đồng thời|này))\s[^,;.:()]{{2,80}}?)"
    r"(?=\s+(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì|phối hợp (?:với|cùng))\s)"
)
_OWN_NAMED = re.compile(
    rf"(?P<who>[{U}][^\W\d_]*(?:\s+[^\W\d_]+){{0,4}}?(?:\s+[{U}][^\W\d_]*){{1,4}}(?:\s+số \d+)?)\s+(?=[^\W\d_{U}])"
)
_THINGS = re.compile(
    r"(?:Bão|Biển|Bộ luật|Chiến dịch|Chỉ thị|Chính phủ|Chương|Công điện|Công trình|Công văn|Cổng|Cụm|Cuộc|Cầu|Dịch|Dự|"
    r"Đại hội|Đê|Đập|Đề án|Điều|Đường|Đoạn|Giải|Gói|Hệ thống|Hồ|Hội|Kênh|Kè|Kế hoạch|Khoản|Kỳ|Luật|Lễ|Mục|Mô hình|"
    r"Nghị|Ngày|Nước|Nhà nước|Phần|Phong trào|Phụ lục|Quyết định|Quy|Quốc|Rạch|Sản phẩm|Sông|Suối|Tết|Tháng|Thông|"
    r"Tỉnh lộ|Trang|Tuyến|Văn bản|Vụ|Ông|Bà)\b"
)
_TOPIC = re.compile(r"[^:;.]{3,160}:\s*")
_ASIDE = re.compile(  # "Phòng Kinh tế - cơ quan thường trực Ban Chỉ đạo - tổng hợp …"
    r"\s*[,–-]\s+(?:là\s+)?(?:bộ phận|chủ đầu tư|cơ quan|đơn vị|đầu mối|thường trực|thành viên)\b[^,;:.–-]{2,80}?\s*"
    r"[,–-]\s+"
)
_ROLE = re.compile(r"\s*(?:,|[-–])[^.;:]{2,160}:\s*")


@dataclass(frozen=True, slots=True)
class Led:
    """The units named to lead in a clause, and where what they are to do begins."""

    names: tuple[str, ...]
    begins: int
    start: int  # where the unit's name, or the word that orders, begins


def ordered(text: str, start: int, end: int, names: Names) -> Led | None:
    """The unit that a clause beginning with "giao", "phân công" … names."""
    match = _ORDERED.match(text, start, end)
    found = names.listed(text, match.end()) if match else None
    return _led(found, start) if found and found.end <= end else None


def own(text: str, start: int, end: int, names: Names) -> Led | None:
    """The unit that a clause names for itself, None when the one named before it is meant.

    "Giao X …", "Đề nghị X …", "Riêng X …", "X, Y có trách nhiệm …", "Hằng tuần, X báo cáo …"; a name counts only where
    a verb follows it.
    """
    place = start
    for _ in range(3):
        found = ordered(text, place, end, names) or _asked(text, place, end, names)
        if found:
            return Led(found.names, found.begins, start if place != start else found.start)
        if match := _ABOUT.match(text, place, end):
            place = match.end()
            if apposed := _APPOSED.match(text, place, end):
                place = apposed.end()
        listed = names.listed(text, place) or _anyone(text, place, end)
        if listed and listed.end <= end and _is_to_act(text, listed, end):
            said = re.compile(r"\s*:\s*").match(text, listed.end, end)
            other = ordered(text, said.end(), end, names) if said else None
            return other or _led(listed, start, _role_end(text, listed))
        before = _BEFORE.match(text, place, end) or (_BEFORE.match(text, start, end) if place != start else None)
        if before is None or before.end() <= place:
            return None
        place = before.end()
    return None


def directed(text: str, start: int, end: int, names: Names) -> Led | None:
    """The unit that a sentence orders or asks to act, wherever its opening words end."""
    found = own(text, start, end, names)
    is_order = found and re.search(
        r"\b(?:giao|yêu cầu|đề nghị|phân công)\s*(?:cho |các )?$",
        text[start : text.find(found.names[0][:12], start)],
        re.IGNORECASE,
    )
    return found if is_order else None


def addressed(text: str, begin: int, end: int, names: Names) -> Led | None:
    """'… đề nghị thủ trưởng các phòng, Chủ tịch UBND các xã … thực hiện các nội dung sau:' names whom it is for."""
    for match in re.finditer(r"\b(?:đề nghị|yêu cầu|chỉ thị|giao|phân công)\s+", text[begin:end], re.IGNORECASE):
        listed = names.listed(text, begin + match.end())
        if listed and listed.end <= end:
            return Led(listed.names, listed.end, begin)
    return None


def after_topic(text: str, start: int, end: int, names: Names) -> int:
    """Where the instruction of 'Về cấp điện: giao Phòng …' begins: after the topic, when a unit follows it."""
    match = _TOPIC.match(text, start, end)
    if match is None or own(text, start, match.end(), names):
        return start
    unit = names.listed(text, start)
    if unit and not text[unit.end : match.end()].strip(" :") and not ordered(text, match.end(), end, names):
        return start
    return match.end() if own(text, match.end(), end, names) else start


def _asked(text: str, start: int, end: int, names: Names) -> Led | None:
    match = _ASKED.match(text, start, end)
    if match is None:
        return None
    place = match.end()
    had_article = text[place - 4 : place] == "các "
    listed = (names.listed(text, place - 4) if had_article else None) or names.listed(text, place)
    return _led(listed, start) if listed and listed.end <= end else None


def _anyone(text: str, start: int, end: int) -> Named | None:
    """Someone named by what he does, who must act: 'cơ quan chuẩn bị đề án phải …'."""
    match = _ANYONE.match(text, start, end)
    if match is None and not (lexicon.begins_instruction(text, start) or lexicon.begins_no_work(text, start)):
        match = _SOMEONE.match(text, start, end) or _by_form(text, start, end)
    return Named((match["who"],), start, match.end("who")) if match else None


def _by_form(text: str, start: int, end: int) -> re.Match[str] | None:
    """Whoever has a name of its own before a verb: "Cảng vụ Hòn Chảo kiểm tra …"; works, papers and days are nobody."""
    match = _OWN_NAMED.match(text, start, end)
    if match is None or _THINGS.match(match["who"]) or not lexicon.verb_at(text, match.end()):
        return None
    inner = (word.start() for word in re.finditer(r"(?<=\s)\S+", match["who"]))
    is_of_others = any(words.HEADS.match(text, start + place) for place in inner)  # "Giục UBND xã Tân Lập bàn giao"
    return None if is_of_others else match


def passive(text: str, start: int, end: int, names: Names) -> Led | None:
    """'… do Phòng Nội vụ chủ trì'."""
    for match in _IN_BRACKETS.finditer(text, start, end):
        if listed := names.listed(text, match.end()):
            return _led(listed, match.start())
    for match in _PASSIVE.finditer(text, start, end):
        listed = names.listed(text, match.end())
        if (
            listed
            and listed.end <= end
            and re.match(
                r"\s+(?:chủ trì|thực hiện|phụ trách|đảm nhận|chịu trách nhiệm|tham mưu|làm chủ)", text[listed.end : end]
            )
        ):
            return _led(listed, match.start())
    return None


def helping(text: str, start: int, end: int, names: Names, lead: tuple[str, ...]) -> tuple[str, ...]:
    """The units a clause names as helping: after "phối hợp (với)", "cùng (với)"; those that lead are left out."""
    found: list[str] = []
    for match in _HELP.finditer(text, start, end):
        listed = names.listed(text, match.end())
        if listed is None and match[0][:1] in "pP":
            listed = people.named(text, match.end())
        if listed and listed.end <= end:
            found.extend(name for name in listed.names if name not in lead and name not in found)
    return tuple(found)


def _led(found: Named, start: int, begins: int | None = None) -> Led:
    return Led(found.names, found.end if begins is None else begins, start)


def _is_to_act(text: str, listed: Named, end: int) -> bool:
    """Whether a verb follows the name: it is the one who acts, not a word of the sentence."""
    rest = text[listed.end : end]
    if not rest.strip(" .;:"):
        return False
    if _DUTY.match(rest) or re.match(r"\s*:", rest) or _role_end(text, listed) != listed.end:
        return True
    gap = re.match(r"\s*,\s+", rest)
    if gap:
        return lexicon.begins_instruction(text, listed.end + gap.end())
    if not rest[:1].isspace():
        return False
    begins = end - len(rest.lstrip())
    last = listed.names[-1]  # of a group or a place only a verb says that it is to act
    is_open = words.GROUP.match(last) or words.PLACE.match(last) or not last[0].isupper()
    return lexicon.begins_instruction(text, begins) if is_open else lexicon.may_act(text, begins)


def _role_end(text: str, listed: Named) -> int:
    if not words.PERSON.match(listed.names[0]):
        aside = _ASIDE.match(text, listed.end)
        return aside.end() if aside else listed.end
    if role := _ROLE.match(text, listed.end):
        return role.end()
    office = _OFFICE.match(text, listed.end)
    return name_end(text, office.end()) if office else listed.end
