"""A register taken in: all or nothing, the same rows once, changes only on request, everything in the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import BadInput, Forbidden
from taskapp.directives.registers.importing import ImportRefused, import_file, safe_name, summary
from taskapp.directives.registers.models import BatchState, ImportBatch
from taskapp.outbox.models import Message
from taskapp.people.models import Committee, Person, Unit, UnitKind
from taskapp.people.queries import rights_of
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Kind, LimitKind, State, Via
from tests.conftest import DATA, MONDAY
from tests.directives.registers.sheets import register, row
from tests.office import Office
from tests.thorough import much

Take = Callable[..., dict[str, Any]]


@pytest.fixture
def take(app: Flask, office: Office, tmp_path: Path) -> Take:
    """Take in a register (bytes or a shipped one's name) as the command line does; commits."""

    def run(source: bytes | str, *, by: str | None = None, **options: bool) -> dict[str, Any]:
        path = DATA / f"{source}.xlsx" if isinstance(source, str) else tmp_path / "so.xlsx"
        if isinstance(source, bytes):
            path.write_bytes(source)
        chosen = {"dry_run": False, "create_units": False, "update": False} | options
        with app.app_context():
            committee = db.session.get_one(Committee, office.committee_id)
            person = db.session.get_one(Person, office.people[by]) if by else None
            rights = rights_of(db.session(), person, on=MONDAY.date()) if person else None
            try:
                done = import_file(db.session(), committee, path, **chosen, by=rights, now=clock.now())
            except Exception:
                db.session.rollback()
                raise
            db.session.commit()
            return done

    return run


def rows_of(app: Flask, query: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.execute(query).all())


def count(app: Flask, model: type) -> int:
    return int(rows_of(app, select(func.count()).select_from(model))[0][0])


@pytest.mark.parametrize(("name", "tasks"), [("so-theo-doi-2021", 60), ("bang-theo-doi-van-phong", 85)])
def test_a_shipped_register_arrives_whole(app: Flask, take: Take, name: str, tasks: int) -> None:
    outcome = take(name, create_units=True)
    expected = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    assert (outcome["new"], outcome["known"], outcome["changed"], outcome["problems"]) == (tasks, 0, 0, [])
    assert outcome["batch"]
    query = select(
        Directive.number, Directive.issued_on, Task.content, Task.lead_unit_name, Task.due_on, Task.finished_on
    )
    official = query.join(Task.directive).where(Task.kind == Kind.OFFICIAL)
    stored = sorted(map(str, rows_of(app, official)))
    day = lambda text: date.fromisoformat(text) if text else None  # noqa: E731
    keys = ("number", "issued", "content", "lead", "due", "done")
    wanted = [tuple(day(t[k]) if k in ("issued", "due", "done") else t[k] for k in keys) for t in expected]
    assert stored == sorted(map(str, wanted))


def test_the_same_file_twice_adds_nothing(app: Flask, take: Take) -> None:
    take("so-theo-doi-2021", create_units=True)
    again = take("so-theo-doi-2021", create_units=True)
    assert (again["new"], again["known"], again["changed"], again["batch"]) == (0, 60, 0, None)
    assert len(rows_of(app, select(Task.id).where(Task.kind == Kind.OFFICIAL))) == 60
    assert count(app, ImportBatch) == 1


def test_the_same_row_twice_in_one_file_is_one_task(app: Flask, take: Take) -> None:
    double = row(
        number="Số 012/ubnd-nc", content="  RÀ SOÁT  văn bản", lead="P. Tư pháp"
    )  # the same task, written otherwise
    outcome = take(register(row(), double))
    assert (outcome["new"], outcome["known"], len(outcome["tasks"])) == (1, 1, 2)
    assert count(app, Task) == 1


def test_the_same_row_with_other_dates_in_one_file_is_a_problem(take: Take) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(register(row(), row(due="21/01/2026")))
    assert refused.value.result["problems"] == [
        {"row": 3, "column": "H", "message": "Trùng với dòng 2 nhưng khác ngày. Hãy để lại một dòng đúng."}
    ]


def test_a_trial_run_writes_nothing(app: Flask, take: Take) -> None:
    outcome = take("so-theo-doi-2021", dry_run=True, create_units=True)
    assert (outcome["new"], outcome["batch"], len(outcome["tasks"])) == (60, None, 60)
    assert (count(app, Task), count(app, ImportBatch), count(app, Unit)) == (0, 0, 5)


def test_unknown_units_are_offered_and_not_guessed(app: Flask, take: Take) -> None:
    sheet = register(row(), row(lead="Phòng Tư páp", support="Phòng Nội vụ\nUBND xã Phú Hựu"))
    with pytest.raises(ImportRefused) as refused:
        take(sheet)
    found = refused.value.result
    assert [(p["row"], p["column"]) for p in found["problems"]] == [(3, "F"), (3, "G")]
    assert "Chưa có đơn vị “Phòng Tư páp”" in found["problems"][0]["message"]
    assert (count(app, Task), count(app, Unit)) == (0, 5)
    take(sheet, create_units=True)
    made = {name: (kind, parent) for name, kind, parent in rows_of(app, select(Unit.name, Unit.kind, Unit.parent_id))}
    root = rows_of(app, select(Unit.id).where(Unit.parent_id.is_(None)))[0][0]
    assert made["UBND xã Phú Hựu"] == (UnitKind.COMMUNE, root)
    assert made["Phòng Tư páp"] == (UnitKind.OFFICE, root)


def test_a_group_of_units_is_never_created(take: Take) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(register(row(lead="UBND các xã, thị trấn")), create_units=True)
    assert "nhiều đơn vị" in refused.value.result["problems"][0]["message"]


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"due": "04/01/2026"}, "H", "trước ngày văn bản"),
        ({"done": "04/01/2026"}, "I", "trước ngày văn bản"),
        ({"done": "03/03/2026"}, "I", "sau hôm nay"),
        ({"issued": "03/03/2026", "due": "05/03/2026"}, "C", "sau hôm nay"),
        ({"due": "20/01/2096"}, "H", "quá xa"),
        ({"due": "30/02/2026"}, "H", "chỉ có 28 ngày"),
        ({"support": "Phòng Nội vụ; Phòng Tư pháp"}, "G", "cả chủ trì và phối hợp"),
        ({"content": "MẬT - Kiểm tra"}, "D", "độ mật"),
    ],
)
def test_a_row_that_breaks_a_rule_stops_the_whole_file(
    app: Flask, take: Take, changes: dict[str, object], column: str, words: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(register(row(), row(**{"content": "Việc hai", **changes})))
    assert [(p["row"], p["column"]) for p in refused.value.result["problems"]] == [(3, column)]
    assert words in refused.value.result["problems"][0]["message"]
    assert "1 lỗi" in refused.value.reason
    assert (count(app, Task), count(app, TaskEvent), count(app, ImportBatch)) == (0, 0, 0)


def test_all_problems_of_a_row_are_said_at_once(take: Take) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(register(row(due="04/01/2026", done="03/01/2026", support="Phòng Tư pháp")))
    assert [p["column"] for p in refused.value.result["problems"]] == ["G", "H", "I"]


def test_finished_tasks_arrive_finished_on_their_day(app: Flask, take: Take) -> None:
    take(register(row(done="19/01/2026", result="Báo cáo số 7/BC-PTP ngày 18/01/2026"), row(content="Còn mở")))
    query = select(Task.state, Task.finished_on, Task.submitted_on, Task.issued_on).order_by(Task.id)
    issued = date(2026, 1, 5)
    assert rows_of(app, query) == [
        (State.DONE, date(2026, 1, 19), date(2026, 1, 19), issued),
        (State.ASSIGNED, None, None, issued),
    ]
    events = select(TaskEvent.to_state, TaskEvent.effective_on, TaskEvent.via, TaskEvent.batch_id).order_by(
        TaskEvent.id
    )
    batch = rows_of(app, select(ImportBatch.id))[0][0]
    assert sorted(rows_of(app, events)) == sorted(
        [
            (State.ASSIGNED, issued, Via.IMPORT, batch),
            (State.DONE, date(2026, 1, 19), Via.IMPORT, batch),
            (State.ASSIGNED, issued, Via.IMPORT, batch),
        ]
    )
    with app.app_context():
        submission = db.session.scalars(select(Task).where(Task.state == State.DONE)).one().submissions[0]
        assert (submission.result_number, submission.result_on, submission.submitted_on) == (
            "7/BC-PTP", date(2026, 1, 18), date(2026, 1, 19),
        )  # fmt: skip
    assert count(app, Message) == 0


def test_words_in_the_limit_are_kept_as_written(app: Flask, take: Take) -> None:
    take(
        register(
            row(due="Thường xuyên"), row(content="Hai", due=None), row(content="Ba", due="trước 17h00 ngày 20/01/2026")
        )
    )
    query = select(Task.limit_kind, Task.due_on, Task.due_time, Task.deadline_text).order_by(Task.id)
    found = rows_of(app, query)
    assert [(kind, due) for kind, due, _hour, _text in found] == [
        (LimitKind.CONTINUOUS, None), (LimitKind.NONE, None), (LimitKind.DATED, date(2026, 1, 20)),
    ]  # fmt: skip
    assert found[2][2].isoformat() == "17:00:00"
    assert [text for *_rest, text in found] == ["Thường xuyên", "", "trước 17h00 ngày 20/01/2026"]


def test_one_document_is_one_directive_also_when_it_was_known(app: Flask, take: Take) -> None:
    take(register(row(), row(content="Việc hai")))
    take(register(row(content="Việc ba", number="012/UBND-NC")))
    assert rows_of(app, select(Directive.number, Directive.kind)) == [("12/UBND-NC", "Công văn")]


def test_a_leader_is_the_assigner_where_his_title_is_his_alone(app: Flask, office: Office, take: Take) -> None:
    take(register(row(), row(content="Hai", assigner="UBND huyện"), row(content="Ba", assigner=None)))
    query = select(Task.assigner_id, Task.assigner_title).order_by(Task.id)
    chairman = office.people["chutich"]
    assert rows_of(app, query) == [(chairman, "Chủ tịch UBND huyện"), (None, "UBND huyện"), (None, "")]


def test_changed_dates_are_counted_and_applied_only_on_request(app: Flask, take: Take) -> None:
    take(register(row(), row(content="Hai")))
    newer = register(row(due="25/01/2026"), row(content="Hai", done="15/01/2026"))
    seen = take(newer)
    assert (seen["new"], seen["known"], seen["changed"], seen["batch"]) == (0, 0, 2, None)
    assert rows_of(app, select(Task.due_on).distinct()) == [(date(2026, 1, 20),)]
    applied = take(newer, update=True)
    assert (applied["changed"], applied["batch"] is not None) == (2, True)
    query = select(Task.due_on, Task.state, Task.finished_on).order_by(Task.id)
    assert rows_of(app, query) == [
        (date(2026, 1, 25), State.ASSIGNED, None),
        (date(2026, 1, 20), State.DONE, date(2026, 1, 15)),
    ]
    corrections = rows_of(app, select(TaskEvent.batch_id).where(TaskEvent.kind == "correct"))
    assert corrections == [(applied["batch"],)] * 2
    assert take(newer)["known"] == 2


def test_what_the_sheet_leaves_empty_changes_nothing(take: Take) -> None:
    take(register(row(done="15/01/2026")))
    assert take(register(row(due=None)))["known"] == 1


def test_a_person_takes_in_only_what_the_person_may_assign(take: Take) -> None:
    with pytest.raises(Forbidden):
        take(register(row()), by="vanthu")
    with pytest.raises(Forbidden):
        take(register(row()), by="truongphong")
    assert take(register(row()), by="vanphong")["new"] == 1


def test_a_missing_file_and_a_large_one_are_refused_before_they_are_read(take: Take, tmp_path: Path) -> None:
    with (tmp_path / "so.xlsx").open("wb") as large:
        large.truncate(50 * 1024 * 1024)
    with pytest.raises(BadInput, match="50,0 MB"):
        take((tmp_path / "so.xlsx").read_bytes())
    with pytest.raises(BadInput, match="Không mở được"):
        take("khong-co")


def test_the_summary_for_a_terminal_names_counts_and_problems(take: Take) -> None:
    outcome = take(register(row(), row(lead="Phòng X")), dry_run=True)
    assert summary(outcome).splitlines() == [
        "Mới: 2 · Đã có: 0 · Khác ngày: 0",
        "Dòng 3, cột F: Chưa có đơn vị “Phòng X”. Hãy sửa tên cho đúng hoặc đồng ý tạo đơn vị mới.",
        "Chưa nhập nhiệm vụ nào.",
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/sổ.xlsx", "sổ.xlsx"),
        ("C:\\so\\a.xlsx", "a.xlsx"),
        ("a\x00\u202eb.xlsx", "ab.xlsx"),
        ("..", "so-theo-doi.xlsx"),
    ],
)
def test_a_file_s_name_is_kept_without_its_folders(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_queries_do_not_grow_with_the_rows(app: Flask, take: Take) -> None:
    def statements(rows: int, first: int) -> int:
        seen: list[str] = []
        with app.app_context():
            engine = db.engine
        listen = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        take(register(*(row(content=f"Việc {n}", number=f"{n}/KH-UBND") for n in range(first, first + rows))))
        event.remove(engine, "before_cursor_execute", listen)
        return sum(not text.startswith("INSERT") for text in seen)  # SQLite gives new keys back one row at a time

    assert statements(100, 1) == statements(20, 1000)


def test_a_large_register_arrives_whole(app: Flask, take: Take) -> None:
    many = much(5000, 1000)
    rows = [row(content=f"Việc {n}", number=f"{n}/KH-UBND", done="15/01/2026", result="1/BC") for n in range(many)]
    assert take(register(*rows))["new"] == many
    assert (count(app, Task), count(app, TaskEvent)) == (many, 2 * many)
    assert rows_of(app, select(ImportBatch.state)) == [(BatchState.COMMITTED,)]
