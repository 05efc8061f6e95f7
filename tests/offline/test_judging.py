"""What becomes of a report that comes late: recorded, known already, or shown beside a colleague's."""

from __future__ import annotations

import pytest

from taskapp.offline.judging import Fate, Said, Told, fate, unseen

ME, HEAD, DEPUTY = 7, 8, None  # an event of nobody is the system's own
MINE = Said("40 % · Đã rà soát 5 xã", "Viết trên máy lúc 08:12:07 02/03/2026")


def told(version: int, by_id: int | None, note: str) -> Told:
    return Told(version, by_id, Said(note))


@pytest.mark.parametrize(
    ("reports", "seen", "expected"),
    [
        ([], 0, Fate.NEW),
        ([told(3, HEAD, "10 %")], 3, Fate.NEW),  # it was on the device when the report was written
        ([told(3, ME, "10 %"), told(5, ME, "20 %")], 3, Fate.NEW),  # one's own, from another device
        ([told(4, HEAD, "60 %")], 3, Fate.CONFLICT),
        ([told(4, DEPUTY, "60 %")], 0, Fate.CONFLICT),
        ([told(4, HEAD, "60 %")], 4, Fate.NEW),  # the author has seen it, and sends all the same
        ([told(4, HEAD, "60 %"), told(5, HEAD, "65 %")], 4, Fate.CONFLICT),  # and another has come meanwhile
        ([Told(4, ME, MINE)], 3, Fate.KNOWN),  # its answer got lost
        ([Told(4, ME, MINE), told(5, HEAD, "60 %")], 3, Fate.KNOWN),  # whatever has happened since
        ([Told(4, HEAD, MINE)], 3, Fate.CONFLICT),  # the same words of somebody else are his
        ([Told(4, HEAD, MINE)], 4, Fate.NEW),
        ([Told(4, ME, Said(MINE.note))], 3, Fate.NEW),  # the same words, written at another time
    ],
)
def test_a_report_is_new_known_or_in_conflict(reports: list[Told], seen: int, expected: Fate) -> None:
    assert fate(reports, author_id=ME, said=MINE, seen=seen) is expected


def test_what_the_author_did_not_know_of_is_told_oldest_first() -> None:
    reports = [told(9, HEAD, "60 %"), told(2, HEAD, "5 %"), told(6, ME, "20 %"), told(4, HEAD, "15 %")]
    assert [each.version for each in unseen(reports, author_id=ME, seen=2)] == [4, 9]
