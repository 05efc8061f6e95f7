"""Tasks found by any words: what fits and what does not, in which order, and only what the person may see."""

from __future__ import annotations

import unicodedata

import pytest
from sqlalchemy import select

from taskapp.base.errors import BadInput
from taskapp.people.models import Person
from taskapp.people.queries import rights_of
from taskapp.tasks import searching
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.models import Task
from taskapp.tasks.queries import visible_to
from taskapp.tasks.states import Kind
from tests.asked import questions
from tests.conftest import MONDAY
from tests.office import PEOPLE
from tests.rights.world import PEOPLE as WORLD
from tests.rights.world import World, other_committee

CONTENTS = (
    "Báo cáo kết quả đăng ký hộ tịch quý I",
    "Hoà giải tranh chấp đất đai tại ấp Tân Thuận",
    'Rà soát "một cửa", dịch vụ công (mức độ 4); hoàn thành 50%',
    "Đôn đốc giải ngân vốn đầu tư công năm 2026",
)
REPORT, LAND, DESK, MONEY = range(4)
NUMBER = "45/KL-UBND"


def page_of(desk, who: str, text: str, **more: object):
    sought = searching.read(desk.session, desk.office.committee_id, text)
    return searching.page(desk.session, desk.by(who).rights, sought, **more)


def found(desk, who: str, text: str, **more: object) -> list[int]:
    return list(page_of(desk, who, text, **more).rows)


@pytest.fixture
def made(desk):
    tasks = [
        desk.task(
            content=content,
            document=DocumentGiven(NUMBER, desk.given().document.issued_on) if n == MONEY else desk.given().document,
        )
        for n, content in enumerate(CONTENTS)
    ]
    desk.session.flush()
    return [task.id for task in tasks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hộ tịch", {REPORT}),
        ("ho tich", {REPORT}),
        ("HỘ TỊCH", {REPORT}),
        (unicodedata.normalize("NFD", "hộ tịch"), {REPORT}),
        ("hoà giải", {LAND}),  # the tone on either letter
        ("hòa giải", {LAND}),
        ("đất", {LAND}),
        ("dat dai", {LAND}),
        ("Ðôn đốc", {MONEY}),  # an Icelandic letter that looks like Đ
        ("giai", {LAND, MONEY}),
        ("giai ng", {MONEY}),  # the last word is still being typed
        ("gia ", set()),  # a blank ends it
        ("giải đầu", {MONEY}),  # all words, wherever they stand
        ("tịch hộ", {REPORT}),
        ('"tịch hộ"', set()),  # these words one after another
        ('"hộ tịch"', {REPORT}),
        ("“hộ tịch”", {REPORT}),
        (NUMBER, {MONEY}),
        ("45 KL UBND", {MONEY}),
        ("45/kl", {MONEY}),
        ("kl-ub", {MONEY}),
        ("45-UBND", set()),
        ("12/UBND", {REPORT, LAND, DESK}),
        ('"một cửa"', {DESK}),
        ("(mức độ 4)", {DESK}),
        ("50%", {DESK}),
        ("%", set()),
        ("_", set()),
        ("*", set()),
        ('"', set()),
        ("bao*", {REPORT}),
        ("b_o", set()),
        ("hộ AND tịch", set()),
        ("hộ OR đất", set()),
        ("NOT hộ", set()),
        ("NEAR(hộ tịch, 5)", set()),
        ("words : hộ", set()),
        ("marks:c1", set()),
        ("c1", set()),  # what the index notes beside the words is no word
        ("u1", set()),
        ("+o", set()),
        ("hộ' OR 1=1 --", set()),
        ("a" * 300, set()),
        ("Phòng Tư pháp", {REPORT, LAND, DESK, MONEY}),  # the lead unit
        ("tư pháp giải ngân", {MONEY}),
        ('"phòng tư pháp"', {REPORT, LAND, DESK, MONEY}),  # as a phrase too
        ('"phòng tư pháp" giải ngân', {MONEY}),
        ("", set()),
    ],
)
def test_any_words_find_the_tasks_that_have_them_all(desk, made, text, expected):
    assert {made.index(each) for each in found(desk, "chutich", text)} == expected


