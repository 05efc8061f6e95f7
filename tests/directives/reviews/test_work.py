"""A document under review: drop, merge, split, add, and what is kept between two pages."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from taskapp.directives.reviews import lessons, work
from taskapp.directives.reviews.naming import How
from taskapp.directives.reviews.work import Named, Piece, Said, Work

NV = Named("Phòng Nội vụ", (3,), How.NAME, (), (3,))
TC = Named("Phòng TC", (), How.UNKNOWN, (2, 3))
WORK = Work(
    header={"number": "12/TB-UBND"},
    pieces=(
        Piece("t1", "Rà soát đề án", (NV,), due="25/05/2026", words="trước ngày 25/5", places=((4, 0, 13),)),
        Piece("t2", "Trình phương án; báo cáo kết quả", (TC,), (NV,), places=((5, 2, 30),), doubts=(Said("Xem"),)),
        Piece("t3", "Theo dõi", limit="recurring", rrule="FREQ=DAILY", places=((9, 0, 8),)),
    ),
    count=3,
)


def keys(now: Work) -> list[str]:
    return [piece.key for piece in now.kept]


def test_what_is_kept_comes_back_as_it_was():
    changed = replace(WORK, pieces=(replace(WORK.pieces[0], due_doubt=Said("%(n)s", {"n": 1})), *WORK.pieces[1:]))
    assert work.load(json.loads(json.dumps(work.dump(changed)))) == changed


def test_what_a_later_version_kept_is_passed_over():
    kept = work.dump(WORK) | {"unheard": 1}
    kept["pieces"][0]["unheard"] = 2
    assert work.load(kept) == WORK


def test_a_dropped_task_is_left_out_and_comes_back():
    dropped = work.drop(WORK, "t2")
    assert keys(dropped) == ["t1", "t3"]
    assert work.restore(dropped, "t2") == WORK


def test_merging_joins_contents_units_and_places_and_keeps_the_limit_that_there_is():
    merged = work.merge(WORK, "t2").piece("t1")
    assert merged is not None
    assert merged.content == "Rà soát đề án; Trình phương án; báo cáo kết quả"
    assert (merged.lead, merged.support) == ((NV, TC), (NV,))
    assert merged.units("support") == ()  # a lead unit does not support itself
    assert (merged.due, merged.words, len(merged.places)) == ("25/05/2026", "trước ngày 25/5", 2)
    later = work.merge(WORK, "t3").piece("t2")
    assert later is not None
    assert (later.limit, later.rrule) == ("recurring", "FREQ=DAILY")


def test_the_first_task_has_none_to_merge_with_and_dropped_ones_are_passed_over():
    assert work.merge(WORK, "t1") == WORK
    merged = work.merge(work.drop(WORK, "t2"), "t3").piece("t1")
    assert merged is not None
    assert merged.content == "Rà soát đề án; Theo dõi"


@pytest.mark.parametrize(
    ("content", "at", "parts"),
    [
        ("Trình phương án; báo cáo kết quả", 16, ["Trình phương án", "Báo cáo kết quả"]),
        ("Trình phương án || báo cáo kết quả", None, ["Trình phương án", "Báo cáo kết quả"]),
        ("Trình phương án", None, None),
        ("Trình phương án", 0, None),
        ("Trình phương án", 99, None),
    ],
)
def test_a_task_is_cut_where_the_person_says(content: str, at: int | None, parts: list[str] | None):
    before = work.change(WORK, "t2", lambda piece: replace(piece, content=content))
    made = work.split(before, "t2", at)
    assert (made and [piece.content for piece in made.kept[1:3]]) == parts
    if made:
        assert keys(made) == ["t1", "t2", "t4", "t3"]
        assert made.kept[2].lead == made.kept[1].lead


def test_a_task_is_added_where_its_words_stand_or_at_the_end():
    in_place, key = work.add(WORK, "Kiểm tra", ((7, 0, 8),))
    assert keys(in_place) == ["t1", "t2", key, "t3"]
    first, key = work.add(WORK, "Mở đầu", ((0, 0, 6),))
    assert keys(first) == [key, "t1", "t2", "t3"]
    last, key = work.add(WORK, "")
    assert keys(last) == ["t1", "t2", "t3", key]


def test_a_choice_answers_the_question_and_teaches():
    chosen = work.choose(WORK, "t2", "lead", 0, 2)
    assert chosen.pieces[1].lead[0].units == (2,)
    assert not chosen.pieces[1].lead[0].is_asked
    assert lessons.learned(chosen) == {"phong tc": ("Phòng TC", 2)}
    assert lessons.learned(work.drop(chosen, "t2")) == {}
    assert work.choose(WORK, "t2", "lead", 7, 2) == WORK


def test_a_name_is_asked_about_once_however_often_the_document_has_it():
    asked = work.change(
        WORK, "t3", lambda piece: replace(piece, lead=(TC,), support=(replace(TC, written="phòng tc"),))
    )
    chosen = work.choose(asked, "t2", "lead", 0, 2)
    assert [piece.units("lead") for piece in chosen.pieces] == [(3,), (2,), (2,)]
    assert not chosen.pieces[2].support[0].is_asked


def test_a_unit_put_in_the_place_of_another_teaches_and_a_group_does_not():
    def put(name: Named) -> Work:
        names = (replace(name, units=()), Named(units=(4,)))
        return work.change(WORK, "t1", lambda piece: replace(piece, lead=names))

    assert lessons.learned(put(NV)) == {"phong noi vu": ("Phòng Nội vụ", 4)}
    assert lessons.learned(put(Named("UBND các xã", (5, 6), How.GROUP, (), (5, 6)))) == {}
    assert lessons.learned(WORK) == {}


def test_the_difference_between_reading_and_giving_out_is_told():
    after = work.merge(work.drop(WORK, "t3"), "t2")
    after, key = work.add(after, "Thêm")
    told = lessons.differences(WORK, after, lambda unit: {3: "Phòng Nội vụ"}[unit])
    assert (told["read"], told["given"], told["added"]) == (3, 2, ["Thêm"])
    assert told["left_out"] == [WORK.pieces[1].content, WORK.pieces[2].content]
    assert list(told["changed"]) == ["t1"]
    assert list(told["changed"]["t1"]) == ["content"]
    assert key not in told["changed"]
