"""What becomes of a report that comes late: recorded, known already, or shown beside a colleague's."""

from __future__ import annotations

import pytest

from taskapp.offline.judging import Fate, Told, fate, unseen

ME, HEAD, DEPUTY = 7, 8, None  # an event of nobody is the system's own
MINE = "40 % · Đã rà soát 5 xã"


@pytest.mark.parametrize(
    ("told", "seen", "expected"),
    [
        ([], 0, Fate.NEW),
        ([Told(3, HEAD, "10 %")], 3, Fate.NEW),  # it was on the device when the report was written
        ([Told(3, ME, "10 %"), Told(5, ME, "20 %")], 3, Fate.NEW),  # one's own, from another device
        ([Told(4, HEAD, "60 %")], 3, Fate.CONFLICT),
        ([Told(4, DEPUTY, "60 %")], 0, Fate.CONFLICT),
        ([Told(4, HEAD, "60 %")], 4, Fate.NEW),  # the author has seen it, and sends all the same
        ([Told(4, HEAD, "60 %"), Told(5, HEAD, "65 %")], 4, Fate.CONFLICT),  # and another has come meanwhile
        ([Told(4, ME, MINE)], 3, Fate.KNOWN),  # its answer got lost
        ([Told(4, ME, MINE), Told(5, HEAD, "60 %")], 3, Fate.KNOWN),  # whatever has happened since
        ([Told(4, HEAD, MINE)], 3, Fate.CONFLICT),  # the same words of somebody else are his
        ([Told(4, HEAD, MINE)], 4, Fate.NEW),
    ],
)
def test_a_report_is_new_known_or_in_conflict(told: list[Told], seen: int, expected: Fate) -> None:
    assert fate(told, author_id=ME, note=MINE, seen=seen) is expected


def test_what_the_author_did_not_know_of_is_told_oldest_first() -> None:
    told = [Told(9, HEAD, "60 %"), Told(2, HEAD, "5 %"), Told(6, ME, "20 %"), Told(4, HEAD, "15 %")]
    assert [each.version for each in unseen(told, author_id=ME, seen=2)] == [4, 9]
