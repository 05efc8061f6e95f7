"""Headings: the units that a line names and nothing else, titles of sections, the level of a label. Pure."""

from __future__ import annotations

import re

from taskapp.directives.understanding import leads, lexicon, statements
from taskapp.directives.understanding import statement_words as said
from taskapp.directives.understanding import unit_words as words
from taskapp.directives.understanding.lines import is_capital
from taskapp.directives.understanding.units import Names

SECTIONS = frozenset({"part", "roman", "capital"})
_LONGEST_TITLE = 160  # characters
_LONGEST_NAME, _LONGEST_WHO = 10, 14  # words
_NOTE_AT_END = re.compile(r"\s*\([^()]*\)\s*:?\s*$")
_NOTE = re.compile(r"\s*\([^()]*\)")
_BEFORE_UNITS = re.compile(
    r"(?:Giao|Đề nghị|Yêu cầu|Đối với|Về phía|Riêng|Trách nhiệm của|Nhiệm vụ của|Đồng ý giao|Phân công|"
    r"(?:Các )?(?:Thành viên|Ủy viên)(?: [^\W\d_]+){0,4} (?:là|gồm)(?: đại diện)?(?: lãnh đạo)?)\s*:?\s+"
    rf"(?:(?-i:{leads.APPOSED}))?",
    re.IGNORECASE,
)
_ROLE = re.compile(r"(?:[-–,]\s*(?:là\s+)?|là\s+)(?:cơ quan|đơn vị|thường trực)[^.;:]{0,60}:?$", re.IGNORECASE)
_OFFICE = re.compile(r"[-–,]\s*[^.;:]{2,160}:?$")
_RESIDENT = re.compile(r"\b(?:ngụ|trú|địa chỉ|thường trú)\b")
_TOPIC = re.compile(r"(?:Về|Đối với|Công tác)\b")
_CALLED = re.compile(r"(?:Giao|Đề nghị|Yêu cầu|Đồng ý giao|Phân công)\s*:?\s+(?=[^\W\d_]+\s+\S)")
_LOCAL = r"cơ quan|đơn vị|địa phương|xã|phường|huyện|thị trấn|quận|thôn|ấp|bản|phòng|ban|sở|ngành|trường|chủ đầu tư"
_WHO = re.compile(rf"(?:Đối với|Về phía|Riêng(?: đối với)?)\s+(?P<who>(?:các|những)\s+(?:{_LOCAL})\b[^,;:.]*)")


def units_of(
    text: str, names: Names, *, is_heading: bool = False, has_label: bool = True
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The leading and helping units that make up a heading, None when it says anything else.

    `is_heading` says that other lines stand under this one; who speaks in a line without a label heads nothing.
    """
    bare = _BEFORE_UNITS.sub("", _NOTE_AT_END.sub("", text).strip(), count=1) if _BEFORE_UNITS.match(text) else ""
    bare = bare or _NOTE_AT_END.sub("", text).strip()
    named = names.alone(bare, is_heading=is_heading)
    if named:
        return named.names, ()
    listed = names.listed(bare)
    if listed is None:
        return None
    rest = bare[listed.end :].strip()
    if _ROLE.match(rest):
        return listed.names, ()
    if words.PERSON.match(listed.names[0]) and _OFFICE.match(rest) and not _RESIDENT.search(rest):
        return listed.names[:1], ()
    if not has_label and statements.speaks(f" {rest}"):
        return None  # "Chủ tịch UBND huyện kết luận như sau:"
    if rest.endswith(":") and said.OPENS_DUTIES.match(rest):
        return listed.names, leads.helping(bare, listed.end, len(bare), names, listed.names)
    return None


def called(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The one whom a line that heads others calls on, or says it is about, whatever the name ("Đề nghị …")."""
    bare = _NOTE_AT_END.sub("", text).strip(" :")
    if match := _CALLED.match(bare):
        return beside_units(bare[match.end() :])
    who = _WHO.fullmatch(bare)
    return ((who["who"],), ()) if who and len(bare.split()) <= _LONGEST_WHO else None


def beside_units(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The name that heads an item beside others that units head, whatever it begins with ("Nhà khách Bình Minh")."""
    bare = _NOTE_AT_END.sub("", text).strip(" :")
    is_name = len(bare.split()) <= _LONGEST_NAME and any(word[0].isupper() for word in bare.split()[1:])
    if not is_name or not bare[0].isupper() or _TOPIC.match(bare) or lexicon.begins_instruction(bare):
        return None
    return None if lexicon.begins_no_work(bare) else ((bare,), ())


def may_title(text: str, names: Names, *, has_lead: bool) -> bool | None:
    """Whether a labelled line titles what follows: short, without an end mark, naming no unit that is to act.

    None when it does unless it has a deadline.
    """
    bare = without_notes(text)
    if is_capital(bare):
        return True
    if bare.endswith((".", ";", ":")) or len(bare) > _LONGEST_TITLE or leads.own(bare, 0, len(bare), names):
        return False
    if _TOPIC.match(bare):
        return True
    return False if has_lead and lexicon.begins_instruction(bare) else None


def without_notes(text: str) -> str:
    """A line without what stands in brackets."""
    return _NOTE.sub("", text).strip()


def level(label: str) -> str:
    """The level of a label: those of one kind stand side by side."""
    bare = label.strip(" .:()")
    if re.match(r"(?:Phần|Chương|Mục)\b", bare):
        return "part"
    if bare.startswith("Điều"):
        return "article"
    if re.fullmatch(r"[IVXLC]+", bare):
        return "roman"
    if re.fullmatch(r"\d+(?:\.\d+)*", bare):
        return f"number{bare.count('.') + 1}"
    if re.fullmatch(r"Thứ \w+|\w+ là", bare.strip(",")):
        return "ordinal"
    if re.fullmatch(r"[a-zđ]{1,2}", bare):
        return "letter"
    return {"*": "star", "+": "plus", "○": "plus", "▪": "plus"}.get(bare, "dash")
