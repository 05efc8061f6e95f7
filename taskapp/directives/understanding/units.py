"""Units as a document names them: where a list of them begins and ends in a sentence, and what each is called. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from taskapp.directives.understanding import unit_words as words
from taskapp.directives.understanding.lexicon import STOPS, UPPER, verb_at
from taskapp.directives.understanding.naming import group_end, name_end

_JOIN = re.compile(r"\s*(?:,\s*(?:và\s+)?|;\s*(?:và\s+)?|\s+và\s+|\s+hoặc\s+|\s*/\s*)(?:với\s+)?")
_NOTE = re.compile(r"\s*\([^()]{0,160}\)")
_OUTER = " ,;.:-–"
_NOT_NAMES = "Trưởng|Phó|Chủ|Giám|Bí|Chánh|Thủ"  # what follows "đồng chí" and is an office
_OWN_NAME = re.compile(rf"(?:(?!(?:{_NOT_NAMES})\b)[{UPPER}][^\W\d_]*(?:[’'][{UPPER}][^\W\d_]*)?\s*){{2,5}}")
_MEMBERS = re.compile(
    r"(?:thành viên|ủy viên|bí thư|trưởng|phó|lãnh đạo|chủ tịch|giám đốc|thủ trưởng)\b", re.IGNORECASE
)
_SERIES = re.compile(
    rf"(?:[Cc]ác|UBND các|Ủy ban nhân dân các)\s+[^\W\d_]+(?:(?:,|\s+và)?\s+[^\W\d_]+){{0,3}}\s*:\s*(?=[{UPPER}])"
)
_NUMBERED = re.compile(
    r"(?:(?:UBND|Ủy ban nhân dân) các|[Cc]ác)\s+(?:ấp|khóm|khu|khu phố|khu vực|phường|quận|thôn|tổ dân phố|xóm)\s*:\s*"
    r"(?P<numbers>\d{1,2}(?:(?:\s*,\s*(?:và\s+)?|\s+và\s+)\d{1,2})*)\b(?![/.]\d)"
)
_OFFICES = re.compile(
    rf"[Cc]ác\s+(?:cơ quan|đơn vị|sở, ban, ngành|sở, ngành|phòng, ban|địa phương)[^:.;]{{0,30}}:\s*(?=[{UPPER}])"
)
_SECTOR_JOIN = re.compile(rf"\s*(?:,\s*|;\s*|\s+và\s+)(?=[{UPPER}])")
_ALSO_SECTORS = re.compile(r"(?:Thanh tra|Công an|Báo|Đoàn|Thống kê)\b")
_NOUNS = re.compile(r"[^\W\d_A-Z]+(?: [^\W\d_A-Z]+){0,4}")  # what may end the name of a group that stands alone
_ASIDES = {":", "(", "-", "–"}
_LONGEST_REST = 10  # words
_ROLE = re.compile(r"là (?:bộ phận|cơ quan|đầu mối|đơn vị|thường trực)\b")
_NO_NAME = [[word] for word in STOPS]  # "… là cơ quan thường trực" is no part of a name
_ONE_OFFICE = re.compile(rf"(?:phòng|ban|sở)(?=\s+[{UPPER}])")  # "trưởng phòng Nội vụ"
_BARE_GROUP = re.compile(rf"{words.GROUP_NOUN}\b")
_ALSO_OFFICE = re.compile(r"\s+[-–]\s+(?:Phó|Thành viên|Trưởng|Tổ|Ủy viên)\b")  # "Trưởng Công an xã - Phó Trưởng ban"
_LONGEST_NAME = 200  # characters


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
        """Names that hold at least two words and no more than a name does."""
        return cls(frozenset(text for text in texts if 2 <= len(text.split()) <= 16))

    def listed(self, text: str, start: int = 0) -> Named | None:
        """The list of units that begins at `start`, None when none does."""
        first = self.one(text, start)
        if first is None:
            return None
        names, end = list(first.names), first.end
        while match := _JOIN.match(text, end):
            if words.PERSON.match(text, start) and words.OFFICE.match(text, match.end()):
                break  # the person's own office
            after = self.one(text, match.end())
            if after is None:
                break
            names.extend(after.names)
            end = after.end
        return Named(tuple(dict.fromkeys(names)), start, end)

    def alone(self, text: str, *, is_heading: bool = False) -> Named | None:
        """The units that make up a whole line, in small letters or in capitals; None when it says anything more.

        Of a line that is known to head others a name goes to the end, unless work follows it.
        """
        has_stopped, text = text.rstrip().endswith("."), text.strip(" .:;")
        if _is_capital(text):
            return _capital_list(text)
        if ";" in text:
            return self._parted(text, is_heading=is_heading)
        found = self.listed(text)
        if found is None:
            return None
        rest = text[found.end :].strip(" .:;,")
        if not is_heading and (not _is_noun(rest) or (rest and has_stopped)):
            return None
        if rest and (words.PERSON.match(text) or rest[:1] in _ASIDES):
            return None
        if verb_at(rest) or len(rest.split()) > _LONGEST_REST:
            return None
        if _ROLE.match(rest) or (rest.split(maxsplit=1)[:1] in _NO_NAME and not words.GROUP.match(found.names[-1])):
            return None
        gap = "," if rest and text[found.end :].startswith(",") else ""  # a comma of the name's own
        last = f"{found.names[-1]}{gap} {rest}".strip()
        return Named((*found.names[:-1], last), found.start, len(text))

    def _parted(self, text: str, *, is_heading: bool) -> Named | None:
        """'Các Ban Quản lý rừng; các công ty lâm nghiệp': what a semicolon parts are units each."""
        names: list[str] = []
        for piece in text.split(";"):
            found = self.alone(piece, is_heading=is_heading)
            if found is None:
                return None
            names.extend(found.names)
        return Named(tuple(dict.fromkeys(names)), 0, len(text))

    def one(self, text: str, start: int) -> Named | None:
        """The unit, group or person that begins at `start`; a group opened by a colon gives each of its names."""
        found = (
            person(text, start)
            or _led_group(text, start)
            or _series(text, start)
            or _group(text, start)
            or self._named(text, start)
        )
        if found is None:
            return None
        note = _NOTE.match(text, found.end)
        return Named(found.names, found.start, note.end() if note else found.end)

    def _named(self, text: str, start: int) -> Named | None:
        head = words.HEADS.match(text, start)
        if head is None:
            return None
        end = self._known_end(text, start) or name_end(text, head.end())
        name = _written(text, start, end)
        return Named((name,), start, end) if len(name) > 3 else None

    def _known_end(self, text: str, start: int) -> int:
        rest = text[start : start + _LONGEST_NAME]
        fits = (len(name) for name in self.known if rest.startswith(name) and not rest[len(name) :][:1].isalnum())
        longest = max(fits, default=0)
        if not longest:
            return 0
        level = words.LEVEL.match(text, start + longest)
        return level.end() if level and level[0].strip() in words.LEVEL_WORDS else start + longest


def person(text: str, start: int = 0) -> Named | None:
    """The person, or members of a body, after "đồng chí", "ông", "bà": the name as written, without the office."""
    title = words.PERSON.match(text, start)
    if title is None:
        return None
    name = _OWN_NAME.match(text, title.end())
    if name and not name[0].isupper():
        end = title.end() + len(name[0].rstrip())
        return Named((_written(text, start, end),), start, end)
    members = _MEMBERS.match(text, title.end())
    if members is None:
        return None
    office = _led_group(text, title.end())
    end = office.end if office else name_end(text, members.end())
    if also := _ALSO_OFFICE.search(text, members.end(), end):
        end = also.start()
    return Named((_written(text, start, end),), start, end)


def _written(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split()).strip(_OUTER)


def _led_group(text: str, start: int) -> Named | None:
    """'Thủ trưởng các phòng, ban', 'Chủ tịch UBND các xã, thị trấn', 'Trưởng các ấp'."""
    match = words.LEADERS.match(text, start)
    if match is None:
        return None
    inner = _group(text, match.end()) or _grouped(text, words.COMMITTEES.match(text, match.end()))
    if inner is None and (one := _ONE_OFFICE.match(text, match.end())):
        end = name_end(text, one.end())
        return Named((_written(text, start, end),), start, end)
    inner = inner or _grouped(text, _BARE_GROUP.match(text, match.end()))
    return Named((_written(text, start, inner.end),), start, inner.end) if inner else None


def _group(text: str, start: int) -> Named | None:
    """'Các phòng, ban, ngành huyện', 'UBND các xã, thị trấn', 'các đơn vị được giao nhiệm vụ'."""
    return _grouped(text, words.LOCAL_GROUP.match(text, start) or words.GROUP.match(text, start))


def _grouped(text: str, match: re.Match[str] | None) -> Named | None:
    if match is None:
        return None
    end = group_end(text, match.end())
    return Named((_written(text, match.start(), end),), match.start(), end)


def _series(text: str, start: int) -> Named | None:
    """'Các cơ quan: Sở A, Công an tỉnh', 'Các Sở: A, B và C', 'các phường: 1, 2': each name as written."""
    if whole := _OFFICES.match(text, start):
        listed = Names().listed(text, whole.end())
        if listed:
            return Named(listed.names, start, listed.end)
    if numbered := _NUMBERED.match(text, start):
        return Named(tuple(re.findall(r"\d+", numbered["numbers"])), start, numbered.end())
    opening = _SERIES.match(text, start)
    if opening is None:
        return None
    names: list[str] = []
    place = opening.end()
    while True:
        end = _sector_end(text, place)
        name = _written(text, place, end)
        if not name or not name[0].isupper():
            break
        names.append(name)
        place = end
        join = _SECTOR_JOIN.match(text, end)
        if join is None or (words.HEADS.match(text, join.end()) and not _ALSO_SECTORS.match(text, join.end())):
            break
        place = join.end()
    return Named(tuple(names), start, place) if names else None


def _sector_end(text: str, start: int) -> int:
    """Where the name of a sector ("Tài chính", "Văn hóa, Thể thao và Du lịch") ends."""
    known = max((len(name) for name in words.SECTORS if text.startswith(name, start)), default=0)
    if known:
        return start + known
    place = words.OWN_NAME.match(text, start - 1)
    return place.end() if place and len(place[0].split()) > 1 else name_end(text, start - 1)


def _is_noun(rest: str) -> bool:
    """Whether what is left of a line only ends a name: a few small words, no verb among them."""
    has_verb = any(verb_at(rest, match.start()) for match in re.finditer(r"\w+", rest))
    return not rest or (bool(_NOUNS.fullmatch(rest)) and not has_verb)


def _is_capital(text: str) -> bool:
    found = re.findall(r"[^\W\d_]+", text)
    return sum(map(len, found)) > 4 and all(word.isupper() or word == "và" for word in found)


def _capital_group_end(text: str, start: int) -> int:
    """Where a group in capitals ends ("CÁC PHÒNG, BAN CHUYÊN MÔN"), 0 when none begins."""
    small = text.lower()
    found = _group(small, start) if len(small) == len(text) else None
    return found.end if found else 0


def _capital_list(text: str) -> Named | None:
    """A heading in capitals has no letters to go by: it is units when it begins as one and is parted before others."""
    if not words.CAPITAL_HEADS.match(text):
        return None
    starts, covered = [0], _capital_group_end(text, 0)
    for join in re.finditer(r"\s*[;,]\s*|\s+VÀ\s+", text):
        if join.start() >= covered and words.CAPITAL_HEADS.match(text, join.end()):
            starts += [join.start(), join.end()]
            covered = _capital_group_end(text, join.end())
    bounds = [*starts, len(text)]
    names = (_written(text, bounds[at], bounds[at + 1]) for at in range(0, len(bounds) - 1, 2))
    return Named(tuple(names), 0, len(text))
