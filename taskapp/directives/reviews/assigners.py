"""In whose name the tasks of a document are given: who signed it, who concluded, for whom it was signed. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from taskapp.base.text import fold

_CHAIRMAN = re.compile(r"^(?:q\.? ?|quyen )?chu tich\b")
_FOR_CHAIRMAN = re.compile(r"(?<!pho )\bchu tich\b")
_CONCLUDED = re.compile(
    r"\bket luan\b.{0,60}?\bcua (?:dong chi |d/c |ong |ba )?"
    r"(?P<who>(?:q\.? ?|quyen )?chu tich|pho chu tich)\b"
)


class Leader(NamedTuple):
    """One in whose name tasks may be given."""

    name: str
    position: str


def proposed(header: Mapping[str, str], leaders: Mapping[int, Leader], person_id: int) -> str:
    """Id of the leader in whose name a document gives tasks, by its heading; empty where none can be told.

    First the leader who signed it. Of the committee's own documents then whoever the subject names or says concluded
    ("Kết luận của Chủ tịch …"), and the Chairman where it is signed for him ("TL. CHỦ TỊCH"). Last the person who
    reviews, if he leads.
    """
    signer = fold(header.get("signer", ""))

    def signed(leader: Leader) -> bool:
        return bool(signer) and fold(leader.name) == signer

    for fits in (signed, *(() if header.get("is_incoming") else _own_ways(header))):
        found = [each for each, leader in leaders.items() if fits(leader)]
        if len(found) == 1:
            return str(found[0])
    return str(person_id) if person_id in leaders else ""


def _own_ways(header: Mapping[str, str]) -> list[Callable[[Leader], bool]]:
    subject = fold(header.get("subject", ""))
    concluded = _CONCLUDED.search(subject)
    if concluded and concluded["who"].startswith("pho"):
        return [lambda leader: fold(leader.name) in subject, lambda leader: not _is_chairman(leader)]
    if concluded:
        return [_is_chairman]
    return [_is_chairman] if _FOR_CHAIRMAN.search(fold(header.get("authority", ""))) else []


def _is_chairman(leader: Leader) -> bool:
    return bool(_CHAIRMAN.match(fold(leader.position)))
