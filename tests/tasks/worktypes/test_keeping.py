"""Types and their versions: which holds on which day, what was known when, what is refused; nothing is overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from taskapp.base.errors import Refused
from taskapp.tasks.states import Source
from taskapp.tasks.worktypes import keeping, queries, taking, words
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.terms import Terms, TermUnit
from tests.asked import statements
from tests.conftest import MONDAY
from tests.tasks.making import Desk, at
from tests.tasks.worktypes.making import add, marriage, revise, said

TODAY = date(2026, 3, 2)


def held(desk: Desk, day: date, as_of: object = None) -> list[int | None]:
    query = queries.in_force(desk.office.committee_id, day, as_of)  # type: ignore[arg-type]
    return [version.committed for version in desk.session.scalars(query)]


@pytest.mark.parametrize(
    ("day", "committed"),
    [
        (date(2018, 12, 31), []),
        (date(2019, 1, 1), [15]),
        (date(2019, 12, 31), [15]),
        (date(2020, 1, 1), [8]),
        (date(2020, 12, 31), [8]),
        (date(2021, 1, 1), [5]),
        (TODAY, [5]),
    ],
)
def test_on_each_day_the_version_of_that_day_holds(desk: Desk, day: date, committed: list[int]):
    work_type = marriage(desk)
    assert held(desk, day) == committed
    found = keeping.on(work_type, day)
    assert [found.committed] == committed if found else committed == []


def test_a_correction_stands_beside_what_it_corrects_and_older_moments_keep_what_was_known(desk: Desk):
    work_type = marriage(desk)
    revise(desk, work_type, at("05/03"), valid_from=date(2021, 1, 1), committed=6, decision="Đính chính")
    assert held(desk, TODAY) == [6]
    assert held(desk, TODAY, MONDAY) == [5]
    rows = desk.session.scalars(select(WorkTypeVersion).order_by(WorkTypeVersion.id)).all()
    assert [row.committed for row in rows] == [15, 8, 5, 6]


def test_a_version_written_down_late_holds_only_until_the_next_one(desk: Desk):
    work_type = marriage(desk)
    revise(desk, work_type, valid_from=date(2020, 7, 1), committed=7, decision="Bổ sung")
    assert [held(desk, day)[0] for day in (date(2020, 6, 30), date(2020, 7, 1), date(2021, 1, 1))] == [8, 7, 5]


def test_the_history_says_who_changed_what(desk: Desk):
    told = words.history(marriage(desk).versions)
    assert [(version.decision, changed) for version, changed in told] == [
        (
            "QĐ 2021",
            "Rút cam kết từ 8 xuống 5 ngày làm việc",
        ),
        (
            "QĐ 2020",
            "Rút cam kết từ 15 xuống 8 ngày làm việc",
        ),
        ("Quyết định 01", "Theo luật và cam kết 15 ngày làm việc"),
    ]
    assert {version.by.username for version, _changed in told if version.by} == {"vanphong"}


def test_an_ended_type_is_not_offered_but_stays(desk: Desk):
    work_type = marriage(desk)
    keeping.end(desk.session, work_type, TODAY, "Bãi bỏ", by=desk.person("vanphong"), now=MONDAY)
    assert queries.usable(desk.session, desk.office.committee_id, TODAY) == []
    assert len(queries.usable(desk.session, desk.office.committee_id, date(2026, 3, 1))) == 1
    assert len(work_type.versions) == 4
    with pytest.raises(Refused, match="đã thôi áp dụng"):
        keeping.end(desk.session, work_type, TODAY, "Lần nữa", by=None, now=MONDAY)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"committed": 16}, "committed", "dài hơn thời hạn theo luật 15 ngày làm việc"),
        ({"legal_basis": ""}, "legal_basis", "căn cứ"),
        ({"statutory": 501}, "statutory", "Từ 1 đến 500"),
        ({"committed": 0}, "committed", "Từ 1 đến"),
        ({"name": ""}, "name", "tên loại việc"),
        ({"name": "Văn bản MẬT"}, "content", "mật"),
    ],
)
def test_a_version_that_breaks_a_rule_is_refused(desk: Desk, changes: dict[str, object], field: str, reason: str):
    with pytest.raises(Refused, match=reason) as refused:
        add(desk, **changes)
    assert refused.value.field == field


@pytest.mark.parametrize(("code", "other"), [("HT-03", "ht-03"), ("ĐĐ-01", "đđ-01"), ("ĐĐ-01", "DD-01")])
def test_codes_that_read_alike_are_one_code(desk: Desk, code: str, other: str):
    add(desk, code)
    with pytest.raises(Refused, match=f"Đã có loại việc mã {other}"):
        add(desk, other)


def test_the_same_again_and_a_change_without_its_decision_are_refused(desk: Desk):
    work_type = add(desk).work_type
    with pytest.raises(Refused, match="Không có gì khác"):
        revise(desk, work_type)
    for day in (date(2020, 1, 1), TODAY):
        with pytest.raises(Refused, match="Không có gì khác"):
            revise(desk, work_type, valid_from=day, decision="Quyết định 02")
    with pytest.raises(Refused, match="số, ngày văn bản"):
        revise(desk, work_type, committed=8, decision="")


def test_the_document_of_a_version_can_be_put_right_and_the_history_says_so(desk: Desk):
    work_type = add(desk).work_type
    revise(desk, work_type, decision="Quyết định 10")
    assert words.history(work_type.versions)[0][1] == "Sửa văn bản, trước đó ghi: Quyết định 01"


def test_the_history_says_that_the_source_is_another(desk: Desk):
    work_type = add(desk).work_type
    revise(desk, work_type, valid_from=TODAY, source=Source.PROVINCE)
    assert words.history(work_type.versions)[0][1] == "Nguồn giao: “UBND, Chủ tịch UBND giao” → “Tỉnh giao”"


@pytest.mark.parametrize(("committed", "share"), [(1, "99,8 %"), (499, "0,2 %"), (250, "50 %")])
def test_a_cut_never_reads_as_all_or_nothing(committed: int, share: str):
    assert words.terms_text(Terms(TermUnit.WORKDAYS, 500, committed)).endswith(f"(rút ngắn {share})")


def test_the_database_keeps_a_commitment_within_the_law(desk: Desk):
    add(desk).committed = 20
    with pytest.raises(IntegrityError):
        desk.session.flush()


def test_a_pasted_table_adds_revises_and_leaves_alone(desk: Desk):
    add(desk)
    same = "HT-03\tĐăng ký kết hôn có yếu tố nước ngoài\tHộ tịch\t15\t\t\tLuật Hộ tịch, Điều 38"
    fresh = "HT-04\tGhi chú ly hôn\tHộ tịch\t12\t8\t\tNghị định 123/2015/NĐ-CP"
    assert paste(desk, f"{same}\n{fresh}") == taking.Taken(added=1, same=1)
    assert paste(desk, same.replace("15\t\t", "15\t5\t"), decision="QĐ 5") == taking.Taken(revised=1)
    assert held(desk, TODAY) == [5, 8]
    assert words.cut_text(queries.usable(desk.session, desk.office.committee_id, TODAY)).startswith("2/2 ")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("A\tViệc\t\t15\t20\t\tLuật X", r"Dòng 1 \(A\): Cam kết 20 ngày làm việc dài hơn"),
        ("A\tViệc\t\tnhiều\t", "dòng 1, cột Theo luật: “nhiều”"),
        ("\n", "Chưa thấy dòng nào"),
        ("A\tViệc\nB\tViệc khác\na\tViệc", "Dòng 3: mã a đã có ở dòng 1"),
        ("A\t" + "v" * 301, r"Dòng 1 \(A\): Tên loại việc dài quá 300 ký tự"),
        ("A" * 41 + "\tViệc", "Mã dài quá 40 ký tự"),
        ("\n".join(f"A-{number}\tViệc" for number in range(501)), "Bảng có hơn 500 dòng"),
        ('A\t"Việc một', "dấu ngoặc kép"),
    ],
)
def test_a_pasted_table_with_one_wrong_line_is_refused(desk: Desk, table: str, reason: str):
    with pytest.raises(Refused, match=reason):
        paste(desk, table)


def test_a_pasted_code_finds_its_type_in_any_letters(desk: Desk):
    add(desk, "ĐĐ-01")
    line = "đđ-01\tĐăng ký kết hôn có yếu tố nước ngoài\tHộ tịch\t15\t5\t\tLuật Hộ tịch, Điều 38"
    assert paste(desk, line) == taking.Taken(revised=1)


def test_a_long_table_asks_for_the_known_types_once(desk: Desk):
    table = "\n".join(f"A-{number}\tViệc" for number in range(30))
    paste(desk, table)
    desk.session.expire_all()
    with statements(desk.session.get_bind()) as seen:  # type: ignore[arg-type]
        assert paste(desk, table) == taking.Taken(same=30)
    assert sum("FROM work_type" in statement for statement in seen) == 2


def paste(desk: Desk, table: str, decision: str = "Quyết định 01") -> taking.Taken:
    return taking.take(
        desk.session,
        desk.office.committee_id,
        table,
        valid_from=said().valid_from,
        decision=decision,
        by=desk.person("vanphong"),
        now=MONDAY,
    )
