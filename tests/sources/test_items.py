"""One item, however it comes: how it is read, and when what is said later is a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from taskapp.sources.items import Entry, Given, Surroundings, Wrong, corrects, read

BY = Surroundings("Asia/Ho_Chi_Minh", date(2026, 3, 2), {"tp": 7, "phong tu phap": 7})
SAID = {"id": "HT-1", "received": "2026-02-02"}
ENTRY = Entry("HT-1", "", "", "", 7, date(2026, 2, 2), date(2026, 2, 9), None, date(2026, 2, 6), time(9))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, {"received_on": date(2026, 2, 2), "due_on": None, "done_on": None, "unit_id": None}),
        ({"received": "02/02/2026"}, {"received_on": date(2026, 2, 2)}),
        ({"received": date(2026, 2, 2)}, {"received_on": date(2026, 2, 2)}),
        ({"received": "2026-02-01T23:30:00Z"}, {"received_on": date(2026, 2, 2)}),  # 06:30 of the next day here
        ({"received": 46055}, {"received_on": date(2026, 2, 2)}),  # as Excel counts days
        ({"due": "2026-02-09T16:00:59+07:00"}, {"due_on": date(2026, 2, 9), "due_time": time(16)}),
        ({"due": "16:00 09/02/2026"}, {"due_on": date(2026, 2, 9), "due_time": time(16)}),
        ({"due": datetime.fromisoformat("2026-02-09 16:00")}, {"due_on": date(2026, 2, 9), "due_time": time(16)}),
        ({"due": "2026-02-09T00:00:00"}, {"due_on": date(2026, 2, 9), "due_time": None}),  # as programs write a day
        ({"due": "2026-05-09"}, {"due_on": date(2026, 5, 9)}),
        ({"due": "không thời hạn"}, {"due_on": None}),
        ({"due": None}, {"due_on": None}),
        ({"done": "2026-03-02"}, {"done_on": date(2026, 3, 2), "done_time": None}),
        ({"unit": "TP"}, {"unit_id": 7}),
        ({"unit": "Phòng  Tư pháp"}, {"unit_id": 7}),
        ({"cancelled": True}, {"is_cancelled": True}),
        ({"cancelled": "Đã hủy"}, {"is_cancelled": True}),
        ({"cancelled": ""}, {"is_cancelled": False}),
        ({"id": 1234.0}, {"own_id": "1234"}),
        ({"title": " Khai   sinh "}, {"title": "Khai sinh"}),
    ],
)
def test_an_item_is_read_as_people_and_programs_write_it(said: dict[str, object], told: dict[str, object]):
    entry = read(Given(1, **(SAID | said)), BY)  # type: ignore[arg-type]
    assert {name: getattr(entry, name) for name in told} == told


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"id": " "}, "id"),
        ({"id": "x" * 101}, "id"),
        ({"received": ""}, "received"),
        ({"received": "hôm qua"}, "received"),
        ({"received": "2026-03-03"}, "received"),
        ({"received": "0001-01-01T00:00:00+14:00"}, "received"),
        ({"received": "2026-02-31"}, "received"),
        ({"due": "5 ngày làm việc kể từ ngày nhận"}, "due"),
        ({"due": "2026-02-09T25:00"}, "due"),
        ({"done": "2026-02-01"}, "done"),
        ({"done": "2026-03-03"}, "done"),
        ({"unit": "Phòng Nội vụ"}, "unit"),
        ({"cancelled": "có lẽ"}, "cancelled"),
    ],
)
def test_what_cannot_be_taken_names_its_field(said: dict[str, object], field: str):
    with pytest.raises(Wrong) as wrong:
        read(Given(1, **(SAID | said)), BY)  # type: ignore[arg-type]
    assert wrong.value.field == field
    assert str(wrong.value.reason)


def test_names_are_not_kept_where_the_source_says_so():
    entry = read(Given(1, title="Nguyễn Văn A", kind="Khai sinh", **SAID), replace(BY, keeps_titles=False))
    assert (entry.title, entry.kind) == ("", "Khai sinh")


@pytest.mark.parametrize(
    ("before", "after", "is_correction"),
    [
        ({"done_on": None}, {}, False),  # it went on
        ({"due_on": None}, {}, False),  # its limit became known
        ({}, {"is_cancelled": True}, False),
        ({}, {"title": "Khai sinh"}, False),
        ({}, {"officer": "Lê Văn B"}, False),
        ({}, {"received_on": date(2026, 2, 3)}, True),
        ({}, {"due_on": date(2026, 2, 10)}, True),
        ({}, {"due_time": time(16)}, True),
        ({}, {"done_on": date(2026, 2, 10)}, True),
        ({}, {"done_on": None, "done_time": None}, True),
        ({}, {"unit_id": 8}, True),
        ({"is_cancelled": True}, {}, True),
    ],
)
def test_a_correction_says_otherwise_what_had_been_said(
    before: dict[str, object], after: dict[str, object], is_correction: bool
):
    assert corrects(replace(ENTRY, **before), replace(ENTRY, **after)) is is_correction  # type: ignore[arg-type]
