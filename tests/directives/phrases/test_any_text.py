"""Whatever is written: the grammar answers, in time linear to the length, with places that lie in the text."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskapp.directives.draft import DueKind
from taskapp.directives.phrases import deadline_of, find, in_cell
from taskapp.directives.phrases.words import VOCABULARY
from tests.directives.phrases.frames import frame

LENGTH = 20_000
LIMIT = 5.0  # seconds of processor: some 0.3 here; a pattern that goes back and forth takes hours
HOSTILE = [
    "1/", "1.", "1-", "1 ", "0", "a", "\u0301", "(", "ngày 1, ", "ngày 5 và ", "trước ", "trước ngày 15/6, ",
    "trong vòng ",
    "trong 05 ngày (", "trong 5 ngày kể từ ngày ký văn bản thông báo ", "kể từ ngày nhận văn bản ", "từ ngày 1/6 đến ",
    "hằng tháng, ", "6 tháng, ", "hằng tuần (", "định kỳ ", "quý I, ", "tháng 6, ", "năm 2020 - ", "thứ hai, ",
    "sau khi ",
    "thời hạn: ", "trước 16 giờ ", "trường hợp trong 5 ngày ", "24/24 giờ ", "lần 1 ", "và ", "văn bản ",
]  # fmt: skip

signs = st.sampled_from(list("/.-,;:()'–·"))
words = st.one_of(st.sampled_from(sorted(VOCABULARY)), st.integers(0, 3000).map(str), signs)
listed = st.lists(words, max_size=25)
texts = st.one_of(st.text(max_size=60), listed.map(" ".join), listed.map("".join))
frames = st.builds(
    lambda day, switches: frame(day, **switches),
    st.dates(date(2019, 1, 1), date(2030, 12, 31)),
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("before_is_day_before", "off_moves_back", "term_moves_on", "year_is_documents", "week_ends_sunday"),
            st.booleans(),
        ),
    ),
)


@given(texts, frames)
def test_any_text_is_answered_with_places_inside_it(text: str, read_in) -> None:  # type: ignore[no-untyped-def]
    ends = [(one.start, one.end) for one in find(text, read_in)]

    assert all(0 <= start < end <= len(text) for start, end in ends)
    assert ends == sorted(ends)
    assert all(first[1] <= second[0] for first, second in pairwise(ends))


@given(texts, frames)
def test_a_limit_is_never_before_its_document_and_its_kind_says_what_it_holds(text: str, read_in) -> None:  # type: ignore[no-untyped-def]
    for due in (deadline_of(text, read_in), in_cell(text, read_in)):
        assert due.day is None or due.day >= read_in.issued_on
        assert (due.kind in {DueKind.DATE, DueKind.DATETIME}) is (due.day is not None)
        assert (due.kind is DueKind.RECURRING) is (due.rrule is not None)
        assert due.kind is not DueKind.DATETIME or due.hour is not None


@given(st.integers(1, 400), st.sampled_from(["ngày", "ngày làm việc", "tuần", "tháng"]), frames)
def test_a_term_ends_after_its_document(count: int, unit: str, read_in) -> None:  # type: ignore[no-untyped-def]
    due = deadline_of(f"trong vòng {count} {unit} kể từ ngày ký", read_in)

    assert due.day is not None
    assert due.day >= read_in.issued_on + timedelta(days=1)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_takes_no_longer_than_an_ordinary_one(text: str) -> None:
    long = (text * (LENGTH // len(text) + 1))[:LENGTH]
    begun = process_time()
    find(long, frame())
    in_cell(long, frame())

    assert process_time() - begun < LIMIT


@pytest.mark.parametrize("issued_on", [date.min, date(1, 12, 31), date(9999, 12, 1), date.max])
def test_a_document_of_no_real_year_is_answered_too(issued_on: date) -> None:
    for text in (
        "trước 15/6",
        "trong 999 tháng",
        "trong tháng sau",
        "tuần tới",
        "trong 05 ngày làm việc",
        "trước thứ Hai",
    ):
        assert deadline_of(text, frame(issued_on)).kind in DueKind
