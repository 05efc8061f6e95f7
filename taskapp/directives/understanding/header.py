"""A document's heading by the layout of NĐ 30/2020, Appendix I: number, date, issuer, kind, subject, signer. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from taskapp.base.text import fold
from taskapp.directives.draft import Header, Line
from taskapp.directives.understanding import annexes, issuers
from taskapp.directives.understanding.lexicon import UPPER as U
from taskapp.directives.understanding.lines import is_capital, labelled, text_key

_NUMBER = re.compile(
    r"^\s*Số\s*(?:hiệu)?\s*[:.]?\s*(?P<number>\d*[A-Za-zĐđ]?\s*[/\-–]\s*[\wĐđƯư.&]+(?:\s*[-–/]\s*[\w&.]+)*)",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"(?:^|\s)(?P<place>(?:TP\.?\s*)?[{U}][^,\d:;|"
    rf"\t]{{1,40}}),\s*ngày\s+(?P<d>\d{{1,2}})\s+tháng\s+(?P<m>\d{{1,2}})\s+năm\s+(?P<y>\d{{4}})",
    re.IGNORECASE,
)
_DATE_ALONE = re.compile(
    r"^\s*(?:,\s*)?ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})\s*$", re.IGNORECASE
)
_STATE = re.compile(r"C\s*[ỘỌ]NG\s+H[ÒO][ÀA]?\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM", re.IGNORECASE)
_MOTTO = re.compile(r"Đ[ộọ]c\s+lập\s*[-–]\s*Tự\s+do\s*[-–]\s*Hạnh\s+ph[úù]c", re.IGNORECASE)
_ABOUT = re.compile(r"^\s*(?:V/v\.?|V\.v\.?|Về việc)\s*:?\s*", re.IGNORECASE)
_TO = re.compile(r"^\s*Kính\s+gửi\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"^\s*Nơi\s+nhận\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"^\s*(?:(?:TM|KT|TL|TUQ|Q)\.\s*|QUYỀN\s+)?(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|CHÁNH VĂN PHÒNG|PHÓ CHÁNH VĂN PHÒNG|"
    r"ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TRƯỞNG|PHÓ TRƯỞNG|HỘI ĐỒNG|BAN|THỦ TRƯỞNG|"
    r"VĂN PHÒNG)\b[^a-zà-ỹ]*$"
)
KINDS = (
    "Thông báo",
    "Công văn",
    "Chỉ thị",
    "Kế hoạch",
    "Quyết định",
    "Công điện",
    "Chương trình công tác",
    "Chương trình",
    "Phiếu giao việc",
    "Nghị quyết",
    "Báo cáo",
    "Tờ trình",
    "Giấy mời",
    "Hướng dẫn",
    "Quy chế",
    "Quy định",
    "Phương án",
    "Đề án",
    "Dự án",
    "Biên bản",
    "Kết luận",
    "Phiếu chuyển",
    "Thư công",
    "Thông cáo",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Giấy ủy quyền",
    "Giấy giới thiệu",
    "Phiếu gửi",
    "Phiếu báo",
    "Công thư",
    "Lịch công tác",
)
_KIND_KEYS = {text_key(kind).replace(" ", ""): kind for kind in KINDS}
_SAME_KIND = {"Chương trình công tác": "Chương trình"}
_URGENT = re.compile(r"^\s*(HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)(?:\s+HẸN GIỜ.*)?\s*$", re.IGNORECASE)
_URGENCIES = {"hoa toc": "Hỏa tốc", "thuong khan": "Thượng khẩn", "khan": "Khẩn"}
_NAME = re.compile(
    rf"^(?:(?:PGS|GS|TS|ThS|BS|KS|CN|Ths|CKI{{1,2}}|BSCK\w*|Đại tá|Thượng tá|Trung tá|Thiếu tá|"
    rf"Đại úy)\.?\s*)*(?P<name>[{U}][^\W\d_]*(?:[’']\s?[{U}][^\W\d_]*)?"
    rf"(?:\s+[{U}](?:[’']\s?[{U}])?[^\W\d_]*){{1,5}})$"
)
_HEAD_LINES = 40


@dataclass(frozen=True, slots=True)
class Framed:
    """A document parted: its heading, and where its body begins and ends (line numbers, the end not included)."""

    header: Header
    begin: int
    end: int


def read(lines: Sequence[Line]) -> Framed:
    """The heading of a document, read from its whole lines; fields that are not there stay empty."""
    foot = _foot(lines)
    head = _Head(lines, foot)
    signature = _signature(lines, foot)
    found = head.found
    header = Header(
        number=found.get("number", ""),
        issued_on=head.issued_on,
        place=found.get("place", ""),
        issuer=issuers.named([line for line in head.issuer if not _URGENT.match(line)]),
        kind=head.kind,
        subject=head.subject,
        signer=signature.signer,
        recipients=tuple(signature.recipients),
        authority=" ".join(signature.authority),
        urgency=found.get("urgency", ""),
    )
    return Framed(header, head.body, foot)


class _Head:
    """Goes down the first lines, taking from each what it holds."""

    def __init__(self, lines: Sequence[Line], foot: int) -> None:
        self.lines, self.foot = lines, foot
        self.found: dict[str, str] = {}
        self.issued_on: date | None = None
        self.issuer: list[str] = []
        self.kind, self.subject = "", ""
        self.body = self._walk()

    def _walk(self) -> int:
        about: list[str] = []
        last = 0
        for place, line in enumerate(self.lines[: min(self.foot, _HEAD_LINES)]):
            for cell in [cell for cell in line.cells or (line.text,) if cell]:
                taken = self._take(cell)
                if taken:
                    last = place + 1
                    continue
                if kind := _kind(cell):
                    self.kind = kind[0]
                    return self._titled(place + 1, kind[1])
                if _ABOUT.match(cell) and "number" in self.found:
                    about, last = [_ABOUT.sub("", cell)], place + 1
                elif about and not _TO.match(cell) and not labelled(cell)[0] and not cell.endswith((".", ":")):
                    about.append(self._without_stamp(cell))
                    last = place + 1
                elif "number" not in self.found and not self._is_state_seen_late(cell):
                    self.issuer.append(cell)
                    last = place + 1
            if _TO.match(line.text) or (about and last <= place):
                break
        if about:
            self.kind, self.subject = "Công văn", " ".join(about).strip(" .;")
        return self._after_addressees(last)

    def _without_stamp(self, text: str) -> str:
        """A line of the subject, without the stamp of urgency that a scan put beside it."""
        match = re.search(r"\s+(HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)$", text)
        if match is None:
            return text
        self.found["urgency"] = _URGENCIES[fold(match[1])]
        return text[: match.start()]

    def _is_state_seen_late(self, cell: str) -> bool:
        return not is_capital(cell) and bool(self.issuer) and len(cell) > 60

    def _take(self, cell: str) -> str:
        """What the line is in the letterhead; the rest of a line that holds two things is looked at too."""
        taken = ""
        if _STATE.search(cell) or _MOTTO.search(cell):
            rest = _MOTTO.sub("", _STATE.sub("", cell)).strip(" -–\t")
            if rest and "number" not in self.found:
                self.issuer.append(rest)
            return "state"
        if (match := _NUMBER.match(cell)) and "number" not in self.found:
            self.found["number"] = _notation(match["number"])
            taken, cell = "number", cell[match.end() :]
        if urgent := _URGENT.match(cell):
            self.found["urgency"] = _URGENCIES[fold(urgent[1])]
            return "urgency"
        match = _DATE.search(cell) or _DATE_ALONE.match(cell)
        if match and self.issued_on is None and len(cell) < 90:
            self.issued_on = _day(match)
            self.found["place"] = match.groupdict().get("place") or ""
            return "date"
        return taken

    def _titled(self, place: int, rest: str) -> int:
        """The subject stands under the kind, on one line or on several; gives the line after it."""
        parts = [rest] if rest else []
        while place < min(self.foot, len(self.lines)):
            text = self.lines[place].text
            if self.lines[place].cells and len([c for c in self.lines[place].cells if c]) > 1:
                break
            if self._take(text) or (not parts and _NUMBER.match(text)):
                place += 1
                continue
            if parts and (
                text.endswith((".", ":", ";", "./."))
                or labelled(text)[0]
                or _TO.match(text)
                or _is_authority(text)
                or _BASES.match(text)
            ):
                break
            parts.append(text)
            place += 1
            if len(" ".join(parts)) > 600:
                break
        self.subject = " ".join(parts).strip(" .;:")
        return place

    def _after_addressees(self, place: int) -> int:
        """The line after "Kính gửi" and its list."""
        for at in range(place, min(self.foot, place + 30)):
            if _TO.match(self.lines[at].text):
                listed = takewhile(lambda line: re.match(r"[-–+•]", line.text), self.lines[at + 1 : self.foot])
                return at + 1 + len(list(listed))
            if labelled(self.lines[at].text)[0]:
                break
        return place


_BASES = re.compile(r"^(?:Căn cứ|Thực hiện|Theo|Xét|Nhằm|Để|Sau khi|Ngày \d|Thời gian|Trong thời gian)\b.{80,}")


def _is_authority(text: str) -> bool:
    return is_capital(text) and bool(re.match(r"(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|UBND|GIÁM ĐỐC|TRƯỞNG|BAN)\b", text))


def _kind(cell: str) -> tuple[str, str] | None:
    """The kind of document that a title line in capitals names, with the rest of the line."""
    key = text_key(cell).replace(" ", "").strip(".:")
    if not is_capital(cell) and key not in _KIND_KEYS:
        return None
    if key in _KIND_KEYS:
        return _SAME_KIND.get(_KIND_KEYS[key], _KIND_KEYS[key]), ""
    for kind in KINDS:
        words = len(kind.split())
        if text_key(" ".join(cell.split()[:words])) == text_key(kind) and len(cell.split()) > words:
            return _SAME_KIND.get(kind, kind), " ".join(cell.split()[words:])
    return None


def _notation(text: str) -> str:
    return re.sub(r"\s*([/\-–])\s*", r"\1", text).replace("–", "-").strip(" .,;")


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _foot(lines: Sequence[Line]) -> int:
    """The line at which the body ends: the recipients' or the signature's first."""
    for place, line in enumerate(lines):
        if place > 3 and any(_RECIPIENTS.match(cell) for cell in line.cells or (line.text,)):
            return _signed_above(lines, place)
    for place in range(len(lines) - 1, max(3, len(lines) - 12), -1):
        if any(_SIGNED.match(cell) for cell in lines[place].cells or (lines[place].text,)):
            return _signed_above(lines, place)
    return len(lines)


def _signed_above(lines: Sequence[Line], place: int) -> int:
    while place > 4 and any(_SIGNED.match(cell) for cell in lines[place - 1].cells or (lines[place - 1].text,)):
        place -= 1
    return place


@dataclass
class _Signature:
    recipients: list[str] = field(default_factory=list)
    authority: list[str] = field(default_factory=list)
    signer: str = ""


def _signature(lines: Sequence[Line], foot: int) -> _Signature:
    """The recipients, by what right it is signed, and the signer: the last line at the foot that is a person's name."""
    found = _Signature()
    is_annexed = False
    for line in lines[foot:]:
        is_annexed = is_annexed or annexes.begins(line.text)
        for cell in line.cells or (line.text,):
            label, rest = labelled(cell)
            if label and not is_annexed:
                found.recipients.append(rest.strip(" ;."))
            elif _SIGNED.match(cell):
                found.authority += [] if is_annexed or found.signer else [cell.strip()]
            elif (match := _NAME.match(cell.strip())) and not is_capital(cell):
                found.signer = found.signer if found.signer and is_annexed else match["name"]
    return found