def test_what_is_still_to_be_done_comes_first_then_the_newest_and_pages_go_on_where_they_ended(desk):
    ended = [desk.done(content=f"Kiểm kê {n}").id for n in range(3)]
    is_open = [desk.task(content=f"Kiểm kê {n}").id for n in range(4)]
    ordered = [*reversed(is_open), *reversed(ended)]
    assert found(desk, "chutich", "kiem ke") == ordered
    assert found(desk, "chutich", "kiem ke", only="o") == ordered[:4]
    assert found(desk, "chutich", "kiem ke", only="e") == ordered[4:]
    paged, mark = [], ""
    while mark is not None:
        page = page_of(desk, "chutich", "kiem ke", mark=mark, size=2)
        paged.append(list(page.rows))
        mark = page.next_mark
    assert paged == [ordered[:2], ordered[2:4], ordered[4:6], ordered[6:]]


def test_blocks_of_a_large_archive_hide_nothing(desk):
    """PostgreSQL looks into the newest blocks first: with ids far apart the older ones are still found."""
    ids = [desk.done(content="Kiểm kê").id for _ in range(4)]
    far = [2_000, 40_000, 700_000, 700_001]
    desk.copy(ids[0], far)
    ordered = [*reversed(far), *reversed(ids)]
    for size in (1, 2, 3, 5, 50):
        assert found(desk, "chutich", "kiem ke", size=size) == ordered[:size]
    assert found(desk, "chutich", "kiem ke", mark="e40000") == ordered[3:]


@pytest.mark.parametrize("mark", ["x", "o", "x12", "o-1", "e1;2", "o" + "9" * 20])
def test_a_mark_that_was_never_given_out_is_refused(desk, mark):
    with pytest.raises(BadInput):
        page_of(desk, "chutich", "kiem ke", mark=mark)


@pytest.mark.parametrize("most_units", [-1, searching.MOST_UNITS], ids=["whatever has the words", "by marks"])
def test_everybody_finds_exactly_the_tasks_that_he_may_see(desk, office, monkeypatch, most_units):
    """A part is found by those who have to do it; the others find the whole, which says the same."""
    monkeypatch.setattr(searching, "MOST_UNITS", most_units)
    world = World(desk.session, office, "Kanari")
    world.settle()
    other_committee(desk.session)
    world.fill(closes=False)
    desk.session.flush()
    sizes = set()
    for username in (*PEOPLE, *WORLD):
        person = desk.session.scalars(select(Person).where(Person.username == username)).one()
        rights = rights_of(desk.session, person, on=MONDAY.date())
        seen = desk.session.scalars(visible_to(rights).where(Task.search_key.contains("kanari"))).all()
        meant = {
            task.id
            for task in seen
            if task.kind is not Kind.PART or task.lead_unit_id == rights.unit_id or task.assignee_id in rights.hands
        }
        sought = searching.read(desk.session, office.committee_id, "kanari")
        hits = searching.page(desk.session, rights, sought, size=500).rows
        assert len(hits) == len(set(hits))
        assert set(hits) == meant, username
        sizes.add(len(meant))
    assert min(sizes) == 0 < max(sizes)
    assert len(sizes) > 4  # else everybody is alike, and this test sees little


def test_the_questions_are_answered_from_the_index(app, desk, made):
    desk.copy(made[REPORT], range(1_000, 2_000))
    desk.session.connection().exec_driver_sql("ANALYZE task")
    with questions(desk.session.connection().engine) as asked:
        found(desk, "chutich", "giai ng")
        found(desk, "congchuc", "giai ng")
    about = [each for each in asked if "searched" in each[0]]
    assert len(about) >= 3
    connection = desk.session.connection()
    for statement, values in about:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = str(connection.exec_driver_sql(f"EXPLAIN {statement}", values).all())
            assert "ix_task_searched" in plan
        else:
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
            assert "SCAN task_searched VIRTUAL TABLE INDEX" in plan
            assert "SEARCH task USING INTEGER PRIMARY KEY" in plan
            assert "ORDER BY" not in plan  # nothing is sorted: as many hits are looked at as are shown
