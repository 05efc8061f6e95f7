"""What the words of one cell hold: a document's number and date, a list of units, signs for "the same". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taskapp.base.text import fold, one_line
from taskapp.directives.reason import Reason
from taskapp.directives.registers import dates

_NUMBER = re.compile(
    r"(?<![\w/.])\d{1,5}[A-Za-zĐđ]?(?:\s?/\s?\d{4})?\s?[/\-–]\s?[A-ZĐƯƠa-zđ][\w&.]*"
    r"(?:[/\-–][^\W\d][\w&.]*|\s?[/\-–]\s?[A-ZĐƯƠ]{1,6}\b)*"  # small letters only where no blank stands before them
)
_KINDS = {
    "cong van": "Công văn",
    "cong dien": "Công điện",
    "quyet dinh": "Quyết định",
    "chi thi": "Chỉ thị",
    "thong bao": "Thông báo",
    "ke hoach": "Kế hoạch",
    "bao cao": "Báo cáo",
    "to trinh": "Tờ trình",
    "nghi quyet": "Nghị quyết",
    "ket luan": "Kết luận",
    "giay moi": "Giấy mời",
}
_NOTATIONS = {
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TB": "Thông báo",
    "KH": "Kế hoạch",
    "BC": "Báo cáo",
    "TTR": "Tờ trình",
    "NQ": "Nghị quyết",
    "KL": "Kết luận",
    "CĐ": "Công điện",
    "GM": "Giấy mời",
    "UBND": "Công văn",
}
_SURE_UNIT = (
    r"Phòng |Công an|Thanh tra|Ban (?!hành)|Trung tâm|Chi cục|Hạt |Sở |Đài |Kho bạc|Bảo hiểm|"
    r"UBND (?:xã|phường|thị trấn|đặc khu)"
)
_UNIT = (
    rf"{_SURE_UNIT}|UBND|Ủy ban|Uỷ ban|Văn phòng|VP |P\.|Hội |Huyện |Đoàn |Mặt trận|BCH |Trường |Viện |Bộ phận"
    r"|Ngành |Trạm |Liên đoàn|Tòa án"
)
_SPLIT = re.compile(rf"\n|;|,\s*(?={_UNIT})|(?<!HĐND)\s+và\s+(?={_SURE_UNIT})", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—+•*]|\d{1,2}[.)])\s*")
_STARTS_UNIT = re.compile(rf"^(?:{_UNIT})", re.IGNORECASE)
_SAME = {"nt", "-nt-", "- nt -", "nhu tren", '"', "''", "”", "“", "〃", "-//-", "//", '-"-'}
_ERRORS = {"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NULL!", "#NUM!"}


@dataclass(frozen=True)
class Document:
    """A document as a cell names it; `problem` when its date cannot be."""

    number: str | None = None
    issued: date | None = None
    kind: str = ""
    problem: Reason | None = None


def document(text: str) -> Document:
    """The number, date and kind in words such as "Công văn số 12/UBND-NC ngày 3.2.2022".

    Words without a recognisable number are the number as a whole.
    """
    line = one_line(text)
    numbers = list(_NUMBER.finditer(line))
    if len(numbers) != 1:
        return Document(line or None)
    match = numbers[0]
    number = re.sub(r"\s*([/\-–])\s*", r"\1", match[0]).strip(" .,-").replace("–", "-")
    rest = f"{line[: match.start()]} {line[match.end() :]}"
    found, _plain = dates.find(rest)
    written = dates.read(rest) if found else dates.Written()
    return Document(number, written.day, _kind(line, number), written.problem)


def day_in(text: str, *, not_before: date | None = None, around: date | None = None) -> date | None:
    """The day in words such as "Đã hoàn thành ngày 10/5/2023 (BC số 99/BC-CAH)"; the first of several, or None.

    A day without a year is read as dates.read() does.
    """
    rest = _NUMBER.sub(" ", one_line(text))
    found, _plain = dates.find(rest)
    if found:
        return dates.read(found[0][0]).day
    match = re.search(r"(?<![\d/])\d{1,2}/\d{1,2}(?![\d/%])", rest)
    return dates.read(match[0], not_before=not_before, around=around).day if match else None


def numbers(text: str) -> list[str]:
    """The document numbers in a text, as written."""
    return [match[0] for match in _NUMBER.finditer(one_line(text))]


def units(text: str) -> list[str]:
    """The units that a cell lists: one a line, with or without dashes, or separated by semicolons or commas.

    A comma separates only before a word that begins a unit's name, since names hold commas too.
    """
    parts = (one_line(_BULLET.sub("", part)).strip(" ,.;") for part in _SPLIT.split(text))
    return list(dict.fromkeys(part for part in parts if part and not re.fullmatch(r"[-–—/x]+", part)))


def names_unit(text: str) -> bool:
    """Whether the words begin as the name of a unit does."""
    return bool(_STARTS_UNIT.match(text))


def is_unit_name(text: str) -> bool:
    """Whether the words are the name of an office beyond doubt, as the name of a sheet may be."""
    return bool(re.match(rf"(?:{_SURE_UNIT}|Văn phòng|VP\b|P\.|Hội |Đoàn )", one_line(text), re.IGNORECASE))


def is_group(name: str) -> bool:
    """Whether the name stands for several units ("các phòng, ban", "UBND các xã, thị trấn")."""
    return bool(re.search(r"\bcac\b|\btat ca\b|\b(phong|xa), (ban|phuong|thi tran)\b", fold(name)))


def says_same(text: str) -> bool:
    """Whether the words mean "as in the row above"."""
    return fold(text).strip(" .") in _SAME


def is_error(text: str) -> bool:
    """Whether the cell shows an error of its formula."""
    return text in _ERRORS


def _kind(line: str, number: str) -> str:
    plain = fold(line)
    for words, kind in _KINDS.items():
        if plain.startswith(words):
            return kind
    signs = re.split(r"[/\-]", number.upper())
    return next((_NOTATIONS[sign] for sign in signs if sign in _NOTATIONS), "")
