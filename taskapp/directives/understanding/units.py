"""Units as a document names them: where a list of them begins and ends in a sentence, and what each is called. Pure.

A Vietnamese name has no mark for its end ("Sở Xây dựng xây dựng …"): it goes on through capital letters and the second
syllables after them, level and place, and stops where a verb or a small word begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from taskapp.directives.understanding import lexicon
from taskapp.directives.understanding.lexicon import UPPER as U

# Heads that are names only before a capital letter, a number, a level or one of the words below ("Hội nghị" is no unit).
_SHORT_HEADS = (
    "Sở|Phòng|Ban|Bộ|Cục|Hạt|Đội|Trạm|Đài|Báo|Hội|Đoàn|Trường|Viện|Tổ|Nhóm|Quỹ|Khu|Cơ sở|Thuế|Đồn|Nhà|Trại|Vườn|Cảng|Cụm|Chợ|Cổng|TT|CA|Thống kê|Thanh tra|"
    "Bảo hiểm|Cơ quan|Lực lượng|Đơn vị|Địa phương|Hải quan|Thành viên|Trưởng|Tạp chí"
)
_AFTER_SHORT = (
    rf"(?=\s+(?:[{U}\d]|{'|'.join(lexicon.LEVELS)}|quản lý|chỉ đạo|chỉ huy|điều hành|giám sát|thường trực|tổ chức|tiếp công dân|vận động|công tác|giúp việc|tiểu học|mầm non|trung học|"
    r"chuyên môn|liên ngành|nông dân|phụ nữ|cựu chiến binh|thanh niên|truyền thanh|y tế|thú y|khuyến nông|khu vực|cấp|một cửa|bảo vệ|dân phòng|trưởng|xã hội|quân sự|nhân dân|"
    r"cảnh sát|kiểm tra|biên phòng|ấp|thôn|khu phố|bản|tổ|phòng|ban|văn phòng|thanh tra|thuế|chủ trì|cá |và |các))"
)
_HEADS = re.compile(
    rf"(?:Thường trực (?=[{U}])|Lãnh đạo (?=[{U}])|Tập thể (?=[{U}]))?"
    r"(?:(?:Văn phòng|VP) (?:HĐND|Hội đồng nhân dân|Đoàn ĐBQH)(?:\s*[,&-]\s*|\s+và\s+)(?:HĐND(?:\s*&\s*|\s+và\s+))?(?:UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân)|"
    r"Ban (?:chỉ đạo|điều hành|chỉ huy|giám sát|thường trực|tổ chức|quản lý|tiếp công dân|vận động|công tác)|Tổ (?:công tác|giúp việc|chỉ đạo|quản lý)|"
    r"Báo và (?:Đài )?Phát thanh|Bộ phận|UBND|Ủy ban|Uỷ ban|UBMTTQ|HĐND|Hội đồng|Văn phòng|VP|VPUBND|Công an|Trung tâm|TTPVHCC|Chi cục|Tổng cục|Kho bạc|KBNN|BHXH|Ngân hàng|NHCSXH|Điện lực|"
    r"Công ty|Tổng công ty|Tập đoàn|VNPT|Viettel|MobiFone|EVN|Liên đoàn|Liên hiệp|Liên minh|Hiệp hội|Huyện đoàn|Tỉnh đoàn|Thành đoàn|Xã đoàn|Mặt trận|MTTQ|"
    r"Huyện ủy|Tỉnh ủy|Thành ủy|Đảng ủy|Đảng bộ|Bệnh viện|Tòa án|Toà án|Chi nhánh|Hợp tác xã|HTX|Hiệu trưởng|Giám đốc|Phó Giám đốc|"
    r"Phó Trưởng|Chủ tịch|Phó Chủ tịch|Chánh|Phó Chánh|Thủ trưởng|Người đứng đầu|Xí nghiệp|Nhà máy|Chỉ huy trưởng|Bí thư|"
    r"Thư viện|Bảo tàng|Bưu điện|BCH|BQL|BCĐ|Học viện|Đại học|Cao đẳng|Nhà thầu|Chủ đầu tư|Tiểu ban|Câu lạc bộ|Lữ đoàn|Trung đoàn|Tiểu đoàn|Phân viện|Bến xe|"
    rf"(?:{_SHORT_HEADS}){_AFTER_SHORT}|(?:thôn|ấp|khu phố|tổ dân phố|buôn|bản|xã|phường|thị trấn|huyện|trường|trạm y tế)(?=\s+[{U}\d]))\b"
)
_NO_HEADS = re.compile(r"(?:Phòng(?:,| cháy| ngừa| chống)|Tổ chức|Báo cáo|Ban hành|Hội (?:nghị|thi|thảo|chợ|trường|họp|trại|diễn)|Trường hợp|Thống kê số|Cơ sở (?:dữ liệu|hạ tầng|vật chất)|Đoàn kết|Quỹ đất|Nhà nước|Khu vực)\b")
_CAPITAL_HEADS = re.compile(
    r"(?:CÁC )?(?:SỞ|PHÒNG|BAN|BỘ PHẬN|UBND|ỦY BAN|UỶ BAN|HỘI|VĂN PHÒNG|VP|CÔNG AN|THANH TRA|TRUNG TÂM|CHI CỤC|CỤC|HẠT|ĐỘI|TRẠM|ĐÀI|BÁO|KHO BẠC|"
    r"BẢO HIỂM|CƠ SỞ|NGÂN HÀNG|ĐIỆN LỰC|CÔNG TY|VNPT|VIETTEL|LIÊN ĐOÀN|HUYỆN ĐOÀN|TỈNH ĐOÀN|ĐOÀN|MẶT TRẬN|TRƯỜNG|BỆNH VIỆN|TÒA ÁN|VIỆN KIỂM SÁT|"
    r"CHI NHÁNH|TRƯỞNG|CHỦ TỊCH|THỦ TRƯỞNG|GIÁM ĐỐC|CƠ QUAN|ĐƠN VỊ|ĐỊA PHƯƠNG|THUẾ|BỘ CHỈ HUY|CÁC CƠ QUAN|CÁC ĐƠN VỊ)\b"
)
_PERSON = re.compile(r"(?:[Cc]ác )?(?:[Đđ]ồng chí|[Đđ]/c|Ông|Bà|ông|bà)\b:?\s*")
_OFFICE = re.compile(r"(?:Phó |Quyền )?(?:Chủ tịch|Trưởng|Giám đốc|Chánh|Bí thư|Chủ nhiệm|Hiệu trưởng|Viện trưởng|Chỉ huy trưởng|Ủy viên|Phó)\b")
_ACTING = re.compile(
    r"(?:(?:Các|các) )?(?:Thủ trưởng|thủ trưởng|Người đứng đầu|người đứng đầu|Lãnh đạo|lãnh đạo|Chủ tịch|chủ tịch|Trưởng|trưởng|Giám đốc|giám đốc|"
    r"Hiệu trưởng|hiệu trưởng|Chánh Văn phòng|Phó Chủ tịch|Chỉ huy trưởng|Cán bộ|cán bộ|Đại diện)\s+(?=(?:[Cc]ác |UBND các|Ủy ban nhân dân các|phòng|ban|sở|đơn vị|cơ quan|ấp|thôn|khu|tổ|bản|xóm))"
)
_GROUP_NOUN = (
    r"(?:sở|ban|ngành|phòng|bộ phận|đoàn thể|cơ quan|đơn vị|địa phương|xã|phường|thị trấn|thị xã|thành phố|huyện|quận|đặc khu|tổ chức|hội|trường học|trường|"
    r"cơ sở|ấp|khu phố|khu vực|thôn|bản|làng|xóm|buôn|tổ dân phố|tổ|chủ đầu tư|doanh nghiệp|công ty|hợp tác xã|ngân hàng|thành viên|đồng chí|chủ rừng|"
    r"Sở|Ban|Ngành|Phòng|Hội|Trường|Tổ|Đoàn|Đội|Chi cục|Trung tâm|trung tâm|Ban Quản lý|ban quản lý|bệnh viện|trạm y tế|Trạm Y tế|nhà thầu|hộ|cá nhân|chi nhánh|"
    r"công chức|viên chức|cán bộ|nhân viên|đầu mối|lực lượng|ban chỉ đạo|tiểu ban|Tiểu ban|giám đốc|hạt|trạm|đội|Ủy viên|ủy viên|UBND|Bộ|bộ)"
)
_GROUP = re.compile(
    rf"(?:(?:Tất cả|tất cả|Toàn thể|toàn thể|Từng|từng|Mỗi|mỗi) (?:các )?|(?:Những|những|Các|các) (?=[a-zđA-ZĐU])){_GROUP_NOUN}\b"
)
_GROUP_MORE = re.compile(
    rf"(?:\s*,\s*|\s+và\s+|\s*;\s*|\s+)(?:các )?{_GROUP_NOUN}(?=[\s,.;:)]|$)"
)
_QUALIFIERS = (
    "cấp huyện", "cấp xã", "cấp tỉnh", "thuộc", "trực thuộc", "có liên quan", "liên quan", "chuyên môn", "được giao nhiệm vụ", "được giao", "được phân công", "nêu trên", "nói trên", "trên địa bàn",
    "chính trị - xã hội", "chính trị", "xã hội", "sự nghiệp", "công lập", "trường học", "thương mại", "phụ trách địa bàn", "phụ trách", "y tế", "giáo dục", "kinh doanh", "viễn thông", "bảo trợ", "quản lý nhà nước", "tham mưu", "có tên", "còn lại", "dân phố", "khác", "công ích",
    "ven biển", "miền núi", "vùng cao", "biên giới", "vùng sâu", "vùng xa", "có rừng", "có biển", "ven sông", "hải đảo", "trung học phổ thông", "trung học cơ sở", "trung học", "tiểu học", "mầm non", "phổ thông", "ngoài công lập", "đặc biệt khó khăn", "bị ảnh hưởng", "có dịch", "có dự án", "chuyên quản", "trọng điểm", "phía Nam", "phía Bắc", "có tỷ lệ thấp", "đơn vị sự nghiệp", "Chi cục",
    "chủ lực", "trung ương", "Trung ương", "đóng trên địa bàn", "sản xuất", "dịch vụ", "có chợ", "hành chính", "nhà nước", "sử dụng ngân sách", "dự toán", "chủ đầu tư", "đoàn thể",
)
_PLACE = rf"(?:\s+[{U}][^\W\d_]*|\s+\d{{1,3}}(?!\d|[/.,]\d)|\s+[IVX]{{1,4}}\b)"
_LEVEL = re.compile(rf"\s+(?:cấp |toàn |khu vực )?(?:{'|'.join(lexicon.LEVELS)}|khu vực|cấp (?:huyện|xã|tỉnh)|(?:thuộc )?địa bàn|số|quốc gia)\b(?:{_PLACE}+)?", re.UNICODE)
_BARE_LEVELS = frozenset({"huyện", "tỉnh", "xã", "phường", "quận", "thị trấn", "thị xã", "thành phố"})
_JOIN = re.compile(r"\s*(?:,\s*(?:và\s+)?|;\s*(?:và\s+)?|\s+và\s+|\s+hoặc\s+|\s*/\s*)(?:với\s+)?")
_TITLES = re.compile(r"\s*\([^()]{0,160}\)")


@dataclass(frozen=True, slots=True)
class Named:
    """A list of units found in a text: their names as written, and where the list begins and ends."""

    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Names:
    """The units that the document itself names apart (headings, recipients, columns): the surest ends of names."""

    known: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Names:
        return cls(frozenset(text for text in texts if 2 <= len(text.split()) <= 16))

    def listed(self, text: str, start: int = 0) -> Named | None:
        """The list of units that begins at `start`, None when none does."""
        first = self.one(text, start)
        if first is None:
            return None
        names, end = list(first.names), first.end
        while match := _JOIN.match(text, end):
            if _PERSON.match(text, start) and _OFFICE.match(text, match.end()):
                break  # the person's own office
            after = self.one(text, match.end())
            if after is None:
                break
            names.extend(after.names)
            end = after.end
        return Named(tuple(dict.fromkeys(names)), start, end)

    def alone(self, text: str) -> Named | None:
        """The units that make up a whole heading, in small letters or in capitals; None when it says anything more."""
        text = text.strip(" .:;")
        if _is_capital(text):
            return _capital_list(text)
        found = self.listed(text)
        return found if found and not text[found.end :].strip(" .:;,") else None

    def person(self, text: str) -> Named | None:
        """The person whom a cell names with his office."""
        return _person(text, 0)

    def one(self, text: str, start: int) -> Named | None:
        """The unit, group or person that begins at `start`; a group opened by a colon gives each of its names."""
        found = _person(text, start) or _acting(self, text, start) or _series(text, start) or _group(text, start) or self._named(text, start)
        if found is None:
            return None
        note = _TITLES.match(text, found.end)
        return Named(found.names, found.start, note.end() if note else found.end)

    def _named(self, text: str, start: int) -> Named | None:
        head = _HEADS.match(text, start)
        if head is None or _NO_HEADS.match(text, start):
            return None
        end = self._known_end(text, start) or _name_end(text, head.end())
        name = " ".join(text[start:end].split()).strip(" ,;.:-–")
        return Named((name,), start, end) if len(name) > 3 else None

    def _known_end(self, text: str, start: int) -> int:
        rest = text[start : start + 200]
        fits = (len(name) for name in self.known if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum())
        longest = max(fits, default=0)
        if not longest:
            return 0
        level = _LEVEL.match(text, start + longest)
        return level.end() if level and level[0].strip() in _BARE_LEVELS else start + longest


def _is_capital(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 4 and all(word.isupper() or word in {"và", "-"} for word in re.findall(r"[^\W\d_]+", text))


def _capital_list(text: str) -> Named | None:
    """A heading in capitals has no letters to go by: it is units when it begins as one and is parted before others."""
    if not _CAPITAL_HEADS.match(text):
        return None
    names: list[str] = []
    for part in re.split(r"\s*[;,]\s*|\s+VÀ\s+", text):
        if names and not _CAPITAL_HEADS.match(part):
            names[-1] = text[text.rindex(names[-1]) : text.index(part, text.rindex(names[-1]) + len(names[-1])) + len(part)]
        else:
            names.append(part)
    return Named(tuple(names), 0, len(text))


def _person(text: str, start: int) -> Named | None:
    title = _PERSON.match(text, start)
    if title is None:
        return None
    name = re.compile(rf"(?:(?!Trưởng|Phó|Chủ|Giám|Bí|Chánh|Thủ)[{U}][^\W\d_]*(?:[’'][{U}][^\W\d_]*)?\s*){{2,5}}").match(text, title.end())
    if name is None or name[0].isupper():
        return _office_of(text, start, title.end())
    end = name.end() - (len(name[0]) - len(name[0].rstrip()))
    return Named((" ".join(text[start:end].split()),), start, end)


def _office_of(text: str, start: int, inner: int) -> Named | None:
    """'các đồng chí Phó Chủ tịch UBND huyện', 'các đồng chí thành viên Ban Chỉ đạo'."""
    match = re.compile(r"(?:thành viên|Thành viên|Ủy viên|ủy viên|Bí thư|bí thư|trưởng|Trưởng|phó|Phó|lãnh đạo|Lãnh đạo|chủ tịch|Chủ tịch|giám đốc|Giám đốc|thủ trưởng|Thủ trưởng)\b").match(text, inner)
    if match is None:
        return None
    end = _name_end(text, match.end())
    name = " ".join(text[start:end].split()).strip(" ,;.:-–")
    return Named((name,), start, end)


def _acting(names: Names, text: str, start: int) -> Named | None:
    """'Thủ trưởng các phòng, ban', 'Chủ tịch UBND các xã, thị trấn', 'Trưởng các ấp'."""
    match = _ACTING.match(text, start)
    if match is None:
        return None
    inner = _group(text, match.end()) or _committees(text, match.end()) or _bare_group(text, match.end())
    if inner is None:
        return None
    return Named((" ".join(text[start : inner.end].split()),), start, inner.end)


def _series(text: str, start: int) -> Named | None:
    """'Các Sở: A, B và C', 'các phòng: A; B', 'UBND các xã: A, B': each name as written."""
    whole = re.compile(rf"(?:Các|các)\s+(?:cơ quan|đơn vị|sở, ban, ngành|sở, ngành|phòng, ban|địa phương)[^:.;]{{0,30}}:\s*(?=[{U}])").match(text, start)
    listed = Names().listed(text, whole.end()) if whole else None
    if listed:
        return Named(listed.names, start, listed.end)
    match = re.compile(rf"(?:Các|các|UBND các|Ủy ban nhân dân các)\s+[^\W\d_]+(?:(?:,|\s+và)?\s+[^\W\d_]+){{0,3}}\s*:\s*(?=[{U}])").match(text, start)
    if match is None:
        return None
    names: list[str] = []
    place = match.end()
    while True:
        item = re.compile(rf"(?:[{U}][^\W_]*|[-–&]|[^\W\d_]+)(?:\s*[-–&]\s*|\s+)?").match(text, place)
        if item is None:
            break
        end = _sector_end(text, place)
        name = text[place:end].strip()
        if not name or not name[0].isupper():
            break
        names.append(" ".join(name.split()))
        join = re.compile(rf"\s*(?:,\s*|;\s*|\s+và\s+)(?=[{U}])").match(text, end)
        if join is None or _HEADS.match(text, join.end()) and not names:
            place = end
            break
        if _HEADS.match(text, join.end()) and not re.match(r"(?:Thanh tra|Công an|Báo|Đoàn|Thống kê)\b", text[join.end() :]):
            place = end
            break
        place = join.end()
        end = place
    return Named(tuple(names), start, end) if names else None


def _sector_end(text: str, start: int) -> int:
    """Where the name of a sector ("Tài chính", "Nông nghiệp và Môi trường", "Văn hóa, Thể thao và Du lịch") ends."""
    known = max((len(name) for name in _SECTORS if text.startswith(name, start)), default=0)
    return start + known if known else _name_end(text, start)


_SECTORS = (
    "Nội vụ", "Tài chính - Kế hoạch", "Tài chính", "Kế hoạch và Đầu tư", "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Tài nguyên và Môi trường", "Giao thông vận tải", "Xây dựng",
    "Công Thương", "Công thương", "Khoa học và Công nghệ", "Thông tin và Truyền thông", "Giáo dục và Đào tạo", "Y tế", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao", "Văn hóa và Thông tin", "Văn hóa - Thông tin", "Văn hóa - Xã hội", "Văn hóa, Khoa học và Thông tin",
    "Lao động - Thương binh và Xã hội", "Lao động, Thương binh và Xã hội", "Tư pháp", "Ngoại vụ", "Du lịch", "Dân tộc và Tôn giáo", "Dân tộc", "Kinh tế và Hạ tầng", "Kinh tế, Hạ tầng và Đô thị", "Kinh tế - Hạ tầng", "Kinh tế", "Quản lý đô thị", "Thanh tra",
)


def _committees(text: str, start: int) -> Named | None:
    match = re.compile(rf"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:các\s+)?(?:cấp\s+)?(?:{_GROUP_NOUN})\b").match(text, start)
    return _with_more(text, start, match.end()) if match else None


def _group(text: str, start: int) -> Named | None:
    """'Các phòng, ban, ngành huyện', 'UBND các xã, thị trấn', 'các đơn vị được giao nhiệm vụ'."""
    committees = re.compile(rf"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND và UBND|Công an|Hội đồng nhân dân|Trạm Y tế|Ban Chỉ huy Quân sự|Ban Chỉ huy quân sự)\s+(?:tất cả )?(?:các|cấp)\s+{_GROUP_NOUN}\b").match(text, start)
    match = committees or _GROUP.match(text, start)
    return _with_more(text, start, match.end()) if match else None


def _bare_group(text: str, start: int) -> Named | None:
    match = re.compile(rf"{_GROUP_NOUN}\b").match(text, start)
    return _with_more(text, start, match.end()) if match else None


def _with_more(text: str, start: int, end: int) -> Named:
    while more := _GROUP_MORE.match(text, end):
        after = more.end()
        join = re.match(r"\s*,\s*|\s+và\s+|\s*;\s*|\s+", text[end:])
        tail = text[end + (join.end() if join else 0) :]
        if join and join[0].strip() in {"và", ",", ";"} and (tail.startswith("các ") or tail[:1].isupper()):
            break  # another entry of the list
        if join and not join[0].strip() and tail[:1].isupper():
            break  # an office of the group, not another word for it
        end = after
    return Named((" ".join(text[start:_qualified(text, end)].split()),), start, _qualified(text, end))


def _qualified(text: str, end: int) -> int:
    """The end of a group's name with the words that narrow it: "huyện", "thuộc tỉnh", "có liên quan"."""
    while True:
        level = _LEVEL.match(text, end)
        if office := re.compile(r"\s+").match(text, end) if _HEADS.match(text, end + 1) else None:
            return _name_end(text, office.start())
        proper = re.compile(rf"{_PLACE}+").match(text, end)
        word = re.compile(rf"(?:,)?\s+(?:{'|'.join(_QUALIFIERS)})(?=[\s,.;:)]|$)").match(text, end)
        found = level or proper or word
        if found is None:
            return end
        end = found.end()


