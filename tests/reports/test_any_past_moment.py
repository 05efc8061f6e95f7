"""Any past moment: whatever an office does later, the answer to the same question about the same moment stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from flask import Flask

from taskapp.base.db import db, reading
from taskapp.base.errors import Refused
from taskapp.people.rights import Rights
from taskapp.reports import adding, beside, present, reach, remembered
from taskapp.reports.cells import Ask, Cell
from taskapp.reports.figures import Figures, Row
from taskapp.reports.measures import Measured, judged_by
from taskapp.reports.ontime import Basis
from taskapp.reports.opening import Wanted, opened
from taskapp.reports.question import Question
from taskapp.reports.reading import read
from taskapp.reports.slices import Dimension, Slice
from taskapp.reports.tally import Tally
from taskapp.tasks.models import Task
from taskapp.tasks.states import OPEN, Kind, State
from taskapp.workdays import calendars
from tests.office import Office
from tests.reports.history import History, at
from tests.thorough import much

START, DAYS, SEEDS = date(2026, 3, 2), *much((18, 3), (9, 1))
COUNTED = {cell.value: cell for cell in Cell if hasattr(Tally, cell.value)}
NOBODY = Rights(0, 0, 0)
QUARTERS = ((date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 3, 9), date(2026, 3, 13)))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_figures_of_a_moment_stay_and_add_up_whatever_happens_after_it(
    app: Flask, office: Office, seed: int, monkeypatch: pytest.MonkeyPatch, frozen_clock: Callable[[datetime], None]
) -> None:
    monkeypatch.setattr(remembered, "LIVE_DAYS", 1)
    rng, answers = Random(seed), []
    with app.app_context():
        h = History(db.session(), office)
        for n in range(DAYS):
            day = START + timedelta(days=n)
            frozen_clock(at(day, 18))  # of what comes later nothing is remembered
            for _once in range(5):
                _do_something(h, rng, day)
            db.session.commit()
            for question in _questions(office, day):
                _check_counted(question, rng)
            with reading():  # remembering days that are over, while more is recorded
                for question, answer in rng.sample(answers, min(3, len(answers))):
                    _check_added_up(question, answer, [Dimension.UNIT])
            answers += [(question, _answer(question)) for question in _questions(office, day)]
        assert len({str(answer[0].total) for _question, answer in answers}) > 10  # much has happened
        for question, answer in answers:
            assert _answer(question) == answer
            _check(*answer)
            _check_added_up(question, answer, rng.sample(list(Dimension), much(3, 2)))
            for measured in answer:
                for cell in rng.sample(list(Cell), much(6, 3)):
                    _check_opened(measured, Wanted(cell, _any_row(measured, rng), question.at.on))
        assert any(not reach.is_present(db.session(), question) for question, _answer in answers)


def _do_something(h: History, rng: Random, day: date) -> None:
    """One move of somebody, if its rules permit it on that day; refused ones leave nothing."""
    due = day + timedelta(days=rng.randint(0, 6))
    choices: list[Callable[[Task], object]] = [
        lambda task: h.hand_in(task, day),
        lambda task: h.hand_in(task, day),
        lambda task: h.approve(task, day),
        lambda task: h.send_back(task, day),
        lambda task: h.decline(task, day),
        lambda task: h.keep(task, day),
        lambda task: h.reassign(task, day, rng.choice(("tp", "nv", "tnd"))),
        lambda task: h.extend(task, day, due),
        lambda task: h.ask_time(task, day, due, late_requests=True),
        lambda task: h.grant(task, day),
        lambda task: h.bring_forward(task, day, due),
        lambda task: h.urge(task, day),
        lambda task: h.dispute(task, day),
        lambda task: h.conclude(task, day, is_upheld=True, done_on=day),
        lambda task: h.add_part(task, day, rng.choice(("tp", "nv", "tnd")), day),
        lambda task: h.withdraw(task, day),
        lambda task: h.reopen(task, day),
        lambda _task: h.choose(day, is_strict=rng.random() < 0.5),
        lambda _task: h.turn(day, day + timedelta(days=rng.randint(-8, 4))),
    ]
    tasks = [task for task in h.session.query(Task).order_by(Task.id) if task.state in OPEN or task.state is State.DONE]
    if not tasks or rng.random() < 0.35:
        unit, *supporting = rng.sample(("tp", "nv", "tnd"), rng.randint(1, 3))
        h.give(day, rng.choice((due, due, None)), unit, supporting=tuple(supporting))
        return
    try:
        with h.session.begin_nested():
            rng.choice(choices)(rng.choice(tasks))
            h.session.flush()
    except Refused:
        h.session.expire_all()


def _questions(office: Office, day: date) -> list[Question]:
    asked = [Question(office.committee_id, "Asia/Ho_Chi_Minh", *days, at(day, 18)) for days in QUARTERS]
    return [*asked, replace(asked[0], unit_ids=frozenset({office.units["nv"]}))]


def _answer(question: Question) -> tuple[Measured, Measured]:
    record = read(db.session(), question)
    calendar = calendars.load(db.session(), *question.known)
    return judged_by(question, record, calendar), judged_by(replace(question, kind=Kind.PART), record, calendar)


def _check_counted(question: Question, rng: Random) -> None:
    """What the database adds up of the present is what the record says task by task, by rows of any two kinds."""
    session = db.session()
    record, calendar = read(session, question), calendars.load(session, *question.known)
    assert reach.is_present(session, question)
    for kind in (Kind.OFFICIAL, Kind.PART):
        for basis in Basis:
            asked = replace(question, kind=kind, basis=basis)
            measured, by = judged_by(asked, record, calendar), present.yardstick(session, asked)
            with reading():
                counted = present.counted(session, asked, by)
            assert counted == replace(measured.total, held_up=0, urgings=0, corrected=0)
            for cut in rng.sample(list(Dimension), much(2, 1)):
                with reading():  # remembering the settled weeks
                    expected, found = measured.figures(cut), present.figures(session, asked, cut, by)
                _check_alike(found, expected)
            for cell in rng.sample(list(Cell), much(4, 2)):
                _check_opened(measured, Wanted(cell, _any_row(measured, rng), question.at.on))


def _check_added_up(question: Question, answer: tuple[Measured, Measured], cuts: list[Dimension]) -> None:
    """Tasks that look as they looked then, added up by the database, and the others are what the record says of all."""
    session = db.session()
    counted = adding.counted(session, question)
    assert counted == replace(answer[0].total, held_up=0, urgings=0, corrected=0)
    for cut in cuts:
        for found, measured in zip(adding.figures(session, question, cut), answer, strict=True):
            _check_alike(found, measured.figures(cut))


def _check_alike(found: Figures, expected: Figures) -> None:
    assert _sorted(found.rows) == _sorted(expected.rows)
    assert found.total == expected.total
    assert (found.holders, found.lying, found.settled) == (expected.holders, expected.lying, expected.settled)


def _check_opened(measured: Measured, wanted: Wanted) -> None:
    """What a number opens, found in the index as far as it tells, is what the record says of all tasks."""
    session = db.session()
    ask = beside.ask(session, measured, wanted.cell, NOBODY, wanted.day)
    expected = measured.tasks(wanted.cell, ask, wanted.row)
    with reading():  # remembering the settled weeks
        found = opened(session, measured.question, wanted, NOBODY)
    assert (wanted, found.ids) == (wanted, [task.image.task_id for task in expected])
    assert found.read(found.ids) == expected


def _any_row(measured: Measured, rng: Random) -> Slice | None:
    rows = measured.rows(rng.choice(list(Dimension)))
    return rng.choice([None, *(row.slice for row in rows)])


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.slice.key)


def _check(official: Measured, parts: Measured) -> None:
    assert {task.image.task_kind for task in official.judged} <= {Kind.OFFICIAL}
    assert {task.image.task_kind for task in parts.judged} <= {Kind.PART}
    assert {task.image.task_kind for task in parts.wholes} <= {Kind.OFFICIAL}
    for by in Dimension:
        assert sum((row.tally for row in official.rows(by)), Tally()) == official.total
    for measured, held in ((official, Cell.HELD_UP), (parts, Cell.HOLDS_UP)):
        total, ask = measured.total, Ask(measured.by, NOBODY)
        assert total.assigned == len(measured.judged)
        for name, cell in (COUNTED | {"held_up": held}).items():
            assert len(measured.tasks(cell, ask)) == getattr(total, name)
            for by in Dimension:
                for row in measured.rows(by):
                    assert len(measured.tasks(cell, ask, row.slice)) == getattr(row.tally, name)
        assert total.denominator == total.done_on_time + total.done_late + total.open_overdue
    assert official.total.held_up <= official.total.done_late + official.total.open_overdue
    if official.question.unit_ids is None:  # every task held up is held up by somebody who has a row
        assert {task.image.task_id for task in parts.wholes} == {
            task.image.task_id for task in official.judged if task.held_up_by
        }
    assert sum(unit.tally.held_up for unit in parts.units) >= parts.total.held_up
