"""What documents call a unit: abbreviations, "&" for "và", capitals, missing diacritics. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from taskapp.base.text import fold

# Usual short forms of a district's and a commune's offices; keys are folded words without punctuation.
_WORDS = {
    "p": "phong",
    "vp": "van phong",
    "tt": "thi tran",
    "tx": "thi xa",
    "tp": "thanh pho",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "bch": "ban chi huy",
    "bql": "ban quan ly",
    "ttra": "thanh tra",
    "cax": "cong an xa",
    "ldtbxh": "lao dong thuong binh xa hoi",
    "ldtbvaxh": "lao dong thuong binh xa hoi",
    "tckh": "tai chinh ke hoach",
    "tnmt": "tai nguyen moi truong",
    "tnvamt": "tai nguyen moi truong",
    "gddt": "giao duc dao tao",
    "gdvadt": "giao duc dao tao",
    "ktht": "kinh te ha tang",
    "ktvaht": "kinh te ha tang",
    "vhtt": "van hoa thong tin",
    "vhvatt": "van hoa thong tin",
    "vhxh": "van hoa xa hoi",
    "vhvaxh": "van hoa xa hoi",
    "nnptnt": "nong nghiep phat trien nong thon",
    "nnvaptnt": "nong nghiep phat trien nong thon",
    "nnvamt": "nong nghiep moi truong",
    "nnmt": "nong nghiep moi truong",
    "qldt": "quan ly do thi",
    "ubmttq": "uy ban mat tran to quoc",
}
# A word that stands after an office's name only to say of which level it is.
_LEVELS = ("huyen", "tinh", "quan")


def unit_key(name: str) -> str:
    """The form in which two spellings of one unit's name are equal: folded, spelled out, without "và" and signs."""
    text = fold(name).replace("&", " va ")
    text = re.sub(r"\b(\w+)\s*-\s*(\w+)\b", _join_short, text)
    text = re.sub(r"\b(ldtb|tn|gd|kt|vh|nn) va (\w{2,5})\b", r"\1va\2", text)
    words = " ".join(_WORDS.get(word, word) for word in re.findall(r"\w+", text)).split()
    return " ".join(word for word in words if word != "va")


def _join_short(match: re.Match[str]) -> str:
    joined = match[1] + match[2]
    return joined if joined in _WORDS or joined == "ldtb" else f"{match[1]} {match[2]}"


class UnitNames:
    """Units found by what people call them; a name that fits several open units finds none."""

    def __init__(self) -> None:
        self._by_key: dict[str, dict[int, bool]] = defaultdict(dict)

    def add(self, unit_id: int, names: Iterable[str], *, is_open: bool) -> None:
        """Make a unit known under its names; empty ones are passed over."""
        for name in names:
            if key := unit_key(name):
                self._by_key[key][unit_id] = is_open

    def find(self, name: str) -> int | None:
        """Id of the one unit of that name, an open one before those that were closed; None when none or several."""
        for key in _readings(unit_key(name)):
            found = self._by_key.get(key, {})
            for candidates in ([i for i, is_open in found.items() if is_open], list(found)):
                if len(candidates) == 1:
                    return candidates[0]
        return None

    def is_shared(self, name: str) -> bool:
        """Whether several open units are called exactly so."""
        return sum(self._by_key.get(unit_key(name), {}).values()) > 1


def _readings(key: str) -> Iterable[str]:
    yield key
    words = key.split()
    if len(words) > 2 and words[-1] in _LEVELS:
        yield " ".join(words[:-1])
    for level in _LEVELS:
        yield f"{key} {level}"
    if words and words[0] != "phong":
        yield f"phong {key}"
