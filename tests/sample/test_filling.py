"""Load data are what people would have left: the same courses played through the verbs give the same rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from psycopg.errors import CheckViolation
from sqlalchemy import Table, func, inspect
from sqlalchemy.orm import Session

from taskapp.base.db import Base, db, scoped
from taskapp.base.errors import Refused
from taskapp.base.sought import read as terms
from taskapp.people.models import Committee
from taskapp.people.organisation import create_committee
from taskapp.reports import present
from taskapp.reports.measures import judged_by
from taskapp.reports.question import Question
from taskapp.reports.reading import read
from taskapp.reports.slices import Dimension
from taskapp.sample import bulk, courses, filling, making
from taskapp.sample.courses import Act
from taskapp.sample.making import Documents, Wanted
from taskapp.sample.office import Office, Size, office
from taskapp.tasks.audit import sealing
from taskapp.tasks.audit.canon import Ring
from taskapp.tasks.audit.sealing import Means
from taskapp.tasks.audit.verifying import verify
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Explanation, Submission, Task, TaskEvent
from taskapp.tasks.paper_models import Extension
from taskapp.tasks.search_index import Sought, holds
from taskapp.tasks.states import OPEN, Kind
from taskapp.workdays import calendars
from tests.conftest import MONDAY, application, copied
from tests.sample.playing import ZONE, Player

WANTED = Wanted(tasks=90, still_open=40, years=1, seed=28)
SIZE = Size(people=30, units=6)
OWN = frozenset({"id", "task_id", "parent_id", "import_key"})  # what no two tasks have alike


@pytest.fixture
def session(migrated: str, tmp_path: Path) -> Iterator[Session]:
    """A session over a migrated database with nothing in it."""
    with copied(migrated, tmp_path) as url, application(url, tmp_path) as app, app.app_context():
        yield db.session()


def made(session: Session) -> Office:
    """An office with its load data."""
    place = _built(session)
    filling.fill(session, place, WANTED, now=MONDAY)
    session.commit()
    return place


def test_load_data_are_what_the_verbs_would_have_written(session: Session) -> None:
    place = made(session)
    days = filling.days_of(session, place, WANTED.years, MONDAY)
    lots = list(making.lots(Documents(place, days, Random(WANTED.seed), 1), WANTED, 1))
    player, parts = Player(session, days), {each.parent_id: each for each in lots if each.kind is Kind.PART}
    done: set[Act] = set()
    for given in (each for each in lots if each.kind is Kind.OFFICIAL):
        part = parts.get(given.id)
        played = player.play(given, part)
        for each, task in zip([given, part], played, strict=False):
            assert each
            for model in (Task, TaskEvent, Submission, Extension, Explanation):
                assert _differences(session, model, each.id, task.id) == []
            done |= {step.act for step in each.course.steps}
    assert done == set(Act)
    assert len(parts) > 3


def test_the_record_holds_and_every_figure_comes_from_it(session: Session, tmp_path: Path) -> None:
    place = made(session)
    committee_id, means = (
        place.committee.id,
        Means(Ring(("for-tests-only-0123456789-abcdefghij",)), tmp_path / "anchor"),
    )
    assert _count(session, Task, Task.kind == Kind.OFFICIAL) == WANTED.tasks
    assert _count(session, Task, Task.kind == Kind.OFFICIAL, Task.state.in_(OPEN)) == WANTED.still_open
    assert sealing.seal(session, committee_id, means, top=sealing.settled(session), now=MONDAY) == _count(
        session, TaskEvent
    )
    found = verify(session, committee_id, means, now=MONDAY)
    assert (found.wrong, found.unsealed) == (0, 0)
    for last in (date(2025, 9, 30), date(2026, 3, 31)):
        asked = Question(committee_id, ZONE, last - timedelta(days=89), last, MONDAY)
        measured = judged_by(asked, read(session, asked), calendars.load(session, *asked.known))
        counted = present.figures(session, asked, Dimension.UNIT, present.yardstick(session, asked))
        assert counted.total == measured.figures(Dimension.UNIT).total
        assert counted.total.done > 5


def test_load_data_are_recorded_in_the_order_of_time_and_leave_no_index_or_key_out(session: Session) -> None:
    before = _indexes_and_keys(session)
    place = made(session)
    times = session.scalars(scoped(TaskEvent, place.committee.id, TaskEvent.recorded_at).order_by(TaskEvent.id)).all()
    assert list(times) == sorted(times)
    assert _indexes_and_keys(session) == before


def test_rows_that_another_process_makes_are_the_same(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "MANY", WANTED.tasks)
    monkeypatch.setattr(bulk, "insert", lambda _session, model, _columns, rows: written[model].extend(rows))
    place, written = _built(session), defaultdict(list)
    counted = filling.fill(session, place, WANTED, now=MONDAY)
    (alone,) = making.batches(
        Documents(place, filling.days_of(session, place, WANTED.years, MONDAY), Random(WANTED.seed), 1), WANTED, 1
    )
    assert counted == alone.made
    assert [written[model] for model in making.COLUMNS] == alone.rows


def test_load_data_are_found_by_their_words(session: Session) -> None:
    place = made(session)
    for task_id in (1, WANTED.tasks):
        sought = Sought(terms(f'"mã {task_id}" '))
        assert session.scalars(scoped(Task, place.committee.id, Task.id).where(holds(Task, sought))).all() == [task_id]


def test_a_row_that_breaks_a_rule_of_the_database_is_refused(session: Session) -> None:
    row = dict.fromkeys(making.DIRECTIVE, "") | {"committee_id": _built(session).committee.id, "urgency": "none"}
    row |= {"id": 1, "created_at": "2026-01-01", "created_by_id": None, "is_incoming": 0}
    row |= {"issued_on": None, "entered_on": None}
    with pytest.raises((ValueError, CheckViolation), match=r"CHECK|check"), bulk.much(session, [Directive]):
        bulk.insert(session, Directive, making.DIRECTIVE, [tuple(row.values())])


def test_load_data_do_not_mix_with_the_work_of_a_real_office(session: Session) -> None:
    create_committee(session, code="that", name="UBND xã Thật", timezone=ZONE, now=MONDAY)
    with pytest.raises(Refused, match="dữ liệu thật"):
        office(session, SIZE, Random(1), zone=ZONE, opened_on=date(2025, 1, 2), now=MONDAY)


def test_the_same_seed_gives_the_same_courses() -> None:
    first, again = (courses.drawn(Random(3), 200) for _time in range(2))
    assert first == again != courses.drawn(Random(4), 200)
    for course in first:
        moments = [(0, course.minute), *(step[:2] for step in course.steps)]
        assert moments == sorted(set(moments))


def _built(session: Session) -> Office:
    return office(session, SIZE, Random(1), zone=ZONE, opened_on=date(2025, 1, 2), now=MONDAY)


def _differences(session: Session, model: type[Base], task_id: int, other_id: int) -> list[object]:
    rows, others = (_rows(session, model, each) for each in (task_id, other_id))
    assert len(rows) == len(others)
    pairs = [(row, other) for row, other in zip(rows, others, strict=True) if row != other]
    return [(name, row[name], other[name]) for row, other in pairs for name in row if row[name] != other[name]]


def _rows(session: Session, model: type[Base], task_id: int) -> list[dict[str, object]]:
    table: Table = inspect(model).local_table  # type: ignore[assignment]
    key = table.c["id" if model is Task else "task_id"]
    rows = session.execute(table.select().where(key == task_id).order_by(table.c["id"])).mappings()
    return [{name: value for name, value in row.items() if name not in OWN} for row in rows]


def _count(session: Session, model: type[Base], *conditions: object) -> int:
    committee_id = session.query(Committee).one().id
    return session.scalar(scoped(model, committee_id, func.count()).where(*conditions)) or 0  # type: ignore[arg-type]


def _indexes_and_keys(session: Session) -> set[object]:
    found = inspect(session.connection())
    tables = found.get_table_names()
    indexes = {(one, each["name"], bool(each["unique"])) for one in tables for each in found.get_indexes(one)}
    keys = ((one, each) for one in tables for each in found.get_foreign_keys(one))
    return indexes | {(one, *each["constrained_columns"], each["referred_table"]) for one, each in keys}