def _name_end(text: str, start: int) -> int:
    """Where a name that goes on at `start` ends: before a verb, a small word, a mark, another unit."""
    end, is_compound, is_proper = start, False, False
    while True:
        if level := _LEVEL.match(text, end):
            end = level.end()
            if not re.match(r"\s+(?:và|-|–)\s+[A-ZĐ]", text[end:]):
                return end
        word = re.compile(r"(\s*[-–&]\s*|\s*,\s+|\s+và\s+|\s+)([^\W_]+)").match(text, end)
        if word is None:
            return end
        join, value = word[1].strip(), word[2]
        if value[0].isupper() or value[0].isdigit():
            if join in {",", "và"} and ((_HEADS.match(text, word.start(2)) and not _NO_HEADS.match(text, word.start(2))) or not value[0].isupper()):
                return end
            if value[0].isdigit() and not re.match(r"\d{1,3}\b(?![/.,]\d)", text[word.start(2):]):
                return end
            head = _HEADS.match(text, word.start(2))
            if head and not _NO_HEADS.match(text, word.start(2)):
                end, is_compound, is_proper = head.end(), False, False
                continue
            is_proper = is_compound and not join
            end, is_compound = word.end(), not value.isupper() and not value.isdigit()
            continue
        if join in {",", "và"} or (join in {"-", "–"} and not _phrase_at(text, end + 1, lexicon.INSIDE_PHRASES)):
            return end
        inside = _phrase_at(text, word.start(2), lexicon.INSIDE_PHRASES)
        verb = _phrase_at(text, word.start(2), lexicon.VERB_PHRASES)
        if value == "các" and (group := _group(text, word.start(2))):
            return group.end
        if inside and inside >= verb:
            end, is_compound, is_proper = inside, False, False
            continue
        is_long = verb and " " in text[word.start(2):verb]
        if value in lexicon.STOP_WORDS or (verb and (is_long or is_proper or not is_compound)):
            return end
        end, is_compound, is_proper = word.end(), False, False


def _phrase_at(text: str, start: int, phrases: frozenset[tuple[str, ...]]) -> int:
    """The end of the longest of the phrases that begins at `start`; 0 when none does."""
    words: list[str] = []
    best, place = 0, start
    while len(words) < lexicon.LONGEST and (match := lexicon.WORD.match(text, place)):
        words.append(match[0].casefold())
        if tuple(words) in phrases:
            best = match.end()
        gap = re.compile(r"\s+(?:-\s+)?").match(text, match.end())
        if gap is None:
            break
        place = gap.end()
    return best


def begins_with_verb(text: str, start: int = 0) -> bool:
    """Whether an instruction begins here: a verb, or words that may stand before one."""
    return bool(_phrase_at(text, start, lexicon.VERB_PHRASES) or _phrase_at(text, start, lexicon.ADVERB_PHRASES))


def verb_at(text: str, start: int = 0) -> int:
    """The end of the verb that stands at `start`; 0 when none does."""
    return _phrase_at(text, start, lexicon.VERB_PHRASES)
