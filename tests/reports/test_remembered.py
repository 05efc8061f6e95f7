"""What a web process remembers: settled weeks by the rules as they are when it is asked, and moments that are over."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from taskapp.base.db import db, reading
from taskapp.people.rights import Rights
from taskapp.reports import adding, present
from taskapp.reports.cells import Cell
from taskapp.reports.figures import Figures
from taskapp.reports.opening import Wanted, opened
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension
from tests.asked import statements
from tests.office import Office
from tests.reports.history import History, at

GIVEN, DUE, MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 9), date(2026, 1, 12), date(2026, 1, 13)
TODAY = date(2026, 2, 27)  # nothing is remembered of an instant after now


def test_a_settled_result_is_judged_anew_when_the_office_changes_its_rules_or_its_days_off(
    app: Flask, office: Office
) -> None:
    with app.app_context():
        h = History(db.session(), office)
        task = h.give(GIVEN, DUE)
        h.hand_in(task, DUE)
        h.send_back(task, MONDAY)  # it lay there for one working day
        h.hand_in(task, TUESDAY)  # two past the limit
        h.approve(task, TUESDAY)
        db.session.commit()
        assert _judged(office, 9) == ("late", [task.id], [])
        h.turn(TODAY, MONDAY)
        db.session.commit()
        assert _judged(office, 14) == ("on time", [], [task.id])
        h.choose(TODAY, is_strict=True)
        db.session.commit()
        assert _judged(office, 15) == ("late", [task.id], [])


def test_a_moment_that_is_over_is_read_from_the_record_once_and_stays_whatever_comes_later(
    app: Flask, office: Office
) -> None:
    with app.app_context():
        h = History(db.session(), office)
        done, late = h.give(GIVEN, DUE), h.give(GIVEN, DUE)
        h.finish(done, DUE)
        db.session.commit()
        then = _asked(office, at(MONDAY, 18))
        before = _figures(then)
        assert (before[0].total.done_on_time, before[0].total.open_overdue) == (1, 1)
        h.finish(late, TUESDAY)
        db.session.commit()
        first, asked_first = _counting(then)
        again, asked_again = _counting(then)
        assert first == again == before
        assert any("task_event" in each for each in asked_first)
        assert not any("FROM task_event" in each and "GROUP BY" in each for each in asked_again)
        assert len(asked_again) < len(asked_first) / 2
        assert _figures(_asked(office, at(TUESDAY, 18)))[0].total.done_late == 1


def _figures(asked: Question) -> tuple[Figures, Figures]:
    with reading():
        return adding.figures(db.session(), asked, Dimension.UNIT)


def _counting(asked: Question) -> tuple[tuple[Figures, Figures], list[str]]:
    with statements(db.engine) as found:
        return _figures(asked), found


def _asked(office: Office, as_of: datetime) -> Question:
    return Question(office.committee_id, "Asia/Ho_Chi_Minh", date(2026, 1, 1), date(2026, 6, 30), as_of)


def _judged(office: Office, hour: int) -> tuple[str, list[int], list[int]]:
    """What two ways of counting say of the only task, and the lists behind the numbers; asked twice."""
    session, reader = db.session(), Rights(0, 0, 0)
    asked = _asked(office, at(TODAY, hour))
    found = []
    for _again in range(2):
        with reading():
            by = present.yardstick(session, asked)
            counted, total = (
                present.counted(session, asked, by),
                present.figures(session, asked, Dimension.UNIT, by).total,
            )
            cells = (Cell.DONE_LATE, Cell.DONE_ON_TIME)
            lists = [list(opened(session, asked, Wanted(cell), reader).ids) for cell in cells]
        assert counted.done_late == total.done_late == 1 - total.done_on_time
        found.append(("late" if total.done_late else "on time", *lists))
    assert found[0] == found[1]
    return found[0]
